package suggest

import (
	"fmt"
	"strconv"
	"strings"
)

// mostChosen is the greatest number that is taken for one of a question offered; a greater one may be a year.
const mostChosen = 20

// Chosen is the question that a number chooses of those offered, counted from 1; "" where the text is no number. The error is one of a
// number that none of them has.
func Chosen(text string, offered []string) (string, error) {
	n, err := strconv.Atoi(strings.Trim(text, " .()"))
	switch {
	case err != nil || n < 0 || n > mostChosen:
		return "", nil
	case len(offered) == 0:
		return "", fmt.Errorf("no questions are offered that %d could choose from", n)
	case n == 0 || n > len(offered):
		return "", fmt.Errorf("%d is none of the %d offered", n, len(offered))
	}
	return offered[n-1], nil
}
