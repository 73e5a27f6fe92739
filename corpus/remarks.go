package corpus

func findRemarks(a *Article, names *nameIndex) {}
