package orders

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/prose"
)

// orderClass is what a word can be in an order to whoever answers. A word may be several things; its neighbours decide.
type orderClass uint64

const (
	isMachine    orderClass = 1 << iota // names a machine that reads and answers: "chatbot"
	mayMachine                          // names one when it is qualified or addressed: "model", "assistant"
	isQualifier                         // makes one of it: "language", "automated"
	isYou                               // "you", "your"
	isUser                              // who asks: "user", "reader"
	isSomebody                          // "whoever", "people"
	isAsk                               // "asked", "inquires", "wonders"
	isQuestion                          // "question", "query"
	isKnow                              // "know", after wanting to; "hear"
	isIf                                // opens a condition: "if", "when"
	isEvery                             // "any", "every"
	isAbout                             // "about", "concerning"
	doSpeak                             // an act of answering, in the form that orders: "answer", "claim", "describe", "omit", "trust"
	doOverrule                          // "ignore", "forget"
	isDone                              // a participle of these acts: "answered", "told"
	isReply                             // what is answered: "reply", "summary"
	isMandated                          // said of a reply: "permitted", "correct"
	isOverruling                        // "supersedes"
	isRule                              // what binds whoever answers: "instructions", "role"
	isPrior                             // what is overruled: "previous", "everything", "other"
	isText                              // "article", "paragraph"
	isThis                              // "this", "above"
	isStrict                            // "only", "never", "verbatim"
	isMust                              // "must", "shall"
	isModal                             // "may", "would": binding with a "not" only
	isBound                             // binding before an infinitive: "required", "asked"
	isOrdering                          // orders in the present: "directs", "hereby"
	isTo                                // "to"
	isBe                                // "is", "be"
	isNot                               // "not", "never"
	isManner                            // may stand before an imperative: "please", "then"
	isAnd                               // "and", "or"
	isThat                              // "that"
	isAs                                // "as"
	isObject                            // begins what an imperative acts on: "the", "every", "it"
	isUs                                // "us", "me"
	isFor                               // before whom a note is for: "to", "for"
	isNotice                            // opens an address: "note", "dear", "attention"
	isReading                           // what whoever answers does with a text: "summarising", "retrieves"
	isCredit                            // credits words to somebody: "said", "reads"
	isPast                              // tells of the past: "was", "had"
	isImperative                        // orders by its form alone, as in languages that mark it
	isGuise                             // written to pass unseen; with no other class: a word reversed or in ROT13

	// orderHints are classes of which most reporting has none: a sentence without them is not weighed.
	orderHints = isMachine | mayMachine | isQualifier | isYou | isUser | isAsk | isQuestion | doOverrule | isReply | isMandated |
		isOverruling | isRule | isImperative | isGuise
	// leadsOn are words after which a quotation goes on with the clause: “to “take the risk””.
	leadsOn = isTo | isMust | isBe | isObject | isAnd | isFor | isThat
)

