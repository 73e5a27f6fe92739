package gateway

import (
	"encoding/binary"
	"errors"
	"net"
)

// observed is the gateway's connection under the WebSocket library, which reads and writes past it. It finds the code with which the
// gateway closes the connection: discordgo does not tell, and what to do next depends on it. And it sends no identify that was not meant:
// discordgo identifies on its own, at once, whenever the gateway says that a session is invalid, also when that was said because an
// identify came too soon. It would do so until the gateway closes the connection, and a day's identifies are spent in minutes.
type observed struct {
	net.Conn
	scan       closeScan
	identifies int            // that are still meant
	ended      func(code int) // with a close code, and with 0 when nothing more can be read or written
}

var errInvalidSession = errors.New("the gateway says that the session is invalid")

// Write implements net.Conn.
func (o *observed) Write(p []byte) (int, error) {
	if isIdentify(p) {
		if o.identifies == 0 {
			o.ended(closeInvalidSession)
			o.Conn.Close()
			return 0, errInvalidSession
		}
		o.identifies--
	}
	return o.Conn.Write(p)
}

// isIdentify reports whether what is written begins a client's text frame (RFC 6455, 5.2) with an identify, as discordgo words it.
func isIdentify(p []byte) bool {
	const text, masked, identify = 1, 0x80, `{"op":2,`
	if len(p) < 2 || p[0]&0x0f != text || p[1]&masked == 0 {
		return false
	}
	header := 2 // bytes before the mask
	switch p[1] & 0x7f {
	case 126:
		header += 2
	case 127:
		header += 8
	}
	if len(p) < header+4+len(identify) {
		return false
	}
	mask, payload := p[header:header+4], p[header+4:]
	for i := range len(identify) {
		if payload[i]^mask[i%4] != identify[i] {
			return false
		}
	}
	return true
}

// Read implements net.Conn.
func (o *observed) Read(p []byte) (int, error) {
	n, err := o.Conn.Read(p)
	if o.scan.feed(p[:n]) {
		o.ended(o.scan.code)
	}
	if err != nil {
		o.ended(0)
	}
	return n, err
}

// closeScan finds the close frame in what a server sends over a WebSocket connection (RFC 6455, 5.2), the HTTP response of its
// handshake included. It keeps a few bytes, however the stream is cut.
type closeScan struct {
	code int // of the close frame, once feed has returned true; 1005 when it has none

	newlines int    // of the "\r\n\r\n" that ends the handshake, characters seen; 4 once it is over
	header   []byte // of the frame, as far as it was read
	closing  bool   // the frame is a close frame
	payload  uint64 // bytes of the frame's payload still to come
	status   []byte // the first bytes of a close frame's payload
	done     bool
}

const noStatus = 1005

// feed reads on. It reports whether it came to the close frame, once.
func (s *closeScan) feed(p []byte) bool {
	for len(p) > 0 && !s.done {
		switch {
		case s.newlines < 4:
			switch c := p[0]; {
			case c == "\r\n\r\n"[s.newlines]:
				s.newlines++
			case c == '\r':
				s.newlines = 1
			default:
				s.newlines = 0
			}
			p = p[1:]
		case s.payload > 0:
			n := min(uint64(len(p)), s.payload)
			if s.closing && len(s.status) < 2 {
				s.status = append(s.status, p[:min(n, uint64(2-len(s.status)))]...)
			}
			s.payload -= n
			p = p[n:]
			s.finish()
		default:
			s.header = append(s.header, p[0])
			p = p[1:]
			s.begin()
		}
	}
	if s.done && s.code == 0 {
		s.code = noStatus
		if len(s.status) == 2 {
			s.code = int(binary.BigEndian.Uint16(s.status))
		}
		return true
	}
	return false
}

// begin reads the frame's header once it is complete.
func (s *closeScan) begin() {
	h := s.header
	if len(h) < 2 {
		return
	}
	length, more := uint64(h[1]&0x7f), 0
	switch length {
	case 126:
		more = 2
	case 127:
		more = 8
	}
	mask := 0
	if h[1]&0x80 != 0 {
		mask = 4 // a server must not, but then its length would be misread
	}
	if len(h) < 2+more+mask {
		return
	}
	switch more {
	case 2:
		length = uint64(binary.BigEndian.Uint16(h[2:]))
	case 8:
		length = binary.BigEndian.Uint64(h[2:])
	}
	s.closing, s.payload, s.header = h[0]&0x0f == 8, length, s.header[:0]
	s.finish()
}

// finish ends the scan when a close frame has been read.
func (s *closeScan) finish() {
	s.done = s.closing && (s.payload == 0 || len(s.status) == 2)
}
