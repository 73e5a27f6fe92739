package corpus

import "readout/corpus/prose"

// The lists below are closed classes of English, or general names of occupations and institutions. They hold no proper name:
// people are found by how the articles write about them.

// honorifics stand before a name and are no office.
var honorifics = prose.WordSet(`mr mrs ms miss mx messrs dr sir dame lord lady madam mme mlle monsieur madame herr frau senor senora sra
	prof gen sen sens rep reps gov lt col maj capt sgt adm cmdr rev hon amb`)

// maleWords and femaleWords tell, before a name or as its description, how a pronoun refers to the person.
var (
	maleWords = prose.WordSet(`mr sir lord monsieur herr senor king prince emperor sultan emir duke pope spokesman chairman businessman
		congressman policeman statesman father brother son husband he him his himself`)
	femaleWords = prose.WordSet(`mrs ms miss dame lady madam mme mlle madame frau senora sra queen princess empress duchess spokeswoman
		chairwoman businesswoman congresswoman policewoman stateswoman mother sister daughter wife actress she her hers herself`)
)

// offices are occupations and ranks that the name of their holder may follow or precede.
var offices = prose.WordSet(`president premier chancellor minister secretary undersecretary ambassador envoy diplomat spokesman spokeswoman
	spokesperson adviser advisor aide counsel counsellor counselor director chief head chairman chairwoman chairperson chair leader
	lawmaker legislator senator congressman congresswoman representative deputy governor mayor general admiral colonel major captain
	lieutenant sergeant commander marshal king queen prince princess emperor empress sultan emir sheikh duke duchess pope cardinal
	bishop archbishop patriarch imam ayatollah rabbi dictator strongman ruler monarch judge justice prosecutor lawyer attorney
	solicitor barrister officer official inspector analyst economist strategist expert specialist scholar professor lecturer
	historian researcher scientist physicist fellow commentator columnist editor reporter journalist correspondent author writer
	novelist poet blogger broadcaster anchor presenter photographer businessman businesswoman entrepreneur executive banker
	financier investor billionaire oligarch tycoon magnate manager founder cofounder owner activist dissident campaigner organizer
	organiser coordinator negotiator mediator commissioner delegate councillor councilor politician candidate nominee contender
	frontrunner veteran soldier pilot astronaut doctor physician surgeon psychologist engineer teacher actor actress singer
	musician composer coach player wife husband son daughter brother sister father mother widow cousin spy agent operative
	consultant lobbyist translator interpreter farmer resident worker nurse trader broker dealer detective sheriff policeman
	policewoman treasurer comptroller speaker whip consul attache rapporteur ceo cfo coo mp mep vice-president statesman
	stateswoman mogul watchdog auditor clerk student supporter witness voter suspect defendant hero champion
	commodore brigadier corporal constable superintendent magistrate skipper biologist chemist geologist ecologist climatologist
	astronomer archaeologist statistician pharmacist dentist architect trustee
	counterpart successor predecessor colleague boss rebel warlord cleric priest monk pastor designer chef`)

// titles are the offices that a surname alone may follow: "President Smith", "counsel Smith".
var titles = prose.WordSet(`president premier chancellor minister secretary undersecretary ambassador envoy senator congressman congresswoman
	representative governor mayor general admiral colonel major captain lieutenant sergeant commander marshal king queen prince
	princess emperor empress sultan emir sheikh duke duchess pope cardinal bishop archbishop patriarch imam ayatollah rabbi judge
	justice counsel director chairman chairwoman commissioner professor spokesman spokeswoman spokesperson sheriff detective
	inspector speaker attorney prosecutor adviser advisor commodore brigadier corporal constable superintendent magistrate`)

// royalTitles go with given names, so one family's members share no title by accident.
var royalTitles = prose.WordSet(`king queen prince princess emperor empress sultan emir sheikh pope duke duchess`)

// officeModifiers are the words, besides names of countries and institutions, that an office is described with.
var officeModifiers = prose.WordSet(`foreign prime deputy vice first second chief senior junior special acting interim crown national security
	defense defence interior finance financial health trade commerce justice energy environment economy economic economics labor
	labour agriculture education transport culture press policy state home military naval army navy air force intelligence
	opposition government parliamentary presidential political human rights general assistant associate executive managing
	former ex current incoming outgoing then late longtime veteran top leading prominent retired exiled jailed ousted elected
	self-proclaimed regional local federal public affairs relations media communications research program programme bank police
	party movement campaign congressional senate house majority minority supreme attorney nuclear climate science technology sports
	art music film tech television tv radio news newspaper state-run human-rights counterterrorism cabinet cyber election antitrust
	immigration border development district city provincial county village university college defence tax budget central
	chief-of-staff religious spiritual de facto rebel separatist militia military-backed vice-presidential career business
	investigative legal medical veteran real estate hedge fund software co founding director inaugural young new old`)

// rankWords change what an office is: a deputy minister is no minister, a former one is none any more.
var rankWords = prose.WordSet(`former ex vice deputy assistant acting interim shadow associate junior then co late incoming outgoing
	would-be self-proclaimed self-declared onetime ousted retired`)

