package misquote

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"readout/corpus/prose"
	"readout/retrieval/verify"
)

// What it costs to make a quotation of what was said. A word that differs costs 1, on either side.
const (
	costWord    = 1.0
	costInsert  = 1.001 // a word of the quotation alone: rather than beside nothing it stands beside another
	costFree    = 0.01  // of what makes no difference: the least is chosen all the same
	costDeaf    = 0.2
	costBarrier = 3.0
	costOmitted = 0.002 // a word at a mark of omission: the nearest place that fits is meant
	costInstead = 0.05  // a word at brackets
	hopeless    = 0.75  // of the quotation's words: what costs more is no place of it
)

// move is a step of an alignment.
type move uint8

const (
	stay    move = iota // the alignment begins
	match               // a word of both
	swap                // a word for another
	drop                // a word of the transcript that is not quoted
	insert              // a word of the quotation that was not said, or a mark
	skipped             // a word of the transcript at a mark of omission or brackets
)

// step is a move with the tokens that it is about.
type step struct {
	move move
	q, t int
}

// alignment is a quotation laid beside a stretch of a transcript.
type alignment struct {
	quote     quotation
	text      *text
	steps     []step
	cost      float64
	changed   int // words that differ
	marks     int // omissions and brackets
	matched   int
	content   int     // of matched, distinct words that say something
	share     float64 // of the weight of the quotation's words that say something, that is matched
	run       int     // words matched without a break, at most
	slips     bool
	inaudible bool
	turns     []int // that matched words are in, with repetition
}

// alignIn lays a quotation beside the tokens of a transcript from from to to, in the best way for each turn that it may end in.
func alignIn(q quotation, t *text, from, to int) []*alignment {
	g := newGrid(q.tokens, t.tokens[from:to])
	best := map[int]int{} // for each turn, where it ends
	last := len(q.tokens)
	for j := 1; j <= g.width; j++ {
		u := t.turnOf[from+j-1]
		if at, ok := best[u]; !ok || g.cost(last, j) < g.cost(last, at) {
			best[u] = j
		}
	}
	var out []*alignment
	for _, j := range best {
		if g.cost(last, j) > hopeless*float64(q.words)+costFree {
			continue
		}
		a := &alignment{quote: q, text: t, cost: g.cost(last, j)}
		for _, s := range g.path(j) {
			s.t += from
			a.steps = append(a.steps, s)
		}
		a.measure()
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *alignment) int { return a.steps[0].t - b.steps[0].t })
	return out
}

// grid is the table of least costs: row i and column j are the first i tokens of the quotation made of tokens that end with the first j.
type grid struct {
	quote, said []token
	width       int
	costs       []float32
	moves       []move
}

func newGrid(quote, said []token) *grid {
	g := &grid{quote: quote, said: said, width: len(said)}
	g.costs, g.moves = make([]float32, (len(quote)+1)*(g.width+1)), make([]move, (len(quote)+1)*(g.width+1))
	for i := 1; i <= len(quote); i++ {
		for j := 0; j <= g.width; j++ {
			g.fill(i, j)
		}
	}
	return g
}

func (g *grid) cost(i, j int) float64 { return float64(g.costs[i*(g.width+1)+j]) }

func (g *grid) fill(i, j int) {
	q := g.quote[i-1]
	least, by := math.Inf(1), stay
	try := func(cost float64, m move) {
		if cost < least {
			least, by = cost, m
		}
	}
	marked := q.kind == gap || q.kind == bracket
	if j > 0 {
		s := g.said[j-1]
		switch {
		case marked:
			try(g.cost(i, j-1)+skipCost(q, s), skipped)
		case equal(q, s):
			try(g.cost(i-1, j-1), match)
		case s.kind == word:
			try(g.cost(i-1, j-1)+costWord, swap)
		}
		if !marked {
			try(g.cost(i, j-1)+dropCost(s), drop)
		}
	}
	switch {
	case marked, q.free, q.kind == edited && q.text == "":
		try(g.cost(i-1, j)+costFree, insert)
	case j > 0 && g.said[j-1].kind == deaf:
		try(g.cost(i-1, j)+costDeaf, insert)
	default:
		try(g.cost(i-1, j)+costInsert, insert)
	}
	at := i*(g.width+1) + j
	g.costs[at], g.moves[at] = float32(least), by
}

func dropCost(s token) float64 {
	switch {
	case s.kind == barrier:
		return costBarrier
	case s.kind == deaf, s.free && s.kind != word:
		return costDeaf
	case s.free:
		return costFree
	}
	return costWord
}

func skipCost(mark, s token) float64 {
	switch {
	case s.kind == barrier:
		return costWord
	case mark.kind == gap:
		return costOmitted
	}
	return costInstead
}

// path is the steps of the best alignment that ends with the first j tokens of what was said.
func (g *grid) path(j int) []step {
	var out []step
	for i := len(g.quote); i > 0; {
		m := g.moves[i*(g.width+1)+j]
		out = append(out, step{m, i - 1, j - 1})
		switch m {
		case match, swap:
			i, j = i-1, j-1
		case drop, skipped:
			j--
		default:
			i--
		}
	}
	slices.Reverse(out)
	return out
}

