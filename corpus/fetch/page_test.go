package fetch

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"readout/corpus"
)

const harbourPage = `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Harbour Opens to Both Fleets - The Example Times</title>
<meta property="og:site_name" content="The Example Times">
<meta name="author" content="By Ann Lee">
<meta property="article:published_time" content="2018-05-03T23:30:00+02:00">
<link rel="canonical" href="/2018/05/03/harbour-opens-to-both-fleets.html">
</head><body><nav><a href="/">Home</a></nav>
<article><h1>Harbour Opens to Both Fleets</h1>
<p>` + paragraph + `It rained.</p>
<p>“We came to agree,” Ms. Lee told reporters after the talks, which lasted four hours, on the steps of the ministry.</p>
<p># One boat sails from Bergen on Monday, the ministry said in a statement that it handed out.</p>
</article><footer>© 2018 The Example Times</footer></body></html>`

func TestPageByLink(t *testing.T) {
	t.Parallel()
	s := site(t, at("/2018/05/03/", func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "readout/1.0") || r.Header.Get("Cookie") != "" {
			t.Errorf("user agent %q, headers %v", r.UserAgent(), r.Header)
		}
		w.Header().Set("ETag", `"one"`)
		w.Header().Set("Set-Cookie", "a=b")
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer("text/html", harbourPage)(w, r)
	}))
	c := client(t, ClientOptions{UserAgent: "readout/1.0 (tests)"}, s)
	link := s.URL + "/2018/05/03/harbour-opens-to-both-fleets.html?from=home#top"
	doc, now, err := c.Page(t.Context(), link, Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, doc.Article)
	a := doc.Article
	if a.Title != "Harbour Opens to Both Fleets" || a.Publisher != "The Example Times" || a.Author != "Ann Lee" || a.Published.String() != "2018-05-03" ||
		a.URL != s.URL+"/2018/05/03/harbour-opens-to-both-fleets.html" || a.Language != "en-GB" || a.Form != corpus.FormFull {
		t.Errorf("article %q by %q in %q on %q at %q, %q %q", a.Title, a.Author, a.Publisher, a.Published, a.URL, a.Language, a.Form)
	}
	if !strings.HasPrefix(doc.Name, "harbour-opens-to-both-fleets-") || !strings.HasSuffix(doc.Name, ".md") || string(a.ID) != doc.Name {
		t.Errorf("name %q, ID %q", doc.Name, a.ID)
	}
	if want := strings.TrimSuffix(link, "#top"); doc.URL != want {
		t.Errorf("fetched from %q, want %q", doc.URL, want)
	}
	var body []string
	for _, p := range a.Passages {
		if p.Role == corpus.RoleBody {
			body = append(body, p.Text)
		}
	}
	if len(body) != 3 || body[0] != paragraph+"It rained." || !strings.HasSuffix(body[2], "One boat sails from Bergen on Monday, the ministry said in a statement that it handed out.") {
		t.Errorf("paragraphs %q", body)
	}
	again, err := File(doc.Name, doc.Data)
	if err != nil || again.Body != a.Body {
		t.Errorf("the file is read as another article, error %v", err)
	}

	if now.ETag != `"one"` || now.Hash == "" {
		t.Errorf("conditions %+v", now)
	}
	for name, known := range map[string]Conditions{"by its tag": {ETag: now.ETag}, "by its text": {Hash: now.Hash}} {
		doc, got, err := c.Page(t.Context(), link, known)
		if !errors.Is(err, ErrUnchanged) || doc != nil {
			t.Errorf("%s: document %v, error %v", name, doc, err)
		}
		if got.ETag != now.ETag && got.Hash != now.Hash {
			t.Errorf("%s: conditions %+v", name, got)
		}
	}
}
