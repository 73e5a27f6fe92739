// Package wordlist holds the words of English that the grammar lists: its closed classes, verbs of speaking, numbers, dates. What is not
// in them is told apart by the dictionary and by its place.
package wordlist

import "readout/corpus/prose"

var (
	// NounVerbs are verbs that a dictionary counts as something else: after "to", and between a noun and an object, they are verbs.
	NounVerbs = prose.WordSet(`end vote cost report offer plan hope fear land name record increase change help work play talk visit rise fall
 veto start stop
 close open move step support use repeat force fire cut set put run order demand question answer doubt need want lie head face back hand
 pilot staff fund bank host chair judge rule measure mine paper tax trade train water dam bridge house ship block ban fine free clear own
 better dry warm cool empty slow quiet complete welcome lack comment attack reply`)

	Articles   = prose.WordSet("the a an this that these those")
	Possessive = prose.WordSet("his her its their my our your whose")

	// Quantifiers say of how many of its kind something holds.
	Quantifiers = prose.WordSet(`no some any each every all both few many several most much more less fewer another either neither half none
 enough numerous countless plenty little`)

	Pronouns = prose.WordSet(`he she it they him them i we us me you himself herself itself themselves myself ourselves yourself one
 nobody nothing none everybody everyone everything somebody someone something anybody anyone anything there mine ours yours hers theirs
 he's she's this that these those both all some others most many`)

	Prepositions = prose.WordSet(`of in on at by with from for about into onto upon over under between among around through within across
 toward towards near against before after during despite without since until till than like as per via except besides beyond behind below
 above along inside outside amid throughout to off beside beneath concerning regarding including notwithstanding given alongside out versus
 minus plus`)

	BeForms   = prose.WordSet("be am is are was were been being")
	HaveForms = prose.WordSet("have has had having")
	DoForms   = prose.WordSet("do does did")
	Modals    = prose.WordSet("will would can could may might must shall should ought")

	Conjunctions = prose.WordSet("and or but nor yet")

	// Subordinators begin a clause that is told of another.
	Subordinators = prose.WordSet(`if unless because although though while whereas whether when where why how once as since before after until
 till provided that lest whenever wherever than so`)

	Relatives = prose.WordSet("who whom whose which that what")

	Adverbs = prose.WordSet(`not never also too only just even still yet again already now then later earlier soon often always sometimes
 seldom rarely here there today tomorrow yesterday tonight perhaps maybe possibly probably almost nearly quite very rather so thus however
 instead therefore meanwhile ago away together twice once alone well far further hardly scarcely barely ever anyway otherwise though
 afterwards beforehand abroad ahead indeed moreover nevertheless nonetheless apart overnight online offline home likewise else as`)

	// Clausal are verbs that a clause without "that" may follow.
	Clausal = prose.WordSet(`fear fears feared hope hopes hoped believe believes believed think thinks thought know knows knew expect expects
 expected suspect
 suspects suspected doubt doubts doubted find finds found feel feels felt show shows showed suggest suggests suggested deny denies denied
 hear hears heard
 mean means meant understand understood agree agrees agreed decide decides decided rule rules ruled`)

	Particles = prose.WordSet("up off out down away back aside over on in through along apart forward together")

	// Approximations before a number make it more, less or about as much.
	Approximations = prose.WordSet(`about nearly almost around roughly approximately over under more less fewer least most up than only some
 just exactly around below above well`)

	ApproximatePhrases = map[string]bool{"up to": true, "at least": true, "at most": true, "as many as": true, "as much as": true,
		"as few as": true}

	Speaking = prose.WordSet(`say tell state add write note remark comment declare announce explain reply answer insist argue warn claim
 maintain stress assert testify complain tweet post conclude emphasise emphasize reiterate acknowledge admit concede respond recall report
 allege contend predict vow promise caution advise clarify confirm recount`)
)

// NumberWords are numbers in words, below the multipliers.
var NumberWords = map[string]float64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}

var Multipliers = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

var Fractions = map[string]float64{"half": .5, "third": 1. / 3, "quarter": .25, "fifth": .2, "tenth": .1, "thirds": 1. / 3, "quarters": .25}

var Months = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9,
	"october":   10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9,
	"oct": 10, "nov": 11, "dec": 12}

var Weekdays = prose.WordSet("monday tuesday wednesday thursday friday saturday sunday")

var TimeNouns = prose.WordSet(`day days night week weekend month quarter year years decade century spring summer autumn fall winter morning
 afternoon evening
 hour hours minute minutes today yesterday tomorrow noon midnight time moment season weeks months decades`)

// timeWords are nouns of times, in the singular.
var timeWords = prose.WordSet(`day week weekend month quarter year decade century spring summer autumn fall winter season morning afternoon
 evening night time`)

// NamesTime reports whether a folded word is a noun of a time, in the singular: "this" before it is no reference.
func NamesTime(folded string) bool { return timeWords[folded] }

// Words that tell whether somebody is a man or a woman.
var (
	MaleWords   = prose.WordSet("mr sir lord king prince emperor man men boy father brother son husband uncle widower gentleman he him his")
	FemaleWords = prose.WordSet("mrs ms miss lady queen princess woman women girl mother sister daughter wife aunt widow she her hers")
)
