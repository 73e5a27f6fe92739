-- What all processes work on, and what they tell each other of Discord.

-- +goose Up
create table tasks (
	id bigint primary key, -- Discord's, of the interaction or the message
	guild bigint not null, -- 0 in direct messages
	asker bigint,          -- whose question it is, until it is answered
	kind text not null,
	at timestamptz not null,
	data json,             -- nothing once it is done: it holds a token
	begun boolean not null,
	holder text not null,
	fence bigint not null, -- counts those who have had it
	until timestamptz not null,
	done timestamptz
);
create unique index tasks_asker on tasks (asker) where asker is not null;
create index tasks_waiting on tasks (guild, at) where done is null;
create index tasks_done on tasks (done);

alter table leases add column state bytea; -- what the next holder goes on with

create table refusals ( -- by Discord
	second timestamptz primary key,
	requests integer not null
);

create table not_before ( -- when Discord may be asked again
	name text primary key,
	until timestamptz not null
);

-- +goose Down
drop table tasks, refusals, not_before;
alter table leases drop column state;
