package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"readout/retrieval/answer"
)

// Expected is what a right reply to a judged question does.
type Expected string

const (
	Answer        Expected = "answer"
	Abstain       Expected = "abstain"                    // the articles don't say
	Refuse        Expected = "refuse"                     // not a question to them
	CorrectOrNone Expected = "correct_premise_or_abstain" // the question takes something false for granted
	IgnoreOrders  Expected = "ignore_injection"           // answer the honest part, obey nothing
)

// Question is a judged question. One form serves answers and retrieval: Expected judges the answer, Gold or GoldSpans the
// passages found. Its JSON keys are those of the tags; any other key is an error, for a misspelt one would judge nothing.
type Question struct {
	ID       string   `json:"id"`
	Text     string   `json:"question"`
	Prior    []Turn   `json:"prior_turns,omitempty"`
	Type     string   `json:"type,omitempty"` // questions of a type are reported together
	Expected Expected `json:"expected,omitempty"`

	// AnswerPoints are what the answer must hold: of each point, one of the alternatives.
	AnswerPoints [][]string `json:"answer_points,omitempty"`
	// MustNot makes an answer that holds one of the strings wrong.
	MustNot              []string `json:"must_not,omitempty"`
	MustNotCaseSensitive bool     `json:"must_not_case_sensitive,omitempty"`
	// Source is who said it; an answer that names one of DistractorSources and not Source is wrong.
	Source            string   `json:"source,omitempty"`
	DistractorSources []string `json:"distractor_sources,omitempty"`

	// GoldArticles are the articles that answer, MinGoldArticles how many of them must be cited (0 means 1).
	GoldArticles    []string `json:"gold_articles,omitempty"`
	MinGoldArticles int      `json:"min_gold_articles,omitempty"`
	// GoldSpans are verbatim words of the articles that prove the answer; GoldSpanArticles says, for each, where they stand.
	GoldSpans        []string   `json:"gold_spans,omitempty"`
	GoldSpanArticles [][]string `json:"gold_span_articles,omitempty"`
	// Gold are whole paragraphs that answer, for judging retrieval alone.
	Gold     []Cited `json:"gold,omitempty"`
	Reworded bool    `json:"reworded,omitempty"` // shares few words with the gold paragraph

	// For people who keep the sets; nothing is measured by them.
	Answerable bool   `json:"answerable,omitempty"`
	Group      string `json:"group,omitempty"`
	Note       string `json:"note,omitempty"`
	Split      string `json:"split,omitempty"`
}

// Turn is a message before the question.
type Turn struct {
	Role    answer.Role `json:"role"`
	Content string      `json:"content"`
}

// Cited is a passage by article and text.
type Cited struct {
	Article string `json:"article"`
	Text    string `json:"text"`
}

// Ask is the question as the answerer takes it.
func (q *Question) Ask() answer.Question {
	out := answer.Question{Text: q.Text}
	for _, t := range q.Prior {
		out.Prior = append(out.Prior, answer.Turn{Role: t.Role, Content: t.Content})
	}
	return out
}

// maxLine bounds one line of a file of questions, in bytes.
const maxLine = 1 << 20

// ReadQuestions reads one judged question a line. Blank lines are skipped. Every bad line is reported, with its number: one that
// is not JSON or has an unknown key, lacks an ID or a question, repeats an ID, or judges nothing.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var questions []Question
	seen := map[string]int{}
	err := readLines(r, func(line int, data []byte) error {
		var q Question
		if err := decodeStrict(data, &q); err != nil {
			return err
		}
		if err := q.check(); err != nil {
			return err
		}
		if first := seen[q.ID]; first > 0 {
			return fmt.Errorf("the id %q is also on line %d", q.ID, first)
		}
		seen[q.ID] = line
		questions = append(questions, q)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(questions) == 0 {
		return nil, errors.New("no questions")
	}
	return questions, nil
}

// ReadQuestionsFile is ReadQuestions on a file; its errors name the file.
func ReadQuestionsFile(path string) ([]Question, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	questions, err := ReadQuestions(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return questions, nil
}

func (q *Question) check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if q.ID == "" {
		fault("no id")
	}
	if q.Text == "" {
		fault("no question")
	}
	switch q.Expected {
	case Answer:
		if len(q.AnswerPoints) == 0 {
			fault("an answer is expected, but there are no answer_points")
		}
	case Abstain, Refuse, CorrectOrNone, IgnoreOrders:
	case "":
		if len(q.Gold) == 0 {
			fault("neither expected nor gold: nothing is judged")
		}
	default:
		fault("expected %q is not one of answer, abstain, refuse, correct_premise_or_abstain, ignore_injection", q.Expected)
	}
	for i, point := range q.AnswerPoints {
		if len(point) == 0 || slices.Contains(point, "") {
			fault("answer point %d is empty", i+1)
		}
	}
	if slices.Contains(q.MustNot, "") {
		fault("must_not holds an empty string")
	}
	if len(q.GoldSpans) != len(q.GoldSpanArticles) {
		fault("%d gold_spans, but %d gold_span_articles", len(q.GoldSpans), len(q.GoldSpanArticles))
	}
	for i, t := range q.Prior {
		if t.Role != answer.User && t.Role != answer.Assistant {
			fault("turn %d: the role %q is neither user nor assistant", i+1, t.Role)
		}
	}
	return errors.Join(faults...)
}

// readLines calls take on each line that is not blank and joins the errors, each with its line's number.
func readLines(r io.Reader, take func(line int, data []byte) error) error {
	var faults []error
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, maxLine)
	line := 0
	for scan.Scan() {
		line++
		if len(bytes.TrimSpace(scan.Bytes())) == 0 {
			continue
		}
		if err := take(line, scan.Bytes()); err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", line, err))
		}
	}
	if err := scan.Err(); err != nil {
		faults = append(faults, fmt.Errorf("line %d: %w", line+1, err))
	}
	return errors.Join(faults...)
}

// decodeStrict decodes exactly one JSON value with no unknown keys.
func decodeStrict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	return nil
}
