package discord

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"readout/bot/libraries"
	"readout/bot/libraries/provenance"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

func germanModeratorCommands() map[string]naming {
	return map[string]naming{
		"settings.audit":          {"protokoll", "Wo ich sage, was Moderatoren tun"},
		"settings.audit.in":       {"kanal", "Der Kanal; weglassen für keinen"},
		"settings.refresh":        {"auffrischen", "Wie oft ich Artikel mit Link und Feeds neu hole"},
		"settings.refresh.every":  {"wie-oft", "Wie oft"},
		"settings.limits":         {"grenzen", "Wie viele Fragen an einem Tag gestellt werden dürfen; 0 für keine Grenze"},
		"settings.limits.member":  {"mitglied", "Von einem Mitglied"},
		"settings.limits.server":  {"server", "Von allen zusammen"},
		"corpus":                  {"korpus", "Die Artikel, aus denen ich auf diesem Server antworte, für Moderatoren"},
		"corpus.add":              {"dazu", "Einen Artikel oder einen Feed hinzufügen; du siehst ihn vor allen anderen"},
		"corpus.add.url":          {"url", "Link zum Artikel"},
		"corpus.add.file":         {"datei", "Oder eine Datei: txt, md, html, pdf"},
		"corpus.add.feed":         {"feed", "Oder die Adresse eines Feeds: seine Artikel, jetzt und bei jedem Auffrischen"},
		"corpus.add.why":          {"warum", "Warum, für den Verlauf"},
		"corpus.edit":             {"ändern", "Berichtigen, was über einen Artikel angegeben ist; ein Strich nimmt eine Angabe weg"},
		"corpus.edit.article":     {"artikel", "Welcher Artikel"},
		"corpus.edit.title":       {"titel", "Seine Überschrift"},
		"corpus.edit.publisher":   {"herausgeber", "Wer ihn veröffentlicht hat"},
		"corpus.edit.agency":      {"agentur", "Die Nachrichtenagentur, von der er stammt"},
		"corpus.edit.author":      {"verfasser", "Wer ihn geschrieben hat"},
		"corpus.edit.date":        {"datum", "Wann er veröffentlicht wurde: 2019-05-14 oder 2019-05"},
		"corpus.edit.kind":        {"art", "Was für ein Artikel es ist"},
		"corpus.edit.link":        {"link", "Wo er zu lesen ist"},
		"corpus.edit.tongue":      {"sprache", "Die Sprache des Artikels, zum Beispiel en"},
		"corpus.edit.aliases":     {"andere-namen", "Wie er sonst heißt, durch Strichpunkte getrennt: so kann man nach ihm fragen"},
		"corpus.edit.same":        {"selber-bericht-wie", "Der Artikel, der derselbe Bericht ist"},
		"corpus.edit.why":         {"warum", "Warum, für den Verlauf"},
		"corpus.remove":           {"weg", "Einen Artikel herausnehmen, oder einem Feed nicht mehr folgen"},
		"corpus.remove.article":   {"artikel", "Welcher Artikel"},
		"corpus.remove.feed":      {"feed", "Oder welcher Feed; seine Artikel bleiben"},
		"corpus.remove.why":       {"warum", "Warum, für den Verlauf"},
		"corpus.list":             {"liste", "Die Artikel aufzählen"},
		"corpus.status":           {"stand", "Die jetzige Version, ihre Quellen, und was auf dich wartet"},
		"corpus.refresh":          {"auffrischen", "Alles, was über seinen Link dazukam, und jeden Feed neu holen"},
		"corpus.check":            {"proben", "Die Fragen stellen, deren Antworten feststehen, oder sie ändern"},
		"corpus.check.keep":       {"behalten", "Eine Antwort als Probe behalten: der Link zu ihrer Nachricht"},
		"corpus.check.remove":     {"weg", "Eine Probe entfernen"},
		"corpus.check.quotes":     {"zitate", "Stattdessen vergleichen, was Berichte aus Wortprotokollen zitieren"},
		"corpus.history":          {"verlauf", "Wer wann was getan hat"},
		"corpus.rollback":         {"zurück", "Zu einer früheren Version zurückkehren"},
		"corpus.rollback.version": {"version", "Welche Version"},
		"corpus.rollback.why":     {"warum", "Warum, für den Verlauf"},
		"corpus.export":           {"ausfuhr", "Alles in einer Datei"},
		"corpus.import":           {"einfuhr", "Ausgeführtes an die Stelle dessen setzen, was hier ist"},
		"corpus.import.file":      {"datei", "Was /korpus ausfuhr gegeben hat"},
		"corpus.import.why":       {"warum", "Warum, für den Verlauf"},
		"inbox":                   {"eingang", "Hinweise auf Antworten, und was die Artikel nicht beantworten, für Moderatoren"},
		"keep":                    {"Als Probe behalten", ""},
	}
}

