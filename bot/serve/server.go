package serve

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"readout/bot/edition"
	"readout/bot/fragment"
	"readout/bot/libraries"
	"readout/bot/mcp"
	"readout/bot/news"
	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/retrieval/scope"
)

// Options are what is served, and to whom.
type Options struct {
	Source  edition.Source // must be set
	Version string         // of the program
	// Desk adds articles to the library of Guild; nil where there is no library to add them to.
	Desk  Desk
	Guild store.GuildID
	// Names are the host names under which it may be asked, besides localhost and addresses in numbers.
	Names []string
	// News tells what is new since a time; nil where the articles have no versions.
	News func(ctx context.Context, since time.Time) (*news.Report, error)
	// Keys are those with which the API and agents may ask. Without any, whoever reaches a loopback address may.
	Keys []Key
	// Open is set where others than this machine's users can reach the address: the API and agents then need a key.
	Open bool
	// Staged says that answers take a while, so that the page shows how far they are.
	Staged bool
	// Wait is the most that one answer may take; 0 is a minute.
	Wait    time.Duration
	Plain   fragment.Hosts             // whose pages break on links that open at words
	Concern func(fetch.Concern) string // words what is to be looked at before an article is published; must be set with Desk
	Worded  func(error) error          // words what went wrong when an article is added; must be set with Desk
	Logger  *slog.Logger               // nil discards. It is given nobody's text
}

// Desk is where articles are added to libraries.
type Desk interface {
	Prepare(ctx context.Context, g store.GuildID, c libraries.Change, progress func(libraries.Progress)) (*libraries.Draft, error)
	Drafts(ctx context.Context, g store.GuildID) ([]*libraries.Draft, error)
	Draft(ctx context.Context, g store.GuildID, id string) (*libraries.Draft, error)
	Publish(ctx context.Context, g store.GuildID, id string, accept bool) (*libraries.Published, error)
	Discard(ctx context.Context, g store.GuildID, id string) error
}

// Server answers over HTTP. It is safe for concurrent use.
type Server struct {
	options Options
	token   string // with which articles are added
	session string // what a browser that gave the token keeps
	pages   *template.Template
	answers *lru.Cache[string, *scope.Answer]
	told    *lru.Cache[string, toldNews]
	guard   guard
	page    *room
	add     *room
	keys    keyring
	handler http.Handler
}

// answersKept is how many answers are kept, so that whoever goes back, or reads on, does not ask anew.
const answersKept = 256

//go:embed pages/*.html assets/*
var embedded embed.FS

// New makes a Server.
func New(o Options) (*Server, error) {
	if o.Wait <= 0 {
		o.Wait = time.Minute
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		options: o, token: rand.Text(), session: rand.Text(), guard: newGuard(o.Names), page: newRoom(4, 64), add: newRoom(1, 4),
		keys: newKeyring(o.Keys, o.Open),
	}
	var err error
	if s.answers, err = lru.New[string, *scope.Answer](answersKept); err != nil {
		return nil, err
	}
	if s.told, err = lru.New[string, toldNews](16); err != nil {
		return nil, err
	}
	if s.pages, err = template.New("").Funcs(functions()).ParseFS(embedded, "pages/*.html"); err != nil {
		return nil, err
	}
	routes, err := s.routes()
	if err != nil {
		return nil, err
	}
	s.handler = s.guard.keep(routes)
	return s, nil
}

// Token is the one with which articles are added.
func (s *Server) Token() string { return s.token }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes() (http.Handler, error) {
	mux := http.NewServeMux()
	for pattern, show := range map[string]func(*http.Request) (view, error){
		"GET /{$}": s.showAsk, "GET /article": s.showArticle, "GET /summary": s.showSummary, "GET /said": s.showSaid,
		"GET /timeline": s.showTimeline, "GET /sources": s.showSources, "GET /new": s.showNew, "GET /quotes": s.showQuotes,
	} {
		mux.Handle(pattern, s.shown(s.page, show))
	}
	mux.HandleFunc("GET /stages", s.stages)
	mux.HandleFunc("GET /receipt", s.giveReceipt)
	s.addRoutes(mux)
	s.apiRoutes(mux)
	o := s.options
	options := mcp.Options{Source: o.Source, Version: o.Version, Wait: o.Wait, Plain: o.Plain, Logger: o.Logger}
	if s.options.News != nil {
		options.News = func(ctx context.Context, since time.Time) (*news.Report, error) {
			return s.news(ctx, time.Since(since).Round(time.Hour))
		}
	}
	agents := mcp.Handler(options)
	mux.Handle("/mcp", s.keyed(wholeBody(mcp.MostRequest, s.inRoom(agents))))
	assets, err := assets()
	if err != nil {
		return nil, err
	}
	for name, serve := range assets {
		mux.Handle("GET /"+name, serve)
	}
	mux.Handle("/", s.shown(nil, func(*http.Request) (view, error) { return view{}, errNotFound }))
	return mux, nil
}

// assets are the files that pages use. They are named by nothing that changes, so browsers ask whether they have.
func assets() (map[string]http.Handler, error) {
	types := map[string]string{
		".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".yaml": "application/yaml",
	}
	entries, err := fs.ReadDir(embedded, "assets")
	if err != nil {
		return nil, err
	}
	out := map[string]http.Handler{}
	for _, e := range entries {
		data, err := embedded.ReadFile("assets/" + e.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		out["assets/"+e.Name()] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", types[path.Ext(e.Name())])
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("ETag", tag)
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(data)
		})
	}
	return out, nil
}

// The times that a client has. Whoever is slower is cut off.
const (
	headerTime   = 10 * time.Second
	requestTime  = 60 * time.Second
	idleTime     = 60 * time.Second
	drainTime    = 10 * time.Second
	mostHeaders  = 32 << 10 // bytes
	beyondAnswer = 30 * time.Second
)

// Run serves on a listener until the context ends, and then for a moment what has begun.
func (s *Server) Run(ctx context.Context, on net.Listener) error {
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: requestTime + s.options.Wait + beyondAnswer,
		IdleTimeout: idleTime, MaxHeaderBytes: mostHeaders, ErrorLog: slog.NewLogLogger(s.options.Logger.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(on) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve on %s: %w", on.Addr(), err)
	case <-ctx.Done():
	}
	draining, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	err := server.Shutdown(draining)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	<-ended
	return err
}

func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
