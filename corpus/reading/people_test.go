package reading

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
)

// peopleOf reads each text as an article and returns the texts.
func peopleOf(t *testing.T, texts ...string) *Corpus {
	t.Helper()
	var as []*corpus.Article
	for i, text := range texts {
		as = append(as, parsedArticle(t, corpus.ArticleID(rune('a'+i)), text))
	}
	c, err := New(as)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func peopleNames(c *Corpus) string {
	var out []string
	for _, p := range c.People {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

func TestPeopleAreFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"office before":             {`They met Foreign Minister Ivan Roe.`, "Ivan Roe"},
		"lower-case office":         {`They met government spokesman Peter Coe.`, "Peter Coe"},
		"office with a portfolio":   {`They met Secretary of State Jane Doe and Minister of Foreign Affairs Wang Yi.`, "Jane Doe, Wang Yi"},
		"office of an institution":  {`It pleased Northern Policy Center Director Ruth Loe.`, "Ruth Loe"},
		"apposition":                {`It pleased Ruth Loe, the former director of a bank.`, "Ruth Loe"},
		"apposition, one of":        {`It pleased Ruth Loe, one of the best known analysts of the region.`, "Ruth Loe"},
		"apposition before":         {`The president’s adviser, Ruth Loe, slept.`, "Ruth Loe"},
		"relative clause":           {`They met Ruth Loe, who slept.`, "Ruth Loe"},
		"age":                       {`Ruth Loe, 54, slept.`, "Ruth Loe"},
		"verb of speech":            {`“Yes,” said Ruth Loe.`, "Ruth Loe"},
		"initial":                   {`They met Ruth S. Loe. Loe said nothing was planned.`, "Ruth S. Loe"},
		"suffix":                    {`They met Peter S. Coe III on Monday.`, "Peter S. Coe III"},
		"honorific later":           {`They met Ruth Loe. Ms. Loe slept.`, "Ruth Loe"},
		"surname alone speaks":      {`Ruth Loe heads the council. “Yes,” Loe said.`, "Ruth Loe"},
		"surname alone":             {`Ruth Loe heads the council. It was founded by Loe. All like Loe.`, "Ruth Loe"},
		"surname alone, with who":   {`Ruth Loe and Peter Coe quit. Loe, who was ill, said so.`, "Ruth Loe"},
		"lower-case office with of": {`They met chief of staff Peter Coe.`, "Peter Coe"},
		"no full name":              {`President Poe met Mr. Roe.`, "Poe, Roe"},
		"hyphen":                    {`They met President Kim Jong-un.`, "Kim Jong-un"},
		"particles":                 {`They met Crown Prince Mohammed bin Salman and President Bashar al-Assad.`, "Bashar al-Assad, Mohammed bin Salman"},
		"possessive":                {`It was Prime Minister Benjamin Netanyahu’s plan.`, "Benjamin Netanyahu"},
		"two given names":           {`They met President Andrés Manuel López Obrador.`, "Andrés Manuel López Obrador"},
		"initials without a space":  {`They met Senator J.D. Doe.`, "J.D. Doe"},
		"sentence begins before it": {`Yesterday President Anna Poe slept. Meanwhile Foreign Minister Ivan Roe read.`, "Anna Poe, Ivan Roe"},
		"in capitals":               {`SECRETARY DOE: Yes.`, "Doe"},
		"a party before it":         {`Democrat Ruth Loe met Ohio Republican Peter Coe. The Ohio Republican slept.`, "Peter Coe, Ruth Loe"},
		"a day behind it":           {`President Anna Poe Thursday met Ruth Loe, who slept.`, "Anna Poe, Ruth Loe"},

		"institutions":               {`The Carnegie Moscow Center said so. State Department officials met Human Rights Watch. The White House and the Moscow Times agreed.`, ""},
		"places":                     {`They met in New York, on the Black Sea, in the Kerch Strait, in North Korea and in Saudi Arabia.`, ""},
		"treaties, groups":           {`New Start and the Group of 20 were on the agenda of the United Nations Security Council.`, ""},
		"a day for a name":           {`It pleased a spokesman Thursday. The governor Monday slept.`, ""},
		"office of a country":        {`They met the Swiss President.`, ""},
		"days":                       {`On Monday Tuesday’s talks were moved to May.`, ""},
		"a government":               {`The Poe administration pleased the Doe campaign.`, ""},
		"country that speaks":        {`North Freedonia said no. In Saint Roe, it rained.`, ""},
		"a country in a longer name": {`They flew with Air Freedonia. In Freedonia it rained. Freedonia said so. They left Freedonia.`, ""},
		"a union":                    {`They met the head of the Lower Valley Growers’ Union. The Growers’ Union slept. The Growers’ Union read.`, ""},
		"companies":                  {`General Motors and General Electric met President of Acme Motors.`, ""},
		"office alone":               {`The Prime Minister met the Foreign Minister and Mr. President.`, ""},
		"president of":               {`The President of Freedonia met the Secretary of State.`, ""},
		"adviser of":                 {`A former Poe adviser slept.`, ""},
		"place with article":         {`Officials said the Golden Gate was closed. The Golden Gate said nothing.`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := peopleNames(peopleOf(t, c.text)); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}

func TestFormsOfOneName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		texts []string
		want  string // names of the people
		forms []string
	}{
		"transcriptions": {[]string{`Minister Sergei Roe met Dmitri Coe, a spokesman.`, `Minister Sergey Roe met Dmitry Coe, a spokesman. Minister Sergei Roe left.`},
			"Dmitri Coe, Sergei Roe", []string{"Sergei Roe", "Sergey Roe"}},
		"accents":           {[]string{`President Nicolas Poe and President Nicolás Poe.`}, "Nicolas Poe", []string{"Nicolas Poe", "Nicolás Poe"}},
		"short form":        {[]string{`Secretary Mike Doe met nobody. Secretary Michael Doe met all. Secretary Mike Doe left.`}, "Mike Doe", []string{"Michael Doe", "Mike Doe"}},
		"initial":           {[]string{`President Ivan V. Roe slept. President Ivan Roe read. President Ivan Roe left.`}, "Ivan Roe", []string{"Ivan Roe", "Ivan V. Roe"}},
		"suffix":            {[]string{`Counsel Peter S. Coe III wrote. Counsel Peter Coe read. Counsel Peter Coe left.`}, "Peter Coe", []string{"Peter Coe", "Peter S. Coe III"}},
		"two family names":  {[]string{`President Andrés López Obrador slept. President López Obrador left.`}, "Andrés López Obrador", []string{"Andrés López Obrador", "López Obrador"}},
		"two people":        {[]string{`Minister Ivan Roe met Minister Maria Roe.`}, "Ivan Roe, Maria Roe", nil},
		"husband and wife":  {[]string{`Minister Ivan Petrov met Minister Anna Petrova.`}, "Anna Petrova, Ivan Petrov", nil},
		"given names alike": {[]string{`Minister Daniel Roe met Minister Danielle Roe. Minister Andrei Coe met Minister Andrea Coe.`}, "Andrea Coe, Andrei Coe, Daniel Roe, Danielle Roe", nil},
		"Mr. and Ms.":       {[]string{`Mr. Robin Roe met Ms. Robin Roe.`}, "Robin Roe", []string{"Robin Roe"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := peopleOf(t, c.texts...)
			if got := peopleNames(texts); got != c.want {
				t.Fatalf("%q\n got %s\nwant %s", c.texts, got, c.want)
			}
			if c.forms == nil {
				return
			}
			if i := slices.IndexFunc(texts.People, func(p *corpus.Person) bool { return slices.Equal(p.Variants, c.forms) }); i < 0 {
				t.Errorf("nobody has the variants %q; first has %q", c.forms, texts.People[0].Variants)
			}
		})
	}
}

func TestSurnames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`President Anna Poe slept.`:                                     "Poe",
		`President Kim Jong-un slept.`:                                  "Kim",
		`Foreign Minister Wang Yi slept.`:                               "Wang",
		`Prime Minister Abiy Ahmed slept. Mr. Abiy read.`:               "Abiy",
		`Crown Prince Mohammed bin Salman slept.`:                       "bin Salman",
		`Crown Prince Mohammed bin Salman slept. Prince Mohammed read.`: "bin Salman",
		`President Bashar al-Assad slept.`:                              "Assad",
		`Chancellor Alexander Van der Bellen slept.`:                    "Van der Bellen",
		`Counsel Peter Coe III slept.`:                                  "Coe",
	} {
		if c := peopleOf(t, text); len(c.People) != 1 || c.People[0].Surname != want {
			t.Errorf("%s: people %s, surname %q, want %q", text, peopleNames(c), c.People[0].Surname, want)
		}
	}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`U.S. Secretary of State Jane Doe slept.`:                           {"u.s. secretary of state", "secretary of state"},
		`Freedonian Foreign Minister Ivan Roe slept.`:                       {"freedonian foreign minister", "foreign minister"},
		`The special counsel Peter Coe slept.`:                              {"special counsel"},
		`Freedonian water minister Ivan Roe slept.`:                         {"freedonian water minister", "water minister"},
		`Deputy Foreign Minister Ivan Roe slept.`:                           {"deputy foreign minister"},
		`The president’s top policy adviser, Ruth Loe, slept.`:              {"top policy adviser", "policy adviser"},
		`Ruth Loe, a former Freedonian diplomat and policy analyst, slept.`: {"former freedonian diplomat", "former diplomat", "policy analyst"},
		`Ruth Loe, director general of the Policy Council, slept.`:          {"director general of the policy council", "director general"},
		`Ruth Loe, director of the Policy Center, slept.`:                   {"director of the policy center", "director"},
	} {
		c := peopleOf(t, text)
		if len(c.People) != 1 || !slices.Equal(c.People[0].Roles, want) {
			t.Errorf("%s\n got %q\nwant %q", text, c.People[0].Roles, want)
		}
	}
}

func TestAuthorsArePeople(t *testing.T) {
	t.Parallel()
	a := parsedArticle(t, "a", `Nothing happened.`)
	a.Author = "Ruth Loe and Peter Coe"
	c, err := New([]*corpus.Article{a})
	if err != nil {
		t.Fatal(err)
	}
	if got := peopleNames(c); got != "Peter Coe, Ruth Loe" {
		t.Errorf("people: %s", got)
	}
}
