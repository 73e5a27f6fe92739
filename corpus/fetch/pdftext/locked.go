package pdftext

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// lock is the key of a PDF that is encrypted in a way which the parser does not read: with AES of 256 bits, or with RC4 and a short key;
// nil for one that is not.
type lock struct {
	block cipher.Block // of AES
	short []byte       // the key of RC4
}

const (
	lockKey   = "/Encrypt"
	ignoreKey = "/Ignored" // as long, so that nothing moves
)

// unlock decrypts, in place, the streams of a PDF that is locked so and opens without a password, as those do that only forbid to print
// or to copy. The lengths of streams stay: behind a decrypted one stand spaces. Strings outside of streams stay as
// they are; open reads them.
//
// Sources: ISO 32000-2, 7.6.4.3.3 and 7.6.4.3.4 (algorithms 2.A and 2.B).
func unlock(data []byte) (*lock, error) {
	plain := bytes.ReplaceAll(data, []byte(lockKey), []byte(ignoreKey))
	r, err := parserOf(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	dict := r.Trailer().Key(ignoreKey[1:])
	if dict.Key("Filter").Name() == "Standard" && dict.Key("V").Int64() < 3 {
		return unlockShort(data, plain, dict, r.Trailer().Key("ID").Index(0).RawString())
	}
	user, wrapped := dict.Key("U").RawString(), dict.Key("UE").RawString()
	const hashed, salt = 32, 8 // bytes of a user's entry: a hash, a salt to check it, a salt of the key
	revision := dict.Key("R").Int64()
	known := dict.Key("Filter").Name() == "Standard" && dict.Key("V").Int64() == 5 && (revision == 5 || revision == 6)
	if !known || len(user) < hashed+2*salt || len(wrapped) < hashed {
		return nil, fmt.Errorf("%w: its kind of lock is not read", ErrProtected)
	}
	hash := hashOf6
	if revision == 5 {
		hash = hashOf5
	}
	if !bytes.Equal(hash([]byte(user[hashed:hashed+salt])), []byte(user[:hashed])) {
		return nil, errPassword
	}
	block, err := aes.NewCipher(hash([]byte(user[hashed+salt : hashed+2*salt])))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	key := make([]byte, hashed)
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(key, []byte(wrapped[:hashed]))
	if block, err = aes.NewCipher(key); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	l := &lock{block: block}
	copy(data, plain)
	if dict.Key("StmF").Name() != "Identity" {
		l.openStreams(data)
	}
	return l, nil
}

// padding stands for the empty password in the older kinds of locks.
const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// unlockShort does so for RC4 with a key of 40 bits (ISO 32000-1, 7.6.3.3 and 7.6.3.4, algorithms 2, 4 and 5).
func unlockShort(data, plain []byte, dict pdf.Value, id string) (*lock, error) {
	const size, rounds, tries = 5, 50, 20
	if n := dict.Key("Length").Int64(); n > 8*size {
		return nil, fmt.Errorf("%w: its kind of lock is not read", ErrProtected)
	}
	p := uint32(dict.Key("P").Int64())
	sum := md5.Sum([]byte(padding + dict.Key("O").RawString() + string([]byte{byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)}) + id))
	key, check := sum[:size], []byte(padding)
	if dict.Key("R").Int64() > 2 {
		for range rounds {
			sum = md5.Sum(sum[:size])
		}
		hashed := md5.Sum([]byte(padding + id))
		check = hashed[:]
	}
	for i := range tries {
		if i > 0 && dict.Key("R").Int64() <= 2 {
			break
		}
		turned := bytes.Clone(key)
		for j := range turned {
			turned[j] ^= byte(i)
		}
		apply(turned, check)
	}
	if !strings.HasPrefix(dict.Key("U").RawString(), string(check)) {
		return nil, errPassword
	}
	l := &lock{short: key}
	copy(data, plain)
	l.openStreams(data)
	return l, nil
}

// apply turns a text into its ciphertext, or back.
func apply(key, text []byte) {
	if c, err := rc4.NewCipher(key); err == nil { // it refuses keys of no bytes and of more than 256
		c.XORKeyStream(text, text)
	}
}

// hashOf5 hashes the empty password with a salt as revision 5 of the standard handler does.
func hashOf5(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	return sum[:]
}

