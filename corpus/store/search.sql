-- The search index of a catalogue, a part of it.

-- What documents are found by. The columns of the table search hold tokens with
-- blanks between them (see internal/search); it keeps no text, that stands in
-- texts.
CREATE TABLE found(
  document      INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
  cut           INTEGER NOT NULL, -- which words the dictionary had
  year          INTEGER NOT NULL, -- 0: not known
  district      TEXT NOT NULL,
  district_code TEXT NOT NULL,
  older         INTEGER NOT NULL DEFAULT 0, -- 1: the address had another content later; as of the last build
  root          INTEGER -- the document that it is a copy of; as of the last build
);
CREATE INDEX found_cut ON found(cut);
CREATE INDEX found_older ON found(document) WHERE older = 1;
CREATE INDEX found_root ON found(root) WHERE root IS NOT NULL;
CREATE TABLE texts(
  document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
  text     BLOB NOT NULL -- the text with the way back to the read text, zstd
);
CREATE VIRTUAL TABLE search USING fts5(
  title, body, title_words, words, issuer, region, schools, measures, persons, facets,
  content='', contentless_delete=1, tokenize='ascii'
);
CREATE TRIGGER found_gone AFTER DELETE ON found BEGIN
  DELETE FROM search WHERE rowid = old.document;
END;
