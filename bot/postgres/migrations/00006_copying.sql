-- How far a copy into this database is, as long as it is not finished: see package readout/bot/store/copying.

-- +goose Up
create table copying (
	one boolean primary key default true check (one),
	source text not null, -- what is copied
	done bigint not null  -- how many records and files of it are here
);

-- +goose Down
drop table copying;
