package nearest

import "testing"

func TestTo(t *testing.T) {
	t.Parallel()
	names := []string{"ask", "search", "summary", "said", "run", "restore"}
	for word, want := range map[string]string{
		"asc": "ask", "aks": "ask", "serach": "search", "SUMMARY": "summary", "sumary": "summary", "restroe": "restore", "siad": "said", "runn": "run",
		"what": "", "who": "", "": "", "summarise": "", "describe": "",
	} {
		if got := To(word, names); got != want {
			t.Errorf("To(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("ask", "aks")
	f.Add("", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 200 {
			return
		}
		d := distance(a, b)
		if d != distance(b, a) || d < 0 || d > max(len([]rune(a)), len([]rune(b))) || (d == 0) != (string([]rune(a)) == string([]rune(b))) {
			t.Fatalf("Distance(%q, %q) = %d", a, b, d)
		}
	})
}
