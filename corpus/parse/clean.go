package parse

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// clean decides what each block of an article is for: it finds the headline and the lines about the article, drops the furniture,
// and mends sentences that were broken over two paragraphs. What front matter stated already is not looked for.
func clean(a *corpus.Article, blocks []block) []block {
	markTurns(a, blocks)
	markEntries(a, blocks)
	found, publisher := factsIn(blocks)
	readMailHeaders(blocks, found)
	dropLists(blocks, found)
	dropPleas(blocks)
	head, tail := zones(blocks, found)
	findTitle(a, blocks, head, found)
	dated := apply(a, blocks, found, head, tail)
	dropHeadings(blocks, head, tail, a.Title != "")
	a.Published = cmp.Or(a.Published, about.DateByCountry(dated.twoWays, about.HostOf(a)), dated.updated) // all that is stated
	if dated.twoWays != "" && a.Published.Precision() == corpus.Unknown {
		a.Warn(strings.Count(a.Body[:dated.at], "\n")+1, "the date %q is not read: either number may be the month", dated.twoWays)
	}
	markBiography(a, blocks)
	blocks = joinBroken(a.Body, blocks)
	blocks = splitSignOffs(a, blocks)
	if lead := slices.IndexFunc(blocks, isBody); lead >= 0 {
		a.Agency = cmp.Or(a.Agency, about.AgencyInDateline(blocks[lead].text))
		a.Published = cmp.Or(a.Published, about.DateInDateline(blocks[lead].text))
	}
	a.Publisher = cmp.Or(a.Publisher, publisher)
	cutSite(a)
	return blocks
}

// factsIn reads the lines about the article, by block, and drops the furniture. publisher is named in furniture only.
func factsIn(blocks []block) (found []*about.Facts, publisher string) {
	const edge = 60 // blocks from either end in which lines about the article are looked for
	found = make([]*about.Facts, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		if b.drop || b.role != "" || b.turn || b.row || b.spoken && about.EndsComplete(b.text) {
			continue
		}
		text := prose.Shown(b.text)
		if strings.ContainsAny(text, "\r\n") {
			text = prose.OneLine(text)
		}
		if i < edge || i >= len(blocks)-edge {
			found[i] = about.In(text)
		} else {
			found[i] = cmp.Or(about.LinkLine(text), about.OriginLine(text))
		}
		if found[i] == nil && isFurniture(text) && !(b.item && isCaption(text)) { // a list of names has no pictures over it
			b.drop = true
			publisher = cmp.Or(publisher, siteNamed(text))
		}
	}
	return found, publisher
}

// doubtful are dates that count only where none is stated plainly.
type doubtful struct {
	updated corpus.Date
	twoWays string // can be read twice; "" for none
	at      int    // where in the body that stands
}

// apply states of the article what the lines about it say, before and after the reporting or wherever they may stand, and gives those
// lines their roles.
func apply(a *corpus.Article, blocks []block, found []*about.Facts, head, tail int) (dated doubtful) {
	for i, f := range found {
		b := &blocks[i]
		switch {
		case f == nil || b.drop:
		case i < head && f.Role == corpus.RoleOrigin && strings.HasPrefix(b.text, "("):
			b.drop = true // "(Reuters)" over the text credits a picture
		case i < head || i >= tail || f.Anywhere:
			f.Apply(a)
			if f.Updated {
				dated.updated = cmp.Or(dated.updated, f.Published)
			}
			if dated.twoWays = cmp.Or(dated.twoWays, f.TwoWays); f.TwoWays != "" {
				dated.at = b.span.Start
			}
			b.role, b.drop = f.Role, f.Role == ""
		case f.Url != "" || f.Role == "":
			b.drop = true // an address alone between paragraphs: of a picture, a message, another page
		}
	}
	return dated
}

func isBody(b block) bool { return !b.drop && (b.role == "" || b.role == corpus.RoleBody) }

