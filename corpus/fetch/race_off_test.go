//go:build !race

package fetch

// raceDetector takes memory of its own.
const raceDetector = false
