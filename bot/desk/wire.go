package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"readout/bot/control"
	"readout/bot/datadir"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/news"
	"readout/bot/store"
	"readout/retrieval/eval"
)

// What goes through the socket: a request as JSON under a path that names the operation. The answer is a line of JSON for each step of
// the way and one for the end (told); or for an operation that gives a file the file, and in a trailer how it ended (told).
type (
	asked struct {
		Guild    store.GuildID     `json:"guild,omitempty"`
		Change   *libraries.Change `json:"change,omitempty"`
		ID       string            `json:"id,omitempty"` // of a draft or a check
		Version  int               `json:"version,omitempty"`
		Accept   bool              `json:"accept,omitempty"`
		Question string            `json:"question,omitempty"`
	}
	told struct {
		Progress *libraries.Progress `json:"progress,omitempty"`
		Result   json.RawMessage     `json:"result,omitempty"`
		Fault    *fault              `json:"fault,omitempty"`
	}
	// fault is an error, for people and as far as a caller decides by it.
	fault struct {
		Text  string `json:"text"`
		Input bool   `json:"input,omitempty"` // see failure.Input
		Worse bool   `json:"worse,omitempty"` // libraries.ErrWorse
	}
)

const (
	endTrailer = "Readout-End"
	// mostAsked is the size of the largest request, in bytes: an export of the largest size that is read, and a half for its encoding.
	mostAsked = 100 << 20
	// publishTime is the most that publishing may take.
	publishTime = 5 * time.Minute
)

func faultOf(err error) *fault {
	err = Worded(err)
	return &fault{err.Error(), failure.IsInput(err), errors.Is(err, libraries.ErrWorse)}
}

// farError is an error of the process that runs.
type farError struct{ *fault }

func (e farError) Error() string { return e.Text }

// Is says of what the caller decides by whether it is that.
func (e farError) Is(target error) bool { return e.Worse && target == libraries.ErrWorse }

func (f *fault) err() error {
	if f.Input {
		return failure.Input(farError{f})
	}
	return farError{f}
}

// operations are what can be asked for, besides files.
func operations(d Desk) map[string]func(context.Context, asked, func(libraries.Progress)) (any, error) {
	type progress = func(libraries.Progress)
	return map[string]func(context.Context, asked, func(libraries.Progress)) (any, error){
		"servers": func(ctx context.Context, _ asked, _ progress) (any, error) { return d.Servers(ctx) },
		"known":   func(ctx context.Context, _ asked, _ progress) (any, error) { return d.Known(ctx) },
		"status":  func(ctx context.Context, a asked, _ progress) (any, error) { return d.Status(ctx, a.Guild) },
		"list":    func(ctx context.Context, a asked, _ progress) (any, error) { return d.List(ctx, a.Guild) },
		"asked":   func(ctx context.Context, a asked, _ progress) (any, error) { return d.Asked(ctx, a.Guild) },
		"history": func(ctx context.Context, a asked, _ progress) (any, error) { return d.History(ctx, a.Guild) },
		"drafts":  func(ctx context.Context, a asked, _ progress) (any, error) { return d.Drafts(ctx, a.Guild) },
		"draft":   func(ctx context.Context, a asked, _ progress) (any, error) { return d.Draft(ctx, a.Guild, a.ID) },
		"discard": func(ctx context.Context, a asked, _ progress) (any, error) { return nil, d.Discard(ctx, a.Guild, a.ID) },
		"checks":  func(ctx context.Context, a asked, _ progress) (any, error) { return d.Checks(ctx, a.Guild) },
		"keep":    func(ctx context.Context, a asked, _ progress) (any, error) { return d.Keep(ctx, a.Guild, a.Question) },
		"uncheck": func(ctx context.Context, a asked, _ progress) (any, error) {
			return nil, d.RemoveCheck(ctx, a.Guild, a.ID)
		},
		"verify":   func(ctx context.Context, _ asked, _ progress) (any, error) { return d.Verify(ctx) },
		"runCheck": func(ctx context.Context, a asked, p progress) (any, error) { return d.RunChecks(ctx, a.Guild, p) },
		"prepare": func(ctx context.Context, a asked, p progress) (any, error) {
			if a.Change == nil {
				return nil, failure.Input(errors.New("no change"))
			}
			return d.Prepare(ctx, a.Guild, *a.Change, p)
		},
		"publish": func(ctx context.Context, a asked, _ progress) (any, error) {
			// What has begun is ended, whether or not somebody waits for it.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishTime)
			defer cancel()
			return d.Publish(ctx, a.Guild, a.ID, a.Accept)
		},
	}
}

