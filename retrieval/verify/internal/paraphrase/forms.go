package paraphrase

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

//go:embed paraphrases.txt
var paraphraseTable string

// form is one of the ways to say what a group of verbs says.
type form struct {
	verb, particle, preposition string
	noun                        string // behind the preposition, part of the form
	pred                        string // what the subject is said to be
	group                       string
	token                       tagger.Token // of the verb
}

// forms are the paraphrases by the first letter of their verb's forms: "be" under all of its own.
var forms = sync.OnceValue(func() []form {
	var out []form
	for line := range strings.Lines(paraphraseTable) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, part := range strings.Split(line, "|") {
			f := form{group: line}
			part, inner, bracketed := strings.Cut(strings.TrimSuffix(strings.TrimSpace(part), ")"), "(")
			if bracketed {
				f.preposition, f.noun, _ = strings.Cut(inner, " ")
			}
			for i, w := range strings.Fields(part) {
				switch {
				case i == 0:
					f.verb = w
				case strings.HasPrefix(w, "="):
					f.pred = w[1:]
				default:
					f.particle = w
				}
			}
			f.token = tagger.Word(f.verb, tagger.Verb)
			f.token.Lemmas = thesaurus.English().Lemmas(f.verb)
			out = append(out, f)
		}
	}
	return out
})

// matches reports whether a clause is told in a form.
func (f form) matches(c *clause.Clause) bool {
	if f.verb == "be" {
		if !c.Copula() {
			return false
		}
	} else if c.Copula() || !tagger.SameWord(c.Verb, f.token) {
		return false
	}
	if c.Particle != f.particle {
		// A particle that is a noun: "take place".
		if f.particle == "" || c.Particle != "" || len(c.Objs) != 1 || c.Objs[0].Head.Folded != f.particle || len(c.Objs[0].Mods) > 0 {
			return false
		}
	}
	if f.pred != "" && (c.Pred == nil || c.Pred.Head.Folded != f.pred || len(c.Pred.Mods) > 0) {
		return false
	}
	return f.pred != "" || c.Pred == nil || f.verb != "be"
}

// Rephrased are the clause in the words of the groups that it is told in: the verb is the group, and its object what the form's preposition
// governs.
func Rephrased(c *clause.Clause) []*clause.Clause {
	if c.Verb.Folded == "" || c.Verb.Tag == tagger.Quoted {
		return nil
	}
	var out []*clause.Clause
	for _, f := range forms() {
		if !f.matches(c) {
			continue
		}
		v := *c
		v.Verb, v.Particle = tagger.Word("|"+f.group, tagger.Verb), ""
		if f.particle != "" && c.Particle == "" {
			v.Objs = nil
		}
		if f.pred != "" {
			v.Pred = nil
		}
		if f.preposition != "" {
			at := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool {
				return a.Prep == f.preposition && a.Phrase != nil && !a.Front && (f.noun == "" || a.Phrase.Head.Folded == f.noun)
			})
			if at < 0 {
				continue
			}
			v.Adjuncts = slices.Delete(slices.Clone(c.Adjuncts), at, at+1)
			if f.noun == "" {
				v.Objs = append(slices.Clone(v.Objs), c.Adjuncts[at].Phrase)
			}
		}
		out = append(out, &v)
	}
	return out
}

// Unnamed are other ways to tell a clause whose verb a noun names, or whose verb denies: "had no comment" and "there was no comment from
// them" for "did not comment", "lacks a roof" for "has no roof", "were killed" for "died".
func Unnamed(c *clause.Clause) []*clause.Clause {
	if c.Not || c.Modal != "" {
		return nil
	}
	v := *c
	switch one := len(c.Objs) == 1; {
	case c.Copula() && c.Subj != nil && c.Subj.Head.Is("there") && c.Pred != nil:
		var out []*clause.Clause
		for at, a := range c.Adjuncts {
			if a.Joins("from", "by") && a.Phrase != nil {
				out = append(out, asVerb(c, c.Pred, a.Phrase, slices.Delete(slices.Clone(c.Adjuncts), at, at+1))...)
			}
		}
		return out
	case c.Verb.Is("had", "has", "have", "gave", "made") && one && c.Particle == "":
		return asVerb(c, c.Objs[0], c.Subj, c.Adjuncts)
	case c.Verb.Is("lack", "lacks", "lacked") && one:
		o := *c.Objs[0]
		v.Verb, o.Det = tagger.Word("has", tagger.Verb), "no"
		v.Objs = []*clause.Phrase{&o}
		return []*clause.Clause{&v}
	case c.Verb.Is("killed") && c.Passive && c.Subj == nil && one:
		v.Verb, v.Subj, v.Objs, v.Passive, v.Past = tagger.Word("died", tagger.Past), c.Objs[0], nil, false, true
		return []*clause.Clause{&v}
	}
	return nil
}

// asVerb tells "no" with a noun, of somebody, as that they do not do what the noun names.
func asVerb(c *clause.Clause, noun, who *clause.Phrase, adjuncts []*clause.Adjunct) []*clause.Clause {
	if who == nil || noun.Det != "no" || len(noun.Mods) > 0 {
		return nil
	}
	v := *c
	v.Subj, v.Verb, v.Objs, v.Pred, v.Not, v.Past = who, noun.Head, nil, nil, true, true
	v.Adjuncts = slices.Concat(adjuncts, noun.After)
	return []*clause.Clause{&v}
}
