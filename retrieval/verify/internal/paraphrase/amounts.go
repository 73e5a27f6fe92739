package paraphrase

import (
	"slices"
	"strconv"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

// Less are the things that a clause tells besides.
func Less(c *clause.Clause) []*clause.Clause {
	var out []*clause.Clause
	for _, rule := range []func(*clause.Clause) []*clause.Clause{reached, received, failed, votes, remains, under} {
		out = append(out, rule(c)...)
	}
	return out
}

// dated is where an adjunct with the preposition and a number stands, and where the date behind it does; -1 for none.
func dated(c *clause.Clause, preposition string) (at, date int) {
	at = slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool {
		return a.Prep == preposition && a.Phrase != nil && !a.Front && a.Phrase.Head.Date == "" &&
			(a.Phrase.Head.Tag == tagger.Num || len(a.Phrase.Nums) > 0)
	})
	date = at + 1
	if at < 0 || date >= len(c.Adjuncts) || c.Adjuncts[date].Phrase == nil || !c.Adjuncts[date].Phrase.IsTime() {
		date = -1
	}
	return at, date
}

// reached tells "rose from 3 in May to 4 in June" as "was 3 in May" and "was 4 in June".
func reached(c *clause.Clause) []*clause.Clause {
	if !english.RisingWords.Has(c.Verb.Folded) && !english.FallingWords.Has(c.Verb.Folded) || c.Not || c.Modal != "" || c.Infinitive ||
		c.Subj == nil || len(c.Objs) > 0 ||
		!c.Past && !c.Perfect {
		return nil
	}
	return append(amountAt(c, "from", "to"), amountAt(c, "to", "from")...)
}

// amountAt tells what the amount behind a preposition was. other is the preposition of the amount before or after it.
func amountAt(c *clause.Clause, preposition, other string) []*clause.Clause {
	at, date := dated(c, preposition)
	if at < 0 {
		return nil
	}
	amount := c.Adjuncts[at].Phrase
	was := clause.Clause{
		Link: c.Link, Subj: c.Subj, Verb: tagger.Word("was", tagger.Aux), Past: true, Pred: amount, From: c.From, To: c.To,
	}
	otherAt, otherDate := dated(c, other)
	for i, a := range c.Adjuncts {
		if i != at && i != otherAt && i != otherDate && (i == date || a.Front && otherDate < 0) {
			was.Adjuncts = append(was.Adjuncts, a)
		}
	}
	out := []*clause.Clause{&was}
	if preposition == "to" && english.RisingWords.Has(c.Verb.Folded) {
		v := was
		v.Verb, v.Pred, v.Objs = tagger.Word("reached", tagger.Past), nil, []*clause.Phrase{amount}
		out = append(out, &v)
	}
	if counted := countOf(c.Subj); counted != nil && amount.Head.Tag == tagger.Num {
		v, n := was, *counted
		n.Nums, n.Approx = append(slices.Clone(amount.Nums), amount.Head), amount.Approx
		v.Subj, v.Pred = &clause.Phrase{Head: tagger.Word("there", tagger.Pron)}, &n
		out = append(out, &v)
	}
	return out
}

// countOf is what a phrase counts: "deaths" of "the number of deaths".
func countOf(p *clause.Phrase) *clause.Phrase {
	if p.Head.Is("number") && len(p.Mods) == 0 && len(p.After) == 1 && p.After[0].Prep == "of" {
		return p.After[0].Phrase
	}
	return nil
}

