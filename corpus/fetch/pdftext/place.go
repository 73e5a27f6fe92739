package pdftext

import (
	"math"
	"slices"
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
	ink                              ink    // of fillings
	space                            string // of colours, as spaceOf names it
	clip                             pageBox
	clear, faint, blends             bool // what is filled is not seen, does not cover, or is mixed with what it covers
	gone                             bool // the form that is drawn is not seen
}

// textPlacer follows the operators of a page and notes the characters that a reader of the page sees.
type textPlacer struct {
	fonts  map[string]*pdfFont // by the resources' font dictionaries, as their text
	state  pdfState
	stack  []pdfState
	tm     matrix // of the text
	line   matrix // of its line
	marked []bool // marked content that is open; true for what is no part of the text
	path   outline
	areas  []area
	placed []placedGlyph
	shown  int // bytes of strings, those that are not placed included
	looked int // letters that were looked at, to see whether they are covered
	lost   int // letters of which the file does not say what they are
	images []pageBox
	off    map[string]bool // layers that are not shown, as their dictionaries' text
}

// placedGlyph is a glyph with the direction that it is set in, and whether it is drawn at all.
type placedGlyph struct {
	glyph
	middle  [2]float64
	quarter int // turns of the text against the page, counterclockwise; -1 for other angles
	unseen  bool
}

// What a page may hold at most.
const (
	mostGlyphs = 200_000
	mostForms  = 6 // that stand in one another
)

// glyphsOf are the characters of a page in the order in which the file shows them, turned so that most of them run to the right, without
// those that nobody sees. off are the layers that are not shown. lost counts the letters of which nothing tells what they are; images
// tells that the page shows pictures.
func glyphsOf(page pdf.Page, off map[string]bool) (out []glyph, lost int, images bool) {
	p := &textPlacer{fonts: map[string]*pdfFont{}, off: off}
	p.state.ctm, p.state.stretch = moved(0, 0), 1
	p.state.ink, p.state.clip = black, everywhere
	contents := page.V.Key("Contents")
	if contents.Kind() == pdf.Null {
		return nil, 0, false
	}
	p.run(contents, page.Resources(), 0)
	return p.seen(page), p.lost, len(p.images) > 0
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
		case g.unseen && (drawn > 0 || !p.inPicture(g)): // over a picture of the page, such text is what the picture shows
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

// inPicture reports whether a letter stands on a picture.
func (p *textPlacer) inPicture(g placedGlyph) bool {
	return slices.ContainsFunc(p.images, func(b pageBox) bool { return b.holds(g.middle[0], g.middle[1]) })
}

// pageBox is the part of a page that is seen.
type pageBox struct{ left, bottom, right, top float64 }

var everywhere = pageBox{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)}

