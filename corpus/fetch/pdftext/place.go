package pdftext

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// glyph is a character as it is set on a page. Lengths are in points, from the lower left corner of the page as it is read.
type glyph struct {
	text string
	x, y float64 // where its base line begins
	w    float64 // of its advance
	size float64 // of the letters
}

// matrix is a transformation of the plane: the two columns of its first three lines that are not constant.
type matrix [3][2]float64

func (m matrix) times(n matrix) (out matrix) {
	for i := range 3 {
		for j := range 2 {
			out[i][j] = m[i][0]*n[0][j] + m[i][1]*n[1][j]
			if i == 2 {
				out[i][j] += n[2][j]
			}
		}
	}
	return out
}

func moved(x, y float64) matrix { return matrix{{1, 0}, {0, 1}, {x, y}} }

// pdfState is the graphics state that placing text needs.
type pdfState struct {
	ctm                              matrix
	font                             *pdfFont
	size, spacing, wordSpacing, rise float64
	stretch, leading                 float64
	mode                             int
	white                            bool
}

// textPlacer follows the operators of a page and notes the characters that a reader of the page sees.
type textPlacer struct {
	fonts  map[string]*pdfFont // by the resources' font dictionaries, as their text
	state  pdfState
	stack  []pdfState
	tm     matrix // of the text
	line   matrix // of its line
	marked []bool // marked content that is open; true for what is no part of the text
	placed []placedGlyph
	shown  int // bytes of strings, those that are not placed included
	images bool
}

// placedGlyph is a glyph with the direction that it is set in, and whether it is drawn at all.
type placedGlyph struct {
	glyph
	quarter int // turns of the text against the page, counterclockwise; -1 for other angles
	unseen  bool
}

// What a page may hold at most.
const (
	mostGlyphs = 200_000
	mostForms  = 6 // that stand in one another
)

// glyphsOf are the characters of a page in the order in which the file shows them, turned so that most of them run to the right, without
// those that nobody sees. images tells that the page shows pictures.
func glyphsOf(page pdf.Page) (out []glyph, images bool) {
	p := &textPlacer{fonts: map[string]*pdfFont{}}
	p.state.ctm, p.state.stretch = moved(0, 0), 1
	contents := page.V.Key("Contents")
	if contents.Kind() == pdf.Null {
		return nil, false
	}
	p.run(contents, page.Resources(), 0)
	return p.seen(page), p.images
}

// seen are the glyphs that a reader of the page sees, turned.
func (p *textPlacer) seen(page pdf.Page) []glyph {
	const tiny = 2 // points: letters that nobody reads
	box := boxOf(page)
	var turned [4]int
	drawn := 0
	for _, g := range p.placed {
		if g.quarter >= 0 {
			turned[g.quarter]++
		}
		if !g.unseen {
			drawn++
		}
	}
	most := 0
	for q, n := range turned {
		if n > turned[most] {
			most = q
		}
	}
	var out []glyph
	for _, g := range p.placed {
		switch {
		case g.unseen && (drawn > 0 || !p.images): // over a picture of the page, such text is what the picture shows
			continue
		case g.quarter != most, g.size < tiny, !box.holds(g.x, g.y):
			continue
		}
		for range most {
			g.x, g.y = g.y, -g.x // a quarter turn clockwise
		}
		out = append(out, g.glyph)
	}
	return out
}

// pageBox is the part of a page that is seen.
type pageBox struct{ left, bottom, right, top float64 }

func boxOf(page pdf.Page) pageBox {
	box := inherited(page, "CropBox")
	if box.Kind() != pdf.Array || box.Len() != 4 {
		box = inherited(page, "MediaBox")
	}
	if box.Kind() != pdf.Array || box.Len() != 4 {
		return pageBox{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)}
	}
	x, y, u, v := box.Index(0).Float64(), box.Index(1).Float64(), box.Index(2).Float64(), box.Index(3).Float64()
	return pageBox{min(x, u), min(y, v), max(x, u), max(y, v)}
}

// inherited is an entry of a page, or of what it is part of.
func inherited(page pdf.Page, key string) pdf.Value {
	const deepest = 50
	v := page.V
	for range deepest {
		if value := v.Key(key); value.Kind() != pdf.Null {
			return value
		}
		v = v.Key("Parent")
	}
	return pdf.Value{}
}

func (b pageBox) holds(x, y float64) bool {
	const beyond = 1 // points
	return x >= b.left-beyond && x <= b.right+beyond && y >= b.bottom-beyond && y <= b.top+beyond
}

// run follows the operators of a stream, or of an array of streams.
func (p *textPlacer) run(stream, resources pdf.Value, depth int) {
	pdf.Interpret(stream, func(operands *pdf.Stack, op string) {
		args := make([]pdf.Value, operands.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = operands.Pop()
		}
		p.do(op, args, resources, depth)
	})
}

