package openai

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	gopenai "github.com/sashabaranov/go-openai"

	"readout/retrieval/written"
)

var (
	// ErrKey means that the server refused the API key.
	ErrKey = errors.New("the server refused the API key")
	// ErrNoModel means that the server does not serve the model, or that nothing that speaks the protocol is at the address.
	ErrNoModel = errors.New("the server knows no such model or address")
	// ErrResting means that the server failed several times in a row and is left alone for a while.
	ErrResting = errors.New("the server failed several times in a row; it is tried again in half a minute")
	// ErrNotTheProtocol means that what the server sent is not what the protocol says.
	ErrNotTheProtocol = errors.New("the server does not answer as the protocol says; is the address right?")
	// ErrRedirected means that the server wants to be asked at another address, which the key is not sent to.
	ErrRedirected = errors.New("redirected to another address")

	errTooLarge = errors.New("the answer is too large")
)

// Error is a request that failed.
type Error struct {
	Status  int           // of HTTP; 0 when there was none
	Param   string        // the parameter refused, if the server says
	Message string        // what the server says, shortened, without the key
	After   time.Duration // when to try again, if the server says
	Err     error         // a sentinel or a cause, or nil
}

func (e *Error) Error() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, strings.TrimSpace(strconv.Itoa(e.Status)+" "+http.StatusText(e.Status)))
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	return strings.Join(parts, ": ")
}

func (e *Error) Unwrap() error { return e.Err }

// Spent reports whether the account has no money or quota left, which does not pass by itself.
func (e *Error) Spent() bool { return strings.Contains(strings.ToLower(e.Message), "quota") }

// passing reports whether the same request may succeed a little later.
func passing(err error) bool {
	var e *Error
	if !errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, errTooLarge) || errors.Is(err, ErrNotTheProtocol) ||
		errors.Is(err, ErrRedirected) {
		return false
	}
	if e.Status == http.StatusInternalServerError && (aboutGrammar.MatchString(e.Message) || errors.Is(err, written.ErrNoRoom)) {
		return false
	}
	switch e.Status {
	case 0, http.StatusRequestTimeout, http.StatusTooEarly, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout, 529: // "overloaded", as some servers say
		return true
	case http.StatusTooManyRequests:
		return !e.Spent()
	}
	return false
}

// aboutGrammar is what servers say that cannot make a model keep to the form asked for, as a fault of their own.
var aboutGrammar = regexp.MustCompile(`(?i)grammar|json_schema|response_format|guided|structured output`)

// fault is what went wrong, in our words and without the key. header is that of the response, if there was one.
func (c *client) fault(err error, header http.Header) error {
	out := &Error{}
	var api *gopenai.APIError
	var request *gopenai.RequestError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var tooLarge *http.MaxBytesError
	var network net.Error
	switch {
	case errors.As(err, &request): // first: it may hold an empty APIError
		out.Status, out.Message = request.HTTPStatusCode, textOf(request.Body)
	case errors.As(err, &api):
		out.Status, out.Message = api.HTTPStatusCode, api.Message
		if api.Param != nil {
			out.Param = c.withoutKey(*api.Param)
		}
		if code, ok := api.Code.(string); ok && !strings.Contains(out.Message, code) {
			out.Message += " (" + code + ")"
		}
	case errors.As(err, &tooLarge):
		out.Err = errTooLarge
	case errors.Is(err, ErrRedirected):
		out.Err = ErrRedirected
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		out.Message = "the connection was cut"
	case errors.As(err, &syntax) || errors.As(err, &kind) || strings.Contains(err.Error(), "malformed HTTP"): // which net/http has no type for
		out.Err = ErrNotTheProtocol
	case errors.Is(err, context.Canceled):
		out.Err = context.Canceled
	case errors.As(err, &network):
		out.Message = unreachable(err, network)
	case header != nil: // such as a reset of its stream, or a compression that is none
		out.Message = "the answer could not be read"
	default:
		out.Status, out.Err = http.StatusBadRequest, err // go-openai refuses some parameters itself
	}
	c.classify(out)
	out.After = retryAfter(header, time.Now())
	return out
}

