package house

// room is one row of the import table: the packages that pattern names may
// import, from this module, what may says, and their tests also what tests says.
// Patterns are folders below the module; "." is its root and "x/..." is every
// folder below x but not x itself. The first row that fits a folder is its row.
type room struct {
	pattern string
	may     []string
	tests   []string
}

// fixtures are what the tests of every room may import besides: invented pages
// that say the same in every script and charset.
var fixtures = []string{"samples", "samples/..."}

// rooms is the import table. Imports go one way, downwards here: a row names
// only rows above it, and a test holds that too.
var rooms = []room{
	// The leaves import nobody.
	{pattern: "text"},
	{pattern: "schema", tests: []string{"schema/..."}},
	{pattern: "internal/lexicon"},
	{pattern: "internal/eval"},
	{pattern: "internal/chinese"},

	// Codes and names of divisions; the program that makes its table knows nobody.
	{pattern: "internal/divisions/gen"},
	{pattern: "internal/divisions", may: []string{"internal/lexicon"}},

	// When two written names are one school: strings in and out, for whoever
	// makes facts and whoever checks them.
	{pattern: "internal/schools", may: []string{"internal/lexicon"}},

	// The grammar of numbers.
	{pattern: "internal/numeral", may: []string{"text"}},

	// Invented pages for users and tests. They know nobody, else they would be
	// made to fit.
	{pattern: "samples"},
	{pattern: "samples/..."},

	// Numbers of persons: found on clean text before extraction, masked on the way out.
	{pattern: "internal/private", may: []string{"text"}},

	// Two versions of a plan: datasets only; what names and numbers mean, the words
	// of the domain say.
	{pattern: "schema/diff", may: []string{"schema", "internal/lexicon", "internal/numeral", "internal/schools"}, tests: []string{"schema/..."}},

	// What leaves the house: datasets only, never a page. Grids for people are
	// drawn in one place; what is in them, others say. The flat view is one list,
	// which every format of tables reads.
	{pattern: "schema/sheet", may: []string{"schema"}},
	{pattern: "schema/compare", may: []string{"schema", "schema/sheet"}, tests: []string{"schema/..."}},
	{pattern: "schema/tables", may: []string{"schema"}, tests: []string{"schema/..."}},
	{pattern: "schema/report", may: []string{"schema", "schema/sheet", "schema/tables", "internal/chinese"}, tests: []string{"schema/..."}},
	{pattern: "schema/export", may: []string{"schema", "schema/report", "schema/sheet", "schema/tables", "text", "internal/chinese"}, tests: []string{"schema/..."}},
	// What all of them mean is told in one place.
	{pattern: "schema/codebook", may: []string{"schema", "schema/tables", "schema/diff", "schema/compare", "schema/export"}},
	{pattern: "schema/gen", may: []string{"schema", "schema/compare", "schema/diff"}},
	{pattern: "schema/...", may: []string{"schema", "schema/sheet", "schema/tables", "text"}, tests: []string{"schema/..."}},

	// Strings in and out, too: when one text is a copy of another.
	{pattern: "internal/likeness"},

	// Pages. Whoever answers "what is wrong with the page" takes the code from schema.
	{pattern: "corpus", may: []string{"text"}},
	{pattern: "corpus/read", may: []string{"corpus", "text", "schema"}},

	// Web archives, and the corpus at rest: it is given what reads a page as a
	// function value, and has never heard of a rule.
	{pattern: "internal/warc", may: []string{"corpus"}},
	{pattern: "corpus/store", may: []string{"corpus", "schema", "internal/warc"}},

	// Invented districts and their pages with answers. It may know neither how
	// pages are read nor how they are cleaned, else it would grade its own homework.
	{pattern: "corpus/synth"},

	// An invented web site that serves them to tests. As synth, it knows nothing
	// of who asks.
	{pattern: "internal/testsite", may: []string{"corpus/synth"}},

	// The window. Links are read where pages are parsed and charsets decided;
	// which words speak for a page, it is told.
	{pattern: "corpus/fetch", may: []string{"corpus", "corpus/read", "schema"}, tests: []string{"internal/testsite"}},

	// A step has never heard of a document; the page's decisions are passed in.
	{pattern: "normalize", may: []string{"text", "internal/lexicon"}},

	// Cuts strings; has never heard of a document either.
	{pattern: "extract/segment", may: []string{"text", "internal/lexicon"}},

	// The grammar of dates: strings in, dates out.
	{pattern: "extract/dates"},

	// Extractors do not know each other: what needs the facts of another finds
	// them in the draft. Their tests make pages by reading and cleaning them.
	{
		pattern: "extract",
		may:     []string{"text", "corpus", "schema", "internal/lexicon", "extract/segment"},
		tests:   []string{"corpus/read", "normalize"},
	},
	{
		pattern: "extract/all",
		may:     []string{"text", "corpus", "schema", "internal/lexicon", "internal/numeral", "internal/divisions", "internal/schools", "extract", "extract/..."},
		tests:   []string{"corpus/read", "normalize"},
	},
	{
		pattern: "extract/...",
		may:     []string{"text", "corpus", "schema", "internal/lexicon", "internal/numeral", "internal/divisions", "internal/schools", "extract", "extract/segment", "extract/dates"},
		tests:   []string{"corpus/read", "normalize"},
	},

	// Looks at what the extractors found and at the text they found it in.
	{
		pattern: "internal/check",
		may:     []string{"text", "corpus", "schema", "internal/lexicon", "internal/chinese", "extract", "extract/segment"},
	},

	// What documents are found by, and what a query asks for: texts and documents
	// in, strings out. The corpus keeps them and knows no word of it.
	{pattern: "internal/search", may: []string{"text", "schema", "internal/lexicon", "internal/divisions", "normalize", "extract/segment"}},

	// The front door: the only place where reading, normalising and extracting meet.
	{
		pattern: ".",
		may:     []string{"text", "schema", "schema/diff", "corpus", "corpus/read", "normalize", "extract", "extract/all", "internal/check", "internal/lexicon", "internal/likeness", "internal/private", "internal/search"},
		tests:   []string{"schema/...", "extract/...", "corpus/synth", "internal/eval"},
	},

	// The program stands before the front door and goes in by it. From corpus/read
	// it knows the error and the kinds that are read. Nobody imports the program.
	{
		pattern: "cmd/jiedui",
		may:     []string{".", "schema", "schema/...", "corpus", "corpus/fetch", "corpus/read", "corpus/store", "corpus/synth", "internal/divisions", "internal/likeness", "internal/search", "internal/warc", "internal/private", "internal/eval", "internal/chinese"},
		tests:   []string{"text", "internal/testsite"},
	},

	// The rules themselves.
	{pattern: "internal/house"},
}

