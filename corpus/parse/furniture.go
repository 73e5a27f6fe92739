package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/english"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// longestFurniture bounds, in bytes, what can be furniture; a longer paragraph is always kept.
const longestFurniture = 600

// isFurniture reports whether a paragraph belongs to the site rather than to the article: advertisements, calls to share or
// subscribe, pointers to other articles, captions of pictures that are not there. Dropping reporting is worse than keeping
// furniture, so a paragraph that quotes or credits anybody is furniture only where its shape leaves no doubt.
func isFurniture(text string) bool {
	if first, _ := utf8.DecodeRuneInString(text); len(text) > longestFurniture || unicode.IsLower(first) && len(strings.Fields(text)) > 3 {
		return false // too long, or the second half of a sentence
	}
	if !strings.ContainsFunc(text, prose.IsWordRune) {
		return true // a row of stars or dashes
	}
	if isTags(text) {
		return true
	}
	plain := strings.TrimSpace(strings.TrimLeft(about.StripLinks(text), "•·*-–—>»|#_ "))
	if isButtons(plain) || isMenu(plain) || isOnlyLinks(text) || isCaption(text) || contactLine.MatchString(plain) || isCopyright(plain) {
		return true
	}
	if !english.FurnitureStarts.Has(about.FirstWord(plain)) {
		return false
	}
	if lookingOn.MatchString(plain) {
		return true
	}
	switch {
	case pointer.MatchString(plain), pageLine.MatchString(plain):
		return true
	case looseLabel.MatchString(plain) && !about.EndsComplete(plain):
		return true
	}
	return callToReader.MatchString(plain) && !about.IsReported(text)
}

// tags are those of HTML, comments and declarations, with nothing between them but space. A tag that HTML
// lacks may be one for a model, and is kept to be seen.
var tags = regexp.MustCompile(`(?s)^(?:\s*(?:<!--.*?-->|<(?i:script|style)\b.*?</(?i:script|style)>|` +
	`</?(?i:a|b|body|br|center|details|div|em|figure|font|` +
	`head|hr|html|i|iframe|img|link|meta|p|picture|pre|section|source|span|strong|table|tbody|td|th|thead|tr|video)` +
	`(?:\s[^<>]*)?/?>|<!\[CDATA\[.*?\]\]>|<[!?][^<>]*>))+\s*$`)

// isTags reports whether a line holds tags of HTML only, of which a reader of the page sees nothing.
func isTags(text string) bool {
	return strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") && tags.MatchString(text)
}

// isButtons reports whether a short line has only words of buttons, at least one of which is no filler.
func isButtons(plain string) bool {
	const most = 9      // words
	const longest = 100 // bytes
	if len(plain) > longest || about.EndsComplete(plain) {
		return false
	}
	words := prose.Words(plain)
	if len(words) == 0 || len(words) > most {
		return false
	}
	fillers := 0
	for _, w := range words {
		if prose.IsNumber(w.Text) {
			fillers++
			continue
		}
		if !english.Buttons.Has(w.Folded) {
			return false
		}
		if english.ButtonFillers.Has(w.Folded) {
			fillers++
		}
	}
	return fillers < len(words)
}

var menuMark = regexp.MustCompile(`\s+[|•·»/]\s+`)

// isMenu reports whether a line is a row of short names with bars or dots between them.
func isMenu(plain string) bool {
	const (
		fewest  = 3 // entries
		longest = 3 // words of an entry
	)
	if about.EndsComplete(plain) {
		return false
	}
	entries := menuMark.Split(plain, -1)
	for _, e := range entries {
		if len(strings.Fields(e)) > longest {
			return false
		}
	}
	return len(entries) >= fewest
}

// pointer matches lines that lead to other articles.
var pointer = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`(?:read more|read also|also read|read next|read on|see also|see more|related|recommended|you (?:may|might) also (?:like|` +
		`be interested in)|don['’]t miss|must[- ]reads?|further reading|more on this(?: story| topic)?|up next|in case you missed it|` +
		`icymi)(?: (?:articles?|stor(?:y|ies)|content|coverage|reading|news|links?|topics?|videos?|posts?))?\s*[:»>|→-]\s*\S.*`,
	`(?:read more|read also|see also|see more|related|recommended)(?: (?:articles?|stor(?:y|ies)|content|coverage|reading|news|links?|` +
		`topics?|videos?|posts?|for you))?`,
	`you (?:may|might) also (?:like|be interested in)`,
	`(?:read|see) more (?:about|on|from|at|stories|news|coverage|articles)\b[^.!?]*`,
	`more\s+(?:(?:from|on|in|like|about)\b|(?:\S+\s+){0,2}(?:must-reads|stories|news|articles|coverage|headlines|videos|posts|reading|` +
		`opinions?)\b)[^.!?]{0,60}`,
	`(?:most (?:read|popular|viewed|shared|commented)|editors?['’]s? (?:picks?|choice)|top stories|latest news|trending(?: now)?|` +
		`what['’]s trending|popular now|breaking news|latest headlines|other stories)(?: (?:in|on|from) [^.!?]{1,40})?`,
	`(?:next|previous) (?:article|story|post)(?:\s*[:»>|→-].*)?`,
}, "|") + `)$`)

