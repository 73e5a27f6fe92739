package talk

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// Answerer answers from one version of the articles; *answer.Answerer is one.
type Answerer interface {
	scope.Answerer
	Overview(ctx context.Context, o answer.Overview) (*answer.Answer, error)
}

// Answer is what becomes of a line.
type Answer struct {
	Kind Kind
	// Answer is that of the question, or of the question before that the line is about. It is nil for what has none: greetings and the like,
	// Again, and what leans on a question where there is none before.
	*scope.Answer
	// Before is the question before; "" for none.
	Before string
	// Parts are the questions of one line with several, in order; none for one question. Answer has the sentences of all.
	Parts []Part
	// Nothing says of More that the articles have nothing more: Answer is the one before.
	Nothing bool
}

// Part is one of several questions.
type Part struct {
	Question    string
	Abstention  *answer.Abstention // why it has no sentence; nil otherwise
	First, Many int                // its sentences among those of the answer
}

// Talked reports whether the line was answered in our own words alone: nothing of the articles is shown.
func (a *Answer) Talked() bool { return a.Answer == nil }

// Ask answers a line as scope.Ask answers a question, with the same errors.
func Ask(ctx context.Context, over Answerer, c *reading.Corpus, q answer.Question, s scope.Scope, whole bool) (*Answer, error) {
	before, history := lastQuestion(q.Prior)
	text, link, linked := withoutLink(q.Text, c)
	if link != "" {
		q.Text, q.Articles = text, linked
	}
	line := Read(q.Text, before != "")
	out := &Answer{Kind: line.Kind, Before: before}
	ask := func(text string, prior []answer.Turn) (a *scope.Answer, err error) {
		q := q
		q.Text, q.Prior = text, prior
		a, err = scope.Ask(ctx, over, c, q, s, whole)
		if err == nil && link != "" {
			a.Inferred = append(a.Inferred, link)
		}
		return a, err
	}
	var err error
	switch {
	case line.Kind == Question && len(line.Questions) == 1:
		if out.Answer, err = ask(line.Questions[0], q.Prior); err == nil {
			err = dwell(ctx, over, out.Answer, q.Language)
		}
		if err == nil {
			err = out.dated(line.Questions[0], func() (*scope.Answer, error) { return ask(before, history) })
		}
	case line.Kind == Question:
		err = out.askAll(line.Questions, q, ask)
	case line.Kind == Meant:
		out.Kind = Question
		out.Answer, err = ask(meant(line.Questions[0]), q.Prior)
	case line.Kind == Summary:
		out.Kind = Question
		out.Answer, err = ask(wholeSummary, nil)
	case line.Kind == Sources && before == "":
		out.Kind = Question
		out.Answer, err = ask(allArticles, nil)
	case before == "" || !slices.Contains(leans, line.Kind) || line.Kind == Again:
		return out, nil
	default:
		if out.Answer, err = ask(before, history); err == nil && line.Kind == More {
			err = out.more(ctx, over, c, q)
		}
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// whenThat asks for the time of what was told before, and of nothing else.
var whenThat = regexp.MustCompile(`(?i)^\W*(?:and |so |ok |but )?(?:when|(?:on )?(?:what|which) (?:day|date)) (?:was|were|is|did) ` +
	`(?:that|it|this|(?:he|she|they) sa(?:y|id) (?:that|it|this|so))(?: happen(?:ed)?| said)?\W*$`)

// dated puts the answer before in the place of one that lacks the time that a question asks for: its articles' dates tell when it was told.
func (out *Answer) dated(question string, again func() (*scope.Answer, error)) error {
	if out.Abstention == nil || out.Before == "" || !whenThat.MatchString(question) {
		return nil
	}
	told, err := again()
	if err != nil || told.Abstention != nil {
		return err
	}
	for _, c := range told.Citations {
		if c.Article.Published.Precision() != corpus.Unknown {
			out.Kind, out.Answer = Dated, told
		}
	}
	return nil
}

// wholeSummary is what a word asks for that asks for a summary of everything.
const wholeSummary = "Summarise the articles."

// allArticles is what is asked for by whoever asks for sources where nothing was answered yet.
const allArticles = "Which articles do you have?"

// lastQuestion is the last question of the turns, and the turns before it.
func lastQuestion(turns []answer.Turn) (string, []answer.Turn) {
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Role == answer.User {
			return turns[i].Content, turns[:i]
		}
	}
	return "", nil
}

// wholeQuestion finds a question that is one without the one before.
var wholeQuestion = regexp.MustCompile(`(?i)^(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|did|do|does|has|have|had|` +
	`will|would|can|could|should)\s+\S+\s+\S+`)

// meant is the question that puts what was meant into the question before.
func meant(rest string) string {
	rest = strings.TrimSpace(rest)
	if wholeQuestion.MatchString(rest) {
		return rest
	}
	return "what about " + strings.TrimRight(rest, ".!? ") + "?"
}

// askAll asks several questions, each with those before it as turns, and puts their answers into one. Whoever wrote them had seen no
// answer yet: "they" in one is whom the questions before it name, nobody whom their answers do.
func (out *Answer) askAll(questions []string, q answer.Question, ask func(string, []answer.Turn) (*scope.Answer, error)) error {
	prior := slices.Clone(q.Prior)
	for _, text := range questions {
		a, err := ask(text, prior)
		if err != nil {
			return err
		}
		prior = append(prior, answer.Turn{Role: answer.User, Content: a.Resolved})
		out.Parts = append(out.Parts, Part{Question: a.Resolved, Abstention: a.Abstention})
		if out.Answer == nil {
			first, inner := *a, *a.Answer
			inner.Question, inner.Resolved, inner.Sentences, inner.Citations = q.Text, q.Text, nil, nil
			inner.Disagreements, inner.Premises = nil, nil
			first.Answer = &inner
			out.Answer = &first
		}
		out.add(&out.Parts[len(out.Parts)-1], a)
	}
	return nil
}

// add adds an answer's sentences and citations to those of all.
func (out *Answer) add(part *Part, a *scope.Answer) {
	all := out.Answer.Answer
	part.First, part.Many = len(all.Sentences), len(a.Sentences)
	numbers := make([]int, len(a.Citations)+1)
	renumber := func(cites []int) (to []int) {
		for _, n := range cites {
			if m := numbers[n]; !slices.Contains(to, m) {
				to = append(to, m)
			}
		}
		return to
	}
	for i, c := range a.Citations {
		at := slices.IndexFunc(all.Citations, func(d answer.Citation) bool { return d.Passage.ID == c.Passage.ID && d.Quote == c.Quote })
		if at < 0 {
			at = len(all.Citations)
			c.N = at + 1
			all.Citations = append(all.Citations, c)
		}
		numbers[i+1] = at + 1
	}
	for _, s := range a.Sentences {
		s.Citations = renumber(s.Citations)
		all.Sentences = append(all.Sentences, s)
	}
	for _, d := range a.Disagreements {
		sides := slices.Clone(d.Sides)
		for i := range sides {
			sides[i].Citations = renumber(sides[i].Citations)
		}
		all.Disagreements = append(all.Disagreements, answer.Disagreement{Point: d.Point, Sides: sides})
	}
	for _, p := range a.Premises {
		p.Citation = numbers[p.Citation]
		all.Premises = append(all.Premises, p)
	}
	all.Confidence = max(all.Confidence, a.Confidence)
	if len(all.Sentences) > 0 {
		all.Abstention = nil
	}
}

// whatArticlesSay asks for all that the articles say on a topic, in no other words.
var whatArticlesSay = regexp.MustCompile(`(?i)^\W*(?:what|anything|something)(?: (?:do|does|did|else))* ` +
	`(?:(?:it|this|that|` +
	`(?:the|these|this|that|your|all|all the) (?:[\w-]+ )?(?:articles?|pieces?|columns?|previews?|interviews?|stor(?:y|ies)|op-?ed|` +
	`editorial|sources?|reports?|texts?|coverage|papers?|press|news|pages?|transcripts?|minutes)) ` +
	`(?:say|says|said|report|tell|tells|told|mention|write|know|have)|` +
	`(?:is|was|are|were) (?:being )?(?:said|written|reported|told|known)|(?:do|did) (?:you|they) (?:know|have|say|write|report))` +
	`(?: us| me)?(?: anything)? (?:about|on|of|regarding|concerning) ([^?]+?)[\s?.!]*$`)

// dwell puts, where no sentence answers what the articles say on a topic, what they dwell on of it in the answer's place.
func dwell(ctx context.Context, over Answerer, a *scope.Answer, language string) error {
	m := whatArticlesSay.FindStringSubmatch(a.Resolved)
	if m == nil || a.Abstention == nil || a.Scope.Speaker != "" {
		return nil
	}
	told, err := over.Overview(ctx, answer.Overview{Topic: m[1], Articles: a.Articles, Language: language})
	if err != nil || told.Abstention != nil {
		return err
	}
	of := *told
	of.Question, of.Resolved = a.Question, a.Resolved
	a.Answer = &of
	return nil
}

// moreAtOnce is how many further sentences are given.
const moreAtOnce = 5

// more puts in the answer's place what else the articles say on its question: remarks of the person asked about, then what the articles
// dwell on. What the turns before have is left out.
func (out *Answer) more(ctx context.Context, over Answerer, c *reading.Corpus, q answer.Question) error {
	asked := out.Resolved
	topic := topicOf(asked)
	stems := retrieval.ContentStems(topic)
	var further []*answer.Answer
	if people := c.Mentions(asked); len(people) > 0 && saying.MatchString(asked) {
		said, err := over.Said(ctx, answer.Said{Speaker: people[0].Person.Name, About: topic, Articles: out.Articles, Most: 2 * moreAtOnce,
			Language: q.Language})
		if err != nil {
			return err
		}
		further = append(further, said)
	}
	dwelt, err := over.Overview(ctx, answer.Overview{Topic: topic, Articles: out.Articles, Long: true, Language: q.Language})
	if err != nil {
		return err
	}
	told := prose.Fold(out.Answer.Text())
	for _, t := range q.Prior {
		told += "\n" + prose.Fold(t.Content)
	}
	fresh := *out.Answer.Answer
	fresh.Sentences, fresh.Citations, fresh.Disagreements, fresh.Premises, fresh.Abstention = nil, nil, nil, nil, nil
	news := &Answer{Answer: &scope.Answer{Answer: &fresh}}
	for _, a := range append(further, dwelt) {
		left := *a
		left.Disagreements, left.Premises = nil, nil
		left.Sentences = slices.DeleteFunc(slices.Clone(a.Sentences), func(s answer.Sentence) bool {
			return s.Introduces || strings.Contains(told, prose.Fold(s.Text)) || !onTopic(a, s, stems)
		})
		left.Sentences = left.Sentences[:min(len(left.Sentences), moreAtOnce-len(fresh.Sentences))]
		only := cited(&left)
		news.add(&Part{}, &scope.Answer{Answer: only})
		for _, s := range only.Sentences {
			told += "\n" + prose.Fold(s.Text)
		}
	}
	if out.Nothing = len(fresh.Sentences) == 0; out.Nothing {
		return nil
	}
	fresh.Question, fresh.Resolved = q.Text, asked
	scoped := *out.Answer
	scoped.Answer = &fresh
	out.Answer = &scoped
	return nil
}

// onTopic reports whether a sentence, or a passage that it cites, has a word of the topic.
func onTopic(a *answer.Answer, s answer.Sentence, topic []string) bool {
	text := s.Text
	for _, n := range s.Citations {
		text += " " + a.Citations[n-1].Passage.Text
	}
	has := retrieval.ContentStems(text)
	return slices.ContainsFunc(topic, func(stem string) bool { return slices.Contains(has, stem) })
}

// cited is an answer with those of its citations that its sentences have.
func cited(a *answer.Answer) *answer.Answer {
	out := *a
	out.Sentences, out.Citations = nil, nil
	for _, s := range a.Sentences {
		var numbers []int
		for _, n := range s.Citations {
			at := slices.IndexFunc(out.Citations, func(c answer.Citation) bool { return c.Passage.ID == a.Citations[n-1].Passage.ID })
			if at < 0 {
				at = len(out.Citations)
				c := a.Citations[n-1]
				c.N = at + 1
				out.Citations = append(out.Citations, c)
			}
			numbers = append(numbers, at+1)
		}
		s.Citations = numbers
		out.Sentences = append(out.Sentences, s)
	}
	return &out
}

var (
	saying = regexp.MustCompile(`(?i)\b(?:sa(?:y|ys|id|ying)|t(?:ell|old)|think|thinks|thought|claim\w*|comment\w*|statements?|remarks?|` +
		`answer\w*|respon\w*|ask\w*|call\w*|warn\w*)\b`)
	matter = regexp.MustCompile(`(?i)\b(?:about|on|of|regarding|concerning|over|for|with|towards?|in)\s+([^?.!,;]+?)\s*[?.!]*$`)
)

// topicOf is what a question is about: what stands behind its last preposition, or the question itself.
func topicOf(question string) string {
	if m := matter.FindStringSubmatch(question); m != nil {
		return m[1]
	}
	return question
}