// outside are the nested modules that may import rooms of this module: they hold
// what is written here to the programs of others, or show how others use it.
var outside = []room{
	{pattern: "interop", tests: []string{".", "corpus", "corpus/store", "internal/warc", "schema", "schema/compare", "schema/export", "schema/sheet"}},
	{pattern: "examples/...", tests: []string{".", "corpus", "corpus/read", "schema", "schema/diff", "schema/export"}},
}

// guest is one row of the table of what comes from outside: a package or module
// and the rooms that may import it, and those whose tests may. A guest without
// rooms is named so that it stays out.
type guest struct {
	path  string // the import path, or what it begins with up to a "/"
	rooms []string
	tests []string
	why   string
}

// everywhere lets every room, or the tests of every room, import a guest.
var everywhere = []string{"*"}

// guests lists what may be imported from outside the module, and the packages
// of the standard library that not every room may import. The row with the
// longest path that fits is the row. A package of another module that has no
// row here may not be imported at all.
var guests = []guest{
	// The window: nobody else reaches the network, nobody listens on it.
	{"net/http", []string{"corpus", "corpus/fetch", "corpus/store", "internal/warc", "internal/testsite"}, []string{"corpus", "corpus/fetch", "corpus/store", "internal/warc", "cmd/jiedui"}, "clients live in corpus/fetch, servers in internal/web and internal/testsite; corpus, corpus/store and internal/warc name headers and codes"},
	{"net", []string{"corpus/fetch", "internal/testsite"}, []string{"corpus/fetch", "cmd/jiedui"}, "as net/http"},
	{"net/url", everywhere, everywhere, "reads addresses, opens none"},
	{"code.dny.dev/ssrf", []string{"corpus/fetch"}, nil, "private addresses are refused where the connection is made"},
	{"github.com/jimsmart/grobotstxt", []string{"corpus/fetch"}, nil, "robots.txt"},
	{"golang.org/x/net/idna", []string{"corpus/fetch"}, nil, "host names"},
	{"golang.org/x/net/dns/dnsmessage", nil, []string{"corpus/fetch"}, "a name server of the tests, for names that lead inside"},
	{"golang.org/x/net/publicsuffix", []string{"corpus/fetch"}, nil, "whose cookies a host may set, and what one site is"},

	// Reading.
	{"github.com/PuerkitoBio/goquery", []string{"corpus/read"}, nil, "pages are parsed once, in corpus/read"},
	{"golang.org/x/net/html", []string{"corpus/read"}, []string{"samples", "schema/sheet"}, "as goquery; reads back the pages that are written"},
	{"github.com/xuri/excelize/v2", []string{"corpus/read", "schema/sheet"}, []string{"schema/export"}, "says what cells of workbooks show, and writes workbooks"},
	{"github.com/klippa-app/go-pdfium", []string{"corpus/read"}, nil, "takes PDF apart"},
	{"github.com/tetratelabs/wazero", []string{"corpus/read"}, nil, "runs the library for PDF, with limits"},
	{"github.com/wlynxg/chardet", []string{"corpus/read"}, nil, "bytes become text once, in corpus/read"},
	{"golang.org/x/text/encoding", []string{"corpus/read", "normalize", "samples/variants", "corpus/synth", "internal/testsite", "."}, everywhere, "as chardet; normalize undoes byte slips; blot.go takes words out of bytes; tests write pages in old charsets"},

	// Keeping.
	{"github.com/klauspost/compress", []string{"internal/warc", "corpus/store"}, []string{"internal/warc"}, "what archives and servers pack with"},
	{"github.com/andybalholm/brotli", []string{"internal/warc"}, nil, "as compress"},
	{"github.com/google/uuid", []string{"corpus/store"}, nil, "ids of archived records"},
	{"github.com/gofrs/flock", []string{"corpus/store"}, nil, "one command writes at a time"},
	{"modernc.org/sqlite", []string{"corpus/store", "schema/export"}, []string{"schema/export"}, "the catalogue, and an export"},

	// Handing on.
	{"github.com/parquet-go/parquet-go", []string{"schema/export"}, []string{"schema/export"}, "an export"},

	// Cleaning and segmenting.
	{"github.com/liuzl/gocc", []string{"normalize", "samples/variants", "corpus/synth"}, []string{"samples"}, "its dictionary chain is a step of normalize; invented pages are made traditional by it"},
	{"github.com/liuzl/da", []string{"normalize"}, nil, "gocc's dictionaries"},
	{"github.com/mozillazg/go-pinyin", []string{"normalize", "corpus/synth", "internal/check", "internal/divisions"}, []string{"."}, "recognises readings and slips of the same sound, and sets them where pages are made dirty; never for ids"},
	{"github.com/go-ego/gse", []string{"extract/segment"}, nil, "advises extractors through extract/segment"},

	// The command line.
	{"github.com/spf13/cobra", []string{"cmd/jiedui"}, nil, "commands and flags"},
	{"github.com/spf13/pflag", []string{"cmd/jiedui"}, nil, "cobra's flags"},
	{"github.com/vbauerster/mpb/v8", []string{"cmd/jiedui"}, nil, "the progress bar"},

	// Writing for people.
	{"github.com/mattn/go-runewidth", []string{"schema/sheet"}, []string{"cmd/jiedui"}, "how wide hanzi are on a terminal"},

	// JSON Schema.
	{"github.com/santhosh-tekuri/jsonschema/v6", []string{"schema"}, everywhere, "validates datasets"},
	{"golang.org/x/text/language", []string{"schema"}, nil, "the validator words its messages with it"},
	{"golang.org/x/text/message", []string{"schema"}, nil, "as language"},
	{"github.com/invopop/jsonschema", []string{"schema/gen"}, nil, "makes the schema from the types; never linked into the program"},

	// Scoring.
	{"golang.org/x/text/unicode/norm", []string{"internal/eval"}, everywhere, "facts are compared whatever their width; tells whether invented text is composed"},

	// Tests.
	{"pgregory.net/rapid", nil, everywhere, "random cases that shrink"},
	{"github.com/google/go-cmp", nil, everywhere, "differences that can be read"},
	{"github.com/rogpeppe/go-internal", nil, everywhere, "testscript, txtar"},

	// What no room does.
	{"C", nil, nil, "the program is built without a C compiler"},
	{"plugin", nil, nil, "as C"},
	{"unsafe", []string{"corpus/read"}, everywhere, "only where a page would be copied whole"},
	{"log", nil, nil, "what a reader should know is a doubt, a failure or an error"},
	{"os/exec", nil, everywhere, "the program runs no other"},
	{"math/rand", nil, everywhere, "output depends on the input and the versions alone"},
	{"math/rand/v2", []string{"corpus/synth", "corpus/fetch"}, everywhere, "as math/rand; synth draws from a seed that the user gives, and pauses before further tries are no output"},
}
