-- The catalogue of a corpus. It is made from the archive and can be made again
-- at any time, so it may be read by other programs but is changed by jiedui
-- alone. Times are RFC 3339 in UTC, to the microsecond.

-- Archive files, and how many bytes of each the catalogue knows.
CREATE TABLE archives(
  file TEXT PRIMARY KEY,
  size INTEGER NOT NULL
) WITHOUT ROWID;

-- Every record of the archive: where it stands.
CREATE TABLE records(
  id     INTEGER PRIMARY KEY,
  record TEXT NOT NULL UNIQUE, -- WARC-Record-ID
  type   TEXT NOT NULL,        -- WARC-Type
  file   TEXT NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL
);

-- Answers of servers and added files.
CREATE TABLE captures(
  id            INTEGER PRIMARY KEY,
  record        TEXT NOT NULL UNIQUE REFERENCES records(record),
  type          TEXT NOT NULL,    -- response, resource, revisit
  address       TEXT NOT NULL,    -- WARC-Target-URI
  date          TEXT NOT NULL,
  status        INTEGER NOT NULL, -- of the answer; 200 for an added file
  media_type    TEXT NOT NULL,
  payload       TEXT NOT NULL,    -- WARC-Payload-Digest
  content       TEXT NOT NULL,    -- SHA-256 of the payload without content coding
  bytes         INTEGER NOT NULL, -- of that; 0 for a revisit
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  origin        INTEGER,          -- of a revisit: the capture that holds the payload
  cut           TEXT NOT NULL,    -- why the payload is only the beginning: length, time, disconnect
  damage        TEXT NOT NULL     -- what is wrong with the payload's coding
);
CREATE INDEX captures_address ON captures(address, date);
CREATE INDEX captures_content ON captures(content);

-- Revisits whose page is not in the archive yet: what they point at.
CREATE TABLE loose(
  record  TEXT PRIMARY KEY,
  refers  TEXT NOT NULL, -- WARC-Refers-To
  address TEXT NOT NULL, -- WARC-Refers-To-Target-URI
  date    TEXT NOT NULL  -- WARC-Refers-To-Date
) WITHOUT ROWID;
CREATE INDEX loose_refers ON loose(refers);
CREATE INDEX loose_address ON loose(address, date);

-- How each address of each run ended.
CREATE TABLE outcomes(
  id       INTEGER PRIMARY KEY,
  run      TEXT NOT NULL,
  address  TEXT NOT NULL, -- what was asked for
  state    TEXT NOT NULL, -- fetched, unchanged, robots, gone, failed
  at       TEXT NOT NULL,
  final    TEXT NOT NULL, -- the address that answered, where it is another
  status   INTEGER NOT NULL,
  tries    INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  via      TEXT NOT NULL, -- the page whose link led here
  link     TEXT NOT NULL, -- the words of that link
  attached INTEGER NOT NULL, -- 1: an attachment of that page
  depth    INTEGER NOT NULL
);
CREATE INDEX outcomes_address ON outcomes(address, at);
CREATE INDEX outcomes_run ON outcomes(run, address);
CREATE INDEX outcomes_final ON outcomes(final) WHERE final <> '';

-- Runs of commands that fetch or add.
CREATE TABLE runs(
  run      TEXT PRIMARY KEY,
  command  TEXT NOT NULL,
  key      TEXT NOT NULL, -- of its arguments: the same command goes on with an unfinished run
  began    TEXT NOT NULL,
  ended    TEXT,          -- missing: it was cut short
  software TEXT NOT NULL
) WITHOUT ROWID;

-- What was removed from the corpus.
CREATE TABLE forgotten(
  id      INTEGER PRIMARY KEY,
  what    TEXT NOT NULL, -- page, person
  address TEXT NOT NULL,
  at      TEXT NOT NULL,
  reason  TEXT NOT NULL
);
CREATE INDEX forgotten_address ON forgotten(address);

-- What was read: one row for each content of each address.
CREATE TABLE pages(
  id      INTEGER PRIMARY KEY,
  capture INTEGER NOT NULL UNIQUE REFERENCES captures(id),
  rules   TEXT NOT NULL,    -- versions of the program's rules and words that read it
  code    TEXT NOT NULL,    -- of the failure, or empty
  message TEXT NOT NULL
);

CREATE TABLE documents(
  id           INTEGER PRIMARY KEY, -- made of the capture and the part, so that it rises in the order of the archive
  page         INTEGER NOT NULL REFERENCES pages(id) ON DELETE CASCADE,
  document     TEXT NOT NULL, -- its id; equal for all contents of an address
  part         INTEGER NOT NULL,
  parts        INTEGER NOT NULL,
  title        TEXT NOT NULL,
  issuer       TEXT NOT NULL,
  region       TEXT NOT NULL,
  region_code  TEXT NOT NULL,
  doc_number   TEXT NOT NULL,
  written_on   TEXT NOT NULL,
  published_on TEXT NOT NULL,
  print        BLOB,          -- what near copies are found by
  record       BLOB NOT NULL  -- the document, zstd
);
CREATE INDEX documents_page ON documents(page);
CREATE INDEX documents_document ON documents(document);

-- The facts of the documents, in the facts format, numbers not masked.
CREATE TABLE facts(
  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  type     TEXT NOT NULL,
  fact     TEXT NOT NULL
);
CREATE INDEX facts_document ON facts(document);
CREATE INDEX facts_type ON facts(type);

-- What is wrong with what the documents say.
CREATE TABLE findings(
  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  code     TEXT NOT NULL,
  severity TEXT NOT NULL,
  finding  TEXT NOT NULL
);
CREATE INDEX findings_document ON findings(document);
CREATE INDEX findings_code ON findings(code);

-- Copies of one document on several pages.
CREATE TABLE copies(
  document   TEXT NOT NULL,
  copy_of    TEXT NOT NULL, -- the earliest of them
  similarity REAL NOT NULL, -- estimated Jaccard similarity of their words, 1: equal
  PRIMARY KEY(document, copy_of)
) WITHOUT ROWID;

-- Builds: which rules read how much.
CREATE TABLE builds(
  id    INTEGER PRIMARY KEY,
  rules TEXT NOT NULL,
  began TEXT NOT NULL,
  ended TEXT,
  pages INTEGER NOT NULL,
  captures INTEGER NOT NULL DEFAULT 0 -- the last capture that the corpus had then
);