// Serve lets other processes work at a desk.
func Serve(d Desk) http.Handler {
	mux := http.NewServeMux()
	for name, do := range operations(d) {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			if a, ok := readAsked(w, r); ok {
				answerAsked(w, func(progress func(libraries.Progress)) (any, error) { return do(r.Context(), a, progress) })
			}
		})
	}
	files := map[string]func(context.Context, asked, io.Writer) error{
		"export": func(ctx context.Context, a asked, w io.Writer) error { return d.Export(ctx, a.Guild, w) },
		"exportVersion": func(ctx context.Context, a asked, w io.Writer) error {
			return d.ExportVersion(ctx, a.Guild, a.Version, w)
		},
		"backup": func(ctx context.Context, _ asked, w io.Writer) error { return d.Backup(ctx, w) },
	}
	for name, write := range files {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			if a, ok := readAsked(w, r); ok {
				w.Header().Set("Trailer", endTrailer)
				end := told{}
				if err := write(r.Context(), a, w); err != nil {
					end.Fault = faultOf(err)
				}
				line, err := json.Marshal(end)
				if err != nil {
					panic(http.ErrAbortHandler) // without a trailer the file counts as cut short
				}
				w.Header().Set(endTrailer, string(line))
			}
		})
	}
	return mux
}

// readAsked reads a request, and answers it when it is none. The whole body is read: the end of its context is noticed only then.
func readAsked(w http.ResponseWriter, r *http.Request) (a asked, ok bool) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostAsked))
	if err == nil {
		err = json.Unmarshal(data, &a)
	}
	if err != nil {
		http.Error(w, "no request: "+err.Error(), http.StatusBadRequest)
	}
	return a, err == nil
}

// answerAsked writes what an operation tells, a line at a time.
func answerAsked(w http.ResponseWriter, do func(func(libraries.Progress)) (any, error)) {
	out := json.NewEncoder(w)
	tell := func(t told) {
		// Who went away is told nothing; their context ends the work.
		if out.Encode(t) == nil {
			_ = http.NewResponseController(w).Flush()
		}
	}
	result, err := do(func(p libraries.Progress) { tell(told{Progress: &p}) })
	end := told{}
	if err == nil {
		end.Result, err = json.Marshal(result)
	}
	if err != nil {
		end = told{Fault: faultOf(err)}
	}
	tell(end)
}

// Far works in the process that runs the bot.
type Far struct{ client *control.Client }

var _ Desk = (*Far)(nil)

// errCut says that the process that runs ended in the middle.
var errCut = errors.New("the bot ended before this was done; look at what it came to with readout corpus history, and try again")

func (f *Far) post(ctx context.Context, operation string, a asked) (*http.Response, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	if len(body) > mostAsked {
		return nil, failure.Input(errors.New("the file is too large to be sent to the bot"))
	}
	resp, err := f.client.Post(ctx, "/"+operation, bytes.NewReader(body))
	var differ *control.VersionError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &differ):
		return nil, differing(differ)
	case err != nil:
		return nil, fmt.Errorf("%w (%w)", errCut, err)
	case resp.StatusCode != http.StatusOK:
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		resp.Body.Close()
		return nil, fmt.Errorf("the bot that runs says: %s", text)
	}
	return resp, nil
}

// call has an operation done; result is where what it gives goes, nil for nowhere.
func call[T any](ctx context.Context, f *Far, operation string, a asked, progress func(libraries.Progress)) (result T, err error) {
	resp, err := f.post(ctx, operation, a)
	if err != nil {
		return result, err
	}
	defer resp.Body.Close()
	lines := json.NewDecoder(bufio.NewReader(resp.Body))
	for {
		var t told
		err := lines.Decode(&t)
		switch {
		case ctx.Err() != nil:
			return result, ctx.Err()
		case err != nil:
			return result, errCut
		case t.Fault != nil:
			return result, t.Fault.err()
		case t.Progress != nil:
			if progress != nil {
				progress(*t.Progress)
			}
		default:
			return result, json.Unmarshal(t.Result, &result)
		}
	}
}