// classify makes the words of a fault harmless, and names its kind where the status or the words tell.
func (c *client) classify(out *Error) {
	switch out.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		out.Err, out.Message = ErrKey, "" // the server's words may repeat the key, whole or in part
	case http.StatusNotFound:
		out.Err = ErrNoModel
	}
	out.Message = c.harmless(out.Message)
	says := out.refuses() || out.Status == http.StatusRequestEntityTooLarge || out.Status == http.StatusInternalServerError
	if out.Err == nil && says && aboutRoom.MatchString(out.Message) {
		out.Err = written.ErrNoRoom
	}
}

// aboutRoom is how servers say that a prompt, or a prompt with its answer, is longer than the model's context.
var aboutRoom = regexp.MustCompile(`(?i)context[ _](?:length|size|window|limit)|context[ _]overflow|context the overflows|` +
	`exceed\w*[ _]context|maximum (?:context|prompt|input)|(?:prompt|input|messages?|request|context)\b.{0,20}\btoo (?:long|large)|` +
	`too many (?:input )?tokens|reduce the length`)

// refuses reports whether the status says that the request, or a part of it, is refused.
func (e *Error) refuses() bool {
	return e.Status == http.StatusBadRequest || e.Status == http.StatusUnprocessableEntity || e.Status == http.StatusNotImplemented
}

// unreachable is why a server could not be talked to, in plain words.
func unreachable(err error, network net.Error) string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case network.Timeout():
		return "no answer in time"
	case errors.As(err, &dns):
		return "there is no host " + dns.Name
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens at its address: the connection was refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was cut"
	case errors.As(err, &certificate):
		return "its certificate is not valid for the address"
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return "it does not speak https at its address"
	}
	return "it could not be reached"
}

// withoutResponse reports whether a request failed without the server's having said so.
func withoutResponse(err error) bool {
	var api *gopenai.APIError
	var request *gopenai.RequestError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return err != nil && !errors.As(err, &api) && !errors.As(err, &request) && !errors.As(err, &syntax) && !errors.As(err, &kind) &&
		!errors.Is(err, ErrRedirected)
}

// maxMessage is how much of a server's words is kept, in bytes.
const maxMessage = 200

// harmless is a server's words on one line, shortened, without the key.
func (c *client) harmless(text string) string {
	text = c.withoutKey(text)
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""),
		func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return text
}

// shortestSecret is the length from which a key is one: servers that need none are given "none" or "local".
const shortestSecret = 8

// withoutKey is a text without the key, which a server may repeat.
func (c *client) withoutKey(text string) string {
	if len(c.key) < shortestSecret {
		return text
	}
	return strings.ReplaceAll(text, c.key, "[redacted]")
}

// textOf is the message of a body that is not an error as OpenAI writes it: {"error": "text"}, {"detail": [{"loc": ["body", "top_p"],
// "msg": "text"}]}, a list of errors, plain text. Of a page, nothing is worth repeating.
func textOf(body []byte) string {
	var said any
	if json.Unmarshal(body, &said) == nil {
		return messageIn(said)
	}
	text := strings.TrimSpace(string(body))
	if strings.HasPrefix(text, "<") {
		return "a page instead of an answer"
	}
	return text
}

// messageIn is what the JSON of an error says, the first that is said at any of the places where servers say it, with the place in the
// request that it is about.
func messageIn(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		var texts []string
		for _, x := range v {
			if text := messageIn(x); text != "" {
				texts = append(texts, text)
			}
		}
		return strings.Join(texts, "; ")
	case map[string]any:
		for _, key := range []string{"error", "message", "msg", "detail", "errors"} {
			text := messageIn(v[key])
			if place, ok := v["loc"].([]any); ok && text != "" {
				return fmt.Sprint(place...) + ": " + text
			}
			if text != "" {
				return text
			}
		}
	}
	return ""
}

// longestRetryAfter is the longest pause that a server is believed to want.
const longestRetryAfter = time.Hour

// retryAfter reads when a server wants to be asked again: in seconds or, as HTTP allows, at a date. 0 when it does not say.
func retryAfter(header http.Header, now time.Time) time.Duration {
	if header == nil {
		return 0
	}
	if ms, err := strconv.ParseFloat(header.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return min(time.Duration(ms*float64(time.Millisecond)), longestRetryAfter)
	}
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return time.Duration(min(seconds, longestRetryAfter.Seconds()) * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(0, at.Sub(now)), longestRetryAfter)
	}
	return 0
}

// wrap names the operation and the model.
func wrap(operation, model string, err error) error {
	return fmt.Errorf("%s with %s: %w", operation, model, err)
}