// do follows one operator. One with too few operands is passed over.
func (p *textPlacer) do(op string, args []pdf.Value, resources pdf.Value, depth int) {
	const deepest = 1000 // states
	need := map[string]int{"cm": 6, "Do": 1, "Tf": 2, "Td": 2, "TD": 2, "Tm": 6, "Tj": 1, "'": 1, "\"": 3, "TJ": 1, "BMC": 1, "BDC": 1}
	if len(args) < need[op] {
		return
	}
	switch op {
	case "q":
		if len(p.stack) < deepest {
			p.stack = append(p.stack, p.state)
		}
	case "Q":
		if n := len(p.stack); n > 0 {
			p.state, p.stack = p.stack[n-1], p.stack[:n-1]
		}
	case "cm":
		p.state.ctm = matrixOf(args).times(p.state.ctm)
	case "Do":
		p.draw(resources.Key("XObject").Key(args[0].Name()), resources, depth)
	case "BMC", "BDC":
		if len(p.marked) < deepest {
			p.marked = append(p.marked, args[0].Name() == "Artifact")
		}
	case "EMC":
		if n := len(p.marked); n > 0 {
			p.marked = p.marked[:n-1]
		}
	case "g", "rg", "k", "sc", "scn":
		p.state.white = isWhite(op, args)
	default:
		p.setText(op, args, resources)
	}
}

// setText follows an operator of text.
func (p *textPlacer) setText(op string, args []pdf.Value, resources pdf.Value) {
	s := &p.state
	number := func() float64 {
		if len(args) == 0 {
			return 0
		}
		return args[0].Float64()
	}
	switch op {
	case "BT":
		p.tm, p.line = moved(0, 0), moved(0, 0)
	case "Tc":
		s.spacing = number()
	case "Tw":
		s.wordSpacing = number()
	case "Tz":
		s.stretch = number() / 100
	case "TL":
		s.leading = number()
	case "Ts":
		s.rise = number()
	case "Tr":
		s.mode = int(number())
	case "Tf":
		s.font, s.size = p.fontOf(resources.Key("Font").Key(args[0].Name())), args[1].Float64()
	case "TD":
		s.leading = -args[1].Float64()
		p.nextLine(args[0].Float64(), args[1].Float64())
	case "Td":
		p.nextLine(args[0].Float64(), args[1].Float64())
	case "T*":
		p.nextLine(0, -s.leading)
	case "Tm":
		p.tm = matrixOf(args)
		p.line = p.tm
	case "Tj":
		p.show(args[0].RawString())
	case "'":
		p.nextLine(0, -s.leading)
		p.show(args[0].RawString())
	case "\"":
		s.wordSpacing, s.spacing = args[0].Float64(), args[1].Float64()
		p.nextLine(0, -s.leading)
		p.show(args[2].RawString())
	case "TJ":
		for i := range args[0].Len() {
			if part := args[0].Index(i); part.Kind() == pdf.String {
				p.show(part.RawString())
			} else {
				p.tm = moved(-part.Float64()/1000*s.size*s.stretch, 0).times(p.tm)
			}
		}
	}
}

func (p *textPlacer) nextLine(x, y float64) {
	p.line = moved(x, y).times(p.line)
	p.tm = p.line
}

// draw shows a picture or a form.
func (p *textPlacer) draw(object, resources pdf.Value, depth int) {
	switch object.Key("Subtype").Name() {
	case "Image":
		p.images = true
	case "Form":
		if depth >= mostForms {
			return
		}
		before, stack := p.state, p.stack
		p.stack = nil
		if m := object.Key("Matrix"); m.Len() == 6 {
			p.state.ctm = matrix{{m.Index(0).Float64(), m.Index(1).Float64()}, {m.Index(2).Float64(), m.Index(3).Float64()}, {m.Index(4).Float64(), m.Index(5).Float64()}}.times(p.state.ctm)
		}
		if own := object.Key("Resources"); own.Kind() == pdf.Dict {
			resources = own
		}
		p.run(object, resources, depth+1)
		p.state, p.stack = before, stack
	}
}

// show places the characters of a string.
func (p *textPlacer) show(s string) {
	const invisible = 3 // the mode that draws nothing
	st := &p.state
	p.shown += len(s)
	if st.font == nil || len(p.placed) > mostGlyphs || p.shown > 4*mostGlyphs {
		return
	}
	artifact := false
	for _, m := range p.marked {
		artifact = artifact || m
	}
	for code := range st.font.codes(s) {
		at := matrix{{st.size * st.stretch, 0}, {0, st.size}, {0, st.rise}}.times(p.tm).times(st.ctm)
		width := st.font.width(code)
		advance := width*st.size + st.spacing
		if code == " " {
			advance += st.wordSpacing
		}
		if !artifact {
			size, along := math.Hypot(at[1][0], at[1][1]), math.Hypot(at[0][0], at[0][1])
			g := placedGlyph{
				glyph:   glyph{text: plain(st.font.text(code)), x: at[2][0], y: at[2][1], w: width * along, size: size},
				quarter: quarterOf(at[0][0], at[0][1]), unseen: st.mode == invisible || st.white,
			}
			if g.text != "" && isNumber64(g.x, g.y, g.w, g.size) {
				p.placed = append(p.placed, g)
			}
		}
		p.tm = moved(advance*st.stretch, 0).times(p.tm)
	}
}

