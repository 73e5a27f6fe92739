package wording

import (
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/bot/chat/markup"
	"readout/bot/fragment"
	"readout/bot/libraries"
	"readout/bot/libraries/provenance"
	"readout/bot/phrases"
	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/corpus/parse"
	"readout/retrieval/answer"
)

// TestLanguagesAreComplete holds every language to having all texts, and commands the same keys.
func TestLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	all := All()
	for _, l := range all {
		complete(t, l.Tag, reflect.ValueOf(l))
		if diff := symmetric(all[0].Commands, l.Commands); len(diff) > 0 {
			t.Errorf("%s: commands differ from %s in %v", l.Tag, all[0].Tag, diff)
		}
		for _, f := range Faults() {
			if l.Faults[f] == "" {
				t.Errorf("%s: no word for %s", l.Tag, f)
			}
		}
		for _, r := range reasons() {
			if (Refuse(r)).In(&l) == "" {
				t.Errorf("%s: no words for a refusal: %s", l.Tag, r)
			}
		}
		for _, r := range moderatorReasons() {
			if l.Moderators.Refused[r] == nil || (Refuse(r)).In(&l) == l.OutOfDate {
				t.Errorf("%s: no words for a refusal to moderators: %s", l.Tag, r)
			}
		}
		for k := range English().Moderators.Concerns {
			if say := l.Moderators.Concerns[k]; say == nil || say("“x”") == "" {
				t.Errorf("%s: no words for a concern: %s", l.Tag, k)
			}
		}
		w := l.Moderators
		for _, label := range []string{w.Publish, w.Discard, w.Accept, w.Back, w.Next, w.Uncheck, "1 · " + w.Resolve, "1 · " + w.Keep, "1 · " + w.AddArticle,
			w.Newest, w.Older, w.ShowDraft(5)} {
			if utf8.RuneCountInString(label) > 34 {
				t.Errorf("%s: %q is too long for a button", l.Tag, label)
			}
		}
		for label, most := range map[string]int{l.Moderators.AddArticle: 45, l.Moderators.AddLabel: 45, l.ShowPassages: 34, l.AskFollowUp: 34, l.FollowUpTitle: 45, l.FaultTitle: 45, l.FollowUpLabel: 45,
			l.FaultLabel: 45, l.FaultHint: 100, l.ForgetYes: 34} {
			if utf8.RuneCountInString(label) > most {
				t.Errorf("%s: %q has more than %d characters", l.Tag, label, most)
			}
		}
	}
}

func reasons() []Reason {
	return []Reason{NothingToSay, NothingToAsk, TooLong, UnknownArticle, NoScope, EmptyScope, OneAtATime, memberLimit, guildLimit, Busy, Restarting, NotHere, OutOfDate,
		AnswerGone, NotTheAsker, NotForYou, GuildOnly, NotModerator}
}

// moderatorReasons are those that moderators are given, the errors of changes included.
func moderatorReasons() []Reason {
	all := []Reason{OneSource, OneOfTwo, NoFact, UnknownVersion, UnknownCheck, TooLarge, UploadGone, ExportTooLarge, UnderWay, NoAuditThere, NoAnswer,
		KeptAlready, badFact}
	for _, r := range refusedFor {
		all = append(all, r.why)
	}
	return all
}

// messageKey is how a message that is not in its file is said.
var messageKey = regexp.MustCompile(`^[a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)+$`)

// saidOf is what a function of texts and numbers says of none.
func saidOf(f reflect.Value) string {
	var of []reflect.Value
	for i := range f.Type().NumIn() {
		in := f.Type().In(i)
		if in.Kind() != reflect.String && in.Kind() != reflect.Int {
			return ""
		}
		of = append(of, reflect.Zero(in))
	}
	return f.Call(of)[0].String()
}

// complete finds zero values, and messages that are not in the language's file, at any depth.
func complete(t *testing.T, where string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Type == reflect.TypeFor[fragment.Hosts]() {
				continue // is no word, and may be none
			}
			complete(t, where+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Map:
		if v.Type().Elem() != reflect.TypeFor[naming]() { // the entry of a context menu has no description
			for _, key := range v.MapKeys() {
				complete(t, where+"."+key.String(), v.MapIndex(key))
			}
		}
		if v.Len() == 0 {
			t.Errorf("%s is empty", where)
		}
	case reflect.Func:
		if v.IsNil() {
			t.Errorf("%s is missing", where)
		} else if said := saidOf(v); messageKey.MatchString(said) {
			t.Errorf("%s: there is no message %s", where, said)
		}
	default:
		if v.IsZero() {
			t.Errorf("%s is missing", where)
		} else if v.Kind() == reflect.String && messageKey.MatchString(v.String()) {
			t.Errorf("%s: there is no message %s", where, v)
		}
	}
}

func symmetric(a, b map[string]naming) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[k]; !ok {
			out = append(out, k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(b)) {
		if _, ok := a[k]; !ok {
			out = append(out, k)
		}
	}
	return out
}

