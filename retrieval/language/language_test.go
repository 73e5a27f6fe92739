package language

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"Was hat Brandt über die Fähre gesagt?": "de",
		"Wann wurde der Hafen geschlossen?":     "de",
		"Wie lange bleibt der Hafen gesperrt?":  "de",
		"Qui a fermé le port ?":                 "fr",
		"¿Cuándo cerraron el puerto?":           "es",
		"Quando è stato chiuso il porto?":       "it",
		"Почему вчера закрыли порт и что сказал капитан?": "ru",
		"港口什么时候关闭的？":                                   "zh",
		"When was the harbour closed?":                 "",
		"What did Brandt say about die Fähre?":         "",
		"what did the hafen chief say abt it":          "",
		"Brandt?":                                      "",
		"who is Bo Lindgren":                           "",
		"Why did Sigrún Þórsdóttir resign?":            "",
		"harbour fees":                                 "",
		"And the café in Norrvik, is it open?":         "",
		"What was served when Brandt hosted Lindgren?": "",
		"":    "",
		"???": "",
		"lol": "",
	} {
		if got := Of(question); got != want {
			t.Errorf("%q is %q, want %q", question, got, want)
		}
	}
}

// TestEnglishStaysEnglish: no judged question in English is taken for another language.
func TestEnglishStaysEnglish(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "eval", "testdata", "*", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join("..", "eval", "testdata", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, name := range append(files, more...) {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var q struct{ Question string }
			if json.Unmarshal(lines.Bytes(), &q) == nil && q.Question != "" {
				asked++
				if got := Of(q.Question); got != "" {
					t.Errorf("%q is taken for %q", q.Question, got)
				}
			}
		}
		file.Close()
	}
	if asked < 100 {
		t.Errorf("only %d questions were found", asked)
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Was hat er gesagt?")
	f.Add("\xff é 港")
	f.Add("")
	f.Fuzz(func(t *testing.T, question string) {
		if tag := Of(question); len(tag) != 0 && len(tag) != 2 {
			t.Errorf("%q is %q", question, tag)
		}
	})
}
