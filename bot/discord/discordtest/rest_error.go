package discordtest

import "fmt"

// apiError is an error answer. With a rule it is also the client's fault.
type apiError struct {
	status  int
	code    int
	message string
	fields  problems
	rule    Rule
}

// Error is Discord's message with its code.
func (e *apiError) Error() string { return fmt.Sprintf("%d %s%s", e.code, e.message, e.fields) }

func (e *apiError) wire() object {
	w := object{"code": e.code, "message": e.message}
	if len(e.fields) > 0 {
		w["errors"] = e.fields.wire()
	}
	return w
}

// The errors of Discord's that do not depend on the request's body.
var (
	errUnauthorized       = &apiError{status: 401, message: "401: Unauthorized"}
	errUnknownChannel     = &apiError{status: 404, code: 10003, message: "Unknown Channel"}
	errUnknownGuild       = &apiError{status: 404, code: 10004, message: "Unknown Guild"}
	errUnknownMember      = &apiError{status: 404, code: 10007, message: "Unknown Member"}
	errUnknownMessage     = &apiError{status: 404, code: 10008, message: "Unknown Message"}
	errUnknownUser        = &apiError{status: 404, code: 10013, message: "Unknown User"}
	errUnknownWebhook     = &apiError{status: 404, code: 10015, message: "Unknown Webhook"}
	errUnknownInteraction = &apiError{status: 404, code: 10062, message: "Unknown interaction"}
	errUnknownCommand     = &apiError{status: 404, code: 10063, message: "Unknown application command"}
	errTooLarge           = &apiError{status: 413, code: 40005, message: "Request entity too large", rule: InvalidRequest}
	errMissingAccess      = &apiError{status: 403, code: 50001, message: "Missing Access"}
	errOtherAuthor        = &apiError{status: 403, code: 50005, message: "Cannot edit a message authored by another user"}
	errEmptyMessage       = &apiError{status: 400, code: 50006, message: "Cannot send an empty message", rule: InvalidRequest}
	errCannotMessageUser  = &apiError{status: 403, code: 50007, message: "Cannot send messages to this user"}
	errNoText             = &apiError{status: 400, code: 50008, message: "Cannot send messages in a non-text channel"}
	errNoPermission       = &apiError{status: 403, code: 50013, message: "Missing Permissions"}
	errChannelType        = &apiError{status: 400, code: 50024, message: "Cannot execute action on this channel type"}
	errExpiredToken       = &apiError{status: 401, code: 50027, message: "Invalid Webhook Token"}
	errInvalidJSON        = &apiError{status: 400, code: 50109, message: "The request body contains invalid JSON.", rule: InvalidRequest}
	errThreadArchived     = &apiError{status: 400, code: 50083, message: "Thread is archived"}
	errNoHistory          = &apiError{status: 403, code: 160002, message: "Cannot reply without permission to read message history"}
	errThreadExists       = &apiError{status: 400, code: 160004, message: "A thread has already been created for this message"}
	errThreadLocked       = &apiError{status: 403, code: 160005, message: "Thread is locked"}
	errAcknowledged       = &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
)

// refuse stops the handling of a call with an error answer.
func refuse(e *apiError) { panic(e) }
