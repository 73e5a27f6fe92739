package english

// The classes of words.
const (
	// Adverbs that do not end in "ly" and stand between a subject and its verb.
	Adverbs Class = iota
	// AppositionStops end a would-be description before its noun: what follows the name is then no apposition.
	AppositionStops
	// AsksOf are words that follow "asked" when it means "when asked".
	AsksOf
	// Auxiliaries are verbs that help another, negated ones too.
	Auxiliaries
	// BeForms are the forms of "be".
	BeForms
	// BeginsClause are words after which a subject begins: it is no object of theirs.
	BeginsClause
	// Buttons are the words of buttons and menus. A line that has no others is furniture.
	Buttons
	// BylineParticles are the small words within names of authors.
	BylineParticles
	// BylineStarts are the first words of bylines.
	BylineStarts
	// CalendarWords are days of the week and months: written with a capital, and no names.
	CalendarWords
	// CannotEnd are words after which a sentence goes on.
	CannotEnd
	// CommonWords are everyday words that are also surnames: as names they need a capital letter or a title.
	CommonWords
	// Conjunctions join clauses or subjects.
	Conjunctions
	// Determiners open a noun phrase that stands for somebody.
	Determiners
	// maleWords and femaleWords tell, before a name or as its description, how a pronoun refers to the person.
	FemaleWords
	// FollowersOfNames are words that describe what is somebody's, even when they are capitalised.
	FollowersOfNames
	// FunctionWords are articles, pronouns, prepositions, conjunctions, auxiliaries and the like: never part of a name, and no
	// description of an office when they stand before one.
	FunctionWords
	// FurnitureStarts are the first words of what the patterns below match. Looking here first spares nearly every paragraph the
	// patterns.
	FurnitureStarts
	// GivenNamesToo are InstitutionWords that begin the name of a person as well: "Bill Frost".
	GivenNamesToo
	// GivingVerbs make a speech noun a predicate of its own: "had a simpler explanation".
	GivingVerbs
	// GradeWords praise an office and leave it what it is.
	GradeWords
	// GroupNouns are, besides offices, nouns of those who can speak: groups, institutions and their papers.
	GroupNouns
	// Honorifics stand before a name and are no office.
	Honorifics
	// InsertionOpeners open what stands between commas after a subject.
	InsertionOpeners
	// Inside are prepositions that stand before places and hardly ever before people.
	Inside
	// InstitutionWords are nouns in names of institutions and happenings, which are no people.
	InstitutionWords
	// IrregularPasts are past forms that do not end in "ed".
	IrregularPasts
	// Kin are Offices that are those of relations.
	Kin
	// LooseOffices are words that, in lower case before a name, often describe something else: "chief", "fellow".
	LooseOffices
	// MaleWords and femaleWords tell, before a name or as its description, how a pronoun refers to the person.
	MaleWords
	// Media are words for who reports what others say.
	Media
	// Modals are auxiliaries of what may, must or will be.
	Modals
	// NameParticles stand inside names in lower case.
	NameParticles
	// NameSuffixes end a name without being its surname.
	NameSuffixes
	// NeedsQuote are verbs that tell of speech only beside a quotation: "continued".
	NeedsQuote
	// Negations deny their clause.
	Negations
	// NotAdverbs end in "ly" and are no adverbs.
	NotAdverbs
	// NotNameParts are words that a hyphen ties to a name without being part of it: "Vienna-based".
	NotNameParts
	// NotOccasions follow such a preposition in phrases that tell neither when nor where.
	NotOccasions
	// NounForms are forms of verbs of speech that are nouns as often.
	NounForms
	// OccasionPrepositions lead to the occasion on which something was said.
	OccasionPrepositions
	// OfficeConnectors stand within the name of an office: "minister of state for trade".
	OfficeConnectors
	// OfficeModifiers are the words, besides names of countries and institutions, that an office is described with.
	OfficeModifiers
	// Offices are occupations and ranks that the name of their holder may follow or precede.
	Offices
	// OriginStarts are the first words of what originStart matches.
	OriginStarts
	// Peerage are honorifics that few have: they tell namesakes apart as offices do.
	Peerage
	// Periods are stretches of time that a remark may be dated by.
	Periods
	// PersonalPronouns stand for persons.
	PersonalPronouns
	// PersonalRelatives open a clause about the person before them.
	PersonalRelatives
	// PhrasePrepositions tie a second noun to the one that speaks: "the head of the agency".
	PhrasePrepositions
	// PinyinFinals are the endings of syllables in romanised Chinese names.
	PinyinFinals
	// PlaceOpeners are words that open names of places and institutions and are no given names.
	PlaceOpeners
	// PlacePrepositions lead to a place, so that what follows them is no person.
	PlacePrepositions
	// PlaceWords are nouns in names of places.
	PlaceWords
	// PluralNouns are subjects of a verb without "s" that are no persons.
	PluralNouns
	// Portfolios are what an office is of: "secretary of state", "minister for foreign affairs".
	Portfolios
	// PossessivePronouns say whose something is.
	PossessivePronouns
	// PurePrepositions lead to no clause.
	PurePrepositions
	// Quantifiers stand for several: "both said".
	Quantifiers
	// RankWords change what an office is: a deputy minister is no minister, a former one is none any more.
	RankWords
	// Requests are verbs that open what a member asks for: before a surname they are no given name.
	Requests
	// RoyalTitles go with given names, so one family's members share no title by accident.
	RoyalTitles
	// SmallWords stay small in a headline in title case.
	SmallWords
	// SpeechNouns are what is said, when somebody has, makes or gives it: "the minister's claim that", "issued a warning".
	SpeechNouns
	// StatesInitials are dotted initials that stand before capitalised words without being given names.
	StatesInitials
	// Subordinators open clauses that depend on another.
	Subordinators
	// TakesInfinitive are verbs of speech that "to" and a verb may follow: "urged her to stay".
	TakesInfinitive
	// TakesThings are verbs that do without an object only as passive participles.
	TakesThings
	// TitleNouns stand before the title of a work, which is quoted and said by nobody.
	TitleNouns
	// Titles are the offices that a surname alone may follow: "President Smith", "counsel Smith".
	Titles
	// TurnLeaders are labels, besides offices, of those who lead or ask in a transcript.
	TurnLeaders
	// Venues are places and times of speaking.
	Venues
	// WordNouns name the words that somebody uses.
	WordNouns
	classes int = iota
)

