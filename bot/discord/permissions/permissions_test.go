package permissions

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestGranted(t *testing.T) {
	t.Parallel()
	roles := []Role{{"1", "1024"}, {"2", "2048"}, {"3", "8"}, {"4", "nonsense"}} // View Channels, Send Messages, Administrator
	for _, tc := range []struct {
		ids  []string
		want []string
	}{
		{[]string{"1", "2"}, []string{"Send Messages in Threads", "Embed Links", "Read Message History"}},
		{[]string{"1", "3"}, nil},
		{nil, []string{"View Channels", "Send Messages", "Send Messages in Threads", "Embed Links", "Read Message History"}},
	} {
		if has, err := Granted(roles, tc.ids); err != nil || !slices.Equal(Missing(has), tc.want) {
			t.Errorf("%v: missing %v, %v, want %v", tc.ids, Missing(has), err, tc.want)
		}
	}
	if _, err := Granted(roles, []string{"4"}); err == nil {
		t.Error("nonsense is no error")
	}
}

// TestPermissionsIn: a channel's settings count in Discord's order, everyone's first and the member's last.
func TestPermissionsIn(t *testing.T) {
	t.Parallel()
	const everyone, member = "1", "9"
	for name, tc := range map[string]struct {
		overwrites string
		want       int64
	}{
		"none":               {`[]`, 3},
		"everyone loses":     {`[{"id":"1","type":0,"allow":"0","deny":"2"}]`, 1},
		"a role gets it":     {`[{"id":"2","type":0,"allow":"2","deny":"0"},{"id":"1","type":0,"allow":"0","deny":"2"}]`, 3},
		"the member loses":   {`[{"id":"9","type":1,"allow":"0","deny":"1"},{"id":"2","type":0,"allow":"1","deny":"0"}]`, 2},
		"others don't count": {`[{"id":"3","type":0,"allow":"0","deny":"3"},{"id":"8","type":1,"allow":"0","deny":"3"}]`, 3},
	} {
		var c Channel
		if err := json.Unmarshal([]byte(`{"permission_overwrites":`+tc.overwrites+`}`), &c); err != nil {
			t.Fatal(err)
		}
		if got, err := c.In(3, everyone, member, []string{"2"}); err != nil || got != tc.want {
			t.Errorf("%s: %d, %v, want %d", name, got, err, tc.want)
		}
	}
}

// TestOpen: what everybody can read, and what is hidden from them though a role may read it.
func TestOpen(t *testing.T) {
	t.Parallel()
	var channels []Channel
	if err := json.Unmarshal([]byte(`[{"id":"10"},
		{"id":"11","permission_overwrites":[{"id":"1","type":0,"allow":"0","deny":"1024"},{"id":"2","type":0,"allow":"1024","deny":"0"}]},
		{"id":"12","permission_overwrites":[{"id":"1","type":0,"allow":"x","deny":"0"}]}]`), &channels); err != nil {
		t.Fatal(err)
	}
	open, err := Open("1", []Role{{"1", "1024"}, {"2", "8"}}, channels)
	if err != nil || !open["10"] || open["11"] || open["12"] {
		t.Errorf("%v, %v", open, err)
	}
	if closed, err := Open("1", []Role{{"1", "2048"}}, channels); err != nil || closed["10"] {
		t.Errorf("where nobody may read anything: %v, %v", closed, err)
	}
	if _, err := Open("1", []Role{{"1", "x"}}, channels); err == nil {
		t.Error("nonsense is no error")
	}
}
