package transcript

import (
	"errors"
	"html"
	"regexp"
	"strings"
)

// ErrNoCues says that a file of subtitles has none.
var ErrNoCues = errors.New("no subtitles")

var (
	cueTime   = regexp.MustCompile(`^((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}`)
	voiceTag  = regexp.MustCompile(`(?i)^<v(?:\.[^ >]*)?\s+([^>]{1,80})>`)
	anyTag    = regexp.MustCompile(`</?[a-zA-Z0-9.:]{1,20}(?:[ .][^<>]{0,80})?>|\{\\[^{}]{0,40}\}`)
	cueNumber = regexp.MustCompile(`^\d{1,6}$`)
)

// Subtitles is the text of a WebVTT or SRT file: a paragraph for each turn, or for some sentences where nobody is named, with the time at
// which it begins: "[00:14:05] Jane Doe: ...". Rolling captions, which say each line twice, are told once.
func Subtitles(data string) (string, error) {
	cues := readCues(data)
	if len(cues) == 0 {
		return "", ErrNoCues
	}
	var b strings.Builder
	const long = 600 // bytes, after which a sentence's end ends a paragraph
	said, speaker := 0, ""
	for i, c := range cues {
		turn := c.speaker != "" && c.speaker != speaker
		opens := Open(c.text)
		turn = turn || c.speaker == "" && opens.Form != None && opens.Form <= Capitals || changesSpeaker(c.text)
		sentence := i > 0 && strings.ContainsAny(lastByte(cues[i-1].text), ".?!\"”")
		switch {
		case i == 0:
			c.begin(&b)
			said = 0
		case turn || said > long && sentence:
			b.WriteString("\n\n")
			c.begin(&b)
			said = 0
		default:
			b.WriteByte(' ')
		}
		if turn || i == 0 {
			speaker = c.speaker
			if speaker != "" {
				b.WriteString(speaker + ": ")
			}
		}
		b.WriteString(c.text)
		said += len(c.text)
	}
	b.WriteByte('\n')
	return b.String(), nil
}

// titled is the first line of a WebVTT file that has a title: programs write it behind a dash, and what they say of themselves without one
// or as a sentence.
var titled = regexp.MustCompile(`^WEBVTT[ \t]+[-–—][ \t]*(\S.{0,200})$`)

// ofFile begins what a program tells of the file rather than of what is spoken.
var ofFile = regexp.MustCompile(`(?i)^(?:this file|(?:auto(?:matically)?[- ])?(?:generated|created|made|exported|converted|translated)\b|` +
	`[\w-]{2,20}\s*[:=])`)

// SubtitlesTitle is the title that a WebVTT file states at its head, or "".
func SubtitlesTitle(data string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimPrefix(data, "\uFEFF"), "\r", "\n"), "\n")
	m := titled.FindStringSubmatch(first)
	if m == nil || ofFile.MatchString(m[1]) || strings.HasSuffix(m[1], ".") {
		return ""
	}
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(m[1], ""))), " ")
}

func lastByte(s string) string { return s[max(0, len(s)-1):] }

// cue is one subtitle.
type cue struct{ time, speaker, text string }

// begin writes the time before a paragraph.
func (c cue) begin(b *strings.Builder) {
	whole, _, _ := strings.Cut(strings.ReplaceAll(c.time, ",", "."), ".")
	b.WriteString("[" + whole + "] ")
}

// readCues reads the subtitles of a file, notes and styles left out.
func readCues(data string) []cue {
	var out []cue
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(data, "\uFEFF")), "\n")
	var last []string // the lines of the cue before
	for i := 0; i < len(lines); i++ {
		m := cueTime.FindStringSubmatch(strings.TrimSpace(lines[i]))
		if m == nil {
			continue
		}
		c := cue{time: m[1]}
		var own []string
		dialogue := dashed(lines[i+1:])
		for i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" && !cueTime.MatchString(strings.TrimSpace(lines[i+1])) {
			i++
			if cueNumber.MatchString(strings.TrimSpace(lines[i])) && i+1 < len(lines) && cueTime.MatchString(strings.TrimSpace(lines[i+1])) {
				break
			}
			line := strings.TrimSpace(lines[i])
			if v := voiceTag.FindStringSubmatch(line); v != nil {
				if c.speaker != "" && c.speaker != v[1] {
					out, own = appendCue(out, c, own, last), nil
				}
				c.speaker = strings.TrimSpace(v[1])
			}
			if line = strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(line, ""))), " "); line == "" {
				continue
			}
			if dialogue {
				if len(own) > 0 {
					out, own = appendCue(out, c, own, last), nil
				}
				line = otherSpeaks + strings.TrimLeft(line, "-–— ")
			}
			own = append(own, line)
		}
		out = appendCue(out, c, own, last)
		if len(own) > 0 {
			last = own
		}
	}
	return out
}

// otherSpeaks is how captions show that another speaks.
const otherSpeaks = ">> "

// dashed reports whether the first of the lines, up to an empty one, are several that begin with a dash each: one speaker's every line.
func dashed(lines []string) bool {
	n := 0
	for _, line := range lines {
		line = strings.TrimSpace(anyTag.ReplaceAllString(line, ""))
		if line == "" {
			break
		}
		if !strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "–") && !strings.HasPrefix(line, "—") {
			return false
		}
		n++
	}
	return n > 1
}

// appendCue appends a cue with those of its lines that the one before does not end with.
func appendCue(out []cue, c cue, own, last []string) []cue {
	for n := min(len(own), len(last)); n > 0; n-- {
		same := true
		for k := range n {
			same = same && own[k] == last[len(last)-n+k]
		}
		if same {
			own = own[n:]
			break
		}
	}
	c.text = strings.Join(own, " ")
	if c.text == "" {
		return out
	}
	return append(out, c)
}