func germanModeratorChoices() map[string]string {
	return map[string]string{refreshNever: "nie", refresh6h: "alle 6 Stunden", refreshDay: "jeden Tag", refreshWeek: "jede Woche",
		string(corpus.KindReport): "Bericht", string(corpus.KindPreview): "Vorschau", string(corpus.KindOpinion): "Meinung",
		string(corpus.KindTranscript): "Wortlaut", string(corpus.KindEditorial): "Leitartikel", string(corpus.KindMinutes): "Protokoll",
		string(corpus.KindRelease): "Pressemitteilung", string(corpus.KindFactSheet): "Faktenblatt", string(corpus.KindLive): "Liveseite"}
}

func germanModeration() moderation {
	kinds := map[libraries.Kind]string{libraries.Add: "hinzufügen", libraries.Edit: "ändern", libraries.Remove: "herausnehmen", libraries.Refresh: "auffrischen",
		libraries.Rollback: "zu einer früheren Version zurück", libraries.Import: "einführen", libraries.Start: "die mitgebrachten Artikel"}
	steps := map[libraries.Step]string{libraries.Fetching: "Hole", libraries.Reading: "Lese", libraries.Embedding: "Verzeichne", libraries.Checking: "Stelle die Proben"}
	number := func(n int, one, more string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(n) + " " + more
	}
	page := func(page, pages int) string {
		if pages < 2 {
			return ""
		}
		return fmt.Sprintf(", Seite %d von %d", page, pages)
	}
	did := func(kind string) string {
		if word := kinds[libraries.Kind(kind)]; word != "" {
			return word
		}
		return escape(kind)
	}
	checks := func(n int) string { return number(n, "Probe", "Proben") }
	return moderation{
		Preview:        func(k libraries.Kind) string { return "Vorschau: " + did(string(k)) },
		Added:          func(n int) string { return number(n, "Artikel", "Artikel") + " dazu" },
		Changed:        func(n int) string { return number(n, "Artikel", "Artikel") + " geändert, wie sie dann wären" },
		Removed:        func(n int) string { return number(n, "Artikel", "Artikel") + " weg" },
		NothingChanges: "Es würde sich nichts ändern, also gibt es nichts zu veröffentlichen.",
		BeforePublish:  "Mitglieder sehen davon nichts, bevor du es veröffentlichst. Es wartet einen Tag lang.",
		Holds: func(p, r int) string {
			return number(p, "Absatz", "Absätze") + ", " + number(r, "Äußerung", "Äußerungen")
		},
		Warning: "Sieh dir an",
		Concerns: map[fetch.ConcernKind]func(string) string{
			fetch.ConcernOrder: func(q string) string {
				return "sein Text wendet sich an den, der antwortet: " + q + " Ich folge dem nicht und zeige es nie als Antwort"
			},
			fetch.ConcernNoTitle:     func(string) string { return "er gibt keine Überschrift an" },
			fetch.ConcernNoDate:      func(string) string { return "er gibt kein Datum an" },
			fetch.ConcernNoPublisher: func(string) string { return "er gibt keinen Herausgeber an" },
			fetch.ConcernPaywall: func(q string) string {
				return "das sieht nur nach dem Anfang aus, von einem Artikel hinter einer Bezahlschranke " + q
			},
			fetch.ConcernSite: func(q string) string { return "er gibt an, von einer Website zu sein, von der er nicht kommt: " + q },
			fetch.ConcernHidden: func(q string) string {
				return "er enthielt Zeichen, die niemand sieht; ich habe sie weggelassen: " + q
			},
			fetch.ConcernLanguage: func(q string) string {
				return "er ist nicht auf Englisch, und nur das lese ich darauf, wer was gesagt hat: " + q
			},
			fetch.ConcernFile:       func(q string) string { return "ein Teil der Datei ist nicht so zu lesen, wie er gemeint ist: " + q },
			fetch.ConcernShort:      func(string) string { return "es steht kaum Text darin" },
			fetch.ConcernLoss:       func(q string) string { return "es fehlt vielleicht Text: " + q },
			fetch.ConcernDuplicate:  func(q string) string { return "derselbe Text ist schon hier: " + q },
			fetch.ConcernReport:     func(q string) string { return "sieht nach demselben Bericht aus wie " + q },
			fetch.ConcernUncredited: func(string) string { return "was darin zitiert ist, wird niemandem zugeschrieben" },
		},
		Sources: func(fresh, changed, unchanged, failed int) string {
			return number(fresh+changed+unchanged+failed, "Quelle", "Quellen") + ": " + counted([]part{{fresh, "neu"}, {changed, "geändert"}, {unchanged, "unverändert"}, {failed, "gescheitert"}})
		},
		SourceFailed: func(url, why string) string {
			return url + " ist gescheitert: " + why + ". Was daraus veröffentlicht ist, bleibt"
		},
		Reason: germanReason,
		AnswersOpen: func(answered, asked int) string {
			return fmt.Sprintf("Sie beantwortet %d von %d Fragen, auf deren Antwort Mitglieder warten; sie erfahren es, wenn sie veröffentlicht wird.", answered, asked)
		},
		ChecksWell: func(ran, right, better int) string {
			text := fmt.Sprintf("Proben: %d von %d richtig beantwortet, keine schlechter als bisher", right, ran)
			if better > 0 {
				text += fmt.Sprintf(", %d besser", better)
			}
			return text
		},
		ChecksWorse: func(worse, ran int) string {
			return fmt.Sprintf("Von %s würden %d schlechter beantwortet als bisher", checks(ran), worse)
		},
		Before: "bisher", After: "dann", NotAnswered: "nicht beantwortet",
		Progress: func(p libraries.Progress) string {
			if p.Total == 0 {
				return steps[p.Step] + " …"
			}
			return fmt.Sprintf("%s: %d von %d …", steps[p.Step], p.Done, p.Total)
		},
		Publish: "Veröffentlichen", Discard: "Verwerfen", Accept: "Trotzdem veröffentlichen",
		Publishing: "Veröffentliche …", Discarded: "Verworfen. Nichts hat sich geändert.",
		Exported:  "Alles aus der Bibliothek dieses Servers, für `/korpus einfuhr`.",
		AskAccept: "Trotzdem veröffentlichen?",
		Conflict: func(since []string) string {
			return "Nicht veröffentlicht: die Artikel haben sich geändert, seit du diese Änderung gemacht hast.\n" + strings.Join(since, "\n") +
				"\nSieh dir `/korpus liste` an und mach deine Änderung von dort aus noch einmal."
		},
		Published: func(version string, articles int) string {
			return "**" + version + " ist veröffentlicht**, mit " + number(articles, "Artikel", "Artikeln") + "."
		},
		Recalling: func(marked, private int) string {
			var parts []string
			if marked > 0 {
				parts = append(parts, number(marked, "Antwort aus dem, was sich geändert hat, wird", "Antworten aus dem, was sich geändert hat, werden")+" gekennzeichnet.")
			}
			if private > 0 {
				parts = append(parts, number(private, "private Antwort", "private Antworten")+" nicht: die sieht nur, wer gefragt hat.")
			}
			return strings.Join(parts, " ")
		},
		List: func(n, at, pages int) string { return number(n, "Artikel", "Artikel") + page(at, pages) },
		Status: func(s libraries.Status, by string) string {
			text := "**Die mitgebrachten Artikel**: hier wurde noch nichts veröffentlicht"
			if s.Own {
				text = fmt.Sprintf("**%s**, veröffentlicht von %s, %s", escape(s.Name), by, relative(s.Version.At))
			}
			failing := 0
			for _, source := range s.Sources {
				if source.Failures > 0 {
					failing++
				}
			}
			text += fmt.Sprintf("\n%s in %s, %s, %s von %s\n%s zu holen", number(s.Articles, "Artikel", "Artikel"),
				number(s.Reports, "Bericht", "Berichten"), number(s.Passages, "Stelle", "Stellen"), number(s.Remarks, "Äußerung", "Äußerungen"),
				number(s.People, "Person", "Personen"), number(len(s.Sources), "Quelle", "Quellen"))
			if failing > 0 {
				text += fmt.Sprintf(", davon %d gescheitert", failing)
			}
			return text + ", " + checks(s.Checks)
		},
		NextRefresh: func(when string) string { return "Neu geholt wird " + when },
		SourceFails: func(url, why, since string) string { return url + " scheitert, seit " + since + ": " + why },
		DraftsWait:  "Wartet auf Veröffentlichung",
		ShowDraft:   func(n int) string { return "Entwurf " + strconv.Itoa(n) + " zeigen" },
		History:     func(at, pages int) string { return "Verlauf" + page(at, pages) },
		NoHistory:   "Es wurde noch nichts getan.",
		VersionChoice: func(v libraries.Version) string {
			return fmt.Sprintf("v%d · %s · %s", v.Number, did(string(v.Kind)), number(v.Articles, "Artikel", "Artikel"))
		},
		Back: "Zurück", Next: "Weiter",
		Did: func(by string, e store.AuditEntry) string {
			target := escape(e.Target)
			switch e.Action {
			case didPublish, didPublishOutside:
				kind, titles, _ := strings.Cut(e.Note, ": ")
				if e.Action == didPublishOutside {
					by = "Wer mich betreibt"
				}
				text := by + " hat " + target + " veröffentlicht, " + did(kind)
				if titles != "" {
					text += ": " + escape(clip(titles, 300))
				}
				return text
			case didDiscard:
				return by + " hat einen Entwurf verworfen: " + did(e.Target)
			case didSettings:
				return by + " hat Einstellungen geändert: " + target
			case didExport:
				return by + " hat alles ausgeführt"
			case didResolve:
				return by + " hat etwas im Eingang erledigt"
			case didKeep:
				return by + " hat eine Antwort als Probe behalten, " + code(e.Target)
			case didUncheck:
				return by + " hat die Probe " + code(e.Target) + " entfernt"
			case didDraft:
				return by + " hat die Artikel neu geholt, aber Antworten würden schlechter. `/korpus stand` zeigt den Entwurf"
			case didFail:
				return "eine Quelle scheitert: " + code(e.Target) + ", " + escape(clip(germanReason(libraries.Reason(e.Note)), longestQuote))
			case didRecover:
				return "eine Quelle geht wieder: " + code(e.Target)
			case didNoDigest:
				return "wo ich jede Woche sagen soll, was neu ist, darf ich nicht schreiben. `/einstellungen wochenbericht` wählt einen anderen Kanal"
			case didRecall:
				n := recallNumbers(e.Note)
				return fmt.Sprintf("worauf Antworten beruhen, wurde in %s zurückgezogen: %s gekennzeichnet, %d privat, %d außer Reichweite", target,
					number(n.marked, "Antwort", "Antworten"), n.private, n.lost)
			}
			return by + ": " + escape(e.Action) + " " + target
		},
		Somebody:    "jemand",
		AuditBegins: "Was Moderatoren tun, wird ab jetzt hier gesagt.",
		Withdrawn: func(version string) string {
			return "**Eine Quelle dieser Antwort wurde in " + version + " zurückgezogen.** Frage noch einmal, was jetzt in den Artikeln steht."
		},
		Quotes:    germanQuotes(),
		ChecksRun: func(right, all int) string { return fmt.Sprintf("%d von %s richtig beantwortet", right, checks(all)) },
		Kept: func(question, said string) string {
			return "Als Probe behalten: " + question + "\nJetzt beantwortet: " + said + "\nBevor eine Änderung veröffentlicht wird, nach der das schlechter beantwortet wird, erfährst du es."
		},
		AskUncheck: func(question string) string { return "Diese Probe entfernen? Das ist endgültig.\n" + question },
		Uncheck:    "Probe entfernen", Unchecked: "Die Probe ist entfernt.",
		Inbox: "Eingang", InboxEmpty: "Nichts ist offen.", Unanswered: "Von den Artikeln nicht beantwortet", Message: "Nachricht",
		Resolve: "Erledigt", Keep: "Als Probe behalten", AddArticle: "Artikel hinzufügen", AddLabel: "Link zu einem Artikel, der es beantwortet",
		Newest: "Neueste", Older: "Ältere",
		Refused: map[reason]func(*refusal) string{
			oneSource:      says("Gib mir eines davon: einen Link, eine Datei oder einen Feed."),
			oneOfTwo:       says("Gib mir einen Artikel oder einen Feed, eines von beiden."),
			noFact:         says("Sag, was sich ändern soll, zum Beispiel der Herausgeber oder das Datum."),
			unknownVersion: says("Diese Version gibt es nicht. Wähle eine aus der Liste, die beim Tippen erscheint."),
			unknownCheck:   says("Diese Probe gibt es nicht. Wähle eine aus der Liste, die beim Tippen erscheint."),
			tooLarge:       func(r *refusal) string { return fmt.Sprintf("Diese Datei ist mir zu groß: höchstens %d MB.", r.n) },
			uploadGone:     says("Discord gibt mir diese Datei nicht mehr. Bitte lade sie noch einmal hoch."),
			exportTooLarge: func(r *refusal) string {
				return fmt.Sprintf("Die Ausfuhr hat mehr als die %d MB, die Discord nimmt. Wer diesen Bot betreibt, kann sie im Terminal machen: `readout corpus export --server %s`.", r.n, r.channels)
			},
			underWay: says("Das wird gerade veröffentlicht."),
			noAuditThere: func(r *refusal) string {
				return "In " + r.channels + " darf ich nicht schreiben. Lass mich den Kanal sehen und dort Nachrichten senden, dann versuche es noch einmal."
			},
			noAnswer:      says("Das ist keine öffentliche Antwort von mir auf diesem Server. Kopiere den Link der Nachricht mit der Antwort."),
			keptAlready:   says("Diese Frage ist schon eine Probe."),
			draftGone:     says("Diesen Entwurf gibt es nicht mehr: er wurde veröffentlicht oder verworfen, oder ist älter als ein Tag. Mach deine Änderung noch einmal."),
			notThere:      says("Das ist nicht mehr in der Bibliothek. `/korpus liste` zeigt, was darin ist."),
			thereAlready:  says("Das ist schon in der Bibliothek."),
			notPossible:   func(r *refusal) string { return "Das geht nicht: " + escape(r.detail) + "." },
			tooManyNames:  says(fmt.Sprintf("Ein Artikel hat höchstens %d andere Namen.", library.MaxAliases)),
			emptyLibrary:  says("Es bliebe kein Artikel übrig. Füge zuerst einen anderen hinzu."),
			changeTooSlow: says("Das hat zu lange gedauert, ich habe aufgehört. Nichts hat sich geändert; bitte versuche es noch einmal."),
			badFact: func(r *refusal) string {
				why := r.detail
				if r.fact != nil {
					why = germanBadFact(r.fact)
				}
				return "So lässt sich eine Angabe nicht machen: " + escape(why) + "."
			},
			notExport:   says("Diese Datei ist keine Ausfuhr einer Bibliothek. Gib mir, was `/korpus ausfuhr` gegeben hat."),
			newerExport: says("Diese Ausfuhr hat eine neuere Version von mir gemacht. Wer diesen Bot betreibt, muss ihn zuerst aktualisieren."),
			badLink: func(r *refusal) string {
				return "Diesen Link hole ich nicht: " + escape(germanLinkReason(fetch.LinkReason(r.detail))) + "."
			},
			tooManyHops: says("Dieser Link führt immer weiter. Gib mir die Adresse, an der er endet."),
			forbidden:   says("Diese Seite bittet Programme, sie nicht zu holen. Speichere sie und gib mir die Datei."),
			badStatus: func(r *refusal) string {
				return fmt.Sprintf("Diese Seite wird mir nicht gegeben (Status %d). Öffne den Link, um zu sehen, ob er stimmt, oder speichere die Seite und gib mir die Datei.", r.n)
			},
			unreachable:  says("Ich erreiche diese Seite nicht. Sieh nach, ob der Link stimmt, und versuche es später noch einmal."),
			busyMachine:  says("Ich habe zu viel zu tun, um das rechtzeitig zu lesen. Versuche es später."),
			slowSite:     says("Diese Seite ist zu langsam. Versuche es später, oder speichere die Seite und gib mir die Datei."),
			wrongType:    says("Das kann ich nicht lesen: es ist keine Seite, kein Text und kein PDF."),
			notFeed:      says("Das ist kein Feed. Gib mir die Seite mit `url`, oder suche die RSS-Adresse."),
			unreadable:   says("Diese Datei kann ich nicht lesen: sie ist beschädigt, oder so gebaut, dass sie zu lesen zu viel kostet. Speichere sie als Text und gib mir den."),
			noWords:      says("Dieses PDF enthält Bilder von Text, aber keinen Text. Gib mir den Artikel in einer anderen Form."),
			noText:       says("Ich finde darin keinen Artikel: keinen Absatz Text. Wenn man sich auf der Seite anmelden muss, speichere sie und gib mir die Datei."),
			fileTooLarge: says("Das ist zu groß für einen Artikel."),
		},
	}
}

