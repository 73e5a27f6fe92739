package phrases

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// own are messages that the first language has none of: what they say is said in it where it is found. alone are those that it alone needs.
var (
	own   = regexp.MustCompile(`^(reason|fact|link)\.`)
	alone = regexp.MustCompile(`^(clause|numbers)\.`)
)

var place = regexp.MustCompile(`\{[a-z-]+\}`)

// TestLanguagesSayTheSame holds every language to the keys of the first one, and each message to the same values.
func TestLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	all := Shipped()
	first := all[0]
	if first.Tag() != "en" || len(all) < 2 {
		t.Fatalf("%d languages, the first one %s", len(all), first.Tag())
	}
	values := func(m message) []string {
		found := map[string]bool{}
		for _, text := range m {
			for _, p := range place.FindAllString(text, -1) {
				found[p] = true
			}
		}
		return slices.Sorted(maps.Keys(found))
	}
	for _, c := range all[1:] {
		for key := range first.messages {
			if alone.MatchString(key) {
				continue
			}
			if !c.Has(key) {
				t.Errorf("%s: there is no message %s", c.Tag(), key)
			} else if a, b := values(first.messages[key]), values(c.messages[key]); !slices.Equal(a, b) {
				t.Errorf("%s: %s has the values %v, and %s has %v", c.Tag(), key, b, first.Tag(), a)
			}
		}
		for key := range c.messages {
			if !first.Has(key) && !own.MatchString(key) {
				t.Errorf("%s: nothing says %s", c.Tag(), key)
			}
		}
		for key := range all[1].messages {
			if own.MatchString(key) && !c.Has(key) {
				t.Errorf("%s: there is no message %s", c.Tag(), key)
			}
		}
	}
}

func TestSay(t *testing.T) {
	t.Parallel()
	c, err := parse("pl", []byte(`
greeting: "Witaj, {name}: {text}"
files: {one: "{n} plik", few: "{n} pliki", many: "{n} plików", other: "{n} pliku"}
deep: {er: {still: x}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{0: "0 plików", 1: "1 plik", 2: "2 pliki", 5: "5 plików", 22: "22 pliki", -1: "-1 plik"} {
		if got := c.Count("files", n); got != want {
			t.Errorf("%d files are %q, want %q", n, got, want)
		}
	}
	if got := c.Say("greeting", Values{"name": "{text}", "text": "{name}"}); got != "Witaj, {text}: {name}" {
		t.Errorf("what is put into a message is read as one: %q", got)
	}
	if got := c.Text("deep.er.still"); got != "x" {
		t.Errorf("a message below others is %q", got)
	}
	if got := c.Text("absent"); got != "absent" {
		t.Errorf("what is missing is %q", got)
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	c, err := parse("en", []byte("a: {title: T, no-words: N, n: 7}"))
	if err != nil {
		t.Fatal(err)
	}
	filled := struct {
		Title, NoWords, Set string
		Number              int
	}{Set: "as it is"}
	c.Fill("a", &filled)
	if filled.Title != "T" || filled.NoWords != "N" || filled.Set != "as it is" {
		t.Errorf("%+v", filled)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                       "there are none",
		"a: [x]":                 "message a: line 1 is neither",
		"a: {one: x}":            `message a: it has no form "other"`,
		"a: {other: x, b: y}":    "message a: it has plural forms and messages below it",
		"a: ''":                  "message a: it is empty",
		"a: {one: '', other: x}": "message a.one: it is empty",
		"a: {b: {c: ''}}":        "message a.b.c: it is empty",
		"a: b: c":                "messages: ",
		"- a":                    "is neither a text nor more messages",
	} {
		if _, err := parse("en", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := parse("no language", []byte("a: b")); err == nil {
		t.Error("a file of no language is read")
	}
	_, err := read(fstest.MapFS{"en.yaml": {Data: []byte("a: b")}, "de.yaml": {Data: []byte("a: ''")}}, "en")
	if err == nil || !strings.HasPrefix(err.Error(), "de.yaml: message a") {
		t.Errorf("the file is not named: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a: {one: '{n} x', other: '{n} xs'}\nb: {c: d}", "a", 1)
	f.Add("a: &x y\nb: *x", "b", 0)
	f.Fuzz(func(t *testing.T, text, key string, n int) {
		c, err := parse("ar", []byte(text))
		if err != nil {
			return
		}
		if len(c.messages) == 0 && c.Has(key) {
			t.Errorf("%q is there and is no key", key)
		}
		c.Count(key, n)
	})
}

// BenchmarkRead reads all message files, which is part of every start.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := read(shipped, "en"); err != nil {
			b.Fatal(err)
		}
	}
}
