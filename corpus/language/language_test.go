package language

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The board of the quay opened the old gate on Thursday night, an hour after the tide had turned, and nobody was hurt. ": "en",
		"La junta del muelle abrió la vieja puerta el jueves por la noche, una hora después de que cambiara la marea. ":         "es",
		"Правление набережной открыло старые ворота в четверг вечером, через час после начала отлива, никто не пострадал. ":     "ru",
		"Der Vorstand des Hafens öffnete das alte Tor am Donnerstagabend, eine Stunde nachdem die Flut gewendet hatte. ":        "de",
	} {
		if got := Of(strings.Repeat(text, 3)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := Of("Министры договорились о реке, сообщила во вторник газета, и подписали соглашение о мосте через пролив, который должны построить к будущей весне."); got != "ru" {
		t.Errorf("a line in another script is %q, want ru", got)
	}
	for _, text := range []string{"", "Hola.", strings.Repeat("1234 ", 100)} {
		if got := Of(text); got != "" {
			t.Errorf("%q is %q, want nothing", text, got)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("La junta del muelle abrió la vieja puerta.")
	f.Fuzz(func(_ *testing.T, text string) { Of(text) })
}

// TestOfLongText has both ends of a long text looked at.
func TestOfLongText(t *testing.T) {
	t.Parallel()
	const (
		english = "The board of the quay opened the old gate on Thursday night, an hour after the tide had turned, and nobody was hurt. "
		german  = "Der Vorstand des Hafens öffnete das alte Tor am Donnerstagabend, eine Stunde nachdem die Flut gewendet hatte. "
	)
	for text, want := range map[string]string{
		strings.Repeat(german, 100):                                "de",
		strings.Repeat(english, 100):                               "en",
		strings.Repeat(german, 50) + strings.Repeat(english, 50):   "",
		strings.Repeat(english, 50) + strings.Repeat("1234 ", 500): "en",
	} {
		if got := Of(text); got != want {
			t.Errorf("%.40q, of %d bytes, is %q, want %q", text, len(text), got, want)
		}
	}
}
