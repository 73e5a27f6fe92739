package fetch

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
)

func TestStatedFacts(t *testing.T) {
	t.Parallel()
	c := client(t, ClientOptions{})
	linked := func(json string) string { return `<script type="application/ld+json">` + json + `</script>` }
	type want struct {
		title, publisher, agency, author, published, url, language string
		kind                                                       corpus.Kind
	}
	for name, tt := range map[string]struct {
		head string
		lead string // before the paragraph
		want want
	}{
		"nothing": {"", "", want{}},
		"an article": {linked(`{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour opens to both fleets", "datePublished": "2018-05-03T08:00:00Z",
"author": {"@type": "Person", "name": "Ann Lee"}, "publisher": {"@type": "Organization", "name": "The Example Times"}}`), "",
			want{title: "Harbour opens to both fleets", publisher: "The Example Times", author: "Ann Lee", published: "2018-05-03"}},
		"a graph": {linked(`{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Another name"}, {"@type": "Organization", "@id": "#org", "name": "The Example Times"},
{"@type": ["Article", "OpinionNewsArticle"], "author": [{"@id": "#ann"}], "publisher": {"@id": "#org"}, "datePublished": "2018-05-03"}, {"@id": "#ann", "@type": "Person", "name": "Ann Lee"}]}`), "",
			want{publisher: "The Example Times", author: "Ann Lee", published: "2018-05-03", kind: corpus.KindOpinion}},
		"a list":       {linked(`[{"@type": "BreadcrumbList"}, {"@context": "https://schema.org", "@type": "ReportageNewsArticle", "author": ["Ann Lee"], "datePublished": "2018-05-03T23:59:59+09:00"}]`), "", want{author: "Ann Lee", published: "2018-05-03"}},
		"damaged":      {linked(`{"@type": "NewsArticle", "headline": `), "", want{}},
		"other things": {linked(`{"@context": "https://schema.org", "@type": "Product", "name": "A boat", "datePublished": "2018-05-03"}`), "", want{}},
		"wrong types":  {linked(`{"@context": "https://schema.org", "@type": 5, "author": 7, "publisher": [[[]]], "datePublished": {}}`), "", want{}},
		"meta": {`<meta property="og:title" content="Harbour opens to both fleets"><meta property="og:site_name" content="The Example Times"><meta name="pubdate" content="2018-05-03">
<meta name="author" content="Ann Lee">`, "", want{title: "Harbour opens to both fleets", publisher: "The Example Times", author: "Ann Lee", published: "2018-05-03"}},
		"wire in the byline":  {`<meta name="author" content="Ann Lee, Reuters">`, "", want{agency: "Reuters", author: "Ann Lee"}},
		"wire in the text":    {"", "<p>OSLO (Reuters) - It rained in the harbour on the morning of the talks, and the ministers waited.</p>", want{agency: "Reuters"}},
		"a date that is none": {`<meta property="article:published_time" content="0001-01-01T00:00:00Z">`, "", want{}},
		"a date to come":      {`<meta property="article:published_time" content="9999-01-01T00:00:00Z">`, "", want{}},
		"canonical":           {`<link rel="canonical" href="https://example.org/a?b=c#d">`, "", want{publisher: "example.org", url: "https://example.org/a?b=c"}},
		"another canonical":   {`<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://example.org/b">`, "", want{publisher: "example.org", url: "https://example.org/b"}},
		"language":            {`<meta property="og:locale" content="de_DE">`, "", want{}},
		"a title of 1 MB":     {"<title>" + strings.Repeat("a ", 1<<19) + "</title>", "", want{title: "*"}},
		"hidden characters":   {"<title>Harbour \u202Eopens to\u202C both fleets of the sea</title>", "", want{title: "Harbour opens to both fleets of the sea"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := c.Upload(t.Context(), "a.html", []byte("<html><head>"+tt.head+"</head><body><article>"+tt.lead+"<p>"+paragraph+"</p><p>It rained the whole day, and nobody came to the harbour to see the boats leave for the other side.</p></article>"))
			if err != nil {
				t.Fatal(err)
			}
			a := doc.Article
			got := want{a.Title, a.Publisher, a.Agency, a.Author, a.Published.String(), a.URL, "", ""}
			if a.Kind != corpus.KindReport {
				got.kind = a.Kind
			}
			if tt.want.title == "*" {
				if len(got.title) == 0 || len(got.title) > 400 {
					t.Errorf("a title of %d bytes", len(got.title))
				}
				got.title = "*"
			}
			if got != tt.want {
				t.Errorf("stated %+v, want %+v", got, tt.want)
			}
			if n := len(slices.DeleteFunc(slices.Clone(a.Passages), func(p corpus.Passage) bool { return p.Role != corpus.RoleBody })); n < 2 {
				t.Errorf("%d paragraphs: %q", n, a.Body)
			}
		})
	}
}

// FuzzDocument makes documents of what a child might find, which it says itself.
func FuzzDocument(f *testing.F) {
	f.Add("Harbour opens", "The Example Times", "By Ann Lee", "en_GB", "https://example.org/a", paragraph+"\n\n# It rained.\n\n```\n[a]: b\n---\n- x\n<!-- y -->")
	f.Add("a\vb", "c", "d", "", "", "The boats\x00 \x01came to the harbour.")
	f.Add("---", "a: b", "\x00", "x", "javascript:1", "The boats\ncame.\n===\n\n![a](b)\n\n1. x")
	f.Fuzz(func(t *testing.T, title, publisher, byline, lang, address, text string) {
		text = strings.ToValidUTF8(text, "")
		e := extracted{Title: title, Publisher: publisher, Byline: byline, Language: lang, URL: address, Text: text}
		doc, err := e.document("a.md", "")
		if err != nil {
			if !isAbout(err) {
				t.Fatalf("error %v", err)
			}
			return
		}
		check(t, doc.Article)
		again, err := File("a.md", doc.Data)
		if err != nil || again.Title != doc.Article.Title || len(again.Passages) != len(doc.Article.Passages) {
			t.Fatalf("the file is read as another article, error %v", err)
		}
	})
}
