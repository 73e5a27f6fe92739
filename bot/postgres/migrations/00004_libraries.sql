-- The libraries of the servers: see package readout/corpus/library.

-- +goose Up
create table library_heads (
	guild bigint primary key,
	version integer not null default 0, -- the current one
	revision bigint not null default 1  -- counts what changed: versions published, members forgotten in them
);

create table library_files (
	guild bigint not null references library_heads on delete cascade,
	name text collate "C" not null,
	at timestamptz not null, -- when it was written or touched
	data bytea not null,
	primary key (guild, name)
);

-- +goose Down
drop table library_files, library_heads;
