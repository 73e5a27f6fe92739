package paraphrase

import (
	"slices"
	"strings"
	"testing"

	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

// rules are all ways in which a clause is told in other words.
var rules = map[string]func(*clause.Clause) []*clause.Clause{
	"same": Same, "variants": Variants, "less": Less, "unnamed": Unnamed, "rephrased": Rephrased,
}

func read(text string) []*clause.Clause { return clause.Parse((&tagger.Reader{}).Tokens(text)) }

// TestToldOtherwise: a clause is told in other words that say the same, and one that is denied, narrowed or only possible is not told as if
// it were not.
func TestToldOtherwise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ rule, text, want string }{ // want "" is no other words at all
		{"same", "The union made an offer.", "(the UNION) OFFER"},
		{"same", "The union made a very late offer.", ""},
		{"same", "There were talks about a visit.", "(-) PASS TALKS (a VISIT)"},
		{"same", "There were no talks about a visit.", ""},
		{"same", "Rook is the leader of the party.", "(ROOK) LEADER (the PARTY)"},
		{"same", "Rook is a former leader of the party.", ""},
		{"same", "The law lets farmers keep water.", "(the LAW) ALLOW (FARMERS) [to: (FARMERS) TO KEEP (WATER)]"},
		{"same", "Norn left after the vote was held.", "(-) PASS HELD (the VOTE) {before after: (NORN) LEFT}"},
		{"same", "Exports were 4 tonnes in June, up from 3 in May.", "(EXPORTS) ROSE <from 3> <in MAY> <to #4 TONNES> <in JUNE>"},
		{"same", "Norn told Rook of the army's victory.", "(NORN) TOLD (ROOK) [that: (the ARMY) VICTORY]"},
		{"same", "The crew tried to reach the port.", ""},
		{"variants", "The board refused to close the mill.", "(the BOARD) would NOT CLOSE (the MILL)"},
		{"variants", "The board did not refuse to close the mill.", ""},
		{"variants", "Norn called the plan a mistake.", "(NORN) SAID [that: (the PLAN) IS =(a MISTAKE)]"},
		{"variants", "The inspectors found no evidence that the dam leaked.",
			"(the INSPECTORS) SAID [that: (THERE) WAS =(no EVIDENCE) [that: (the DAM) LEAKED]]"},
		{"variants", "Norn gave the prize to Rook.", "(NORN) GAVE (ROOK) (the PRIZE)"},
		{"variants", "The mill will not close unless the price rises.", "(the MILL) will CLOSE {only if unless: (the PRICE) RISES}"},
		{"variants", "The mill will close unless the price rises.", ""},
		{"variants", "Nine people died in the fire.", "(the FIRE) KILLED (#nine PEOPLE)"},
		{"variants", "Nine people died in March.", ""},
		{"variants", "Norn has more votes than Rook.", "(ROOK) HAS (less VOTES) <than NORN>"},
		{"variants", "Norn does not have more votes than Rook.", ""},
		{"variants", "Most bakers have more votes than Rook.", ""},
		{"less", "The number of deaths rose from 3 in May to 4 in June.", "(THERE) WAS =(#4 DEATHS) <in JUNE>"},
		{"less", "The number of deaths may rise from 3 to 4.", ""},
		{"less", "The talks failed to produce a treaty.", "(the TALKS) NOT PRODUCE (a TREATY)"},
		{"less", "The talks did not fail to produce a treaty.", ""},
		{"less", "The council rejected the plan by eight votes to seven.", "(#seven MEMBERS) VOTED <for the PLAN>"},
		{"less", "The council rejected the plan by eight votes to seven.", "(#eight MEMBERS) VOTED <against the PLAN>"},
		{"less", "The council adopted the plan by eight votes to seven.", "(#eight MEMBERS) VOTED <for the PLAN>"},
		{"less", "The council may reject the plan by eight votes to seven.", ""},
		{"less", "Norn gave Rook the prize.", "(ROOK) GETS (the PRIZE) <from NORN>"},
		{"less", "Norn offered Rook the prize.", ""},
		{"less", "The road went to Elva.", ""},
		{"unnamed", "Norn had no comment.", "(NORN) NOT COMMENT"},
		{"unnamed", "There was no comment from Norn.", "(NORN) NOT COMMENT"},
		{"unnamed", "Norn had a comment.", ""},
		{"unnamed", "The school lacks a roof.", "(the SCHOOL) HAS (no ROOF)"},
		{"unnamed", "The school may lack a roof.", ""},
		{"unnamed", "Nine people were killed.", "(#nine PEOPLE) DIED"},
		{"unnamed", "Nine people were not killed.", ""},
		{"rephrased", "The crew tried to reach the port.", "(the CREW) |TRY | ATTEMPT | SEEK [to: (the CREW) TO REACH (the PORT)]"},
		{"rephrased", "The crew managed to reach the port.", ""},
	} {
		var got []string
		for _, v := range rules[tt.rule](read(tt.text)[0]) {
			got = append(got, strings.TrimSpace(v.String()))
		}
		if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("%s of %q are\n\t%s\nwant\n\t%s", tt.rule, tt.text, strings.Join(got, "\n\t"), tt.want)
		}
	}
}

// FuzzToldOtherwise: whatever is told in other words has a verb, and is itself left as it is.
func FuzzToldOtherwise(f *testing.F) {
	for _, s := range []string{"The council rejected the plan by eight votes to seven.", "Norn gave more to Rook than to her.",
		"It was he who left after she did.",
		"The number of deaths, up from 3, rose to 4 a year earlier.", "There is no comment from and by \xff“us”."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, root := range read(text) {
			root.Clauses(func(c *clause.Clause) {
				was := c.String()
				for name, rule := range rules {
					for _, v := range rule(c) {
						if v == nil || v == c || v.Verb.Folded == "" {
							t.Errorf("%s of %s: %v", name, was, v)
						}
					}
					if now := c.String(); now != was {
						t.Errorf("%s makes of %s %s", name, was, now)
					}
				}
				c.Phrases(func(p *clause.Phrase) {
					for _, v := range Nominal(p, nil) {
						if v.Verb.Folded != p.Head.Folded || !v.Noun {
							t.Errorf("%s is told as %s", p, v)
						}
					}
				})
			})
		}
	})
}
