package parse

import "testing"

const quay = "The council of Moss agreed on Monday to lengthen the quay by 90 metres, the mayor said after a meeting of five hours.\n\n" +
	"Ida Brun, the mayor, told reporters that the work would begin in the spring and end before the autumn storms.\n"

func TestPublisherOfText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, head, title, publisher string }{
		{"of the link's host", "Moss lengthens its quay | Lantern\n\nhttps://lantern.example/quay\n\n", "Moss lengthens its quay", "Lantern"},
		{"by a word of outlets", "Moss lengthens its quay | The Moss Courier\n\n", "Moss lengthens its quay", "The Moss Courier"},
		{"the host alone", "Moss lengthens its quay\n\nhttps://www.lantern.example/quay\n\n", "Moss lengthens its quay", "lantern.example"},
		{"a dash in the headline", "Moss lengthens its quay – At Last\n\n", "Moss lengthens its quay – At Last", ""},
	} {
		a, err := Text("a.txt", tt.head+quay)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		if a.Title != tt.title || a.Publisher != tt.publisher {
			t.Errorf("%s: %q by %q", tt.name, a.Title, a.Publisher)
		}
	}
}

// TestAgencyOfPicture holds that a wire service after a caption is none of the article's.
func TestAgencyOfPicture(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, agency string }{
		{"a caption", "Moss lengthens its quay\n\n" + quay + "\nThe quay of Moss is seen on Sunday. (Reuters)\n\n" + quay, ""},
		{"at the end", "Moss lengthens its quay\n\n" + quay + "\nThe work will cost nine million crowns. (Reuters)\n", "Reuters"},
		{"in the dateline", "Moss lengthens its quay\n\nMOSS (Reuters) - " + quay, "Reuters"},
	} {
		a, err := Text("a.txt", tt.text)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		if a.Agency != tt.agency {
			t.Errorf("%s: %q", tt.name, a.Agency)
		}
	}
}
