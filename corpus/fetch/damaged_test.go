package fetch

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"readout/corpus/fetch/pdftext/pdftexttest"
	"readout/corpus/parse"
)

// Damaged files are read in batches, by one child each, which must survive; a few are read as a client reads them, each in a child of
// its own, held to its time and memory. With -damaged=2000, so many are.
var damagedFiles = flag.Int("damaged", 0, "how many damaged files of each kind are read each in a process of its own; 0: a few, and 300 in batches")

const mostMemory = 256 << 10 // KB, of a child, all in all

func TestDamagedPDFs(t *testing.T) {
	t.Parallel()
	samples := [][]byte{
		pdftexttest.Harbour(pdftexttest.Options{}), pdftexttest.Harbour(pdftexttest.Options{Packed: true}), pdftexttest.Harbour(pdftexttest.Options{Widths: true}),
		pdftexttest.Harbour(pdftexttest.Options{Title: "Harbour opens", Author: "Ann Lee", Widths: true, Packed: true}),
	}
	testDamaged(t, "pdf", samples, []string{
		"obj", "endobj", "stream", "endstream", "<<", ">>", "[", "]", "(", ")", "/Length 99999999999", "/Length -1", "/Filter /FlateDecode", "/Filter /ASCII85Decode",
		"/Filter /LZWDecode", "/DecodeParms << /Predictor 12 /Columns 2147483647 >>", "1 0 R", "9 0 R", "/Kids [1 0 R 9 0 R]", "/Parent 1 0 R", "/Count 2147483647", "xref",
		"trailer", "startxref", "%%EOF", "q Q Q Q", "BT\n", "ET", "Tj", "TJ", "0 0 0 Tf", "/W [1 2 1]", "/Type /XRef", "/Type /ObjStm /N 1000000000 /First 0", "/Encrypt << >>",
		"/ToUnicode 1 0 R", "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 100 beginbfrange <00> <FF> <0000> endbfrange",
	})
}

func TestDamagedPages(t *testing.T) {
	t.Parallel()
	samples := [][]byte{
		[]byte(harbourPage), []byte(utf16le(harbourPage)), []byte(strings.ReplaceAll(harbourPage, "<p>", "<table><tr><td><div><p>")),
		[]byte(strings.Replace(harbourPage, "</head>", `<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": ["NewsArticle"], "headline": "Harbour",
"author": [{"@id": "#a"}], "publisher": {"@id": "#b"}, "datePublished": "2018-05-03"}, {"@id": "#a", "name": "Ann Lee"}, {"@id": "#b", "name": "The Example Times"}]}</script></head>`, 1)),
	}
	testDamaged(t, "html", samples, []string{
		"<p>", "</p>", "<div>", "</div>", "<table>", "<td>", "<a href='", "<!--", "-->", "<script>", "</script>", "<style>", "<svg>", "<math>", "<template>", "<select>",
		"<frameset>", "<plaintext>", "<title>", "</html>", "&#x", "&amp;", "&#1114112;", "\x00", "\xff\xfe", "<meta charset=utf-16>", "<meta charset=iso-2022-jp>",
		"<body onload='", "<br><br>", "]]>", "{\"@graph\":[", "<li>", "<b><i>", strings.Repeat("<font>", 300), strings.Repeat("&nbsp;", 300),
	})
}

