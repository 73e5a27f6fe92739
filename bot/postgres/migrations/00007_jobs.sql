-- Work that one of all processes does at a time or later: see package readout/bot/jobs.

-- +goose Up
create table jobs (
	kind text not null,
	guild bigint not null, -- 0 where it is of no server
	due timestamptz not null,
	record json not null,
	primary key (kind, guild)
);
create index jobs_due on jobs (due);
create index jobs_guild on jobs (guild);

-- +goose Down
drop table jobs;
