package pdftext

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// segment is a part of a line without a wide gap in it.
type segment struct {
	setLine
	right float64
	words int
}

// linesOf puts the characters of a page together to lines, in the order in which a reader reads them: columns one after the other.
func linesOf(glyphs []glyph) []setLine {
	segments := segmentsOf(glyphs)
	var out []setLine
	for _, s := range inReadingOrder(segments, 0) {
		out = append(out, s.setLine)
	}
	return out
}

// segmentsOf finds the lines of a page and parts them where a gap is too wide for one between words, or where column edges say that it
// parts columns.
func segmentsOf(glyphs []glyph) []segment {
	const (
		sameLine = 0.4 // of the size: how far base lines of one line may be apart
		part     = 1.6 // sizes: the narrowest gap between columns
	)
	sorted := slices.Clone(glyphs)
	slices.SortStableFunc(sorted, func(a, b glyph) int { return cmp.Compare(b.y, a.y) })
	var lines [][]glyph
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[0].y-sorted[n].y <= sameLine*max(sorted[0].size, sorted[n].size) {
			n++
		}
		line := sorted[:n]
		sorted = sorted[n:]
		slices.SortStableFunc(line, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
		lines = append(lines, line)
	}
	edges := edgesOf(lines)
	var out []segment
	for _, line := range lines {
		from := 0
		inked := math.Inf(-1) // where the last letter ends that is no space
		for i := 1; i <= len(line); i++ {
			before := line[i-1]
			if before.text != " " {
				inked = before.x + before.w
			}
			if i < len(line) && line[i].x-before.x-before.w <= part*max(line[i].size, before.size) && !edges.parts(line[i], inked) {
				continue
			}
			if s, ok := segmentOf(line[from:i]); ok {
				out = append(out, s)
			}
			from = i
		}
	}
	return out
}

// edges are where columns begin: how many lines have a gap that ends there, by the place in whole points.
type edges map[int]int

// narrowest is the narrowest gap, in sizes, that may part two columns: spaces between words are seldom as wide, unless a line is
// stretched.
const narrowest = 0.7

// edgesOf finds where the gaps of many lines end one below the other. The words of running text do not begin so.
func edgesOf(lines [][]glyph) edges {
	const (
		fewest = 5
		share  = 0.3 // of all lines
	)
	starts := edges{}
	for _, line := range lines {
		line = slices.DeleteFunc(slices.Clone(line), func(g glyph) bool { return g.text == " " })
		for i := 1; i < len(line); i++ {
			if line[i].x-line[i-1].x-line[i-1].w > narrowest*line[i].size {
				starts[int(math.Round(line[i].x))]++
			}
		}
	}
	out := maps.Clone(starts)
	maps.DeleteFunc(out, func(at, _ int) bool {
		near := starts[at-1] + starts[at] + starts[at+1]
		return near < fewest || float64(near) < share*float64(len(lines))
	})
	return out
}

// parts reports whether what stands before a letter, from a place on, is a gap between columns: the column begins there, or before an
// indented line.
func (e edges) parts(g glyph, from float64) bool {
	if g.text == " " || g.x-from <= narrowest*g.size {
		return false
	}
	for at := math.Ceil(from + narrowest*g.size - 1); at <= g.x+1 && at < from+100*g.size; at++ {
		if e[int(at)] > 0 {
			return true
		}
	}
	return false
}

// segmentOf sets characters to words. Many files hold no spaces: a gap between two characters that is wider than their usual distance
// is one.
func segmentOf(line []glyph) (s segment, ok bool) {
	const (
		gap   = 0.18 // of the size: the narrowest space
		wider = 0.15 // the same where letters are set apart from one another
		twice = 0.2  // of the size: a letter that stands where the one before does is drawn again to look bold
	)
	var gaps []float64
	for i := 1; i < len(line); i++ {
		if line[i].text != " " && line[i-1].text != " " {
			gaps = append(gaps, (line[i].x-line[i-1].x-line[i-1].w)/line[i].size)
		}
	}
	narrowest := gap
	if len(gaps) > 0 {
		slices.Sort(gaps)
		if usual := gaps[len(gaps)/2]; usual > gap/2 {
			narrowest = usual + wider
		}
	}
	var text strings.Builder
	s.left, s.y, s.right = line[0].x, line[0].y, line[0].x
	for i, g := range line {
		if i > 0 {
			before := line[i-1]
			if g.text == before.text && math.Abs(g.x-before.x) < min(twice*g.size, max(g.w/2, twice/4*g.size)) && g.text != " " {
				continue
			}
			if g.x-before.x-before.w > narrowest*g.size {
				text.WriteByte(' ')
			}
		}
		text.WriteString(g.text)
		s.size, s.right = max(s.size, g.size), max(s.right, g.x+g.w)
	}
	words := strings.Fields(text.String())
	s.text, s.words = strings.Join(words, " "), len(words)
	return s, s.text != ""
}

