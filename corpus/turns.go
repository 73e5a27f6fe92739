package corpus

func findTurns(a *Article, names *nameIndex) bool { return false }
