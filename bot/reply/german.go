package reply

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language/display"

	"readout/corpus"
	"readout/retrieval/answer"
)

// German is the phrases in German.
func German() Phrases {
	return Phrases{
		Within: func(parts []string) string { return "Gefragt nur: " + strings.Join(parts, " · ") },
		Parts:  map[string]string{"article": "Artikel:", "speaker": "gesagt von", "publisher": "Herausgeber:", "from": "ab", "to": "bis", "kind": "Art:"},
		Inferred: func(words []string) string {
			return "wie die Frage sagt: „" + strings.Join(words, "“, „") + "“"
		},
		Asked: func(question string) string { return "Deine Frage: " + question },
		AskedIn: func(tag, question string) string {
			return "Gefragt auf " + languageName(display.German.Languages(), tag) + "; gesucht als: " + question
		},
		OnlyEnglish: "Fragen verstehe ich nur auf Englisch.",
		Differ:      "Die Quellen widersprechen sich",
		Sources:     "Quellen",
		Closest:     "Am nächsten kommt",
		Nothing:     "Nichts gefunden.",
		Missing:     func(what []string) string { return "Es fehlt: " + strings.Join(what, ", ") + "." },
		DigestOf:    func(title string) string { return "Zusammenfassung von " + title },

		NoTitle:     "Titel nicht angegeben",
		NoPublisher: "Herausgeber nicht angegeben",
		NoDate:      "Datum nicht angegeben",
		Carrying:    func(publisher, agency string) string { return publisher + " (" + agency + ")" },
		Kinds: map[corpus.Kind]string{corpus.KindReport: "Bericht", corpus.KindPreview: "Vorschau", corpus.KindOpinion: "Meinung",
			corpus.KindTranscript: "Wortlaut", corpus.KindEditorial: "Leitartikel", corpus.KindMinutes: "Protokoll",
			corpus.KindRelease: "Pressemitteilung", corpus.KindFactSheet: "Faktenblatt", corpus.KindLive: "Liveseite"},
		Date: dateGerman,

		Turn:         turnIn("Wortmeldung"),
		Entry:        func(time string) string { return "Eintrag von " + time + ", spätere gelten" },
		LanguageName: func(tag string) string { return languageName(display.German.Languages(), tag) },

		Credited: func(asked, credited string) string {
			return "Die Frage schreibt diese Worte " + asked + " zu. Die Artikel schreiben sie " + credited + " zu."
		},
		Abstained: abstainedGerman,
		Agree:     func(n int) string { return fmt.Sprintf("(%d Quellen stimmen überein)", n) },
		Independent: func(n int) string {
			if n == 1 {
				return "1 unabhängige Quelle"
			}
			return fmt.Sprintf("%d unabhängige Quellen", n)
		},
		Several:    severalGerman,
		Quotations: "nur Zitate",
		Written:    "von einem Modell geschrieben, an den Quellen geprüft",
		Fallback:   fallbackGerman,
		Unchecked:  "Übersetzung, ungeprüft",
		Talk:       talkGerman(),
	}
}

func dateGerman(d corpus.Date) string {
	months := []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}
	t := d.Time()
	month := fmt.Sprintf("%s %d", months[t.Month()-1], t.Year())
	if d.Precision() == corpus.Month {
		return month
	}
	return fmt.Sprintf("%d. %s", t.Day(), month)
}

func abstainedGerman(reason answer.Reason, _ string) string {
	switch reason {
	case answer.PartlyCovered:
		return "Die Artikel sprechen davon, sagen aber nicht, was du gefragt hast."
	case answer.FalsePremise:
		return "Die Frage setzt etwas voraus, was die Artikel nicht sagen."
	case answer.NotAQuestion:
		return "Hier steht keine Frage, die die Artikel beantworten könnten."
	case answer.Refused:
		return "Das verlangt, etwas zu sagen, und fragt nicht, was die Artikel sagen. Frage danach, und jeder Satz kommt mit seiner Quelle."
	}
	return "Die Artikel sagen es nicht."
}

func severalGerman(origin string, reports, articles int) string {
	switch {
	case reports == 1 && origin == "":
		return fmt.Sprintf("ein Bericht in %d Veröffentlichungen", articles)
	case reports == 1:
		return fmt.Sprintf("%s, in %d Veröffentlichungen", origin, articles)
	case origin == "":
		return fmt.Sprintf("%d Veröffentlichungen haben %d Berichte gemeinsam", articles, reports)
	case reports == articles:
		return fmt.Sprintf("%s, %d Berichte", origin, reports)
	}
	return fmt.Sprintf("%s, %d Berichte in %d Veröffentlichungen", origin, reports, articles)
}

func fallbackGerman(why error) string {
	switch {
	case errors.Is(why, answer.ErrModelLate):
		return "das Modell brauchte zu lange"
	case errors.Is(why, answer.ErrModelRefused):
		return "das Modell hat sich geweigert"
	case errors.Is(why, answer.ErrModelUnsupported):
		return "was das Modell schrieb, war nicht belegt"
	case errors.Is(why, answer.ErrOverBudget):
		return "das heutige Budget für geschriebene Antworten ist verbraucht"
	}
	return "das Modell war nicht zu erreichen oder nicht zu gebrauchen"
}
