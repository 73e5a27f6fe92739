package page

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
)

// shape is a page in the shape of some site, with what a reader sees on it.
type shape struct {
	name       string
	link       string // where it was fetched
	head, over string // of the page's head, and what stands over the text
	under      string // what stands below the text
	publisher  string
	published  string
}

const story = `<p>The council of Moss agreed on Monday to lengthen the quay by 90 metres, the mayor said after a meeting of five hours.</p>
<p>Ida Brun, the mayor, told reporters that the work would begin in the spring. "It took us eleven years," she said on the quay.</p>
<p>Fishermen had asked for a longer quay since the storm of the year before, which sank three boats in the old harbour.</p>
<p>Karl Voss, who leads the harbour guild, declined to say what the guild would pay, and left the meeting before its end.</p>`

// shapes are pages of outlets that do not exist, built as those of many that do.
func shapes() []shape {
	ld := func(s string) string { return `<script type="application/ld+json">` + s + `</script>` }
	return []shape{
		{name: "open graph", head: `<meta property="og:site_name" content="Moss Courier"><meta property="article:published_time" content="2021-04-12T08:30:00+02:00">`, publisher: "Moss Courier", published: "2021-04-12"},
		{name: "linked data", head: ld(`{"@type":"NewsArticle","datePublished":"2021-04-12T08:30:00Z","publisher":{"@type":"Organization","name":"Moss Courier"}}`), publisher: "Moss Courier", published: "2021-04-12"},
		{name: "linked data in a graph", head: ld(`{"@graph":[{"@type":"Organization","@id":"#o","name":"Moss Courier"},{"@type":["NewsArticle"],"datePublished":"2021-04-12","publisher":{"@id":"#o"}}]}`), publisher: "Moss Courier", published: "2021-04-12"},
		{name: "linked data with words", head: ld(`{"@type":"NewsArticle","datePublished":"April 12, 2021 8:30 am","publisher":{"name":"Moss Courier"}}`), publisher: "Moss Courier", published: "2021-04-12"},
		{name: "time with its date", link: "https://mosscourier.example/quay", over: `<time datetime="2021-04-12T08:30:00Z">2 hours ago</time>`, publisher: "mosscourier.example", published: "2021-04-12"},
		{name: "time in words", over: `<div class="byline">By Ann Baker <time>12 April 2021</time></div>`, head: `<meta name="application-name" content="Moss Courier">`, publisher: "Moss Courier", published: "2021-04-12"},
		{name: "itemprop with content", over: `<span itemprop="datePublished" content="2021-04-12">Monday</span>`, published: "2021-04-12"},
		{name: "itemprop in words", over: `<span itemprop="datePublished">Apr. 12, 2021</span>`, published: "2021-04-12"},
		{name: "meta date", head: `<meta name="pubdate" content="20210412">`, published: "2021-04-12"},
		{name: "meta in words", head: `<meta name="publish-date" content="Mon, 12 Apr 2021 08:30:00 GMT">`, published: "2021-04-12"},
		{name: "meta of a reader of statistics", head: `<meta name="parsely-pub-date" content="2021-04-12T08:30:00Z">`, published: "2021-04-12"},
		{name: "address", link: "https://www.mosscourier.example/2021/04/12/quay.html", publisher: "mosscourier.example", published: "2021-04-12"},
		{name: "address with hyphens", link: "https://www.mosscourier.example/news/2021-04-12-quay", publisher: "mosscourier.example", published: "2021-04-12"},
		{name: "address in eight digits", link: "https://www.mosscourier.example/news/20210412/quay", publisher: "mosscourier.example", published: "2021-04-12"},
		{name: "title's tail and host", link: "https://www.mosscourier.example/quay", head: `<title>Moss lengthens its quay | Moss Courier</title>`, publisher: "Moss Courier"},
		{name: "title's tail by initials", link: "https://www.tmc.example/quay", head: `<title>Moss lengthens its quay - The Moss Courier</title>`, publisher: "The Moss Courier"},
		{name: "title's tail in the middle", link: "https://www.mosscourier.example/quay", head: `<title>Moss lengthens its quay | Moss Courier | Harbour</title>`, publisher: "Moss Courier"},
		{name: "title's tail and copyright", head: `<title>Moss lengthens its quay – Lantern</title>`, under: `<footer>© 2021 Lantern. All rights reserved.</footer>`, publisher: "Lantern"},
		{name: "copyright alone", under: `<footer><p>Copyright © 2019-2021 The Moss Courier. All rights reserved.</p></footer>`, publisher: "The Moss Courier"},
		{name: "host alone", link: "https://amp.mosscourier.example/quay", publisher: "mosscourier.example"},
		{name: "date line of a class", over: `<p class="article-date">Published: 12 April 2021, 08:30</p>`, published: "2021-04-12"},
		{name: "date in a list of facts", over: `<ul class="meta"><li class="post-date">April 12th, 2021</li><li>3 min read</li></ul>`, published: "2021-04-12"},
		{name: "numbers of a country with the day first", link: "https://courier.co.uk/quay", over: `<div class="date">12/04/21</div>`, publisher: "courier.co.uk", published: "2021-04-12"},
		{name: "numbers in American English", head: `<meta property="og:site_name" content="Moss Courier">`, over: `<div class="date" lang="en-US">04/12/2021</div>`, publisher: "Moss Courier", published: ""},
		{name: "numbers of an American site", link: "https://harbour.moss.gov/quay", over: `<div class="date">04/12/2021</div>`, publisher: "harbour.moss.gov", published: "2021-04-12"},
		{name: "numbers that can be read one way", over: `<div class="date">13/04/2021</div>`, published: "2021-04-13"},
		{name: "numbers with full stops", over: `<div class="date">12.04.2021</div>`, published: "2021-04-12"},
		{name: "French", head: `<html lang="fr">`, over: `<span class="date">12 avril 2021</span>`, published: "2021-04-12"},
		{name: "German", over: `<span class="date">12. März 2021</span>`, published: "2021-03-12"},
		{name: "Spanish", over: `<span class="date">12 de abril de 2021</span>`, published: "2021-04-12"},
		{name: "Russian", over: `<span class="date">12 апреля 2021</span>`, published: "2021-04-12"},
		{name: "updated apart", over: `<div>Updated <time datetime="2021-05-01">1 May 2021</time></div><div>Published <time datetime="2021-04-12">12 April 2021</time></div>`, published: "2021-04-12"},
		{name: "updated by its class", over: `<span class="date-updated">1 May 2021</span><span class="date-published">12 April 2021</span>`, published: "2021-04-12"},
		{name: "updated only", over: `<div>Updated <time datetime="2021-05-01">1 May 2021</time></div>`, published: "2021-05-01"},
		{name: "dates of other pages", over: `<aside><time datetime="2022-01-01">1 January 2022</time></aside><div class="related-stories"><span class="date">2 January 2022</span></div><span class="posted">12 April 2021</span>`, published: "2021-04-12"},
		{name: "comments' dates", over: `<span class="posted">12 April 2021</span>`, under: `<div class="comments"><time datetime="2021-04-13">13 April</time></div>`, published: "2021-04-12"},
		{name: "the zero of a program", head: `<meta property="article:published_time" content="0001-01-01T00:00:00Z">`, over: `<time datetime="2021-04-12">12 April</time>`, published: "2021-04-12"},
		{name: "address with the month's name", link: "https://www.mosscourier.example/world/2021/apr/12/quay", publisher: "mosscourier.example", published: "2021-04-12"},
		{name: "address with another word", link: "https://www.mosscourier.example/world/2021/top/12/quay", publisher: "mosscourier.example"},
		{name: "Japanese", over: `<p class="date">2021年4月12日 8時30分</p>`, published: "2021-04-12"},
		{name: "Korean", over: `<p class="date">2021년 4월 12일</p>`, published: "2021-04-12"},
		{name: "changed, in the head", head: `<meta property="og:updated_time" content="2021-04-12T08:30:00Z">`, published: "2021-04-12"},
		{name: "changed, and published below the headline", head: `<meta property="article:modified_time" content="2022-05-01T08:30:00Z">`, over: `<p>12 April 2021</p>`, published: "2021-04-12"},
		{name: "counted by a program", head: `<script>dataLayer.push({"pageType":"article","publishDate":"2021-04-12"});</script>`, published: "2021-04-12"},
		{name: "counted by two programs", head: `<script>var a={publish_date:'2021-04-12'};</script><script>b({"publishedAt":"2021-04-12T08:30:00Z"})</script>`, published: "2021-04-12"},
		{name: "counted with others", head: `<script>a([{"publishDate":"2021-04-12"},{"publishDate":"2020-01-01"}]);</script>`, published: ""},
		{name: "a letter's own class", over: `<div class="newsletter-post"><div>Apr 12, 2021</div></div>`, published: ""},
		{name: "title's head", link: "https://www.mosscourier.example/quay", head: `<title>Moss Courier | Moss lengthens its quay</title>`, publisher: "Moss Courier"},
		{name: "title's tail of a wide line", link: "https://www.mosscourier.example/quay", head: `<title>Moss lengthens its quay｜Moss Courier</title>`, publisher: "Moss Courier"},
		{name: "dated over the text", over: `<p>Publié le 12/04/2021 à 10h30</p>`, link: "https://courier.fr/quay", publisher: "courier.fr", published: "2021-04-12"},
		{name: "nothing is stated", published: "", publisher: ""},
		{name: "no date is in the calendar", over: `<span class="date">31 April 2021</span>`, published: ""},
	}
}