// inReadingOrder orders segments: where a gutter parts them into columns of running text, those between two lines across it are read
// column by column; else line by line. What stands side by side in short pieces is a table, which is read by its rows.
func inReadingOrder(segments []segment, depth int) []segment {
	const deepest = 4
	byLine := func(a, b segment) int {
		if math.Abs(a.y-b.y) > 0.4*max(a.size, b.size) {
			return cmp.Compare(b.y, a.y)
		}
		return cmp.Compare(a.left, b.left)
	}
	gutter, ok := gutterOf(segments)
	if !ok || depth >= deepest {
		return rows(segments, byLine)
	}
	crosses := func(s segment) bool { return s.left < gutter && s.right > gutter }
	ordered := slices.Clone(segments)
	slices.SortStableFunc(ordered, func(a, b segment) int { return cmp.Compare(b.y, a.y) })
	var out, left, right []segment
	flush := func() {
		out = append(out, inReadingOrder(left, depth+1)...)
		out = append(out, inReadingOrder(right, depth+1)...)
		left, right = nil, nil
	}
	for _, s := range ordered {
		switch {
		case crosses(s):
			flush()
			out = append(out, s)
		case s.right <= gutter:
			left = append(left, s)
		default:
			right = append(right, s)
		}
	}
	flush()
	return out
}

// rows puts segments that stand on one line together to one.
func rows(segments []segment, byLine func(a, b segment) int) []segment {
	ordered := slices.Clone(segments)
	slices.SortStableFunc(ordered, func(a, b segment) int { return cmp.Compare(b.y, a.y) })
	var out []segment
	for len(ordered) > 0 {
		n := 1
		for n < len(ordered) && ordered[0].y-ordered[n].y <= 0.4*max(ordered[0].size, ordered[n].size) {
			n++
		}
		line := ordered[:n]
		slices.SortStableFunc(line, byLine)
		whole := line[0]
		for _, s := range line[1:] {
			whole.text += " " + s.text
			whole.right, whole.size, whole.words = max(whole.right, s.right), max(whole.size, s.size), whole.words+s.words
		}
		out = append(out, whole)
		ordered = ordered[n:]
	}
	return out
}

// gutterOf finds where a vertical gap parts two columns of running text.
func gutterOf(segments []segment) (x float64, ok bool) {
	const (
		fewest = 3   // lines of a column
		words  = 2.5 // of a line of running text, on average
		across = 0.5 // of the lines of the smaller column, as many may cross the gutter
	)
	best := math.Inf(1)
	var starts []float64
	for _, s := range segments {
		starts = append(starts, s.left)
	}
	slices.Sort(starts)
	for _, start := range slices.Compact(starts) {
		at := start - 0.5
		var left, right, crossing, leftWords, rightWords int
		nearest := math.Inf(-1)
		for _, s := range segments {
			switch {
			case s.right <= at:
				left++
				leftWords += s.words
				nearest = max(nearest, s.right)
			case s.left >= at:
				right++
				rightWords += s.words
			default:
				crossing++
			}
		}
		if left < fewest || right < fewest || float64(leftWords) < words*float64(left) || float64(rightWords) < words*float64(right) {
			continue
		}
		if smaller := float64(min(left, right)); float64(crossing) > across*smaller || float64(crossing) >= best {
			continue
		}
		best, x, ok = float64(crossing), (at+nearest)/2, true
	}
	return x, ok && best < math.Inf(1)
}
