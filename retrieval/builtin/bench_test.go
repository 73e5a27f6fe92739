package builtin

import (
	"context"
	"slices"
	"strings"
	"testing"

	"readout/retrieval"
)

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEmbedQuery(b *testing.B) { benchmarkEmbed(b, retrieval.ForQuery, []string{query15}) }

func BenchmarkEmbedPassages120(b *testing.B) {
	benchmarkEmbed(b, retrieval.ForPassage, slices.Repeat([]string{passage120}, 32))
}

func benchmarkEmbed(b *testing.B, as retrieval.Purpose, texts []string) {
	m := model(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Embed(context.Background(), as, texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkCosine(b *testing.B) {
	m := model(b)
	b.ReportAllocs()
	for b.Loop() {
		m.Cosine("talks", "negotiations")
	}
}

// BenchmarkRead reads 12 windows of some 150 pieces, as a question's are.
func BenchmarkRead(b *testing.B) {
	m := model(b).Reader()
	text := passage120 + " It is cold. It is very cold now, and wet, and so it will stay."
	window := retrieval.Window{Title: "Storms close the harbour", Sentences: strings.SplitAfter(text, ". ")}
	windows := slices.Repeat([]retrieval.Window{window}, 12)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Read(context.Background(), query15, windows); err != nil {
			b.Fatal(err)
		}
	}
}
