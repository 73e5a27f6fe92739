package wire

import (
	"fmt"
	"hash/fnv"
	"io"
	"strings"
)

// Route is a method and a path template of Discord's API description, such as RouteCreateMessage.
type Route string

// The routes of the server. AnyRoute stands for all of them where a fault is injected.
const (
	AnyRoute Route = "*"

	RouteGateway        Route = "GET /gateway"
	RouteGatewayBot     Route = "GET /gateway/bot"
	RouteMe             Route = "GET /users/@me"
	RouteMyGuilds       Route = "GET /users/@me/guilds"
	RouteUser           Route = "GET /users/{user_id}"
	RouteCreateDM       Route = "POST /users/@me/channels"
	RouteApplication    Route = "GET /applications/@me"
	RouteApplicationOld Route = "GET /oauth2/applications/@me"

	RouteCommands         Route = "GET /applications/{application_id}/commands"
	RouteSetCommands      Route = "PUT /applications/{application_id}/commands"
	RouteCreateCommand    Route = "POST /applications/{application_id}/commands"
	RouteCommand          Route = "GET /applications/{application_id}/commands/{command_id}"
	RouteEditCommand      Route = "PATCH /applications/{application_id}/commands/{command_id}"
	RouteDeleteCommand    Route = "DELETE /applications/{application_id}/commands/{command_id}"
	RouteGuildCommands    Route = "GET /applications/{application_id}/guilds/{guild_id}/commands"
	RouteSetGuildCommands Route = "PUT /applications/{application_id}/guilds/{guild_id}/commands"
	RouteNewGuildCommand  Route = "POST /applications/{application_id}/guilds/{guild_id}/commands"
	RouteGuildCommand     Route = "GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}"
	RouteEditGuildCommand Route = "PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}"
	RouteDropGuildCommand Route = "DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}"

	RouteCallback       Route = "POST /interactions/{interaction_id}/{interaction_token}/callback"
	RouteOriginal       Route = "GET /webhooks/{webhook_id}/{webhook_token}/messages/@original"
	RouteEditOriginal   Route = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
	RouteDeleteOriginal Route = "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original"
	RouteFollowup       Route = "POST /webhooks/{webhook_id}/{webhook_token}"
	RouteGetFollowup    Route = "GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
	RouteEditFollowup   Route = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
	RouteDeleteFollowup Route = "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"

	RouteChannel       Route = "GET /channels/{channel_id}"
	RouteEditChannel   Route = "PATCH /channels/{channel_id}"
	RouteDeleteChannel Route = "DELETE /channels/{channel_id}"
	RouteTyping        Route = "POST /channels/{channel_id}/typing"
	RouteMessages      Route = "GET /channels/{channel_id}/messages"
	RouteMessage       Route = "GET /channels/{channel_id}/messages/{message_id}"
	RouteCreateMessage Route = "POST /channels/{channel_id}/messages"
	RouteEditMessage   Route = "PATCH /channels/{channel_id}/messages/{message_id}"
	RouteDeleteMessage Route = "DELETE /channels/{channel_id}/messages/{message_id}"
	RouteReact         Route = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
	RouteUnreact       Route = "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
	RouteReactions     Route = "GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"

	RouteThreadFromMessage Route = "POST /channels/{channel_id}/messages/{message_id}/threads"
	RouteCreateThread      Route = "POST /channels/{channel_id}/threads"
	RouteJoinThread        Route = "PUT /channels/{channel_id}/thread-members/@me"
	RouteLeaveThread       Route = "DELETE /channels/{channel_id}/thread-members/@me"
	RouteActiveThreads     Route = "GET /guilds/{guild_id}/threads/active"

	RouteGuild         Route = "GET /guilds/{guild_id}"
	RouteGuildChannels Route = "GET /guilds/{guild_id}/channels"
	RouteRoles         Route = "GET /guilds/{guild_id}/roles"
	RouteMember        Route = "GET /guilds/{guild_id}/members/{user_id}"

	// RouteFile is the content of an attachment, on Discord's CDN.
	RouteFile Route = "GET /attachments/{channel_id}/{attachment_id}/{filename}"
)

// IsWebhook tells whether the route is one of the interactions', which are outside of the global limit.
func (r Route) IsWebhook() bool {
	return r == RouteCallback || strings.Contains(string(r), " /webhooks/")
}

// Hash is the name of a route's buckets.
func (r Route) Hash() string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, string(r)) // never fails
	return fmt.Sprintf("%x", h.Sum64())
}

// OpenRoutes are the routes that need no authorization: interaction routes carry their token in the path.
var OpenRoutes = []Route{
	RouteGateway, RouteCallback, RouteOriginal, RouteEditOriginal, RouteDeleteOriginal, RouteFollowup,
	RouteGetFollowup,
	RouteEditFollowup, RouteDeleteFollowup, RouteFile,
}