// damage changes a file in a few places, as bad disks, broken programs and bad people do.
func damage(r *rand.Rand, samples [][]byte, pieces []string) []byte {
	data := slices.Clone(samples[r.IntN(len(samples))])
	if r.IntN(2) == 0 { // what is inside changes, and all stays in its place
		for range 1 + r.IntN(6) {
			at := r.IntN(len(data))
			piece := pieces[r.IntN(len(pieces))]
			copy(data[at:], piece[:1+r.IntN(min(len(piece), 12))])
		}
		return data
	}
	for range 1 + r.IntN(12) {
		if len(data) == 0 {
			break
		}
		at := r.IntN(len(data))
		length := r.IntN(min(len(data)-at, 200) + 1)
		switch r.IntN(9) {
		case 0:
			data[at] ^= 1 << r.IntN(8)
		case 1:
			data[at] = byte(r.IntN(256))
		case 2:
			data = data[:at]
		case 3:
			data = slices.Delete(data, at, at+length)
		case 4:
			data = slices.Insert(data, at, data[at:at+length]...)
		case 5:
			data = slices.Insert(data, at, []byte(pieces[r.IntN(len(pieces))])...)
		case 6:
			data = slices.Insert(data, at, []byte(strings.Repeat(pieces[r.IntN(len(pieces))], r.IntN(400)))...)
		case 7: // a number becomes another
			if i := bytes.IndexAny(data[at:], "0123456789"); i >= 0 {
				numbers := []string{"0", "-1", "65536", "2147483648", "99999999999999999999", "1e9", "7"}
				data = slices.Replace(data, at+i, at+i+1, []byte(numbers[r.IntN(len(numbers))])...)
			}
		case 8:
			other := samples[r.IntN(len(samples))]
			data = append(data[:at], other[r.IntN(len(other)):]...)
		}
	}
	return data
}

func testDamaged(t *testing.T, format string, samples [][]byte, pieces []string) {
	t.Helper()
	alone, batched := 12, 300
	switch {
	case *damagedFiles > 0:
		alone, batched = *damagedFiles, 0
	case testing.Short():
		alone, batched = 2, 50
	}
	r := rand.New(rand.NewPCG(1, uint64(len(format))))
	var files [][]byte
	for range alone + batched {
		files = append(files, damage(r, samples, pieces))
	}
	readAlone := newMeasured(t)
	for i, data := range files[:alone] {
		readAlone.read(t, fmt.Sprintf("damaged %d", i), "a."+format, data)
	}
	const size = 50
	for chunk := range slices.Chunk(files[alone:], size) {
		if err := readBatch(t.Context(), format, chunk); err != nil {
			t.Logf("a batch was not survived: %v", err)
			for i, data := range chunk {
				readAlone.read(t, fmt.Sprintf("of a batch, %d", i), "a."+format, data)
			}
		}
	}
	t.Logf("%s: %d read alone: %d articles, longest %v, most memory %d MB", format, readAlone.files, readAlone.articles, readAlone.longest.Round(time.Millisecond), readAlone.memory>>10)
}

// measured is a client that measures its children, one after the other.
type measured struct {
	client *Client
	report string // file in which the child says how much memory it holds

	files    int
	articles int
	longest  time.Duration
	memory   int64 // KB
}

func newMeasured(t *testing.T) *measured {
	t.Helper()
	m := &measured{report: filepath.Join(t.TempDir(), "memory")}
	c, err := NewClient(ClientOptions{Extract: func(ctx context.Context) *exec.Cmd {
		cmd := child(ctx)
		cmd.Env = append(cmd.Env, memoryReport+"="+m.report)
		return cmd
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.extractor.patience = 10 * time.Minute
	m.client = c
	return m
}

// read reads a file, which must end in an article or in an error that says what is wrong, within the limits.
func (m *measured) read(t *testing.T, what, name string, data []byte) {
	t.Helper()
	start := time.Now()
	doc, err := m.client.Upload(t.Context(), name, data)
	took := time.Since(start)
	held := m.memoryOfLast()
	m.files++
	m.longest = max(m.longest, took)
	switch {
	case err == nil:
		m.articles++
		check(t, doc.Article)
	case !isAbout(err):
		t.Errorf("%s: error %v", what, err)
	}
	if held > mostMemory && !raceDetector {
		t.Errorf("%s: it took %d MB", what, held>>10)
	}
	m.memory = max(m.memory, held)
}

// memoryOfLast is the most, in KB, that the last child held; 0 where the system does not tell.
func (m *measured) memoryOfLast() int64 {
	said, err := os.ReadFile(m.report)
	if err != nil {
		return 0
	}
	held, err := strconv.ParseInt(string(said), 10, 64)
	if err != nil {
		return 0
	}
	return held
}

// reportMemory writes the most memory, in KB, that this process has held to a file, again and again.
func reportMemory(file string) {
	const often = 2 * time.Millisecond
	for last := ""; ; time.Sleep(often) {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			return
		}
		for line := range strings.Lines(string(status)) {
			rest, ok := strings.CutPrefix(line, "VmHWM:")
			if held := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")); ok && held != last {
				last = held
				if os.WriteFile(file+".new", []byte(held), 0o600) == nil {
					_ = os.Rename(file+".new", file) // whole, however this process ends
				}
			}
		}
	}
}

// isAbout reports whether an error is one of those that a file may end in.
func isAbout(err error) bool {
	var parsing *parse.Error
	return errors.As(err, &parsing) || slices.ContainsFunc([]error{ErrUnreadable, ErrProtected, ErrNoWords, ErrTooLarge, ErrBinary, parse.ErrNoText, parse.ErrNotUTF8},
		func(e error) bool { return errors.Is(err, e) })
}

// readBatch has one child read many files.
func readBatch(ctx context.Context, format string, files [][]byte) error {
	in, err := json.Marshal(batchTask{format, files})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := childThat("batch")(ctx)
	cmd.Stdin = bytes.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %.200s", err, out)
	}
	return nil
}

