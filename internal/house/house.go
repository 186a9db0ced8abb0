// Package house holds the rules of the house as tests: who may import whom
// (table_test.go), how packages are named and described (house_test.go), and
// under which licences the program is handed on (notice_test.go). It reads the
// sources of the module with go/parser and needs no network.
//
// A new package is a line in the table of rooms; a new dependency is a line in
// the table of guests. Either line says in a few words why.
package house
