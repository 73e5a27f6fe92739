package reply

import (
	"cmp"

	"readout/corpus"
	"readout/retrieval/scope"
)

// scoped puts an answer within a scope into words.
func scoped(a *scope.Answer, in Phrases) Reply {
	r := Of(a.Answer, in)
	s := a.Scope
	var parts []string
	for _, p := range []struct{ name, value string }{
		{"article", cmp.Or(a.Title, s.Article)}, {"speaker", s.Speaker}, {"publisher", s.Publisher}, {"from", in.date(s.From)},
		{"to", in.date(s.To)}, {"kind", in.kind(s.Kind)},
	} {
		if p.value != "" {
			parts = append(parts, in.Parts[p.name]+" "+p.value)
		}
	}
	if len(a.Inferred) > 0 {
		parts = append(parts, in.Inferred(a.Inferred))
	}
	if len(parts) > 0 {
		r.Within = in.Within(parts)
	}
	return r
}

// date is a date in words; "" for none.
func (in Phrases) date(d corpus.Date) string {
	if d.Precision() == corpus.Unknown {
		return ""
	}
	return in.Date(d)
}
