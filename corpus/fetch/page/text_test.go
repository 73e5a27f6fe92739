package page

import (
	"strings"
	"testing"
)

// TestText: the paragraphs of a piece of HTML.
func TestText(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"The quay is shut.": "The quay is shut.",
		"<p>The quay<br>is &lt;shut&gt;.</p>\n<script>x()</script><p>So it\nis.</p>": "The quay\n\nis <shut>.\n\nSo it is.",
		"<ul><li>One<li>Two</ul><figcaption>Photo</figcaption>":                      "One\n\nTwo",
		"<style><p>a":            "",
		strings.Repeat("é", 150): strings.Repeat("é", 100),
	} {
		if got := Text(source, 200); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("<p>The quay<br>is &lt;shut&gt;.</p><script>x()</script>")
	f.Add("<style><p>a</script></style><ul><li>b")
	const most = 200
	f.Fuzz(func(t *testing.T, source string) {
		for paragraph := range strings.SplitSeq(Text(source, most), "\n\n") {
			if strings.ContainsAny(paragraph, "\n\t") || len(paragraph) > most {
				t.Fatalf("paragraph %q", paragraph)
			}
		}
	})
}
