package discord

import (
	"context"
	"fmt"

	"readout/bot/store"
	"readout/corpus"
)

// engine answers from one version of a library.
type engine struct {
	answerer Answerer
	over     Overviewer
}

// openEngines is how many versions keep what was read of them for the next question. It is small, because a version that is kept
// stays in memory although its server may not ask for long.
const openEngines = 16

// engineOf is the engine over the present version of a server's articles. All of one question is asked of one engine, so that an
// answer never mixes two versions.
func (b *bot) engineOf(ctx context.Context, guild store.GuildID) (engine, error) {
	snapshot, err := b.options.Libraries.Snapshot(ctx, guild)
	if err != nil {
		return engine{}, fmt.Errorf("open the articles: %w", err)
	}
	if known, ok := b.engines.Get(snapshot); ok {
		return known, nil
	}
	fresh := engine{b.options.Answers(snapshot), b.options.Overviews(snapshot)}
	b.engines.Add(snapshot, fresh)
	return fresh, nil
}

// articles are the articles of the server where something is asked.
func (b *bot) articles(ctx context.Context, q request) (*corpus.Corpus, error) {
	snapshot, err := b.options.Libraries.Snapshot(ctx, q.guild)
	if err != nil {
		return nil, fmt.Errorf("open the articles: %w", err)
	}
	return snapshot.Corpus, nil
}
