package serve

import (
	"bytes"
	"context"
	"net/http"

	"readout/bot/receipt"
)

// giveReceipt gives the receipt for an answer as a file: readout receipt verify reads it.
func (s *Server) giveReceipt(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), s.options.Wait+beyondAnswer)
	defer cancel()
	file, err := s.receiptFor(r.WithContext(ctx))
	if err != nil {
		v := view{}
		v.Status, v.Problem = s.problem(err)
		s.write(w, r, v)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="receipt.json"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(file)
}

func (s *Server) receiptFor(r *http.Request) ([]byte, error) {
	leave, err := s.page.enter(r.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	f, within, err := readForm(r)
	if err != nil {
		return nil, err
	}
	if f.Q == "" {
		return nil, errNotFound
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return nil, err
	}
	a, err := s.ask(r.Context(), now, f, within)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = receipt.Of(s.options.Version, now.Snapshot.Corpus, a).Write(&file)
	return file.Bytes(), err
}
