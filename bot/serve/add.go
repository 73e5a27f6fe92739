package serve

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"strings"

	"readout/bot/libraries"
	"readout/bot/reply"
	"readout/corpus"
)

// mostUpload is the largest file that can be added, in bytes.
const mostUpload = 20 << 20

// sessionCookie is kept by a browser whose user gave the token. Other sites' pages can't have it sent.
const sessionCookie = "readout-session"

func (s *Server) addRoutes(mux *http.ServeMux) {
	if s.options.Desk == nil {
		return
	}
	mux.Handle("GET /add", s.shown(nil, s.showAdd))
	mux.HandleFunc("POST /token", s.takeToken)
	for pattern, do := range map[string]func(*http.Request) (view, error){
		"POST /add": s.prepare, "GET /draft": s.showDraft, "POST /publish": s.publish, "POST /discard": s.discard,
	} {
		mux.Handle(pattern, s.admitted(s.shown(s.add, do)))
	}
}

// admitted lets in who gave the token, and reads the form whole before.
func (s *Server) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.may(r) {
			s.write(w, r, addPage(http.StatusForbidden, adding{}, "Give the token first."))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostUpload+1<<20)
		if err := r.ParseMultipartForm(mostUpload); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			s.write(w, r, addPage(http.StatusBadRequest, adding{May: true}, "The file is too large (at most 20 MB), or did not come whole."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) may(r *http.Request) bool {
	c, err := r.Cookie(sessionCookie)
	return err == nil && same(c.Value, s.session)
}

func (s *Server) takeToken(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	if !same(strings.TrimSpace(r.PostFormValue("token")), s.token) {
		const wrong = "That is not the token. It stands where this was started, and changes with every start."
		s.write(w, r, addPage(http.StatusForbidden, adding{}, wrong))
		return
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: s.session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/add", http.StatusSeeOther)
}

// adding is the page on which articles are added.
type adding struct {
	May    bool // the token was given
	Drafts []drafted
}

// drafted is a change that waits.
type drafted struct {
	ID, Doing string
	Added     []item
	Changed   []item
	Removed   []item
	Failed    []string
	Checks    libraries.GateResult
	Open      libraries.OpenResult
	Same      bool
	Published int // the version; 0 while it waits
}

// item is an article of a change.
type item struct {
	ID, Line, Out       string
	Paragraphs, Remarks int
	Concerns            []string
}

func (s *Server) showAdd(r *http.Request) (view, error) {
	v := addPage(http.StatusOK, adding{}, "")
	if !s.may(r) {
		return v, nil
	}
	out := adding{May: true}
	v.Data = out
	waiting, err := s.options.Desk.Drafts(r.Context(), s.options.Guild)
	if err != nil {
		return s.failedAdd(err)
	}
	for _, d := range waiting {
		out.Drafts = append(out.Drafts, s.draft(d))
	}
	v.Data = out
	return v, nil
}

// addPage is the page on which articles are added, with what went wrong, "" for nothing.
func addPage(status int, data adding, problem string) view {
	return view{Page: "add", Title: "Add an article – Readout", Status: status, Data: data, Problem: problem}
}

// failedAdd is the page on which articles are added, with what went wrong.
func (s *Server) failedAdd(err error) (view, error) {
	return addPage(http.StatusUnprocessableEntity, adding{May: true}, sentence(s.options.Worded(err).Error())), nil
}

func (s *Server) prepare(r *http.Request) (view, error) {
	change := libraries.Change{Kind: libraries.Add, URL: strings.TrimSpace(r.FormValue("url")), Feed: strings.TrimSpace(r.FormValue("feed"))}
	file, header, err := r.FormFile("file")
	switch {
	case err == nil && header.Size > 0:
		defer file.Close()
		change.Name = header.Filename
		if change.Data, err = io.ReadAll(file); err != nil {
			return s.failedAdd(err)
		}
	case strings.TrimSpace(r.FormValue("text")) != "":
		change.Name, change.Data = cmp.Or(strings.TrimSpace(r.FormValue("name")), "article")+".md", []byte(r.FormValue("text"))
	}
	d, err := s.options.Desk.Prepare(r.Context(), s.options.Guild, change, nil)
	if err != nil {
		return s.failedAdd(err)
	}
	if d.Same {
		return s.drafted(s.draft(d))
	}
	return view{}, redirect("/draft?id=" + d.ID)
}

func (s *Server) showDraft(r *http.Request) (view, error) {
	d, err := s.options.Desk.Draft(r.Context(), s.options.Guild, r.URL.Query().Get("id"))
	if err != nil {
		return s.failedAdd(err)
	}
	return s.drafted(s.draft(d))
}

func (s *Server) publish(r *http.Request) (view, error) {
	d, err := s.options.Desk.Draft(r.Context(), s.options.Guild, r.PostFormValue("id"))
	if err != nil {
		return s.failedAdd(err)
	}
	done, err := s.options.Desk.Publish(r.Context(), s.options.Guild, d.ID, r.PostFormValue("accept") != "")
	if err != nil {
		v, _ := s.drafted(s.draft(d))
		v.Status, v.Problem = http.StatusConflict, sentence(s.options.Worded(err).Error())
		return v, nil
	}
	shown := s.draft(d)
	shown.Published = done.Version
	return s.drafted(shown)
}

func (s *Server) discard(r *http.Request) (view, error) {
	if err := s.options.Desk.Discard(r.Context(), s.options.Guild, r.PostFormValue("id")); err != nil {
		return s.failedAdd(err)
	}
	return view{}, redirect("/add")
}

func (s *Server) drafted(d drafted) (view, error) {
	title := "Preview – Readout"
	if d.Published > 0 {
		title = "Published – Readout"
	}
	return view{Page: "draft", Title: title, Data: d}, nil
}

func (s *Server) draft(d *libraries.Draft) drafted {
	out := drafted{ID: d.ID, Doing: string(d.Kind), Checks: d.Gate, Open: d.Open, Same: d.Same}
	for _, part := range []struct {
		items []libraries.Item
		to    *[]item
	}{{d.Added, &out.Added}, {d.Changed, &out.Changed}, {d.Removed, &out.Removed}} {
		for _, i := range part.items {
			a := corpus.Article{ID: i.ID, Title: i.Title, Publisher: i.Publisher, Agency: i.Agency, Published: i.Published, Kind: i.Kind}
			shown := item{string(i.ID), reply.English().SourceLine(&a), i.URL, i.Paragraphs, i.Remarks, nil}
			for _, c := range i.Concerns {
				shown.Concerns = append(shown.Concerns, s.options.Concern(c))
			}
			*part.to = append(*part.to, shown)
		}
	}
	for _, f := range d.Sources {
		if f.State == libraries.SourceFailed {
			out.Failed = append(out.Failed, f.URL+": "+f.Err.String())
		}
	}
	return out
}
