package question

import (
	"regexp"
	"strings"

	"readout/corpus/prose"
)

// frames are what people wrap a question in: who is asked to answer, and from what. They say nothing of what is looked for.
var frames = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|ok|okay|so|well|please|pls|and|but|also|now)[,! ]+)+`),
	regexp.MustCompile(`(?i)^(?:please )?(?:answer|reply|respond)\b(?: (?:me|us|briefly|shortly|this))?(?: (?:in|with) (?:just |` +
		`only )?(?:one|a|two|three|a few|few) (?:words?|sentences?|lines?))?(?::| with\b)? *`),
	regexp.MustCompile(`(?i)^(?:please )?(?:quote|cite|report|name|list|describe|find|identify|mention|write|compare|confirm|check|` +
		`verify)\b(?: (?:me|us|all|that|whether|if))?\b *`),
	regexp.MustCompile(`(?i)^(?:(?:can|could|would|will) you (?:please )?(?:tell|give|show|explain|remind|help|list|find)(?: to)?(?: me|` +
		` us)?|(?:please )?(?:tell|give|show|remind) (?:me|us)|i(?:'d| would) (?:like|love) to know|do you (?:think|believe|say|know)|` +
		`i want to know|i wonder|do (?:you|we) know|does anyone know|any idea|explain(?: to me)?)\b[ ,:]*`),
	regexp.MustCompile(`(?i)\b(?:(?:please )?(?:summari[sz]e|sum up|outline|recap|put together|pull together|collect|gather|` +
		`give (?:me )?an? (?:summary|overview|recap|outline)(?: of)?|(?:an? |the )?(?:quick |short |brief )?(?:summary|overview|recap|` +
		`outline) of)|tl;?dr(?: of| on)?:?)\b(?: (?:for me|briefly|quickly|in short|in a few (?:words|sentences|points)))*`),
	regexp.MustCompile(`(?i)\b(?:according to|based on|judging by|going by) (?:any of |all |each of )?(?:the|these|your|those|all|` +
		`any)? ?(?:five |four |three |two |six |seven |eight )?(?:news )?(?:articles?|reports|sources|corpus|texts?|coverage|stories|press|` +
		`material)\b,?`),
	regexp.MustCompile(`(?i)\b(?:across|in|from|by|among|within|throughout|anywhere in|per) (?:any of |all |each of |both )?(?:the|these|` +
		`your|those|all|any) (?:five |four |three |two |six |seven |eight )?(?:news )?(?:articles|reports|sources|corpus|texts|coverage|` +
		`stories|material|pieces)\b`),
	regexp.MustCompile(`(?i),? ?\b(?:in|by|across) (?:each|every|the different|the various|different|various) (?:articles?|reports?|` +
		`sources?|publications?|texts?)(?: (?:that|which) (?:quotes?|mentions?|cites?|covers?|reports?) (?:him|her|them|it|this|` +
		`that)(?: on it| about it)?)?`),
	regexp.MustCompile(`(?i)\b(?:what|how)? ?(?:do|does|did) (?:any of )?(?:the|these|your|those) (?:news )?(?:articles?|sources|texts|` +
		`coverage|corpus) (?:say|state|report|mention|tell us|reveal|indicate|describe|quote)(?: anything)?(?: about| on)?`),
	regexp.MustCompile(`(?i)\bwhat (?:the|these) (?:articles|sources|reports) (?:say|report|state|tell)(?: about| on)?`),
	regexp.MustCompile(`(?i)\b(?:is|are|was|were) (?:quoted|mentioned|cited|named|reported|described|discussed)(?: in the (?:article|` +
		`report|text|piece|story))?\s*\??$`),
	regexp.MustCompile(`(?i)\b(?:when|after|once|as) (?:(?:he|she|they|it) (?:was|were) )?(?:asked|pressed|questioned|quizzed|` +
		`challenged)(?: by (?:an? |the |some )?(?:reporters?|journalists?|interviewers?|correspondents?))?(?: (?:about|on|over|whether|if))?\b`),
	regexp.MustCompile(`(?i)\b(?:when|after|once|as) (?:an? |the |some |one )?(?:reporters?|journalists?|interviewers?|` +
		`correspondents?) (?:asked|pressed|questioned|quizzed|challenged)(?: (?:him|her|them))?(?: (?:about|on|over|whether|if))?\b`),
	regexp.MustCompile(`(?i)\b(?:take|takes|took|taken|taking) place\b`),
	regexp.MustCompile(`(?i)\b(?:tf|the (?:hell|heck|fuck|devil)|on earth)\b`),
	regexp.MustCompile(`(?i)\b(?:with (?:a )?citations?|with sources?|and cite (?:your |the )?sources?|in (?:their|his|her) own words|` +
		`word for word|verbatim)\b`),
}

// unframed is the question without its frames, for looking up. What would leave no word is left alone.
func unframed(text string) string {
	for _, f := range frames {
		if rest := Tidied(f.ReplaceAllString(text, " ")); len(prose.Folded(rest)) > 0 {
			text = rest
		}
	}
	return strings.TrimSpace(strings.TrimLeft(text, ",:;- "))
}