type batchTask struct {
	Format string
	Files  [][]byte
}

// batch is what the child of readBatch does.
func batch(in io.Reader) error {
	if err := limitMemory(extractMemory); err != nil {
		return err
	}
	var todo batchTask
	if err := json.NewDecoder(in).Decode(&todo); err != nil {
		return err
	}
	for i, data := range todo.Files {
		start := time.Now()
		task{Format: todo.Format}.do(data)
		if took := time.Since(start); took > extractTime {
			return fmt.Errorf("file %d took %v", i, took)
		}
	}
	return nil
}

// TestBombs reads small files that become large, and large ones that are slow to read.
func TestBombs(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Log("not run in a short run: a process takes all the memory that it may")
		return
	}
	packed := func(size int64, content string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		for n := int64(0); n < size; n += int64(len(content)) {
			_, _ = z.Write([]byte(content))
		}
		z.Close()
		return b.String()
	}
	many := func(s string) []byte { return []byte(strings.Repeat(s, MaxSize/len(s))) }
	type file struct {
		name string
		data []byte
	}
	files := map[string]file{
		"text that unpacks to much": {"a.pdf", writeStream(packed(1<<28, strings.Repeat("(The boats came to the harbour.) Tj ", 1000)))},
		"brackets in the file":      {"a.pdf", append([]byte("%PDF-1.4\n1 0 obj\n"), many("[")[:MaxSize/2]...)},
		"nested elements":           {"a.html", many("<div>")},
		"nested tables":             {"a.html", many("<table><tr><td>")},
		"attributes":                {"a.html", append([]byte("<p "), many("a=b ")[:MaxSize/2]...)},
		"one paragraph":             {"a.html", append([]byte("<p>"), many("The boats came to the harbour. ")[:MaxSize/2]...)},
		"comments":                  {"a.html", many("<!--")},
		"characters":                {"a.html", many("&amp;&lt;")},
		"linked data":               {"a.html", slices.Concat([]byte(`<script type="application/ld+json">`), many("[")[:MaxSize/2], []byte("</script><p>"+paragraph))},
	}
	if *damagedFiles > 0 { // they come near the limits of time
		files["spaces that unpack to much"] = file{"a.pdf", writeStream(packed(1<<28, strings.Repeat(" ", 1<<16)))}
		files["elements"] = file{"a.html", many("<p>a")}
		files["formatting"] = file{"a.html", many("<b><p>")}
		files["brackets that unpack"] = file{"a.pdf", writeStream(packed(1<<26, strings.Repeat("[", 1<<16)))}
		files["dictionaries that unpack"] = file{"a.pdf", writeStream(packed(1<<26, strings.Repeat("<<", 1<<16)))}
		files["links"] = file{"a.html", many("<a href=b>c</a> ")}
	}
	for name, f := range files {
		t.Run(name, func(t *testing.T) {
			m := newMeasured(t)
			m.read(t, name, f.name, f.data)
			t.Logf("%v, %d MB, %d articles", m.longest.Round(time.Millisecond), m.memory>>10, m.articles)
		})
	}
}

// writeStream makes a PDF of one page whose compressed stream is given.
func writeStream(packed string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, body := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", len(packed), packed),
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 5\n0000000000 65535 f \n")
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}
