package wire

import (
	"encoding/json"
	"slices"
	"time"
)

// archiveDurations are the minutes after which a quiet thread may be archived.
var archiveDurations = []int{60, 1440, 4320, 10080}

// NewThread is the body of a request that starts a thread.
type NewThread struct {
	Name        string          `json:"name"`
	AutoArchive int             `json:"auto_archive_duration"`
	Type        int             `json:"type"`
	SlowMode    int             `json:"rate_limit_per_user"`
	Message     json.RawMessage `json:"message"`
}

// ReadThread reads the body of a request that starts a thread, and refuses what Discord does not take.
func ReadThread(raw json.RawMessage) *NewThread {
	d := &NewThread{}
	Decode(raw, d)
	if d.AutoArchive == 0 {
		d.AutoArchive = 1440
	}
	var p Problems
	p.Length("name", d.Name, 1, 100)
	if !slices.Contains(archiveDurations, d.AutoArchive) {
		p.Add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.")
	}
	if d.SlowMode < 0 || d.SlowMode > 21600 {
		p.Add("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be between 0 and 21600.")
	}
	if e := p.Err(); e != nil {
		Refuse(e)
	}
	return d
}

// ChannelEdit is what a request changes of a channel or a thread; nil stays.
type ChannelEdit struct {
	Name        *string `json:"name"`
	Topic       *string `json:"topic"`
	Archived    *bool   `json:"archived"`
	Locked      *bool   `json:"locked"`
	AutoArchive *int    `json:"auto_archive_duration"`
	SlowMode    *int    `json:"rate_limit_per_user"`
}

// ReadChannelEdit reads the body of a request that changes a channel, and refuses what Discord does not take.
func ReadChannelEdit(raw json.RawMessage) (d ChannelEdit) {
	Decode(raw, &d)
	var p Problems
	if d.Name != nil {
		p.Length("name", *d.Name, 1, 100)
	}
	if d.Topic != nil {
		p.Length("topic", *d.Topic, 0, 1024)
	}
	if d.AutoArchive != nil && !slices.Contains(archiveDurations, *d.AutoArchive) {
		p.Add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.")
	}
	if e := p.Err(); e != nil {
		Refuse(e)
	}
	return d
}

// GuildObject is a guild as the REST API tells of it.
func GuildObject(id, name, owner, locale string, roles []Object) Object {
	return Object{
		"id": id, "name": name, "owner_id": owner, "roles": roles, "icon": nil, "description": nil, "home_header": nil,
		"splash": nil, "discovery_splash": nil, "features": []string{}, "banner": nil, "application_id": nil, "region": "rotterdam",
		"afk_channel_id": nil, "afk_timeout": 300, "system_channel_id": nil, "system_channel_flags": 0, "widget_enabled": false,
		"widget_channel_id": nil, "verification_level": 0, "default_message_notifications": 1, "mfa_level": 0,
		"explicit_content_filter": 0, "max_presences": nil, "max_members": 500000, "max_stage_video_channel_users": 50,
		"max_video_channel_users": 25, "vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0,
		"preferred_locale": locale, "rules_channel_id": nil, "safety_alerts_channel_id": nil, "public_updates_channel_id": nil,
		"premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": []Object{}, "stickers": []Object{},
		"incidents_data": nil,
	}
}

// RoleObject is a role.
func RoleObject(id, name string, p Permission, position int, managed bool) Object {
	return Object{
		"id": id, "name": name, "permissions": p.String(), "position": position, "color": 0,
		"colors": Object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil}, "hoist": false, "managed": managed,
		"mentionable": false, "icon": nil, "unicode_emoji": nil, "flags": 0,
	}
}

// MemberObject is a member with its user and the IDs of its roles.
func MemberObject(u *User, roles []string, joined time.Time) Object {
	return Object{
		"user": *u, "nick": nil, "roles": roles, "joined_at": joined.Format(time.RFC3339Nano), "deaf": false, "mute": false,
		"avatar": nil, "banner": nil, "communication_disabled_until": nil, "flags": 0, "pending": false, "premium_since": nil,
	}
}
