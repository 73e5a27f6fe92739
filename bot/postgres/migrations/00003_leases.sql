-- What one process at a time does for all.

-- +goose Up
create table leases (
	name text primary key,
	holder text not null,
	fence bigint not null, -- counts those who have had it
	until timestamptz not null
);

-- +goose Down
drop table leases;