// germanReason is why a source failed.
func germanReason(r libraries.Reason) string {
	kind, exactly := r.Parts()
	switch kind {
	case provenance.ReasonLink:
		return germanLinkReason(fetch.LinkReason(exactly))
	case provenance.ReasonStatus:
		return "die Website antwortet mit " + exactly
	case provenance.ReasonFact:
		fact, _, _ := strings.Cut(exactly, ": ")
		return germanFact(fact) + " lässt sich so nicht angeben"
	}
	if text, ok := germanReasons[kind]; ok {
		return text
	}
	return r.String()
}

// germanReasons are those of the kinds that have nothing more to say.
var germanReasons = map[provenance.ReasonKind]string{
	provenance.ReasonRobots:      "die Website bittet Programme, diese Seite nicht zu holen",
	provenance.ReasonSlow:        "die Website ist zu langsam",
	provenance.ReasonBusy:        "ich hatte zu viel zu tun, um sie zu lesen",
	provenance.ReasonUnreachable: "die Website war nicht zu erreichen",
	provenance.ReasonRedirects:   "zu viele Weiterleitungen",
	provenance.ReasonType:        "keine Seite, kein Text und kein PDF",
	provenance.ReasonNotFeed:     "kein Feed",
	provenance.ReasonUnreadable:  "die Datei ist nicht zu lesen",
	provenance.ReasonNoWords:     "das PDF enthält keinen lesbaren Text",
	provenance.ReasonTooLarge:    "die Datei ist zu groß",
	provenance.ReasonBinary:      "keine Textdatei",
	provenance.ReasonFormat:      "kein Format für Artikel (.md, .txt, .html)",
	provenance.ReasonNoText:      "kein Text zu lesen",
	provenance.ReasonEncoding:    "kein Text in UTF-8",
	provenance.ReasonMoved: "der Link führt jetzt zu einer anderen Website; wenn das so gemeint ist, " +
		"entferne den Artikel und füge den neuen Link hinzu",
	provenance.ReasonHeld: "jemand sollte es erst ansehen; füge es mit seinem Link hinzu, " +
		"um zu sehen, warum",
	provenance.ReasonMuch: "mehr Text, als eine Bibliothek aufnimmt: 64 MB oder 60.000 Absätze im Ganzen, " +
		"und ein Viertel davon auf einmal",
	provenance.ReasonOther: "es war nicht zu lesen",
}

