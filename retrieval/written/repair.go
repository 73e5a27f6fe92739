package written

import (
	"context"
	"slices"
	"time"

	"readout/retrieval/verify"
)

// leastForRepair is how much time must be left for claims to be worded once more.
const leastForRepair = 4 * time.Second

// repair gives the claims that do not hold back to the model, once, with the reasons, and takes what holds of what it makes of them. It is
// a help: when it fails, the answer stays as it is.
func (d *Dialogue) repair(ctx context.Context, t Task, shown []piece, w *Wording) {
	if d.options.NoRepair || t.Form != AnAnswer || time.Until(d.until) < leastForRepair {
		return
	}
	var needed []piece // what the claims rest on
	fallen := func(l Line) bool { return l.Became == Replaced || l.Became == Dropped }
	for _, s := range shown {
		if slices.ContainsFunc(w.Lines, func(l Line) bool { return fallen(l) && s.has(l.claim.Passage) }) {
			needed = append(needed, s)
		}
	}
	if len(needed) == 0 {
		return
	}
	data := claimsData{Question: t.Question}
	data.show(d.corpus, needed)
	for _, l := range w.Lines {
		i := slices.IndexFunc(needed, func(s piece) bool { return s.has(l.claim.Passage) })
		if fallen(l) && i >= 0 {
			data.Removed = append(data.Removed, claimRemoved{l.claim.Text, label(i), l.claim.Quote, l.Reason})
		}
	}
	p := d.prompts.repair
	request, err := p.request(data)
	if err != nil {
		return
	}
	key := ""
	if len(t.Turns) == 0 {
		key = d.key(request, "")
	}
	var lines []Line
	err = d.do(ctx, task{request: request, within: p.within, key: key, use: func(raw []byte) error {
		mended, err := readClaims(raw, needed, p.claims)
		if err == nil {
			lines = t.mend(w.Lines, mended)
		}
		return err
	}})
	if err == nil && len(lines) > 0 {
		w.Lines = lines
	}
}

// mend puts each mended claim that holds in the place of the first fallen one that rests on the same sentences.
func (t Task) mend(lines []Line, mended []verify.Claim) []Line {
	c := newChecker(t)
	claims := make([]verify.Claim, len(lines))
	repaired := make([]bool, len(lines))
	for i, l := range lines {
		claims[i] = l.claim
	}
	for _, m := range mended {
		i := slices.IndexFunc(lines, func(l Line) bool {
			return (l.Became == Replaced || l.Became == Dropped) && l.claim.Passage == m.Passage && sharePlace(c.quoted(l.claim), c.quoted(m))
		})
		if i >= 0 && !repaired[i] {
			if _, err := c.verifier.Verify(m); err == nil {
				claims[i], repaired[i] = m, true
			}
		}
	}
	if !slices.Contains(repaired, true) {
		return nil
	}
	out := make([]Line, 0, len(lines))
	for i, claim := range claims {
		line := c.check(claim)
		if repaired[i] {
			line.Text, line.claim = lines[i].Text, lines[i].claim
			if line.Became == Kept {
				line.Became, line.Reason = Repaired, lines[i].Reason
			}
		}
		out = append(out, line)
	}
	return out
}

func sharePlace(a, b []place) bool {
	return slices.ContainsFunc(a, func(p place) bool { return slices.Contains(b, p) })
}
