package discord

import (
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"readout/bot/fragment"
	"readout/bot/libraries"
	"readout/bot/libraries/provenance"
	"readout/bot/phrases"
	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/corpus/parse"
)

// TestLanguagesAreComplete holds every language to having all texts, and commands the same keys.
func TestLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	all := allLanguages()
	for _, l := range all {
		complete(t, l.Tag, reflect.ValueOf(l))
		if diff := symmetric(all[0].Commands, l.Commands); len(diff) > 0 {
			t.Errorf("%s: commands differ from %s in %v", l.Tag, all[0].Tag, diff)
		}
		for _, f := range faults() {
			if l.Faults[f] == "" {
				t.Errorf("%s: no word for %s", l.Tag, f)
			}
		}
		for _, r := range reasons() {
			if (&refusal{why: r}).in(&l) == "" {
				t.Errorf("%s: no words for a refusal: %s", l.Tag, r)
			}
		}
		for _, r := range moderatorReasons() {
			if l.Moderators.Refused[r] == nil || (&refusal{why: r}).in(&l) == l.OutOfDate {
				t.Errorf("%s: no words for a refusal to moderators: %s", l.Tag, r)
			}
		}
		for k := range english().Moderators.Concerns {
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

func reasons() []reason {
	return []reason{nothingToSay, nothingToAsk, tooLong, unknownArticle, noScope, emptyScope, oneAtATime, memberLimit, guildLimit, busy, restarting, notHere, outOfDate,
		answerGone, notTheAsker, notForYou, guildOnly, notModerator}
}

// moderatorReasons are those that moderators are given, the errors of changes included.
func moderatorReasons() []reason {
	all := []reason{oneSource, oneOfTwo, noFact, unknownVersion, unknownCheck, tooLarge, uploadGone, exportTooLarge, underWay, noAuditThere, noAnswer,
		keptAlready, badFact}
	for _, r := range refusedFor {
		all = append(all, r.why)
	}
	return all
}

// complete finds zero values at any depth.
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
	default:
		if v.IsZero() {
			t.Errorf("%s is missing", where)
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

// TestCommandsAreWithinLimits checks names, descriptions and sizes in every language against what Discord takes.
func TestCommandsAreWithinLimits(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	var visit func(where string, size *int, o wireOption)
	longest := func(text string, others map[string]string) int {
		n := utf8.RuneCountInString(text)
		for _, other := range others {
			n = max(n, utf8.RuneCountInString(other))
		}
		return n
	}
	visit = func(where string, size *int, o wireOption) {
		*size += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations)
		for _, n := range append(slices.Collect(maps.Values(o.NameLocalizations)), o.Name) {
			if !name.MatchString(n) {
				t.Errorf("%s: bad name %q", where, n)
			}
		}
		if n := longest(o.Description, o.DescriptionLocalizations); n < 1 || n > 100 {
			t.Errorf("%s %s: description of %d characters", where, o.Name, n)
		}
		for _, sub := range o.Options {
			visit(where+" "+o.Name, size, sub)
		}
	}
	for _, c := range wireCommands(allLanguages()) {
		size := longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations)
		if size > 8000 {
			t.Errorf("%s has %d characters", c.Name, size)
		}
		if c.Type == 1 {
			visit("", &size, wireOption{Name: c.Name, NameLocalizations: c.NameLocalizations, Description: c.Description,
				DescriptionLocalizations: c.DescriptionLocalizations, Options: c.Options})
		}
	}
	named := commandsByName()
	for _, key := range commands() {
		if named[english().Commands[key.key].Name].key != key.key {
			t.Errorf("%s is not found by its name", key.key)
		}
	}
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
	en, de := english().Moderators, german().Moderators
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
		if got := allLanguages().of(tc.tag).did(store.AuditEntry{Action: didSettings, Actor: "7", Target: tc.target}); got != tc.want {
			t.Errorf("%s, %s: %q, want %q", tc.tag, tc.target, got, tc.want)
		}
	}
}

func TestLanguageOfLocale(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{"de": "de", "fr": "fr", "en-US": "en", "en-GB": "en", "ja": "en", "": "en"} {
		if got := allLanguages().of(locale).Tag; got != want {
			t.Errorf("of(%q) = %q, want %q", locale, got, want)
		}
	}
}

func TestModeratorsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		q    request
		want bool
	}{
		{request{}, false},
		{request{manages: true}, true},
		{request{roles: []string{""}}, false},
		{request{roles: []string{"7"}, settings: store.Settings{ModeratorRole: "7"}}, true},
		{request{roles: []string{"8"}, settings: store.Settings{ModeratorRole: "7"}}, false},
	} {
		if got := tc.q.moderates(); got != tc.want {
			t.Errorf("%+v moderates: %v", tc.q, got)
		}
	}
}

func german() language { return languageIn(phrases.Of("de")) }
