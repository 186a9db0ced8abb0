package corpus

import (
	"context"
	"net/http"
	"time"
)

// Exchange is one request over HTTP and the answer that came back, as they went
// over the wire but for the transfer coding. What went as HTTP/2 is written as
// HTTP/1.1 would write it, as web archives do. A request without any answer is
// no exchange.
type Exchange struct {
	// Address is what was asked for, normalised.
	Address string
	// At is when the request was sent, in UTC.
	At time.Time
	// IP is the number that answered, or empty.
	IP string
	// Request is the request line with its header as sent, the empty line
	// included.
	Request []byte
	// Status is the status line of the answer, such as "HTTP/1.1 200 OK".
	Status string
	// Code is the number in it.
	Code int
	// Header is the header of the answer without its transfer coding.
	Header http.Header
	// Body is the body without transfer coding, still in its content coding; see
	// [Plain].
	Body []byte
	// Cut says why Body is only the beginning, in the words of WARC-Truncated
	// ("length", "time", "disconnect"), or is empty.
	Cut string
}

// State is how an address ended.
type State string

const (
	Fetched   State = "fetched"   // a page came and was archived
	Unchanged State = "unchanged" // the page is what it was at the capture before
	Blocked   State = "robots"    // robots.txt keeps programs out, or cannot be had
	Gone      State = "gone"      // the site says that there is no such page (404, 410)
	Failed    State = "failed"    // no page after all tries, see Reason
	Forgotten State = "forgotten" // removed from the corpus by its keeper, and not fetched again
)

// Outcome is the one end that every address of a run comes to.
type Outcome struct {
	Address  string // what was asked for, normalised
	State    State
	At       time.Time // when it ended, in UTC
	Final    string    // the address that answered, where redirects led elsewhere; else empty
	Code     int       // the status of the last answer; 0: none came
	Tries    int       // requests for Address that were sent, those for its redirects not counted
	Reason   string    // of Blocked and Failed: what is wrong and what to do
	Via      string    // the page whose link led here; empty for an address that was named
	Link     string    // the words of that link
	Attached bool      // it is an attachment of the page Via
	Depth    int       // links between a named address and this one
}

// Validators are what a server is asked with whether a page changed.
type Validators struct {
	ETag         string
	LastModified string
}

// Archive keeps what a run of a fetcher brings. It is safe for concurrent use.
type Archive interface {
	// Ended returns how address ended in this run, or nil: it is still to be
	// asked for. After a run that was cut short it speaks of what that run did.
	Ended(ctx context.Context, address string) (*Outcome, error)
	// Validators returns those of the last capture of address. They are empty
	// without a capture, without validators in it, and where it was cut: the
	// whole page is wanted still.
	Validators(ctx context.Context, address string) (Validators, error)
	// Page returns the last capture of address as a page, its body without
	// content coding, or nil where there is none. Where redirects led elsewhere,
	// the capture is of the address that answered, Outcome.Final.
	Page(ctx context.Context, address string) (*Page, error)
	// Keep archives the exchanges that led to an outcome, in their order (those
	// for robots.txt, redirects and failed tries too), and the outcome. The last
	// exchange of a Fetched outcome is the page, that of an Unchanged one the
	// answer 304; there may be none of a Blocked or Failed one. When it returns,
	// all of it is safe on the disk; when it fails or the process ends before,
	// nothing of it is kept. A page that was fetched and has the bytes of the
	// capture before is kept as a revisit. The returned outcome, with State
	// Unchanged for those, is the one that was recorded.
	Keep(ctx context.Context, exchanges []Exchange, o Outcome) (Outcome, error)
}
