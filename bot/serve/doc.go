// Package serve answers in the browser, and other programs over HTTP: the page, the HTTP API and, for agents, package mcp.
//
//	request -> guard: the name under which it was asked, where it comes from, what the browser may do with the answer
//	        -> room: at most so many at a time, of the page's and of each key's
//	        -> page, API or MCP -> edition: the present version of the articles
//
// Nothing is fetched from elsewhere: the pages, their style and their script are part of the program.
package serve
