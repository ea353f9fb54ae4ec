-- kind: schema
-- title: Create the tables of the knowledge base
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-20
-- refs: RFC 3261
-- reader: 1
-- notes: The shape of the knowledge base: languages, terms, codes with their facts and texts, and pair notes.

-- Languages that answers can be given in. English is the one that every text falls back to.
CREATE TABLE language (
  language TEXT NOT NULL PRIMARY KEY CHECK (language <> ''),  -- BCP 47, lower-case primary subtag
  name     TEXT NOT NULL,                                     -- in English
  own_name TEXT NOT NULL                                      -- in the language itself
) STRICT, WITHOUT ROWID;

-- Headings and short words around an answer, such as "Key Differences" and the aspect names.
CREATE TABLE label (
  label    TEXT NOT NULL,
  language TEXT NOT NULL REFERENCES language (language),
  text     TEXT NOT NULL CHECK (text <> ''),
  PRIMARY KEY (label, language)
) STRICT, WITHOUT ROWID;

-- Sentences with named values in braces, such as "Both are {class} responses".
CREATE TABLE template (
  template TEXT NOT NULL,
  language TEXT NOT NULL REFERENCES language (language),
  text     TEXT NOT NULL CHECK (text <> ''),
  PRIMARY KEY (template, language)
) STRICT, WITHOUT ROWID;

-- The six response classes of RFC 3261, section 7.2.
CREATE TABLE class_text (
  class    INTEGER NOT NULL CHECK (class BETWEEN 1 AND 6),
  language TEXT NOT NULL REFERENCES language (language),
  name     TEXT NOT NULL CHECK (name <> ''),     -- "Redirection"
  meaning  TEXT NOT NULL CHECK (meaning <> ''),  -- one sentence
  PRIMARY KEY (class, language)
) STRICT, WITHOUT ROWID;

-- A value that a fact can take. `value` is what programs see: the proto enum's value in lower case without its
-- prefix, or for methods and timers their names separated by spaces ("*" is every method). Several terms may
-- share a value and say it more closely.
CREATE TABLE term (
  aspect TEXT NOT NULL CHECK (aspect IN ('sent_by', 'methods', 'retry', 'timers', 'forking', 'dialog',
                                         'transaction', 'pstn', 'look_at')),
  term   TEXT NOT NULL CHECK (term <> ''),
  value  TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (aspect, term)
) STRICT, WITHOUT ROWID;

-- How a term is said: `phrase` fits a table cell, `clause` is a main clause about {code} without its full stop.
-- Aspects whose facts are lists (sent_by, methods, timers, look_at) have one clause in `template` instead, so
-- theirs is ''.
CREATE TABLE term_text (
  aspect   TEXT NOT NULL,
  term     TEXT NOT NULL,
  language TEXT NOT NULL REFERENCES language (language),
  phrase   TEXT NOT NULL CHECK (phrase <> ''),
  clause   TEXT NOT NULL,
  PRIMARY KEY (aspect, term, language),
  FOREIGN KEY (aspect, term) REFERENCES term (aspect, term)
) STRICT, WITHOUT ROWID;

-- Response codes. `origin` names the product or draft where the state is local or draft, else ''.
CREATE TABLE code (
  code          INTEGER NOT NULL PRIMARY KEY CHECK (code BETWEEN 100 AND 699),
  reason_phrase TEXT NOT NULL CHECK (reason_phrase <> ''),
  state         TEXT NOT NULL CHECK (state IN ('registered', 'deprecated', 'historic', 'local', 'draft')),
  origin        TEXT NOT NULL,
  rfc           INTEGER,         -- that defines it; NULL where none does
  section       TEXT,
  CHECK ((state IN ('local', 'draft')) = (origin <> '')),
  CHECK ((rfc IS NULL) = (section IS NULL)),
  CHECK (state NOT IN ('registered', 'deprecated') OR rfc IS NOT NULL)
) STRICT;

-- What else to read about a code, after its definition, most useful first.
CREATE TABLE reference (
  code     INTEGER NOT NULL REFERENCES code (code),
  position INTEGER NOT NULL CHECK (position >= 1),
  rfc      INTEGER NOT NULL,
  section  TEXT NOT NULL CHECK (section <> ''),
  PRIMARY KEY (code, position)
) STRICT, WITHOUT ROWID;

-- One fact: for this code, this aspect has this term, and that section says so.
CREATE TABLE fact (
  code     INTEGER NOT NULL REFERENCES code (code),
  aspect   TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  term     TEXT NOT NULL,
  rfc      INTEGER NOT NULL,
  section  TEXT NOT NULL CHECK (section <> ''),
  PRIMARY KEY (code, aspect, position),
  UNIQUE (code, aspect, term),
  FOREIGN KEY (aspect, term) REFERENCES term (aspect, term)
) STRICT, WITHOUT ROWID;

