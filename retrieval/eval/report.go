package eval

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Report is the outcome of a measurement.
type Report struct {
	Questions int            `json:"questions"`
	Measures  []Measure      `json:"measures"`
	Types     []TypeMeasures `json:"types,omitempty"` // in order of first appearance
	Misses    []Miss         `json:"misses"`          // in the order of the questions
}

// Measure is one figure.
type Measure struct {
	Name  string
	Value float64 // mostly a share, 0 to 1
	N     int     // how many it is the mean of
}

// MarshalJSON rounds the value to four places, so that processors whose last bits differ write the same report.
func (m Measure) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string  `json:"name"`
		Value float64 `json:"value"`
		N     int     `json:"n"`
	}{m.Name, math.Round(m.Value*1e4) / 1e4, m.N})
}

// TypeMeasures are the measures over the questions of one type.
type TypeMeasures struct {
	Type     string    `json:"type"`
	Measures []Measure `json:"measures"`
}

// Miss is a question whose reply was not right.
type Miss struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Why      string `json:"why"`
	Answer   string `json:"-"` // what was answered; "" on abstention

	Missing [][]string `json:"-"` // what the answer lacks: of each, one wording would do
}

// Reason is Why in words for people.
func (m Miss) Reason() string {
	if len(m.Missing) == 0 {
		return m.Why
	}
	points := make([]string, len(m.Missing))
	for i, wordings := range m.Missing {
		points[i] = "“" + strings.Join(wordings, "” or “") + "”"
	}
	return "lacks " + strings.Join(points, ", and ")
}

// Get is the measure with the name.
func (r Report) Get(name string) (Measure, bool) {
	for _, m := range r.Measures {
		if m.Name == name {
			return m, true
		}
	}
	return Measure{}, false
}

// Table is the report as aligned Markdown: the measures, then, if there are types, a row for each of them.
func (r Report) Table() string {
	rows := [][]string{{"measure", "value", "n"}}
	for _, m := range r.Measures {
		rows = append(rows, []string{m.Name, figure(m.Value), fmt.Sprint(m.N)})
	}
	out := markdown(rows)
	if len(r.Types) > 0 {
		out += "\n" + markdown(r.typeRows())
	}
	return out
}

func (r Report) typeRows() [][]string {
	var names []string
	for _, t := range r.Types {
		for _, m := range t.Measures {
			if !slices.Contains(names, m.Name) {
				names = append(names, m.Name)
			}
		}
	}
	rows := [][]string{append([]string{"type", "n"}, names...)}
	for _, t := range r.Types {
		row := make([]string, 2+len(names))
		n := 0
		for _, m := range t.Measures {
			row[2+slices.Index(names, m.Name)] = figure(m.Value)
			n = max(n, m.N)
		}
		row[0], row[1] = t.Type, fmt.Sprint(n)
		rows = append(rows, row)
	}
	return rows
}

func figure(v float64) string { return fmt.Sprintf("%.3f", v) }

// markdown lays out rows, the first being the head, as a Markdown table with aligned columns: the first to the left, the others
// to the right.
func markdown(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for i, row := range rows {
		for j, cell := range row {
			pad := strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell))
			if j == 0 {
				b.WriteString("| " + cell + pad + " |")
			} else {
				b.WriteString(" " + pad + cell + " |")
			}
		}
		b.WriteByte('\n')
		if i == 0 {
			for j, w := range widths {
				if j == 0 {
					b.WriteString("|" + strings.Repeat("-", w+2) + "|")
				} else {
					b.WriteString(strings.Repeat("-", w+1) + ":|")
				}
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// tally gathers the values of measures, over all questions and by type.
type tally struct {
	total  map[string][]float64
	types  []string
	byType map[string]map[string][]float64
	misses []Miss
}

func newTally() *tally {
	return &tally{total: map[string][]float64{}, byType: map[string]map[string][]float64{}, misses: []Miss{}}
}

// add counts a value of a measure; kind is the question's type, "" for a measure that is not reported by type.
func (t *tally) add(name, kind string, value float64) {
	t.total[name] = append(t.total[name], value)
	if kind == "" {
		return
	}
	if t.byType[kind] == nil {
		t.byType[kind] = map[string][]float64{}
		t.types = append(t.types, kind)
	}
	t.byType[kind][name] = append(t.byType[kind][name], value)
}

func (t *tally) miss(m Miss) { t.misses = append(t.misses, m) }

// report gives the means, in the order of the names; measures that nothing was added to are left out.
func (t *tally) report(questions int, names []string) Report {
	r := Report{Questions: questions, Measures: means(t.total, names), Misses: t.misses}
	for _, kind := range t.types {
		r.Types = append(r.Types, TypeMeasures{kind, means(t.byType[kind], names)})
	}
	return r
}

func means(values map[string][]float64, names []string) []Measure {
	out := []Measure{}
	for _, name := range names {
		vs := values[name]
		if len(vs) == 0 {
			continue
		}
		sum := 0.0
		for _, v := range vs {
			sum += v
		}
		out = append(out, Measure{name, sum / float64(len(vs)), len(vs)})
	}
	return out
}
