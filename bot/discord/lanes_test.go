package discord

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"readout/bot/chat/moderators"
	"readout/bot/discord/discordtest"
)

// TestHangingSite has more servers than there were ever changes at a time fetch from a site that hangs: the moderators of another one get
// their preview all the same.
func TestHangingSite(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t)
	n.site.hung = make(chan struct{})
	n.run(n.keeping())
	t.Cleanup(func() { close(n.site.hung) })
	slow := n.site.put("/hang/lighthouse", "")
	quick := n.site.put("/lighthouse", pageOfTown("Selmouth", "900,000"))
	for i := range 2 * moderators.AtATime {
		g := n.srv.Guild(fmt.Sprintf("Slow server %d", i))
		it := g.Owner().Slash(g.TextChannel("general"), "corpus add", discordtest.Args{"url": slow})
		it.WaitAck(t.Context())
	}
	start := time.Now()
	got := n.corpus("add", discordtest.Args{"url": quick})
	if !strings.Contains(got.Text(), "Selmouth rebuilds its lighthouse") {
		t.Errorf("the other server's preview: %s", got.Text())
	}
	t.Logf("a preview beside %d servers that hang took %s", 2*moderators.AtATime, time.Since(start).Round(time.Millisecond))
}
