package transcript

import (
	"readout/corpus/english"
	"regexp"
	"strings"
	"unicode"
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
	Label   Opening // how the turn began; where lines name who examines and who testifies, with that name

	NamesAsker bool // it says who asks from here on, and nobody speaks in it: "BY MR. DOE:"
}

// Read finds the turns among paragraphs. stated says that something else (its kind, its title) tells that this is a transcript: then one
// label is enough. A paragraph without a label goes on from the one before; in an article that only quotes an exchange, no further than
// to the next label.
func Read(paragraphs []string, stated bool) Record {
	openings := accept(paragraphs, stated)
	r := Record{Turns: make([]Paragraph, len(paragraphs))}
	first, last, count := labelled(openings)
	if count == 0 {
		return r
	}
	r.Whole = stated || isWhole(openings, first, count)
	var now Paragraph
	asker, witness := "", ""
	for i := range paragraphs {
		if name := witnessIn(paragraphs[i]); name != "" && openings[i].Form == None {
			witness, now.Of = name, 0
			continue
		}
		if name, turns := Examiner(paragraphs[i]); turns {
			asker, now.Of = name, 0
			r.Turns[i].NamesAsker = name != ""
			continue
		}
		switch {
		case openings[i].Form != None:
			now = Paragraph{Turn: now.Turn + 1, Of: 1, Opening: openings[i], Label: named(openings[i], asker, witness)}
		case now.Turn == 0 || now.Of == 0:
			continue
		case changesSpeaker(paragraphs[i]) || ends(paragraphs[i]) || !r.Whole && (i > last || next(openings, i)-i > 3):
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

// labelled are the first and the last paragraph that has a label, and how many have one.
func labelled(openings []Opening) (first, last, count int) {
	for i, o := range openings {
		if o.Form == None {
			continue
		}
		if count == 0 {
			first = i
		}
		last = i
		count++
	}
	return first, last, count
}

// named is how a turn began, with the name of who examines or who testifies in the place of the mark or the word that stands for that
// one; asker and witness are "" where no line named them.
func named(o Opening, asker, witness string) Opening {
	switch {
	case asker != "" && o.Form == Mark && o.Asks:
		o.Label = asker
	case witness != "" && (o.Form == Mark && o.Answers() || english.Witnesses.Has(lower(o.Label))):
		o.Label = witness
	}
	return o
}

var examination = regexp.MustCompile(`^(?i:(?:(?:further |continued )?(?:(?:re-?)?(?:direct|cross)|voir dire)?[ -]?examination` +
	`(?: \(?(?:continued|resumed)\)?)?)?` +
	`[\s,:–—-]*(?:by)?) ?((?i:mr|mrs|ms|miss|dr|prof|judge|senator|sen|representative|rep|counsel|commissioner)\.? ` +
	`\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){0,2}):?$`)

var examinationAlone = regexp.MustCompile(`(?i)^(?:further |continued )?(?:(?:re-?)?(?:direct|cross)|voir dire)[ -]examination` +
	`(?: \(?(?:continued|resumed)\)?)?[.:]?$`)

// Examiner is whom a line names as the one who asks from there on, as records of courts do: "BY MR. DOE:". turns says that another
// begins to ask, be that one named or not: "CROSS-EXAMINATION".
func Examiner(paragraph string) (name string, turns bool) {
	const longest = 100 // bytes
	s := strings.Trim(paragraph, "*_ \t\r\n")
	if len(s) > longest {
		return "", false
	}
	if examinationAlone.MatchString(s) {
		return "", true
	}
	m := examination.FindStringSubmatch(s)
	if m == nil || len(m[1])+1 >= len(s) ||
		!strings.HasSuffix(s, ":") && !strings.Contains(strings.ToLower(s), "examination") {
		return "", false
	}
	return m[1], true
}

var sworn = regexp.MustCompile(`^(?i:whereupon,? )?(?i:(?:the )?witness[:,]? )?((?:(?i:mr|mrs|ms|miss|dr|prof)\.? )?` +
	`\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3})(?:,| was| having| being).{0,200}\b(?i:sworn|affirmed|under oath)\b`)

// witnessIn is whom a line names as the one who answers from there on, as records of courts do: "IDA DOE, having been first duly sworn,
// testified as follows:"; "" for none.
func witnessIn(paragraph string) string {
	const longest = 300 // bytes
	s := strings.Join(strings.Fields(strings.Trim(paragraph, "*_ \t\r\n")), " ")
	if len(s) > longest {
		return ""
	}
	m := sworn.FindStringSubmatch(s)
	if m == nil || english.Witnesses.Has(lower(m[1])) || english.LabelTitles.Has(lower(m[1])) {
		return ""
	}
	return m[1]
}

// changesSpeaker reports whether a paragraph without a label begins with the mark with which captions show that another speaks.
func changesSpeaker(paragraph string) bool {
	paragraph = strings.TrimLeftFunc(paragraph, unicode.IsSpace)
	return strings.HasPrefix(strings.TrimSpace(paragraph[len(timeLead.FindString(paragraph)):]), ">>")
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
	c := census{stated: stated, times: map[string]int{}, surnames: map[string]bool{}, capitals: map[string]int{}}
	out := c.take(paragraphs)
	count := 0
	for i := range out {
		if !c.isLabel(out[i]) || i == 0 && c.isTitle(out[i], paragraphs[i]) {
			out[i] = Opening{}
		}
		if out[i].Form != None {
			count++
		}
	}
	if count < 2 && !stated {
		clear(out)
	}
	return out
}

// census is what the openings of an article's paragraphs have in common.
type census struct {
	stated    bool           // that it is a transcript
	times     map[string]int // by label, folded
	surnames  map[string]bool
	capitals  map[string]int // surnames of labels in capitals: "IDA BRENK", then "BRENK"
	forms     [Line + 1]int
	questions int
	repeated  int // labels without titles that stand more than once
	distinct  int // labels without titles
	dense     bool
}

func (c *census) take(paragraphs []string) []Opening {
	out := make([]Opening, len(paragraphs))
	for i, p := range paragraphs {
		out[i] = Open(p)
		o := &out[i]
		if o.Form == None {
			continue
		}
		c.forms[o.Form]++
		c.times[lower(o.Label)]++
		if o.Asks {
			c.questions++
		}
		if o.Form == Capitals {
			c.capitals[surname(o.Label)]++
		}
		if o.Form == Titled || o.Form == Capitals || o.Form == Line {
			c.surnames[surname(o.Label)] = true
		}
	}
	distinct := map[string]bool{}
	for _, o := range out {
		if o.Form == Name || o.Form == Capitals || o.Form == Stop || o.Form == Line {
			if l := lower(o.Label); (c.times[l] > 1 || c.capitals[surname(l)] > 1) && !distinct[l] {
				c.repeated++
			}
			distinct[lower(o.Label)] = true
		}
	}
	c.distinct = len(distinct)
	labelled := c.forms[Mark] + c.forms[Titled] + c.forms[Capitals] + c.forms[Name] + c.forms[Line]
	// Where most paragraphs begin so, one that does so once does it, too.
	c.dense = labelled*5 >= len(paragraphs)*3 && (c.repeated > 0 || c.hasTitles())
	return out
}

func (c *census) hasTitles() bool { return c.forms[Titled]+c.forms[Mark] > 0 }

// isLabel reports whether the opening is one, in this article.
func (c *census) isLabel(o Opening) bool {
	again := c.times[lower(o.Label)] > 1
	likely := c.stated || again
	switch o.Form {
	case Mark:
		return o.Asks || c.questions > 0
	case Titled:
		return !o.Answers() || c.questions > 0
	case Capitals:
		return likely || c.repeated > 0 || c.hasTitles()
	case Stop:
		return c.forms[Stop] > 5 || c.stated && c.forms[Stop] > 1 || again && c.distinct > 1
	case Name:
		return c.dense || c.surnames[surname(o.Label)] || c.distinct > 1 && (likely || o.Time != "")
	}
	return o.Form == None || c.forms[Line] > 1
}

// isTitle reports whether the first paragraph is a title with a colon rather than somebody's words: nobody of its label speaks again, and
// it ends as no sentence does.
func (c *census) isTitle(o Opening, paragraph string) bool {
	return o.Form == Name && c.times[lower(o.Label)] == 1 && !strings.ContainsAny(lastByte(strings.TrimSpace(paragraph)), `.?!"')]*`) &&
		!strings.HasSuffix(paragraph, "”") && !strings.HasSuffix(paragraph, "…")
}

func surname(label string) string {
	words := strings.Fields(lower(label))
	return words[len(words)-1]
}

var ended = regexp.MustCompile(`(?i)^[\[(]?(?:(?:the |this )?(?:press |news )?(?:briefing|conference|meeting|hearing|interview|` +
	`event|gaggle|call|session|program|programme|transcript|proceedings?)\b.{0,40}\b(?:concluded|adjourned|ended|recessed|` +
	`ends)\b.{0,60}|(?:whereupon|thereupon),.{0,120}|end(?: of (?:the )?(?:transcript|interview|recording|audio|briefing|` +
	`event))?\b[^.]{0,40}|[#*\s]{3,}|-\s*30\s*-)[\])]?\.?$`)

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
