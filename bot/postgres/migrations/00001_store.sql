-- What the bot remembers between two starts: see package readout/bot/store.
--
-- IDs of Discord are numbers of 64 bits, kept as bigint; 0 is the server of a direct message. A record is kept whole, as JSON; the
-- columns beside it are what it is looked for by, and follow from it. Times are cut to the millisecond.

-- +goose Up
create table secrets (
	one boolean primary key default true check (one),
	pseudonyms bytea not null
);

create table receipts (
	id text collate "C" primary key,
	guild bigint not null,
	message bigint unique,
	asker bigint,
	author bigint,
	asked timestamptz not null,
	expires boolean not null, -- it has text that expires
	open boolean not null,    -- it is in the inbox
	record json not null
);
create index receipts_guild on receipts (guild);
create index receipts_asker on receipts (asker) where asker is not null;
create index receipts_author on receipts (author) where author is not null;
create index receipts_asked on receipts (asked);
create index receipts_expires on receipts (asked) where expires;
create index receipts_open on receipts (guild, asked, id) where open;

create table passages ( -- that receipts rest on
	guild bigint not null,
	passage bytea not null,
	receipt text collate "C" not null references receipts on delete cascade,
	primary key (guild, passage, receipt)
);
create index passages_receipt on passages (receipt);

create table feedback (
	receipt text collate "C" not null references receipts on delete cascade,
	member bigint not null,
	guild bigint not null,
	given timestamptz not null,
	open boolean not null,
	record json not null,
	primary key (receipt, member)
);
create index feedback_member on feedback (member);
create index feedback_given on feedback (given);
create index feedback_open on feedback (guild, given, receipt, member) where open;

create table threads (
	id bigint primary key,
	guild bigint not null,
	owner bigint,
	used timestamptz not null,
	record json not null
);
create index threads_guild on threads (guild);
create index threads_owner on threads (owner) where owner is not null;
create index threads_used on threads (used);

create table audit (
	id bigint generated always as identity primary key,
	guild bigint not null,
	at timestamptz not null,
	actor bigint,
	member bigint,
	record json not null
);
create index audit_guild on audit (guild, id);
create index audit_actor on audit (actor) where actor is not null;
create index audit_member on audit (member) where member is not null;
create index audit_at on audit (at);

create table settings (
	guild bigint primary key,
	record json not null
);

create table usage (
	day integer not null, -- since 1 January 1970, UTC
	scope text not null,
	subject bytea not null, -- nothing, a server, a member's pseudonym, or the pseudonym and the server
	questions bigint not null default 0,
	tokens bigint not null default 0,
	micros bigint not null default 0,
	primary key (day, scope, subject)
);

create table reservations (
	id text primary key,
	day integer not null,
	guild bigint not null,
	member bytea not null, -- pseudonym
	questions bigint not null,
	tokens bigint not null,
	micros bigint not null
);
create index reservations_day on reservations (day);

create table departures (
	guild bigint primary key,
	at timestamptz not null
);

create table recalled (
	guild bigint primary key,
	version text not null
);

create table written ( -- by a language model
	key bytea primary key,
	at timestamptz not null,
	data bytea not null
);
create index written_at on written (at);

-- +goose Down
drop table written, recalled, departures, reservations, usage, settings, audit, threads, feedback, passages, receipts, secrets;
