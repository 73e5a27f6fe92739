package transcript

import (
	"regexp"
	"strings"
)

// Record is what an article's paragraphs are, in order.
type Record struct {
	Whole bool        // the article is a transcript; otherwise turns stand in it here and there
	Turns []Paragraph // one for each paragraph
}

// Paragraph is where in a transcript a paragraph stands.
type Paragraph struct {
	Turn    int     // number of the turn, from 1; 0 for none
	Of      int     // which paragraph of the turn it is, from 1
	Opening Opening // of the turn's first paragraph; None elsewhere
	Label   Opening // how the turn began
}

// Read finds the turns among paragraphs. stated says that something else (its kind, its title) tells that this is a transcript: then one
// label is enough. A paragraph without a label goes on from the one before; in an article that only quotes an exchange, no further than
// to the next label.
func Read(paragraphs []string, stated bool) Record {
	openings := accept(paragraphs, stated)
	r := Record{Turns: make([]Paragraph, len(paragraphs))}
	first, last, count := -1, -1, 0
	for i, o := range openings {
		if o.Form != None {
			if first < 0 {
				first = i
			}
			last = i
			count++
		}
	}
	if count == 0 {
		return r
	}
	r.Whole = stated || isWhole(openings, first, count)
	var now Paragraph
	for i := range paragraphs {
		switch {
		case openings[i].Form != None:
			now = Paragraph{Turn: now.Turn + 1, Of: 1, Opening: openings[i], Label: openings[i]}
		case now.Turn == 0 || now.Of == 0:
			continue
		case ends(paragraphs[i]) || !r.Whole && (i > last || next(openings, i)-i > 3):
			now.Of = 0
			continue
		default:
			now.Of++
			now.Opening = Opening{}
		}
		r.Turns[i] = now
	}
	return r
}

// next is the place of the next opening after i.
func next(openings []Opening, i int) int {
	for i < len(openings) && openings[i].Form == None {
		i++
	}
	return i
}

// isWhole reports whether so many openings make a transcript of the paragraphs.
func isWhole(openings []Opening, first, count int) bool {
	speakers := map[string]bool{}
	for _, o := range openings {
		if o.Form != None {
			speakers[lower(o.Label)] = true
		}
	}
	n := len(openings)
	return count*4 >= n && (count > 2 || len(speakers) > 1) || count >= 4 && len(speakers) > 1 && first <= max(8, n/8)
}

// accept takes of the openings those that are labels in this article.
func accept(paragraphs []string, stated bool) []Opening {
	out := make([]Opening, len(paragraphs))
	times, surnames := map[string]int{}, map[string]bool{}
	var forms [Line + 1]int
	questions := 0
	for i, p := range paragraphs {
		out[i] = Open(p)
		o := &out[i]
		if o.Form == None {
			continue
		}
		forms[o.Form]++
		times[lower(o.Label)]++
		if o.Asks {
			questions++
		}
		if o.Form == Titled || o.Form == Capitals || o.Form == Line {
			surnames[surname(o.Label)] = true
		}
	}
	repeated := 0 // labels without titles that stand more than once
	distinct := map[string]bool{}
	for _, o := range out {
		if o.Form == Name || o.Form == Capitals || o.Form == Stop || o.Form == Line {
			if l := lower(o.Label); times[l] > 1 && !distinct[l] {
				repeated++
			}
			distinct[lower(o.Label)] = true
		}
	}
	labelled := forms[Mark] + forms[Titled] + forms[Capitals] + forms[Name] + forms[Line]
	dense := labelled*5 >= len(paragraphs)*3 && (repeated > 0 || forms[Titled]+forms[Mark] > 0) // most paragraphs begin so: then one that does so once does it, too
	count := 0
	for i := range out {
		o := &out[i]
		ok := true
		switch o.Form {
		case Mark:
			ok = o.Asks || questions > 0
		case Titled:
			ok = !o.Answers() || questions > 0
		case Capitals:
			ok = stated || times[lower(o.Label)] > 1 || forms[Titled]+forms[Mark] > 0 || repeated > 0
		case Stop:
			ok = stated && forms[Stop] > 1 || times[lower(o.Label)] > 1 && len(distinct) > 1 || forms[Stop] > 5
		case Name:
			ok = dense || stated && len(distinct) > 1 || times[lower(o.Label)] > 1 && len(distinct) > 1 || surnames[surname(o.Label)] || o.Time != "" && len(distinct) > 1
		case Line:
			ok = forms[Line] > 1
		}
		if !ok {
			*o = Opening{}
		}
		if o.Form != None {
			count++
		}
	}
	if count < 2 && !stated {
		clear(out)
	}
	return out
}

func surname(label string) string {
	words := strings.Fields(lower(label))
	return words[len(words)-1]
}

var ended = regexp.MustCompile(`(?i)^[\[(]?(?:(?:the |this )?(?:press |news )?(?:briefing|conference|meeting|hearing|interview|event|gaggle|call|session|program|programme|transcript|proceedings?)\b.{0,40}\b(?:concluded|adjourned|ended|recessed|ends)\b.{0,60}|(?:whereupon|thereupon),.{0,120}|end(?: of (?:the )?(?:transcript|interview|recording|audio|briefing|event))?\b[^.]{0,40}|[#*\s]{3,}|-\s*30\s*-)[\])]?\.?$`)

// ends reports whether a paragraph says that the record is over.
func ends(paragraph string) bool { return len(paragraph) < 200 && ended.MatchString(paragraph) }

// StageDirection reports whether a paragraph tells what happened and is spoken by nobody: "(Applause.)", "[Laughter]", "CROSSTALK".
func StageDirection(paragraph string) bool {
	s := strings.Trim(paragraph, " .*_")
	if s == "" || ends(paragraph) {
		return true
	}
	switch s[0] {
	case '(':
		return strings.HasSuffix(s, ")") && !strings.Contains(s[1:], "(")
	case '[':
		return strings.HasSuffix(s, "]") && !strings.Contains(s[1:], "[")
	}
	return strings.ToUpper(s) == s && strings.ToLower(s) != s
}
