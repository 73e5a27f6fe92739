package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// taskChanges is the channel on which processes tell each other that a task waits.
const taskChanges = "readout_tasks"

// TakeTasks has the holder work on new tasks for a while, all in one step, and says of each what became of it. most is how many
// questions there may be at a time, 0 for no limit. It may be asked again when it is not known whether it was done.
func (s *Store) TakeTasks(ctx context.Context, tasks []store.Task, holder string, d time.Duration, most int) ([]store.Taken, error) {
	out := make([]store.Taken, len(tasks))
	var ids, guilds []int64
	var askers []*int64
	var kinds, data []string
	for i, t := range tasks {
		out[i] = store.Taken{Claim: store.Claim{Task: t, Fence: 1}, Err: t.Validate()}
		if out[i].Err != nil {
			continue
		}
		ids, guilds, askers = append(ids, number(t.ID)), append(guilds, number(t.Guild)), append(askers, optional(t.Asker))
		kinds, data = append(kinds, t.Kind), append(data, string(t.Data))
	}
	var mine, there, asking []int64
	full := false
	err := s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `with there as (select count(*) as n from tasks where asker is not null and not id = any($1)),
			wanted as (select *, count(asker) over (order by id) as turn from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[],
				$5::text[]) as w (id, guild, asker, kind, data))
			insert into tasks (id, guild, asker, kind, at, data, begun, holder, fence, until)
			select id, guild, asker, kind, clock_timestamp(), data::json, false, $6, 1, clock_timestamp() + $7 from wanted, there
			where asker is null or $8::int <= 0 or n + turn <= $8 order by id
			on conflict do nothing`, ids, guilds, askers, kinds, data, holder, d, most)
		if err == nil {
			mine, err = column[int64](ctx, tx,
				"select id from tasks where id = any($1) and holder = $2 and fence = 1 and done is null", ids, holder)
		}
		if err != nil || len(mine) == len(tasks) {
			return err
		}
		row := tx.QueryRow(ctx, `select array(select id from tasks where id = any($1)), array(select asker from tasks where asker = any($2)),
			$3::int > 0 and (select count(*) from tasks where asker is not null) >= $3`, ids, askers, most)
		return row.Scan(&there, &asking, &full)
	})
	if err != nil {
		return nil, fmt.Errorf("take up tasks: %w", err)
	}
	for i, t := range tasks {
		switch {
		case out[i].Err != nil, slices.Contains(mine, number(t.ID)):
		case slices.Contains(there, number(t.ID)):
			out[i].Err = store.ErrTaken
		case full && !slices.Contains(asking, number(t.Asker)):
			out[i].Err = store.ErrFull
		default:
			out[i].Err = store.ErrExists
		}
	}
	return out, nil
}

// OfferTask says that a claim's task was given a first response, and has any process go on with it. store.ErrLost: it is held no longer.
func (s *Store) OfferTask(ctx context.Context, f store.Fenced) error {
	return s.change(ctx, "offer a task", f, `with offered as (update tasks set begun = true, holder = '', until = clock_timestamp()
			where id = $1 and fence = $2 and done is null returning id)
		select pg_notify('`+taskChanges+`', '') from offered`)
}

// BeginTask says that a claim's task was given a first response; its holder goes on with it. store.ErrLost.
func (s *Store) BeginTask(ctx context.Context, f store.Fenced) error {
	return s.change(ctx, "begin a task", f, "update tasks set begun = true where id = $1 and fence = $2 and done is null")
}

// HoldTask holds a claim for a while longer, of which all but the answer's delivery is done: its asker may ask the next question.
// store.ErrLost: somebody else may deliver it.
func (s *Store) HoldTask(ctx context.Context, f store.Fenced, d time.Duration) error {
	return s.change(ctx, "hold a task", f, `update tasks set begun = true, asker = null, until = greatest(until, clock_timestamp() + $3)
		where id = $1 and fence = $2 and done is null`, d)
}

// FinishTask ends a claim, and forgets what it was about but for its ID. store.ErrLost.
func (s *Store) FinishTask(ctx context.Context, f store.Fenced) error {
	return s.change(ctx, "finish a task", f, `update tasks set done = clock_timestamp(), data = null, asker = null
		where id = $1 and fence = $2 and done is null`)
}

