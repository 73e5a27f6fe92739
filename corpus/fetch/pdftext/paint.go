package pdftext

import (
	"math"

	"github.com/ledongthuc/pdf"
)

// ink is a colour; of one that is not known, everything is told apart.
type ink struct {
	red, green, blue float64 // from 0 to 1
	known            bool
}

var (
	black = ink{known: true}
	paper = ink{1, 1, 1, true}
)

// hides reports whether letters of one ink can't be read on the other.
func (a ink) hides(b ink) bool {
	const near = 0.05
	return a.known && b.known && math.Abs(a.red-b.red) < near && math.Abs(a.green-b.green) < near && math.Abs(a.blue-b.blue) < near
}

// inkOf is the colour of components in a colour space; "" is that of an operator which names none, so that their number tells.
func inkOf(space string, args []pdf.Value) ink {
	var c []float64
	for _, a := range args {
		if k := a.Kind(); k != pdf.Integer && k != pdf.Real {
			return ink{}
		}
		c = append(c, min(max(a.Float64(), 0), 1))
	}
	switch {
	case space == "Separation" || space == "DeviceN":
		most := 0.0
		for _, tint := range c {
			most = max(most, tint)
		}
		if most < 0.01 {
			return paper
		}
		return ink{} // what it is mixed to is not known
	case space != "":
		return ink{}
	case len(c) == 1:
		return ink{c[0], c[0], c[0], true}
	case len(c) == 3:
		return ink{c[0], c[1], c[2], true}
	case len(c) == 4:
		return ink{(1 - c[0]) * (1 - c[3]), (1 - c[1]) * (1 - c[3]), (1 - c[2]) * (1 - c[3]), true}
	}
	return ink{}
}

// setInk follows an operator of colours.
func (p *textPlacer) setInk(op string, args []pdf.Value, resources pdf.Value) {
	switch op {
	case "g", "rg", "k":
		p.state.ink, p.state.space = inkOf("", args), ""
	case "cs":
		p.state.ink, p.state.space = black, spaceOf(args[0].Name(), resources)
	default:
		p.state.ink = inkOf(p.state.space, args)
	}
}

// spaceOf names the colour space that components do not tell by their number; "" for one that they do.
func spaceOf(name string, resources pdf.Value) string {
	v := resources.Key("ColorSpace").Key(name)
	if v.Kind() == pdf.Array {
		name = v.Index(0).Name()
	} else if v.Kind() == pdf.Name {
		name = v.Name()
	}
	switch name {
	case "DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased", "G", "RGB", "CMYK":
		return ""
	}
	return name
}

// area is a part of a page that is painted.
type area struct {
	pageBox
	ink ink
}

// outline is what the operators of a path have drawn of it.
type outline struct {
	boxes  []pageBox    // of rectangles, and of what all but fills one
	points [][2]float64 // of the figure that is being drawn
	clips  bool         // the next operator that ends it makes it the clip
}

// figure ends the figure that is being drawn. Only one that all but fills its box is known to cover it.
func (p *outline) figure() {
	const fills = 0.9
	points := p.points
	p.points = nil
	if len(points) < 3 {
		return
	}
	box, sum := pageBox{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}, 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		sum += a[0]*b[1] - a[1]*b[0]
		box = pageBox{min(box.left, a[0]), min(box.bottom, a[1]), max(box.right, a[0]), max(box.top, a[1])}
	}
	if math.Abs(sum)/2 >= fills*(box.right-box.left)*(box.top-box.bottom) {
		p.boxes = append(p.boxes, box)
	}
}

func (b pageBox) within(c pageBox) pageBox {
	return pageBox{max(b.left, c.left), max(b.bottom, c.bottom), min(b.right, c.right), min(b.top, c.top)}
}

