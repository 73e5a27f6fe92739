// Command notices writes the licences of all that a built program links: Go's own library and every module, with the text of its licence
// and notice files. It goes into each archive and image beside NOTICE.
//
//	go run ./bot/operate/notices > THIRD_PARTY_NOTICES
//
// It fails on a module without a licence file, and on a licence that is none of those that may be linked: so a dependency with other
// terms is seen before it is released.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run writes the notices of the program that ./bot is, for all systems that it is released for.
func run(ctx context.Context, to io.Writer) error {
	modules, err := linked(ctx, "./bot", "linux", "darwin", "windows")
	if err != nil {
		return err
	}
	library, err := output(ctx, nil, "go", "env", "GOROOT", "GOVERSION")
	if err != nil {
		return err
	}
	root, version, _ := strings.Cut(strings.TrimSpace(library), "\n")
	return write(to, append([]module{{Path: "The Go library", Version: version, Dir: root}}, modules...))
}

// module is what is linked, and the folder of its sources.
type module struct{ Path, Version, Dir string }

// linked returns the modules that a program's packages are from, on any of the systems, by path.
func linked(ctx context.Context, program string, systems ...string) ([]module, error) {
	var all []module
	for _, system := range systems {
		const format = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}"
		lines, err := output(ctx, []string{"GOOS=" + system, "CGO_ENABLED=0"}, "go", "list", "-deps", "-f", format, program)
		if err != nil {
			return nil, err
		}
		for scan := bufio.NewScanner(strings.NewReader(lines)); scan.Scan(); {
			if part := strings.Split(scan.Text(), "\t"); len(part) == 3 {
				all = append(all, module{Path: part[0], Version: part[1], Dir: part[2]})
			}
		}
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(all), nil
}

// output is what a command prints, with its own words in the error if it fails.
func output(ctx context.Context, environment []string, name string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Env = append(command.Environ(), environment...)
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", command, err, said.String())
	}
	return string(out), nil
}

// write writes each module's name, the kinds of its licences and their texts.
func write(to io.Writer, modules []module) error {
	var wrong []error
	for _, m := range modules {
		texts, err := licences(m.Dir)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s %s: %w", m.Path, m.Version, err))
			continue
		}
		if _, err := fmt.Fprintf(to, "%s\n%s %s\n\n%s\n\n", strings.Repeat("=", 80), m.Path, m.Version, strings.Join(texts, "\n\n")); err != nil {
			return fmt.Errorf("writing the notices of %s: %w", m.Path, err)
		}
	}
	return errors.Join(wrong...)
}

var (
	errNone    = errors.New("it has no licence file")
	errUnknown = errors.New("its licence is none that may be linked")
)

// licenceFile and noticeFile name the files of a module that go with every copy of it.
var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([.-].*)?$`)
	noticeFile  = regexp.MustCompile(`(?i)^(notice|patents)([.-].*)?$`)
)

// licences returns the texts of a folder's licence and notice files. Of each licence file the kind must be one that may be linked.
func licences(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("looking for its licence: %w", err)
	}
	var texts []string
	found := false
	for _, entry := range entries {
		licence := licenceFile.MatchString(entry.Name())
		if entry.IsDir() || !licence && !noticeFile.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading its licence: %w", err)
		}
		if licence && kind(string(text)) == "" {
			return nil, fmt.Errorf("%s: %w", entry.Name(), errUnknown)
		}
		found = found || licence
		texts = append(texts, strings.TrimSpace(string(text)))
	}
	if !found {
		return nil, errNone
	}
	return texts, nil
}

// kinds are the licences that may be linked into a program under the MIT License, each with words that only its text has.
var kinds = []struct{ name, words string }{
	{"Apache-2.0", "apache license version 2.0"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
	{"BSD", "redistribution and use in source and binary forms, with or without modification, are permitted"},
}

// kind names the licence that a text is, by SPDX's names without the number of clauses; "" if it is none that may be linked.
func kind(text string) string {
	plain := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	plain = strings.ReplaceAll(plain, "license, version", "license version")
	for _, k := range kinds {
		if strings.Contains(plain, k.words) {
			return k.name
		}
	}
	return ""
}
