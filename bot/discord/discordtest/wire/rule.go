package wire

import (
	"fmt"
)

// Rule names one kind of mistake that a client of Discord can make and that fails the test.
type Rule string

const (
	// UnknownRoute is a request to a path or with a method that the server does not have, or to a host that is not Discord's.
	UnknownRoute Rule = "unknown route"
	// InvalidRequest is a body outside of Discord's limits (error 50035), an empty message (50006), or no JSON (50109).
	InvalidRequest Rule = "invalid request"
	// OpenMentions is a message, edit or interaction response whose allowed_mentions could ping somebody: it must carry an
	// explicit empty parse list, no users, no roles, and no replied_user.
	OpenMentions Rule = "open mentions"
	// LateResponse is a first response to an interaction after its three seconds (10062).
	LateResponse Rule = "late response"
	// SecondResponse is a second first response to an interaction (40060).
	SecondResponse Rule = "second response"
	// Unanswered is an interaction that had no response when the server closed.
	Unanswered Rule = "unanswered interaction"
	// IdentifyLimit is an IDENTIFY over the daily limit; Discord resets the token.
	IdentifyLimit Rule = "identify limit"
	// GatewayMisuse is what Discord closes a gateway connection for with 4001, 4002, 4003, 4005, 4007, 4008, 4010, 4012 or 4013.
	GatewayMisuse Rule = "gateway misuse"
	// FatalReconnect is a new gateway connection after a close code that forbids one: 4004, 4010–4014.
	FatalReconnect Rule = "reconnect after a fatal close code"
	// CommandCreations is more than 200 new commands a day in one scope (30034).
	CommandCreations Rule = "command creations"
	// InvalidRequestBan is more than 10,000 responses of 401, 403 or 429 within ten minutes, which bans the address.
	InvalidRequestBan Rule = "invalid request ban"
	// APIDescription is a request, or a response of this server, that does not match Discord's OpenAPI description.
	APIDescription Rule = "API description"
)

// Violation is one mistake of the client under test.
type Violation struct {
	Rule   Rule
	Where  string // the route, "gateway", or the interaction
	Detail string
}

// String says which rule was broken, where and how.
func (v Violation) String() string { return fmt.Sprintf("%s: %s: %s", v.Rule, v.Where, v.Detail) }
