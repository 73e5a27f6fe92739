package wording

import (
	"errors"
	"maps"
	"strconv"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/libraries"
	"readout/bot/libraries/provenance"
	"readout/bot/phrases"
	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
	"readout/retrieval/misquote"
)

// moderationIn is what is said to moderators in the language of a catalogue.
func moderationIn(c *phrases.Catalogue) moderation {
	page := func(page, pages int) string {
		if pages < 2 {
			return ""
		}
		return c.Say("library.page", phrases.Values{"page": page, "pages": pages})
	}
	kinds := c.Below("library.kinds")
	kind := func(k string) string {
		if word := kinds[k]; word != "" {
			return word
		}
		return markup.Escape(k)
	}
	m := moderation{
		Preview:  func(k libraries.Kind) string { return c.Say("draft.preview", phrases.Values{"kind": kind(string(k))}) },
		Added:    c.Counted("draft.added"),
		Changed:  c.Counted("draft.changed"),
		Removed:  c.Counted("draft.removed"),
		Holds:    func(p, r int) string { return c.Count("draft.paragraphs", p) + ", " + c.Count("draft.remarks", r) },
		Concerns: concernsIn(c),
		Sources: func(fresh, changed, unchanged, failed int) string {
			return sourcesIn(c, fresh, changed, unchanged, failed)
		},
		SourceFailed: c.Pair("draft.source-failed", "url", "why"),
		Reason:       func(r libraries.Reason) string { return reasonIn(c, r) },
		AnswersOpen: func(answered, asked int) string {
			return c.Say("draft.answers-open", phrases.Values{"answered": answered, "n": asked})
		},
		ChecksWell: func(ran, right, better int) string {
			text := c.Say("draft.checks-well", phrases.Values{"right": right, "ran": ran})
			if better > 0 {
				text += c.Count("draft.checks-better", better)
			}
			return text
		},
		ChecksWorse: func(worse, ran int) string {
			return c.Say("draft.checks-worse", phrases.Values{"worse": worse, "n": ran})
		},
		Progress: func(p libraries.Progress) string {
			step := c.Text("library.steps." + string(p.Step))
			if p.Total == 0 {
				return c.Say("library.step-begins", phrases.Values{"step": step})
			}
			return c.Say("library.step", phrases.Values{"step": step, "done": p.Done, "total": p.Total})
		},
		Conflict: func(since []string) string {
			return c.Say("draft.conflict", phrases.Values{"since": strings.Join(since, "\n")})
		},
		Published: func(version string, n int) string {
			return c.Say("draft.published", phrases.Values{"version": version, "n": n})
		},
		Recalling: func(marked, private int) string {
			var parts []string
			if marked > 0 {
				parts = append(parts, c.Count("draft.marked", marked))
			}
			if private > 0 {
				parts = append(parts, c.Count("draft.out-of-reach", private))
			}
			return strings.Join(parts, " ")
		},
		List:        func(n, at, pages int) string { return c.Count("moderators.articles", n) + page(at, pages) },
		Status:      func(s libraries.Status, by string) string { return statusIn(c, s, by) },
		NextRefresh: c.Of("moderators.next-refresh", "when"),
		SourceFails: func(url, why, since string) string {
			return c.Say("moderators.source-fails", phrases.Values{"url": url, "why": why, "since": since})
		},
		ShowDraft: c.Counted("moderators.show-draft"),
		History:   func(at, pages int) string { return c.Text("moderators.history") + page(at, pages) },
		VersionChoice: func(v libraries.Version) string {
			return c.Say("moderators.version-choice", phrases.Values{"version": "v" + strconv.Itoa(v.Number), "kind": kind(string(v.Kind)),
				"articles": c.Count("moderators.articles", v.Articles)})
		},
		Did:       func(by string, e store.AuditEntry) string { return didIn(c, kind, by, e) },
		Withdrawn: c.Of("moderators.withdrawn", "version"),
		ChecksRun: func(right, all int) string {
			return c.Say("moderators.checks-run", phrases.Values{"right": right, "n": all})
		},
		Quotes:     quotesIn(c),
		Kept:       c.Pair("moderators.kept", "question", "said"),
		AskUncheck: c.Of("moderators.ask-uncheck", "question"),
		Refused:    refusedIn(c),
	}
	c.Fill("moderators", &m)
	return m
}

