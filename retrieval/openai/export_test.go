package openai

import (
	"context"
	"net"
)

// Dialing is the configuration with connections of one's own.
func Dialing(c Config, dial func(ctx context.Context, network, address string) (net.Conn, error)) Config {
	c.dial = dial
	return c
}
