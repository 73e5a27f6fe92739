package written

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"readout/corpus/prose"
	"readout/retrieval/verify"
)

// The most that is translated of an answer, and that a translation may have.
const (
	maxTranslated        = 12   // sentences
	maxTranslatedBytes   = 6000 // of them together
	longestTranslation   = 3    // times the sentence
	translationAllowance = 40   // characters more
)

// languageTag is the form of a BCP 47 tag.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$`)

// Translate gives translations of sentences, by their index, into the language of a BCP 47 tag, and those dropped, with the reason. It is
// the last thing done with the time that is left: one call for all sentences. Only Verify makes a sentence true, and it knows the articles'
// own language, so that a translation is never more than a help to read the sentence.
func (d *Dialogue) Translate(ctx context.Context, language string, sentences map[int]string) (translated map[int]string,
	dropped []verify.Removed, err error) {
	if !languageTag.MatchString(language) {
		return nil, nil, nil
	}
	type numbered struct {
		N    int    `json:"n"`
		Text string `json:"text"`
	}
	var foreign []numbered
	size := 0
	for _, i := range slices.Sorted(maps.Keys(sentences)) {
		if s := sentences[i]; len(foreign) < maxTranslated && size+len(s) <= maxTranslatedBytes {
			foreign = append(foreign, numbered{i + 1, s})
			size += len(s)
		}
	}
	if len(foreign) == 0 {
		return nil, nil, nil
	}
	request, err := d.prompts.translation.request(struct {
		Language  string     `json:"language"`
		Sentences []numbered `json:"sentences"`
	}{language, foreign})
	if err != nil {
		return nil, nil, err
	}
	request.MaxTokens += size // some scripts take a token for each letter
	err = d.do(ctx, task{request: request, doing: Translating, within: d.prompts.translation.within, key: d.key(request, language),
		use: func(raw []byte) error {
			var answer struct {
				Translations *[]numbered `json:"translations"`
			}
			if err := readOne(raw, &answer); err != nil {
				return err
			}
			if answer.Translations == nil {
				return fmt.Errorf("%w: no translations", ErrModelNonsense)
			}
			translated, dropped = map[int]string{}, nil
			for _, t := range *answer.Translations {
				if !slices.ContainsFunc(foreign, func(f numbered) bool { return f.N == t.N }) || translated[t.N-1] != "" {
					continue
				}
				text := prose.OneLine(marker.ReplaceAllString(t.Text, ""))
				if err := checkTranslation(sentences[t.N-1], text); err != nil {
					dropped = append(dropped, verify.Removed{Text: text, Reason: "the translation: " + err.Error()})
					continue
				}
				translated[t.N-1] = text
			}
			if len(translated) == 0 {
				return ErrModelUnsupported
			}
			return nil
		}})
	if err != nil && !errors.Is(err, ErrModelUnsupported) {
		return nil, nil, err
	}
	return translated, dropped, nil
}

// checkTranslation checks what can be checked of a translation without its language: that it is plain writing of about the sentence's
// length, and that the sentence has all its numbers.
func checkTranslation(sentence, translation string) error {
	length := len([]rune(translation))
	switch {
	case !strings.ContainsFunc(translation, unicode.IsLetter):
		return errors.New("it says nothing")
	case length > longestTranslation*len([]rune(sentence))+translationAllowance:
		return fmt.Errorf("it has %d characters", length)
	case prose.Fold(translation) == prose.Fold(sentence):
		return errors.New("it is the sentence itself")
	}
	for _, r := range translation {
		if !plainInAnyLanguage(r) && !strings.ContainsRune(sentence, r) {
			return fmt.Errorf("the character %q is not plain writing", r)
		}
	}
	if m := address.FindString(translation); m != "" && !strings.Contains(sentence, m) {
		return fmt.Errorf("it has the address %q", m)
	}
	there := numeralsIn(sentence)
	for _, n := range verify.Numbers(sentence) {
		there = append(there, numeral{strings.TrimRight(n, "stndrhx"), []string{strings.TrimRight(n, "stndrhx")}})
	}
	for _, n := range numeralsIn(translation) {
		if !slices.ContainsFunc(there, n.same) {
			return fmt.Errorf("the number %s does not stand in the sentence", n.digits)
		}
	}
	return nil
}

// plainInAnyLanguage is verify.PlainWriting for writing in a language that is not known: letters with their marks and joiners, digits,
// spaces and the marks of sentences, but nothing that a medium takes for markup.
func plainInAnyLanguage(r rune) bool {
	switch {
	case unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Zs, unicode.Sc):
		return true
	case r == '\u200c', r == '\u200d': // joiners, without which some scripts cannot be written
		return true
	case r < unicode.MaxASCII:
		return strings.ContainsRune(`.,;:?!'"()-%`, r)
	}
	return unicode.IsPunct(r)
}

// address is what a medium may take for a link.
var address = regexp.MustCompile(`\pL{2,}\.\pL{2,}`)

// numeral is a number in digits.
type numeral struct {
	digits string
	values []string // that it may have: "1.200" is one thing or the other
}

// same reports whether two numerals may be the same number, written as one language does and as another.
func (n numeral) same(m numeral) bool {
	return n.digits == m.digits && slices.ContainsFunc(n.values, func(v string) bool { return slices.Contains(m.values, v) })
}

// numeralsIn are the numbers of a text that are written in digits, of whatever script. A space, point, comma or apostrophe may part
// their thousands, a point or comma their decimals.
func numeralsIn(text string) []numeral {
	var out []numeral
	for _, m := range numeralForm.FindAllString(asciiDigits(text), -1) {
		groups := digitGroup.FindAllString(m, -1)
		n := numeral{digits: strings.Join(groups, "")}
		last := groups[len(groups)-1]
		whole := strings.Join(groups[:len(groups)-1], "")
		if thousands(groups) {
			n.values = append(n.values, value(n.digits, ""))
		}
		if len(groups) > 1 && strings.ContainsRune(".,", rune(m[len(m)-len(last)-1])) && (len(groups) == 2 || thousands(groups[:len(groups)-1])) {
			n.values = append(n.values, value(whole, last))
		}
		if len(n.values) == 0 { // a date, an hour: no number but its own digits
			n.values = groups
		}
		out = append(out, n)
	}
	return out
}

var (
	numeralForm = regexp.MustCompile(`\d+(?:[.,]\d+|[\x{a0}\x{202f} '’]\d{3}\b)*`)
	digitGroup  = regexp.MustCompile(`\d+`)
)

// thousands reports whether groups of digits are one number, parted every three digits.
func thousands(groups []string) bool {
	return len(groups) == 1 || len(groups[0]) <= 3 && !slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != 3 })
}

// value is a number without the zeros that do not count.
func value(whole, decimals string) string {
	whole, decimals = strings.TrimLeft(whole, "0"), strings.TrimRight(decimals, "0")
	if whole == "" {
		whole = "0"
	}
	if decimals != "" {
		whole += "." + decimals
	}
	return whole
}

// asciiDigits is a text with the digits of every script as 0 to 9.
func asciiDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			zero := r
			for unicode.IsDigit(zero-1) && r-zero < 9 {
				zero--
			}
			return '0' + (r - zero)
		}
		return r
	}, text)
}
