package desk

import (
	"fmt"
	"strconv"

	"readout/bot/libraries"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/retrieval/eval"
)

// doing names a change in the middle of a sentence.
func doing(kind libraries.Kind) string {
	switch kind {
	case libraries.Add:
		return "adding"
	case libraries.Edit:
		return "editing"
	case libraries.Remove:
		return "removing"
	case libraries.Refresh:
		return "refreshing"
	case libraries.Rollback:
		return "going back to an earlier version"
	case libraries.Import:
		return "importing"
	case libraries.Start:
		return "the shipped articles"
	}
	return string(kind)
}

// Concern words what a person should look at before an article is published.
func Concern(c fetch.Concern) string {
	switch c.Kind {
	case fetch.ConcernOrder:
		return "its text addresses whoever answers, which is never followed and never shown as an answer: “" +
			terminal.Shorten(c.Detail, 240) + "”"
	case fetch.ConcernSite:
		return "it says that it is of a site that it does not come from: “" + terminal.Shorten(c.Detail, 240) + "”"
	case fetch.ConcernHidden:
		return "it had characters that nobody sees, which were dropped: “" + terminal.Shorten(c.Detail, 240) + "”"
	case fetch.ConcernLanguage:
		return "its text is in " + reply.English().LanguageName(c.Detail) +
			": only English is read for who said what, and only questions in its own words find it"
	case fetch.ConcernFile:
		return c.Detail
	case fetch.ConcernDuplicate:
		return "the same text is there already: " + c.Detail
	case fetch.ConcernReport:
		return "looks like the same report as " + c.Detail
	case fetch.ConcernPaywall:
		return "looks like the beginning only, of an article behind a paywall: “" + terminal.Shorten(c.Detail, 240) + "”"
	case fetch.ConcernShort:
		return "there is hardly any text"
	case fetch.ConcernLoss:
		return "text may be missing: " + c.Detail
	case fetch.ConcernUncredited:
		return "nobody is credited with what is quoted in it"
	case fetch.ConcernNoTitle:
		return "it states no headline"
	case fetch.ConcernNoDate:
		return "it states no date"
	case fetch.ConcernNoPublisher:
		return "it states no publisher"
	}
	return string(c.Kind) + " " + c.Detail
}

// page sets what the commands over libraries print.
type page struct{ terminal.Layout }

// pageOf sets text for a console's output.
func pageOf(con *terminal.Console) page { return page{con.Layout()} }

// draft sets what a change would change, with what there is to look at first.
func (l page) draft(d *libraries.Draft) string {
	text := l.Paragraph(typeset.Bold, "", "", "Preview: "+doing(d.Kind))
	for _, part := range []struct {
		title string
		items []libraries.Item
	}{{"added", d.Added}, {"changed, as it would be", d.Changed}, {"removed", d.Removed}} {
		if len(part.items) > 0 {
			text += "\n" + l.Paragraph(typeset.Bold, "", "", terminal.Counted(len(part.items), "article")+" "+part.title) + l.items(part.items)
		}
	}
	if len(d.Sources) > 0 {
		text += "\n" + l.sources(d.Sources)
	}
	if d.Same {
		return text + "\n" + l.Paragraph(typeset.Plain, "", "", "Nothing would change, so there is nothing to publish.")
	}
	if text += "\n" + l.gate(d.Gate) + "\n"; d.Open.Answered > 0 {
		text += l.Paragraph(typeset.Plain, "", "", d.Open.String()) + "\n"
	}
	return text
}

