-- How fast members and servers ask, over all processes. Nothing is lost when a crash of the server empties it.

-- +goose Up
create unlogged table paces (
	who bytea primary key, -- a member's pseudonym, or a server's ID
	until timestamptz not null -- when all that was asked would be over, had it come evenly
);

-- Lets a question in and counts it, and returns no row, or returns who asks too fast and when there is room. What holds for both a member
-- and a server can't be one statement of its own: it has to see what others have counted while it waited for them.
-- +goose StatementBegin
create function admit(member bytea, member_every interval, member_ahead interval, server bytea, server_every interval, server_ahead interval,
	asked timestamptz) returns table (scope text, room timestamptz) language plpgsql as $$
declare
	members timestamptz;
	servers timestamptz := '-infinity';
begin
	insert into paces as p values (member, asked) on conflict (who) do update set until = greatest(p.until, asked) returning p.until into members;
	if server is not null then
		insert into paces as p values (server, asked) on conflict (who) do update set until = greatest(p.until, asked) returning p.until into servers;
	end if;
	if members - member_ahead > asked then
		return query select 'member', members - member_ahead;
	elsif servers - server_ahead > asked then
		return query select 'guild', servers - server_ahead;
	else
		update paces set until = members + member_every where who = member;
		update paces set until = servers + server_every where who = server;
	end if;
end
$$;
-- +goose StatementEnd

-- +goose Down
drop function admit;
drop table paces;
