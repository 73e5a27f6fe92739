package mcp

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/bot/misquotes"
	"readout/bot/news"
	"readout/bot/record"
)

// TestAgentsAskOverHTTP: an agent that is connected over HTTP asks at each door, and is answered from another edition as soon as there is
// one; several do so at a time.
func TestAgentsAskOverHTTP(t *testing.T) {
	t.Parallel()
	harbour, shipped := editiontest.Harbour(t), editiontest.Shipped(t)
	before := editiontest.Without(t, harbour, "ledger.md")
	var mu sync.Mutex
	present := harbour
	o := Options{
		Source: func(context.Context) (*edition.Edition, error) {
			mu.Lock()
			defer mu.Unlock()
			return present, nil
		},
		News: func(ctx context.Context, _ time.Time) (*news.Report, error) {
			return news.Between(ctx, before.Snapshot, harbour.Snapshot, nil)
		},
	}
	srv := httptest.NewServer(Handler(o))
	t.Cleanup(srv.Close)
	connect := func() *mcp.ClientSession {
		c, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: srv.URL}, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	agents := []*mcp.ClientSession{connect(), connect(), connect()}
	var asking sync.WaitGroup
	for i, c := range agents {
		asking.Go(func() {
			var a record.Answer
			var q misquotes.Record
			var n news.Record
			if fault := call(t, c, "ask", arguments{"question": "How long did the talks last?", "article": []string{"ledger.md", "courier.md", ""}[i]}, &a); fault != "" || a.Abstained {
				t.Errorf("agent %d: %s %+v", i, fault, a)
			}
			if fault := call(t, c, "misquotes", arguments{}, &q); fault != "" || len(q.Transcripts) != 1 {
				t.Errorf("agent %d: %s %+v", i, fault, q)
			}
			if fault := call(t, c, "new", arguments{}, &n); fault != "" || len(n.Added) != 1 {
				t.Errorf("agent %d: %s %+v", i, fault, n)
			}
		})
	}
	asking.Wait()
	mu.Lock()
	present = shipped
	mu.Unlock()
	var a record.Answer
	if fault := call(t, agents[0], "ask", arguments{"question": "What did Lavrov say about Venezuela?"}, &a); fault != "" || a.Abstained || a.Version != shipped.Snapshot.Version {
		t.Errorf("of another edition: %s %+v", fault, a)
	}
	listed, err := agents[1].ListResources(t.Context(), nil)
	if err != nil || len(listed.Resources) != len(shipped.Snapshot.Corpus.Articles) {
		t.Errorf("its articles: %+v, %v", listed, err)
	}
	read, err := agents[2].ReadResource(t.Context(), &mcp.ReadResourceParams{URI: fmt.Sprintf("%s%s", articleURI, shipped.Snapshot.Corpus.Articles[0].ID)})
	if err != nil || len(read.Contents) != 1 {
		t.Errorf("%+v, %v", read, err)
	}
}
