package wire

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Error is an error answer. With a rule it is also the client's fault.
type Error struct {
	Status  int
	Code    int
	Message string
	Fields  Problems
	Rule    Rule
}

// Error is Discord's message with its code.
func (e *Error) Error() string { return fmt.Sprintf("%d %s%s", e.Code, e.Message, e.Fields) }

// Wire is the error as Discord writes it.
func (e *Error) Wire() Object {
	w := Object{"code": e.Code, "message": e.Message}
	if len(e.Fields) > 0 {
		w["errors"] = e.Fields.Wire()
	}
	return w
}

// The errors of Discord's that do not depend on the request's body.
var (
	ErrUnauthorized       = &Error{Status: 401, Message: "401: Unauthorized"}
	ErrUnknownChannel     = &Error{Status: 404, Code: 10003, Message: "Unknown Channel"}
	ErrUnknownGuild       = &Error{Status: 404, Code: 10004, Message: "Unknown Guild"}
	ErrUnknownMember      = &Error{Status: 404, Code: 10007, Message: "Unknown Member"}
	ErrUnknownMessage     = &Error{Status: 404, Code: 10008, Message: "Unknown Message"}
	ErrUnknownUser        = &Error{Status: 404, Code: 10013, Message: "Unknown User"}
	ErrUnknownWebhook     = &Error{Status: 404, Code: 10015, Message: "Unknown Webhook"}
	ErrUnknownInteraction = &Error{Status: 404, Code: 10062, Message: "Unknown interaction"}
	ErrUnknownCommand     = &Error{Status: 404, Code: 10063, Message: "Unknown application command"}
	ErrTooLarge           = &Error{Status: 413, Code: 40005, Message: "Request entity too large", Rule: InvalidRequest}
	ErrMissingAccess      = &Error{Status: 403, Code: 50001, Message: "Missing Access"}
	ErrOtherAuthor        = &Error{Status: 403, Code: 50005, Message: "Cannot edit a message authored by another user"}
	ErrEmptyMessage       = &Error{Status: 400, Code: 50006, Message: "Cannot send an empty message", Rule: InvalidRequest}
	ErrCannotMessageUser  = &Error{Status: 403, Code: 50007, Message: "Cannot send messages to this user"}
	ErrNoText             = &Error{Status: 400, Code: 50008, Message: "Cannot send messages in a non-text channel"}
	ErrNoPermission       = &Error{Status: 403, Code: 50013, Message: "Missing Permissions"}
	ErrChannelType        = &Error{Status: 400, Code: 50024, Message: "Cannot execute action on this channel type"}
	ErrExpiredToken       = &Error{Status: 401, Code: 50027, Message: "Invalid Webhook Token"}
	ErrInvalidJSON        = &Error{Status: 400, Code: 50109, Message: "The request body contains invalid JSON.", Rule: InvalidRequest}
	ErrThreadArchived     = &Error{Status: 400, Code: 50083, Message: "Thread is archived"}
	ErrNoHistory          = &Error{Status: 403, Code: 160002, Message: "Cannot reply without permission to read message history"}
	ErrThreadExists       = &Error{Status: 400, Code: 160004, Message: "A thread has already been created for this message"}
	ErrThreadLocked       = &Error{Status: 403, Code: 160005, Message: "Thread is locked"}
	ErrAcknowledged       = &Error{Status: 400, Code: 40060, Message: "Interaction has already been acknowledged."}
)

// Refuse stops the handling of a call with an error answer.
func Refuse(e *Error) { panic(e) }

// Decode reads a request's JSON into v, nothing as {}, and refuses a value of the wrong type.
func Decode(raw json.RawMessage, v any) {
	if len(raw) == 0 {
		raw = []byte("{}")
	}
	if err := json.Unmarshal(raw, v); err != nil {
		field := ""
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			field = wrong.Field
		}
		Refuse(Invalid(field, "BASE_TYPE_INVALID", "%v", err))
	}
}
