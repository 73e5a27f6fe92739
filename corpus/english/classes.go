package english

// The classes of words.
const (
	// Adverbs that do not end in "ly" and stand between a subject and its verb.
	Adverbs Class = iota
	// AppositionStops end a would-be description before its noun: what follows the name is then no apposition.
	AppositionStops
	// ApproximatePhrases, before a number, make it more, less or about as much.
	ApproximatePhrases
	// Approximates are words before a number that make it less exact than it looks.
	Approximates
	// Approximations before a number make it more, less or about as much.
	Approximations
	// Articles open a noun phrase and say which is meant.
	Articles
	// AskedPeople are nouns with which "which" and "what" ask for a person.
	AskedPeople
	// AskedPlaces are nouns with which "which" and "what" ask for a place.
	AskedPlaces
	// AskedSpeech are the verbs that ask for somebody's words ("what did X say").
	AskedSpeech
	// AskedUtterances are those of AskedSpeech that take a quotation ("who said ...").
	AskedUtterances
	// Askers are labels of whoever asks.
	Askers
	// AskingVerbs are verbs after which "if" means "whether".
	AskingVerbs
	// AsksOf are words that follow "asked" when it means "when asked".
	AsksOf
	// Attitudes are verbs and nouns by which what follows is not told as so.
	Attitudes
	// Auxiliaries are verbs that help another, negated ones too.
	Auxiliaries
	// BackNouns name, behind "the", what was told before.
	BackNouns
	// BeForms are the forms of "be".
	BeForms
	// BeforeVerbs stand between a subject and the verb that tells.
	BeforeVerbs
	// BeginsClause are words after which a subject begins: it is no object of theirs.
	BeginsClause
	// BindingNouns are nouns of what allows, bans and gives things by itself.
	BindingNouns
	// BindingWords, in what can't be read of a sentence, may change what the rest of it tells.
	BindingWords
	// BrokenOff are words with which people begin a sentence that they break off: "The — this is a new era".
	BrokenOff
	// ButtonFillers stand between buttons.
	ButtonFillers
	// Buttons are the words of buttons and menus. A line that has no others is furniture.
	Buttons
	// BylineParticles are the small words within names of authors.
	BylineParticles
	// BylineStarts are the first words of bylines.
	BylineStarts
	// CalendarForms are months, in full and short, and days of the week.
	CalendarForms
	// CalendarNames are months and days of the week.
	CalendarNames
	// CalendarWords are days of the week and months: written with a capital, and no names.
	CalendarWords
	// CallForms are verbs of naming that are nouns of telephoning as well.
	CallForms
	// CannotEnd are words after which a sentence goes on.
	CannotEnd
	// CarryingVerbs tell that a motion was taken.
	CarryingVerbs
	// CausingVerbs are the verbs with which "what" asks for a reason.
	CausingVerbs
	// ClausalVerbs are verbs that a clause without "that" may follow.
	ClausalVerbs
	// ClauseEnds end a clause.
	ClauseEnds
	// ClauseOpeners open a clause of its own.
	ClauseOpeners
	// ClauseWords begin another clause.
	ClauseWords
	// ClosedWords carry no meaning by themselves: articles, pronouns, forms of "be" and the like, and the verbs of plain saying. Words
	// that hedge, deny or place in time are judged apart.
	ClosedWords
	// CollectiveVerbs are told of several together.
	CollectiveVerbs
	// CommonWords are everyday words that are also surnames: as names they need a capital letter or a title.
	CommonWords
	// Completing open what such an "it" stands for.
	Completing
	// Conjunctions join clauses or subjects.
	Conjunctions
	// Connectives tie a sentence to the one before, in phrases such as "in fact".
	Connectives
	// ContentNouns are nouns of which a clause with "that" tells what they are about.
	ContentNouns
	// Coordinators join what is alike.
	Coordinators
	// CountWords are numbers in words.
	CountWords
	// CreditingPasts are past forms, and a few present ones, that credit a quotation.
	CreditingPasts
	// DativeVerbs are verbs of which the one who gets something may be told with "to" or without.
	DativeVerbs
	// Demonstratives point at a noun.
	Demonstratives
	// DenyingObjects are words behind a verb by which what it tells is not so.
	DenyingObjects
	// DenyingWords deny what a clause tells, verbs and adjectives too.
	DenyingWords
	// DependentOpeners begin a clause that is told of another.
	DependentOpeners
	// DescribingVerbs are verbs that say as what something is seen.
	DescribingVerbs
	// Determiners open a noun phrase that stands for somebody.
	Determiners
	// DoForms are the forms of "do" that help another verb.
	DoForms
	// EventNouns are nouns of what takes place: something is so at it, during it, in it.
	EventNouns
	// ExpletiveFollowers follow an "it" that stands for nothing.
	ExpletiveFollowers
	// FactiveLinks join to a clause another that is told as a fact.
	FactiveLinks
	// FallingWords tell of becoming less.
	FallingWords
	// FemaleWords and MaleWords tell, before a name or as its description, how a pronoun refers to the person.
	FemaleWords
	// FindingVerbs are verbs by which a study or a report is credited.
	FindingVerbs
	// FollowUpFillers are what members say around a follow-up.
	FollowUpFillers
	// FollowersOfNames are words that describe what is somebody's, even when they are capitalised.
	FollowersOfNames
	// FrameNouns set what a sentence tells apart from what is so.
	FrameNouns
	// FunctionWords are articles, pronouns, prepositions, conjunctions, auxiliaries and the like: never part of a name, and no description
	// of an office when they stand before one.
	FunctionWords
	// Functional name nobody and nothing.
	Functional
	// FurnitureStarts are the first words of what the patterns below match. Looking here first spares nearly every paragraph the patterns.
	FurnitureStarts
	// GivenNamesToo are InstitutionWords that begin the name of a person as well: "Bill Frost".
	GivenNamesToo
	// GivingVerbs make a speech noun a predicate of its own: "had a simpler explanation".
	GivingVerbs
	// GradeWords praise an office and leave it what it is.
	GradeWords
	// GroupNouns are, besides offices, nouns of those who can speak: groups, institutions and their papers.
	GroupNouns
	// GuardedAdverbs are adverbs that make what they stand beside less sure, less whole or less real.
	GuardedAdverbs
	// HaveForms are the forms of "have".
	HaveForms
	// HedgingWords hold back what a clause tells.
	HedgingWords
	// HeldAdjectives make of their noun something else than it names: "former minister", "alleged arsonist".
	HeldAdjectives
	// HelperWords follow a word that stands for somebody, and no noun does then.
	HelperWords
	// HoldingWords are words that deny, or tell something of some only.
	HoldingWords
	// Honorifics stand before a name and are no office.
	Honorifics
	// Imperatives are verbs that open a sentence more often than they are names.
	Imperatives
	// IndefiniteOwners are pronouns with a possessive ending of their own: "nobody's".
	IndefiniteOwners
	// InsertionOpeners open what stands between commas after a subject.
	InsertionOpeners
	// Inside are prepositions that stand before places and hardly ever before people.
	Inside
	// InstitutionWords are nouns in names of institutions and happenings, which are no people.
	InstitutionWords
	// IrregularForms are past forms and participles that "ed" does not end.
	IrregularForms
	// IrregularPasts are past forms that do not end in "ed".
	IrregularPasts
	// Kin are Offices that are those of relations.
	Kin
	// LabelHonorifics stand before the name in a label of a transcript.
	LabelHonorifics
	// LabelParticles stand inside names in labels.
	LabelParticles
	// LabelTitles are words of offices in labels of a transcript.
	LabelTitles
	// LeadIns are words before the question proper ("so what ...", "hey, who ...").
	LeadIns
	// LeaningWords refer to what stands before them when nothing before them in their sentence can be meant.
	LeaningWords
	// Lengths are units of what is long and takes no time: "how long is the quay".
	Lengths
	// LightVerbs are verbs that leave it to their object to say what is done.
	LightVerbs
	// LikenedOpeners open the noun that is compared.
	LikenedOpeners
	// LikenessLinks lead to what it is compared with.
	LikenessLinks
	// LikenessWords compare with what stands before.
	LikenessWords
	// LimitingWords make what a clause tells hold in part.
	LimitingWords
	// LooseAdverbs say nothing that the rest of the sentence depends on.
	LooseAdverbs
	// LooseCounts stand for a number before a stretch of time.
	LooseCounts
	// LooseNumbers are words that stand for a number before a unit of time.
	LooseNumbers
	// LooseOffices are words that, in lower case before a name, often describe something else: "chief", "fellow".
	LooseOffices
	// LoosePrepositions may be dropped with their noun behind the verb.
	LoosePrepositions
	// MakingVerbs are verbs of which the object is the subject's from then on.
	MakingVerbs
	// MaleWords and FemaleWords tell, before a name or as its description, how a pronoun refers to the person.
	MaleWords
	// ManPronouns stand for a man.
	ManPronouns
	// ManyPronouns stand for several.
	ManyPronouns
	// ManyWords stand for several.
	ManyWords
	// Media are words for who reports what others say.
	Media
	// MenWords tell of a man.
	MenWords
	// ModalVerbs are the modal verbs, without negations.
	ModalVerbs
	// Modals are auxiliaries of what may, must or will be.
	Modals
	// MovableAuxiliaries change places with the subject in a question.
	MovableAuxiliaries
	// NameParticles stand inside names in lower case.
	NameParticles
	// NameSuffixes end a name without being its surname.
	NameSuffixes
	// Narrowing follow a noun and say which is meant.
	Narrowing
	// NeedsQuote are verbs that tell of speech only beside a quotation: "continued".
	NeedsQuote
	// Negations deny their clause.
	Negations
	// NeutralVerbs credit words without a judgement on them.
	NeutralVerbs
	// NeverTwice are words that nobody says twice on purpose.
	NeverTwice
	// NoSpeakers stand before colons and speak for nobody.
	NoSpeakers
	// NotAdverbs end in "ly" and are no adverbs.
	NotAdverbs
	// NotNameParts are words that a hyphen ties to a name without being part of it: "Vienna-based".
	NotNameParts
	// NotOccasions follow such a preposition in phrases that tell neither when nor where.
	NotOccasions
	// NotPast are words in "ed" that are no past forms.
	NotPast
	// NounForms are forms of verbs of speech that are nouns as often.
	NounForms
	// NounOpeners open a noun phrase.
	NounOpeners
	// NounVerbs are verbs that a dictionary counts as something else: after "to", and between a noun and an object, they are verbs.
	NounVerbs
	// ObjectPronouns are pronouns that no subject is.
	ObjectPronouns
	// OccasionPrepositions lead to the occasion on which something was said.
	OccasionPrepositions
	// OccasionQualifiers stand with an occasion and ask for no topic.
	OccasionQualifiers
	// OccasionStops are words behind which nothing belongs to the preposition any more.
	OccasionStops
	// OfficeConnectors stand within the name of an office: "minister of state for trade".
	OfficeConnectors
	// OfficeModifiers are the words, besides names of countries and institutions, that an office is described with.
	OfficeModifiers
	// Offices are occupations and ranks that the name of their holder may follow or precede.
	Offices
	// OnePronouns stand for one person.
	OnePronouns
	// OnlyPasts are past forms that are no participles.
	OnlyPasts
	// OpeningFillers open what somebody says and tell nothing.
	OpeningFillers
	// OriginStarts are the first words of what originStart matches.
	OriginStarts
	// OwnPronouns stand for whoever speaks.
	OwnPronouns
	// Particles belong to the verb before them.
	Particles
	// Partitives name a part, a number or a lack of what follows "of".
	Partitives
	// Peerage are honorifics that few have: they tell namesakes apart as offices do.
	Peerage
	// Periods are stretches of time that a remark may be dated by.
	Periods
	// PersonNouns are nouns of people.
	PersonNouns
	// PersonPronouns stand for people.
	PersonPronouns
	// PersonalPronouns stand for persons.
	PersonalPronouns
	// PersonalRelatives open a clause about the person before them.
	PersonalRelatives
	// PhrasePrepositions tie a second noun to the one that speaks: "the head of the agency".
	PhrasePrepositions
	// PhrasesAsOne are words that do the work of one.
	PhrasesAsOne
	// PinyinFinals are the endings of syllables in romanised Chinese names.
	PinyinFinals
	// PlaceOpeners are words that open names of places and institutions and are no given names.
	PlaceOpeners
	// PlacePrepositions lead to a place, so that what follows them is no person.
	PlacePrepositions
	// PlaceWords are nouns in names of places.
	PlaceWords
	// Placing are prepositions of places.
	Placing
	// PlainAdverbs are adverbs that do not end in "ly".
	PlainAdverbs
	// PlainArticles are "a", "an" and "the".
	PlainArticles
	// PlainBeForms are the forms of "be" without a negation.
	PlainBeForms
	// PlainPrepositions lead to a noun.
	PlainPrepositions
	// PlainRelatives open a clause about the noun before.
	PlainRelatives
	// PluralNouns are subjects of a verb without "s" that are no persons.
	PluralNouns
	// PointingWords point at something.
	PointingWords
	// PoliteWords open a polite question.
	PoliteWords
	// Portfolios are what an office is of: "secretary of state", "minister for foreign affairs".
	Portfolios
	// PossessivePronouns say whose something is.
	PossessivePronouns
	// PossibleModals are modal verbs that tell what is possible.
	PossibleModals
	// PremiseNouns are nouns that, after "on", make depend on them what follows.
	PremiseNouns
	// Prepositions lead to a noun phrase.
	Prepositions
	// Pronouns stand for a noun phrase.
	Pronouns
	// PurePrepositions lead to no clause.
	PurePrepositions
	// Quantifiers stand for several: "both said".
	Quantifiers
	// QuantityWords say of how many of its kind something holds.
	QuantityWords
	// RaisingVerbs are verbs whose object is the subject of what depends on them: "expects exports to rise".
	RaisingVerbs
	// RankWords change what an office is: a deputy minister is no minister, a former one is none any more.
	RankWords
	// RefusingVerbs are verbs of which "that he did it" and "doing it" are the same.
	RefusingVerbs
	// RejectingVerbs tell that a motion was not taken.
	RejectingVerbs
	// Relatives begin a clause about the noun before.
	Relatives
	// Requests are verbs that open what a member asks for: before a surname they are no given name.
	Requests
	// ReservedWords hold back what a sentence tells.
	ReservedWords
	// Retorts are verbs that credit what follows them behind a colon, in quotation marks, and nothing else.
	Retorts
	// RisingWords tell of becoming more.
	RisingWords
	// RoyalTitles go with given names, so one family's members share no title by accident.
	RoyalTitles
	// SameInPast are verbs whose past form is their infinitive.
	SameInPast
	// SayingForms credit what stands around them.
	SayingForms
	// SelfNouns are what an article calls itself.
	SelfNouns
	// SentenceJoints join a sentence to the one before.
	SentenceJoints
	// SentenceOpeners may stand before the word that a sentence leans with.
	SentenceOpeners
	// SetWords stand for several who were named before.
	SetWords
	// SmallWords stay small in a headline in title case.
	SmallWords
	// SpeakingVerbs are verbs of speaking, as infinitives.
	SpeakingVerbs
	// SpeechNouns are what is said, when somebody has, makes or gives it: "the minister's claim that", "issued a warning".
	SpeechNouns
	// SpokenFillers are what people say while they look for words, and records and reports keep or leave out as they like.
	SpokenFillers
	// StatesInitials are dotted initials that stand before capitalised words without being given names.
	StatesInitials
	// StopWords carry no topic: articles, pronouns, auxiliaries, prepositions, question words, and the words that people wrap questions in
	// ("tell me", "please"). Colloquial and unpunctuated spellings stand beside the dictionary's.
	StopWords
	// SubjectPronouns are pronouns that only a subject is.
	SubjectPronouns
	// SubordinateOpeners open a clause or phrase before its main clause.
	SubordinateOpeners
	// Subordinators open clauses that depend on another.
	Subordinators
	// SummaryTopics ask for a summary and name no topic, in one of their forms each.
	SummaryTopics
	// SummaryWords ask for a summary.
	SummaryWords
	// Suppositions open a sentence that only supposes what it and those after it tell.
	Suppositions
	// TakesInfinitive are verbs of speech that "to" and a verb may follow: "urged her to stay".
	TakesInfinitive
	// TakesThings are verbs that do without an object only as passive participles.
	TakesThings
	// TelephoneWords stand before "call" where it is a conversation.
	TelephoneWords
	// TellingVerbs are verbs whose object is told what follows.
	TellingVerbs
	// ThingPronouns stand for a thing.
	ThingPronouns
	// ThirdPossessives are possessives of others than speaker and hearer.
	ThirdPossessives
	// ThoseWhich follow "those" that stands for what comes after it.
	ThoseWhich
	// TimeApart are words behind a unit that make it the distance to another time.
	TimeApart
	// TimeBounds are words before the time that something lasts to or from.
	TimeBounds
	// TimeNouns are nouns of times.
	TimeNouns
	// TimeSpans are stretches of time, in which a length of time is told.
	TimeSpans
	// TimeUnits are stretches of time, which "this" and "that" point at from anywhere.
	TimeUnits
	// TimeWords are nouns of times, in the singular, before which "this" is no reference.
	TimeWords
	// TimelyWords are words for times, or before the event that tells one.
	TimelyWords
	// TitleNouns stand before the title of a work, which is quoted and said by nobody.
	TitleNouns
	// Titles are the offices that a surname alone may follow: "President Smith", "counsel Smith".
	Titles
	// TogetherNouns are nouns of what several do with each other.
	TogetherNouns
	// TopicFillers are words of a follow-up that name no topic.
	TopicFillers
	// TurnLeaders are labels, besides offices, of those who lead or ask in a transcript.
	TurnLeaders
	// UnmeantNouns are nouns that a pronoun seldom takes up: parts of fixed phrases, times.
	UnmeantNouns
	// UnnamedSpeakers are labels of speakers who have no name.
	UnnamedSpeakers
	// ValueNouns ask for a value, and name none.
	ValueNouns
	// Venues are places and times of speaking.
	Venues
	// VerbPieces stand within a verb: what follows a number or a negation there is no noun.
	VerbPieces
	// Weekdays are the days of the week.
	Weekdays
	// WeightyWords, without a stem of their own, change what a sentence says; it may have them only where its basis has.
	WeightyWords
	// Witnesses are labels of whoever is examined.
	Witnesses
	// WomanPronouns stand for a woman.
	WomanPronouns
	// WomenWords tell of a woman.
	WomenWords
	// WordNouns name the words that somebody uses.
	WordNouns
	classes int = iota
)