// zones finds where the lines before the reporting end and the lines after it begin. A sentence under the headline may stand among
// the former, so they end at the second reporting paragraph, or at a first long one.
func zones(blocks []block, found []*about.Facts) (head, tail int) {
	const (
		shortest = 8  // words of a reporting paragraph
		long     = 28 // words
	)
	head = -1
	seen := 0
	for i, b := range blocks {
		if b.drop || b.role != "" || found[i] != nil {
			continue
		}
		words := len(strings.Fields(b.text))
		if b.turn {
			words = long
		}
		_, signedOff := about.AgencySignOff(b.text)
		if words < shortest || !about.EndsComplete(b.text) && signedOff == 0 && words < long {
			continue
		}
		seen++
		if head < 0 && (seen == 2 || words >= long) {
			head = i
		}
		tail = i + 1
	}
	switch {
	case seen == 0:
		return len(blocks), 0
	case head < 0:
		head = tail
	}
	return head, tail
}

// findTitle takes the headline out of the blocks before the reporting. A headline that was stated elsewhere is not said twice.
func findTitle(a *corpus.Article, blocks []block, head int, found []*about.Facts) {
	undecided := func(i int) bool { return !blocks[i].drop && blocks[i].role == "" && found[i] == nil }
	next := func(i int) int {
		for j := i + 1; j < len(blocks); j++ {
			if undecided(j) {
				return j
			}
		}
		return -1
	}
	stated := prose.Fold(a.Title)
	for i := 0; i < head; i++ {
		b := &blocks[i]
		switch {
		case stated != "":
			if undecided(i) && prose.Fold(b.text) == stated {
				b.drop = true
			}
			continue
		case found[i] != nil && found[i].Title != "":
			return // a "Title: ..." line says it
		case b.heading:
		case !undecided(i):
			continue
		case sectionLabel.MatchString(b.text) && i+1 < head:
			b.drop = true
			continue
		case isOutletLine(blocks, found, i, next(i)):
			found[i] = &about.Facts{Role: corpus.RoleOrigin, Publisher: b.text}
			continue
		case b.turn, !isHeadline(b.text), i+1 < len(blocks) && found[i+1] == nil && continues(b.text, blocks[i+1].text):
			return
		}
		if next(i) < 0 {
			return // the only line there is: text, not a headline
		}
		a.Title = titleIn(*b)
		b.drop = true
		return
	}
}

// titleIn is the headline that a block is, without marks.
func titleIn(b block) string {
	text := strings.TrimLeft(prose.OneLine(prose.Shown(b.text)), "# ")
	if b.marked {
		return corpus.Plain(text)
	}
	return strings.Trim(about.StripLinks(text), "*_ ")
}

// sectionLabel matches the names of a site's sections, which stand over a headline.
var sectionLabel = regexp.MustCompile(`(?i)^(?:world|u\.?s\.?|uk|us news|world news|news|politics|national|international|business|` +
	`economy|markets|finance|technology|tech|science|health|climate|energy|defen[cs]e|security|europe|asia|asia pacific|middle east|` +
	`africa|americas|exclusive|analysis|breaking|breaking news|featured|features?|live|sports?|culture|foreign policy|diplomacy)$`)

// namedOutlet matches what can be nothing but an outlet's name: "The Daily Ledger".
var namedOutlet = regexp.MustCompile(`^The (?:\p{Lu}[\p{L}.&’'-]+ ){1,3}(?i:` + about.OutletWords + `|` + about.MoreOutletWords + `)$`)

// isOutletLine reports whether block i is the name of the outlet over a headline, which is block next: a name that has a word of
// outlets, or that the lines about the article and the furniture repeat.
func isOutletLine(blocks []block, found []*about.Facts, i, next int) bool {
	const (
		longest  = 5 // words
		headline = 5 // words
		fewer    = 3 // words, under what can be nothing but an outlet's name
	)
	text := blocks[i].text
	switch {
	case next < 0 || !isHeadline(blocks[next].text):
		return false
	case len(strings.Fields(blocks[next].text)) < headline &&
		!(namedOutlet.MatchString(text) && len(strings.Fields(blocks[next].text)) >= fewer):
		return false
	case len(strings.Fields(text)) > longest || !about.IsTitleCase(text) || strings.ContainsAny(text, "?!:,"):
		return false
	case about.OutletWord.MatchString(text):
		return true
	}
	for j, b := range blocks {
		if j != i && (b.drop && !b.heading || found[j] != nil) && strings.Contains(prose.Fold(b.text), prose.Fold(text)) {
			return true
		}
	}
	return false
}

