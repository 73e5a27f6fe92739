package floats

// What follows is done by assembly where that is faster. Rows are not empty, and a multiple of Lanes long.

func addPortable(row, more []float32) {
	for i, v := range more[:len(row)] {
		row[i] += v
	}
}

func sumPortable(row []float32) float32 {
	var sums [Lanes]float32
	for i := 0; i < len(row); i += Lanes {
		for j, v := range row[i:][:Lanes] {
			sums[j] += v
		}
	}
	return sum(&sums)
}

// squaresAroundPortable is the sum of the squared distances to the mean.
func squaresAroundPortable(row []float32, mean float32) float32 {
	var squares [Lanes]float32
	for i := 0; i < len(row); i += Lanes {
		for j, v := range row[i:][:Lanes] {
			d := v - mean
			squares[j] += float32(d * d)
		}
	}
	return sum(&squares)
}

// normalizePortable takes the mean off each value, and multiplies it by inverse and by its own scale; then it adds its bias.
func normalizePortable(row, scale, bias []float32, mean, inverse float32) {
	for i, v := range row {
		row[i] = float32(float32((v-mean)*inverse)*scale[i]) + bias[i]
	}
}

func greatestPortable(row []float32) float32 {
	greatest := row[0]
	for _, v := range row[1:] {
		greatest = max(greatest, v)
	}
	return greatest
}

// exponentialsPortable replaces each value by the exponential of its distance to the greatest, times scale.
func exponentialsPortable(row []float32, greatest, scale float32) {
	for i, v := range row {
		row[i] = exp(float32((v - greatest) * scale))
	}
}

func multiplyPortable(row []float32, factor float32) {
	for i := range row {
		row[i] *= factor
	}
}

func gelusPortable(row []float32) {
	for i, x := range row {
		row[i] = gelu(x)
	}
}
