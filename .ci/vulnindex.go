// Command vulnindex lays out reports of vulnerabilities (OSV, one JSON file each) as govulncheck reads them from a folder.
//
//	go run .ci/vulnindex.go REPORTS OUT
//
// The layout is that of https://go.dev/doc/security/vuln/database: index/db.json says when the newest report was changed,
// index/modules.json names the reports of each module, and ID holds the reports.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// report is what the index needs of an OSV report.
type report struct {
	ID       string `json:"id"`
	Modified string `json:"modified"`
	Affected []struct {
		Package struct {
			Name string `json:"name"`
		} `json:"package"`
		Ranges []struct {
			Events []struct {
				Fixed string `json:"fixed"`
			} `json:"events"`
		} `json:"ranges"`
	} `json:"affected"`
}

// entry is a report in the list of a module. Fixed is left out where a later version is affected again.
type entry struct {
	ID       string `json:"id"`
	Modified string `json:"modified"`
	Fixed    string `json:"fixed,omitempty"`
}

// module is a module's entry of index/modules.json.
type module struct {
	Path  string  `json:"path"`
	Vulns []entry `json:"vulns"`
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: vulnindex REPORTS OUT")
	}
	if err := index(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func index(from, to string) error {
	for _, dir := range []string{"ID", "index"} {
		if err := os.MkdirAll(filepath.Join(to, dir), 0o755); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(from, "GO-*.json"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no reports in %s", from)
	}
	newest, of := "", make(map[string][]entry)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var r report
		if err := json.Unmarshal(text, &r); err != nil {
			return fmt.Errorf("reading %s: %w", file, err)
		}
		newest = max(newest, r.Modified)
		for _, a := range r.Affected {
			e := entry{ID: r.ID, Modified: r.Modified}
			for _, ranges := range a.Ranges {
				if n := len(ranges.Events); n > 0 {
					e.Fixed = ranges.Events[n-1].Fixed
				}
			}
			if path := a.Package.Name; !slices.Contains(of[path], e) {
				of[path] = append(of[path], e)
			}
		}
		if err := os.WriteFile(filepath.Join(to, "ID", filepath.Base(file)), text, 0o644); err != nil {
			return err
		}
	}
	modules := make([]module, 0, len(of))
	for path, vulns := range of {
		modules = append(modules, module{Path: path, Vulns: vulns})
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	if err := write(filepath.Join(to, "index", "modules.json"), modules); err != nil {
		return err
	}
	return write(filepath.Join(to, "index", "db.json"), map[string]string{"modified": newest})
}

func write(file string, content any) error {
	text, err := json.Marshal(content)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