// items lists articles.
func (l page) items(items []libraries.Item) string {
	text := ""
	for _, i := range items {
		a := corpus.Article{
			ID: i.ID, Title: terminal.Shorten(i.Title, 200), Published: i.Published, Kind: i.Kind,
			Publisher: terminal.Shorten(i.Publisher, 100), Agency: terminal.Shorten(i.Agency, 100),
		}
		holds := terminal.Counted(i.Paragraphs, "paragraph") + ", " + terminal.Counted(i.Remarks, "remark")
		text += l.Paragraph(typeset.Plain, "- ", "    ", string(i.ID)+": "+l.Phrases.SourceLine(&a)+" · "+holds)
		text += l.Link("    ", i.URL)
		for _, c := range i.Concerns {
			text += l.Paragraph(typeset.Bold, "    ", "      ", "Look at this: "+Concern(c))
		}
	}
	return text
}

// sources sets what came of fetching.
func (l page) sources(sources []libraries.SourceResult) string {
	count := map[libraries.SourceState]int{}
	for _, s := range sources {
		count[s.State]++
	}
	line := ""
	for _, state := range []libraries.SourceState{
		libraries.SourceNew, libraries.SourceChanged, libraries.SourceUnchanged, libraries.SourceFailed,
	} {
		if n := count[state]; n > 0 {
			if line != "" {
				line += ", "
			}
			line += strconv.Itoa(n) + " " + string(state)
		}
	}
	text := l.Paragraph(typeset.Plain, "", "", terminal.Counted(len(sources), "source")+" fetched: "+line)
	for _, s := range sources {
		if s.State == libraries.SourceFailed {
			text += l.Paragraph(typeset.Plain, "- ", "    ", s.URL+" failed: "+s.Err.String()+". What was published from it stays")
		}
	}
	return text
}

// keepAsCheck says how a server comes by checks.
const keepAsCheck = "To keep an answer as one: readout corpus check --server ID --keep \"your question\""

// gate sets how the judged questions fare.
func (l page) gate(g libraries.GateResult) string {
	if g.Ran == 0 {
		none := "There are no checks on these articles that would tell whether answers get worse. " + keepAsCheck
		return l.Paragraph(typeset.Plain, "", "", l.Program.In(none))
	}
	if len(g.Worse) == 0 {
		text := fmt.Sprintf("Checks: %d of %d answered right, none worse than before", g.Right, g.Ran)
		if g.Better > 0 {
			text += fmt.Sprintf(", %d better", g.Better)
		}
		return l.Paragraph(typeset.Plain, "", "", text)
	}
	head := fmt.Sprintf("Of %s, %d would be answered worse than before", terminal.Counted(g.Ran, "check"), len(g.Worse))
	text := l.Paragraph(typeset.Bold, "", "", head)
	for _, w := range g.Worse {
		text += l.Paragraph(typeset.Plain, "- ", "  ", w.Question)
		text += l.Paragraph(typeset.Plain, "  before: ", "    ", said(w.Before)) + l.Paragraph(typeset.Plain, "  after: ", "    ", said(w.After))
		if w.Why != "" && w.After != "" { // else "not answered" says it
			text += l.Paragraph(typeset.Dim, "  ", "    ", w.Why)
		}
	}
	return text
}

// said is an answer, shortened.
func said(answer string) string {
	if answer == "" {
		return "not answered"
	}
	return terminal.Shorten(answer, 300)
}

// drafts lists what waits.
func (l page) drafts(drafts []*libraries.Draft) string {
	if len(drafts) == 0 {
		return "Nothing waits to be published.\n"
	}
	text := ""
	for _, d := range drafts {
		what := fmt.Sprintf("%s: %s; %d added, %d changed, %d removed; made by %s at %s", d.ID, doing(d.Kind),
			len(d.Added), len(d.Changed), len(d.Removed), by(d.By), terminal.Moment(d.At))
		if n := len(d.Gate.Worse); n > 0 {
			what += fmt.Sprintf("; %d answered worse", n)
		}
		text += l.Paragraph(typeset.Plain, "- ", "    ", what)
	}
	return text
}