// concernsIn are what a moderator should look at in an article that is added.
func concernsIn(c *phrases.Catalogue) map[fetch.ConcernKind]func(string) string {
	out := make(map[fetch.ConcernKind]func(string) string)
	for kind := range c.Below("draft.concerns") {
		out[fetch.ConcernKind(kind)] = c.Of("draft.concerns."+kind, "quote")
	}
	return out
}

// sourcesIn counts the sources that were fetched, by what came of it.
func sourcesIn(c *phrases.Catalogue, fresh, changed, unchanged, failed int) string {
	var parts []string
	for _, part := range []struct {
		n   int
		key string
	}{{fresh, "draft.new"}, {changed, "draft.changed-sources"}, {unchanged, "draft.unchanged"}, {failed, "draft.failed"}} {
		if part.n > 0 {
			parts = append(parts, c.Count(part.key, part.n))
		}
	}
	return c.Say("draft.sources", phrases.Values{"n": fresh + changed + unchanged + failed, "parts": strings.Join(parts, ", ")})
}

// statusIn tells what is in a library, in Discord's formatting.
func statusIn(c *phrases.Catalogue, s libraries.Status, by string) string {
	text := c.Text("moderators.came-with")
	if s.Own {
		text = c.Say("moderators.present", phrases.Values{"version": markup.Escape(s.Name), "by": by, "when": markup.Relative(s.Version.At)})
	}
	text += "\n" + c.Say("moderators.holds", phrases.Values{
		"articles": c.Count("moderators.articles", s.Articles), "reports": c.Count("moderators.in-reports", s.Reports),
		"passages": c.Count("moderators.passages", s.Passages), "remarks": c.Count("moderators.remarks", s.Remarks),
		"people": c.Count("moderators.people", s.People), "sources": c.Count("moderators.sources", len(s.Sources)),
	})
	failing := 0
	for _, source := range s.Sources {
		if source.Failures > 0 {
			failing++
		}
	}
	if failing > 0 {
		text += c.Count("moderators.failing", failing)
	}
	return text + ", " + c.Count("moderators.checks", s.Checks)
}

// didIn tells what a moderator, an operator or the bot itself did, in Discord's formatting. kind is what a change is called.
func didIn(c *phrases.Catalogue, kind func(string) string, by string, e store.AuditEntry) string {
	say := func(key string, more phrases.Values) string {
		values := phrases.Values{"by": by, "target": markup.Escape(e.Target)}
		maps.Copy(values, more)
		return c.Say("did."+key, values)
	}
	switch e.Action {
	case DidPublish, DidPublishOutside:
		if e.Action == DidPublishOutside {
			by = c.Text("did.operator")
		}
		of, titles, _ := strings.Cut(e.Note, ": ")
		text := say("published", phrases.Values{"kind": kind(of)})
		if titles != "" {
			text += ": " + markup.Escape(markup.Clip(titles, 300))
		}
		return text
	case DidDiscard:
		return say("discarded", phrases.Values{"kind": kind(e.Target)})
	case DidSettings:
		return say("settings", nil)
	case DidExport:
		return say("exported", nil)
	case DidResolve:
		return say("resolved", nil)
	case DidKeep:
		return say("kept", phrases.Values{"check": markup.Code(e.Target)})
	case DidUncheck:
		return say("unchecked", phrases.Values{"check": markup.Code(e.Target)})
	case DidDraft:
		return say("drafted", nil)
	case DidFail:
		return say("failed", phrases.Values{"source": markup.Code(e.Target), "why": markup.Escape(markup.Clip(reasonIn(c,
			libraries.Reason(e.Note)), LongestQuote))})
	case DidRecover:
		return say("recovered", phrases.Values{"source": markup.Code(e.Target)})
	case DidNoDigest:
		return say("no-digest", nil)
	case DidRecall:
		n := recallNumbers(e.Note)
		return say("recalled", phrases.Values{"n": n.Marked, "private": n.Private, "lost": n.Lost})
	}
	return by + ": " + markup.Escape(e.Action) + " " + markup.Escape(e.Target)
}

