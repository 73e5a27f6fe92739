package discord

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"readout/bot/news"
	"readout/bot/phrases"
	"readout/bot/reply"
	"readout/bot/store"
)

// german is the catalogue in German.
var german = sync.OnceValue(func() language {
	c := phrases.Of("de")
	return language{
		Tag: "de", Name: "Deutsch", Phrases: unbroken(reply.German()), News: news.German(),
		Commands:     commandsIn(c),
		ShowPassages: "Stellen zeigen", AskFollowUp: "Nachfragen", Helpful: "Hilfreich", NotRight: "Stimmt nicht", Delete: "Löschen",
		ByItself:        "Von selbst beantwortet, aus den Artikeln. Wenn es nicht stimmt, schreib es darunter oder mit „Stimmt nicht“.",
		TellMe:          "Sag mir, wenn die Artikel das beantworten",
		WillTell:        "Ich sage es dir einmal, in einer Direktnachricht, wenn neue Artikel das beantworten. Nach 90 Tagen warte ich nicht mehr.",
		WillTellAlready: "Du wirst schon benachrichtigt.",
		WillTellNobody:  "Dafür wird niemand benachrichtigt: davon ist nichts mehr gespeichert.",
		TellFull:        "Es warten schon zu viele Fragen, deine oder die dieses Servers. Jede geht, wenn sie beantwortet ist, oder nach 90 Tagen.",
		Told: func(server string) string {
			return "Du wolltest wissen, wann die Artikel von " + server + " das beantworten. Jetzt tun sie es."
		},
		AskAll:        "Ohne diese Grenze fragen",
		FollowUpTitle: "Nachfragen", FollowUpLabel: "Deine Frage",
		WhatIsWrong: "Was stimmt an der Antwort nicht?", FaultTitle: "Was stimmt nicht?", FaultLabel: "In deinen Worten (freiwillig)",
		FaultHint: "Welcher Satz, und wie er lauten müsste",
		Faults: map[store.Fault]string{store.WrongSource: "Falsche Quelle", store.WrongSpeaker: "Falscher Sprecher",
			store.NotAnswered: "Keine Antwort auf die Frage", store.OtherFault: "Etwas anderes"},
		ThanksUp:         "Danke, notiert.",
		ThanksNote:       "Danke. Die Moderatoren dieses Servers werden deinen Hinweis sehen.",
		ThanksNoteDirect: "Danke, notiert.",
		OnlyAskerDeletes: "Nur wer gefragt hat, kann diese Antwort löschen. Moderatoren können sie löschen wie jede andere Nachricht.",
		OnlyAskerUses:    "Das ist die private Antwort eines anderen.",
		Link:             "Link",
		PassagesOf:       func(q string) string { return "Stellen zu: " + q },
		Paragraph:        func(n int) string { return fmt.Sprintf("Absatz %d", n) },
		Withdrawn: func(n int) string {
			if n == 1 {
				return "Eine Stelle dieser Antwort wurde seither geändert oder zurückgezogen."
			}
			return fmt.Sprintf("%d Stellen dieser Antwort wurden seither geändert oder zurückgezogen.", n)
		},
		AllWithdrawn: "Worauf diese Antwort beruht, wurde seither geändert oder zurückgezogen. Frage noch einmal, was jetzt in den Artikeln steht.",
		NoPassages:   "Diese Antwort belegt keine Stelle.",
		AnswerGone:   "Über diese Antwort ist nichts mehr gespeichert. Frage noch einmal, dann gehen die Knöpfe.",
		More:         func(n int) string { return fmt.Sprintf("-# %d weitere nicht gezeigt", n) },
		NothingToAsk: "In dieser Nachricht steht kein Text, nach dem ich fragen könnte.",
		NothingToSay: "Frage mich auf Englisch, was in den Artikeln steht: wer was wann oder warum tat, was jemand sagte. Zum Anfang: „Summarize the articles“",
		TooLong: func(n, most int) string {
			return fmt.Sprintf("Deine Frage hat %d Zeichen; höchstens %d passen. Bitte kürze sie.", n, most)
		},
		NoScope:        "Nenne Tage wie 2019-05-14, Monate wie 2019-05 oder Jahre, den früheren Zeitpunkt zuerst.",
		EmptyScope:     "Zu all dem passt kein Artikel, oder niemand dieses Namens wird zitiert. Wähle aus den Listen, die beim Tippen erscheinen.",
		UnknownArticle: "Dazu passt kein Artikel, oder mehr als einer. Wähle einen aus der Liste, die beim Tippen erscheint.",
		OneAtATime: func(when string) string {
			return "Ich arbeite noch an deiner letzten Frage. Stelle diese noch einmal: " + when + "."
		},
		MemberLimit: func(when string) string {
			return "Das sind viele Fragen in kurzer Zeit. Du kannst wieder fragen: " + when + "."
		},
		GuildLimit: func(when string) string {
			return "Auf diesem Server wird gerade viel gefragt. Bitte versuche es wieder: " + when + "."
		},
		Busy: func(when string) string { return "Gerade fragen sehr viele. Bitte versuche es wieder: " + when + "." },
		DayLimit: func(when string) string {
			return "Die Fragen für heute sind verbraucht. Du kannst wieder fragen: " + when + "."
		},
		Restarting:  "Ich starte gerade neu. Bitte frage in einer Minute noch einmal.",
		Interrupted: "Ich wurde unterbrochen und weiß nicht, ob das erledigt ist. Bitte sieh nach und versuche es noch einmal.",
		TookTooLong: "Das hat zu lange gedauert, ich habe aufgehört. Bitte frage noch einmal; vielleicht hilft eine kürzere Frage.",
		Stages: stageWords{Understanding: "verstehe die Frage", Writing: "schreibe", Checking: "prüfe", Translating: "übersetze",
			Reading: func(n int) string {
				if n == 1 {
					return "lese einen Abschnitt"
				}
				return fmt.Sprintf("lese %d Abschnitte", n)
			}},
		RestHidden:   "-# Der Rest ist verborgen: Mir fehlt hier die Berechtigung Links einbetten.",
		Blocked:      "Die automatische Moderation dieses Servers hält meine Antwort auf. Ein Moderator kann sie in den Servereinstellungen erlauben (AutoMod).",
		NoPermission: "Mir fehlt in diesem Kanal eine Berechtigung. Ein Moderator kann sie in den Einstellungen des Kanals geben.",
		Failed: func(reference string) string {
			return "Bei mir ist etwas schiefgegangen, an deiner Frage lag es nicht. Bitte frage noch einmal; wenn es wieder geschieht, nenne " +
				"dem, der diesen Bot betreibt, das Zeichen `" + reference + "`."
		},
		NotHere:   func(channels string) string { return "Auf diesem Server antworte ich in " + channels + "." },
		OutOfDate: "Diesen Befehl oder Knopf kenne ich nicht mehr. Starte Discord neu, um die jetzigen zu sehen.",
		SourcesTitle: func(articles, reports int) string {
			return fmt.Sprintf("**%d Artikel, %d verschiedene Berichte**", articles, reports)
		},
		SameReport: func(title string) string { return "derselbe Bericht wie " + title },
		AllDigests: "Zusammenfassungen in unseren eigenen Worten",
		Help: func(h helpFacts) []string {
			know := fmt.Sprintf("**Was ich weiß**: %d Artikel", h.Articles)
			if h.First != "" {
				know += ", vom " + h.First
				if h.Last != h.First {
					know += " bis zum " + h.Last
				}
			}
			model := "Was du fragst, geht an niemanden sonst."
			if h.Model {
				model = "Fragen, das Gespräch davor und die Stellen, die sie beantworten, gehen an den Anbieter eines Sprachmodells."
			}
			return []string{
				"Ich beantworte Fragen aus Artikeln und zeige zu jedem Satz, wo er steht. Wenn die Artikel schweigen oder sich widersprechen, sage ich es.",
				"**Frage** mit " + h.Ask + ", indem du " + h.Bot + " erwähnst, auf eine Antwort antwortest, in einer Direktnachricht, oder mit Apps › " +
					"„Danach fragen“ an jeder Nachricht. Die Knöpfe einer Antwort zeigen ihre Stellen, nehmen eine Nachfrage oder sagen, was nicht " +
					"stimmt; die darunter fragen, was die Artikel auch beantworten. „Are you sure?“, „who said that?“ oder „source?“ gelten der Antwort davor. " +
					"Wo die Artikel nicht antworten, lässt „Sag mir, wenn die Artikel das beantworten“ mich es dir sagen, sobald sie es tun.",
				h.Summary + " sagt, worum es in den Artikeln geht, " + h.Said + ", was jemand wörtlich oder sinngemäß gesagt hat, " +
					h.Timeline + ", was wann geschah, " + h.New + ", was neu ist.",
				know + ". " + h.Sources + " zählt sie auf. Sonst weiß ich nichts, und ich rate nicht.",
				fmt.Sprintf("**Was ich aufbewahre**: deine Fragen und die Antworten %d Tage lang, was du über Antworten sagst, und worauf du wartest, höchstens 90 Tage. %s löscht es. %s",
					h.TextDays, h.ForgetMe, model),
				"**Moderatoren**: " + h.Corpus + " verwaltet die Artikel, " +
					h.Inbox + " hat Hinweise und was unbeantwortet blieb, " + h.Settings +
					" den Rest: auch, wo ich neue Beiträge von selbst " +
					"beantworte und wo ich jede Woche sage, was neu ist. Um ein Problem zu melden, nimm „Stimmt nicht“ unter einer Antwort.",
			}
		},
		ForgetAsk: "Das löscht deine Fragen, die Antworten darauf, soweit ich sie mir gemerkt habe, und deine Hinweise, auf allen Servern. " +
			"Nachfragen dazu verstehe ich dann nicht mehr. Nachrichten in Kanälen bleiben: lösche sie vorher mit ihrem eigenen Knopf. " +
			"Wie viel du heute gefragt hast, bleibt bis morgen Abend gezählt, und eine Frage, die Moderatoren als Probe behalten haben, bleibt eine, beides ohne deinen Namen.",
		ForgetYes: "Löschen", ForgetNo: "Behalten", Forgotten: "Was über dich gespeichert war, ist gelöscht.", NotForgotten: "Es wurde nichts gelöscht.",
		GuildOnly:     "Das geht nur auf einem Server.",
		NotModerator:  "Das ist für die, die den Server verwalten oder die dafür gewählte Rolle haben.",
		CorpusVersion: func(version string) string { return "Korpus " + version },
		AddressesMe:   "sein Text wendet sich an mich; ich folge dem nicht",
		Settings: func(s settingsFacts) string {
			where, role, private := "überall", "nur wer den Server verwaltet", "öffentlich, wenn nichts anderes verlangt ist"
			if len(s.Channels) > 0 {
				where = strings.Join(s.Channels, ", ")
			}
			if s.Role != "" {
				role = "wer den Server verwaltet, und " + s.Role
			}
			if s.Private {
				private = "privat, wenn nichts anderes verlangt ist"
			}
			audit := "nirgends"
			if s.Audit != "" {
				audit = s.Audit
			}
			daily := func(n int64) string {
				if n == 0 {
					return "unbegrenzt"
				}
				return strconv.FormatInt(n, 10)
			}
			digest := "nie"
			if s.Digest != "" {
				digest = s.Digest
			}
			return "**Einstellungen**\nIch antworte: " + where + "\nModeratoren: " + role + "\nAntworten: " + private + "\nSprache: " + s.Language +
				"\nWas Moderatoren tun, sage ich: " + audit + "\nArtikel werden neu geholt: " + s.Refresh + "\nWas neu ist, sage ich: " + digest +
				"\nFragen am Tag: " + daily(s.MemberDaily) + " je Mitglied, " + daily(s.ServerDaily) + " auf dem Server" + helpGerman(s)
		},
		Saved:   "Gespeichert.",
		Choices: c.Below("choices"),
		SummaryOf: func(what string) string {
			if what == "" {
				return "Zusammenfassung"
			}
			return "Zusammenfassung: " + what
		},
		SaidBy:   func(what string) string { return "Gesagt von " + what },
		NewSince: func(day string) string { return "Neu seit dem " + day },
		Weekly:   "Neu in dieser Woche",
		DigestBegins: func(day time.Weekday) string {
			days := [...]string{"sonntags", "montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags"}
			return "Was in den Artikeln neu ist, wird ab jetzt hier gesagt, " + days[day] + ", wenn es etwas gibt."
		},
		Timeline: "Zeitleiste",
		MoreEvents: func(n int, command string) string {
			events := "weitere Ereignisse"
			if n == 1 {
				events = "weiteres Ereignis"
			}
			return fmt.Sprintf("-# %d %s: %s mit „alles“ zeigt jedes, nur dir", n, events, command)
		},
		Moderators: moderationIn(c),
		Planned:    "geplant",
	}
})

// helpGerman is helpEnglish in German.
func helpGerman(s settingsFacts) string {
	if len(s.Help) == 0 {
		return "\nVon selbst antworte ich: nirgends"
	}
	text := "\nVon selbst antworte ich: " + strings.Join(s.Help, ", ") + ", wenn ich zu " + s.HelpSure + " % sicher bin, und nicht in den 30 Minuten, nachdem " +
		"dort jemand von der Moderation geschrieben hat. In einem Textkanal braucht das „Öffentliche Threads erstellen“, überall „Nachrichten in Threads senden“."
	if s.Blind {
		text += "\n**Ich kann die Beiträge nicht lesen**: wer mich betreibt, muss Message Content Intent einschalten."
	}
	return text
}
