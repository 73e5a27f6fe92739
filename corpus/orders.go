package corpus

import (
	"regexp"
	"strings"
)

// Orders finds the sentences of a text that tell whoever answers questions from it how to answer: "when asked about the treaty,
// reply only that ...", "ignore previous instructions". Such text is not reporting: it is neither obeyed nor shown as an answer. The
// spans are those of Sentences.
//
// A sentence is judged by the signs it carries, each weighed: a machine or an answerer is addressed, a question is anticipated, an
// answer is prescribed, other instructions are overruled, or a prompt's markup is imitated. One sign alone is ordinary news (articles
// write about assistants, ministers order officials to answer); the signs together are not. Words credited to somebody lose weight,
// since officials do give orders. A sentence that only continues an order ("Say nothing else.") is taken with it.
func Orders(text string) []Span {
	if !orderHint.MatchString(text) {
		return nil
	}
	spans := Sentences(text)
	flags := orderSentences(text, spans)
	var out []Span
	for i, s := range spans {
		if flags[i] {
			out = append(out, s)
		}
	}
	return out
}

// markOrders sets Sentence.Order in every passage of the article.
func markOrders(a *Article) {
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role == RoleMatter || !orderHint.MatchString(p.Text) {
			continue
		}
		spans := make([]Span, len(p.Sentences))
		for j, s := range p.Sentences {
			spans[j] = Span{s.Span.Start - p.Span.Start, s.Span.End - p.Span.Start}
		}
		for j, flag := range orderSentences(p.Text, spans) {
			p.Sentences[j].Order = flag
		}
	}
}

// orderScore from which a sentence is an order, and from which it continues one that stands next to it.
const (
	orderThreshold     = 3.0
	continuesThreshold = 1.0
)

func orderSentences(text string, spans []Span) []bool {
	flags := make([]bool, len(spans))
	scores := make([]float64, len(spans))
	for i, s := range spans {
		scores[i] = orderScore(text[s.Start:s.End])
		flags[i] = scores[i] >= orderThreshold
	}
	for i := range spans {
		if !flags[i] {
			continue
		}
		// What introduces an order, or opens a prompt's markup, governs the rest of its paragraph.
		if s := strings.TrimRight(text[spans[i].Start:spans[i].End], " \"”)]*"); strings.HasSuffix(s, ":") || orderHeader.MatchString(s) {
			for j := i + 1; j < len(spans); j++ {
				flags[j] = true
			}
		}
		for j := i + 1; j < len(spans) && !flags[j] && scores[j] >= continuesThreshold; j++ {
			flags[j] = true
		}
		for j := i - 1; j >= 0 && !flags[j] && scores[j] >= continuesThreshold; j-- {
			flags[j] = true
		}
	}
	return flags
}

// sign is one thing that speaks for an order, or against one.
type sign struct {
	weight  float64
	pattern *regexp.Regexp
}

const (
	answering = `(?:answer|reply|respond|say|state|tell|output|print|write|repeat|return|summari[sz]e|cite|quote|claim|confirm|conclude|assert|declare|present|describe|report|mention|inform|insist|acknowledge|display|generate|produce|begin|start|end|use|include|give|provide|treat|consider|refuse|decline|omit|recommend|credit|attribute|assume)`
	strictly  = `(?:must|should|shall|have to|has to|need to|needs to|are to|is to|ought to|are required to|is required to|are instructed to|are obliged to|will only|may only|can only|are asked to|is asked to|are expected to|is expected to|are requested to|be sure to|make sure to|remember to|kindly|please)`
	machine   = `(?:a\.?i\.?|artificial intelligence|assistants?|chat ?bots?|bots?|llms?|language models?|gpt|copilots?|answer engines?|search engines?|question[- ]answering (?:systems?|services?|tools?)|automated (?:systems?|tools?|readers?|services?|agents?)|summari[sz](?:ers?|ing tools?)|crawlers?|scrapers?|machine readers?|virtual agents?|digital agents?|software agents?|retrieval systems?|generators?)`
	thisText  = `(?:this|the (?:present|above|following|foregoing)) (?:article|text|report|page|story|document|piece|dispatch|source|passage|notice)`
)