// measure counts what the steps say.
func (a *alignment) measure() {
	run := 0
	seen := map[string]bool{}
	var weight, got float64
	for _, s := range a.steps {
		switch s.move {
		case match:
			a.matchedAt(s, seen)
			run++
			a.run = max(a.run, run)
			continue
		case drop:
			t := a.text.tokens[s.t]
			switch {
			case t.kind == deaf:
				a.inaudible = true
			case t.free:
				a.slips = a.slips || !t.note
				continue
			default:
				a.changed++
			}
		case swap:
			a.changed++
		case insert:
			q := a.quote.tokens[s.q]
			switch {
			case q.kind == gap, q.kind == bracket, q.kind == edited && q.text == "":
				a.marks++
			case q.free:
				continue
			default:
				a.changed++
				a.inaudible = a.inaudible || s.t >= 0 && a.text.tokens[s.t].kind == deaf
			}
		}
		run = 0
	}
	for _, t := range a.quote.tokens {
		if t.kind == word && !verify.CarriesNothing(t.text) {
			weight++
			if seen[t.text] {
				got++
			}
		}
	}
	a.content = len(seen)
	if weight > 0 {
		a.share = got / weight
	}
}

func (a *alignment) matchedAt(s step, seen map[string]bool) {
	q := a.quote.tokens[s.q]
	a.turns = append(a.turns, a.text.turnOf[s.t])
	if q.kind == edited {
		a.marks++
		return
	}
	a.matched++
	if !verify.CarriesNothing(q.text) {
		seen[q.text] = true
	}
}

// speaker tells whether somebody is who a turn is of.
type speaker uint8

const (
	maybe   speaker = iota // one of them is not known, or only described
	theSame                // by the name
	another                // by the names
	several                // the words are of more than one
)

// by tells whether whom the quotation is credited to says what it is laid beside.
func (a *alignment) by(q quotation) speaker {
	out := several
	for i, u := range a.turns {
		by := compareSpeakers(q, a.text.turns[u].speaker)
		if i > 0 && by != out {
			return several
		}
		out = by
	}
	return out
}

func compareSpeakers(q quotation, turn string) speaker {
	first, _ := firstRune(turn)
	switch {
	case !q.person || turn == "":
		return maybe
	case prose.Fold(turn) == prose.Fold(q.speaker):
		return theSame
	case surname(turn) == surname(q.speaker):
		if a, b := prose.Words(turn), prose.Words(q.speaker); len(a) > 1 && len(b) > 1 && a[0].Folded != b[0].Folded {
			return maybe // a namesake, or the same by another first name
		}
		return theSame
	case turn == "the questioner", unicode.IsUpper(first):
		return another
	}
	return maybe // an office, "the president"
}

func firstRune(s string) (rune, bool) {
	for _, c := range s {
		return c, true
	}
	return 0, false
}

// holds reports whether the quotation is made of what was said, and not of a few words that fit anywhere.
func (a *alignment) holds(q quotation) bool {
	const least = 3
	return a.sure(q) && a.matched == q.words && (a.matched >= least || a.run == q.words)
}

// sure reports whether who says the words is known, or the words are enough to know them by.
func (a *alignment) sure(q quotation) bool {
	const words, content = 4, 2
	return a.by(q) == theSame || a.matched >= words && a.content >= content
}

// telling reports whether that somebody else said just these words tells that they are not of whom the report credits.
func (a *alignment) telling(q quotation) bool {
	const words, content = 7, 3
	for _, u := range a.turns {
		if first, ok := firstRune(a.text.turns[u].speaker); !ok || !unicode.IsUpper(first) {
			return false
		}
	}
	return q.person && a.matched == q.words && a.matched >= words && a.content >= content
}

// altered reports whether the quotation is of what it is laid beside, although words differ.
func (a *alignment) altered(q quotation) bool {
	words, content, run, share, kept := 5, 3, 3, .66, .6
	switch {
	case a.by(q) != theSame:
		words, content, run, share, kept = 8, 4, 5, .8, .8
	case a.changed == 1: // "They should [not] have to wait for a twelfth"
		words, content, run, share, kept = 7, 2, 4, 1, .8
		if a.content > content {
			words, run, share = 5, 3, .66
		}
	}
	return a.matched >= words && a.content >= content && a.run >= run && a.share >= share &&
		float64(a.matched) >= kept*float64(q.words) && float64(a.changed) <= max(1, (1-kept)*float64(q.words))
}

// near reports whether what the quotation is laid beside may be what it is of.
func (a *alignment) near(q quotation) bool {
	const words, content, kept = 4, 2, .5
	return a.matched >= words && a.content >= content && float64(a.matched) >= kept*float64(q.words)
}

// said is the place from the first word matched to the last.
func (a *alignment) said() *Said {
	first, last := a.ends()
	if first < 0 {
		return nil
	}
	from, to := a.text.tokens[a.steps[first].t], a.text.tokens[a.steps[last].t]
	u := a.text.turns[a.text.turnOf[a.steps[first].t]]
	span := prose.Span{Start: from.span.Start, End: max(from.span.End, to.span.End)}
	out := &Said{Article: a.text.article, Passage: u.first, Span: span, Speaker: u.speaker}
	for i := range a.text.article.Passages {
		if p := &a.text.article.Passages[i]; p.Span.Contains(from.span) && p.Turn.Number > 0 {
			out.Passage = p
		}
	}
	return out
}

// ends are the first and the last step that match a word; -1 for none.
func (a *alignment) ends() (first, last int) {
	first = slices.IndexFunc(a.steps, func(s step) bool { return s.move == match })
	for last = len(a.steps) - 1; last > first && a.steps[last].move != match; last-- {
	}
	return first, last
}

// saidWords are the words said from the first that is matched to the last.
func (a *alignment) saidWords() string {
	first, last := a.ends()
	if first < 0 {
		return ""
	}
	var out []string
	for _, t := range a.text.tokens[a.steps[first].t : a.steps[last].t+1] {
		if t.kind == word && !t.free {
			out = append(out, t.text)
		}
	}
	return strings.Join(out, " ")
}

// interpreted reports whether the record has an interpreter's words for what the quotation is laid beside.
func (t *text) interpreted(a *alignment) bool {
	return t.translation || slices.ContainsFunc(a.turns, func(u int) bool { return t.turns[u].interpreted })
}
