-- What parts of the bot remember for a while, each in a form of its own.

-- +goose Up
create table notes (
	kind text collate "C" not null,
	guild bigint not null,
	name text collate "C" not null,
	member bigint,
	until timestamptz not null,
	record json not null,
	primary key (kind, guild, name)
);
create index notes_guild on notes (guild);
create index notes_member on notes (member, kind) where member is not null;
create index notes_until on notes (until);

-- +goose Down
drop table notes;
