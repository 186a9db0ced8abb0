package house

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write NOTICE anew from the modules that are linked")

// linked is a module whose code is in a program.
type linked struct {
	Path    string
	Version string
	Dir     string  // where its sources lie
	Main    bool    // it is ours
	Replace *linked // what stands in its place
}

// own reports whether m stands in for a foreign module and is ours.
func (m linked) own() bool { return m.Replace != nil && m.Replace.Version == "" }

// modules asks the go command which modules the packages of args need when
// built for goos. What it knows, it has from go.mod and the module cache; where
// another system needs a module that was never downloaded, it fetches that one.
func modules(goos string, args ...string) ([]linked, error) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Module"}, args...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%v: %v: %s", cmd, err, msg.Bytes())
	}
	found := map[string]linked{}
	for dec := json.NewDecoder(&out); ; {
		var p struct{ Module *linked }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if m := p.Module; m != nil && !m.Main {
			if m.Replace != nil {
				m.Dir = m.Replace.Dir
			}
			found[m.Path] = *m
		}
	}
	list := make([]linked, 0, len(found))
	for _, m := range found {
		list = append(list, m)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Path < list[j].Path })
	return list, nil
}

// words are what the text of a licence is known by, all of them, blanks folded.
// The titles of the GNU licences stand in capitals; other licences mention them
// in small letters.
var words = []struct {
	id   string // as SPDX names it
	all  []string
	none []string
}{
	{"AGPL", []string{"GNU AFFERO GENERAL PUBLIC LICENSE"}, nil},
	{"LGPL", []string{"GNU LESSER GENERAL PUBLIC LICENSE"}, nil},
	{"GPL", []string{"GNU GENERAL PUBLIC LICENSE"}, nil},
	{"MPL-2.0", []string{"Mozilla Public License Version 2.0"}, nil},
	{"Apache-2.0", []string{"Apache License", "Version 2.0"}, nil},
	{"Unlicense", []string{"This is free and unencumbered software released into the public domain"}, nil},
	{"MIT", []string{"Permission is hereby granted, free of charge, to any person obtaining a copy"}, nil},
	{"ISC", []string{"Permission to use, copy, modify, and", "distribute this software for any purpose with or without fee"}, nil},
	{"BSD-3-Clause", []string{"Redistribution and use in source and binary forms", "used to endorse or promote products derived from this software"}, nil},
	{"BSD-2-Clause", []string{"Redistribution and use in source and binary forms"}, []string{"used to endorse or promote"}},
	{"CC0-1.0", []string{"CC0 1.0 Universal"}, nil},
}

// refused are licences under which nothing may be linked or used: they would
// bind what is built with jiedui.
var refused = []string{"GPL", "AGPL", "LGPL"}

// licences names the licences of a text by their words.
func licences(text string) []string {
	flat := strings.Join(strings.Fields(text), " ")
	has := func(w string) bool { return strings.Contains(flat, w) }
	var ids []string
	for _, l := range words {
		if !slices.ContainsFunc(l.all, func(w string) bool { return !has(w) }) && !slices.ContainsFunc(l.none, has) {
			ids = append(ids, l.id)
		}
	}
	return ids
}

// licenceFile returns the text of a module's licence, and of its notice if it has one.
func licenceFile(m linked) (licence, notice string, err error) {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return "", "", err
	}
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		stem, _, _ := strings.Cut(name, ".")
		switch stem {
		case "LICENSE", "LICENCE", "UNLICENSE", "COPYING", "NOTICE":
		default:
			continue
		}
		if e.IsDir() {
			continue
		}
		b, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return "", "", err
		}
		text := strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n"))
		if stem == "NOTICE" {
			notice = text
			continue
		}
		if licence != "" {
			return "", "", fmt.Errorf("module %s has two licence files in %s", m.Path, m.Dir)
		}
		licence = text
	}
	if licence == "" {
		return "", "", fmt.Errorf("module %s has no licence file in %s", m.Path, m.Dir)
	}
	return licence, notice, nil
}

// marker opens the part of NOTICE that is made from the modules; what stands
// before it is written by hand.
const marker = "MODULES LINKED INTO THE PROGRAM\n"