// dropHeadings drops the headings between paragraphs: short lines that end no sentence and belong to no list. Those of Markdown are
// known by their marks. In capitals they are known before the reporting, too, once the headline is found.
func dropHeadings(blocks []block, head, tail int, titled bool) {
	const longest = 9 // words
	for i := 1; i < min(tail, len(blocks)-1); i++ {
		b := &blocks[i]
		if titled && isShouted(*b) && isBody(blocks[i+1]) && !blocks[i+1].item && about.EndsComplete(blocks[i+1].text) {
			b.drop, b.heading = true, true
			continue
		}
		if i < head {
			continue
		}
		first, _ := utf8.DecodeRuneInString(b.text)
		if isBody(*b) && !b.item && !b.turn && unicode.IsUpper(first) && len(strings.Fields(b.text)) <= longest &&
			!strings.ContainsAny(b.text, "0123456789\"“”‘’.,;:") && !about.EndsComplete(b.text) &&
			isBody(blocks[i-1]) && about.EndsComplete(blocks[i-1].text) && isBody(blocks[i+1]) && about.EndsComplete(blocks[i+1].text) &&
			!continues(b.text, blocks[i+1].text) {
			b.drop, b.heading = true, true
		}
	}
}

// isShouted reports whether a block is a heading in capitals, or the time over an entry of a live page.
func isShouted(b block) bool {
	const longest = 9 // words
	if !isBody(b) || b.item || b.turn || about.EndsComplete(b.text) || len(strings.Fields(b.text)) > longest {
		return false
	}
	if timeAlone.MatchString(b.text) {
		return true
	}
	letters := 0
	for _, r := range b.text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	const fewest = 4
	return letters >= fewest && len(strings.Fields(b.text)) > 1 && !strings.ContainsAny(b.text, ",:;\"“”(")
}

// timeAlone matches the time over an entry of a page that is written while something happens.
var timeAlone = regexp.MustCompile(`(?i)^(?:\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: ?\(?(?:[A-Z]{2,5}T|GMT|UTC|` +
	`local time)\)?)?$`)

// isHeadline reports whether a paragraph has the form of a headline: short, and no sentence with a full stop at its end.
func isHeadline(text string) bool {
	const (
		longest = 200 // runes
		words   = 30
	)
	n := len(strings.Fields(text))
	if n < 2 || n > words || utf8.RuneCountInString(text) > longest || strings.ContainsAny(text, "\r\n") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(text)
	if strings.ContainsRune("•·*-–—(", first) || unicode.IsLower(first) && !prose.StartsLikeBrand(text) {
		return false
	}
	last := text[len(text)-1]
	switch {
	case strings.IndexByte(",;:", last) >= 0:
		return false
	case last == '.':
		return prose.StopAfter(text, 0, len(text)-1) == prose.Possible
	case about.EndsComplete(text):
		return n <= 20 && (last == '?' || last == '!' || strings.HasSuffix(text, "…") || strings.HasSuffix(text, "?’") ||
			strings.HasSuffix(text, "?”"))
	}
	return true
}

// continues reports whether two paragraphs that follow each other are one sentence that was broken between them.
func continues(text, next string) bool {
	const (
		shortest = 5   // words
		tail     = 200 // bytes, enough to hold them
	)
	text = text[max(0, len(text)-tail):]
	words := strings.Fields(text)
	if len(words) < shortest || about.EndsComplete(text) && prose.StopAfter(text, 0, len(text)-1) != prose.Never {
		return false
	}
	first, _ := utf8.DecodeRuneInString(next)
	last := text[len(text)-1]
	switch {
	case last == ':' || last == ';' || endsInLink.MatchString(text):
		return false
	case unicode.IsLower(first):
		return !prose.StartsLikeBrand(next)
	case !unicode.IsUpper(first) && !unicode.IsDigit(first) && !strings.ContainsRune("\"“‘'$€£", first):
		return false
	}
	if word, _ := prose.NextWord(next, 0); prose.OpensSentences[word] {
		return false
	}
	return last == ',' || english.CannotEnd.Has(words[len(words)-1]) || last == '.'
}