// TestReasonsOfSources tells why a source failed in each reader's language. What was noted when it was a text is shown as it is.
func TestReasonsOfSources(t *testing.T) {
	t.Parallel()
	all := map[libraries.Reason]string{
		"link: " + libraries.Reason(fetch.LinkNotPublic): "it does not lead to the public web", "status: 503": "the site answers 503",
		"fact: title: is too long": "title: is too long",
	}
	for kind, err := range map[provenance.ReasonKind]error{
		provenance.ReasonRobots: fetch.ErrRobots, provenance.ReasonSlow: fetch.ErrSlow, provenance.ReasonBusy: fetch.ErrBusy, provenance.ReasonUnreachable: fetch.ErrUnreachable,
		provenance.ReasonRedirects: fetch.ErrRedirects, provenance.ReasonType: fetch.ErrType, provenance.ReasonNotFeed: fetch.ErrNotFeed,
		provenance.ReasonUnreadable: fetch.ErrUnreadable, provenance.ReasonNoWords: fetch.ErrNoWords, provenance.ReasonTooLarge: fetch.ErrTooLarge,
		provenance.ReasonBinary: fetch.ErrBinary, provenance.ReasonFormat: fetch.ErrFormat, provenance.ReasonNoText: parse.ErrNoText,
		provenance.ReasonEncoding: parse.ErrNotUTF8, provenance.ReasonMuch: libraries.ErrMuch, provenance.ReasonOther: errors.New("it could not be read"),
	} {
		all[libraries.Reason(kind)] = err.Error()
	}
	en, de := English().Moderators, german().Moderators
	for r, words := range all {
		if got := en.Reason(r); got != words {
			t.Errorf("%q is %q, want %q", string(r), got, words)
		}
		if got := de.Reason(r); got == "" || got == words || got == string(r) {
			t.Errorf("%q in German is %q", string(r), got)
		}
	}
	for _, r := range []fetch.LinkReason{fetch.LinkMalformed, fetch.LinkTooLong, fetch.LinkScheme, fetch.LinkCredentials, fetch.LinkNoHost, fetch.LinkDot,
		fetch.LinkNotation, fetch.LinkPort, fetch.LinkNotPublic} {
		if got := linkIn(phrases.Of("de"), r); got == "" || got == string(r) {
			t.Errorf("%q in German is %q", string(r), got)
		}
	}
	if earlier := libraries.Reason("the site is too slow"); en.Reason(earlier) != string(earlier) || de.Reason(earlier) != string(earlier) {
		t.Errorf("noted as a text: %q, %q", en.Reason(earlier), de.Reason(earlier))
	}
}

// TestSettingsInTheAudit names what was changed of the settings as the reader's commands do, whatever an earlier release noted.
func TestSettingsInTheAudit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ tag, target, want string }{
		{"en", "refresh", "<@7> changed settings: refresh"}, {"de", "refresh", "<@7> hat Einstellungen geändert: auffrischen"},
		{"de", "mood", "<@7> hat Einstellungen geändert: mood"}, {"fr", "refresh", "<@7> a changé des paramètres : reprise"},
	} {
		if got := All().Of(tc.tag).Did(store.AuditEntry{Action: DidSettings, Actor: "7", Target: tc.target}); got != tc.want {
			t.Errorf("%s, %s: %q, want %q", tc.tag, tc.target, got, tc.want)
		}
	}
}

func TestLanguageOfLocale(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{"de": "de", "fr": "fr", "en-US": "en", "en-GB": "en", "ja": "en", "": "en"} {
		if got := All().Of(locale).Tag; got != want {
			t.Errorf("of(%q) = %q, want %q", locale, got, want)
		}
	}
}

func german() Language { return In(phrases.Of("de")) }

func TestStageText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		stage    answer.Stage
		english  string
		inGerman string
	}{
		{answer.Stage{Doing: answer.Understanding}, "*understanding the question …*", "*verstehe die Frage …*"},
		{answer.Stage{Doing: answer.Reading, Passages: 6}, "*reading 6 passages …*", "*lese 6 Abschnitte …*"},
		{answer.Stage{Doing: answer.Writing, Passages: 6}, "*reading 6 passages · writing …*", "*lese 6 Abschnitte · schreibe …*"},
		{answer.Stage{Doing: answer.Checking, Passages: 1}, "*reading 1 passage · writing · checking …*", "*lese einen Abschnitt · schreibe · prüfe …*"},
		{answer.Stage{Doing: answer.Translating}, "*writing · checking · translating …*", "*schreibe · prüfe · übersetze …*"},
		{answer.Stage{}, "", ""},
		{answer.Stage{Doing: "guessing"}, "", ""},
	} {
		en, de := English(), german()
		for got, want := range map[string]string{en.Stages.Text(tt.stage): tt.english, de.Stages.Text(tt.stage): tt.inGerman} {
			if got = strings.ReplaceAll(got, markup.NoBreak, " "); got != want {
				t.Errorf("%+v is shown as %q, want %q", tt.stage, got, want)
			}
		}
	}
}

func TestLanguageOfALocale(t *testing.T) {
	t.Parallel()
	ls := Languages{{Tag: "en"}, {Tag: "pt"}, {Tag: "pt-BR"}, {Tag: "zh-CN"}}
	for locale, want := range map[string]string{"en-GB": "en", "pt-BR": "pt-BR", "pt-PT": "pt", "zh-TW": "zh-CN", "ko": "en", "": "en"} {
		if got := ls.Of(locale).Tag; got != want {
			t.Errorf("%q: %s, want %s", locale, got, want)
		}
	}
}