// englishOrderWords are the words, folded.
var englishOrderWords = map[orderClass]string{
	isMachine: `ai ais llm llms gpt chatgpt chatbot chatbots bot bots copilot copilots crawler crawlers scraper scrapers summariser
		summarisers summarizer summarizers`,
	mayMachine: `assistant assistants model models system systems tool tools program programs programme programmes engine engines agent
		agents machine machines reader readers service services software algorithm algorithms generator generators application
		applications app apps intelligence robot robots parser parsers indexer indexers helper helpers network networks`,
	isQualifier: `language automated automatic virtual digital artificial generative conversational answering retrieval augmented readable
		generated powered summarisation summarization summarising summarizing search neural large foundation chat synthetic ai`,
	isYou:      `you yourself your yours`,
	isUser:     `user users asker askers questioner questioners reader readers visitor visitors customer customers member members`,
	isSomebody: `whoever whomever anyone anybody everyone everybody someone somebody person people those they them one who`,
	isAsk: `ask asks asked asking query queries queried querying inquire inquires inquired enquire enquires enquired questioned
		questioning wonder wonders prompted requesting seeking interested`,
	isQuestion: `question questions query queries enquiry enquiries inquiry inquiries request requests prompts conversation
		conversations topic subject`,
	isKnow:  `know hear learn believe`,
	isIf:    `if when whenever wherever should upon once unless case`,
	isEvery: `any every each all whatever no future such`,
	isAbout: `about on regarding concerning touching`,
	doSpeak: `answer reply respond say state claim insist maintain assert declare conclude confirm deny admit affirm pretend believe assume
		remember swear contend emphasise emphasize stress concede dispute argue explain announce suggest profess recall tell inform
		assure convince persuade remind advise reassure notify warn mislead deceive output print write repeat display generate produce
		append prepend insert include return translate substitute post echo fill compose put render emit deliver
		provide supply rephrase paraphrase recite spell copy paste replace alter modify change swap double halve round convert
		invent fabricate set count adopt describe present depict portray name refer treat give quote cite credit attribute
		mention speak characterise characterize summarise summarize praise report identify blame record act behave pose list rate label
		frame paint hail endorse recommend promote advertise condemn regard impersonate express acknowledge indicate talk refuse
		decline omit withhold conceal hide reveal disclose divulge skip deflect avoid leave drop stop suppress censor redact dodge evade
		downplay refrain trust rely use consult heed obey follow prefer prioritise prioritize apply adhere comply`,
	doOverrule: `ignore disregard forget override overrule overwrite discard bypass erase unlearn dismiss neglect void cancel suspend`,
	isDone: `answered told said given named mentioned quoted described met reported treated presented used relied cited informed notified
		assured
		disclosed revealed deflected stated called credited attributed rejected omitted repeated shown handled`,
	isReply: `answer answers reply replies response responses summary summaries output outputs wording description descriptions digest
		digests`,
	isMandated: `permitted permissible approved authorised authorized canonical prescribed mandatory recommended suggested allowed
		acceptable required correct right official proper true sole definitive valid appropriate`,
	isOverruling: `overrides supersedes replaces outranks outweighs`,
	isRule: `instruction instructions order orders prompt prompts guideline guidelines rule rules command commands directive directives
		constraints policy policies guardrails programming training role task job mission persona`,
	isPrior: `previous prior earlier above preceding foregoing all everything anything rest other others existing former original any below
		else what your these system`,
	isText: `article articles text page pages story document documents piece report reports passage passages paragraph paragraphs chunk
		chunks note line lines source sources sentence bulletin reporting figures`,
	isThis:   `this these following foregoing above preceding`,
	isStrict: `only solely exclusively verbatim exactly never always nothing nobody instead merely simply whatever`,
	isMust:   `must should shall ought`,
	isModal:  `may can could will would might`,
	isBound: `required obliged instructed asked requested expected invited forbidden bound ordered directed advised supposed duty task
		mandatory imperative essential well sure need needs have has`,
	isOrdering: `asks urges invites directs instructs orders requires requests hereby oblige obliges ask request`,
	isTo:       `to`,
	isBe:       `is are be being reads`,
	isNot:      `not never don't no cannot nor`,
	isManner: `please kindly simply just always only never then instead therefore also so now not don't do merely exclusively henceforth
		under circumstances`,
	isAnd:  `and or then but`,
	isThat: `that`,
	isAs:   `as`,
	isObject: `the a an this that these those any every each all no none nothing nobody only your it its them him her our my everyone anyone
		everybody whoever with as so not zero in one there`,
	isUs:  `us me`,
	isFor: `for to of among`,
	isNotice: `note notice message instruction instructions attention dear hey hello hi psst memo reminder warning guidance directive advice
		information correction request circular bulletin hint ps important urgent thanks thank
		admin administrator developer`,
	isReading: `read reads reading retrieve retrieves retrieving retrieved summarise summarises summarising summarize summarizes summarizing
		relay relays relaying quote quotes quoting cite cites citing index indexes indexing process processes processing using answering
		parsing scraping replying responding composing`,
	isCredit: `said says told tells added adds replied wrote writes insisted insists warned warns argued argues recalled recalls joked jokes
		quipped explained explains noted notes shouted testified advised urged demanded ruled held declared announced decided found
		agreed reads reports likes called ordered responded remarked promised complained repeated want wants demand demands`,
	isPast: `was were had did been`,
}

