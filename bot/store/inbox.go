package store

import (
	"encoding/binary"
	"time"
)

// InboxID names an item of a server's inbox: 52 lower-case letters and digits.
type InboxID string

const inboxIDLen = 8 + ReceiptIDLen + 8 // time, receipt, member

// InboxItem is something for a server's moderators to look at.
type InboxItem struct {
	ID      InboxID
	Receipt Receipt
	Note    *Feedback // a thumbs-down on the answer; nil when the item is the question, which the articles did not answer
}

// NewInboxID names the item that a note makes, or with no member the question itself, which the articles did not answer; at is the
// time of it, of which only the millisecond counts.
func NewInboxID(at time.Time, receipt ReceiptID, member UserID) InboxID {
	b := binary.BigEndian.AppendUint64(nil, uint64(at.UnixMilli()))
	b = append(b, receipt.Bytes()...)
	return InboxID(EncodeID(binary.BigEndian.AppendUint64(b, Snowflake(member))))
}

// Parts are what NewInboxID made the ID of; ok is false when it is none.
func (id InboxID) Parts() (at time.Time, receipt ReceiptID, member UserID, ok bool) {
	b := id.Bytes()
	if b == nil {
		return at, "", "", false
	}
	at = time.UnixMilli(int64(binary.BigEndian.Uint64(b))).UTC()
	receipt = ReceiptID(EncodeID(b[8 : 8+ReceiptIDLen]))
	return at, receipt, FromSnowflake[UserID](binary.BigEndian.Uint64(b[8+ReceiptIDLen:])), true
}

// Bytes is the ID as keys hold it, nil when it is none.
func (id InboxID) Bytes() []byte { return DecodeID(string(id), inboxIDLen) }
