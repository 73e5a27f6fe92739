package typed

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/chat"
	"readout/bot/chat/members"
	"readout/bot/chat/moderators"
	"readout/bot/chat/wording"
)

func all() []chat.Command {
	return append((*members.Members)(nil).Commands(), (*moderators.Moderators)(nil).Commands()...)
}

// nowhere is a Place with one channel and one file.
func nowhere(o chat.Option, text string) (any, *chat.Upload, error) {
	switch {
	case o.Kind == chat.TakesFile && text == "a b.md":
		return text, &chat.Upload{Name: text}, nil
	case o.Kind == chat.TakesPlace && text == "#here":
		return "2", nil, nil
	}
	return nil, nil, errors.New("not here")
}

// read reads a whole line.
func read(line string) (chat.Command, chat.Handler, chat.Arguments, error) {
	c, rest, err := Command(all(), line)
	if err != nil {
		return c, nil, chat.Arguments{}, err
	}
	handle, given, err := Read(c, rest, nowhere)
	return c, handle, given, err
}

func TestRead(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		under  string
		values map[string]any
	}{
		"/ask":                                    {"", nil},
		"/ask who met?":                           {"ask", map[string]any{"question": "who met?"}},
		"/ASK who met? private:yes":               {"ask", map[string]any{"question": "who met?", "private": true}},
		"/ask private:off question:who  met?":     {"ask", map[string]any{"question": "who met?", "private": false}},
		`/ask question:"what is from: 2019?"`:     {"ask", map[string]any{"question": "what is from: 2019?"}},
		`/ask who said "so: be it"?`:              {"ask", map[string]any{"question": `who said "so: be it"?`}},
		"/ask article: the ferry question:why?":   {"ask", map[string]any{"article": "the ferry", "question": "why?"}},
		"/said Ada Quill about:the harbour":       {"said", map[string]any{"speaker": "Ada Quill", "about": "the harbour"}},
		"/timeline":                               {"timeline", map[string]any{}},
		"/summary length:LONG":                    {"summary", map[string]any{"length": "long"}},
		"/corpus add https://a.example/b?c=d:e":   {"corpus.add", map[string]any{"url": "https://a.example/b?c=d:e"}},
		`/corpus add file:"a b.md" why:asked for`: {"corpus.add", map[string]any{"file": "a b.md", "why": "asked for"}},
		"/corpus list":                            {"corpus.list", map[string]any{}},
		"/settings limits member:7 server:0":      {"settings.limits", map[string]any{"member": 7.0, "server": 0.0}},
		"/settings channels add:#here":            {"settings.channels", map[string]any{"add": "2"}},
		"/settings language to:Deutsch":           {"settings.language", map[string]any{"to": "de"}},
	} {
		c, handle, given, err := read(line)
		if want.under == "" {
			if err == nil {
				t.Errorf("%q is read: %+v", line, given)
			}
			continue
		}
		if err != nil || given.Under != want.under || c.Key != strings.Split(want.under, ".")[0] {
			t.Errorf("%q: %s, %v", line, given.Under, err)
		}
		if diff := cmp.Diff(want.values, given.Values); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
		_ = handle // without a bot there is none to call
		if _, is := want.values["file"]; is && given.File("file") == nil {
			t.Errorf("%q: no file", line)
		}
	}
}

func TestReadWrong(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"/":                                 "/ is no command; /help lists them.",
		"/sumary ice":                       "/sumary is no command. Did you mean /summary?",
		"/corpus":                           "/corpus is followed by one of these: add, edit,",
		"/corpus delete":                    "/corpus is followed by one of these: add, edit,",
		"/ask articel:ferry why?":           "There is no option articel:. Did you mean article:?",
		"/ask why? why? private:maybe":      "private: give yes or no",
		"/ask private:yes":                  "question: is missing: What you want to know.",
		"/ask why? private:no private:yes":  "private: is given twice.",
		"/sources now":                      "Nothing follows this command.",
		"/summary length:huge":              "length: give one of these: ",
		"/settings limits member:-1":        "member: give a number from 0 to 1000000",
		"/settings limits member:many":      "member: give a number from 0 to 1000000",
		"/settings channels add:there":      "add: not here",
		"/corpus add file:gone.md":          "file: not here",
		"/said " + strings.Repeat("x", 101): "speaker: that has 101 characters; at most 100 fit",
	} {
		_, _, _, err := read(line)
		if wrong := (*Error)(nil); !errors.As(err, &wrong) || !strings.HasPrefix(wrong.Text, want) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestCall(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"ask": "/ask", "corpus.status": "/corpus status"} {
		if got := Call(key); got != want {
			t.Errorf("%s is called %q", key, got)
		}
	}
}

// TestUsages: every command that somebody may use is listed once, and can be typed as it is listed.
func TestUsages(t *testing.T) {
	t.Parallel()
	l := wording.English()
	member, moderator := Usages(all(), chat.Request{Language: &l}), Usages(all(), chat.Request{Language: &l, Manages: true})
	if len(member) != 9 || len(moderator) < 30 {
		t.Errorf("%d usages for members, %d for moderators", len(member), len(moderator))
	}
	seen := map[string]bool{}
	for _, u := range moderator {
		if u.Does == "" || seen[u.Call] {
			t.Errorf("%q does %q", u.Call, u.Does)
		}
		seen[u.Call] = true
		c, _, err := Command(all(), u.Call)
		if err != nil || c.Key == "" {
			t.Errorf("%q: %v", u.Call, err)
		}
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	propose := func(c chat.Command, given chat.Arguments) []chat.Choice {
		return []chat.Choice{{Name: "A", Value: given.Under + "/" + given.Typing + "/" + given.Text(given.Typing)}}
	}
	for line, want := range map[string][]string{
		"/su":                   {"/summary", "/corpus"},
		"/corpus ":              {"/corpus add", "/corpus rollback"},
		"/corpus re":            {"/corpus remove", "/corpus refresh"},
		"/corpus remove ":       {"article:", "feed:"},
		"/corpus remove art":    {"article:"},
		"/ask why? article:fe":  {"article:ask/article/fe", "private:"},
		"/summary length:":      {"length:short", "length:long"},
		"/corpus remove feed:h": {"feed:corpus.remove/feed/h"},
	} {
		got := Candidates(all(), line, propose)
		for _, w := range want {
			if !slices.ContainsFunc(got, func(g string) bool { return strings.EqualFold(g, w) }) {
				t.Errorf("%q: %q lacks %q", line, got, w)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, line := range []string{"/ask who", `/ask question:"a b`, "/corpus add file:x why:", "/settings limits member:9 server:", "/\xff:", `/said a:"`} {
		f.Add(line)
	}
	commands := all()
	none := func(chat.Command, chat.Arguments) []chat.Choice { return nil }
	f.Fuzz(func(t *testing.T, line string) {
		Candidates(commands, line, none)
		c, rest, err := Command(commands, line)
		if err != nil {
			return
		}
		if c.Menu {
			return
		}
		if _, given, err := Read(c, rest, nowhere); err == nil {
			for key, value := range given.Values {
				if text, is := value.(string); is && text == "" {
					t.Errorf("%q: %s is empty", line, key)
				}
			}
		} else if !errors.As(err, new(*Error)) {
			t.Errorf("%q: %v", line, err)
		}
	})
}
