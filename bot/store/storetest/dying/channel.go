package dying

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Channel is a channel as a folder, which outlives the child that writes into it: a message is a file named for its receipt and what it
// tells of.
type Channel struct {
	Dir  string
	Fail func(step string) error // before a step, such as Announce; nil fails none
}

// Step begins a step.
func (c *Channel) Step(name string) error {
	if c.Fail == nil {
		return nil
	}
	return c.Fail(name)
}

// FailAt fails the step, and no other.
func (c *Channel) FailAt(step string, err error) {
	c.Fail = func(at string) error {
		if at == step {
			return err
		}
		return nil
	}
}

// Send makes a message appear at once, as Discord does: whole, or not at all. Its steps are "send" and "sent".
func (c *Channel) Send(receipt, of string) error {
	if err := c.Step("send"); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.Dir, "half-*")
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(c.Dir, fmt.Sprintf("%s.%s.%d", receipt, of, rand.Uint64()))); err != nil {
		return err
	}
	return c.Step("sent")
}

// Messages are the files of the messages of a receipt, "*" for all receipts'.
func (c *Channel) Messages(receipt string) ([]string, error) {
	return filepath.Glob(filepath.Join(c.Dir, receipt+".*.*"))
}

// Arrived reports whether a receipt's message arrived. Its step is "arrived".
func (c *Channel) Arrived(receipt string) (bool, error) {
	if err := c.Step("arrived"); err != nil {
		return false, err
	}
	all, err := c.Messages(receipt)
	return len(all) > 0, err
}
