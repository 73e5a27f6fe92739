package reading

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/parse"
	"readout/corpus/prose"
)

// seedQuotations are the first words of every direct quotation of the seed articles, in order, and the surname or the
// description of who the article credits it to.
var seedQuotations = map[corpus.ArticleID][][2]string{
	"000_846b9291f21c4c93.txt": {
		{"get along with Russia", "Trump"}, {"sort of smiled when", "Trump"}, {"It's Trump who usually", "Lavrov"}, {"excited", "Pompeo"},
		{"how to move the political", "Pompeo"}, {"I'm not sure we have", "Pompeo"}, {"In Trump's world", "Lukyanov"},
		{"will likely get worse", "Trenin"},
	},
	"001_914438dc392d0421.txt": {
		{"tremendous potential", "Trump"}, {"Clearly since the", "Weiss"}, {"What that means in", "Weiss"}, {"The Mueller report confirmed", "Kortunov"},
		{"The report to some", "Kortunov"}, {"get involved", "Trump"}, {"take the risk", "Kosachyov"}, {"Putin has always bet", "Frolov"},
		{"Putin knows Trump likes", "Frolov"},
	},
	"002_95399c288eaf5904.txt": {
		{"demonstrated absence", "Putin"}, {"My impression is", "Putin"}, {"For our part", "Putin"}, {"fundamentally doesn't want", "Pompeo"},
		{"complete fiction", "Lavrov"}, {"We agreed on the", "Lavrov"}, {"I hope that after", "Lavrov"}, {"despite multiple efforts", "Mueller"},
		{"frank", "the two sides"}, {"overlapping interests", "Pompeo"}, {"I'm here today because", "Pompeo"}, {"It's not destined", "Pompeo"},
		{"no pivot in sight", "Trenin"}, {"Contacts will continue", "Trenin"}, {"conspiracy theories", "Peskov"}, {"objective", "Putin"},
		{"From the beginning we", "Putin"}, {"There was no state", "Putin"},
	},
	"003_0df2201da4a612ea.txt": {
		{"My impression is", "Putin"}, {"For our part", "Putin"}, {"very productive", "Pompeo"}, {"There's places we disagree", "Pompeo"},
		{"There's places I think", "Pompeo"}, {"We'll continue to do", "Pompeo"}, {"I said it as", "Pompeo"}, {"we are ready to", "Ushakov"},
		{"fundamentally doesn't want", "Pompeo"}, {"complete fiction", "Lavrov"}, {"We agreed on the", "Lavrov"}, {"I hope that after", "Lavrov"},
		{"despite multiple efforts", "Mueller"}, {"frank", "both sides"}, {"I'm here today because", "Pompeo"}, {"It's not destined", "Pompeo"},
		{"no pivot in sight", "Trenin"}, {"Contacts will continue", "Trenin"}, {"conspiracy theories", "Peskov"},
	},
	"004_28ee67051fea7f05.txt": {
		{"frank", "Pompeo and Lavrov"}, {"It is clear that", "Lavrov"}, {"interference in American", "Pompeo"}, {"We're looking for Iran", "Pompeo"},
		{"We fundamentally do not", "Pompeo"}, {"I don't have any", "Pompeo"}, {"We're working diligently", "Pompeo"}, {"You need to give", "Putin"},
		{"In the whole", "Putin"}, {"There was no meddling", "Putin"}, {"I had the impression", "Putin"}, {"I hope now we", "Putin"},
		{"We are ready to", "Lavrov"}, {"Russia is in favor", "Lavrov"}, {"made clear", "Pompeo"}, {"We hope that Russia's", "Pompeo"},
		{"But despite our", "Pompeo"}, {"anti-Russian sentiment", "Lavrov"}, {"There is a potential", "Lavrov"}, {"I think the basic", "Lavrov"},
	},
}

func TestSeedQuotationsAreCredited(t *testing.T) {
	t.Parallel()
	articles := corpustest.Seeds(t, parse.Text)
	if len(articles) == 0 {
		return
	}
	c, err := New(articles)
	if err != nil {
		t.Fatal(err)
	}
	surnames := map[string]string{}
	for _, p := range c.People {
		surnames[p.Name] = p.Surname
	}
	right, wrong, open, total := 0, 0, 0, 0
	for _, a := range c.Articles {
		var remarks []corpus.Remark
		for _, p := range a.Passages {
			for _, r := range p.Remarks {
				if r.Direct {
					remarks = append(remarks, r)
				}
			}
		}
		want := seedQuotations[a.ID]
		total += len(want)
		if len(remarks) != len(want) {
			t.Errorf("%s: %d direct quotations, want %d", a.ID, len(remarks), len(want))
			continue
		}
		for i, r := range remarks {
			if !strings.HasPrefix(prose.Fold(r.Text), prose.Fold(want[i][0])) {
				t.Fatalf("%s: quotation %d is %q, want %q", a.ID, i, r.Text, want[i][0])
			}
			speaker := r.Speaker
			for name, surname := range surnames {
				speaker = strings.ReplaceAll(speaker, name, surname)
			}
			switch speaker {
			case want[i][1]:
				right++
			case "":
				open++
			default:
				wrong++
				t.Errorf("%s: %q is credited to %q, want %q", a.ID, r.Text, r.Speaker, want[i][1])
			}
		}
	}
	recall := float64(right) / float64(total)
	t.Logf("%d quotations: %d right, %d wrong, %d open; recall %.3f", total, right, wrong, open, recall)
	if recall < .95 {
		t.Errorf("recall %.3f, want .95", recall)
	}
}

func TestSeedPeople(t *testing.T) {
	t.Parallel()
	articles := corpustest.Seeds(t, parse.Text)
	if len(articles) == 0 {
		return
	}
	c, err := New(articles)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range c.People {
		got = append(got, p.Surname)
	}
	// "Obama administration" alone makes nobody of the name.
	const want = "Weiss Kortunov Assad Trenin Peskov Trump Lukyanov Guaidó Kim Kosachyov Bershidsky Calvey Pompeo Maduro Polozov Mueller Lavrov Frolov Putin Ushakov"
	if strings.Join(got, " ") != want {
		t.Errorf("people\n got %s\nwant %s", strings.Join(got, " "), want)
	}
}
