package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"jiedui/corpus/fetch"
	"jiedui/corpus/read"
	"jiedui/schema"
)

// input is one page to be read, as the command line names it.
type input struct {
	kind  inputKind
	named string // for messages: the path, the address, "-"
	// name and identity become those of the corpus.Page.
	name, identity string
	address        string          // of an address: as it was written; named is without password
	size           int64           // of a regular file; -1 where not known
	failure        *schema.Failure // why it is no page: known without opening it
	archive        string          // of a member of a zip archive: the file
	inside         []int           // … and its place in it, and in archives in it
	tape           *tape
	nth            int
	digest         string // of what is kept: SHA-256 of its bytes
	folder         int    // index into listing.folders, -1 for what was named itself
}

type inputKind uint8

const (
	file inputKind = iota
	address
	stdin
	packed    // in a zip archive: inside says where
	taped     // in a web archive: the nth record of tape
	kept      // in a corpus: by digest or, without one, by address
	broken    // only failure counts
	folderEnd // stands after the inputs of a folder
)

// listing is what the arguments of a command name.
type listing struct {
	inputs  []input
	folders []string
	notes   []string // what was passed over and should be said
	hidden  int      // hidden files and folders passed over
}

var (
	isAddress = regexp.MustCompile(`(?i)^https?://`)
	hasScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
)

// list finds the inputs that args name: files as they are, folders with all
// that lies below them in the order of their names, addresses, and "-". Below
// a folder, hidden names are passed over and links to folders are not followed,
// so no loop is possible; links to files are. What cannot be listed becomes a
// broken input, so that the rest goes on. An input that is named twice is read
// once. The pages of web archives and the members of zip archives are inputs of their own. The error is that of
// ctx.
func list(ctx context.Context, args []string) (*listing, error) {
	l, err := listFiles(ctx, args)
	if err != nil {
		return nil, err
	}
	if err := l.unroll(ctx); err != nil {
		return nil, err
	}
	return l, l.unpack(ctx, read.DefaultMaxSize)
}

// listFiles is list that takes web archives for files.
func listFiles(ctx context.Context, args []string) (*listing, error) {
	l := &listing{}
	for _, arg := range args {
		switch {
		case arg == "-":
			l.add(input{kind: stdin, named: arg, name: arg, identity: arg, size: -1, folder: -1})
		case isAddress.MatchString(arg):
			l.add(input{kind: address, named: fetch.Redact(arg), address: arg, size: -1, folder: -1})
		default:
			l.named(ctx, arg)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	l.dropRepeated()
	l.giveNames()
	return l, nil
}

func (l *listing) add(in input) { l.inputs = append(l.inputs, in) }

func (l *listing) fail(named string, folder int, code, message string) {
	l.add(input{kind: broken, named: named, folder: folder,
		failure: &schema.Failure{Input: named, Code: code, Message: message}})
}

// named adds a path of the command line.
func (l *listing) named(ctx context.Context, path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		l.fail(path, -1, schema.CodeUnreadable, openMessage(path, err))
	case info.IsDir():
		root := len(l.folders)
		l.folders = append(l.folders, path)
		l.folder(ctx, root, path, "")
		l.add(input{kind: folderEnd, named: path, folder: root})
	default:
		size := int64(-1)
		if info.Mode().IsRegular() { // pipes may be named, such as <(command)
			size = info.Size()
		}
		l.add(input{kind: file, named: path, identity: filepath.Base(path), size: size, folder: -1})
	}
}

// folder adds what lies in dir, which is below (slash-separated) the named
// folder of index root.
func (l *listing) folder(ctx context.Context, root int, dir, below string) {
	if ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(dir) // sorted; with an error, what could be read
	if err != nil {
		l.fail(dir, root, schema.CodeUnreadable, openMessage(dir, err))
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			l.hidden++
			continue
		}
		path, id := filepath.Join(dir, e.Name()), below+e.Name()
		info, err := os.Stat(path)
		switch {
		case err != nil:
			l.fail(path, root, schema.CodeUnreadable, openMessage(path, err))
		case info.IsDir() && e.Type()&fs.ModeSymlink != 0:
			l.notes = append(l.notes, fmt.Sprintf("%s is a link to a folder and was not followed; name it to read it", path))
		case info.IsDir():
			l.folder(ctx, root, path, id+"/")
		case !info.Mode().IsRegular():
			l.fail(path, root, schema.CodeUnreadable, "it is no file but a pipe, socket or device; name it on its own to read it")
		default:
			l.add(input{kind: file, named: path, identity: id, size: info.Size(), folder: root})
		}
	}
}

