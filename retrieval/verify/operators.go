package verify

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// operator is a word that denies, doubts or makes depend what follows it in its clause.
type operator struct {
	class  string   // "not", "will", "if" ...
	clause int      // counts the clauses, those that "and" joins as well
	head   string   // the meaning that it stands before
	scope  []string // the meanings from there to the end of its clause
}

// operatorClasses are the operators, each with its class. Forms that differ by the tense of the sentence around them are one class.
var operatorClasses = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for class, members := range map[string]string{
		"not": `not no never nor neither nobody nothing none nowhere without cannot hardly scarcely barely isn't aren't wasn't weren't don't
 doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't mustn't`,
		"may": "may might", "can": "can could", "will": "will would", "should": "should", "must": "must",
		"if": "if unless", "whether": "whether", "perhaps": "perhaps possibly maybe", "reportedly": "reportedly allegedly supposedly apparently",
	} {
		for _, w := range strings.Fields(members) {
			out[w] = class
		}
	}
	return out
})

func operatorsIn(us []unit) []operator {
	var out []operator
	joined := 0
	for i, u := range us {
		if u.folded == "and" || u.folded == "but" || u.folded == "or" {
			joined++
		}
		class, ok := operatorClasses()[strings.ReplaceAll(u.folded, "’", "'")]
		if !ok || u.date != "" || u.name != "" {
			continue
		}
		o := operator{class: class, clause: u.clause + joined}
		for j := i + 1; j < len(us) && us[j].sentence == u.sentence; j++ {
			m := meaning(us[j])
			if m == "" {
				continue
			}
			if o.head == "" {
				o.head = m
			} else if us[j].clause != u.clause {
				break
			}
			o.scope = append(o.scope, m)
		}
		// "He would not." has nothing behind it: what it denies stands before.
		if o.head == "" {
			o.head = meaningBefore(us, i)
			o.scope = []string{o.head}
		}
		out = append(out, o)
	}
	return out
}

// checkOperators checks that the sentence denies, doubts and makes depend what the basis does, and nothing else.
func (g *ground) checkOperators(units []unit) error {
	there, here := operatorsIn(g.units), operatorsIn(units)
	var said []string
	for _, u := range units {
		if m := meaning(u); m != "" {
			said = append(said, m)
		}
	}
	used := make([]bool, len(there))
	for _, h := range here {
		i := -1
		for j, t := range there {
			if !used[j] && t.class == h.class && (t.head == h.head || i < 0 && slices.Contains(t.scope, h.head)) {
				if i = j; t.head == h.head {
					break
				}
			}
		}
		if i < 0 {
			return fmt.Errorf("%s", operatorFault(h, "it %s where the sentence quoted does not"))
		}
		used[i] = true
	}
	if negations(here) > max(1, negations(there)) {
		return fmt.Errorf("it negates twice what the sentence quoted negates once")
	}
	for i, t := range there {
		if used[i] {
			continue
		}
		if slices.Contains(said, t.head) && !g.elsewhere(t.head, t) || t.class == "not" && slices.ContainsFunc(t.scope, func(s string) bool {
			return slices.Contains(said, s) && !isNameOrDate(s) && !g.elsewhere(s, t)
		}) {
			return fmt.Errorf("%s", operatorFault(t, "it leaves out that the sentence quoted %s"))
		}
	}
	return nil
}

// negations is how many negations one clause has, at most.
func negations(os []operator) int {
	most, in := 0, map[int]int{}
	for _, o := range os {
		if o.class == "not" {
			in[o.clause]++
			most = max(most, in[o.clause])
		}
	}
	return most
}

func operatorFault(o operator, format string) string {
	what := map[string]string{"not": "negates", "if": "sets a condition", "whether": "leaves it open"}[o.class]
	if what == "" {
		what = "says " + strings.ToUpper(o.class[:1]) + o.class[1:]
	}
	return fmt.Sprintf(format, what)
}

func isNameOrDate(meaning string) bool { return strings.Contains(meaning, ":") }

// elsewhere reports whether a meaning stands in the basis outside of an operator's scope, too.
func (g *ground) elsewhere(m string, o operator) bool {
	inScope, all := 0, 0
	for _, s := range o.scope {
		if s == m {
			inScope++
		}
	}
	for _, u := range g.units {
		if meaning(u) == m {
			all++
		}
	}
	return all > inScope
}

// checkGoverned checks that what depends on a verb ("refused to go", "denied that it went") is not told without the verb.
func (g *ground) checkGoverned(units []unit) error {
	said := map[string]bool{}
	for _, u := range units {
		if m := meaning(u); m != "" {
			said[m] = true
		}
	}
	for i, u := range g.units {
		if u.stem == "" || u.name != "" || u.date != "" || u.number != "" || said[u.stem] || i+1 >= len(g.units) {
			continue
		}
		var governed []unit
		rest := g.units[i+1:]
		switch {
		case rest[0].folded == "to" && len(rest) > 1 && rest[1].stem != "" && rest[1].name == "" && rest[1].clause == u.clause:
			governed = rest[1:2]
		case rest[0].folded == "that" && rest[0].clause == u.clause:
			for _, v := range rest[1:] {
				if v.sentence == u.sentence {
					governed = append(governed, v)
				}
			}
		}
		for _, v := range governed {
			if v.stem != "" && v.name == "" && v.number == "" && v.date == "" && said[v.stem] && g.count(v.stem) == 1 {
				return fmt.Errorf("it leaves out %q, on which the sentence quoted makes %q depend", u.folded, v.folded)
			}
		}
	}
	return nil
}

func (g *ground) count(m string) int {
	n := 0
	for _, u := range g.units {
		if meaning(u) == m {
			n++
		}
	}
	return n
}