func isNumber64(all ...float64) bool {
	for _, x := range all {
		if math.IsNaN(x) || math.Abs(x) > 1e7 {
			return false
		}
	}
	return true
}

// quarterOf is the number of quarter turns of a direction; -1 for one that is askew.
func quarterOf(x, y float64) int {
	const askew = 0.1 // of the length
	length := math.Hypot(x, y)
	switch {
	case length == 0 || math.Abs(x) > askew*length && math.Abs(y) > askew*length:
		return -1
	case math.Abs(x) > math.Abs(y) && x > 0:
		return 0
	case math.Abs(y) > math.Abs(x) && y > 0:
		return 1
	case math.Abs(x) > math.Abs(y):
		return 2
	}
	return 3
}

// isWhite reports whether a colour is that of paper.
func isWhite(op string, args []pdf.Value) bool {
	const paper = 0.99
	if op == "k" && len(args) == 4 {
		for _, a := range args {
			if a.Float64() > 1-paper {
				return false
			}
		}
		return true
	}
	for _, a := range args {
		if k := a.Kind(); k != pdf.Integer && k != pdf.Real || a.Float64() < paper {
			return false
		}
	}
	return len(args) == 1 || len(args) == 3
}

func matrixOf(args []pdf.Value) matrix {
	f := func(i int) float64 { return args[i].Float64() }
	return matrix{{f(0), f(1)}, {f(2), f(3)}, {f(4), f(5)}}
}

// pdfFont tells what the codes of a font's strings stand for, and how wide they are.
type pdfFont struct {
	wide    bool // codes are two bytes
	encoder pdf.TextEncoding
	widths  map[int]float64 // of codes; a letter's size is 1
	missing float64
	builtin bool // it states no widths, as the fonts that every reader has do
}

func (p *textPlacer) fontOf(dict pdf.Value) *pdfFont {
	key := dict.String()
	if f, ok := p.fonts[key]; ok {
		return f
	}
	font := pdf.Font{V: dict}
	f := &pdfFont{encoder: font.Encoder(), widths: map[int]float64{}}
	if dict.Key("Subtype").Name() == "Type0" {
		f.wide = true
		f.readWide(dict.Key("DescendantFonts").Index(0))
	} else {
		first, widths := font.FirstChar(), font.Widths()
		for i, w := range widths {
			f.widths[first+i] = w / 1000
		}
		f.missing = dict.Key("FontDescriptor").Key("MissingWidth").Float64() / 1000
		f.builtin = len(widths) == 0
	}
	p.fonts[key] = f
	return f
}

// readWide reads the widths of a font with codes of two bytes.
func (f *pdfFont) readWide(dict pdf.Value) {
	const most = 70_000
	f.missing = 1
	if w := dict.Key("DW"); w.Kind() == pdf.Integer || w.Kind() == pdf.Real {
		f.missing = w.Float64() / 1000
	}
	w := dict.Key("W")
	for i := 0; i+1 < w.Len() && len(f.widths) < most; {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for j := range list.Len() {
				f.widths[first+j] = list.Index(j).Float64() / 1000
			}
			i += 2
			continue
		}
		last, width := int(w.Index(i+1).Int64()), w.Index(i+2).Float64()/1000
		for code := first; code <= min(last, first+most); code++ {
			f.widths[code] = width
		}
		i += 3
	}
}

// codes are the codes of a string.
func (f *pdfFont) codes(s string) func(yield func(string) bool) {
	n := 1
	if f.wide {
		n = 2
	}
	return func(yield func(string) bool) {
		for ; len(s) >= n; s = s[n:] {
			if !yield(s[:n]) {
				return
			}
		}
	}
}

func (f *pdfFont) text(code string) string {
	if f.encoder == nil {
		return ""
	}
	return f.encoder.Decode(code)
}

func (f *pdfFont) width(code string) float64 {
	n := 0
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	if w, ok := f.widths[n]; ok {
		return w
	}
	if f.builtin {
		return usualWidth(code)
	}
	return f.missing
}

// usualWidth is about how wide a letter is in the fonts of no stated widths.
func usualWidth(code string) float64 {
	r, _ := utf8.DecodeRuneInString(code)
	switch {
	case strings.ContainsRune("ijlftI.,:;'|!()[] /", r):
		return .28
	case strings.ContainsRune("mwMW@%", r):
		return .85
	case r >= 'A' && r <= 'Z':
		return .68
	}
	return .53
}
