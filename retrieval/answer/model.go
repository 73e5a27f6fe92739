package answer

import (
	"embed"
	"encoding/json"
	"math"
	"sync"
)

//go:embed choose.json gate.json
var coefficientFiles embed.FS

// coefficients of a linear model, as fitted by TestFit (see there for the command). They are data: what is measured is in features and
// signs.
type coefficients struct {
	Bias    float64            `json:"bias"`
	Weights map[string]float64 `json:"weights"` // by the name of what they weigh
}

var (
	chooserModel = sync.OnceValue(func() coefficients { return readCoefficients("choose.json") })
	gateModel    = sync.OnceValue(func() coefficients { return readCoefficients("gate.json") })
)

func readCoefficients(file string) coefficients {
	var m coefficients
	data, err := coefficientFiles.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		panic("answer: " + file + ", which is part of the program, is damaged: " + err.Error())
	}
	return m
}

func (m coefficients) dot(names []string, x []float64) float64 {
	sum := 0.0
	for i, name := range names {
		sum += m.Weights[name] * x[i]
	}
	return sum
}

func (m coefficients) probability(x []sign) float64 {
	sum := m.Bias
	for _, s := range x {
		sum += m.Weights[s.name] * s.value
	}
	return 1 / (1 + math.Exp(-sum))
}