// TestShapes holds who published an article and when, as many sites state it.
func TestShapes(t *testing.T) {
	t.Parallel()
	for _, s := range append(shapes(), systemShapes()...) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			title := `<title>Moss lengthens its quay</title>`
			if strings.Contains(s.head, "<title>") {
				title = ""
			}
			page := fmt.Sprintf(`<!doctype html><html><head><meta charset="utf-8">%s%s</head><body><header><a href="/">Home</a></header><main><article><h1>Moss lengthens its quay</h1>%s%s</article></main>%s</body></html>`,
				title, s.head, s.over, story, s.under)
			var at *url.URL
			if s.link != "" {
				var err error
				if at, err = url.Parse(s.link); err != nil {
					t.Fatal(err)
				}
			}
			found, err := Read([]byte(page), "", at)
			if err != nil {
				t.Fatal(err)
			}
			if found.Publisher != s.publisher || found.Published.String() != s.published {
				t.Errorf("published by %q on %q, want %q, %q", found.Publisher, found.Published, s.publisher, s.published)
			}
			if found.Title != "Moss lengthens its quay" {
				t.Errorf("title %q", found.Title)
			}
			a, err := parse.FromPage(found.Page)
			if err != nil {
				t.Fatal(err)
			}
			body := 0
			for _, p := range a.Passages {
				if p.Role == corpus.RoleBody {
					body++
				}
			}
			if body != 4 {
				t.Errorf("%d paragraphs of text: %.300s", body, found.Text)
			}
		})
	}
}

func FuzzLooseDate(f *testing.F) {
	for _, s := range []string{"12 April 2021", "04/12/21", "12. März 2021", "2021-04-12T08:30:00Z", "31 April 2021", "апреля 12 2021"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, s string, order int) {
		d := dateAt(s, dayOrder(order%3))
		if again, err := corpus.ParseDate(d.String()); err != nil || again != d {
			t.Errorf("%q is %v", s, d)
		}
	})
}
