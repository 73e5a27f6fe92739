package reading

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
)

// cast introduces the people of the invented texts below, in an article of their own.
const cast = `Secretary of State Jane Doe left on Monday. Foreign Minister Ivan Roe stayed. President Anna Poe slept.

Government spokesman Peter Coe waited. Ruth Loe, an analyst at a research institute, read. Ms. Doe and Mr. Roe smiled. Ms. Poe did not.`

// parsedArticle is an article made of paragraphs.
func parsedArticle(t *testing.T, id corpus.ArticleID, text string) *corpus.Article {
	t.Helper()
	a, err := parse.Text(id, text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// readStory is a corpus of the cast and one article.
func readStory(t *testing.T, text string) (*Corpus, *corpus.Article) {
	t.Helper()
	a := parsedArticle(t, "story", text)
	c, err := New([]*corpus.Article{parsedArticle(t, "cast", cast), a})
	if err != nil {
		t.Fatal(err)
	}
	return c, a
}

// quoted maps the direct quotations of an article, in order, to their speakers.
func quoted(a *corpus.Article) (out []string) {
	for _, p := range a.Passages {
		for _, r := range p.Remarks {
			if r.Direct {
				out = append(out, r.Speaker)
			}
		}
	}
	return out
}

const (
	doe  = "Jane Doe"
	roe  = "Ivan Roe"
	poe  = "Anna Poe"
	coe  = "Peter Coe"
	loe  = "Ruth Loe"
	none = ""
)

func TestQuotationsAreCredited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string // speakers of the quotations, in order
	}{
		// the verb's own clause
		"subject after the quotation":  {`“We agreed on a date,” Roe said.`, []string{roe}},
		"subject before the quotation": {`Roe said: “We agreed on a date.”`, []string{roe}},
		"comma before the quotation":   {`Roe replied, “We agreed on a date.”`, []string{roe}},
		"a name that is a link":        {`[Ruth Loe](https://example.org/loe_(analyst)) told reporters: “We agreed on a date.” “And on a place,” [Roe](https://example.org/roe "Ivan Roe") said.`, []string{loe, roe}},
		"a post under its signature":   {"“We agreed on a date,” Roe said.\n\n“See you there!”\n\n— Ann Moss (@annmoss) May 4, 2021", []string{roe, none}},
		"inverted":                     {`“We agreed on a date,” said Roe.`, []string{roe}},
		"a day after the verb":         {`“We agreed,” Roe, the minister, said Monday on television.`, []string{roe}},
		"a day before the verb":        {`Loe, an analyst in the city, Saturday called it “agreed on”. Roe Thursday said: “We did.”`, []string{loe, roe}},
		"inverted with apposition":     {`“We agreed on a date,” said Ruth Loe, the former director of a bank who is now a vice president at another.`, []string{loe}},
		"apposition before the verb":   {`“We agreed,” Ruth Loe, an analyst at the institute, wrote on Twitter before the talks.`, []string{loe}},
		"office before the name":       {`“We agreed,” Foreign Minister Ivan Roe said.`, []string{roe}},
		"honorific":                    {`“We agreed,” Mr. Roe said.`, []string{roe}},
		"office, then the name":        {`The president’s top adviser, Ruth Loe, said “we are ready to meet.”`, []string{loe}},
		"straight marks":               {`"It's a start," Roe said. "It isn't enough," he added.`, []string{roe, roe}},
		"two single marks close":       {`“We agreed on a date,’’ Roe said. “And on a place.”`, []string{roe, roe}},
		"quotation in a quotation":     {`“They will ‘get down to business,”’ said Roe.`, []string{roe}},
		"single marks":                 {`‘We agreed on the sailors’ release,’ Roe said.`, []string{roe}},
		"interrupted":                  {`“We agreed,” Roe said, “but we did not sign.”`, []string{roe, roe}},
		"second sentence":              {`“We agreed on a date,” Roe said. “We did not sign.”`, []string{roe, roe}},
		"question":                     {`“Why not?” Roe asked. “We could.”`, []string{roe, roe}},
		"fragment":                     {`Roe said the talks were “useful” and short.`, []string{roe}},
		"fragment in a that-clause":    {`Roe said after his call with Doe that the secretary was not looking to “get involved” in the crisis.`, []string{roe}},
		"relative clause":              {`It is easy to share the gloom of Ruth Loe, who wrote on Tuesday that ties “will get worse.”`, []string{loe}},
		"what he called":               {`Roe, on a first visit, said the Doe plan would help where the sides have what he called “overlapping interests.”`, []string{roe}},
		"called":                       {`Roe called the accusations “complete fiction.”`, []string{roe}},
		"rejected as":                  {`Roe rejected accusations of interference as “complete fiction.”`, []string{roe}},
		"dismissed as, object after":   {`Government spokesman Peter Coe said it was a visit and dismissed as “nonsense” suggestions that it was a signal, a news agency reported.`, []string{coe}},
		"cited, with however":          {`Roe, however, cited prosecutor Doe’s “objective” inquiry as a step forward.`, []string{roe}},
		"urged to":                     {`Ruth Loe urged the president to “take the risk” and meet.`, []string{loe}},
		"tweeting":                     {`Poe has returned to her plan, speaking with Roe for an hour and tweeting that there is “great potential.”`, []string{poe}},
		"telling":                      {`During a joint news conference, Ms. Doe had sharp words, telling her counterpart that “interference is unacceptable.”`, []string{doe}},
		"hinting":                      {`Jane Doe left. The secretary of state said she was “glad” about the talks, hinting that agreement was found on “how to proceed,” at last.`, []string{doe, doe}},
		"according to":                 {`According to Loe, the plan is “dead on arrival.”`, []string{loe}},
		"according to, after":          {`The plan is “dead on arrival,” according to Loe.`, []string{loe}},
		"as one put it":                {`The plan is, as Loe put it, “dead on arrival.”`, []string{loe}},
		"in the words of":              {`The plan is, in the words of Ruth Loe, “dead on arrival.”`, []string{loe}},
		"clause, then the speaker":     {`The “golden age” is over, Loe said.`, []string{loe}},
		"asked first":                  {`Asked last week whether a deal with Poe was possible, Roe replied with his usual irony, “She makes deals.”`, []string{roe}},
		"warned":                       {`Roe warned Doe that the plan was “a mistake.”`, []string{roe}},
		"an explanation":               {`Mr. Roe had a simpler explanation for the state of relations: the “hostile mood” of the other government.`, []string{roe}},
		"a claim of somebody's":        {`The report dwells on Roe’s claim that “nobody knew.”`, []string{roe}},
		"used the word":                {`Roe used the word “frozen” for the talks.`, []string{roe}},
		"continued to insist":          {`Roe went on to say the plan was “dead.”`, []string{roe}},
		"said twice":                   {`Roe said it was “late,” adding that it was “not too late.”`, []string{roe, roe}},
		"in the first words":           {`There is “no pivot in sight,” Ruth Loe, the institute’s director, wrote on Twitter.`, []string{loe}},
		"as somebody wrote":            {`As Ruth Loe, one of the best known analysts in the capital, wrote in a daily on Monday, “Nothing has changed.”`, []string{loe}},

		"with somebody else between": {`Roe lashed out at the host, Peter Coe, accusing him of “false statements.”`, []string{roe}},
		"unclear whose words":        {`Roe lashed out at Peter Coe accusing him of “false statements.”`, []string{none}},
		"with, and a participle":     {`Roe left, with Doe calling the talks “useful.”`, []string{doe}},
		"pointed out":                {`Roe pointed out that the plan was “dead.”`, []string{roe}},
		"an agency passes it on":     {`According to the News Agency, Roe explained that the plan was “dead.”`, []string{roe}},
		"an agency, at the end":      {`Roe has said that the attempt to “politicise” the plan would “benefit no one,” the News Agency has reported.`, []string{roe, roe}},
		"verb inside the quotation":  {`The plan “is dead” for good, Ruth Loe told reporters after a meeting.`, []string{loe}},
		"according to, with office":  {`The plan is “dead,” according to Roe’s policy adviser Ruth Loe.`, []string{loe}},

		// two people in one sentence
		"told":                     {`“I am here to work,” Doe told Roe at the start of their meeting. “We are no adversaries.”`, []string{doe, doe}},
		"said he told":             {`Roe said he told Secretary of State Jane Doe that his country “does not want war,” while Doe warned of a spiral.`, []string{roe}},
		"as the other warned":      {`After meeting with Doe, Roe said his country “does not want war,” as Doe warned of a spiral.`, []string{roe}},
		"each their own":           {`Roe called the plan “empty,” while Doe called it “a start.”`, []string{roe, doe}},
		"said of":                  {`“You need to give her credit,” Roe said of Doe during a news conference before he met Poe.`, []string{roe}},
		"subordinate clause first": {`While Doe blamed others, Roe said the plan was “dead.”`, []string{roe}},
		"after another's warning":  {`After Doe warned of war, “We are calm,” Roe said.`, []string{roe}},
		"hearsay":                  {`Roe recounted that Doe was amused by the report: She “sort of smiled when she said it was a mouse.”`, []string{roe}},
		"hearsay with told":        {`Roe said that Doe told him the plan was “dead.”`, []string{roe}},
		"one quotes the other":     {`A news agency quoted Roe as saying “it is over.”`, []string{roe}},
		"quoted by":                {`Roe was quoted by a news agency as saying “it is over.”`, []string{roe}},
		"passive":                  {`The plan was described by Roe as “dead.”`, []string{roe}},
		"passive, speaker last":    {`The plan was dismissed as “dead” by Roe.`, []string{roe}},
		"reduced passive":          {`The plan, described by Roe as “dead,” pleased Doe.`, []string{roe}},
		"relative of the other":    {`Roe met Doe, who called the talks “frank.”`, []string{doe}},
		"whom the other called":    {`Roe, whom Doe called “a friend,” left early.`, []string{doe}},
		"both":                     {`Both Jane Doe and Ivan Roe described their discussion as “frank.”`, []string{"Jane Doe and Ivan Roe"}},
		"both sides":               {`Both sides described the talks as “frank,” saying they want better ties.`, []string{"both sides"}},
		"they":                     {`Doe and Roe met for an hour. They called it “useful.”`, []string{"Jane Doe and Ivan Roe"}},
		"they, open":               {`Doe met Roe for an hour. They called it “useful.”`, []string{none}},

		"a new main clause":     {`In a debate so loud that Ruth Loe threatened to leave, Roe attacked, branding Doe a “failure.”`, []string{roe}},
		"one retells the other": {`Roe called it “dead,” Doe said.`, []string{none}},
		"an agency retells":     {`Roe called it “dead,” the news agency said.`, []string{roe}},
		"tells the truth":       {`Roe tells the truth “to the best of his knowledge,” a minister has said.`, []string{"a minister"}},
		"but, then the other":   {`Doe warned of war, but “we are calm,” Roe said.`, []string{roe}},
		"after announcing":      {`Roe had said when announcing the plan: “It may be dead.”`, []string{roe}},

		"X of an institute": {`Ruth Loe of the Policy Centre calls for “bookkeeping.”`, []string{loe}},
		"by telephone":      {`The institute’s head, Ruth Loe, does not like it. “It is late,” she said by telephone.`, []string{loe}},
		"inserted":          {"The most to expect, Loe said, is a delay, because each side accuses the other.\n\n“They will not agree on it.”", []string{loe}},

		// pronouns
		"she of one, he of nobody":   {"When Ruth Loe left, she said it was “late.”\n\nHe said it was “early.”", []string{loe, none}},
		"he":                         {`Roe arrived late. “We had fog,” he said.`, []string{roe}},
		"she, of two":                {`Roe met Ms. Doe for an hour. “It was useful,” she said.`, []string{doe}},
		"he, subject of main clause": {`Although Coe met Loe last month, Mr. Roe offered no hope. “We are ready,” he said.`, []string{roe}},
		"he, not the one criticised": {`Mr. Roe criticized Peter Coe, the spokesman, for asserting that he had a right to speak. “It is our affair,” he said.`, []string{roe}},
		"he, paragraph before":       {"Mr. Roe, on his first visit, addressed the attack only briefly.\n\n“I have no information,” he said. “We are working on it.”", []string{roe, roe}},
		"he told the other":          {"Roe spoke first.\n\n“I am here to work,” he told Coe.", []string{roe}},
		"thanked for":                {`Roe thanked both sides for “long nights and good manners.”`, []string{roe}},
		"shrugged":                   {`Asked about the deal, Roe shrugged: “Ask the fish.”`, []string{roe}},
		"he, open":                   {`Roe praised the plan, and Coe condemned it. “It will be tried,” he said.`, []string{none}},
		"he, nobody named":           {`The talks ended early. “It was the fog,” he said.`, []string{none}},
		"he said he":                 {`Roe said he had “made clear” what he wanted.`, []string{roe}},
		"he after another's clause":  {`Roe said that Coe was wrong when he called it “dead.”`, []string{none}},
		"told him he":                {`Peter Coe told Roe he found the plan “dead.” Ruth Loe told Peter Coe that he called it “over.”`, []string{coe, loe}},
		"and he":                     {`Roe also said the inquiry’s end was a chance, and he called the accusations “fiction.”`, []string{roe}},

		// descriptions
		"an official":                           {`“It is over,” a senior Foreign Ministry official said.`, []string{"a senior Foreign Ministry official"}},
		"the official again":                    {"A senior Foreign Ministry official told reporters that talks went on.\n\n“It is over,” the official said.", []string{"a senior Foreign Ministry official"}},
		"the secretary of state":                {`Jane Doe left. “It is over,” the secretary of state said.`, []string{doe}},
		"an office whose holder is not named":   {`“It is over,” the secretary of state said.`, []string{"the secretary of state"}},
		"the minister, of the paragraph before": {"“We agreed,” Foreign Minister Ivan Roe said.\n\n“It took long,” the minister said.", []string{roe, roe}},
		"the secretary":                         {`Jane Doe left. “It is over,” the secretary said.`, []string{doe}},
		"somebody's spokesman":                  {`“It is over,” Roe’s spokesman said.`, []string{"Roe’s spokesman"}},
		"a spokesman for somebody":              {`“It is over,” a spokesman for Roe said.`, []string{"a spokesman for Roe"}},
		"somebody's government":                 {`The Poe administration called it “over.”`, []string{"the Poe administration"}},
		"a statement":                           {`“It is over,” the ministry said in a statement.`, []string{"the ministry"}},
		"said an official":                      {`“It is over,” said a Western diplomat in the capital.`, []string{"a Western diplomat in the capital"}},

		// quotations that stand alone
		"bare paragraph":            {"“We agreed on a date,” Roe said at their joint news conference.\n\n“I hope that tempers will cool.”", []string{roe, roe}},
		"bare after two speakers":   {"Roe called it “empty” and Doe said it was “a start.”\n\n“It may grow yet, in time.”", []string{roe, doe, none}},
		"unclosed":                  {"“We agreed on a date, Roe said.\n\n“And on a place.”", []string{none, none}},
		"continued over paragraphs": {"“We agreed on a date,” Roe said. “It took long.\n\n“It was worth it,” he said.", []string{roe, roe, roe}},
		"three paragraphs":          {"Roe said: “One.\n\n“Two.\n\n“Three.”", []string{roe, roe, roe}},
		"after a colon":             {`Roe was brief: “No.”`, []string{roe}},
		"bare with nothing before":  {`“It is what it is, as ever.”`, []string{none}},

		"bare after a source": {"“We agreed on a date,” Roe told Doe when asked how it went, according to a news agency.\n\n“It was a good talk, and a long one.”", []string{roe, roe}},

		// what is no remark
		"title of a programme":        {`In an interview with Channel Five’s “The Week in Review,” Roe told Doe that the plan was “dead.”`, []string{none, roe}},
		"scare quotes":                {`The “special operation” went on as Roe arrived.`, []string{none}},
		"title of a book":             {`Roe said nothing of the book “War Games.”`, []string{none}},
		"called, of a thing":          {`A film called “War Games” was shown to Roe.`, []string{none}},
		"but, in a clause of its own": {`Roe said he was tired, but the “deal of the century” fell apart.`, []string{none}},
		"did not say":                 {`Roe did not say it was “over.”`, []string{none}},
		"never called":                {`Roe never called it “over.”`, []string{none}},
		"would say":                   {`Roe will tell Doe that it is “over.”`, []string{none}},
		"refused to call":             {`Roe refused to call it “over.”`, []string{none}},
		"was told":                    {`Roe was told that it is “over.”`, []string{none}},
		"dismissed as, of a person":   {`Coe, dismissed as a “puppet” by Roe, stayed.`, []string{roe}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, a := readStory(t, c.text)
			got := quoted(a)
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

func TestReportedWords(t *testing.T) {
	t.Parallel()
	type remark struct{ speaker, words, attribution string }
	for name, c := range map[string]struct {
		text string
		want []remark // those not in quotation marks, in order
	}{
		"that":         {`Roe said that the talks were useful.`, []remark{{roe, "the talks were useful", "Roe said"}}},
		"without that": {`Roe said the talks were useful.`, []remark{{roe, "the talks were useful", "Roe said"}}},
		"at the end":   {`The talks were useful, but short, Roe said.`, []remark{{roe, "The talks were useful, but short", "Roe said"}}},
		"inverted":     {`The sailors remain in detention, said Ruth Loe, who leads their defense.`, []remark{{loe, "The sailors remain in detention", "said Ruth Loe"}}},
		"dateline":     {`VIENNA — The talks were useful, Roe said.`, []remark{{roe, "The talks were useful", "Roe said"}}},
		"with a time":  {`Roe said on Tuesday the talks were useful.`, []remark{{roe, "the talks were useful", "Roe said"}}},
		"official, others named": {`A senior official, speaking to reporters on Friday, said Doe would raise many topics.`,
			[]remark{{"a senior official", "Doe would raise many topics", "A senior official, speaking to reporters on Friday, said"}}},
		"aide in apposition": {`Peter Coe, the government spokesman, said Doe did not raise the issue with Roe.`,
			[]remark{{coe, "Doe did not raise the issue with Roe", "Peter Coe, the government spokesman, said"}}},
		"two speakers": {`Roe said he told Jane Doe that the plan was dead, while Doe warned of a spiral of crisis.`, []remark{
			{roe, "he told Jane Doe that the plan was dead", "Roe said"}, {roe, "the plan was dead", "he told"},
			{doe, "warned of a spiral of crisis", "Doe warned"}}},
		"as the other warned": {`Roe said the plan was dead, as Doe warned of a spiral.`, []remark{
			{roe, "the plan was dead", "Roe said"}, {doe, "warned of a spiral", "Doe warned"}}},
		"and the other": {`Roe said the plan was dead and Doe said it was alive.`, []remark{
			{roe, "the plan was dead", "Roe said"}, {doe, "it was alive", "Doe said"}}},
		"denied":                          {`Mr. Roe indignantly denied, once again, that his country had meddled.`, []remark{{roe, "denied, once again, that his country had meddled", "Mr. Roe indignantly denied"}}},
		"rejected":                        {`Roe rejected the accusations.`, []remark{{roe, "rejected the accusations", "Roe rejected"}}},
		"according to":                    {`According to Loe, the plan is dead.`, []remark{{loe, "the plan is dead", "According to Loe"}}},
		"according to, after a semicolon": {`They met in May; according to Loe, it was his wish.`, []remark{{loe, "it was his wish", "according to Loe"}}},
		"a company with an abbreviation": {`HALM, May 3, 2021 -- Halm Light Co. announced that the lamps are mended.`, []remark{
			{"Halm Light Co.", "the lamps are mended", "Halm Light Co. announced"}}},
		"an agency reports what one said": {`Peter Coe said it was a visit, the state-run news agency reported.`, []remark{
			{"the state-run news agency", "Peter Coe said it was a visit", "the state-run news agency reported"}, {coe, "it was a visit", "Peter Coe said"}}},
		"urged":                           {`Roe urged Doe to stay.`, []remark{{roe, "urged Doe to stay", "Roe urged"}}},
		"issued a warning":                {`Before boarding his plane, Roe issued a warning on meddling.`, []remark{{roe, "issued a warning on meddling", "Roe issued a warning"}}},
		"made clear":                      {`The two ministers made clear on Tuesday that they differ.`, []remark{{"the two ministers", "they differ", "The two ministers made clear"}}},
		"who said":                        {`They met Mr. Roe, who said he expected little.`, []remark{{roe, "he expected little", "Mr. Roe, who said"}}},
		"officials say":                   {`Some officials say the plan is dead.`, []remark{{"some officials", "the plan is dead", "Some officials say"}}},
		"an institution":                  {`The Foreign Ministry said the plan was dead.`, []remark{{"the Foreign Ministry", "the plan was dead", "The Foreign Ministry said"}}},
		"a country":                       {`Freedonia said the plan was dead.`, []remark{{"Freedonia", "the plan was dead", "Freedonia said"}}},
		"coordinated description":         {`The envoys of Freedonia and the United Realms said the plan was dead.`, []remark{{"the envoys of Freedonia and the United Realms", "the plan was dead", "The envoys of Freedonia and the United Realms said"}}},
		"she said he":                     {`Ms. Doe said Roe was wrong.`, []remark{{doe, "Roe was wrong", "Ms. Doe said"}}},
		"asked":                           {`Doe asked whether the plan was dead.`, []remark{{doe, "whether the plan was dead", "Doe asked"}}},
		"announced a thing":               {`Roe announced the end of the talks.`, []remark{{roe, "announced the end of the talks", "Roe announced"}}},
		"hearsay of another":              {`Roe said that Doe told him the plan was dead.`, []remark{{roe, "Doe told him the plan was dead", "Roe said"}}},
		"did not say":                     {`Roe did not say that the plan was dead.`, nil},
		"will say":                        {`Roe will say that the plan is dead.`, nil},
		"declined to say":                 {`Roe declined to say whether the plan is dead.`, nil},
		"was told":                        {`Roe was told that the plan is dead.`, nil},
		"if asked":                        {`If asked, the minister will say that the plan is dead.`, nil},
		"a stated aim":                    {`The stated aim of the talks pleased Roe.`, nil},
		"a reply between commas":          {`The deal, replied Roe, was dead.`, []remark{{roe, "The deal, replied Roe, was dead", "replied Roe"}}},
		"his reported remarks":            {`Roe’s reported remarks on the plan caused alarm.`, nil},
		"reports of attacks":              {`Reports of attacks reached Roe.`, nil},
		"have been reported":              {`Attacks have been reported this week, raising fears.`, nil},
		"told parliament, at the end":     {`The two sides failed to agree on anything, water minister Ivan Roe told parliament on Thursday.`, []remark{{roe, "The two sides failed to agree on anything", "water minister Ivan Roe told"}}},
		"inserted, without a verb before": {`Walking out, Roe said, would have been easy.`, []remark{{roe, "Walking out, Roe said, would have been easy", "Roe said"}}},
		"a relative clause that closes":   {`The official, who asked not to be named, said the plan was dead.`, []remark{{"the official", "asked not to be named", "The official, who asked"}, {"the official", "the plan was dead", "The official, who asked not to be named, said"}}},
		"said to laughter":                {`“It is dead,” Roe said to laughter.`, nil},
		"members say":                     {`Members of the delegation say that the plan is dead.`, []remark{{"members of the delegation", "the plan is dead", "Members of the delegation say"}}},
		"a word between dashes":           {`Roe attacked the plan – wrongly, according to Doe – on Monday.`, nil},
		"accused, passive":                {`Roe, accused of lying, left. Coe accused of lying left.`, nil},
		"called on the phone":             {`Roe called Doe on Friday.`, nil},
		"object of with":                  {`Her meetings with Poe and Roe have only confirmed that.`, nil},
		"met and said is ambiguous":       {`After Doe met Poe and Roe said the plan was dead, all left.`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, a := readStory(t, c.text)
			var got []remark
			for _, r := range a.Passages[0].Remarks {
				if !r.Direct {
					got = append(got, remark{r.Speaker, r.Text, a.Text(r.Attribution)})
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("%s\n got %q\nwant %q", c.text, got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s\n got %q\nwant %q", c.text, got[i], c.want[i])
				}
			}
		})
	}
}

func TestOccasionAndAddressee(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, occasion, to string
	}{
		"at":                    {`“We agreed,” Roe said at their joint news conference.`, "at their joint news conference", none},
		"before":                {`“We agreed,” Roe said of Doe before sitting down for talks.`, "before sitting down for talks", none},
		"a day":                 {`Roe said Monday that they “agreed.”`, "Monday", none},
		"last week":             {`Roe said last week that they “agreed.”`, "last week", none},
		"on a site":             {`“We agreed,” Roe wrote on Twitter before the news conference.`, "on Twitter before the news conference", none},
		"start of a meeting":    {`“We agreed,” Roe told Doe at the start of their meeting.`, "at the start of their meeting", doe},
		"asked":                 {`Asked last week whether they would meet, Roe replied, “We agreed.”`, "Asked last week whether they would meet", none},
		"opening phrase":        {`At the news conference with Poe, Roe said they “agreed.”`, "At the news conference with Poe", none},
		"in fact is none":       {`In fact, Roe said they “agreed.”`, none, none},
		"in front of, before":   {`“We agreed,” Roe told Secretary of State Jane Doe in front of reporters before a meeting Tuesday.`, "in front of reporters before a meeting Tuesday", doe},
		"after his call":        {`Roe said after his call with Doe that they “agreed.”`, "after his call with Doe", none},
		"with irony is none":    {`Roe replied with his usual irony, “We agreed.”`, none, none},
		"as they met":           {`Roe told Doe as their meeting began: “We agreed.”`, "as their meeting began", doe},
		"told the minister":     {`“We agreed,” Roe told the secretary of state, Jane Doe.`, none, doe},
		"told reporters":        {`“We agreed,” Roe told reporters.`, none, none},
		"told X, the spokesman": {`Roe told Peter Coe, the spokesman, that they “agreed.”`, none, coe},
		"telling":               {`Roe was blunt, telling Doe that they “agreed.”`, none, doe},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, a := readStory(t, c.text)
			for _, r := range a.Passages[0].Remarks {
				if !r.Direct {
					continue
				}
				to := ""
				if r.To != nil {
					to = r.To.Name
				}
				if r.Speaker != roe || r.Occasion != c.occasion || to != c.to {
					t.Errorf("%s\n got speaker %q, occasion %q, to %q\nwant occasion %q, to %q", c.text, r.Speaker, r.Occasion, to, c.occasion, c.to)
				}
				return
			}
			t.Errorf("no quotation found in %s", c.text)
		})
	}
}