// germanFact is what a fact of front matter is called.
func germanFact(key string) string {
	switch key {
	case "title":
		return "der Titel"
	case "publisher":
		return "der Herausgeber"
	case "agency":
		return "die Agentur"
	case "author":
		return "der Verfasser"
	case "published":
		return "das Datum"
	case "url":
		return "der Link"
	case "kind":
		return "die Art"
	case "language":
		return "die Sprache"
	}
	return "„" + key + "“"
}

// germanBadFact is why a fact can't be stated.
func germanBadFact(e *parse.FactsError) string {
	switch fact := germanFact(e.Field); {
	case errors.Is(e, parse.ErrFactTooLong):
		return fact + " ist zu lang"
	case errors.Is(e, parse.ErrFactCharacters):
		return fact + " enthält Zeichen, die nicht zu sehen sind"
	case e.Field == "published":
		return "ein Datum lautet wie 2019-05-14 oder 2019-05"
	case e.Field == "url":
		return "ein Link beginnt mit http:// oder https://"
	case e.Field == "language":
		return "eine Sprache ist ein Kürzel wie en"
	default:
		return fact + " lässt sich so nicht angeben"
	}
}

// germanLinkReason is why a link is not fetched.
func germanLinkReason(r fetch.LinkReason) string {
	switch r {
	case fetch.LinkMalformed:
		return "das ist kein Link"
	case fetch.LinkTooLong:
		return "das ist zu lang für einen Link"
	case fetch.LinkScheme:
		return "geholt wird nur, was mit http:// oder https:// beginnt"
	case fetch.LinkCredentials:
		return "er enthält einen Benutzernamen oder ein Passwort"
	case fetch.LinkNoHost:
		return "er nennt keine Website"
	case fetch.LinkDot:
		return "der Name seiner Website endet mit einem Punkt"
	case fetch.LinkNotation:
		return "die Adresse seiner Website ist ungewöhnlich geschrieben"
	case fetch.LinkPort:
		return "geholt wird nur von den Ports 80 und 443"
	case fetch.LinkNotPublic:
		return "er führt nicht ins öffentliche Web"
	}
	return string(r)
}
