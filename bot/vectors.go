package main

import "context"

// VectorsCommand embeds the shipped articles, so that the binary carries their vectors.
type VectorsCommand struct {
	Out string `required:"" placeholder:"FILE" help:"Where to write the vectors."`
}

// Run implements command.
func (c *VectorsCommand) Run(ctx context.Context, _ *console, _ opener) error {
	return writeShippedVectors(ctx, c.Out)
}
