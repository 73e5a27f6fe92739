package parse

import "testing"

func TestFurnitureIsDropped(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Advertisement", "ADVERTISEMENT", "Ad", "Sponsored content", "Share", "Share this article", "Share on Facebook", "Tweet",
		"Facebook Twitter WhatsApp Email", "Print | Email | Share", "Read more", "Continue", "Back to top", "Listen now", "Copy link",
		`<iframe width="560" src="https://video.example/a" title="Video"></iframe>`, `<p align="center"><img src="a.png" alt="A bridge"></p>`,
		"<br/>", "<!-- set by hand --> <a name=\"top\"></a>", "<style>p { color: red }</style>", "<!DOCTYPE html>", "<![CDATA[ a ]]>",
		"4 minute read", "3 min read", "12-minute read", "Reading time: 3 minutes", "Estimated reading time: about 7 min",
		"125 comments", "1.2k shares | 48 comments", "Story continues below advertisement", "Article continues after this ad",
		"Skip to main content", "Powered by Widgets.com",
		"Related article: [What the Ministers Said in Oslo](#)", "Related: Five things to know about the fishing treaty",
		"Related stories", "RELATED COVERAGE", "Read more: The talks that went nowhere", "Read also: Harbour reopens after the storm.",
		"See also: [Fishing rights](https://example.org/a)", "READ NEXT » Ministers meet again", "Don’t miss: the best of the week",
		"More Must-Reads from TODAY", "More from The Example Times", "More on this story", "More stories about fishing",
		"Most read in Europe", "Most popular", "Editors’ picks", "Top stories", "Trending now", "You might also like",
		"Recommended for you", "Next article: Ministers meet again", "ICYMI: the harbour speech",
		"Contact us at letters@example.org", "Contact us at", "Email us", "Write to Ann Lee at ann.lee@example.org",
		"Sign up for our daily newsletter.", "Sign up here to get the morning briefing", "Subscribe to our podcast", "Subscribe now",
		"Follow us on Twitter @example", "Follow Ann Lee on Twitter", "Follow @annlee", "Like us on Facebook to see more stories.",
		"Join us on Telegram", "Click here to read the full report", "Tap here for the latest", "Download our free app today.",
		"Get the latest news delivered to your inbox.", "Get our newsletter every morning.", "Support independent journalism today.",
		"Become a member", "Donate now to keep us going.", "Have a tip? Write to the newsroom.", "Send us your tips.",
		"Thank you for reading!", "Thanks for subscribing.", "You have reached your limit of free articles.",
		"You’ve read 3 of your 5 free articles this month.", "If you enjoyed this story, consider a gift to our newsroom.",
		"Already a subscriber? Log in", "Log in", "Sign in or create an account", "Create a free account to keep going.",
		"This article is for subscribers only.", "To continue reading, please subscribe.", "Please enable JavaScript to view this page.",
		"We use cookies to improve your visit.", "This site uses cookies.", "By signing up you agree to our terms of use.",
		"For more stories like this, visit our world page.", "The best of the week, straight to your inbox.", "Unsubscribe at any time.",
		"© 2019 Example Media Ltd.", "Copyright 2019 Example Times. All rights reserved.", "(c) 2019 The Example Times",
		"All rights reserved.", "Tags: fishing, treaty, harbour", "Filed under: Politics", "Topics: Norway, Fishing",
		"Photo: Ann Lee", "Photograph by John Smith for The Example Times", "Image: Example Media", "Photographer: Ann Lee/Example Media",
		"Credit: Ann Lee for the Example Times", "Hide caption", "Enlarge this image", "Getty Images",
		"The ministers at the harbour in Oslo on Tuesday. Ann Lee/Reuters", "Ann Lee and John Smith [Example.org](#)",
		"The harbour at dawn. John Smith/AFP via Getty Images", "Ministers shake hands in Oslo, May 14, 2019. REUTERS/Ann Lee/Pool",
		"The foreign minister, left, and her guest (Photo by Ann Lee)", "A view of the harbour in Oslo (AP Photo/Ann Lee)",
		"[Ministers meet again](https://example.org/b)", "* [Home](#) | [World](#)", "Watch: the ministers arrive", "Video: Inside the harbour",
		"Live updates: the Oslo talks", "Toggle menu", "Watch live", "Listen: the Oslo podcast", "* * *", "———", "Home | World | Business | Sport", "Norway • Europe • Middle East",
		"Print | E-mail | Comments (41)", "Comments are closed.", "Follow the Example Herald", "@annlee", "ann.lee@example.org",
		"Image copyright Getty Images Image caption The minister in Oslo", "Media playback is unsupported on your device",
		"To contact the editors responsible for this story: John Smith at jsmith@example.org",
	} {
		if !isFurniture(text) {
			t.Errorf("kept %q", text)
		}
	}
}