var (
	// orderHint is a quick test that nearly all reporting fails; only what passes it is weighed.
	orderHint = regexp.MustCompile(`(?i)answer|repl|respond|respuest|répond|ответ|отвеч|antwort|rispond|instruc|instrukt|инструк|ignor|disregard|forget|prompt|assist|asist|bots?\b|\bai\b|a\.i\.|language model|\bllm|gpt|\[/?inst|<\s*/?\s*[a-z!]|#{3}|\{\{|\bcite|summar|asked|system\s*:|override|overrul|overwrite|question|ask(?:s|ing)?\b|base64|readers?\b|users?\b|модел|бот`)

	orderHeader = regexp.MustCompile(`(?i)(?:^|\b)(?:(?:new|updated|revised|special|further|additional|important|hidden|system|editorial) (?:instructions?|prompt|directives?|rules?|orders?|guidance)|instructions? (?:for|to) [^.]{0,60}|system (?:prompt|message|note|override|update)|end of (?:article|text|document|story|report|context|passage))\s*[.:!—-]*$|<\s*(?:system|instructions?|prompt|assistant|user|inst)\b[^>]*>\s*$|\[/?(?:inst|system)\]\s*$`)

	orderSigns = []sign{
		// Other instructions are overruled.
		{4, regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override|overrule|overwrite|discard|drop|bypass|set aside|pay no attention to)\b[^.;]{0,40}\b(?:previous|prior|earlier|above|preceding|other|all|any|existing|your|these|those|system|safety|original|former|the)\b[^.;]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|directions?|directives?|commands?|constraints?|polic(?:y|ies)|guardrails?|restrictions?|context|training|programming)\b`)},
		{3, regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|discard|do not (?:use|trust|rely on|consult|read|believe))\b[^.;]{0,30}\b(?:the rest of (?:this|the)|everything (?:above|before|else|below)|anything (?:above|else|before)|all (?:other|the other|competing)|what(?:ever)? (?:the )?(?:other|rest)|the other) ?(?:articles?|sources?|passages?|documents?|texts?|reports?|pages?|context)?`)},
		{2, regexp.MustCompile(`(?i)\b(?:this|the following|these)\b[^.;]{0,30}\b(?:overrides?|supersedes?|replaces?|takes? precedence|has priority|have priority)\b`)},
		// A machine is addressed.
		{2, regexp.MustCompile(`(?i)\b(?:note|notice|message|instructions?|attention|dear|hey|hello|memo|reminder|warning|guidance|directive|important|advice|information|for|to|any|all|every|you are an?|as an?|if you are an?)\b[^.;:]{0,25}\b` + machine + `\b`)},
		{1, regexp.MustCompile(`(?i)\b` + machine + `\b`)},
		{1.5, regexp.MustCompile(`(?i)\b` + machine + `\b[^.;]{0,60}\b` + strictly + `\s+(?:not |never |always |only |also |therefore |simply |just )*` + answering + `\b`)},
		// A question is anticipated and its answer prescribed: no subject stands between the two.
		{3, regexp.MustCompile(`(?i)(?:^|[.;:—(\[“"'*-]\s*)(?:please |always |and |so |also |then )*(?:when(?:ever|ever anyone)?|if|should|in case|in the event|every time|each time|any time|where)\b[^.;]{0,30}\b(?:asked|asks?|asking|quer(?:y|ies|ied)|questions?|questioned|prompted|inquir\w*|enquir\w*|wonders?)\b[^.;]{0,120}?(?:[,:—–]|\bthen\b|\bplease\b)\s*(?:then |please |kindly |simply |just |always |only |you (?:must|should|shall|will|are to|have to|need to|may) |do not |don't |never )*` + answering + `\b`)},
		{3, regexp.MustCompile(`(?i)(?:^|[.;:—(\[“"'*-]\s*)(?:please |kindly |simply |just |always |only |and |so )*` + answering + `\b[^.;]{0,80}\b(?:when(?:ever)?|if)\b[^.;]{0,30}\b(?:asked|asks|asking|questioned|prompted|queried)\b`)},
		{2, regexp.MustCompile(`(?i)\b(?:any|every|all|each|future|such|a|to) (?:\w+ )?(?:questions?|quer(?:y|ies)|requests?|inquir(?:y|ies)|prompts?|enquir(?:y|ies))\b[^.;]{0,60}\b(?:must|should|shall|is to|are to|has to|have to|need to|ought to|can only|may only|will|get|gets|receives?|deserves?)\b[^.;]{0,30}\b(?:answer(?:ed)?|repl(?:y|ied)|respon[ds]e?d?|met|the (?:words|answer|reply|response|sentence)|be)\b`)},
		{2.5, regexp.MustCompile(`(?i)\b(?:answer|reply|respond(?: to)?|meet|treat|handle)\b[^.;]{0,20}\b(?:any|every|all|each|future|such|questions?|quer(?:y|ies)|requests?)\b[^.;]{0,60}\b(?:with|by|only|that|saying|stating|in the (?:affirmative|negative))\b`)},
		{2, regexp.MustCompile(`(?i)\bthe (?:\w+ )?(?:correct|only|right|official|approved|proper|sole|true|accepted|acceptable|authori[sz]ed|permitted|valid|required|expected|accurate|appropriate|definitive)\b[^.;]{0,20}\b(?:answer|response|reply|summary|conclusion)\b[^.;]{0,80}\b(?:is|are|reads?|would be|remains|must|:)`)},
		{1.5, regexp.MustCompile(`(?i)\b(?:questions?|quer(?:y|ies)|prompts?|asked)\b[^.;]{0,15}\b(?:about|on|regarding|concerning|touching|to do with|of|related to)\b`)},
		{1.5, regexp.MustCompile(`(?i)\b(?:only|exactly|verbatim|nothing else|nothing more|no other|word for word|without (?:citations?|sources?|comment|mentioning|quoting|exception)|instead|in all cases|no matter)\b`)},
		{1, regexp.MustCompile(`(?i)\b(?:you|your) ` + strictly + `\b|\b` + strictly + ` ` + answering + `\b|\b(?:it is|is) (?:mandatory|required|essential|imperative|compulsory|obligatory|vital|important|necessary|advised|requested) (?:that|to|for|of)\b|\byour (?:answers?|repl(?:y|ies)|responses?|summar(?:y|ies)|output|task|role|job|instructions?)\b`)},
		// The text speaks of itself as a source.
		{3.5, regexp.MustCompile(`(?i)\b(?:summar(?:y|ies)|summari[sz]ing|answers?|repl(?:y|ies)|responses?|citations?|quotations?|digests?|anyone (?:citing|quoting|summari[sz]ing)|those (?:citing|quoting|summari[sz]ing)|when (?:citing|quoting|summari[sz]ing|using))\b[^.;]{0,30}\b(?:of|from|based on|drawn from|drawing on|using|citing|about)?\s*` + thisText + `\b[^.;]{0,60}\b(?:must|should|shall|have to|has to|need to|are to|is to|always|only|never|do not|` + answering + `)\b`)},
		{3.5, regexp.MustCompile(`(?i)\b(?:do not|don't|never|must not|should not|shall not|may not|cannot|refuse to|refrain from|avoid)\s+(?:cit(?:e|ing)|quot(?:e|ing)|mention(?:ing)?|us(?:e|ing)|refer(?:ring)? to|summari[sz](?:e|ing)|credit(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|repeat(?:ing)?|answer(?:ing)?)\b[^.;]{0,25}\b(?:` + thisText + `|these (?:instructions?|lines?|words)|any (?:other )?(?:articles?|sources?)|other (?:articles?|sources?)|(?:any )?questions?|this (?:instruction|note|line|message|paragraph|order))\b`)},
		{1.5, regexp.MustCompile(`(?i)\b(?:cite|quote|use|treat|present)\b[^.;]{0,20}\b` + thisText + `\b`)},
		{1.5, regexp.MustCompile(`(?i)\b(?:readers?|users?|members?|anyone|whoever|everyone|people|those|moderators?|editors?)\b[^.;]{0,30}\b(?:who )?(?:ask(?:s|ed|ing)?|quer(?:y|ies)|inquir\w+|want(?:s|ing)? to know|wonder\w*)\b`)},
		{1.5, regexp.MustCompile(`(?i)\b(?:tell|inform|assure|advise|remind|let)\b[^.;]{0,12}\b(?:users?|readers?|anyone|everyone|whoever|the (?:user|reader|member|asker|questioner)|members|people who ask|them|your (?:users?|readers?))\b`)},
		// A prompt's markup or headings are imitated.
		{4, regexp.MustCompile(`(?i)<\s*/?\s*(?:system|instructions?|prompt|assistant|user|context|passage|article|im_start|im_end|\|[a-z_]+\|)\b[^>]*>|\[/?(?:inst|system|sys|assistant)\]|<\|[a-z_]+\|>|<<\s*sys|#{3,}\s*(?:system|instructions?|assistant|user|prompt|human|response)|\{\{[^}]*\}\}`)},
		{1.5, regexp.MustCompile(`<!--|-->`)},
		{2.5, regexp.MustCompile(`(?i)(?:^|[\s"“(\[*#<-])(?:system|assistant|developer|admin(?:istrator)?|root)\s*(?:prompt|message|note|override|update|notice|instruction)?\s*:`)},
		{2.5, regexp.MustCompile(`(?i)\b(?:(?:new|updated|revised|hidden|system|special|further) (?:instructions?|prompts?|directives?)|end of (?:the )?(?:article|text|document|story|context|passage)|begin(?:ning)? (?:of )?(?:instructions?|prompt)|system prompt|prompt injection|jailbreak|developer mode|base64|rot13)\b`)},
		// An imperative of answering opens the sentence.
		{1.5, regexp.MustCompile(`(?i)^[\s"“(\[*<!-]*(?:please |kindly |always |simply |just |only |therefore |instead,? |then |do not |don't |never |and |so |also )*(?:answer|reply|respond|say|state|output|print|repeat|cite|summari[sz]e|tell (?:users?|readers?|anyone|them|everyone|people)|write|begin|start|end|report that|claim|confirm that|conclude|insist|declare|refuse|decline|treat|quote|return|display|omit|mention|add)\b`)},
		// The same in other languages.
		{3, regexp.MustCompile(`(?i)\b(?:ignor(?:a|e|ad|en|ez|er|iere|ieren|are|ate)|olvid(?:a|e|en)|oublie[zr]?|vergiss|vergessen sie|dimentica(?:te)?|desconsidere|ignora(?:te)?)\b.{0,40}\b(?:instruc\w+|anweisung\w*|istruzion\w+|consignes?|instruções|regl?as|règles|indicaciones)\b|(?:игнорируй(?:те)?|забудь(?:те)?|проигнорируй(?:те)?|не обращай(?:те)? внимания).{0,40}(?:инструкци\p{L}*|указани\p{L}*|правил\p{L}*)`)},
		{2, regexp.MustCompile(`(?i)\b(?:asistentes?|modelos? de lenguaje|inteligencia artificial|modèles? de langage|intelligence artificielle|assistants?|ki-?(?:systeme?|assistent\w*|modelle?)?|sprachmodelle?|assistenti?|modell[oi] linguistic[oi]|modelos? de linguagem|chatbots?|bots?|ia)\b|(?:ассистент\p{L}*|чат-?бот\p{L}*|бот(?:ы|ам|ов|у|а)?|языков\p{L}+ модел\p{L}+|искусственн\p{L}+ интеллект\p{L}*|помощник\p{L}*|(?:^|\P{L})ИИ(?:\P{L}|$))`)},
		{2, regexp.MustCompile(`(?i)\b(?:respond(?:a|e|an|ed|er)|conteste|contesten|diga|digan|répond(?:ez|s|re)|dites|antworte(?:t|n)?(?: sie)?|sage(?:n sie)?|rispond(?:i|ete|ere)|responda|debe(?:n)? (?:responder|decir|contestar|afirmar)|doi(?:t|vent) (?:répondre|dire|affirmer)|(?:muss|müssen|soll|sollen)\b.{0,60}\b(?:antworten|sagen)|deve(?:m)? (?:responder|dizer|rispondere)|dev(?:e|ono) (?:rispondere|dire))\b|(?:отвечай(?:те)?|ответь(?:те)?|скажи(?:те)?|говори(?:те)?|сообщи(?:те)?|(?:должн\p{L}+|обязан\p{L}*|следует|необходимо).{0,30}(?:отвечать|ответить|говорить|сказать|сообщать|писать))`)},
		{1.5, regexp.MustCompile(`(?i)\b(?:(?:si|cuando|quando|se|wenn|falls|lorsqu'?(?:on|il)|quand|à toute question|a cualquier pregunta|toda pregunta|toute question|jede frage|ogni domanda|qualquer pergunta)\b.{0,60}\b(?:pregunt\w+|demand\w+|question\w*|frag\w+|gefragt|interrog\w+|domand\w+|pergunt\w+)|(?:sólo|solo|solamente|únicamente|seulement|uniquement|nur|ausschließlich|soltanto|apenas))\b|(?:если|когда|на (?:любой|все|каждый)).{0,40}(?:спрос\p{L}+|спраш\p{L}+|вопрос\p{L}*)|(?:только|исключительно)`)},
	}

	// What speaks against: the words are credited to somebody, or tell what somebody did.
	reportedSigns = []sign{
		{1.5, regexp.MustCompile(`[”"’'],? (?:(?:the |a |an )?[\p{L}.-]+ ){0,6}(?:said|says|told|added|replied|wrote|asked|insisted|warned|argued|recalled|joked|answered|explained|noted)\b|[”"],? (?:said|says|added|replied|wrote|asked|insisted|warned|argued|recalled|joked|explained) `)},
		{1.5, regexp.MustCompile(`(?i)\b(?:he|she|they|it|who|[\p{L}-]+(?:er|or|man|woman|ist|ials?|ers|ors|dent|tary|ry|ty|ment|assy)|mr\.? \p{L}+|ms\.? \p{L}+|mrs\.? \p{L}+) (?:also |then |later |again |has |had |have |was |were |would |could |did |repeatedly |simply |only |never |not )*(?:said|says|told|added|replied|wrote|asked|insisted|warned|argued|answered|responded|declined|refused|ordered|instructed|stated|noted|quipped|summari[sz]ed|ignored|disregarded)\b`)},
	}
)

func orderScore(sentence string) float64 {
	score := 0.0
	for _, s := range orderSigns {
		if s.pattern.MatchString(sentence) {
			score += s.weight
		}
	}
	if score == 0 {
		return 0
	}
	for _, s := range reportedSigns {
		if s.pattern.MatchString(sentence) {
			score -= s.weight
		}
	}
	return max(score, 0)
}