-- Headers that come with a code, and how strongly the RFC asks for them.
CREATE TABLE header (
  code     INTEGER NOT NULL REFERENCES code (code),
  header   TEXT NOT NULL CHECK (header <> ''),
  position INTEGER NOT NULL CHECK (position >= 1),
  strength TEXT NOT NULL CHECK (strength IN ('must', 'should', 'may')),
  rfc      INTEGER NOT NULL,
  section  TEXT NOT NULL CHECK (section <> ''),
  PRIMARY KEY (code, header),
  UNIQUE (code, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE header_text (
  code     INTEGER NOT NULL,
  header   TEXT NOT NULL,
  language TEXT NOT NULL REFERENCES language (language),
  purpose  TEXT NOT NULL CHECK (purpose <> ''),  -- one sentence
  PRIMARY KEY (code, header, language),
  FOREIGN KEY (code, header) REFERENCES header (code, header)
) STRICT, WITHOUT ROWID;

-- The Q.850 cause that a gateway releases the PSTN leg with on this code (RFC 3398, section 8.2.6.1).
CREATE TABLE cause_of_code (
  code    INTEGER NOT NULL PRIMARY KEY REFERENCES code (code),
  cause   INTEGER NOT NULL CHECK (cause BETWEEN 1 AND 127),
  rfc     INTEGER NOT NULL,
  section TEXT NOT NULL CHECK (section <> '')
) STRICT;

-- The code that a gateway answers with on a Q.850 cause (RFC 3398, section 7.2.4.1). `condition` is '' for the
-- plain rule, else what must hold, such as 'diagnostic'.
CREATE TABLE code_of_cause (
  cause     INTEGER NOT NULL CHECK (cause BETWEEN 1 AND 127),
  condition TEXT NOT NULL,
  code      INTEGER NOT NULL CHECK (code BETWEEN 100 AND 699),
  rfc       INTEGER NOT NULL,
  section   TEXT NOT NULL CHECK (section <> ''),
  PRIMARY KEY (cause, condition)
) STRICT, WITHOUT ROWID;

-- `relation` says what `related` is to `code`. Each row has its mirror row.
CREATE TABLE related_code (
  code     INTEGER NOT NULL REFERENCES code (code),
  related  INTEGER NOT NULL REFERENCES code (code),
  relation TEXT NOT NULL CHECK (relation IN ('often_confused_with', 'proxy_twin', 'uas_twin', 'global_twin',
                                             'local_twin', 'obsoletes', 'obsoleted_by')),
  PRIMARY KEY (code, related),
  CHECK (code <> related)
) STRICT, WITHOUT ROWID;

-- A code in one clause that stands after its number: "names a new address to call".
CREATE TABLE gist (
  code     INTEGER NOT NULL REFERENCES code (code),
  language TEXT NOT NULL REFERENCES language (language),
  clause   TEXT NOT NULL CHECK (clause <> ''),
  PRIMARY KEY (code, language)
) STRICT, WITHOUT ROWID;

-- The texts of an entry: a line, two to five sentences, and when a sender should choose this code.
CREATE TABLE code_text (
  code        INTEGER NOT NULL REFERENCES code (code),
  language    TEXT NOT NULL REFERENCES language (language),
  summary     TEXT NOT NULL CHECK (length(summary) BETWEEN 1 AND 110),
  description TEXT NOT NULL CHECK (description <> ''),
  use_when    TEXT NOT NULL CHECK (use_when <> ''),
  PRIMARY KEY (code, language)
) STRICT, WITHOUT ROWID;

-- When You See It: real situations, a sentence each.
CREATE TABLE situation (
  code     INTEGER NOT NULL REFERENCES code (code),
  language TEXT NOT NULL REFERENCES language (language),
  position INTEGER NOT NULL CHECK (position >= 1),
  sentence TEXT NOT NULL CHECK (sentence <> ''),
  PRIMARY KEY (code, language, position)
) STRICT, WITHOUT ROWID;

-- How to Fix: steps in the order in which an expert tries them, and who can do them.
CREATE TABLE step (
  code     INTEGER NOT NULL REFERENCES code (code),
  language TEXT NOT NULL REFERENCES language (language),
  position INTEGER NOT NULL CHECK (position >= 1),
  party    TEXT NOT NULL CHECK (party IN ('caller', 'callee', 'operator', 'developer')),
  sentence TEXT NOT NULL CHECK (sentence <> ''),
  PRIMARY KEY (code, language, position)
) STRICT, WITHOUT ROWID;

-- What an expert says first about two codes that people confuse.
CREATE TABLE pair_note (
  low         INTEGER NOT NULL REFERENCES code (code),
  high        INTEGER NOT NULL REFERENCES code (code),
  language    TEXT NOT NULL REFERENCES language (language),
  difference  TEXT NOT NULL CHECK (difference <> ''),   -- one sentence
  when_to_use TEXT NOT NULL CHECK (when_to_use <> ''),  -- what a sender goes by
  mistake     TEXT NOT NULL CHECK (mistake <> ''),      -- what people get wrong
  PRIMARY KEY (low, high, language),
  CHECK (low < high)
) STRICT, WITHOUT ROWID;
