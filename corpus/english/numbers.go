package english

// Numbers are numbers in words, below the multipliers.
var Numbers = map[string]float64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

// Multipliers are what numbers in words are counted in: "two hundred", "three million".
var Multipliers = map[string]float64{"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

// Fractions are the parts that have a word of their own.
var Fractions = map[string]float64{"half": .5, "third": 1. / 3, "quarter": .25, "fifth": .2, "tenth": .1, "thirds": 1. / 3, "quarters": .25}

// Months are the names of months, from 1, and their short forms.
var Months = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9,
	"october":   10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9,
	"oct": 10, "nov": 11, "dec": 12}
