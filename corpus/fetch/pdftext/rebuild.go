package pdftext

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

var (
	objectAt  = regexp.MustCompile(`\b(\d{1,8})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b`)
	rootOf    = regexp.MustCompile(`/Root[ \t\r\n]+(\d{1,8})[ \t\r\n]+(\d{1,5})[ \t\r\n]+R`)
	infoOf    = regexp.MustCompile(`/Info[ \t\r\n]+(\d{1,8})[ \t\r\n]+(\d{1,5})[ \t\r\n]+R`)
	catalogOf = regexp.MustCompile(`/Type[ \t\r\n]*/Catalog\b`)
	packedOf  = regexp.MustCompile(`/Type[ \t\r\n]*/ObjStm\b`)
	countOf   = regexp.MustCompile(`/N[ \t\r\n]+(\d{1,6})`)
	firstOf   = regexp.MustCompile(`/First[ \t\r\n]+(\d{1,8})`)
)

// rebuilt is a PDF with a new table of its objects, found by the words before each, for one whose own is missing or wrong; nil where
// nothing tells which object is the first. Objects that are packed into streams are appended.
func rebuilt(data []byte) []byte {
	const most = 100_000 // objects
	type place struct{ at, generation int }
	places := map[int]place{}
	out := bytes.Clone(data)
	root := reference(rootOf, data)
	found := objectAt.FindAllSubmatchIndex(data, most)
	for i, m := range found {
		id, _ := strconv.Atoi(string(data[m[2]:m[3]]))
		generation, _ := strconv.Atoi(string(data[m[4]:m[5]]))
		places[id] = place{m[0], generation}
		end := len(data)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		body := data[m[1]:end]
		dict, _, _ := bytes.Cut(body, []byte("stream"))
		switch {
		case root == "" && catalogOf.Match(dict):
			root = fmt.Sprintf("%d %d R", id, generation)
		case packedOf.Match(dict):
			for id, text := range unpacked(dict, body) {
				places[id] = place{len(out) + 1, 0}
				out = fmt.Appendf(out, "\n%d 0 obj\n%s\nendobj\n", id, text)
				if root == "" && catalogOf.Match(text) {
					root = fmt.Sprintf("%d 0 R", id)
				}
			}
		}
		if len(out) > 4*len(data)+mostUnpacked {
			return nil
		}
	}
	if root == "" || len(places) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(places))
	start := len(out) + 1
	out = append(out, "\nxref\n0 1\n0000000000 65535 f \n"...)
	for _, id := range ids {
		out = fmt.Appendf(out, "%d 1\n%010d %05d n \n", id, places[id].at, places[id].generation)
	}
	info := reference(infoOf, data)
	if info != "" {
		info = "/Info " + info
	}
	return fmt.Appendf(out, "trailer\n<< /Size %d /Root %s %s >>\nstartxref\n%d\n%%%%EOF\n", ids[len(ids)-1]+1, root, info, start)
}

// reference is the last reference of a kind in a file; "" when there is none.
func reference(kind *regexp.Regexp, data []byte) string {
	all := kind.FindAllSubmatch(data, -1)
	if len(all) == 0 {
		return ""
	}
	last := all[len(all)-1]
	return fmt.Sprintf("%s %s R", last[1], last[2])
}

// mostUnpacked bounds what a stream of objects holds, in bytes.
const mostUnpacked = 16 << 20

// unpacked are the objects that a stream holds, by their numbers; none where it can't be read.
func unpacked(dict, body []byte) map[int][]byte {
	number := func(r *regexp.Regexp) int {
		m := r.FindSubmatch(dict)
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(string(m[1]))
		return n
	}
	packed := bytes.TrimLeft(body[min(len(body), len(dict)+len("stream")):], "\r\n")
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(z, mostUnpacked)) // what was read before a fault counts
	first, n := number(firstOf), number(countOf)
	if first > len(text) {
		return nil
	}
	head := bytes.Fields(text[:first])
	out := map[int][]byte{}
	for i := 0; i < n && 2*i+1 < len(head); i++ {
		id, err := strconv.Atoi(string(head[2*i]))
		from, err2 := strconv.Atoi(string(head[2*i+1]))
		end := len(text)
		if 2*i+3 < len(head) {
			if next, err := strconv.Atoi(string(head[2*i+3])); err == nil {
				end = first + next
			}
		}
		if err != nil || err2 != nil || from < 0 || first+from > end || end > len(text) {
			continue
		}
		out[id] = text[first+from : end]
	}
	return out
}