// listLabel matches what stands over a list of other articles.
var listLabel = regexp.MustCompile(`(?i)^(?:(?:read more|read also|also read|see also|see more|related|recommended|latest|top|` +
	`more)(?: (?:articles?|stor(?:y|ies)|content|coverage|reading|news|links?|topics?|videos?|posts?|for you))?|most (?:read|popular|` +
	`viewed|shared)|editors?['’]s? (?:picks?|choice)|trending(?: now)?|you (?:may|might) also (?:like|be interested in))\s*:?$`)

// dropLists drops the titles of other articles that follow the label of such a list. Before the first paragraph of reporting, what
// follows is rather the article's own headline.
func dropLists(blocks []block, found []*about.Facts) {
	const shortest = 8 // words of a paragraph of reporting
	begun, listed := false, false
	for i := range blocks {
		b := &blocks[i]
		switch {
		case !begun:
			begun = !b.drop && found[i] == nil && about.EndsComplete(b.text) && len(strings.Fields(b.text)) >= shortest
		case b.drop && !b.heading:
			listed = listed || listLabel.MatchString(b.text)
		case listed && b.role == "" && !b.spoken && found[i] == nil && isHeadline(b.text) && !about.IsReported(b.text):
			b.drop = true
		default:
			listed = false
		}
	}
}

// pageLine matches lines about the page itself.
var pageLine = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`\d{1,3}[ -]?min(?:ute)?s?[ -](?:to )?read(?:ing)?(?: time)?`,
	`(?:estimated )?read(?:ing)? time\s*:?\s*(?:about )?\d+\s*min(?:ute)?s?\.?`,
	`(?:image|media) (?:copyright|caption|source|playback)\b.{0,300}`,
	`to contact the editors?\b.{0,300}`,
	`a (?:shorter |longer )?version of this (?:article|story|column|essay) ` +
		`(?:appears|appeared|ran|was (?:first )?published) (?:in print|in the print|on page)\b.{0,300}`,
	`this is a rush transcript\b.{0,200}`,
	`our standards\s*:.{0,80}`,
	`comments are (?:now )?closed\.?`,
	`follow [^.!?]{0,60}\b(?:` + about.OutletWords + `)\b[^.!?]{0,40}`,
	`powered by [^.!?]{1,60}(?:\.\w+)?`,
	`(?:view|read|open|see) (?:this|it|the) ?(?:e-?mail|newsletter|message)? ?(?:in|on) (?:your|a|the) (?:web ?)?browser\.?`,
	`(?:did|was) (?:a friend|someone|somebody|this|you) [^?]{0,40}\bforward(?:ed)?\b[^?]{0,40}\?.{0,60}`,
	`you(?:['’]re| are) (?:receiving|getting) this\b.{0,300}`,
	`(?:hello|hi|dear)(?: [\w'’]+){0,3}[,!]`,
	`\d[\d,.]*[km]? (?:comments?|shares?|views?|likes?|retweets?)(?:\s*[|•·,]?\s*\d[\d,.]*[km]? (?:comments?|shares?|views?|likes?))*`,
	`(?:story|article|content) continues (?:below|after)(?: (?:this |the )?(?:ad|advertisement|advert|video|promotion))?\.?`,
	`skip (?:to|past)\b[^.!?]{0,60}`,
	`all rights reserved\.?`,
	`(?:photo(?:graph)?s?|images?|pictures?|illustrations?|graphics?|file photo|photo illustration)(?: credits?)?\s*(?:[:/|` +
		`]\s*\S.{0,120}|(?:by|courtesy|via)\s[^.!?]{1,120})`,
	`(?:photographer|(?:photo|image|picture) credit|credit|caption|image caption)\s*:\s*\S.{0,200}`,
	`(?:hide|show|view|enlarge|expand|toggle|open|close) (?:this |the |full |all )?(?:caption|image|photo|gallery|comments|menu|transcript)s?`,
	`(?:getty images|ap photo|reuters photo|file photo|shutterstock|istock)`,
	`(?:tags?|filed under|posted in|categor(?:y|ies)|keywords|topics?)\s*:\s*[^.!?]{1,200}`,
	`(?:log|sign) in(?: (?:or|to|with|and)\b.{0,80})?`,
	`already (?:a (?:subscriber|member)|have an account|subscribed|registered)\b.{0,60}`,
	`(?:contact|email|write to) (?:us|the (?:author|writer|reporter|editors?|newsroom))(?: (?:at|on|by|via)\b.{0,80}| here)?[.:]?`,
	`(?:contact|email|e-mail|write to) [^.!?]{1,60}\bat\s+\S+@\S+`,
}, "|") + `)$`)