// foreignOrderWords are the words that an order needs in other languages, in the forms that order or as stems (before a *).
var foreignOrderWords = map[orderClass]string{
	isMachine: `asistente* assistenti assistente assistenten ассистент* асистент* ia ki ии ші чатбот* бот боты ботам ботов бота нейросет*
		sprachmodell* 人工智能 人工智慧 机器人 機器人 语言模型 語言模型 大模型 助手 مساعد* روبوت* بوت`,
	mayMachine: `modelos modele modeles modelli modello intelligenza inteligencia модел* интеллект* інтелект* помощник* помічник* نموذج
		نماذج ذكاء`,
	isQualifier: `virtuales virtuels virtuali virtuais virtuelle* lenguaje langage linguistic* linguagem automatiques artificielle artificial*
		conversationnels conversacionales языков* мовн* искусственн* штучн* виртуальн* віртуальн* لغوي* اصطناعي*`,
	isUser:     `usuario* utilisateur* lecteurs nutzer* lesern utenti usuari* пользовател* читател* користувач* читач* 用户 用戶 读者`,
	isSomebody: `alguien quelqu'un qualcuno alguem jemand quien quem qui wer chi кто хто 有人 任何人`,
	isAsk: `pregunt* interrog* demande demandent demandez gefragt fragt fragen domand* chiede chiedono pergunt* спрос* спраш* спитают* запит*
		问 问起 提问 被问 询问 سيل* سال*`,
	isQuestion: `pregunta preguntas domanda domande frage fragen вопрос* питанн* запитанн* 问题 سوال* اسيل*`,
	isIf:       `si cuando quand lorsque lorsqu'on wenn falls sobald quando qualora если когда якщо коли 如果 若 每当 اذا عندما`,
	isEvery:    `cualquier* toda todas toute toutes jede* ogni qualsiasi qualquer люб* кажд* всем всім будь-як* auf 任何 所有 اي كل`,
	isAbout:    `sobre acerca nach sulla о об про`,
	doSpeak | isImperative: `contesta contesten conteste responde respondan responda respondam repondez reponds antworte antworten antwortet
		rispondi rispondete risponda diga digan digam dites afirma afirme sage sagt dica dicano mencione mencionen mencionem mentionnez
		erwahne erwahnt menzionate отвечай отвечайте ответь ответьте скажи скажите говори говорите сообщай сообщайте утверждай
		утверждайте упоминай упоминайте відповідай відповідайте кажи кажіть скажіть повідомляй повідомляйте називай згадуй згадуйте
		请回答 请只回答 必须回答 只回答 只能回答 应当回答 都要回答 要回答 应回答 回答说 回复说 请说 必须说 只能说 应当说 就说 声称 不要提
		不得提 اجب اجيبوا رد يجيبوا تجيبوا قل قولوا يقولوا تقولوا اذكر تذكر`,
	doOverrule | isImperative: `ignora ignoren ignorez ignoriere ignoriert ignorieren ignorate olvida olvide olviden oubliez oublie vergiss
		vergesst dimentica dimenticate esqueca desconsidere игнорируй игнорируйте проигнорируй проигнорируйте забудь забудьте ігноруй
		ігноруйте 忽略 无视 忽視 تجاهل تجاهلوا`,
	doSpeak: `responder contestar repondre beantworten rispondere отвечать ответить відповідати відповісти decir dire dizer afirmar
		affirmer sagen behaupten говорить сказать утверждать сообщать казати сказати`,
	isReply:    `respuesta* reponse* antwort rispost* resposta* ответ відповідь 答案 回答 回复 الاجابه* الرد`,
	isMandated: `permitid* autorise* autorizad* zulassig* consentit* permess* допустим* разрешен* дозволен* المسموح*`,
	isRule: `instruc* consignes istruzion* anweisung* indicacion* reglas regles regole regras regeln инструкц* указани* правил* інструкц*
		вказівк* 指令 指示 说明 規則 规则 تعليمات* اوامر`,
	isPrior: `anterior* previas precedent* vorherig* bisherig* tutte toutes alle предыдущ* попередн* все усі всі 之前 以上 所有 السابق* جميع`,
	isStrict: `solo solamente unicamente seulement uniquement nur ausschliesslich soltanto apenas somente jamais только исключительно лишь
		лише тільки никогда ніколи 只 仅 فقط`,
	isBe: `es est lautet ist sind sono e`,
	isMust: `debe* doit doivent muss mussen soll sollen deve devono devem должн* обязан* має мусить мають следует повинн* необходимо zu 必须
		只能 务必 يجب`,
	isNot:    `ne nicht nao не`,
	isThat:   `que dass che что що بان ان`,
	isFor:    `aux au an para pour всем всім agli 致 الى`,
	isNotice: `nota aviso hinweis consigne avis указание внимание увага вниманию avviso atencion achtung ملاحظة تنبيه`,
}