// change runs a statement on a claim that is held.
func (s *Store) change(ctx context.Context, what string, f store.Fenced, statement string, more ...any) error {
	db, err := s.db(ctx)
	if err == nil {
		var n int
		if n, err = remove(ctx, db, statement, append([]any{number(f.ID), f.Fence}, more...)...); err == nil && n == 0 {
			err = store.ErrLost
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// ClaimTasks gives the holder up to so many tasks that nobody works on, for a while. Servers take turns: one that has many tasks,
// waiting or worked on, does not keep the others waiting. In direct messages each member counts as a server.
func (s *Store) ClaimTasks(ctx context.Context, holder string, most int, d time.Duration) ([]store.Claim, error) {
	var claims []store.Claim
	err := s.write(ctx, func(tx pgx.Tx) error {
		claims = nil
		rows, err := tx.Query(ctx, `with waiting as (
				select id, at, coalesce(nullif(guild, 0), asker, id) as lane from tasks where done is null and until <= clock_timestamp()),
			busy as (select guild as lane, count(*) as n from tasks where done is null and until > clock_timestamp() and begun group by guild),
			ranked as (select id, at, row_number() over (partition by lane order by at, id) + coalesce(n, 0) as turn
				from waiting left join busy using (lane)),
			next as (select id from ranked order by turn, at, id limit $2),
			free as (select id from tasks where id in (select id from next) and done is null and until <= clock_timestamp()
				for update skip locked)
			update tasks set holder = $1, fence = fence + 1, until = clock_timestamp() + $3 from free where tasks.id = free.id
			returning tasks.id, guild, asker, kind, data, fence, begun`, holder, most, d)
		if err != nil {
			return err
		}
		var c store.Claim
		var id, guild int64
		var asker *int64
		_, err = pgx.ForEachRow(rows, []any{&id, &guild, &asker, &c.Kind, &c.Data, &c.Fence, &c.Begun}, func() error {
			c.ID, c.Guild, c.Asker = idOf[string](id), idOf[store.GuildID](guild), ""
			if asker != nil {
				c.Asker = idOf[store.UserID](*asker)
			}
			claims = append(claims, c)
			c.Data = nil // the next one has bytes of its own
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim tasks: %w", err)
	}
	return claims, nil
}

// HoldTasks renews all that the holder works on and still holds: for first those without a first response, for rest the others.
func (s *Store) HoldTasks(ctx context.Context, holder string, first, rest time.Duration) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, `update tasks set until = greatest(until, clock_timestamp() + case when begun then $3::interval else $2 end)
			where holder = $1 and done is null and until > clock_timestamp()`, holder, first, rest)
	}
	if err != nil {
		return fmt.Errorf("hold tasks: %w", err)
	}
	return nil
}

// WatchTasks calls changed, one at a time, whenever a task may wait to be worked on, until the context ends: at once where the database
// tells, and at least as often as every, for those of processes that died.
func (s *Store) WatchTasks(ctx context.Context, every time.Duration, changed func(context.Context)) {
	s.watch(ctx, taskChanges, every, changed)
}

// Sweep of tasks: of one that is done, its ID is kept for as long as Discord may tell of it again.
const taskKept = time.Hour

func (s *Store) sweepTasks(ctx context.Context) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, `delete from tasks
			where done < clock_timestamp() - $1::interval or at < clock_timestamp() - 2 * $1::interval`, taskKept)
	}
	if err == nil {
		_, err = remove(ctx, db, "delete from refusals where second < clock_timestamp() - $1::interval", taskKept)
	}
	if err == nil {
		_, err = remove(ctx, db, "delete from paces where until < $1::timestamptz - $2::interval", s.now(), taskKept)
	}
	return err
}

// Refused adds to the requests that Discord refused to all processes, and returns how many there were within the time.
func (s *Store) Refused(ctx context.Context, n int, within time.Duration) (int, error) {
	db, err := s.db(ctx)
	var all int
	if err == nil && n > 0 {
		_, err = db.Exec(ctx, `insert into refusals as r (second, requests) values (date_trunc('second', clock_timestamp()), $1)
			on conflict (second) do update set requests = r.requests + excluded.requests`, n)
	}
	if err == nil {
		err = db.QueryRow(ctx, "select coalesce(sum(requests), 0) from refusals where second > clock_timestamp() - $1::interval", within).
			Scan(&all)
	}
	if err != nil {
		return 0, fmt.Errorf("count refused requests: %w", err)
	}
	return all, nil
}

// NotBefore has no process ask Discord for a while, 0 for no change, and returns for how long none may.
func (s *Store) NotBefore(ctx context.Context, wait time.Duration) (time.Duration, error) {
	db, err := s.db(ctx)
	if err == nil && wait > 0 {
		_, err = db.Exec(ctx, `insert into not_before as n (name, until) values ('', clock_timestamp() + $1::interval)
			on conflict (name) do update set until = greatest(n.until, excluded.until)`, wait)
	}
	var left time.Duration
	if err == nil {
		err = db.QueryRow(ctx, "select greatest(until - clock_timestamp(), interval '0') from not_before where name = ''").Scan(&left)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("when Discord may be asked: %w", err)
	}
	return left, nil
}
