package discordtest

import "readout/bot/discord/discordtest/wire"

var routes = map[wire.Route]func(*call) (int, any){
	wire.RouteGateway: (*call).gateway, wire.RouteGatewayBot: (*call).gatewayBot, wire.RouteMe: (*call).me,
	wire.RouteMyGuilds: (*call).myGuilds, wire.RouteUser: (*call).user,
	wire.RouteCreateDM: (*call).createDM, wire.RouteApplication: (*call).application, wire.RouteApplicationOld: (*call).application,

	wire.RouteCommands: (*call).listCommands, wire.RouteSetCommands: (*call).setCommands, wire.RouteCreateCommand: (*call).createCommand,
	wire.RouteCommand: (*call).getCommand, wire.RouteEditCommand: (*call).editCommand, wire.RouteDeleteCommand: (*call).deleteCommand,
	wire.RouteGuildCommands: (*call).listCommands, wire.RouteSetGuildCommands: (*call).setCommands,
	wire.RouteNewGuildCommand: (*call).createCommand,
	wire.RouteGuildCommand:    (*call).getCommand, wire.RouteEditGuildCommand: (*call).editCommand,
	wire.RouteDropGuildCommand: (*call).deleteCommand,

	wire.RouteCallback: (*call).callback, wire.RouteOriginal: (*call).getReply, wire.RouteEditOriginal: (*call).editReply,
	wire.RouteDeleteOriginal: (*call).deleteReply, wire.RouteFollowup: (*call).followup, wire.RouteGetFollowup: (*call).getReply,
	wire.RouteEditFollowup: (*call).editReply, wire.RouteDeleteFollowup: (*call).deleteReply,

	wire.RouteChannel: (*call).getChannel, wire.RouteEditChannel: (*call).editChannel, wire.RouteDeleteChannel: (*call).deleteChannel,
	wire.RouteTyping: (*call).typing, wire.RouteMessages: (*call).listMessages, wire.RouteMessage: (*call).getMessage,
	wire.RouteCreateMessage: (*call).createMessage, wire.RouteEditMessage: (*call).editMessage, wire.RouteDeleteMessage: (*call).deleteMessage,
	wire.RouteReact: (*call).react, wire.RouteUnreact: (*call).unreact, wire.RouteReactions: (*call).reactions,

	wire.RouteThreadFromMessage: (*call).threadFromMessage, wire.RouteCreateThread: (*call).createThread,
	wire.RouteJoinThread:  (*call).joinThread,
	wire.RouteLeaveThread: (*call).leaveThread, wire.RouteActiveThreads: (*call).activeThreads,

	wire.RouteGuild: (*call).getGuild, wire.RouteGuildChannels: (*call).guildChannels, wire.RouteRoles: (*call).roles,
	wire.RouteMember: (*call).getMember,

	wire.RouteFile: (*call).file,
}
