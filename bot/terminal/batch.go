package terminal

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"readout/bot/failure"
	"readout/retrieval/answer"
)

// batchLine is one question of a batch.
type batchLine struct {
	ID       json.RawMessage `json:"id"`
	Question string          `json:"question"`
	Query    string          `json:"query"` // stands for question
	Prior    []struct {
		Role    answer.Role `json:"role"`
		Content string      `json:"content"`
	} `json:"prior_turns"`
}

// MaxBatchLine bounds a line of a batch, in bytes.
const MaxBatchLine = 1 << 20

// ErrLineTooLong is the fault of a line over maxBatchLine.
var ErrLineTooLong = fmt.Errorf("longer than %d bytes", MaxBatchLine)

// batchError stands in the place of a line that is not a question or could not be answered.
type batchError struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// RunBatch reads a batch (a file, or standard input for "-") and prints what take makes of each line, as JSON, at once. A line that
// is no question, or that take fails on, is told of in its place. The error is failure.ErrReported when there was such a line.
func RunBatch(ctx context.Context, con *Console, path string, take func(id json.RawMessage, q answer.Question) (any, error)) error {
	return EachLine(ctx, con, path, "questions", func(line []byte) (json.RawMessage, any, error) {
		id, q, err := parseBatchLine(line)
		if err != nil {
			return id, nil, err
		}
		out, err := take(id, q)
		return id, out, err
	})
}

// EachLine reads lines (of a file, or of standard input for "-"), called what they hold, and prints what take makes of each, as JSON, at
// once. A line that take fails on is told of in its place, by the ID that take gives. The error is failure.ErrReported when there was such
// a line.
func EachLine(
	ctx context.Context, con *Console, path, called string, take func(line []byte) (id json.RawMessage, out any, err error),
) error {
	in, err := con.Input(path)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewReader(in)
	faults, taken := 0, 0
	for n := 1; ; n++ {
		line, err := ReadLine(lines)
		switch {
		case err == io.EOF:
			if taken == 0 {
				con.Warn("%s: no %s", path, called)
			}
			if faults > 0 {
				return failure.ErrReported
			}
			return nil
		case err != nil && !errors.Is(err, ErrLineTooLong):
			return failure.Input(fmt.Errorf("%s: %w", path, err))
		case err == nil && len(bytes.TrimSpace(line)) == 0:
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		taken++
		id := NoID
		var out any
		if err == nil {
			id, out, err = take(line)
		}
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			faults++
			out = batchError{id, fmt.Sprintf("line %d: %v", n, err)}
		}
		if err := WriteJSON(con.Stdout, out); err != nil {
			return err
		}
	}
}

// ReadLine reads a line without its end. A line over maxBatchLine is read to its end and given as errLineTooLong, so that the next
// one is not taken for its rest.
func ReadLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, more, err := r.ReadLine()
		if err == io.EOF && (tooLong || len(line) > 0) {
			break // the last line, without an end, filled the reader's buffer to the byte
		}
		if err != nil {
			return nil, err
		}
		if tooLong = tooLong || len(line)+len(part) > MaxBatchLine; !tooLong {
			line = append(line, part...)
		}
		if !more {
			break
		}
	}
	if tooLong {
		return nil, ErrLineTooLong
	}
	return line, nil
}

// NoID is the ID of what was given none.
var NoID = json.RawMessage(`""`)

// parseBatchLine reads a question. Whatever is wrong with it, the ID is given when there is one.
func parseBatchLine(line []byte) (id json.RawMessage, q answer.Question, err error) {
	id = NoID
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	if !utf8.Valid(line) {
		return id, q, errors.New("not UTF-8")
	}
	var b batchLine
	err = json.Unmarshal(line, &b)
	if given := bytes.TrimSpace(b.ID); len(given) > 0 && !bytes.ContainsAny(given[:1], "{[tfn") {
		id = given // a string or a number, as it was given
	}
	if err != nil {
		return id, q, fmt.Errorf("not a question as JSON: %w", err)
	}
	q.Text = b.Question
	if q.Text == "" {
		q.Text = b.Query
	}
	for i, t := range b.Prior {
		if t.Role != answer.User && t.Role != answer.Assistant {
			return id, q, fmt.Errorf("turn %d: the role %q is neither user nor assistant", i+1, t.Role)
		}
		q.Prior = append(q.Prior, answer.Turn{Role: t.Role, Content: t.Content})
	}
	return id, q, CheckQuestion(q.Text)
}

// CheckQuestion refuses what no command takes for a question.
func CheckQuestion(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("the question is empty")
	}
	if !utf8.ValidString(text) {
		return errors.New("not UTF-8")
	}
	if n := utf8.RuneCountInString(text); n > answer.MaxQuestion {
		return fmt.Errorf("the question has %d characters; at most %d are read", n, answer.MaxQuestion)
	}
	return nil
}

// WriteEach writes what record makes of each thing, on a line of its own.
func WriteEach[T, R any](w io.Writer, things []T, record func(T) R) error {
	for _, t := range things {
		if err := WriteJSON(w, record(t)); err != nil {
			return err
		}
	}
	return nil
}

// WriteJSON writes one value on one line.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