// names of the classes, as words.tsv writes them.
var names = [...]string{
	Adverbs:              "adverbs",
	AppositionStops:      "appositionStops",
	ApproximatePhrases:   "approximatePhrases",
	Approximates:         "approximates",
	Approximations:       "approximations",
	Articles:             "articles",
	AskedPeople:          "askedPeople",
	AskedPlaces:          "askedPlaces",
	AskedSpeech:          "askedSpeech",
	AskedUtterances:      "askedUtterances",
	Askers:               "askers",
	AskingVerbs:          "askingVerbs",
	AsksOf:               "asksOf",
	Attitudes:            "attitudes",
	Auxiliaries:          "auxiliaries",
	BackNouns:            "backNouns",
	BeForms:              "beForms",
	BeforeVerbs:          "beforeVerbs",
	BeginsClause:         "beginsClause",
	BindingNouns:         "bindingNouns",
	BindingWords:         "bindingWords",
	BrokenOff:            "brokenOff",
	ButtonFillers:        "buttonFillers",
	Buttons:              "buttons",
	BylineParticles:      "bylineParticles",
	BylineStarts:         "bylineStarts",
	CalendarForms:        "calendarForms",
	CalendarNames:        "calendarNames",
	CalendarWords:        "calendarWords",
	CallForms:            "callForms",
	CannotEnd:            "cannotEnd",
	CarryingVerbs:        "carryingVerbs",
	CausingVerbs:         "causingVerbs",
	ClausalVerbs:         "clausalVerbs",
	ClauseEnds:           "clauseEnds",
	ClauseOpeners:        "clauseOpeners",
	ClauseWords:          "clauseWords",
	ClosedWords:          "closedWords",
	CollectiveVerbs:      "collectiveVerbs",
	CommonWords:          "commonWords",
	Completing:           "completing",
	Conjunctions:         "conjunctions",
	Connectives:          "connectives",
	ContentNouns:         "contentNouns",
	Coordinators:         "coordinators",
	CountWords:           "countWords",
	CreditingPasts:       "creditingPasts",
	DativeVerbs:          "dativeVerbs",
	Demonstratives:       "demonstratives",
	DenyingObjects:       "denyingObjects",
	DenyingWords:         "denyingWords",
	DependentOpeners:     "dependentOpeners",
	DescribingVerbs:      "describingVerbs",
	Determiners:          "determiners",
	DoForms:              "doForms",
	EventNouns:           "eventNouns",
	ExpletiveFollowers:   "expletiveFollowers",
	FactiveLinks:         "factiveLinks",
	FallingWords:         "fallingWords",
	FemaleWords:          "femaleWords",
	FindingVerbs:         "findingVerbs",
	FollowUpFillers:      "followUpFillers",
	FollowersOfNames:     "followersOfNames",
	FrameNouns:           "frameNouns",
	FunctionWords:        "functionWords",
	Functional:           "functional",
	FurnitureStarts:      "furnitureStarts",
	GivenNamesToo:        "givenNamesToo",
	GivingVerbs:          "givingVerbs",
	GradeWords:           "gradeWords",
	GroupNouns:           "groupNouns",
	GuardedAdverbs:       "guardedAdverbs",
	HaveForms:            "haveForms",
	HedgingWords:         "hedgingWords",
	HeldAdjectives:       "heldAdjectives",
	HelperWords:          "helperWords",
	HoldingWords:         "holdingWords",
	Honorifics:           "honorifics",
	Imperatives:          "imperatives",
	IndefiniteOwners:     "indefiniteOwners",
	InsertionOpeners:     "insertionOpeners",
	Inside:               "inside",
	InstitutionWords:     "institutionWords",
	IrregularForms:       "irregularForms",
	IrregularPasts:       "irregularPasts",
	Kin:                  "kin",
	LabelHonorifics:      "labelHonorifics",
	LabelParticles:       "labelParticles",
	LabelTitles:          "labelTitles",
	LeadIns:              "leadIns",
	LeaningWords:         "leaningWords",
	Lengths:              "lengths",
	LightVerbs:           "lightVerbs",
	LikenedOpeners:       "likenedOpeners",
	LikenessLinks:        "likenessLinks",
	LikenessWords:        "likenessWords",
	LimitingWords:        "limitingWords",
	LooseAdverbs:         "looseAdverbs",
	LooseCounts:          "looseCounts",
	LooseNumbers:         "looseNumbers",
	LooseOffices:         "looseOffices",
	LoosePrepositions:    "loosePrepositions",
	MakingVerbs:          "makingVerbs",
	MaleWords:            "maleWords",
	ManPronouns:          "manPronouns",
	ManyPronouns:         "manyPronouns",
	ManyWords:            "manyWords",
	Media:                "media",
	MenWords:             "menWords",
	ModalVerbs:           "modalVerbs",
	Modals:               "modals",
	MovableAuxiliaries:   "movableAuxiliaries",
	NameParticles:        "nameParticles",
	NameSuffixes:         "nameSuffixes",
	Narrowing:            "narrowing",
	NeedsQuote:           "needsQuote",
	Negations:            "negations",
	NeutralVerbs:         "neutralVerbs",
	NeverTwice:           "neverTwice",
	NoSpeakers:           "noSpeakers",
	NotAdverbs:           "notAdverbs",
	NotNameParts:         "notNameParts",
	NotOccasions:         "notOccasions",
	NotPast:              "notPast",
	NounForms:            "nounForms",
	NounOpeners:          "nounOpeners",
	NounVerbs:            "nounVerbs",
	ObjectPronouns:       "objectPronouns",
	OccasionPrepositions: "occasionPrepositions",
	OccasionQualifiers:   "occasionQualifiers",
	OccasionStops:        "occasionStops",
	OfficeConnectors:     "officeConnectors",
	OfficeModifiers:      "officeModifiers",
	Offices:              "offices",
	OnePronouns:          "onePronouns",
	OnlyPasts:            "onlyPasts",
	OpeningFillers:       "openingFillers",
	OriginStarts:         "originStarts",
	OwnPronouns:          "ownPronouns",
	Particles:            "particles",
	Partitives:           "partitives",
	Peerage:              "peerage",
	Periods:              "periods",
	PersonNouns:          "personNouns",
	PersonPronouns:       "personPronouns",
	PersonalPronouns:     "personalPronouns",
	PersonalRelatives:    "personalRelatives",
	PhrasePrepositions:   "phrasePrepositions",
	PhrasesAsOne:         "phrasesAsOne",
	PinyinFinals:         "pinyinFinals",
	PlaceOpeners:         "placeOpeners",
	PlacePrepositions:    "placePrepositions",
	PlaceWords:           "placeWords",
	Placing:              "placing",
	PlainAdverbs:         "plainAdverbs",
	PlainArticles:        "plainArticles",
	PlainBeForms:         "plainBeForms",
	PlainPrepositions:    "plainPrepositions",
	PlainRelatives:       "plainRelatives",
	PluralNouns:          "pluralNouns",
	PointingWords:        "pointingWords",
	PoliteWords:          "politeWords",
	Portfolios:           "portfolios",
	PossessivePronouns:   "possessivePronouns",
	PossibleModals:       "possibleModals",
	PremiseNouns:         "premiseNouns",
	Prepositions:         "prepositions",
	Pronouns:             "pronouns",
	PurePrepositions:     "purePrepositions",
	Quantifiers:          "quantifiers",
	QuantityWords:        "quantityWords",
	RaisingVerbs:         "raisingVerbs",
	RankWords:            "rankWords",
	RefusingVerbs:        "refusingVerbs",
	RejectingVerbs:       "rejectingVerbs",
	Relatives:            "relatives",
	Requests:             "requests",
	ReservedWords:        "reservedWords",
	Retorts:              "retorts",
	RisingWords:          "risingWords",
	RoyalTitles:          "royalTitles",
	SameInPast:           "sameInPast",
	SayingForms:          "sayingForms",
	SelfNouns:            "selfNouns",
	SentenceJoints:       "sentenceJoints",
	SentenceOpeners:      "sentenceOpeners",
	SetWords:             "setWords",
	SmallWords:           "smallWords",
	SpeakingVerbs:        "speakingVerbs",
	SpeechNouns:          "speechNouns",
	SpokenFillers:        "spokenFillers",
	StatesInitials:       "statesInitials",
	StopWords:            "stopWords",
	SubjectPronouns:      "subjectPronouns",
	SubordinateOpeners:   "subordinateOpeners",
	Subordinators:        "subordinators",
	SummaryTopics:        "summaryTopics",
	SummaryWords:         "summaryWords",
	Suppositions:         "suppositions",
	TakesInfinitive:      "takesInfinitive",
	TakesThings:          "takesThings",
	TelephoneWords:       "telephoneWords",
	TellingVerbs:         "tellingVerbs",
	ThingPronouns:        "thingPronouns",
	ThirdPossessives:     "thirdPossessives",
	ThoseWhich:           "thoseWhich",
	TimeApart:            "timeApart",
	TimeBounds:           "timeBounds",
	TimeNouns:            "timeNouns",
	TimeSpans:            "timeSpans",
	TimeUnits:            "timeUnits",
	TimeWords:            "timeWords",
	TimelyWords:          "timelyWords",
	TitleNouns:           "titleNouns",
	Titles:               "titles",
	TogetherNouns:        "togetherNouns",
	TopicFillers:         "topicFillers",
	TurnLeaders:          "turnLeaders",
	UnmeantNouns:         "unmeantNouns",
	UnnamedSpeakers:      "unnamedSpeakers",
	ValueNouns:           "valueNouns",
	Venues:               "venues",
	VerbPieces:           "verbPieces",
	Weekdays:             "weekdays",
	WeightyWords:         "weightyWords",
	Witnesses:            "witnesses",
	WomanPronouns:        "womanPronouns",
	WomenWords:           "womenWords",
	WordNouns:            "wordNouns",
}
