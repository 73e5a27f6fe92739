//go:build !amd64

package floats

func add(row, more []float32)                           { addPortable(row, more) }
func sumOf(row []float32) float32                       { return sumPortable(row) }
func squaresAround(row []float32, mean float32) float32 { return squaresAroundPortable(row, mean) }
func normalize(row, scale, bias []float32, mean, inverse float32) {
	normalizePortable(row, scale, bias, mean, inverse)
}
func greatest(row []float32) float32                      { return greatestPortable(row) }
func exponentials(row []float32, greatest, scale float32) { exponentialsPortable(row, greatest, scale) }
func multiply(row []float32, factor float32)              { multiplyPortable(row, factor) }
func gelus(row []float32)                                 { gelusPortable(row) }
