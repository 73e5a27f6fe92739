package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
)

// TestItems holds that what numbered minutes print over an item is a heading of what was said of it, and no part of a sentence.
func TestItems(t *testing.T) {
	t.Parallel()
	const head = "# Minutes of Brannock Parish Council\n\n"
	for name, tt := range map[string]struct{ text, want string }{
		"in one line": {"41/23 Flood Plan The Clerk read the plan. It was agreed.\n\n42/23 To approve the Minutes of 4 May The minutes were approved.\n\n43/23 Hall\n\nThe roof leaks.\n\n" +
			"44/23 The Chair closed the meeting at nine.",
			"[41/23 Flood Plan] The Clerk read the plan. It was agreed. | [42/23 To approve the Minutes of 4 May] The minutes were approved. | [43/23 Hall] The roof leaks. | " +
				"[] 44/23 The Chair closed the meeting at nine."},
		"in one paragraph": {"The hall was full. 41/23 Flood Plan It was agreed. 42/23 To hear from Members on any item to be discussed Cllr. Ann Holt declared that she owns a pond. 43/23 The lamps were paid for.",
			"[] The hall was full. | [41/23 Flood Plan] It was agreed. | [42/23 To hear from Members on any item to be discussed] Cllr. Ann Holt declared that she owns a pond. | [] 43/23 The lamps were paid for."},
		"words that come again": {"41/23 To name Flood Wardens Flood wardens were named.\n\n42/23 Pond It was closed.\n\n43/23 Dog Bins There is none.",
			"[41/23 To name Flood Wardens] Flood wardens were named. | [42/23 Pond] It was closed. | [43/23 Dog Bins] There is none."},
		"fractions":      {"It rose by 1/20 Percent. It fell by 3/20 Percent. It rose by 2/20 Percent.", "[] It rose by 1/20 Percent. It fell by 3/20 Percent. It rose by 2/20 Percent."},
		"two are no run": {"41/23 Flood Plan The plan was read.\n\n42/23 Pond The pond was closed.", "[] 41/23 Flood Plan The plan was read. | [] 42/23 Pond The pond was closed."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a.md", head+tt.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range a.Passages {
				if p.Role == corpus.RoleBody {
					got = append(got, "["+strings.Join(p.Headings, " > ")+"] "+p.Text)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " | ")); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
}
