package corpus

type nameIndex struct{}

func (*nameIndex) mentions(text string) []Mention { return nil }

func findPeople(articles []*Article) ([]*Person, *nameIndex) { return nil, &nameIndex{} }