func boxOf(page pdf.Page) pageBox {
	box := inherited(page, "CropBox")
	if box.Kind() != pdf.Array || box.Len() != 4 {
		box = inherited(page, "MediaBox")
	}
	if box.Kind() != pdf.Array || box.Len() != 4 {
		return everywhere
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

// operandsOf is how many operands operators need.
var operandsOf = map[string]int{
	"cm": 6, "Do": 1, "Tf": 2, "Td": 2, "TD": 2, "Tm": 6, "Tj": 1, "'": 1, "\"": 3, "TJ": 1,
	"BMC": 1, "BDC": 1, "gs": 1, "cs": 1, "re": 4, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4,
}

// do follows one operator. One with too few operands is passed over.
func (p *textPlacer) do(op string, args []pdf.Value, resources pdf.Value, depth int) {
	const deepest = 1000 // states
	if len(args) < operandsOf[op] {
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
	case "BMC", "BDC", "EMC":
		p.mark(op, args, resources)
	case "g", "rg", "k", "cs", "sc", "scn":
		p.setInk(op, args, resources)
	case "sh":
		p.paint(p.state.clip, ink{})
	case "gs":
		p.setGraphics(resources.Key("ExtGState").Key(args[0].Name()))
	default:
		if !p.setPath(op, args) {
			p.setText(op, args, resources)
		}
	}
}

// mark opens or closes marked content.
func (p *textPlacer) mark(op string, args []pdf.Value, resources pdf.Value) {
	const deepest = 1000
	if n := len(p.marked); op == "EMC" {
		p.marked = p.marked[:max(n-1, 0)]
	} else if n < deepest {
		off := args[0].Name() == "OC" && len(args) > 1 && p.isOff(resources.Key("Properties").Key(args[1].Name()))
		p.marked = append(p.marked, off || args[0].Name() == "Artifact")
	}
}

// isOff reports whether what belongs to a layer is not shown.
func (p *textPlacer) isOff(layer pdf.Value) bool {
	if layer.Kind() != pdf.Dict || len(p.off) == 0 {
		return false
	}
	return p.off[layer.String()] || p.off[layer.Key("OCGs").String()] || p.off[layer.Key("OCGs").Index(0).String()]
}

// hiddenLayers are the layers of a document that are not shown when it is opened.
func hiddenLayers(r *pdf.Reader) map[string]bool {
	const most = 1000
	all := r.Trailer().Key("Root").Key("OCProperties")
	out := map[string]bool{}
	for i := range min(most, all.Key("D").Key("OFF").Len()) {
		out[all.Key("D").Key("OFF").Index(i).String()] = true
	}
	if all.Key("D").Key("BaseState").Name() == "OFF" {
		for i := range min(most, all.Key("OCGs").Len()) {
			out[all.Key("OCGs").Index(i).String()] = true
		}
		for i := range min(most, all.Key("D").Key("ON").Len()) {
			delete(out, all.Key("D").Key("ON").Index(i).String())
		}
	}
	return out
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
	if p.isOff(object.Key("OC")) {
		return
	}
	switch object.Key("Subtype").Name() {
	case "Image":
		box := boxIn(p.state.ctm, 0, 0, 1, 1)
		p.images = append(p.images, box)
		masked := object.Key("ImageMask").Bool() || object.Key("SMask").Kind() != pdf.Null || object.Key("Mask").Kind() != pdf.Null
		if !masked && p.state.ctm.isStraight() {
			p.paint(box, p.groundOf(box))
		}
	case "Form":
		if depth >= mostForms {
			return
		}
		before, stack := p.state, p.stack
		p.stack = nil
		p.state.gone = p.state.gone || p.state.clear // whatever the form says of itself
		if m := object.Key("Matrix"); m.Len() == 6 {
			p.state.ctm = matrixOf(listed(m)).times(p.state.ctm)
		}
		if b := object.Key("BBox"); b.Len() == 4 && p.state.ctm.isStraight() {
			x, y := b.Index(0).Float64(), b.Index(1).Float64()
			p.state.clip = p.state.clip.within(boxIn(p.state.ctm, x, y, b.Index(2).Float64()-x, b.Index(3).Float64()-y))
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
			size, along := st.font.high*math.Hypot(at[1][0], at[1][1]), math.Hypot(at[0][0], at[0][1])
			g := placedGlyph{
				glyph:   glyph{text: plain(st.font.text(code)), x: at[2][0], y: at[2][1], w: width * along, size: size},
				quarter: quarterOf(at[0][0], at[0][1]),
			}
			g.middle[0], g.middle[1] = at.at(width/2, .25)
			if g.text == "" && width > 0 {
				p.lost++
			}
			g.unseen = p.isHidden(g.middle[0], g.middle[1])
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

// listed are the values of an array.
func listed(array pdf.Value) (out []pdf.Value) {
	for i := range array.Len() {
		out = append(out, array.Index(i))
	}
	return out
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
	high    float64 // of a letter, as a share of the font's size
	drawn   bool    // its letters are drawings, and it says nothing of their meaning
	builtin bool    // it states no widths, as the fonts that every reader has do
}

func (p *textPlacer) fontOf(dict pdf.Value) *pdfFont {
	key := dict.String()
	if f, ok := p.fonts[key]; ok {
		return f
	}
	font := pdf.Font{V: dict}
	f := &pdfFont{encoder: font.Encoder(), widths: map[int]float64{}, high: 1}
	if dict.Key("Subtype").Name() == "Type0" {
		f.wide = true
		f.readWide(dict.Key("DescendantFonts").Index(0))
	} else {
		first, widths := font.FirstChar(), font.Widths()
		unit := .001
		if dict.Key("Subtype").Name() == "Type3" {
			unit = f.readDrawn(dict)
		}
		for i, w := range widths {
			f.widths[first+i] = w * unit
		}
		f.missing = dict.Key("FontDescriptor").Key("MissingWidth").Float64() * unit
		f.builtin = len(widths) == 0
	}
	p.fonts[key] = f
	return f
}

// readDrawn reads a font whose letters are drawings, in a unit of its own, which it returns.
func (f *pdfFont) readDrawn(dict pdf.Value) (unit float64) {
	m, box := dict.Key("FontMatrix"), dict.Key("FontBBox")
	f.drawn = dict.Key("ToUnicode").Kind() == pdf.Null
	// A font's box is about as high as its size, or the size is stated by the drawings.
	if high := math.Abs((box.Index(3).Float64() - box.Index(1).Float64()) * m.Index(3).Float64()); high > 0 && (high < .5 || high > 1.5) {
		f.high = high
	}
	return math.Abs(m.Index(0).Float64())
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
	if text, ok := ofTeX[code]; ok && f.drawn {
		return text
	}
	return f.encoder.Decode(code)
}

// ofTeX is what low codes stand for in the fonts that TeX draws letter by letter and gives no names: both its old encoding of fonts and the
// Cork encoding have their ligatures there, at different codes.
var ofTeX = map[string]string{
	"\x0B": "ff", "\x0C": "fi", "\x0D": "fl", "\x0E": "ffi", "\x0F": "ffl", "\x10": "“", "\x11": "”", "\x12": "„", "\x13": "«", "\x14": "»",
	"\x15": "–", "\x16": "—", "\x1B": "ff", "\x1C": "fi", "\x1D": "fl", "\x1E": "ffi", "\x1F": "ffl", "\xFF": "ß",
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
