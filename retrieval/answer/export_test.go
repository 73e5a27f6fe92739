package answer

// What the tests in package answer_test use of the tests in this one.
var (
	RiverSnapshot = riverSnapshot
)
