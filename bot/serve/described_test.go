package serve

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"readout/bot/misquotes"
	"readout/bot/news"
	"readout/bot/record"
	"readout/corpus"
)

// onlyElsewhere are keys that other doors give, and the API never does.
var onlyElsewhere = []string{"Answer.talk", "Answer.says", "Answer.explain", "Hit.explain"}

// TestTheDescriptionIsWhole: each key of what the API gives stands in its description, no other does, and so it is with the kinds.
func TestTheDescriptionIsWhole(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("assets/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	schemas := doc.Components.Schemas
	for name, given := range map[string]any{
		"Answer": record.Answer{}, "Citation": record.Citation{}, "Search": record.Search{}, "Hit": record.Hit{}, "Timeline": record.Timeline{}, "Event": record.Event{},
		"Sources": record.Sources{}, "Source": record.Source{}, "Article": record.Article{}, "Paragraph": record.Paragraph{}, "Within": record.Within{},
		"Inferred": record.Inferred{}, "Disagreement": record.Disagreement{}, "Side": record.Side{}, "News": news.Record{}, "Misquotes": misquotes.Record{},
		"Quotation": misquotes.Quotation{}, "Place": misquotes.Place{}, "Question": askBody{}, "Problem": apiError{},
	} {
		if schemas[name] == nil {
			t.Errorf("%s is not described", name)
			continue
		}
		described := slices.Sorted(maps.Keys(schemas[name].Value.Properties))
		keys := slices.DeleteFunc(keysOf(reflect.TypeOf(given)), func(k string) bool { return slices.Contains(onlyElsewhere, name+"."+k) })
		slices.Sort(keys)
		if !slices.Equal(described, keys) {
			t.Errorf("%s: described are %v, given are %v", name, described, keys)
		}
	}
	var kinds []any
	for _, k := range corpus.Kinds {
		kinds = append(kinds, string(k))
	}
	if !reflect.DeepEqual(schemas["Kind"].Value.Enum, kinds) {
		t.Errorf("the kinds are %v, described are %v", kinds, schemas["Kind"].Value.Enum)
	}
}

// keysOf are the keys of a struct as JSON has them.
func keysOf(of reflect.Type) (out []string) {
	for f := range of.Fields() {
		if f.Anonymous {
			out = append(out, keysOf(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}
