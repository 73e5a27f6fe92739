package page

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus"
)

// tellTables puts a paragraph in the place of each row of the tables under a node, the cells with the names of their columns: on a page
// they stand above one another, in a text they would stand apart. A table that only lays a page out stays.
func tellTables(n *html.Node) {
	var tables []*html.Node
	for d := range n.Descendants() {
		if d.DataAtom == atom.Table {
			tables = append(tables, d)
		}
	}
	for _, t := range tables {
		rows := rowsOf(t)
		names, ok := columnsOf(rows)
		if !ok || t.Parent == nil {
			continue
		}
		for _, row := range rows[1:] {
			p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
			p.AppendChild(&html.Node{Type: html.TextNode, Data: corpus.Row(names, textsOf(row))})
			t.Parent.InsertBefore(p, t)
		}
		t.Parent.RemoveChild(t)
	}
}

// rowsOf are the cells of each row of a table; nil where another table stands in it.
func rowsOf(table *html.Node) (rows [][]*html.Node) {
	for d := range table.Descendants() {
		switch d.DataAtom {
		case atom.Table:
			return nil
		case atom.Tr:
			var cells []*html.Node
			for c := range d.ChildNodes() {
				if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
					cells = append(cells, c)
				}
			}
			if len(cells) > 0 {
				rows = append(rows, cells)
			}
		}
	}
	return rows
}

// columnsOf are the names of the columns, from the first row; ok is false where a table has none, or its rows are of other lengths.
func columnsOf(rows [][]*html.Node) (names []string, ok bool) {
	const longest = 200 // bytes of a cell of a table that holds data
	if len(rows) < 2 || len(rows[0]) < 2 {
		return nil, false
	}
	for i, row := range rows {
		if len(row) != len(rows[0]) || slices.ContainsFunc(row, func(c *html.Node) bool { return spans(c) || len(innerText(c)) > longest }) {
			return nil, false
		}
		if i == 0 && slices.ContainsFunc(row, func(c *html.Node) bool { return c.DataAtom != atom.Th && !isBoldCell(c) && inLine(c) != "" }) {
			return nil, false
		}
	}
	return textsOf(rows[0]), true
}

// spans reports whether a cell reaches over several rows or columns.
func spans(cell *html.Node) bool {
	for _, key := range []string{"rowspan", "colspan"} {
		if n := attribute(cell, key); n != "" && n != "1" {
			return true
		}
	}
	return false
}

// isBoldCell reports whether all of a cell's text is bold, as where a table names its columns without saying so.
func isBoldCell(cell *html.Node) bool {
	for c := range cell.ChildNodes() {
		if c.DataAtom != atom.B && c.DataAtom != atom.Strong && strings.TrimSpace(c.Data+innerText(c)) != "" {
			return false
		}
	}
	return inLine(cell) != ""
}

func textsOf(cells []*html.Node) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = inLine(c)
	}
	return out
}
