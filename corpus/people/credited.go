package people

import (
	"slices"

	"readout/corpus"
)

// Credited are the names of those whom the articles credit with remarks, in full and as they are called after the first mention, sorted.
func Credited(articles []*corpus.Article) []string {
	var out []string
	for _, a := range articles {
		for _, p := range a.Passages {
			for _, r := range p.Remarks {
				if r.Person != nil {
					out = append(out, r.Person.Name, r.Person.Surname)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(name string) bool { return name == "" })
}
