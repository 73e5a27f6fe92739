package written

import "testing"

// TestMeter: by what a server counts, prompts that it cut off are told from those that its tokenizer makes less of.
func TestMeter(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		noted    []counted
		next     counted
		cut      bool
		doubtful bool
	}{
		"as estimated":                             {nil, counted{2400, 2400}, false, false},
		"more than estimated":                      {nil, counted{2400, 3100}, false, false},
		"not counted":                              {[]counted{{2400, 2400}}, counted{2400, 0}, false, false},
		"somewhat less than estimated":             {nil, counted{2400, 2000}, false, true},
		"far less than estimated":                  {nil, counted{2400, 1700}, true, true},
		"as of another, which is shorter":          {[]counted{{2400, 2000}}, counted{2450, 2000}, true, true},
		"as of another, which is longer":           {[]counted{{2450, 2000}}, counted{2400, 2000}, true, true},
		"as of another, which is as long":          {[]counted{{2400, 2000}}, counted{2401, 2000}, false, true},
		"as of another, and as much as estimated":  {[]counted{{2400, 2400}}, counted{2450, 2400}, false, false},
		"less than of the longest, as known":       {[]counted{{2400, 2000}, {2300, 1915}}, counted{2450, 2040}, false, false},
		"more than of the longest, as known":       {[]counted{{2300, 1915}, {2400, 2000}}, counted{2200, 1830}, false, false},
		"far less than the server was found to do": {[]counted{{2400, 2400}, {2000, 2000}}, counted{2500, 1900}, true, true},
	} {
		var m meter
		for _, c := range tt.noted {
			m.note(c)
		}
		if got := m.cut(tt.next); got != tt.cut {
			t.Errorf("%s: cut off %v", name, got)
		}
		if got := m.doubts(tt.next); got != tt.doubtful {
			t.Errorf("%s: in doubt %v", name, got)
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		longer, shorter counted
		cut             bool
	}{
		"cut off a little":               {counted{2400, 2000}, counted{1550, 1500}, true},
		"cut off to a half":              {counted{2400, 1200}, counted{1550, 1200}, true},
		"of a tokenizer with few tokens": {counted{2400, 1850}, counted{1550, 1210}, false},
		"with a schema that is counted":  {counted{2400, 2310}, counted{1550, 1545}, false},
		"nothing counted":                {counted{2400, 0}, counted{1550, 0}, false},
		"the longer alone is counted":    {counted{2400, 2000}, counted{1550, 0}, false},
		"far too few, alone":             {counted{2400, 1500}, counted{1550, 0}, true},
		"the shorter alone is counted":   {counted{2400, 0}, counted{1550, 1550}, false},
	} {
		var m meter
		if got := m.compare(tt.longer, tt.shorter); got != tt.cut {
			t.Errorf("%s: cut off %v", name, got)
		}
		if !tt.cut && tt.longer.input > 0 && tt.shorter.input > 0 && m.doubts(tt.longer) {
			t.Errorf("%s: in doubt again", name)
		}
	}
}
