"use strict";
// The pages work without this. It copies links, and tells how far an answer is that takes a while.
const stages = {
	understanding: "Understanding the question …", reading: "Choosing the passages …", writing: "Wording the answer …",
	checking: "Checking every sentence …", translating: "Translating …",
};

for (const link of document.querySelectorAll("a[data-copy]")) {
	link.addEventListener("click", async (event) => {
		if (event.metaKey || event.ctrlKey || event.shiftKey || !navigator.clipboard) return;
		event.preventDefault();
		const told = document.getElementById("copied");
		try {
			await navigator.clipboard.writeText(link.href);
			told.textContent = "Copied.";
		} catch {
			location.assign(link.href);
		}
	});
}

for (const form of document.querySelectorAll("form[data-ask]")) {
	form.addEventListener("submit", (event) => {
		const asked = new URLSearchParams();
		for (const [name, value] of new FormData(form)) if (value !== "") asked.append(name, value);
		event.preventDefault();
		const target = "/?" + asked;
		if (!("staged" in form.dataset)) {
			location.assign(target);
			return;
		}
		const told = document.getElementById("working");
		told.textContent = "Looking …";
		const source = new EventSource("/stages?" + asked);
		source.addEventListener("stage", (e) => { told.textContent = stages[JSON.parse(e.data).stage] ?? "Working …"; });
		const go = () => { source.close(); location.assign(target); };
		source.addEventListener("ready", go);
		source.addEventListener("failed", go);
		source.addEventListener("error", go);
	});
}