// gradeWords praise an office and leave it what it is.
var gradeWords = prose.WordSet(`top senior leading prominent veteran longtime current new respected influential powerful hawkish moderate young`)

// portfolios are what an office is of: "secretary of state", "minister for foreign affairs".
var portfolios = prose.WordSet(`state defense defence foreign affairs interior finance treasury energy health trade commerce justice national
	intelligence security homeland staff labor labour agriculture education transport transportation culture environment economy
	war navy army public works veterans housing urban development human services mission delegation parliament council information
	science technology industry tourism sport sports planning budget government police studies research operations communications
	policy relations mines water women communities naval general`)

// institutionWords are nouns in names of institutions and happenings, which are no people.
var institutionWords = prose.WordSet(`center centre department ministry house council committee commission agency bureau office institute
	institution university college school academy foundation endowment association federation union organization organisation company
	corporation corp inc ltd llc plc group bank fund party movement front army navy force forces guard guards corps police court
	senate congress parliament assembly cabinet government administration embassy consulate nations league alliance treaty pact
	accord accords agreement act law bill report times post journal news press herald tribune gazette daily magazine tv television
	radio network service airlines airways motors electric international global summit conference forum games cup war revolution
	crisis day week month year project program programme initiative plan operation street avenue road square palace tower towers
	airport station port base hospital church mosque temple cathedral museum theatre theater hotel stadium club team trust society
	mission command staff authority board syndicate industries holdings partners capital technologies systems watch media
	campaign regime doctrine era dynamics mills secretariat tribunal expo festival prize award championship olympics bowl
	constitution declaration protocol resolution convention charter memorandum process talks`)

// placeWords are nouns in names of places.
var placeWords = prose.WordSet(`sea ocean strait straits gulf bay river lake mountain mountains mount hills island islands peninsula cape coast
	valley desert canal channel republic kingdom states emirates province region district county city town village territory
	territories oblast north south east west northern southern eastern western heights beach springs falls harbor harbour bridge
	borough archipelago`)

// placeOpeners are words that open names of places and institutions and are no given names.
var placeOpeners = prose.WordSet(`north south east west northern southern eastern western central new san santa saint st los las fort port
	mount united great greater upper lower old human royal world global national international democratic federal european
	first second third supreme european grand high`)

var calendarWords = prose.WordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
	september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter ramadan`)

// nameParticles stand inside names in lower case.
var nameParticles = prose.WordSet(`al el de del della da di dos du van von der den bin ibn ben bint ould le la af av zu zur ter ten`)

var nameSuffixes = prose.WordSet(`jr sr ii iii iv`)

// functionWords are articles, pronouns, prepositions, conjunctions, auxiliaries and the like: never part of a name, and no
// description of an office when they stand before one.
var functionWords = prose.WordSet(`a an the this that these those there here he she it they we you i his her its their our your my him them us
	me who whom whose which what where when why how whether and or nor but yet so for if while although though because since unless
	until as at by from in into of on onto to with without within after before during despite among amid between besides beyond through
	throughout against about above across along around behind below beneath beside down up upon over under near off out past per
	plus toward towards via versus than like not no never neither both each either every all any some such another other others one
	ones two three four five six seven eight nine ten several many most much more few fewer less least own same only even just also
	too then thus therefore hence however moreover meanwhile instead still perhaps maybe indeed again often once now today yesterday
	tomorrow tonight later earlier ago soon already ever is are was were be been being am do does did done has have had having can
	could may might must shall should will would ought isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't
	couldn't won't wouldn't shouldn't it's he's she's that's there's they're we're i'm you're let's let according amid speaking asked
	nothing nobody none everyone everything someone something anyone anything yes nor except including regarding following
	ahead apart because rather quite very`)

// commonWords are everyday words that are also surnames: as names they need a capital letter or a title.
var commonWords = prose.WordSet(`may will bush young long white brown green black gray grey rice powers power price gates wood woods hill hills
	rose grant page bill mark us day small best king queen prince bishop pope don cook baker carter mason parker walker hunter fox wolf
	fish stone rock field fields ford lane park street church house hall banks bank cross bell ball love joy hope faith grace
	short little good rich poor wise strong sharp swift bright noble major judge law lord knight early winter summer snow
	rain west north south east case book child flowers hand head foot box key art frank reed read root waters rivers lake marsh
	moon sun star sky son men man so he she in an on no do to go be am a at low high more much new nice now ran sang say see song
	sung tang tell too war was way win won yes bridge cash close court dale fair farmer fine fisher forest foster french frost gold
	hook hurt just keen kind land large last lee light lively lock loud lucky march marks marshal mills mines mint money moody
	moore ocean orange pace palm peace pike place plant post pound quick race reason ring rush rust sage sales salt save self shade
	shields shell ship silver singer smart sparks speed spring still stock story strange summers sweet tall temple town victor
	wade wall ward watch wells wheat wild wind`)