var (
	copyright   = regexp.MustCompile(`^(?:©|\([cC]\)\s*\d{4}|(?i:copyright)\s*(?:©|\([cC]\)|\d{4}))`)
	contactLine = regexp.MustCompile(`^(?:@\w{2,30}|\S{1,60}@\S{1,60}\.\w{2,10})$`) // a handle or an address, and nothing else
)

// isCopyright reports whether a line states a right and nothing else.
func isCopyright(plain string) bool {
	const longest = 12 // words of one that ends as a sentence does and reserves nothing
	return copyright.MatchString(plain) &&
		(!about.EndsComplete(plain) || len(strings.Fields(plain)) <= longest || strings.Contains(strings.ToLower(plain), "reserved"))
}

// looseLabel matches labelled lines that are furniture unless they are sentences.
var looseLabel = regexp.MustCompile(`(?i)^(?:watch|listen|video|audio|podcast|gallery|in pictures|photos|slideshow|live|live updates|` +
	`explainer|quiz|newsletter)(?: (?:now|more|live|here))?\s*[:|»>]\s*\S`)

// callToReader matches sentences in which the site speaks to its reader.
var callToReader = regexp.MustCompile(`(?i)^(?:please )?(?:` + strings.Join([]string{
	`sign(?:ing)? up (?:for|to|here|now|today)\b`,
	`subscribe (?:to|for|now|here|today)\b`,
	`(?:follow|like|find|join) (?:us|@\w+|(?:\S+ ){1,6}on (?:twitter|facebook|instagram|x|telegram|whatsapp|youtube|linkedin|tiktok|` +
		`threads|mastodon|bluesky|google news)\b)`,
	`share (?:this|on|via|your thoughts|your views|it (?:on|with))\b`,
	`(?:click|tap) (?:here|on the|the (?:link|button|bell|image)|to)\b`,
	`download (?:the|our)\b.*\bapp\b`,
	`get (?:the|our|all|more|unlimited)\b.*\b(?:newsletters?|inbox|app|alerts?|e-?mails?|access|delivered|subscription)\b`,
	`(?:donate|give today|make a donation|become an? (?:member|subscriber|supporter|patron)|support (?:us|our|independent|quality)\b|` +
		`help (?:us|support))\b`,
	`(?:have|got) an? (?:news )?(?:tip|story)\b`,
	`send (?:us |your )?(?:tips|feedback|your|a letter)\b`,
	`(?:thank you|thanks) for (?:reading|subscribing|visiting|signing up|your support)\b`,
	`(?:you have|you['’]ve) (?:reached|read|used|been)\b.*\b(?:limit|free|articles?|subscri\w+)\b`,
	`(?:if you|did you|have you) (?:like|liked|enjoy|enjoyed|found|value|spot|notice|want to (?:read|support))\b.*\b(?:article|story|` +
		`newsletter|our|us|journalism|mistake|error|typo)\b`,
	`(?:create|open|register for) (?:a |an |your )?(?:free )?account\b`,
	`this (?:article|content|story|video) is (?:only |exclusively )?(?:for|available to|reserved for|exclusive to)\b.*\b(?:subscribers?|` +
		`members?)\b`,
	`(?:to )?(?:continue|keep) reading\b`,
	`(?:enable|turn on|disable|turn off|allow)\b.*\b(?:javascript|cookies|ad ?blockers?|notifications)\b`,
	`(?:we|this (?:site|website|page)) uses? cookies\b`,
	`we (?:value|respect|care about) your privacy\b`,
	`by (?:clicking|continuing|signing up|subscribing|using|submitting|registering|entering|joining)\b.*\b(?:you|your)\b`,
	`for more (?:stories|news|information|coverage|like this|on this)\b.*\b(?:visit|click|go to|see|follow|subscribe|read|sign)\b`,
	`(?:learn|find out) more (?:about (?:us|our)|here|at|by)\b`,
	`(?:our|the) (?:daily |weekly |free )?newsletters? (?:is|are|brings?|delivers?|will)\b`,
	`the (?:best|latest|biggest|top)\b.*\b(?:to your inbox|newsletter)\b`,
	`(?:manage|update|change) your (?:preferences|subscription|settings|cookie)\b`,
	`unsubscribe\b`,
}, "|") + `)`)

