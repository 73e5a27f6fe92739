package parse

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

var (
	editorialTitle = regexp.MustCompile(`(?i)^editorial\s*[:|–—-]|^the .{2,30} view on\b.{2,80}:|\|\s*editorial$`)
	editorialBoard = regexp.MustCompile(`(?i)^[*_\s]*(?:by:? )?(?:the )?(?:[\p{L}&'’-]+ ){0,4}editorial (?:board|staff)[*_.\s]*$|` +
		`^[*_\s]*by:? the editors[*_.\s]*$`)
	releaseTitle   = regexp.MustCompile(`(?i)^(?:press|news|media) (?:release|statement)\s*[:|–—-]`)
	factSheetTitle = regexp.MustCompile(`(?i)^(?:fact ?sheet|factbox)\b`)
	minutesTitle   = regexp.MustCompile(`(?i)\bminutes (?:of|from|for)\b|\b(?:meeting|board|council|committee) (?:minutes|notes)\b|` +
		`^(?:draft |approved )?minutes\b|^notes (?:of|from) the\b`)
	// spanOfTime is minutes that pass, rather than those of a meeting.
	spanOfTime = regexp.MustCompile(`(?i)\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|` +
		`forty-five|fifty|sixty|ninety|few|several|some|many|mere|just|only)[ -]minutes\b`)
	liveTitle    = regexp.MustCompile(`(?i)\blive(?: ?blog)?\s*[:|–—-]|[:|–—-]\s*live(?: updates?)?$|\bas it happened\b|\blive updates?\b`)
	opinionTitle = regexp.MustCompile(`(?i)^(?:opinion|editorial|commentary|op-ed|column|guest essay|viewpoint)\s*[:|–—-]|` +
		`\|\s*(?:opinion|editorial|commentary|op-ed)$`)
	// transcriptTitle makes one label of a speaker enough; surelyTranscript needs none.
	transcriptTitle = regexp.MustCompile(`(?i)\btranscript\b|^(?:full )?remarks (?:by|of|as|with)\b|\bpress (?:gaggle|briefing|` +
		`conference|availability)\b|\bhansard\b|\boral (?:answers|evidence|questions)\b|\bquestion time\b|\binterview with\b|\bq ?& ?a\b`)
	surelyTranscript = regexp.MustCompile(`(?i)^(?:full |rush |official |uncorrected |verbatim )*transcript\b|\btranscript$|` +
		`^(?:full )?remarks (?:by|of|as)\b`)
	// meetingTitle names who met, and when, and nothing else.
	meetingTitle = regexp.MustCompile(`(?i)\b(?:committee|council|board|meeting|assembly|working group|call|sync|stand-?up|` +
		`retro(?:spective)?)\b[\s,:(–—-]*` + about.AnyDate.String() + `[\s)]*$`)
	previewTitle = regexp.MustCompile(`(?i)^(?:preview\s*:|what to (?:expect|watch|look for)\b|curtain[- ]raiser\b)`)
)

// kindOf tells the kind of an article that does not state it. turns says that it is made of the turns of a transcript. All that is not
// plainly something else is a report.
func kindOf(a *corpus.Article, turns bool) corpus.Kind {
	switch {
	case editorialTitle.MatchString(a.Title), byEditors(a):
		return corpus.KindEditorial
	case releaseTitle.MatchString(a.Title):
		return corpus.KindRelease
	case opinionTitle.MatchString(a.Title):
		return corpus.KindOpinion
	case factSheetTitle.MatchString(a.Title):
		return corpus.KindFactSheet
	case turns || surelyTranscript.MatchString(a.Title):
		return corpus.KindTranscript
	case minutesTitle.MatchString(a.Title) && !spanOfTime.MatchString(a.Title) || meetingTitle.MatchString(a.Title) || beginsAsMinutes(a):
		return corpus.KindMinutes
	case liveTitle.MatchString(a.Title):
		return corpus.KindLive
	case previewTitle.MatchString(a.Title) || announces(a):
		return corpus.KindPreview
	}
	return corpus.KindReport
}

// byEditors reports whether the line that says who wrote the article names the editors of its outlet.
func byEditors(a *corpus.Article) bool {
	return editorialBoard.MatchString(a.Author) || slices.ContainsFunc(a.Passages, func(p corpus.Passage) bool {
		return p.Role == corpus.RoleByline && editorialBoard.MatchString(p.Text)
	})
}

// beginsAsMinutes reports whether one of the first paragraphs says that minutes follow.
func beginsAsMinutes(a *corpus.Article) bool {
	const first, longest = 3, 300 // paragraphs, bytes of each that are looked at
	n := 0
	for _, p := range a.Passages {
		if p.Role != corpus.RoleBody {
			continue
		}
		if n++; n > first {
			return false
		}
		if minutesLead.MatchString(p.Text[:min(len(p.Text), longest)]) {
			return true
		}
	}
	return false
}

var minutesLead = regexp.MustCompile(`(?i)\bminutes of (?:the|a|an)\b.{0,80}\b(?:meeting|held|committee|council|board|session)\b`)

// notPlans begin the words before "to" in headlines that announce nothing: "agrees to meet", "nothing to discuss".
var notPlans = regexp.MustCompile(`(?i)^(?:agree|want|vow|promise|pledge|refuse|seek|tr(?:y|ie)|fail|threat|offer|hope|need|ask|urge|` +
	`order|forc|ha(?:s|ve|d)|nothing|something|anything|how|what|beg(?:a|i)n|start|continu|declin|mov|us(?:ed|es)|un?able|able|ready|` +
	`reluctant|like|way|chance|reason|right|call|tell|told|allow|invit|warn|plot|attempt|struggl|manag|come|came|appear|seem|claim|` +
	`choose|chose|decid|vot|race|rush|return|get|got|likely)`)

// announces reports whether an article tells of what is to come: its headline has "to" or "will" and a verb, and one of its first
// paragraphs says that this will be done.
func announces(a *corpus.Article) bool {
	const (
		first       = 4 // paragraphs
		shortestTry = 3 // letters of a verb
	)
	var lead strings.Builder
	n := 0
	for _, p := range a.Passages {
		if p.Role == corpus.RoleBody && n < first {
			lead.WriteString(prose.Fold(p.Text))
			lead.WriteByte('\n')
			n++
		}
	}
	words := prose.Words(a.Title)
	for i := 1; i+1 < len(words); i++ {
		verb := words[i+1].Folded
		switch {
		case words[i].Folded != "to" && words[i].Folded != "will", len(verb) < shortestTry:
			continue
		case words[i].Folded == "to" && notPlans.MatchString(words[i-1].Folded):
			continue
		}
		planned := regexp.MustCompile(`\b(?:will|(?:is|are|due|set|scheduled|expected|plans|planned|planning|slated|poised|` +
			`about) to)(?: \w+ly| also| first| then)? ` + regexp.QuoteMeta(verb) + `\b`)
		if planned.MatchString(lead.String()) {
			return true
		}
	}
	return false
}

// dateOfMeeting is the date in the title of a record of what was said, which is that of the record; unknown for other articles, whose
// titles tell when something happened.
func dateOfMeeting(a *corpus.Article) corpus.Date {
	if a.Kind != corpus.KindTranscript && a.Kind != corpus.KindMinutes {
		return corpus.Date{}
	}
	found := about.AnyDate.FindAllString(a.Title, -1)
	if len(found) != 1 {
		return corpus.Date{}
	}
	return about.ReadDate(found[0])
}