// history lists versions.
func (l page) history(versions []libraries.Version) string {
	if len(versions) == 0 {
		return "Nothing was ever published here: the shipped articles answer.\n"
	}
	text := ""
	for _, v := range versions {
		what := fmt.Sprintf("v%d · %s · %s · %s · by %s",
			v.Number, terminal.Moment(v.At), doing(v.Kind), terminal.Counted(v.Articles, "article"), publisher(v))
		if v.Why != "" {
			what += " · " + v.Why
		}
		text += l.Paragraph(typeset.Plain, "- ", "    ", what)
	}
	return text
}

// publisher is who published a version.
func publisher(v libraries.Version) string {
	if v.ByBot() {
		return "the bot"
	}
	return by(v.By)
}

// by is who did something.
func by(who string) string {
	switch who {
	case "":
		return "somebody who is forgotten"
	case byTerminal:
		return "the terminal"
	}
	return "member " + who
}

// status sets what a library holds.
func (l page) status(g store.GuildID, s *libraries.Status, drafts int) string {
	head := "Server " + string(g) + ": the shipped articles; nothing was ever published here"
	if s.Own {
		head = fmt.Sprintf("Server %s: %s, published by %s at %s", g, s.Name, publisher(s.Version), terminal.Moment(s.Version.At))
	}
	text := l.Paragraph(typeset.Bold, "", "", head)
	text += l.Paragraph(typeset.Plain, "  ", "  ", fmt.Sprintf("%s in %s, %s, %s by %s, %s",
		terminal.Counted(s.Articles, "article"), terminal.Counted(s.Reports, "report"), terminal.Counted(s.Passages, "passage"),
		terminal.Counted(s.Remarks, "remark"), terminal.Counted(s.People, "speaker"), terminal.Counted(s.Checks, "check")))
	if len(s.Sources) > 0 {
		line := terminal.Counted(len(s.Sources), "source") + " to fetch from"
		if !s.Refresh.IsZero() {
			line += "; the bot fetches them again at " + terminal.Moment(s.Refresh)
		}
		text += l.Paragraph(typeset.Plain, "  ", "  ", line)
	}
	for _, source := range s.Sources {
		if source.Failures > 0 {
			failing := fmt.Sprintf("%s has failed since %s: %s", source.URL, terminal.Moment(source.Failing), source.Err)
			text += l.Paragraph(typeset.Plain, "  - ", "    ", failing)
		}
	}
	if drafts > 0 {
		waiting := terminal.Counted(drafts, "change") + l.Program.In(" waiting to be published (readout corpus drafts)")
		text += l.Paragraph(typeset.Plain, "  ", "  ", waiting)
	}
	return text
}

// questions lists judged questions.
func (l page) questions(questions []eval.Question) string {
	text := ""
	for _, q := range questions {
		text += l.Paragraph(typeset.Plain, "", "    ", q.ID+": "+q.Text)
	}
	return text
}

// checks sets how judged questions were answered.
func (l page) checks(results []libraries.CheckResult) string {
	text, right := "", 0
	if len(results) == 0 {
		return l.Paragraph(typeset.Plain, "", "", l.Program.In("There are no checks on these articles. "+keepAsCheck))
	}
	for _, r := range results {
		if r.Outcome == libraries.Right {
			right++
			continue
		}
		text += l.Paragraph(typeset.Plain, "- ", "    ", r.Outcome.String()+": "+r.Question)
		text += l.Paragraph(typeset.Plain, "    ", "    ", said(r.Answer))
		text += l.Paragraph(typeset.Dim, "    ", "    ", r.ID+": "+r.Why)
	}
	return text + l.Paragraph(typeset.Bold, "", "", fmt.Sprintf("%d of %s answered right", right, terminal.Counted(len(results), "check")))
}

// kept sets an answer that was made a check.
func (l page) kept(k *Kept) string {
	return l.Paragraph(typeset.Plain, "", "", "Kept as "+k.ID+": "+k.Question) + l.Paragraph(typeset.Plain, "    ", "    ", said(k.Answer)) +
		l.Paragraph(typeset.Plain, "", "", "Before a change is published after which that is answered worse, you are told.")
}