var (
	askForSupport = regexp.MustCompile(`(?i)\b(?:subscrib\w+|subscription|donat\w+|membership|support (?:us|our)|sign up|newsletter)\b`)
	toReader      = regexp.MustCompile(`(?i)\b(?:you|your)\b`)
	fromSite      = regexp.MustCompile(`(?i)\b(?:us|our|we)\b`)
	onJournalism  = regexp.MustCompile(`(?i)\b(?:journalism|newsroom|our (?:readers|reporting|reporters|journalists)|fact-based|` +
		`news organi[sz]ations?)\b`)
)

// dropPleas drops the requests for support among the last blocks. A line about journalism in general, which could be reporting, is
// dropped only next to one that asks.
func dropPleas(blocks []block) {
	const last = 8 // blocks
	tail := max(0, len(blocks)-last)
	asks := make([]bool, len(blocks))
	for i := tail; i < len(blocks); i++ {
		b := &blocks[i]
		asks[i] = !b.spoken && len(b.text) <= longestFurniture && !about.IsReported(b.text) &&
			(b.drop && (askForSupport.MatchString(b.text) || callToReader.MatchString(b.text)) ||
				askForSupport.MatchString(b.text) && toReader.MatchString(b.text) && fromSite.MatchString(b.text))
		b.drop = b.drop || asks[i]
	}
	for i := tail; i < len(blocks); i++ {
		near := i > tail && asks[i-1] || i+1 < len(blocks) && asks[i+1]
		if b := &blocks[i]; near && len(b.text) <= longestFurniture && onJournalism.MatchString(b.text) && !about.IsReported(b.text) {
			b.drop = true
		}
	}
}

// isOnlyLinks reports whether nothing stands beside the Markdown links of a line.
func isOnlyLinks(text string) bool {
	if !strings.Contains(text, "](") {
		return false
	}
	rest := about.MarkdownLink.ReplaceAllString(text, "")
	return rest != text && !strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

var (
	endsInLink  = regexp.MustCompile(`\]\([^)]*\)\s*$`)
	photoCredit = regexp.MustCompile(`(?:` + strings.Join([]string{
		`\b(?i:getty images|ap photo|afp photo|reuters photo|epa-efe|shutterstock|istock|alamy|zuma press|zumapress|` +
			`press association images|anadolu agency images)\b[^.!?]{0,40}`,
		`(?i:\b(?:photo|photograph|image|picture|illustration|photographer)s?(?: credit)?\s*(?::|by\b|courtesy(?: of)?\b|via\b))\s*[^.!?]{2,60}`,
		`(?i:\bcourtesy of)\s+[^.!?]{2,50}`,
		`(?i:\bcredit\s*:)\s*[^.!?]{2,60}`,
		// "Jane Doe/Reuters", "REUTERS/Jane Doe/Pool", "Jane Doe via AP"
		`(?:\p{Lu}[\p{L}.'’-]+ )?\p{Lu}[\p{L}.'’-]+ ?/ ?(?i:` + about.AgencyNames + `|pool)\b[^.!?]{0,30}`,
		`\b(?:` + strings.ToUpper(about.AgencyNames) + `|Reuters|Bloomberg)/\p{Lu}[^.!?]{2,50}`,
		`\p{Lu}[\p{L}.'’-]+ (?:via|/) ?(?:AP|AFP|Reuters|REUTERS|EPA|TASS|Getty)\b[^.!?]{0,20}`,
	}, "|") + `)\)?$`)
)

// isCaption reports whether a paragraph is what stood under a picture: names and a place, then a link or a credit, and no full
// stop at its end.
func isCaption(text string) bool {
	const longest = 60 // words
	if about.EndsComplete(text) || len(text) > longestFurniture {
		return false
	}
	if mayCredit(text) && photoCredit.MatchString(text) {
		return len(prose.Words(text)) <= longest
	}
	return endsInLink.MatchString(text) && isNameLine(text)
}

// mayCredit reports whether a text has any of what photoCredit looks for; it spares most texts the pattern.
func mayCredit(text string) bool {
	for _, mark := range []string{"/", " via ", "hoto", "mage", "icture", "llustration", "redit", "REDIT", "HOTO", "ourtesy", "etty",
		"hutterstock", "tock", "lamy", "uma", "ZUMA", "EPA"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// isNameLine reports whether a line is mostly names: short, without the inside of a sentence.
func isNameLine(text string) bool {
	const longest = 15 // words
	words := prose.Words(about.StripLinks(text))
	capitals := 0
	for _, w := range words {
		if first := []rune(w.Text)[0]; unicode.IsUpper(first) || unicode.IsDigit(first) {
			capitals++
		}
	}
	return len(words) <= longest && capitals*2 > len(words)
}
