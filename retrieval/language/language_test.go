package language

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
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

// asked are questions as people of other countries ask them, with accents and without.
var asked = map[string][]string{
	"de": {"Wie lange dauerte das Treffen zwischen Putin und Pompeo?", "Worüber sprachen Putin und Pompeo in Sotschi?",
		"Hat Putin Pompeo getroffen?", "Wer ist Ushakov?", "Was sagte Lawrow über den Iran?", "Warum sank das Vertrauen?",
		"Welche Themen wurden besprochen?", "was hat putin zu mueller gesagt", "wo war das treffen", "Wer war dabei?",
		"Gab es eine Einigung?", "Welche Jets begleiteten Putin?"},
	"es": {"¿Qué dijo Putin sobre Mueller?", "¿Dónde se reunieron?", "cuanto duro la reunion", "¿Quién es Ushakov?",
		"¿Por qué fue Pompeo a Rusia?", "¿Hubo un acuerdo sobre Irán?"},
	"fr": {"Qu'est-ce que Poutine a dit à Pompeo ?", "Où ont-ils parlé ?", "Combien de temps a duré la réunion ?",
		"Qui est Ouchakov ?", "Pourquoi Pompeo est-il allé à Sotchi ?"},
	"it": {"Cosa ha detto Putin di Mueller?", "Dove si sono incontrati?", "Quanto è durato l'incontro?", "Chi è Ushakov?"},
	"pt": {"O que disse Putin sobre Mueller?", "Onde se encontraram?", "Quanto tempo durou a reunião?", "Quem é Ushakov?"},
	"nl": {"Wat zei Poetin over Mueller?", "Waar was de ontmoeting?", "Hoe lang duurde het gesprek?"},
	"pl": {"Co powiedział Putin o Muellerze?", "Gdzie się spotkali?", "Jak długo trwało spotkanie?"},
	"cs": {"Co řekl Putin o Muellerovi?", "Kde se sešli?", "Jak dlouho trvalo jednání?"},
	"sv": {"Vad sa Putin om Mueller?", "Var träffades de?", "Hur länge varade mötet?"},
	"tr": {"Putin Mueller hakkında ne dedi?", "Nerede buluştular?", "Toplantı ne kadar sürdü?"},
	"ru": {"Что сказал Путин о докладе Мюллера?", "Где они встретились?", "Сколько длилась встреча?"},
	"uk": {"Що сказав Путін про доповідь Мюллера?"},
	"el": {"Τι είπε ο Πούτιν;"},
	"ar": {"ماذا قال بوتين؟"},
	"he": {"מה אמר פוטין?"},
	"hi": {"पुतिन ने क्या कहा?"},
	"zh": {"普京说了什么?"},
	"ja": {"プーチンは何と言いましたか"},
	"ko": {"푸틴은 무엇을 말했나요?"},
}

// TestForeign: questions in other languages are foreign, and mostly by their right names.
func TestForeign(t *testing.T) {
	t.Parallel()
	all, right := 0, 0
	for want, questions := range asked {
		for _, q := range questions {
			all++
			switch Of(q) {
			case "":
				t.Errorf("%q is taken for English", q)
			case want:
				right++
			default:
				if want == "de" { // the one language besides English that Readout itself speaks
					t.Errorf("%q is %q", q, Of(q))
				}
			}
		}
	}
	t.Logf("%d of %d by the right name", right, all)
	if right*5 < all*4 {
		t.Errorf("%d of %d questions are of the language they are in", right, all)
	}
}

// TestGibberish: what is no language is called none.
func TestGibberish(t *testing.T) {
	t.Parallel()
	any := func(from string) func(*rand.Rand) string {
		return func(r *rand.Rand) string {
			var word strings.Builder
			for range 3 + r.IntN(7) {
				word.WriteByte(from[r.IntN(len(from))])
			}
			return word.String()
		}
	}
	syllables := func(least int, begin, end []string) func(*rand.Rand) string {
		return func(r *rand.Rand) string {
			var word strings.Builder
			for range least + r.IntN(2) {
				word.WriteString(begin[r.IntN(len(begin))] + "aeiou"[r.IntN(5):][:1] + end[r.IntN(len(end))])
			}
			return word.String()
		}
	}
	for name, word := range map[string]func(*rand.Rand) string{
		"one row of keys": any("asdfghjkl"),
		"letters":         any("abcdefghijklmnopqrstuvwxyz"),
		"syllables":       syllables(2, strings.Split("bcdfghklmnprstvwz", ""), []string{"", "n", "r"}),
		"German syllables": syllables(1, []string{"bl", "fr", "gr", "str", "pl", "m", "n", "kr", "sch", "w", "v", "d"},
			[]string{"ng", "nd", "ch", "rt", "l", "st", "m", "tz"}),
	} {
		const tried, most = 300, 21 // some syllables are words: "den"
		r := rand.New(rand.NewPCG(1, 2))
		foreign := 0
		for range tried {
			var words []string
			for range 2 + r.IntN(5) {
				words = append(words, word(r))
			}
			if Of(strings.Join(words, " ")) != "" {
				foreign++
			}
		}
		t.Logf("%s: %d of %d", name, foreign, tried)
		if foreign > most {
			t.Errorf("%s: %d of %d are taken for a language", name, foreign, tried)
		}
	}
	for _, text := range []string{"lorem ipsum dolor sit amet", "blorg frandel wimpsch grotzen", "brandt lindgren norrvik"} {
		if got := Of(text); got != "" {
			t.Errorf("%q is %q", text, got)
		}
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