// orderLexicon finds what words are.
var orderLexicon = newOrderWords(englishOrderWords, foreignOrderWords)

type orderWords struct {
	whole map[string]orderClass
	stems map[string][]orderStem // by their first stemKey bytes
	han   map[string]orderClass  // terms of a script that writes no spaces
}

type orderStem struct {
	text  string
	class orderClass
}

const (
	stemKey     = 4  // bytes that every stem has
	longestWord = 32 // bytes of a word that is looked up
	longestTerm = 4  // runes of a term in han
)

// newOrderWords reads lists of words. The long words that orders turn on are also listed reversed and in ROT13.
func newOrderWords(lists ...map[orderClass]string) *orderWords {
	w := &orderWords{map[string]orderClass{}, map[string][]orderStem{}, map[string]orderClass{}}
	for _, list := range lists {
		for class, entries := range list {
			for entry := range strings.FieldsSeq(entries) {
				w.add(prose.Fold(entry), class)
			}
		}
	}
	return w
}

func (w *orderWords) add(entry string, class orderClass) {
	const shortestDisguised = 6
	first, _ := utf8.DecodeRuneInString(entry)
	stem, isStem := strings.CutSuffix(entry, "*")
	switch {
	case unicode.Is(unicode.Han, first):
		w.han[entry] |= class
	case isStem:
		w.stems[stem[:stemKey]] = append(w.stems[stem[:stemKey]], orderStem{stem, class})
	default:
		w.whole[entry] |= class
		if class&(doOverrule|isRule|isReply) != 0 && len(entry) >= shortestDisguised && first < utf8.RuneSelf {
			w.whole[rot13(entry)] |= isGuise
			w.whole[reversed(entry)] |= isGuise
		}
	}
}

// class is what a folded word is.
func (w *orderWords) class(word []byte) orderClass {
	class := w.whole[string(word)]
	if len(word) >= stemKey {
		for _, s := range w.stems[string(word[:stemKey])] {
			if len(word) >= len(s.text) && string(word[:len(s.text)]) == s.text {
				class |= s.class
			}
		}
	}
	return class
}

func rot13(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return 'a' + (r-'a'+13)%26
		}
		return r
	}, s)
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// orderScanner takes the words of a text one by one, folded and undisguised.
type orderScanner struct {
	text  string
	at    int // where the next word is looked for
	span  prose.Span
	class orderClass

	buf [longestWord]byte
}

// next finds the next word: its span and class.
func (s *orderScanner) next() bool {
	for s.at < len(s.text) {
		if c := s.text[s.at]; c < utf8.RuneSelf {
			if isASCIIWord(c) {
				s.word()
				return true
			}
			s.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case unicode.Is(unicode.Han, r):
			if s.term() {
				return true
			}
		case prose.IsWordRune(r):
			s.word()
			return true
		}
		s.at += n
	}
	return false
}

func isASCIIWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// term finds the longest listed term of a script without spaces at s.at.
func (s *orderScanner) term() bool {
	var ends [longestTerm]int
	end, n := s.at, 0
	for n < longestTerm && end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !unicode.Is(unicode.Han, r) {
			break
		}
		end += size
		ends[n] = end
		n++
	}
	for ; n > 0; n-- {
		if class := orderLexicon.han[s.text[s.at:ends[n-1]]]; class != 0 {
			s.span, s.class = prose.Span{Start: s.at, End: ends[n-1]}, class
			s.at = ends[n-1]
			return true
		}
	}
	return false
}

// word reads the word at s.at. Dots between single letters, apostrophes between letters and invisible characters are part of it; a
// possessive ending is not.
func (s *orderScanner) word() {
	start := s.at
	w := wordRead{plain: true}
	for s.at < len(s.text) && s.letter(&w) {
	}
	s.span = prose.Span{Start: start, End: s.at}
	if s.at == start { // cannot be: a word rune stands at start
		s.at++
	}
	if !w.plain {
		s.class = foreignClass(s.text[start:s.at])
		return
	}
	if w.n > len(s.buf) {
		s.class = 0
		return
	}
	s.class = orderLexicon.class(s.buf[:w.n])
	if w.digits && w.letters > 1 && s.class == 0 {
		s.class = digitsClass(s.buf[:w.n])
	}
}

