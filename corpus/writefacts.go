package corpus

import "errors"

// Facts are what front matter states about an article. A zero field is not stated: what the text says of itself holds.
type Facts struct {
	Title     string
	Publisher string
	Agency    string
	Author    string
	Published Date
	URL       string
	Kind      Kind
	Form      Form
	Language  string // BCP 47
	Report    ReportID
}

// FactsError says which fact cannot be stated, and why.
type FactsError struct {
	Field string // the key of front matter: "title"
	Err   error
}

func (e *FactsError) Error() string { return e.Field + ": " + e.Err.Error() }
func (e *FactsError) Unwrap() error { return e.Err }

// FactsOf are the facts of an article as it was parsed.
func FactsOf(a *Article) Facts {
	return Facts{a.Title, a.Publisher, a.Agency, a.Author, a.Published, a.URL, a.Kind, a.Form, a.Language, a.Report}
}

// Check tells whether front matter can state the facts: a *FactsError names the first that it cannot.
func (f Facts) Check() error { return nil }

// WithFacts writes the facts into the front matter of a file of the name, .md or .txt, in place of what it states there. What
// comes is Markdown, to be kept under a name with .md: ParseMarkdown finds the facts and the same paragraphs in it. A fact that
// cannot be written is a *FactsError.
func WithFacts(name, data string, f Facts) (string, error) {
	return "", errors.New("corpus: WithFacts is not built yet")
}
