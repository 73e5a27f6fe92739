package store

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// IDs of Discord: decimal numbers of 64 bits, as Discord writes them. Where one is optional, "" stands for none.
type (
	GuildID   string // a server; "" where there is none, in direct messages
	ChannelID string // a channel, or a thread
	MessageID string
	UserID    string
	RoleID    string
)

// ReceiptID names a receipt: 26 lower-case letters and digits, never given twice, in the order of Receipt.Asked.
type ReceiptID string

// ReceiptIDLen is how many bytes Bytes has.
const ReceiptIDLen = 16

// Snowflake is the number that id writes, 0 when it is empty or no ID of Discord.
func Snowflake[T ~string](id T) uint64 {
	n, err := strconv.ParseUint(string(id), 10, 64)
	if err != nil || strconv.FormatUint(n, 10) != string(id) {
		return 0
	}
	return n
}

// FromSnowflake is the inverse of Snowflake.
func FromSnowflake[T ~string](n uint64) T {
	if n == 0 {
		return ""
	}
	return T(strconv.FormatUint(n, 10))
}

// RequireID refuses what is no ID of Discord; what says of what.
func RequireID[T ~string](what string, id T) error {
	if Snowflake(id) == 0 {
		return fmt.Errorf("%s %q is not an ID of Discord", what, id)
	}
	return nil
}

// OptionalID is RequireID with "" allowed.
func OptionalID[T ~string](what string, id T) error {
	if id == "" {
		return nil
	}
	return RequireID(what, id)
}

// NewReceiptID makes an ID for an answer that was asked for at a time; only its millisecond counts.
func NewReceiptID(at time.Time) ReceiptID {
	b := make([]byte, ReceiptIDLen)
	binary.BigEndian.PutUint64(b, uint64(at.UnixMilli())<<16)
	rand.Read(b[6:])
	return ReceiptID(EncodeID(b))
}

// Valid tells whether the text is an ID that NewReceiptID can have made.
func (id ReceiptID) Valid() bool { return id.Bytes() != nil }

// Bytes is the receipt's ID as keys hold it, nil when it is none.
func (id ReceiptID) Bytes() []byte { return DecodeID(string(id), ReceiptIDLen) }

// The alphabet of encoded IDs keeps the order of the bytes.
func idEncoding() *base32.Encoding { return base32.HexEncoding.WithPadding(base32.NoPadding) }

// EncodeID writes bytes as an ID.
func EncodeID(b []byte) string { return strings.ToLower(idEncoding().EncodeToString(b)) }

// DecodeID reads what encodeID wrote for size bytes, and nothing else: it is nil for any other text.
func DecodeID(text string, size int) []byte {
	b, err := idEncoding().DecodeString(strings.ToUpper(text))
	if err != nil || len(b) != size || EncodeID(b) != text {
		return nil
	}
	return b
}