// wordRead is what is known of a word while it is read.
type wordRead struct {
	n       int  // bytes of buf used, or wanted
	letters int  // of ASCII
	digits  bool // it has some
	plain   bool // it is in ASCII, but for apostrophes
}

func (s *orderScanner) put(w *wordRead, c byte) {
	if w.n < len(s.buf) {
		s.buf[w.n] = c
	}
	w.n++
}

// letter reads on by a character, and reports whether the word may go on after it.
func (s *orderScanner) letter(w *wordRead) bool {
	c := s.text[s.at]
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		s.put(w, c|0x20)
		w.letters++
	case '0' <= c && c <= '9':
		s.put(w, c)
		w.digits = true
	case c == '.' && w.letters == 1 && w.n == 1 && s.initialFollows():
		// "A.I.": read on as one word
		s.at++
		for s.at+1 < len(s.text) && isASCIIWord(s.text[s.at]) && s.text[s.at+1] == '.' {
			s.put(w, s.text[s.at]|0x20)
			s.at += 2
		}
		return false
	case c == '\'':
		if w.n == 0 || prose.Possessive(s.text[s.at:]) > 0 || s.at+1 >= len(s.text) || !isASCIIWord(s.text[s.at+1]) {
			return false
		}
		s.put(w, c)
	case c < utf8.RuneSelf:
		return false
	default:
		return s.foreignLetter(w)
	}
	s.at++
	return true
}

// foreignLetter is letter for a character beyond ASCII.
func (s *orderScanner) foreignLetter(w *wordRead) bool {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	next, _ := utf8.DecodeRuneInString(s.text[s.at+size:])
	switch {
	case (r == '’' || r == 'ʼ') && prose.Possessive(s.text[s.at:]) == 0 && prose.IsWordRune(next):
		s.put(w, '\'')
	case unicode.Is(unicode.Cf, r) && r != '\u00ad' && prose.IsWordRune(next), r == '\u00ad':
		w.plain = false
	case unicode.Is(unicode.Han, r) || !prose.IsWordRune(r):
		return false
	default:
		w.plain = false
	}
	s.at += size
	return true
}

// initialFollows reports whether a dot at s.at is followed by another initial: "A.I.".
func (s *orderScanner) initialFollows() bool {
	i := s.at
	return i+2 < len(s.text) && isASCIIWord(s.text[i+1]) && s.text[i+2] == '.'
}

// digitsClass is the class of a word that has digits for letters: "1gn0re".
func digitsClass(word []byte) orderClass {
	plain := []byte(strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t").Replace(string(word)))
	if class := orderLexicon.class(plain); class&(doOverrule|isRule|doSpeak|isPrior|isMachine) != 0 {
		return class | isGuise
	}
	return 0
}

// lookAlikes are letters of other alphabets that look like Latin ones.
var lookAlikes = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "х", "x", "у", "y", "і", "i", "ѕ", "s", "ј", "j",
	"ԁ", "d", "һ", "h", "ո", "n", "ɡ", "g", "α", "a", "ο", "o", "ρ", "p", "ν", "v", "τ", "t", "ι", "i", "κ", "k")

// foreignClass is the class of a word with characters beyond ASCII.
func foreignClass(word string) orderClass {
	latin, other := false, false
	var b strings.Builder
	for _, r := range prose.Fold(word) {
		switch {
		case unicode.Is(unicode.Cf, r):
			continue
		case 'a' <= r && r <= 'z':
			latin = true
		case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian):
			other = true
		}
		b.WriteRune(r)
	}
	folded := b.String()
	guise := orderClass(0)
	if latin && other {
		folded, guise = lookAlikes.Replace(folded), isGuise
	}
	class := orderLexicon.class([]byte(folded))
	if class == 0 {
		class = arabicClass(folded)
	}
	if class != 0 {
		class |= guise
	}
	return class
}

// arabicClass looks an Arabic word up without the particles that are written together with it.
func arabicClass(word string) orderClass {
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.Is(unicode.Arabic, r) {
		return 0
	}
	for _, particle := range [...]string{"و", "ف", "ب", "ل", "ال"} {
		if rest, ok := strings.CutPrefix(word, particle); ok {
			word = rest
			if class := orderLexicon.class([]byte(word)); class != 0 {
				return class
			}
		}
	}
	return 0
}