// hashOf6 does so as revision 6 does.
func hashOf6(salt []byte) []byte {
	const fewest, repeated, longest = 64, 64, 300 // the last bounds what ends after some 70 rounds
	k := hashOf5(salt)
	for round := range longest {
		text := bytes.Repeat(k, repeated)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(text, text)
		sum := 0
		for _, b := range text[:16] {
			sum += int(b)
		}
		switch sum % 3 {
		case 0:
			k = hashOf5(text)
		case 1:
			h := sha512.Sum384(text)
			k = h[:]
		default:
			h := sha512.Sum512(text)
			k = h[:]
		}
		if round >= fewest-1 && int(text[len(text)-1]) <= round+1-32 {
			break
		}
	}
	return k[:32]
}

// openStreams decrypts the streams of a file in place. They are found by the words around them: ciphertext holds none of these.
func (l *lock) openStreams(data []byte) {
	for at := 0; ; {
		begin := bytes.Index(data[at:], []byte("stream"))
		if begin < 0 {
			return
		}
		begin += at
		dict := data[at:begin]
		if i := bytes.LastIndex(dict, []byte("obj")); i >= 0 {
			dict = dict[i:]
		}
		body := begin + len("stream")
		at = body
		if !bytes.HasSuffix(bytes.TrimRight(dict, "\r\n\t "), []byte(">>")) {
			continue
		}
		body += len(data[body:]) - len(bytes.TrimPrefix(bytes.TrimPrefix(data[body:], []byte("\r")), []byte("\n")))
		n := bytes.Index(data[body:], []byte("endstream"))
		if n < 0 {
			return
		}
		at = body + n + len("endstream")
		if bytes.Contains(dict, []byte("/XRef")) || bytes.Contains(dict, []byte("/Crypt")) {
			continue
		}
		if l.short != nil {
			l.openShort(data[:begin-len(dict)], data[body:body+n])
			continue
		}
		whole := data[body : body+n-n%aes.BlockSize] // behind it stands the end of a line at most
		clear, ok := l.decrypt(whole)
		if !ok {
			continue
		}
		copy(whole, clear)
		for i := len(clear); i < len(whole); i++ {
			whole[i] = ' '
		}
	}
}

// openShort decrypts a stream in place. What stands before its object ends with the object's number and generation.
func (l *lock) openShort(before, stream []byte) {
	fields := bytes.Fields(before[max(0, len(before)-40):])
	if len(fields) < 2 {
		return
	}
	id, err := strconv.Atoi(string(fields[len(fields)-2]))
	generation, err2 := strconv.Atoi(string(fields[len(fields)-1]))
	if err != nil || err2 != nil {
		return
	}
	const salted = 5 // bytes that the object adds
	own := md5.Sum(append(bytes.Clone(l.short), byte(id), byte(id>>8), byte(id>>16), byte(generation), byte(generation>>8)))
	apply(own[:len(l.short)+salted], stream)
}

// decrypt is what a stream or string says; ok is false for one that is not encrypted.
func (l *lock) decrypt(data []byte) (clear []byte, ok bool) {
	if len(data) < 2*aes.BlockSize || len(data)%aes.BlockSize != 0 {
		return nil, false
	}
	clear = make([]byte, len(data)-aes.BlockSize)
	cipher.NewCBCDecrypter(l.block, data[:aes.BlockSize]).CryptBlocks(clear, data[aes.BlockSize:])
	pad := int(clear[len(clear)-1])
	if pad < 1 || pad > aes.BlockSize || !bytes.Equal(clear[len(clear)-pad:], bytes.Repeat([]byte{byte(pad)}, pad)) {
		return nil, false
	}
	return clear[:len(clear)-pad], true
}

// text is what a string outside of streams says, as a person reads it.
func (l *lock) text(v pdf.Value) string {
	raw := v.RawString()
	if l != nil {
		if l.short != nil {
			return "" // its key depends on where it stands
		}
		if clear, ok := l.decrypt([]byte(raw)); ok {
			return decoded(string(clear))
		}
	}
	return v.Text()
}

// decoded is a string of a PDF as text: UTF-16 or UTF-8 where it says so, else one byte for each character.
func decoded(s string) string {
	if rest, ok := strings.CutPrefix(s, "\xEF\xBB\xBF"); ok {
		return rest
	}
	var units []uint16
	if rest, ok := strings.CutPrefix(s, "\xFE\xFF"); ok {
		for ; len(rest) > 1; rest = rest[2:] {
			units = append(units, uint16(rest[0])<<8|uint16(rest[1]))
		}
		return string(utf16.Decode(units))
	}
	for i := range len(s) {
		units = append(units, uint16(s[i]))
	}
	return string(utf16.Decode(units))
}
