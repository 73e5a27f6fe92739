package engine

import (
	"context"

	"readout/bot/terminal"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// VectorsCommand embeds the shipped articles, so that the binary carries their vectors.
type VectorsCommand struct {
	Out string `required:"" placeholder:"FILE" help:"Where to write the vectors."`
}

// Run implements command.
func (c *VectorsCommand) Run(ctx context.Context, _ *terminal.Console, _ Opener) error {
	return writeShippedVectors(ctx, c.Out)
}

// writeShippedVectors embeds the shipped articles into a file.
func writeShippedVectors(ctx context.Context, path string) error {
	texts, err := LoadCorpus(ctx, "", false, nil, nil)
	if err != nil {
		return err
	}
	model, err := builtin.Open()
	if err != nil {
		return err
	}
	index, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: VersionOf(texts.Articles), Embedder: model, WordVectors: model})
	if err != nil {
		return err
	}
	return index.Vectors().WriteFile(path)
}
