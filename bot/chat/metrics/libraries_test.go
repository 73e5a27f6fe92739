package metrics

import (
	"testing"

	"readout/bot/libraries"
)

type fixed libraries.Memory

func (f fixed) Memory() libraries.Memory { return libraries.Memory(f) }

func TestWatchLibraries(t *testing.T) {
	t.Parallel()
	m := Of(nil, fixed{Libraries: 2, Bytes: 3, Most: 5, Mapped: 7, Hits: 11, Opened: 13, Made: 17, Dropped: 19})
	got := map[string]float64{}
	families, err := m.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, one := range f.GetMetric() {
			got[f.GetName()] = one.GetGauge().GetValue() + one.GetCounter().GetValue()
		}
	}
	for name, want := range map[string]float64{
		"readout_libraries_open": 2, "readout_libraries_bytes": 3, "readout_libraries_most_bytes": 5, "readout_libraries_mapped_bytes": 7,
		"readout_libraries_hits_total": 11, "readout_libraries_opened_total": 13, "readout_libraries_made_total": 17,
		"readout_libraries_dropped_total": 19,
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
}
