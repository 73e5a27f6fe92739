package gateway

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// frames is what a gateway sends: a handshake, messages of these lengths, and a close frame.
func frames(lengths []int, closing []byte) []byte {
	out := []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
	for _, n := range lengths {
		switch {
		case n < 126:
			out = append(out, 0x81, byte(n))
		case n < 1<<16:
			out = binary.BigEndian.AppendUint16(append(out, 0x82, 126), uint16(n))
		default:
			out = binary.BigEndian.AppendUint64(append(out, 0x82, 127), uint64(n))
		}
		out = append(out, strings.Repeat("\x88\x02", n/2+1)[:n]...) // what looks like close frames is text
	}
	return append(append(out, 0x88, byte(len(closing))), closing...)
}

func TestCloseScan(t *testing.T) {
	t.Parallel()
	code := func(n uint16, reason string) []byte { return append(binary.BigEndian.AppendUint16(nil, n), reason...) }
	for _, tc := range []struct {
		closing []byte
		want    int
	}{{code(4004, "Authentication failed."), 4004}, {code(1000, ""), 1000}, {nil, noStatus}} {
		stream := frames([]int{0, 5, 125, 126, 70000}, tc.closing)
		for _, step := range []int{1, 2, 3, 7, 1000, len(stream)} {
			var s closeScan
			times := 0
			for part := range slices.Chunk(stream, step) {
				if s.feed(part) {
					times++
				}
			}
			if s.code != tc.want || times != 1 {
				t.Errorf("in steps of %d: code %d told %d times, want %d once", step, s.code, times, tc.want)
			}
		}
	}
}

func FuzzCloseScan(f *testing.F) {
	f.Add(frames([]int{3, 200}, []byte{0x0f, 0xa4}), uint8(3))
	f.Add([]byte("\r\n\r\n\x88\xff"), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, step uint8) {
		var whole, parts closeScan
		first := whole.feed(stream)
		second := false
		for part := range slices.Chunk(stream, int(step)+1) {
			second = parts.feed(part) || second
		}
		if first != second || whole.code != parts.code {
			t.Errorf("read at once: %v, %d; in steps of %d: %v, %d", first, whole.code, step+1, second, parts.code)
		}
	})
}

func TestIsIdentify(t *testing.T) {
	t.Parallel()
	frame := func(payload string) []byte {
		mask := []byte{1, 0xff, 7, 0x80}
		out := []byte{0x81}
		if n := len(payload); n < 126 {
			out = append(out, 0x80|byte(n))
		} else {
			out = binary.BigEndian.AppendUint16(append(out, 0x80|126), uint16(n))
		}
		out = append(out, mask...)
		for i := range len(payload) {
			out = append(out, payload[i]^mask[i%4])
		}
		return out
	}
	long := strings.Repeat("x", 300)
	for payload, want := range map[string]bool{
		`{"op":2,"d":{}}`: true, `{"op":2,"d":"` + long + `"}`: true, `{"op":1,"d":251}`: false, `{"op":6,"d":{}}`: false, `{"op":2`: false,
		`{"op":22,"d":"` + long: false, "": false,
	} {
		if got := isIdentify(frame(payload)); got != want {
			t.Errorf("%.20s: %v", payload, got)
		}
	}
	for _, other := range [][]byte{nil, {0x81}, {0x81, 0xff}, []byte("GET / HTTP/1.1\r\n"), {0x88, 0x82, 0, 0, 0, 0, 3, 0xe8}} {
		if isIdentify(other) {
			t.Errorf("%q is taken for an identify", other)
		}
	}
}

func FuzzIsIdentify(f *testing.F) {
	f.Add([]byte("\x81\x8f\x00\x00\x00\x00{\"op\":2,\"d\":{}}"))
	f.Fuzz(func(t *testing.T, written []byte) {
		if isIdentify(written) && (len(written) < 14 || written[0]&0x0f != 1) {
			t.Errorf("%q", written)
		}
	})
}
