package builtin

import (
	"context"
	"slices"
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
