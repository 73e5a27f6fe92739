package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryLinkedModuleHasALicenceThatMayBeLinked(t *testing.T) {
	t.Chdir("../../..")
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"The Go library go1", "github.com/bwmarrin/discordgo v", "github.com/philippgille/chromem-go v", "github.com/sashabaranov/go-openai v"} {
		if !strings.Contains(out.String(), "\n"+name) {
			t.Errorf("no notice of %q", name)
		}
	}
}

func TestLicences(t *testing.T) {
	t.Parallel()
	const mit = "Permission is hereby granted, free of charge, to any\n  person obtaining a copy of this software"
	for _, c := range []struct {
		name  string
		files map[string]string
		err   error
		texts int
	}{
		{"a licence", map[string]string{"LICENSE": mit, "main.go": "package main"}, nil, 1},
		{"with a notice", map[string]string{"LICENCE.md": mit, "NOTICE": "By them."}, nil, 2},
		{"Apache's in its full form", map[string]string{"COPYING": "Apache License\n Version 2.0, January 2004"}, nil, 1},
		{"none", map[string]string{"README.md": "MIT"}, errNone, 0},
		{"a notice alone", map[string]string{"NOTICE": "By them."}, errNone, 0},
		{"other terms", map[string]string{"LICENSE": "GNU GENERAL PUBLIC LICENSE Version 3"}, errUnknown, 0},
		{"one of two with other terms", map[string]string{"LICENSE": mit, "LICENSE.gpl": "GNU GENERAL PUBLIC LICENSE"}, errUnknown, 0},
		{"empty", map[string]string{"LICENSE": ""}, errUnknown, 0},
		{"sources that are named so", map[string]string{"license.go.d/x": "", "licenses": "x"}, errNone, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range c.files {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			texts, err := licences(dir)
			if !errors.Is(err, c.err) || len(texts) != c.texts {
				t.Errorf("got %d texts, %v; want %d, %v", len(texts), err, c.texts, c.err)
			}
		})
	}
}

func TestAModuleWithoutALicenceIsNamed(t *testing.T) {
	t.Parallel()
	err := write(&bytes.Buffer{}, []module{{"example.org/a", "v1.2.3", t.TempDir()}, {"example.org/b", "v4.5.6", filepath.Join(t.TempDir(), "absent")}})
	if err == nil || !strings.Contains(err.Error(), "example.org/a v1.2.3: it has no licence file") || !strings.Contains(err.Error(), "example.org/b v4.5.6") {
		t.Errorf("got %v", err)
	}
}