// joinBroken makes one block of paragraphs that are one sentence. What was dropped between two paragraphs keeps them apart: a
// passage shows the file's own characters, all of them.
func joinBroken(body string, blocks []block) []block {
	out := blocks[:0]
	for _, b := range blocks {
		if n := len(out); n > 0 {
			last := &out[n-1]
			first, _ := utf8.DecodeRuneInString(last.text)
			// What begins small itself is an item of a list.
			if isBody(*last) && isBody(b) && !last.item && !b.item && !b.turn && !unicode.IsLower(first) && continues(last.text, b.text) {
				last.span.End = b.span.End
				last.text = body[last.span.Start:b.span.End]
				continue
			}
		}
		out = append(out, b)
	}
	return out
}

// splitSignOffs makes the wire service named after the last sentence of a paragraph a passage of its own. In brackets, and before the
// article's end, it is that of a picture: a short paragraph that ends so is its caption.
func splitSignOffs(a *corpus.Article, blocks []block) []block {
	const (
		caption = 25 // words
		ending  = 2  // paragraphs in which an article is signed
	)
	last := 0 // paragraphs to come
	for _, b := range blocks {
		if isBody(b) {
			last++
		}
	}
	var out []block
	for _, b := range blocks {
		agency, at := about.AgencySignOff(b.text)
		if isBody(b) {
			last--
		}
		if !isBody(b) || agency == "" {
			out = append(out, b)
			continue
		}
		if b.text[at] == '(' && last >= ending {
			b.drop = len(strings.Fields(b.text)) <= caption
			out = append(out, b)
			continue
		}
		a.Agency = cmp.Or(a.Agency, agency)
		cut := b.span.Start + at
		text, mark := b, b
		text.span = prose.TrimSpan(a.Body, prose.Span{Start: b.span.Start, End: cut})
		text.text = a.Text(text.span)
		mark.span.Start = cut
		mark.text, mark.role = a.Text(mark.span), corpus.RoleOrigin
		out = append(out, text, mark)
	}
	return out
}

var (
	isWriter  = regexp.MustCompile(`^[*_\s]*(?:is|was|are|covers|writes|reports|has been|served|,)\b`)
	columnist = regexp.MustCompile(`(?i)\bis an? [^.]{0,60}\b(?:opinion (?:columnist|writer|contributor)|contributing opinion writer|` +
		`guest columnist)\b`)
)

// markBiography finds the paragraphs at the end that tell who the author is.
func markBiography(a *corpus.Article, blocks []block) {
	for i := len(blocks) - 1; i > 0; i-- {
		b := &blocks[i]
		if !isBody(*b) {
			continue
		}
		text := strings.TrimLeft(about.StripLinks(b.text), "*_ ")
		rest, named := strings.CutPrefix(text, a.Author)
		opinion := columnist.MatchString(text) && !about.IsReported(text)
		if !opinion && !(named && a.Author != "" && isWriter.MatchString(rest)) {
			return
		}
		b.role = corpus.RoleByline
		if opinion && a.Kind == "" {
			a.Kind = corpus.KindOpinion
		}
	}
}

var siteName = regexp.MustCompile(`^(?:More|Most|Read more|See more|Top)\b.*\b(?:from|on|` +
	`in) ((?:The )?\p{Lu}[\p{L}.&’']*(?: \p{Lu}[\p{L}.&’']*){0,3})$`)

// siteNamed is the publication that a pointer to its other articles names ("More stories from The Example Times"), or "". A name that
// could be a place or a person's is none: all capitals, or a word that only outlets have, must tell.
func siteNamed(text string) string {
	m := siteName.FindStringSubmatch(about.StripLinks(text))
	if m == nil || about.AgencyOf(m[1]) != "" {
		return ""
	}
	const shortestCapitals = 3
	if len(m[1]) >= shortestCapitals && m[1] == strings.ToUpper(m[1]) || about.OutletWord.MatchString(m[1]) {
		return m[1]
	}
	return ""
}
