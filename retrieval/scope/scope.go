// Package scope asks within a part of the articles: those of one publisher, kind or time, one article alone, or what one person said. What
// a scope leaves is answered and verified like everything else; a scope only ever takes away.
package scope

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// Scope is what is asked. The zero value is everything.
type Scope struct {
	Article   string      // its ID, its title or another name of it
	Speaker   string      // whose words are asked for
	Publisher string      // publisher or agency
	From, To  corpus.Date // of publication, both included; an article that states no date is in no time
	Kind      corpus.Kind
}

// All reports whether everything is asked.
func (s Scope) All() bool { return s == Scope{} }

// ErrScope says that a scope is none: a date that is no date, a kind that there is not.
var ErrScope = errors.New("no such scope")

// EmptyError says that nothing is in a scope.
type EmptyError struct {
	What string // "article", "speaker", "publisher", "kind", "time"; or "scope" when each part has something and all together nothing
	Name string // as it was given; "" for a scope
}

func (e *EmptyError) Error() string {
	if e.Name == "" {
		return "no article fits all that was asked for"
	}
	return fmt.Sprintf("nothing fits the %s %q", e.What, e.Name)
}

// longest is how long a part of a scope may be, in characters.
const longest = 300

// Parse reads a scope from its parts as people write them; "" is any. The error is ErrScope and names every part that is wrong.
func Parse(article, speaker, publisher, from, to, kind string) (Scope, error) {
	s := Scope{Kind: corpus.Kind(strings.ToLower(strings.TrimSpace(kind)))}
	var errs []error
	for _, part := range []struct {
		name  string
		value string
		to    *string
	}{{"article", article, &s.Article}, {"speaker", speaker, &s.Speaker}, {"publisher", publisher, &s.Publisher}} {
		*part.to = prose.OneLine(part.value)
		if !utf8.ValidString(part.value) || utf8.RuneCountInString(*part.to) > longest {
			errs = append(errs, fmt.Errorf("%w: the %s is too long, or no text", ErrScope, part.name))
		}
	}
	for _, part := range []struct {
		name  string
		value string
		year  string // the month that a year stands for
		to    *corpus.Date
	}{{"from", from, "-01", &s.From}, {"to", to, "-12", &s.To}} {
		value := strings.TrimSpace(part.value)
		if len(value) == len("2019") {
			value += part.year
		}
		var err error
		if *part.to, err = corpus.ParseDate(value); err != nil {
			errs = append(errs, fmt.Errorf("%w: %s must be a day like 2019-05-14, a month like 2019-05, or a year", ErrScope, part.name))
		}
	}
	if len(errs) == 0 && known(s.From) && known(s.To) && end(s.To).Before(s.From.Time()) {
		errs = append(errs, fmt.Errorf("%w: it ends before it begins", ErrScope))
	}
	if s.Kind != "" && !slices.Contains(Kinds(), s.Kind) {
		errs = append(errs, fmt.Errorf("%w: the kinds are %s", ErrScope, kindList()))
	}
	return s, errors.Join(errs...)
}

// Kinds are the kinds of article that can be asked for.
func Kinds() []corpus.Kind {
	return slices.Clone(corpus.Kinds)
}

func kindList() string {
	var names []string
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// Articles are the articles in the scope, in the order of the corpus; nil when all are. The error is an *EmptyError.
func (s Scope) Articles(c *reading.Corpus) ([]corpus.ArticleID, error) {
	if s.Article == "" && s.Publisher == "" && s.Kind == "" && !known(s.From) && !known(s.To) {
		return nil, nil
	}
	fits := []struct {
		what, name string
		fit        func(*corpus.Article) bool
	}{
		{"article", s.Article, s.isArticle(c)},
		{"publisher", s.Publisher, s.isPublisher(c)},
		{"kind", string(s.Kind), func(a *corpus.Article) bool { return a.Kind == s.Kind }},
		{"time", strings.Trim(s.From.String()+" – "+s.To.String(), " –"), s.inTime},
	}
	chosen := slices.Clone(c.Articles)
	for _, f := range fits {
		if f.name == "" {
			continue
		}
		if !slices.ContainsFunc(c.Articles, f.fit) {
			return nil, &EmptyError{f.what, f.name}
		}
		chosen = slices.DeleteFunc(chosen, func(a *corpus.Article) bool { return !f.fit(a) })
	}
	if len(chosen) == 0 {
		return nil, &EmptyError{What: "scope"}
	}
	var out []corpus.ArticleID
	for _, a := range chosen {
		out = append(out, a.ID)
	}
	return out, nil
}

// isArticle tells the article by its ID, else by its title or another name whole, else by words of the title that no other article's has.
func (s Scope) isArticle(c *reading.Corpus) func(*corpus.Article) bool {
	if a := c.Article(corpus.ArticleID(s.Article)); a != nil {
		return func(b *corpus.Article) bool { return b == a }
	}
	name := plain(s.Article)
	called := func(a *corpus.Article) bool {
		return plain(a.Title) == name || slices.ContainsFunc(a.Aliases, func(n string) bool { return plain(n) == name })
	}
	if slices.ContainsFunc(c.Articles, called) {
		return called
	}
	return func(a *corpus.Article) bool {
		return name != "" && strings.Contains(" "+plain(a.Title)+" ", " "+name+" ")
	}
}

// isPublisher tells by the whole name of publisher or agency, with or without "the", else by whole words of it.
func (s Scope) isPublisher(c *reading.Corpus) func(*corpus.Article) bool {
	name := strings.TrimPrefix(plain(s.Publisher), "the ")
	named := func(same func(string) bool) func(*corpus.Article) bool {
		return func(a *corpus.Article) bool {
			return same(strings.TrimPrefix(plain(a.Publisher), "the ")) || same(strings.TrimPrefix(plain(a.Agency), "the "))
		}
	}
	whole := named(func(n string) bool { return n == name && n != "" })
	if slices.ContainsFunc(c.Articles, whole) {
		return whole
	}
	return named(func(n string) bool { return name != "" && strings.Contains(" "+n+" ", " "+name+" ") })
}

// inTime reports whether an article was published in the scope's time. A month is in it when any of its days is.
func (s Scope) inTime(a *corpus.Article) bool {
	if !known(a.Published) {
		return false
	}
	return (!known(s.From) || !end(a.Published).Before(s.From.Time())) && (!known(s.To) || !a.Published.Time().After(end(s.To)))
}

// plain is a name as it is compared: its words, folded.
func plain(name string) string {
	return strings.Join(prose.Folded(name), " ")
}
