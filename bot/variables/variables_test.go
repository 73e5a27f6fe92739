package variables

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"readout/bot/secret"
)

func TestVariablesAreChecked(t *testing.T) {
	t.Parallel()
	var config struct {
		Count int          `from:"COUNT" default:"3" help:"How many."`
		Wait  string       `from:"WAIT" enum:"short,long" default:"short" help:"How long."`
		Rate  int          `from:"RATE" default:"1" help:"How fast."`
		Key   secret.Value `from:"KEY" help:"The key."`
		Plain int          `help:"Not from the environment."`
	}
	set := Values{"COUNT": "many", "RATE": "fast", "KEY": "k1", "PLAIN": "7"}
	parser, err := kong.New(&config, kong.Resolvers(set.Resolver()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	var faults []string
	for _, v := range Of(parser.Model) {
		names = append(names, fmt.Sprint(v.Name, v.Default, v.Secret))
		if err := v.Check(set); err != nil {
			faults = append(faults, err.Error())
		}
	}
	if got, want := strings.Join(names, " "), "COUNT3false KEYtrue RATE1false WAITshortfalse"; got != want {
		t.Errorf("variables %s, want %s", got, want)
	}
	if len(faults) != 2 || !strings.HasPrefix(faults[0], "COUNT: ") || !strings.HasPrefix(faults[1], "RATE: ") {
		t.Errorf("faults %q", faults)
	}
	set["RATE"] = "9"
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	if config.Count != 3 || config.Rate != 9 || config.Key.Reveal() != "k1" || config.Plain != 0 {
		t.Errorf("configured %d %d %q %d", config.Count, config.Rate, config.Key.Reveal(), config.Plain)
	}
}
