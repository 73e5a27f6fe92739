package about

import (
	"regexp"
	"strings"

	"readout/corpus/prose"
)

// AgencyNames are the wire services, as an alternation in lower case. Their texts are printed by many outlets, which is why an
// article that carries one has the agency for its origin.
const AgencyNames = `bloomberg|reuters|ap|afp|upi|dpa|efe|ansa|pti|ani|tass|epa|xinhua|kyodo|jiji|yonhap|interfax|anadolu|bernama|` +
	`antara|belga|cna`

// agencies maps the folded names of wire services to the name that is shown.
var agencies = map[string]string{
	"bloomberg": "Bloomberg", "bloomberg news": "Bloomberg", "bloomberg opinion": "Bloomberg", "bloomberg lp": "Bloomberg",
	"bloomberg l.p":  "Bloomberg",
	"bloomberg view": "Bloomberg", "bloomberg businessweek": "Bloomberg",
	"reuters": "Reuters", "thomson reuters": "Reuters", "reuters news agency": "Reuters",
	"ap": "Associated Press", "associated press": "Associated Press", "the associated press": "Associated Press",
	"afp": "AFP", "agence france-presse": "AFP", "agence france presse": "AFP",
	"upi": "UPI", "united press international": "UPI",
	"dpa": "dpa", "deutsche presse-agentur": "dpa", "efe": "EFE", "ansa": "ANSA",
	"pti": "PTI", "press trust of india": "PTI", "ani": "ANI", "ians": "IANS",
	"tass": "TASS", "itar-tass": "TASS", "interfax": "Interfax", "ria novosti": "RIA Novosti",
	"xinhua": "Xinhua", "xinhua news agency": "Xinhua", "kyodo": "Kyodo", "kyodo news": "Kyodo", "jiji": "Jiji", "jiji press": "Jiji",
	"yonhap": "Yonhap", "yonhap news agency": "Yonhap", "anadolu": "Anadolu", "anadolu agency": "Anadolu",
	"bernama": "Bernama", "antara": "Antara", "belga": "Belga", "pa media": "PA Media", "press association": "PA Media",
	"canadian press": "The Canadian Press", "the canadian press": "The Canadian Press",
	"australian associated press": "Australian Associated Press", "aap": "Australian Associated Press",
	"new york times news service": "The New York Times", "washington post news service": "The Washington Post",
	"tribune news service": "Tribune News Service", "tribune content agency": "Tribune Content Agency", "tca": "Tribune Content Agency",
	"project syndicate": "Project Syndicate", "inter press service": "Inter Press Service",
}

// AgencyOf is the wire service with the name, or "".
func AgencyOf(name string) string { return agencies[strings.TrimSpace(prose.Fold(name))] }

// IsAgency reports whether a name is that of a wire service.
func IsAgency(name string) bool { return AgencyOf(name) != "" }

var likeAgency = regexp.MustCompile(`^(?:The )?(?:\p{Lu}[\p{L}.-]*\s+){1,3}(?:Press|Wire|Newswire|(?:News|Press) (?:Agency|Service)|` +
	`Agency)$`)

// agencyNamed is the wire service that a text is signed with, or "". Where one signs, a service that we do not know is known by its
// last word.
func agencyNamed(name string) string {
	name = strings.TrimSpace(name)
	if agency := AgencyOf(name); agency != "" {
		return agency
	}
	if likeAgency.MatchString(name) {
		return name
	}
	return ""
}

var (
	agencyMark = regexp.MustCompile(`(?s)^[•·|*–—\-(\[\s]*(.*?)[)\]\s]*$`)
	agencyGlue = regexp.MustCompile(`\s*(?:,|/|&|\||\s-\s|\band\b)\s*`)
	afpJiji    = regexp.MustCompile(`^(\p{L}+)-(\p{L}+)$`)
)

// agencyLine is the wire services that a line names, when it says nothing else: "• Bloomberg", "(Reuters)", "AP, Kyodo", "AFP-JIJI".
func agencyLine(text string) string {
	const longest = 80 // bytes
	if len(text) > longest {
		return ""
	}
	name := agencyMark.FindStringSubmatch(StripLinks(text))[1]
	if agency := AgencyOf(name); agency != "" {
		return agency
	}
	if !strings.HasPrefix(text, name) {
		if agency := agencyNamed(name); agency != "" {
			return agency
		}
	}
	parts := agencyGlue.Split(name, -1)
	if m := afpJiji.FindStringSubmatch(name); m != nil {
		parts = m[1:]
	}
	for i, p := range parts {
		if parts[i] = AgencyOf(p); parts[i] == "" {
			return ""
		}
	}
	return strings.Join(parts, ", ")
}

var (
	signOff      = regexp.MustCompile(`(?s)^(.*\S)\s+((?:[-–—•|]+\s*|\()([\p{L} .-]{2,40}?)\)?)$`)
	agencyInside = regexp.MustCompile(`^(?:\p{Lu}[\p{L}.'’-]*(?:[ /]\p{Lu}[\p{L}.'’-]*){0,3}(?:, [\p{L}\d. ]{2,30}){0,2}\s+)?` +
		`\(([\p{L} -]{2,30})\)\s*[-–—]`)
)

// AgencySignOff finds the wire service named after the last sentence of a paragraph ("... he said. — Reuters") and where in the
// text the sign-off begins.
func AgencySignOff(text string) (agency string, at int) {
	const longest = 60 // bytes
	from := max(0, len(text)-longest)
	for from > 0 && text[from]&0xC0 == 0x80 {
		from--
	}
	if !strings.ContainsAny(text[from:], "-–—•|(") {
		return "", 0
	}
	m := signOff.FindStringSubmatchIndex(text[from:])
	if m == nil || !EndsComplete(text[:from+m[3]]) {
		return "", 0
	}
	return agencyNamed(text[from+m[6] : from+m[7]]), from + m[4]
}

// AgencyInDateline finds the wire service in the dateline that a report begins with: "VIENNA (Reuters) - ...".
func AgencyInDateline(text string) string {
	if m := agencyInside.FindStringSubmatch(text[:min(len(text), 120)]); m != nil {
		return agencyNamed(m[1])
	}
	return ""
}
