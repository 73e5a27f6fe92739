package provenance

import "time"

// Due reports whether a source is to be fetched in a turn of those that come as often as said: one that fails rests.
func (s *State) Due(link string, now time.Time, every time.Duration) bool {
	f, failing := s.Failing[link]
	// A time further away than any rest was written by a clock that was wrong.
	return !failing || !now.Before(f.Retry) || f.Retry.Sub(now) > longestRest(every)
}

// Failed notes that a source failed once more. every is how often the scheduler refreshes; 0, where nobody knows, is daily.
func (s *State) Failed(link string, feed bool, why Reason, now time.Time, every time.Duration) {
	if every == 0 {
		every = 24 * time.Hour
	}
	f := s.Failing[link]
	if f.Times == 0 {
		f.Since = now
	}
	f.Times++
	f.Retry, f.Why, f.Feed = now.Add(rest(every, f.Times)), why, feed
	s.Failing[link] = f
}

// longestRest is the most that a failing source rests between two attempts.
func longestRest(every time.Duration) time.Duration { return max(7*24*time.Hour, every) }

// rest is how long a source rests after so many failures in a row: for one turn, two, four, ... A little less, for turns come a
// little early at times.
func rest(every time.Duration, failures int) time.Duration {
	longest := longestRest(every)
	for range min(failures, 30) - 1 {
		if every *= 2; every >= longest {
			return longest
		}
	}
	return every * 4 / 5
}