// file has an operation done that gives a file.
func (f *Far) file(ctx context.Context, operation string, a asked, w io.Writer) error {
	resp, err := f.post(ctx, operation, a)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var end told
	if json.Unmarshal([]byte(resp.Trailer.Get(endTrailer)), &end) != nil {
		return errors.Join(errCut, err)
	}
	if end.Fault != nil {
		return end.Fault.err()
	}
	return err
}

func (f *Far) Servers(ctx context.Context) ([]store.GuildID, error) {
	return call[[]store.GuildID](ctx, f, "servers", asked{}, nil)
}

func (f *Far) Known(ctx context.Context) ([]store.GuildID, error) {
	return call[[]store.GuildID](ctx, f, "known", asked{}, nil)
}

func (f *Far) Status(ctx context.Context, g store.GuildID) (*libraries.Status, error) {
	return call[*libraries.Status](ctx, f, "status", asked{Guild: g}, nil)
}

func (f *Far) List(ctx context.Context, g store.GuildID) ([]libraries.Item, error) {
	return call[[]libraries.Item](ctx, f, "list", asked{Guild: g}, nil)
}

func (f *Far) History(ctx context.Context, g store.GuildID) ([]libraries.Version, error) {
	return call[[]libraries.Version](ctx, f, "history", asked{Guild: g}, nil)
}

func (f *Far) Export(ctx context.Context, g store.GuildID, w io.Writer) error {
	return f.file(ctx, "export", asked{Guild: g}, w)
}

func (f *Far) ExportVersion(ctx context.Context, g store.GuildID, number int, w io.Writer) error {
	return f.file(ctx, "exportVersion", asked{Guild: g, Version: number}, w)
}

func (f *Far) Asked(ctx context.Context, g store.GuildID) ([]news.Asked, error) {
	return call[[]news.Asked](ctx, f, "asked", asked{Guild: g}, nil)
}

func (f *Far) Prepare(
	ctx context.Context, g store.GuildID, c libraries.Change, progress func(libraries.Progress),
) (*libraries.Draft, error) {
	return call[*libraries.Draft](ctx, f, "prepare", asked{Guild: g, Change: &c}, progress)
}

func (f *Far) Drafts(ctx context.Context, g store.GuildID) ([]*libraries.Draft, error) {
	return call[[]*libraries.Draft](ctx, f, "drafts", asked{Guild: g}, nil)
}

func (f *Far) Draft(ctx context.Context, g store.GuildID, id string) (*libraries.Draft, error) {
	return call[*libraries.Draft](ctx, f, "draft", asked{Guild: g, ID: id}, nil)
}

func (f *Far) Publish(ctx context.Context, g store.GuildID, id string, accept bool) (*libraries.Published, error) {
	return call[*libraries.Published](ctx, f, "publish", asked{Guild: g, ID: id, Accept: accept}, nil)
}

func (f *Far) Discard(ctx context.Context, g store.GuildID, id string) error {
	_, err := call[any](ctx, f, "discard", asked{Guild: g, ID: id}, nil)
	return err
}

func (f *Far) Checks(ctx context.Context, g store.GuildID) ([]eval.Question, error) {
	return call[[]eval.Question](ctx, f, "checks", asked{Guild: g}, nil)
}

func (f *Far) RunChecks(ctx context.Context, g store.GuildID, progress func(libraries.Progress)) ([]libraries.CheckResult, error) {
	return call[[]libraries.CheckResult](ctx, f, "runCheck", asked{Guild: g}, progress)
}

func (f *Far) Keep(ctx context.Context, g store.GuildID, question string) (*Kept, error) {
	return call[*Kept](ctx, f, "keep", asked{Guild: g, Question: question}, nil)
}

func (f *Far) RemoveCheck(ctx context.Context, g store.GuildID, id string) error {
	_, err := call[any](ctx, f, "uncheck", asked{Guild: g, ID: id}, nil)
	return err
}

func (f *Far) Backup(ctx context.Context, w io.Writer) error {
	return f.file(ctx, "backup", asked{}, w)
}

func (f *Far) Verify(ctx context.Context) (*datadir.Report, error) {
	return call[*datadir.Report](ctx, f, "verify", asked{}, nil)
}

func (f *Far) Close() error {
	f.client.Close()
	return nil
}