// upFrom tells "was 4 in June, up from 3 in May" as "rose from 3 in May to 4 in June".
func upFrom(c *clause.Clause) []*clause.Clause {
	at := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Adverb.Is("up", "down") })
	if at < 0 || at+1 >= len(c.Adjuncts) || c.Adjuncts[at+1].Prep != "from" || c.Adjuncts[at+1].Phrase == nil || c.Not || c.Modal != "" ||
		c.Subj == nil {
		return nil
	}
	v := *c
	amount, from := c.Pred, slices.Clone(c.Adjuncts[at+1:])
	if !c.Copula() && c.Verb.Is("reached", "reaches", "hit") && len(c.Objs) == 1 {
		amount = c.Objs[0]
	}
	if amount == nil || len(amount.Nums) == 0 && amount.Head.Tag != tagger.Num {
		return nil
	}
	if c.Subj.Head.Is("there") {
		what := *amount
		what.Nums, what.Approx, what.Det = nil, "", ""
		amount = &clause.Phrase{Approx: amount.Approx, Nums: amount.Nums[:max(0, len(amount.Nums)-1)], Head: last(amount)}
		v.Subj = &clause.Phrase{
			Det:   "the",
			Head:  tagger.Word("number", tagger.Noun),
			After: []*clause.Adjunct{{Prep: "of", Phrase: &what, Near: -1}},
		}
	}
	if at > 0 && len(from) == 3 {
		from = yearBefore(c.Adjuncts[at-1], from)
	}
	v.Verb, v.Pred, v.Objs, v.Past = tagger.Word("rose", tagger.Past), nil, nil, true
	if c.Adjuncts[at].Adverb.Is("down") {
		v.Verb = tagger.Word("fell", tagger.Past)
	}
	v.Adjuncts = append(append(from, &clause.Adjunct{Prep: "to", Phrase: amount, Near: -1}), c.Adjuncts[:at]...)
	return []*clause.Clause{&v}
}

// yearBefore puts the year in the place of "a year earlier" behind an amount, where the year that is counted from is given.
func yearBefore(from *clause.Adjunct, back []*clause.Adjunct) []*clause.Adjunct {
	time, adverb := back[1].Phrase, back[2].Adverb
	if from.Phrase == nil || !strings.HasPrefix(from.Phrase.Head.Date, "year:") || time == nil || !time.Head.Is("year") ||
		time.Det != "a" ||
		!adverb.Is("earlier", "before") {
		return back
	}
	year := from.Phrase.Head
	year.Value--
	year.Text = strconv.FormatFloat(year.Value, 'f', -1, 64)
	year.Folded, year.Stem, year.Date = year.Text, year.Text, "year:"+year.Text
	return []*clause.Adjunct{back[0], {Prep: "in", Phrase: &clause.Phrase{Head: year}, Near: -1}}
}

// last is the last number of an amount.
func last(amount *clause.Phrase) tagger.Token {
	if k := len(amount.Nums); k > 0 {
		return amount.Nums[k-1]
	}
	return amount.Head
}

// received tells "the deal gives Norn half" as "under the deal, Norn gets half", "the prize went to Norn" as "Norn received the prize".
func received(c *clause.Clause) []*clause.Clause {
	if c.Not || c.Subj == nil && !c.Passive {
		return nil
	}
	if len(c.Objs) == 2 && english.DativeVerbs.Has(c.Verb.Folded) &&
		!c.Verb.Is(
			"offer",
			"offers",
			"offered",
			"promised",
			"promise",
			"promises",
			"teach",
			"taught",
			"show",
			"shows",
			"showed",
			"shown",
		) &&
		c.Comp == nil {
		v := *c
		v.Verb, v.Subj, v.Objs, v.Passive = tagger.Word("gets", tagger.Verb), c.Objs[0], c.Objs[1:], false
		if c.Subj == nil {
			return []*clause.Clause{&v}
		}
		from, under := v, v
		from.Adjuncts = append(slices.Clone(c.Adjuncts), &clause.Adjunct{Prep: "from", Phrase: c.Subj, Near: -1})
		under.Adjuncts = append(slices.Clone(c.Adjuncts), &clause.Adjunct{Prep: "under", Phrase: c.Subj, Front: true, Near: -1})
		return []*clause.Clause{&from, &under}
	}
	if c.Verb.Is("go", "goes", "went", "gone") && len(c.Objs) == 0 && c.Subj != nil && c.Particle == "" && c.Modal == "" {
		for at, a := range c.Adjuncts {
			if a.Prep == "to" && a.Phrase != nil && a.Phrase.IsPerson() && !c.Subj.IsPerson() && !c.Subj.IsPronoun() {
				return []*clause.Clause{turned(c, at, tagger.Word("received", tagger.Past))}
			}
		}
	}
	return nil
}

