// Asks a server over standard input and output, and one over HTTP, as another implementation of the protocol does.
// node client.mjs PROGRAM [URL]
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [program, url] = process.argv.slice(2);

async function ask(transport, over) {
	const client = new Client({ name: "check", version: "1" });
	await client.connect(transport);
	const tools = (await client.listTools()).tools.map((t) => t.name).sort();
	assert.deepEqual(tools, ["article", "ask", "misquotes", "said", "search", "sources", "timeline"]);
	const answer = (await client.callTool({ name: "ask", arguments: { question: "What did Lavrov say about Venezuela?" } })).structuredContent;
	assert.equal(answer.abstained, false);
	for (const c of answer.citations) assert.ok(c.text.includes(c.quote));
	const silent = await client.callTool({ name: "ask", arguments: { question: "Who will win the football championship?" } });
	assert.ok(!silent.isError);
	assert.equal(silent.structuredContent.abstained, true);
	const wrong = await client.callTool({ name: "ask", arguments: { question: "Who?", kind: "poem" } });
	assert.equal(wrong.isError, true);
	const { resources } = await client.listResources();
	assert.equal(resources.length, 5);
	const read = await client.readResource({ uri: resources[0].uri });
	assert.ok(JSON.parse(read.contents[0].text).text.length > 3);
	await client.close();
	console.log(`${over}: asked by another client`);
}

await ask(new StdioClientTransport({ command: program, args: ["mcp"] }), "standard input and output");
if (url) await ask(new StreamableHTTPClientTransport(new URL(url)), "HTTP");
