// Package traffic is the REST side of a simulated Discord up to its routes: requests taken apart, the rate limits that they meet, the
// faults that a test gives them, and what was asked.
package traffic

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"readout/bot/discord/discordtest/wire"
	"regexp"
	"strconv"
	"time"
)

// Call is one request: its body taken apart, and what it counts towards.
type Call struct {
	Request *http.Request
	Route   wire.Route
	Body    []byte
	Files   []wire.Attachment
}

// Bucket names what Discord limits together: the route with its channel, guild, or webhook and token.
func (c *Call) Bucket() string {
	b := string(c.Route)
	for _, major := range []string{"channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token"} {
		b += " " + c.Request.PathValue(major)
	}
	return b
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// RateLimited is a 429. scope is what X-RateLimit-Scope says; empty means user or global.
func RateLimited(h http.Header, wait time.Duration, global bool, scope string) (int, []byte) {
	if scope == "" {
		scope = "user"
		if global {
			scope = "global"
		}
	}
	h.Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	h.Set("X-RateLimit-Scope", scope)
	if global {
		h.Set("X-RateLimit-Global", "true")
	} else {
		h.Set("X-RateLimit-Limit", "5")
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset-After", seconds(wait))
	}
	message := "You are being rate limited."
	if scope == "shared" {
		message = "The resource is being rate limited."
	}
	return http.StatusTooManyRequests, wire.Marshal(wire.Object{"message": message, "retry_after": wait.Seconds(), "global": global,
		"code": 0})
}

// WriteJSON answers with a wire object, unless another type of content is set.
func WriteJSON(w http.ResponseWriter, status int, body []byte) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone learns nothing
}

// Parse takes the body apart: JSON, or multipart with payload_json and files.
func (c *Call) Parse(raw []byte) *wire.Error {
	c.Body = raw
	if len(raw) == 0 {
		return nil
	}
	kind, params, err := mime.ParseMediaType(c.Request.Header.Get("Content-Type"))
	if err != nil {
		return &wire.Error{Status: 400, Code: 50109, Message: "A body without a Content-Type", Rule: wire.InvalidRequest}
	}
	if kind == "multipart/form-data" {
		if e := c.parseParts(multipart.NewReader(bytes.NewReader(raw), params["boundary"])); e != nil {
			return e
		}
	}
	if len(c.Body) > 0 && !json.Valid(c.Body) {
		return wire.ErrInvalidJSON
	}
	return nil
}

var filePart = regexp.MustCompile(`^files\[(\d+)\]$`)

// MaxFile is the size of one attachment in a guild without boosts.
const MaxFile = 10 << 20

func (c *Call) parseParts(parts *multipart.Reader) *wire.Error {
	c.Body = nil
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return wire.ErrInvalidJSON
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return wire.ErrInvalidJSON
		}
		switch name := part.FormName(); {
		case name == "payload_json":
			c.Body = data
		case filePart.MatchString(name):
			if len(data) > MaxFile {
				return wire.ErrTooLarge
			}
			c.Files = append(c.Files, wire.Attachment{
				ID: filePart.FindStringSubmatch(name)[1], Filename: part.FileName(), ContentType: part.Header.Get("Content-Type"),
				Size: len(data), Data: data,
			})
		default:
			return wire.Invalid("", "UNKNOWN_PART", "The part %q is neither payload_json nor files[n].", name)
		}
	}
}

// Decode reads the JSON body into v, and refuses a value of the wrong type.
func (c *Call) Decode(v any) { wire.Decode(c.Body, v) }

// Value is a parameter of the path.
func (c *Call) Value(name string) string { return c.Request.PathValue(name) }