// openMessage says why path cannot be opened, and what to do.
func openMessage(path string, err error) string {
	info, lerr := os.Lstat(path)
	link := lerr == nil && info.Mode()&fs.ModeSymlink != 0
	switch {
	case link && errors.Is(err, fs.ErrNotExist):
		return "it is a link to something that does not exist; mend the link or remove it"
	case link && errors.Is(err, syscall.ELOOP):
		return "it is a link that leads to itself; mend the link or remove it"
	case errors.Is(err, fs.ErrNotExist) && hasScheme.MatchString(path):
		return "it is neither a path nor an http or https address; save the page and pass the file"
	case errors.Is(err, fs.ErrNotExist):
		if near := nearPath(path, func(string) bool { return true }); near != "" {
			return fmt.Sprintf("it does not exist; did you mean %q?", near)
		}
		return "it does not exist; check the path"
	case errors.Is(err, fs.ErrPermission):
		return "it may not be read; change its permissions (chmod u+r, folders u+rx), or copy it"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Sprintf("it cannot be read (%v); check the path and the disk", err)
}

// nearPath returns the path that somebody may have meant by one that does not
// exist: one in the same folder whose name is nearly the same, of those that fit.
func nearPath(path string, fit func(string) bool) string {
	dir, name := filepath.Split(filepath.Clean(path))
	list, err := os.ReadDir(cmp.Or(dir, "."))
	if err != nil || len(list) > 10000 { // a search would be slow, and most names there alike
		return ""
	}
	var names []string
	for _, e := range list {
		if fit(filepath.Join(dir, e.Name())) {
			names = append(names, e.Name())
		}
	}
	if best := nearest(name, names); best != "" {
		return filepath.Join(dir, best)
	}
	return ""
}

// dropRepeated keeps the first of inputs that are the same.
func (l *listing) dropRepeated() {
	seen := make(map[string]bool, len(l.inputs))
	l.inputs = slices.DeleteFunc(l.inputs, func(in input) bool {
		key := in.named
		switch in.kind {
		case broken, folderEnd:
			return false
		case file:
			if abs, err := filepath.Abs(in.named); err == nil {
				key = abs
			}
		}
		if seen[key] {
			l.notes = append(l.notes, fmt.Sprintf("%s is named twice and was read once", in.named))
			return true
		}
		seen[key] = true
		return false
	})
}

// giveNames gives every file its short name: the base name without its last
// extension, or the shortest end of the path that tells it from all others;
// and makes identities different that are not, by the same means.
func (l *listing) giveNames() {
	var paths []string // as named, with slashes
	var files []*input
	for i := range l.inputs {
		if in := &l.inputs[i]; in.kind == file || in.kind == packed {
			files = append(files, in)
			paths = append(paths, filepath.ToSlash(filepath.Clean(in.named)))
		}
	}
	for i, name := range shortest(paths, nil, pathEnds) {
		files[i].name = name
	}
	identities := make([]string, len(files))
	for i, in := range files {
		identities[i] = in.identity
	}
	for i, id := range shortest(paths, identities, wholeEnds) {
		files[i].identity = id
	}
}

// pathEnds yields the ends of a path, shortest first, each without its last
// extension and then with it: x, x.html, a/x, a/x.html …
func pathEnds(path string, yield func(string) bool) {
	bare := withoutExt(path)
	for i := len(path); i > 0; {
		i = strings.LastIndexByte(path[:i], '/')
		if !yield(bare[i+1:]) || bare != path && !yield(path[i+1:]) {
			return
		}
	}
}

// wholeEnds yields the ends of a path, shortest first.
func wholeEnds(path string, yield func(string) bool) {
	for i := len(path); i > 0; {
		i = strings.LastIndexByte(path[:i], '/')
		if !yield(path[i+1:]) {
			return
		}
	}
}

// withoutExt cuts the last extension off; a name that is nothing but an
// extension stays whole.
func withoutExt(path string) string {
	dot := strings.LastIndexByte(path, '.')
	if dot > strings.LastIndexByte(path, '/')+1 {
		return path[:dot]
	}
	return path
}

// shortest returns a label for each path: first[i], or the first of its ends
// where first is nil, when no other path has the same; else the first of its
// ends that no other path could have. Paths that differ get different labels.
func shortest(paths, first []string, ends func(string, func(string) bool)) []string {
	labels := make([]string, len(paths))
	count := make(map[string]int, len(paths))
	for i, p := range paths {
		if first != nil {
			labels[i] = first[i]
		} else {
			ends(p, func(s string) bool { labels[i] = s; return false })
		}
		count[labels[i]]++
	}
	var clash []int
	whole := map[string]bool{} // the clashing paths
	for i, p := range paths {
		if count[labels[i]] > 1 {
			clash = append(clash, i)
			whole[p] = true
		}
	}
	if len(clash) == 0 {
		return labels
	}
	// A label may be the whole of another path, which has nothing else left:
	// x.html of x.html.gz, beside x.html and x.txt.
	for found := true; found; {
		found = false
		for i, p := range paths {
			if count[labels[i]] == 1 && whole[labels[i]] {
				count[labels[i]] = 0
				clash = append(clash, i)
				whole[p] = true
				found = true
			}
		}
	}
	possible := map[string]int{} // how many of the clashing paths end so
	for _, i := range clash {
		ends(paths[i], func(s string) bool { possible[s]++; return true })
	}
	for _, i := range clash {
		labels[i] = paths[i] // of two spellings of one path, both stay whole
		ends(paths[i], func(s string) bool {
			if possible[s] == 1 && count[s] == 0 {
				labels[i] = s
				return false
			}
			return true
		})
	}
	return labels
}