// failed tells "failed to produce a treaty" as "did not produce a treaty".
func failed(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("fail", "fails", "failed") || c.Comp == nil || !c.Comp.Infinitive || c.Not || c.Comp.Not || c.Modal != "" {
		return nil
	}
	v := lifted(c)
	v.Not, v.Past = true, c.Past
	return []*clause.Clause{&v}
}

// under tells "the treaty lets them fish" as "under the treaty they are let fish".
func under(c *clause.Clause) []*clause.Clause {
	if c.Subj == nil || !english.BindingNouns.Has(c.Subj.Head.Folded) || c.Passive || c.Copula() || len(c.Objs) == 0 || c.Not {
		return nil
	}
	v := *c
	v.Subj, v.Passive = nil, true
	v.Adjuncts = append([]*clause.Adjunct{{Prep: "under", Phrase: c.Subj, Front: true, Near: -1}}, c.Adjuncts...)
	return []*clause.Clause{&v}
}

// remains tells "remains in prison" as "is in prison".
func remains(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("remain", "remains", "remained") || c.Modal != "" || c.Infinitive || c.Comp != nil || len(c.Objs) > 0 {
		return nil
	}
	v := *c
	v.Verb = tagger.Word("is", tagger.Aux)
	return []*clause.Clause{&v}
}

// votes tells "rejected it by eight votes to seven" as "seven members voted for it", "eight against it", and "by a majority of one vote".
func votes(c *clause.Clause) []*clause.Clause {
	if !english.CarryingVerbs.Has(c.Verb.Folded) && !english.RejectingVerbs.Has(c.Verb.Folded) || len(c.Objs) != 1 || c.Not ||
		c.Modal != "" || c.Infinitive {
		return nil
	}
	by := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool {
		return a.Prep == "by" && a.Phrase != nil && a.Phrase.Head.Is("vote", "votes") && len(a.Phrase.Nums) == 1
	})
	if by < 0 || by+1 >= len(c.Adjuncts) || c.Adjuncts[by+1].Prep != "to" || c.Adjuncts[by+1].Phrase == nil ||
		c.Adjuncts[by+1].Phrase.Head.Tag != tagger.Num {
		return nil
	}
	more, fewer := c.Adjuncts[by].Phrase.Nums[0], c.Adjuncts[by+1].Phrase.Head
	rest := without(c.Adjuncts, by, by+1)
	members := func(n tagger.Token) *clause.Phrase {
		return &clause.Phrase{Nums: []tagger.Token{n}, Head: tagger.Word("members", tagger.Noun)}
	}
	var out []*clause.Clause
	for k, side := range []string{"for", "against"} {
		n := more
		if (k == 1) == english.CarryingVerbs.Has(c.Verb.Folded) {
			n = fewer
		}
		out = append(
			out,
			&clause.Clause{Link: c.Link, Subj: members(n), Verb: tagger.Word("voted", tagger.Past), Past: true, From: c.From, To: c.To,
				Adjuncts: append([]*clause.Adjunct{{Prep: side, Phrase: c.Objs[0], Near: -1}}, rest...)},
		)
	}
	if margin := more.Value - fewer.Value; margin > 0 {
		n := tagger.Word(strconv.FormatFloat(margin, 'f', -1, 64), tagger.Num)
		n.Value = margin
		v := *c
		majority := &clause.Phrase{Det: "a", Head: tagger.Word("majority", tagger.Noun), After: []*clause.Adjunct{
			{Prep: "of", Phrase: &clause.Phrase{Nums: []tagger.Token{n}, Head: tagger.Word("vote", tagger.Noun)}, Near: -1}}}
		v.Adjuncts = append(slices.Clone(rest), &clause.Adjunct{Prep: "by", Phrase: majority, Near: -1})
		out = append(out, &v)
	}
	return out
}