func TestReportingIsKept(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"<p>The toll rose.</p>", "The toll is a < b, he said.", "<b>Toll:</b> two crowns",
		"The ministers met in Oslo on Tuesday.", "It won’t be easy.", "They agreed.", "“No.”", "Nobody knew why.", "He laughed.",
		"Shares of the company fell by 3 percent.", "Share prices fell after the talks, and the krone with them.",
		"Sharing the waters is the ministers’ aim.", "Advertisements for the treaty covered the walls of the harbour.",
		"Advertising companies were barred from the talks, the ministry said.",
		"Read more books, the minister told the children in Oslo.", "Reading the treaty took the delegates four hours.",
		"Related talks on cod will begin in June.", "Relations between the two countries have seldom been worse.",
		"More than 100 boats were held in the harbour.", "More boats arrived from Bergen on Monday, officials said.",
		"More on the treaty will be known in June, the ministry said.", "More from the sea was what the fishermen wanted, and they said so.",
		"Most of the boats were released on Friday.", "Top diplomats from both countries met in Oslo.",
		"Follow the money, investigators in Oslo like to say.", "Following the talks, the ministers spoke to reporters.",
		"Follow-up talks are due in June.", "Contact between the two navies was frozen last year.",
		"Contacts will continue, but it will be long in coming.", "Subscribers of the telephone company lost their lines on Tuesday.",
		"Subscription prices rose by a tenth last year.", "Sign of the times: the two ministers shook hands.",
		"Signing the treaty took five minutes.", "Support for the treaty has fallen, according to a poll.",
		"Support independent courts, the minister told the assembly.", "Help us, the fishermen wrote to the ministry.",
		"Donations to the harbour fund reached $5 million.", "Join us or leave, the minister told the fishermen.",
		"Get the fleet ready, the admiral told his officers.", "Get out of our waters, the fishermen shouted.",
		"Have a care, the old treaty says.", "Thanks to the treaty, the boats sailed.",
		"You have to give him credit, Ms. Lee said of the minister.", "“You have read your history,” he told her.",
		"If you like cod, Oslo is the place, the minister joked.", "We use force only as a last resort, the admiral said.",
		"By subscribing to the treaty, the country gave up its claim.", "By signing up to the pact you lose your waters, he warned.",
		"By Tuesday, the talks had collapsed.", "For more than a decade, the two countries have argued over cod.",
		"For more information, the ministry referred reporters to the treaty.", "© Provided by Example Media The ministers of both countries met in Oslo on Tuesday and agreed to open the harbour.", "Copyright law was on the agenda as well.",
		"Copyright was on the agenda in 2019.", "Photos of the ministers were published on Wednesday.",
		"Photographs by the navy show the boats.", "Image problems have plagued the minister.", "Credit was tight in Oslo last year.",
		"Credit Nordic, a bank, paid for the harbour.", "Topics included cod, herring and the harbour.",
		"Tags on the nets showed where the boats came from.", "Watch officers saw the boats at dawn.",
		"Watch: that was the order the captain gave his crew.", "Video of the boats was shown at the talks.",
		"Live ammunition was found on board.", "Listening posts heard the boats.", "Download speeds in the harbour are low.",
		"Click fraud was on the agenda too.", "Tap water in the harbour is not safe, the ministry says.",
		"Create jobs first, the minister said.", "Create an account of what happened, the judge told the captain.",
		"This article of the treaty is only for members of the union, the minister said.", "This site of the battle was opened on Friday.",
		"The best of the catch goes to Bergen.", "Comments by the minister angered the fishermen.",
		"Skip Larsen, the captain, was held for a week.", "Powered by two engines, the boat reached Bergen in a day.",
		"12 boats were held.", "3 minutes later the talks were over.", "125 comments were filed on the draft, the ministry said.",
		"The ministers shook hands in Oslo on Tuesday, Reuters reported.", "The treaty was leaked to The Example Times/Oslo.",
		"Boats were seen off Bergen on Monday, according to photographs by Ann Lee.",
		"The minister left the talks early, the ministry said. — Reuters", "He declined to comment. (Reuters)",
		"The talks with [the fishermen](https://example.org/c) went on until the morning.",
		"Ministers from Oslo will meet the fishermen of the north at a place that is [still secret](#)",
		"Home rule was on the agenda.", "Save the cod, the banners read.", "All rights reserved to the crown were given up in 1905.",
		"Trending downward, the catch reached its lowest point in a decade.", "Popular now and then, the minister was voted out.",
		"Estimated losses reached $2 million.", "Editors of three papers were questioned in Oslo.",
		"Other stories told in the harbour are harder to check.", "Next article 5 of the treaty was read aloud.",
		"Breaking news of the talks reached Bergen at noon.", "Log books of the boats were seized.", "Email traffic between the two was leaked.",
		"Images caption nothing, the minister joked.", "To contact the boats, the navy used flags.", "@annlee wrote that the talks were over.",
		"Follow the herald, the mayor told the crowd.", "Comments are closed to nobody, the ministry said.", "Cod / herring",
		"We respect your privacy, the minister told the captain.", "Write to us, the prisoners asked their families.",
	} {
		if isFurniture(text) {
			t.Errorf("dropped %q", text)
		}
	}
}

func TestPleasAreDropped(t *testing.T) {
	t.Parallel()
	report := block{text: "Independent journalism in the country is under threat, a lawyer for the newspaper said."}
	tests := []struct {
		name   string
		blocks []block
		want   []bool // dropped
	}{
		{"journalism beside a plea", []block{
			report,
			{text: "In times like these, honest journalism matters more than ever."},
			{text: "By subscribing, you help us tell the story."},
		}, []bool{false, true, true}},
		{"journalism alone", []block{{text: "In times like these, honest journalism matters more than ever."}}, []bool{false}},
		{"a reader addressed, but by whom?", []block{{text: "“You can support us with a subscription,” the editor told readers."}}, []bool{false}},
		{"reporting beside a plea", []block{report, {text: "Your donation lets us keep going."}}, []bool{false, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dropPleas(tt.blocks)
			for i, b := range tt.blocks {
				if b.drop != tt.want[i] {
					t.Errorf("%q dropped: %v, want %v", b.text, b.drop, tt.want[i])
				}
			}
		})
	}
}
