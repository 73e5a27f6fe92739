package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/time/rate"
)

// Key lets a program ask.
type Key struct {
	Name      string // for the log
	Secret    string
	PerMinute int // requests
}

// The limits of a key that states none, and of those who need none.
const (
	usualPerMinute = 60
	localPerMinute = 6000
	mostPerMinute  = 1_000_000
)

// ReadKeys reads keys, one a line: a name, the key, and how many requests a minute it is good for (60 unless stated). Empty lines and
// those that begin with # count for nothing. Errors name the line, never the key.
func ReadKeys(from io.Reader) ([]Key, error) {
	var out []Key
	var errs []error
	seen := map[string]bool{}
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		parts := strings.Fields(lines.Text())
		if len(parts) == 0 || strings.HasPrefix(parts[0], "#") {
			continue
		}
		k := Key{Name: parts[0], PerMinute: usualPerMinute}
		var err error
		switch {
		case len(parts) < 2 || len(parts) > 3:
			err = errors.New("a line is a name, a key and a number of requests a minute")
		case len(parts[1]) < 20:
			err = errors.New("the key is shorter than 20 characters, and could be guessed")
		case seen[parts[1]]:
			err = errors.New("the key is another's as well")
		case len(parts) == 3:
			if k.PerMinute, err = strconv.Atoi(parts[2]); err != nil || k.PerMinute < 1 || k.PerMinute > mostPerMinute {
				err = fmt.Errorf("%q is no number of requests a minute, 1 to %d", parts[2], mostPerMinute)
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", n, err))
			continue
		}
		k.Secret = parts[1]
		seen[k.Secret] = true
		out = append(out, k)
	}
	return out, errors.Join(append(errs, lines.Err())...)
}

// client is who asks over the API: the holder of a key, or whoever needs none.
type client struct {
	key   Key
	limit *rate.Limiter
	room  *room
}

type keyring struct {
	clients []*client
	anybody *client // nil where a key is needed
}

func newKeyring(keys []Key, open bool) keyring {
	var k keyring
	of := func(key Key) *client {
		return &client{key, rate.NewLimiter(rate.Limit(float64(key.PerMinute)/60), max(5, key.PerMinute/4)), newRoom(2, 16)}
	}
	for _, key := range keys {
		k.clients = append(k.clients, of(key))
	}
	if len(keys) == 0 && !open {
		k.anybody = of(Key{PerMinute: localPerMinute})
	}
	return k
}

// who is the client that sends a request; nil for nobody.
func (k keyring) who(r *http.Request) *client {
	if k.anybody != nil {
		return k.anybody
	}
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil
	}
	var found *client
	for _, c := range k.clients { // all of them, whichever it is: how long it takes tells nothing
		if same(c.key.Secret, strings.TrimSpace(given)) {
			found = c
		}
	}
	return found
}

type clientKey struct{}

// keyed lets those in who have a key, as often as it is good for.
func (s *Server) keyed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := s.keys.who(r)
		switch {
		case c == nil:
			w.Header().Set("WWW-Authenticate", `Bearer realm="readout"`)
			failAPI(w, http.StatusUnauthorized, "A key is needed: Authorization: Bearer KEY.")
		case !c.limit.Allow():
			w.Header().Set("Retry-After", "5")
			failAPI(w, http.StatusTooManyRequests, fmt.Sprintf("At most %d requests a minute.", c.key.PerMinute))
		default:
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), clientKey{}, c)))
		}
	})
}

// inRoom answers a client's request when one of the client's places is free.
func (s *Server) inRoom(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, ok := r.Context().Value(clientKey{}).(*client)
		if !ok {
			failAPI(w, http.StatusUnauthorized, "A key is needed.")
			return
		}
		leave, err := c.room.enter(r.Context())
		if err != nil {
			w.Header().Set("Retry-After", "5")
			failAPI(w, http.StatusTooManyRequests, "Too many of your requests are being answered: try again in a few seconds.")
			return
		}
		defer leave()
		next.ServeHTTP(w, r)
	})
}
