package cdn

import (
	"net/url"
	"strings"
	"testing"

	"readout/bot/discord/discordtest/wire"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	var files Files
	f := files.Add("5", "7", wire.Attachment{Filename: "a b.txt", Data: []byte("text")}, true)
	at, err := url.Parse(f.URL)
	if err != nil || f.Size != 4 || !f.Ephemeral || !strings.HasPrefix(f.ContentType, "text/plain") || at.Path != "/attachments/5/7/a b.txt" {
		t.Fatalf("%+v, %v", f, err)
	}
	if got := files.Get("7", "a b.txt", at.RawQuery); string(got) != "text" {
		t.Errorf("got %q", got)
	}
	for _, wrong := range [][3]string{{"8", "a b.txt", at.RawQuery}, {"7", "b.txt", at.RawQuery}, {"7", "a b.txt", ""}} {
		func() {
			defer func() {
				if e, ok := recover().(*wire.Error); !ok || e.Status != 404 {
					t.Errorf("%q: %v", wrong, e)
				}
			}()
			files.Get(wrong[0], wrong[1], wrong[2])
		}()
	}
}