// boxIn is the box of the unit square, or of a rectangle in it, under a matrix.
func boxIn(m matrix, x, y, w, h float64) pageBox {
	box := pageBox{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, c := range [][2]float64{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
		u, v := m.at(c[0], c[1])
		box = pageBox{min(box.left, u), min(box.bottom, v), max(box.right, u), max(box.top, v)}
	}
	return box
}

func (m matrix) at(x, y float64) (u, v float64) {
	return m[0][0]*x + m[1][0]*y + m[2][0], m[0][1]*x + m[1][1]*y + m[2][1]
}

// setPath follows an operator of paths; it reports whether it is one.
func (p *textPlacer) setPath(op string, args []pdf.Value) bool {
	const most = 1000 // points of a figure, and figures of a path
	f := func(i int) float64 { return args[i].Float64() }
	add := func(pairs ...int) {
		for _, i := range pairs {
			if x, y := p.state.ctm.at(f(i), f(i+1)); len(p.path.points) < most {
				p.path.points = append(p.path.points, [2]float64{x, y})
			}
		}
	}
	switch op {
	case "m":
		p.path.figure()
		add(0)
	case "l":
		add(0)
	case "c":
		add(0, 2, 4)
	case "v", "y":
		add(0, 2)
	case "h":
		p.path.figure()
	case "re":
		if straight := p.state.ctm.isStraight(); straight && len(p.path.boxes) < most {
			p.path.boxes = append(p.path.boxes, boxIn(p.state.ctm, f(0), f(1), f(2), f(3)))
		}
	case "W", "W*":
		p.path.clips = true
	case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n":
		p.path.figure()
		if op != "S" && op != "s" && op != "n" {
			for _, box := range p.path.boxes {
				p.paint(box, p.state.ink)
			}
		}
		p.clip()
		p.path = outline{}
	default:
		return false
	}
	return true
}

// isStraight reports whether a matrix keeps rectangles with level sides.
func (m matrix) isStraight() bool {
	level := func(a, b float64) bool { return math.Abs(a) < 1e-3*math.Abs(b) }
	return level(m[0][1], m[0][0]) && level(m[1][0], m[1][1]) || level(m[0][0], m[0][1]) && level(m[1][1], m[1][0])
}

// clip makes a path the clip if that was asked for. One of figures that are no rectangles is let pass.
func (p *textPlacer) clip() {
	if !p.path.clips || len(p.path.boxes) == 0 {
		return
	}
	all := p.path.boxes[0]
	for _, b := range p.path.boxes[1:] {
		all = pageBox{min(all.left, b.left), min(all.bottom, b.bottom), max(all.right, b.right), max(all.top, b.top)}
	}
	p.state.clip = p.state.clip.within(all)
}

// paint notes that a part of the page is painted: what stood there is covered, and what comes is read against it.
func (p *textPlacer) paint(box pageBox, with ink) {
	const (
		most  = 400         // areas that are remembered
		thin  = 4           // points: a rule covers nothing
		steps = 100_000_000 // letters looked at, for all areas
	)
	box = box.within(p.state.clip)
	if p.state.faint || p.state.gone || p.state.blends || box.right-box.left < thin || box.top-box.bottom < thin {
		return
	}
	p.looked += len(p.placed)
	for i := range p.placed {
		if g := &p.placed[i]; p.looked > steps || box.holds(g.middle[0], g.middle[1]) {
			g.unseen = true
		}
	}
	if len(p.areas) == most {
		p.areas = p.areas[1:]
	}
	p.areas = append(p.areas, area{box, with})
}

// groundOf is the ink on which letters in a box are read that stand on a picture, of which nobody knows the colours: what it hides is
// taken to be hidden, too.
func (p *textPlacer) groundOf(box pageBox) ink {
	return p.ground((box.left+box.right)/2, (box.bottom+box.top)/2)
}

// ground is the ink that is painted at a place.
func (p *textPlacer) ground(x, y float64) ink {
	for i := len(p.areas) - 1; i >= 0; i-- {
		if p.areas[i].holds(x, y) {
			return p.areas[i].ink
		}
	}
	return paper
}

// isHidden reports whether a letter that is drawn at a place now is not seen there.
func (p *textPlacer) isHidden(x, y float64) bool {
	const invisible, clips = 3, 7 // modes that draw nothing
	st := &p.state
	if st.mode == invisible || st.mode == clips || st.clear || st.gone || !st.clip.holds(x, y) {
		return true
	}
	return st.ink.hides(p.ground(x, y))
}

// setGraphics follows the operator that sets what a dictionary names: of it, how much shows through.
func (p *textPlacer) setGraphics(state pdf.Value) {
	const unseen, whole = 0.05, 0.99
	if a := state.Key("ca"); a.Kind() == pdf.Integer || a.Kind() == pdf.Real {
		p.state.clear, p.state.faint = a.Float64() < unseen, a.Float64() < whole
	}
	if b := state.Key("BM"); b.Kind() == pdf.Name || b.Kind() == pdf.Array {
		p.state.blends = b.Name() != "Normal" && b.Name() != "Compatible"
	}
}
