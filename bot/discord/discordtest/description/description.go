// Package description checks requests and responses against Discord's own OpenAPI description.
package description

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"readout/bot/discord/discordtest/wire"
)

// Exchange is a request and its response, to be checked against the API description.
type Exchange struct {
	Route  wire.Route
	Query  url.Values
	Body   []byte // nil when the server refused the body, and said why
	Status int
	Answer []byte
}

// Log keeps exchanges until they are checked.
type Log struct {
	file      string
	exchanges []Exchange
}

// Record begins a log that is checked against the description in a file.
func Record(file string) *Log { return &Log{file: file} }

// Keep keeps an exchange.
func (l *Log) Keep(e Exchange) { l.exchanges = append(l.exchanges, e) }

// Check validates one exchange of each shape, and tells wrong what is wrong with them. The error is that of the file.
func (l *Log) Check(wrong func(wire.Route, error)) error {
	if len(l.exchanges) == 0 {
		return nil
	}
	d, err := Load(l.file)
	if err != nil {
		return err
	}
	for _, e := range l.exchanges {
		if err := d.Check(e); err != nil {
			wrong(e.Route, err)
		}
	}
	return nil
}

// Find returns the file of Discord's API description, or why there is none.
func Find(named string) (path string, why error) {
	if named != "" {
		_, err := os.Stat(named)
		return named, err
	}
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			path = filepath.Join(filepath.Dir(dir), "shared", "discord", "openapi.json")
			_, err = os.Stat(path)
			return path, err
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return "", errors.New("no go.mod above the working directory")
}

// description is a loaded API description with the shapes that are known to match it.
type description struct {
	doc *openapi3.T

	mu      sync.Mutex
	matched map[string]bool // guarded by mu
}

// descriptions are the files loaded by this process: reading one takes half a second, and each test has a server. They are a
// cache, no state: what they hold follows from the file alone.
var descriptions sync.Map // path -> func() (*description, error)

// Load reads the description; each file is read once.
func Load(path string) (*description, error) {
	load, _ := descriptions.LoadOrStore(path, sync.OnceValues(func() (*description, error) {
		doc, err := openapi3.NewLoader().LoadFromFile(path)
		if err != nil {
			return nil, fmt.Errorf("load API description %s: %w", path, err)
		}
		// The permissions are described as a number, but taken as a string as well: that is how Discord itself writes them.
		for _, schema := range doc.Components.Schemas {
			if p := schema.Value.Properties["default_member_permissions"]; p != nil && p.Value.Type != nil && !p.Value.Type.Includes("string") {
				*p.Value.Type = append(*p.Value.Type, "string")
			}
		}
		// The codes inside of an error are names, such as BASE_TYPE_REQUIRED, where the description has numbers.
		if e := doc.Components.Schemas["Error"]; e != nil {
			if code := e.Value.Properties["code"]; code != nil {
				*code.Value.Type = append(*code.Value.Type, "string")
			}
		}
		return &description{doc: doc, matched: map[string]bool{}}, nil
	}))
	return load.(func() (*description, error))()
}

// Operation finds what the description says of a route, or nil.
func (d *description) Operation(r wire.Route) (*openapi3.PathItem, *openapi3.Operation) {
	method, path, _ := strings.Cut(string(r), " ")
	item := d.doc.Paths.Value(path)
	if item == nil {
		return nil, nil
	}
	return item, item.GetOperation(method)
}

// Check validates a request and its response. Shapes that matched before are not validated again.
func (d *description) Check(e Exchange) error {
	item, op := d.Operation(e.Route)
	if op == nil {
		if e.Route == wire.RouteFile {
			return nil // the CDN is not described
		}
		return errors.New("the API description has no such operation")
	}
	for name, values := range e.Query {
		if err := d.checkQuery(item, op, name, values); err != nil {
			return err
		}
	}
	if len(e.Body) > 0 {
		if op.RequestBody == nil {
			return errors.New("a body, where the API description has none")
		}
		if err := d.match(e.Route, "request", op.RequestBody.Value.Content, e.Body); err != nil {
			return err
		}
	}
	response := op.Responses.Status(e.Status)
	if response == nil {
		return fmt.Errorf("the API description has no response %d", e.Status)
	}
	if len(response.Value.Content) == 0 {
		return nil
	}
	return d.match(e.Route, "response "+strconv.Itoa(e.Status), response.Value.Content, e.Answer)
}

func (d *description) checkQuery(item *openapi3.PathItem, op *openapi3.Operation, name string, values []string) error {
	for _, p := range slices.Concat(op.Parameters, item.Parameters) {
		if p.Value.In != "query" || p.Value.Name != name {
			continue
		}
		for _, text := range values {
			var v any = text
			if types := p.Value.Schema.Value.Type; types != nil && !types.Includes("string") {
				_ = json.Unmarshal([]byte(text), &v) // what is no number or boolean stays a string, and does not match
			}
			if err := p.Value.Schema.Value.VisitJSON(v, openapi3.EnableJSONSchema2020()); err != nil {
				return fmt.Errorf("query parameter %s=%s: %w", name, text, err)
			}
		}
		return nil
	}
	return fmt.Errorf("query parameter %s: the API description has no such parameter", name)
}

// match validates a JSON body.
func (d *description) match(route wire.Route, side string, content openapi3.Content, body []byte) error {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return fmt.Errorf("%s: %w", side, err)
	}
	key := string(route) + " " + side + " " + Shape(v)
	d.mu.Lock()
	known := d.matched[key]
	d.mu.Unlock()
	if known {
		return nil
	}
	described := content.Get("application/json")
	if described == nil || described.Schema == nil {
		return nil
	}
	if err := described.Schema.Value.VisitJSON(v, openapi3.EnableJSONSchema2020()); err != nil {
		return fmt.Errorf("%s does not match: %w: %.2000s", side, innermost(err), body)
	}
	d.mu.Lock()
	d.matched[key] = true
	d.mu.Unlock()
	return nil
}

// innermost keeps the readable part of a validation error: the first lines of its reason.
func innermost(err error) error {
	var e *openapi3.SchemaError
	if !errors.As(err, &e) {
		return err
	}
	lines := strings.Split(e.Reason, "\n")
	return errors.New(strings.Join(lines[:min(len(lines), 12)], "\n"))
}

// Shape writes a JSON value without what does not matter to a schema: a text counts by its kind, a large number as one, and
// a list by the different shapes of its elements.
func Shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for name, value := range v {
			switch {
			case wire.Snowflake(name) != 0:
				name = "#" // an object whose keys are IDs
			case name == "errors":
				value = nil // nested like the request, and written by one function
			}
			fields = append(fields, name+":"+Shape(value))
		}
		slices.Sort(fields)
		return "{" + strings.Join(slices.Compact(fields), ",") + "}"
	case []any:
		var elements []string
		for _, e := range v {
			elements = append(elements, Shape(e))
		}
		slices.Sort(elements)
		return "[" + strings.Join(slices.Compact(elements), ",") + "]"
	case string:
		switch {
		case v == "":
			return `""`
		case wire.Snowflake(v) != 0:
			return `"1"`
		case strings.Contains(v, "://"):
			return `"url"`
		case len(v) > 18 && v[4] == '-' && v[10] == 'T':
			return `"time"`
		case len(v) <= 5:
			return strconv.Quote(v) // may be one of an enumeration
		}
		return `"…"`
	case float64:
		if v >= -100 && v <= 100 && v == float64(int(v)) {
			return strconv.Itoa(int(v))
		}
		return "n"
	}
	return fmt.Sprint(v)
}
