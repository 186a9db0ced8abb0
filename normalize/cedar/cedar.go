// Package cedar is a byte trie with the eight functions that
// github.com/liuzl/da calls: [New], [Cedar.Insert], [Cedar.PrefixMatch],
// [Cedar.Key], [Cedar.Value], [Cedar.Get], [Cedar.LoadFromFile] and
// [Cedar.SaveToFile]. It stands in for the module of the same path, whose
// licence is the GNU GPL; nothing was taken over from there but the names.
//
// A key on its way: Insert walks the trie byte by byte, adding nodes, and gives
// the last node an id, counted from 0 in the order of first insertion.
// PrefixMatch walks the same road along a text and returns the id of every key
// that it passes; Key and Value turn an id into what was inserted.
//
// A node has no child, or one, held in the node itself, or several, held in
// four pages of 64 (one for each value of the byte's top two bits), each of
// which exists only when used: the bytes of UTF-8 Chinese fall into two of the
// four, so a step costs two look-ups and no search.
//
// A Cedar may be read by several goroutines at once when none of them inserts.
package cedar

import (
	"bufio"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

var (
	// ErrNoPath is returned by Get for a key that was never inserted.
	ErrNoPath = errors.New("cedar: no such key")
	// ErrNoValue is returned by Key and Value for an id that was never given.
	ErrNoValue = errors.New("cedar: no such id")
	// ErrInvalidKey is returned by Insert for an empty key.
	ErrInvalidKey = errors.New("cedar: empty key")
	// ErrInvalidDataType is returned for a file type other than gob and json.
	ErrInvalidDataType = errors.New("cedar: unknown data type")
)

// Cedar is a trie from byte strings to numbers. New makes one.
type Cedar struct {
	node  []node
	fans  [][4]int32  // pages of a node with several children; 0: no such page
	page  [][64]int32 // children by the low six bits of their byte; 0: none
	start []uint32    // by id: where the key starts in keys; one more than ids
	keys  []byte
	value []int
}

type node struct {
	child int32 // only child, when fan is 0; 0: none
	fan   int32 // index into fans; 0: at most one child
	id    int32 // id + 1 of the key that ends here; 0: none
	label byte  // byte that leads to the only child
}

// New returns an empty trie.
func New() *Cedar {
	return &Cedar{node: make([]node, 1), fans: make([][4]int32, 1), page: make([][64]int32, 1), start: make([]uint32, 1)}
}

// step returns the child of n under b, or 0, which is no node's child.
func (c *Cedar) step(n int32, b byte) int32 {
	at := &c.node[n]
	if at.fan == 0 {
		if at.label == b {
			return at.child
		}
		return 0
	}
	return c.page[c.fans[at.fan][b>>6]][b&63] // page 0 stays empty
}

func (c *Cedar) grow(n int32, b byte) int32 {
	if next := c.step(n, b); next != 0 {
		return next
	}
	next := int32(len(c.node))
	c.node = append(c.node, node{})
	at := &c.node[n]
	if at.fan == 0 && at.child == 0 {
		at.label, at.child = b, next
		return next
	}
	if at.fan == 0 {
		at.fan = int32(len(c.fans))
		c.fans = append(c.fans, [4]int32{})
		c.hang(at.fan, at.label, at.child)
		at.child = 0
	}
	c.hang(at.fan, b, next)
	return next
}

func (c *Cedar) hang(fan int32, b byte, child int32) {
	p := &c.fans[fan][b>>6]
	if *p == 0 {
		*p = int32(len(c.page))
		c.page = append(c.page, [64]int32{})
	}
	c.page[*p][b&63] = child
}

// Insert gives key the value; a key that is there already changes its value
// and keeps its id. The empty key is refused with ErrInvalidKey.
func (c *Cedar) Insert(key []byte, value int) error {
	if len(key) == 0 {
		return ErrInvalidKey
	}
	n := int32(0)
	for _, b := range key {
		n = c.grow(n, b)
	}
	if id := c.node[n].id; id != 0 {
		c.value[id-1] = value
		return nil
	}
	c.keys = append(c.keys, key...)
	c.start = append(c.start, uint32(len(c.keys)))
	c.value = append(c.value, value)
	c.node[n].id = int32(len(c.value))
	return nil
}

// PrefixMatch returns the ids of the keys that key starts with, the shortest
// first, at most num of them; num 0 means all.
func (c *Cedar) PrefixMatch(key []byte, num int) (ids []int) {
	n := int32(0)
	for _, b := range key {
		if n = c.step(n, b); n == 0 {
			break
		}
		if id := c.node[n].id; id != 0 {
			ids = append(ids, int(id-1))
			if len(ids) == num {
				break
			}
		}
	}
	return ids
}

// Key returns the key with the given id. The caller must not change it.
// An id that was never given is refused with ErrNoValue.
func (c *Cedar) Key(id int) ([]byte, error) {
	if id < 0 || id >= len(c.value) {
		return nil, ErrNoValue
	}
	a, b := c.start[id], c.start[id+1]
	return c.keys[a:b:b], nil
}

// Value returns the value of the key with the given id. An id that was never
// given is refused with ErrNoValue.
func (c *Cedar) Value(id int) (int, error) {
	if id < 0 || id >= len(c.value) {
		return 0, ErrNoValue
	}
	return c.value[id], nil
}

// Get returns the id of key, as da hands it on to Value. A key that was never
// inserted is refused with ErrNoPath.
func (c *Cedar) Get(key []byte) (id int, err error) {
	n := int32(0)
	for _, b := range key {
		if n = c.step(n, b); n == 0 {
			return 0, ErrNoPath
		}
	}
	if c.node[n].id == 0 {
		return 0, ErrNoPath
	}
	return int(c.node[n].id - 1), nil
}

// file is a trie at rest: its keys and values in the order of their ids.
type file struct {
	Keys   [][]byte
	Values []int
}

// SaveToFile writes the trie to the named file; dataType is "gob" or "json".
func (c *Cedar) SaveToFile(fileName, dataType string) (err error) {
	if dataType != "gob" && dataType != "json" {
		return fmt.Errorf("%w %q", ErrInvalidDataType, dataType)
	}
	f := file{Values: c.value}
	for id := range c.value {
		f.Keys = append(f.Keys, c.keys[c.start[id]:c.start[id+1]])
	}
	out, err := os.Create(fileName)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := bufio.NewWriter(out)
	if dataType == "gob" {
		err = gob.NewEncoder(w).Encode(f)
	} else {
		err = json.NewEncoder(w).Encode(f)
	}
	return errors.Join(err, w.Flush())
}

// LoadFromFile replaces the trie by the one that SaveToFile wrote to the named
// file. On an error the trie is left as it was.
func (c *Cedar) LoadFromFile(fileName, dataType string) error {
	if dataType != "gob" && dataType != "json" {
		return fmt.Errorf("%w %q", ErrInvalidDataType, dataType)
	}
	in, err := os.Open(fileName)
	if err != nil {
		return err
	}
	defer in.Close()
	var f file
	if dataType == "gob" {
		err = gob.NewDecoder(bufio.NewReader(in)).Decode(&f)
	} else {
		err = json.NewDecoder(bufio.NewReader(in)).Decode(&f)
	}
	if err != nil {
		return fmt.Errorf("cedar: %s: %w", fileName, err)
	}
	if len(f.Keys) != len(f.Values) {
		return fmt.Errorf("cedar: %s: %d keys and %d values", fileName, len(f.Keys), len(f.Values))
	}
	fresh := New()
	for i, key := range f.Keys {
		if err := fresh.Insert(key, f.Values[i]); err != nil {
			return fmt.Errorf("cedar: %s: key %d: %w", fileName, i, err)
		}
	}
	*c = *fresh
	return nil
}