// quotesIn is what the check of quotations says.
func quotesIn(c *phrases.Catalogue) quoteWords {
	w := quoteWords{
		Checked: func(quotations, transcripts int) string {
			return c.Say("quotes.checked", phrases.Values{"quotations": c.Count("quotes.quotations", quotations),
				"transcripts": c.Count("quotes.transcripts", transcripts)})
		},
		Unheard: c.Counted("quotes.unheard"), SaidBy: c.Of("quotes.said-by", "speaker"),
		Titles: make(map[misquote.Verdict]string), Why: make(map[misquote.Reason]string),
	}
	for verdict, title := range c.Below("quotes.titles") {
		w.Titles[misquote.Verdict(verdict)] = title
	}
	for reason, why := range c.Below("quotes.why") {
		w.Why[misquote.Reason(reason)] = why
	}
	c.Fill("quotes", &w)
	return w
}

// refusedIn says why what a moderator wants can't be done, and what to do.
func refusedIn(c *phrases.Catalogue) map[Reason]func(*Refusal) string {
	out := make(map[Reason]func(*Refusal) string)
	for why := range c.Below("refused") {
		out[Reason(why)] = func(r *Refusal) string {
			detail := r.detail
			switch Reason(why) {
			case badFact:
				detail = badFactIn(c, r)
			case badLink:
				detail = linkIn(c, fetch.LinkReason(detail))
			}
			return c.Say("refused."+why, phrases.Values{"most": r.N, "status": r.N, "server": r.Channels, "channel": r.Channels,
				"detail": markup.Escape(detail), "names": library.MaxAliases})
		}
	}
	return out
}

// The program says why a link, a source or a fact is refused where it finds that, in English. Another language has its own words in its
// file.

// reasonIn is why a source failed, not escaped.
func reasonIn(c *phrases.Catalogue, r libraries.Reason) string {
	kind, exactly := r.Parts()
	switch kind {
	case provenance.ReasonLink:
		return linkIn(c, fetch.LinkReason(exactly))
	case provenance.ReasonOther:
		kind = "unknown"
	}
	if key := "reason." + string(kind); c.Has(key) {
		fact, _, _ := strings.Cut(exactly, ": ")
		return c.Say(key, phrases.Values{"exactly": exactly, "fact": factIn(c, fact)})
	}
	return r.String()
}

// factIn is what a fact of front matter is called.
func factIn(c *phrases.Catalogue, key string) string {
	if c.Has("fact." + key) {
		return c.Text("fact." + key)
	}
	return c.Say("fact.named", phrases.Values{"key": key})
}

// badFactIn is why a fact can't be stated.
func badFactIn(c *phrases.Catalogue, r *Refusal) string {
	if r.fact == nil || !c.Has("fact.bad") {
		return r.detail
	}
	key := "fact.bad"
	switch {
	case errors.Is(r.fact, parse.ErrFactTooLong):
		key = "fact.too-long"
	case errors.Is(r.fact, parse.ErrFactCharacters):
		key = "fact.characters"
	case c.Has("fact.bad-" + r.fact.Field):
		key = "fact.bad-" + r.fact.Field
	}
	return c.Say(key, phrases.Values{"fact": factIn(c, r.fact.Field)})
}

// linkIn is why a link is not fetched.
func linkIn(c *phrases.Catalogue, r fetch.LinkReason) string {
	if key := "link." + string(r); c.Has(key) {
		return c.Text(key)
	}
	return string(r)
}

// commandsIn are the names and descriptions of commands and options.
func commandsIn(c *phrases.Catalogue) map[string]naming {
	out := make(map[string]naming)
	for key, text := range c.Below("commands") {
		command, what := key[:strings.LastIndexByte(key, '.')], key[strings.LastIndexByte(key, '.')+1:]
		named := out[command]
		if what == "name" {
			named.Name = text
		} else {
			named.Description = text
		}
		out[command] = named
	}
	return out
}