// names of the classes, as words.tsv writes them.
var names = [...]string{
	Adverbs:              "adverbs",
	AppositionStops:      "appositionStops",
	AsksOf:               "asksOf",
	Auxiliaries:          "auxiliaries",
	BeForms:              "beForms",
	BeginsClause:         "beginsClause",
	Buttons:              "buttons",
	BylineParticles:      "bylineParticles",
	BylineStarts:         "bylineStarts",
	CalendarWords:        "calendarWords",
	CannotEnd:            "cannotEnd",
	CommonWords:          "commonWords",
	Conjunctions:         "conjunctions",
	Determiners:          "determiners",
	FemaleWords:          "femaleWords",
	FollowersOfNames:     "followersOfNames",
	FunctionWords:        "functionWords",
	FurnitureStarts:      "furnitureStarts",
	GivenNamesToo:        "givenNamesToo",
	GivingVerbs:          "givingVerbs",
	GradeWords:           "gradeWords",
	GroupNouns:           "groupNouns",
	Honorifics:           "honorifics",
	InsertionOpeners:     "insertionOpeners",
	Inside:               "inside",
	InstitutionWords:     "institutionWords",
	IrregularPasts:       "irregularPasts",
	Kin:                  "kin",
	LooseOffices:         "looseOffices",
	MaleWords:            "maleWords",
	Media:                "media",
	Modals:               "modals",
	NameParticles:        "nameParticles",
	NameSuffixes:         "nameSuffixes",
	NeedsQuote:           "needsQuote",
	Negations:            "negations",
	NotAdverbs:           "notAdverbs",
	NotNameParts:         "notNameParts",
	NotOccasions:         "notOccasions",
	NounForms:            "nounForms",
	OccasionPrepositions: "occasionPrepositions",
	OfficeConnectors:     "officeConnectors",
	OfficeModifiers:      "officeModifiers",
	Offices:              "offices",
	OriginStarts:         "originStarts",
	Peerage:              "peerage",
	Periods:              "periods",
	PersonalPronouns:     "personalPronouns",
	PersonalRelatives:    "personalRelatives",
	PhrasePrepositions:   "phrasePrepositions",
	PinyinFinals:         "pinyinFinals",
	PlaceOpeners:         "placeOpeners",
	PlacePrepositions:    "placePrepositions",
	PlaceWords:           "placeWords",
	PluralNouns:          "pluralNouns",
	Portfolios:           "portfolios",
	PossessivePronouns:   "possessivePronouns",
	PurePrepositions:     "purePrepositions",
	Quantifiers:          "quantifiers",
	RankWords:            "rankWords",
	Requests:             "requests",
	RoyalTitles:          "royalTitles",
	SmallWords:           "smallWords",
	SpeechNouns:          "speechNouns",
	StatesInitials:       "statesInitials",
	Subordinators:        "subordinators",
	TakesInfinitive:      "takesInfinitive",
	TakesThings:          "takesThings",
	TitleNouns:           "titleNouns",
	Titles:               "titles",
	TurnLeaders:          "turnLeaders",
	Venues:               "venues",
	WordNouns:            "wordNouns",
}