// noticeOf writes the part of NOTICE that is made from the modules.
func noticeOf(list []linked) (string, error) {
	var table, texts strings.Builder
	at := map[string]int{} // licence text → number of its appendix
	for _, m := range list {
		if m.own() {
			fmt.Fprintf(&table, "%s\n    Apache-2.0, our own work, in %s\n", m.Path, filepath.ToSlash(strings.TrimPrefix(m.Replace.Path, "./")))
			continue
		}
		licence, notice, err := licenceFile(m)
		if err != nil {
			return "", err
		}
		ids := licences(licence)
		if len(ids) == 0 {
			return "", fmt.Errorf("module %s has a licence of unknown words: %.80q", m.Path, licence)
		}
		fmt.Fprintf(&table, "%s %s\n    %s", m.Path, m.Version, strings.Join(ids, " AND "))
		if slices.Equal(ids, []string{"Apache-2.0"}) {
			fmt.Fprint(&table, ", see LICENSE\n")
			for line := range strings.Lines(licence) { // the holder, where the form is filled in
				line = strings.TrimSpace(line)
				if strings.HasPrefix(line, "Copyright ") && !strings.ContainsAny(line, "[{") && strings.ContainsAny(line, "0123456789") {
					fmt.Fprintf(&table, "    %s\n", line)
				}
			}
		} else {
			if at[licence] == 0 {
				at[licence] = len(at) + 1
				fmt.Fprintf(&texts, "\n%s\n[%d] %s\n\n%s\n", strings.Repeat("-", 72), at[licence], strings.Join(ids, " AND "), licence)
			}
			fmt.Fprintf(&table, ", see [%d]\n", at[licence])
		}
		if notice != "" {
			fmt.Fprintf(&texts, "\n%s\nNotice of %s\n\n%s\n", strings.Repeat("-", 72), m.Path, notice)
		}
	}
	return "\n" + table.String() + texts.String(), nil
}

// TestNotice compares NOTICE with the modules that the program is linked from
// on the systems that it is built for. After a change of go.mod, write it anew:
//
//	go test ./internal/house -run Notice -update
func TestNotice(t *testing.T) {
	all := map[string]linked{}
	whole := true
	for _, goos := range []string{"linux", "darwin", "windows"} {
		list, err := modules(goos, "./cmd/jiedui")
		if err != nil {
			if goos == runtime.GOOS {
				t.Fatal(err)
			}
			t.Logf("for %s the modules are not all here: %v", goos, err)
			whole = false
			continue
		}
		for _, m := range list {
			all[m.Path] = m
		}
	}
	list := make([]linked, 0, len(all))
	for _, m := range all {
		list = append(list, m)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Path < list[j].Path })

	name := filepath.Join(root, "NOTICE")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, made, ok := strings.Cut(string(b), marker)
	if !ok {
		t.Fatalf("NOTICE has no line %q", marker)
	}
	for _, m := range list {
		if !whole && !strings.Contains(made, "\n"+m.Path+" "+m.Version+"\n") && !m.own() {
			t.Errorf("NOTICE does not list %s %s", m.Path, m.Version)
		}
	}
	if !whole {
		return
	}
	want, err := noticeOf(list)
	if err != nil {
		t.Fatal(err)
	}
	if made == want {
		return
	}
	if !*update {
		t.Fatalf("NOTICE is not what the linked modules say: %s\nwrite it anew with: go test ./internal/house -run Notice -update", firstDifference(made, want))
	}
	if err := os.WriteFile(name, []byte(head+marker+want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestNoticeNamesData checks that NOTICE says where each packed data file is
// from: packed data is large, and what is large was not written by us.
func TestNoticeNamesData(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(root, "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(b), marker)
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "testdata" || e.Name() == ".git"):
			return fs.SkipDir
		case !e.IsDir() && strings.HasSuffix(name, ".gz") && !strings.Contains(head, name):
			t.Errorf("NOTICE does not say where %s is from", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("%q should be %q", g[i], w[i])
		}
	}
	return fmt.Sprintf("it has %d lines and should have %d", len(g), len(w))
}

// TestLicences looks at the licence of every module that the program, its tests
// and the tests' own needs are built from.
func TestLicences(t *testing.T) {
	list, err := modules(runtime.GOOS, "-test", "./...")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("no module is needed at all")
	}
	for _, m := range list {
		if m.own() {
			continue
		}
		text, _, err := licenceFile(m)
		if err != nil {
			t.Error(err)
			continue
		}
		ids := licences(text)
		if len(ids) == 0 {
			t.Errorf("module %s has a licence of unknown words: %.80q", m.Path, text)
		}
		for _, id := range ids {
			if slices.Contains(refused, id) {
				t.Errorf("module %s is under the %s", m.Path, id)
			}
		}
	}
	own, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	if got := licences(string(own)); !slices.Equal(got, []string{"Apache-2.0"}) {
		t.Errorf("LICENSE is %q", got)
	}
}

// TestLicenceWords shows what the licences are told apart by.
func TestLicenceWords(t *testing.T) {
	for text, want := range map[string]string{
		"GNU GENERAL PUBLIC LICENSE\n   Version 2, June 1991":                    "GPL",
		"GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3":                           "AGPL",
		"GNU LESSER GENERAL PUBLIC\nLICENSE":                                     "LGPL",
		"Mozilla Public License Version 2.0 … or the GNU General Public License": "MPL-2.0",
		"Apache License\n  Version 2.0, January 2004":                            "Apache-2.0",
		"Redistribution and use in source and\nbinary forms":                     "BSD-2-Clause",
		"Redistribution and use in source and binary forms … may be used to endorse or promote products derived from this software": "BSD-3-Clause",
		"Permission is hereby granted, free of charge, to any\nperson obtaining a copy of … Apache License Version 2.0":             "Apache-2.0 AND MIT",
		"All rights reserved.": "",
	} {
		if got := strings.Join(licences(text), " AND "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
