package talk

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestOffers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]bool{Question: true, More: true, Greeting: true, Sure: false, Sources: false, Thanks: false, Again: false} {
		if kind.Offers() != want {
			t.Errorf("%s offers: %t", kind, !want)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Line{
		"hi":                                   {Kind: Greeting},
		"Hello!! 👋":                            {Kind: Greeting},
		"hey there, how are you?":              {Kind: Greeting},
		"good morning":                         {Kind: Greeting},
		"Guten Tag":                            {Kind: Greeting},
		"thanks":                               {Kind: Thanks},
		"Thank you so much!":                   {Kind: Thanks},
		"ok cool":                              {Kind: Thanks},
		"lol":                                  {Kind: Thanks},
		"good bot":                             {Kind: Thanks},
		"no":                                   {Kind: Noted},
		"yes":                                  {Kind: Noted},
		"OK.":                                  {Kind: Noted},
		"nvm":                                  {Kind: Noted},
		"no thanks":                            {Kind: Noted},
		"you are stupid":                       {Kind: Blame},
		"bad bot!":                             {Kind: Blame},
		"that didn't answer my question":       {Kind: Blame},
		"shorter please":                       {Kind: Reword},
		"translate that":                       {Kind: Reword},
		"can you translate it into French?":    {Kind: Reword},
		"who translated that?":                 {Question, []string{"who translated that?"}},
		"can you say that in other words?":     {Kind: Reword},
		"put it in simple English":             {Kind: Reword},
		"was it a bad answer to the flood?":    {Question, []string{"was it a bad answer to the flood?"}},
		"is the ferry broken":                  {Question, []string{"is the ferry broken"}},
		"why was the bridge broken?":           {Question, []string{"why was the bridge broken?"}},
		"have you read this: who paid for it?": {Question, []string{"who paid for it?"}},
		"did you read the article about the ice?": {Question, []string{"did you read the article about the ice?"}},
		"bye":                            {Kind: Farewell},
		"who are you?":                   {Kind: Who},
		"Are you a bot":                  {Kind: Who},
		"what can you do?":               {Kind: Can},
		"help":                           {Kind: Can},
		"hi, what can I ask?":            {Kind: Can},
		"are you sure?":                  {Kind: Sure},
		"Are you sure about that??":      {Kind: Sure},
		"is that true":                   {Kind: Sure},
		"really?":                        {Kind: Sure},
		"who said that?":                 {Kind: Speaker},
		"source?":                        {Kind: Sources},
		"where did you get that from?":   {Kind: Sources},
		"what do you mean?":              {Kind: Meaning},
		"i don't understand":             {Kind: Meaning},
		"tell me more":                   {Kind: More},
		"What else?":                     {Kind: More},
		"and what else did she say":      {Kind: More},
		"thanks, tell me more":           {Kind: More},
		"what was the question again?":   {Kind: Again},
		"no, I meant Putin":              {Meant, []string{"Putin"}},
		"sorry, I meant the ferry line":  {Meant, []string{"the ferry line"}},
		"not her, the mayor":             {Meant, []string{"the mayor"}},
		"No, Marsh.":                     {Meant, []string{"Marsh"}},
		"tl;dr":                          {Kind: Summary},
		"TLDR please!":                   {Kind: Summary},
		"hey @Readout, tl;dr?":           {Kind: Summary},
		"tl;dr of the dam dispute":       {Question, []string{"tl;dr of the dam dispute"}},
		"thanks, and Iran?":              {Question, []string{"and Iran?"}},
		"hey @Readout what did Dane say": {Question, []string{"what did Dane say"}},
		"hi! quick question: when did the bridge open":                  {Question, []string{"when did the bridge open"}},
		"guys what did Dane say about ice?":                             {Question, []string{"what did Dane say about ice?"}},
		"just wondering, who paid for it?":                              {Question, []string{"who paid for it?"}},
		"Who said that the bridge would close?":                         {Question, []string{"Who said that the bridge would close?"}},
		"are you sure that Marsh resigned?":                             {Question, []string{"are you sure that Marsh resigned?"}},
		"what else did Marsh say about the dam?":                        {Question, []string{"what else did Marsh say about the dam?"}},
		"What is the source of the river Ister?":                        {Question, []string{"What is the source of the river Ister?"}},
		"Thank-you notes: who wrote them?":                              {Question, []string{"Thank-you notes: who wrote them?"}},
		"Hello Kitty was banned, by whom?":                              {Question, []string{"Hello Kitty was banned, by whom?"}},
		"Right wing parties: what do they want?":                        {Question, []string{"Right wing parties: what do they want?"}},
		"1. What did Marsh say? 2) When was it? 3. Where":               {Question, []string{"What did Marsh say?", "When was it?", "Where"}},
		"my questions:\n- who met?\n- where did they meet?":             {Question, []string{"who met?", "where did they meet?"}},
		"What did Marsh say about ice? And when did the bridge reopen?": {Question, []string{"What did Marsh say about ice?", "And when did the bridge reopen?"}},
		"Marsh spoke in May. What did he say? Where was he then?":       {Question, []string{"Marsh spoke in May. What did he say? Where was he then?"}},
		"Who came on May 3. and who left?":                              {Question, []string{"Who came on May 3. and who left?"}},
		"":                                                              {Question, []string{""}},
	} {
		if diff := cmp.Diff(want, Read(text, true)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
	for _, text := range []string{"no, I meant Putin", "No, Marsh."} {
		if got := Read(text, false); got.Kind != Question {
			t.Errorf("%q is %s with nothing before it", text, got.Kind)
		}
	}
}

// TestTables: every row of the tables is a kind that there is, with a pattern that compiles.
func TestTables(t *testing.T) {
	t.Parallel()
	known := append([]Kind{Greeting, Thanks, Noted, Blame, Reword, Farewell, Who, Can, Summary}, leans...)
	seen := map[Kind]bool{}
	for _, w := range wordings() {
		seen[w.kind] = true
		if w.kind == Meant != (w.pattern.SubexpIndex("rest") > 0) {
			t.Errorf("%s: %s", w.kind, w.pattern)
		}
	}
	for _, k := range known {
		if !seen[k] {
			t.Errorf("no wording of %s", k)
		}
	}
	if len(seen) != len(known) {
		t.Errorf("kinds %v, known %v", seen, known)
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"hey @bot what", "1. a? 2. b?", "no, I meant \xff", "thanks,", "@", "- a\n- b\n- c\n- d\n- e\n- f", "no, no, no, x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := Read(text, true)
		if l.Kind == Question != (len(l.Questions) > 0) && l.Kind != Meant || len(l.Questions) > mostQuestions {
			t.Errorf("%q: %+v", text, l)
		}
		for _, q := range l.Questions {
			if utf8.ValidString(text) && !strings.Contains(strings.NewReplacer("’", "'", "`", "'").Replace(strings.Join(strings.Fields(text), " ")),
				strings.NewReplacer("’", "'", "`", "'").Replace(strings.Join(strings.Fields(q), " "))) {
				t.Errorf("%q is asked, and not in %q", q, text)
			}
		}
	})
}
