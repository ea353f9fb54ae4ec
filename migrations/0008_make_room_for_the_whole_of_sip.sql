-- kind: schema
-- title: Make room for the whole of SIP
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261, RFC 3326, RFC 3398
-- notes: Tables for sample messages, ladders, symptoms, meanings by phrase or header, notes on groups of codes, Q.850 causes and numbers that only look like codes.

-- What is cited and is no RFC. Where a row has a document, its rfc is 0.
CREATE TABLE document (
  document TEXT NOT NULL PRIMARY KEY CHECK (document <> ''),  -- short name, as in "ITU-T Q.850"
  title    TEXT NOT NULL CHECK (title <> ''),
  url      TEXT NOT NULL                                      -- '' where there is no lasting one
) STRICT, WITHOUT ROWID;

ALTER TABLE fact ADD COLUMN document TEXT REFERENCES document (document);
ALTER TABLE reference ADD COLUMN document TEXT REFERENCES document (document);

-- A response as it can stand on the wire. Lines end with LF here and with CRLF there; Content-Length counts the latter.
CREATE TABLE sample (
  code    INTEGER NOT NULL PRIMARY KEY REFERENCES code (code),
  message TEXT NOT NULL CHECK (message LIKE 'SIP/2.0 %')
) STRICT;

-- Those between whom messages go in a ladder; position is their place from left to right.
CREATE TABLE ladder_party (
  party    TEXT NOT NULL PRIMARY KEY CHECK (party <> ''),
  position INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE ladder_party_text (
  party    TEXT NOT NULL REFERENCES ladder_party (party),
  language TEXT NOT NULL REFERENCES language (language),
  name     TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (party, language)
) STRICT, WITHOUT ROWID;

-- One arrow of the ladder that shows a code at work. The message is a method, a status code with its reason phrase, an
-- ISUP message, "RTP" or "Timer B", and can be followed by what matters in it in brackets: "INVITE (Authorization)".
-- It is the same in every language. Where sender and receiver are the same, it happens there and nothing is sent.
CREATE TABLE ladder (
  code     INTEGER NOT NULL REFERENCES code (code),
  position INTEGER NOT NULL CHECK (position >= 1),
  sender   TEXT NOT NULL REFERENCES ladder_party (party),
  receiver TEXT NOT NULL REFERENCES ladder_party (party),
  message  TEXT NOT NULL CHECK (message <> ''),
  PRIMARY KEY (code, position)
) STRICT, WITHOUT ROWID;

-- How people describe the trouble in which they meet a code: "wrong password".
CREATE TABLE symptom (
  code     INTEGER NOT NULL REFERENCES code (code),
  language TEXT NOT NULL REFERENCES language (language),
  position INTEGER NOT NULL CHECK (position >= 1),
  words    TEXT NOT NULL CHECK (words <> ''),
  PRIMARY KEY (code, language, position)
) STRICT, WITHOUT ROWID;

-- What a code means when a certain reason phrase or header comes with it. Position 1 is what it means without any.
-- `phrase` or `header` is '' where it is no sign. `value` has the parts that the header's value must have, between
-- semicolons: 'Q.850;cause=21'.
CREATE TABLE meaning (
  code     INTEGER NOT NULL REFERENCES code (code),
  position INTEGER NOT NULL CHECK (position >= 1),
  phrase   TEXT NOT NULL,
  header   TEXT NOT NULL,
  value    TEXT NOT NULL,
  rfc      INTEGER NOT NULL,
  section  TEXT NOT NULL,
  document TEXT REFERENCES document (document),
  PRIMARY KEY (code, position),
  UNIQUE (code, phrase, header, value),
  CHECK (header <> '' OR value = ''),
  CHECK ((rfc = 0) = (document IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE meaning_text (
  code     INTEGER NOT NULL,
  position INTEGER NOT NULL,
  language TEXT NOT NULL REFERENCES language (language),
  name     TEXT NOT NULL CHECK (name <> ''),     -- a few words: "blocked by the network"
  meaning  TEXT NOT NULL CHECK (meaning <> ''),  -- one or two sentences
  sign     TEXT NOT NULL CHECK (sign <> ''),     -- one sentence: how to see that it is this one
  advice   TEXT NOT NULL CHECK (advice <> ''),   -- one sentence
  PRIMARY KEY (code, position, language),
  FOREIGN KEY (code, position) REFERENCES meaning (code, position)
) STRICT, WITHOUT ROWID;

-- Three or four codes that belong together, and what an expert says first about all of them.
CREATE TABLE code_group (
  code_group TEXT NOT NULL PRIMARY KEY CHECK (code_group <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE code_group_member (
  code_group TEXT NOT NULL REFERENCES code_group (code_group),
  code       INTEGER NOT NULL REFERENCES code (code),
  PRIMARY KEY (code_group, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_note (
  code_group  TEXT NOT NULL REFERENCES code_group (code_group),
  language    TEXT NOT NULL REFERENCES language (language),
  difference  TEXT NOT NULL CHECK (difference <> ''),   -- one sentence
  when_to_use TEXT NOT NULL CHECK (when_to_use <> ''),  -- what a sender goes by
  mistake     TEXT NOT NULL CHECK (mistake <> ''),      -- what people get wrong
  PRIMARY KEY (code_group, language)
) STRICT, WITHOUT ROWID;

-- Causes of ITU-T Q.850, with which telephone networks end calls.
CREATE TABLE cause (
  cause    INTEGER NOT NULL PRIMARY KEY CHECK (cause BETWEEN 1 AND 127),
  section  TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES document (document)
) STRICT;

CREATE TABLE cause_text (
  cause    INTEGER NOT NULL REFERENCES cause (cause),
  language TEXT NOT NULL REFERENCES language (language),
  name     TEXT NOT NULL CHECK (name <> ''),     -- "User busy"
  meaning  TEXT NOT NULL CHECK (meaning <> ''),  -- what the network says with it
  advice   TEXT NOT NULL CHECK (advice <> ''),   -- what to do about it
  to_sip   TEXT NOT NULL,                        -- what a gateway does where it does not answer with a code, else ''
  PRIMARY KEY (cause, language)
) STRICT, WITHOUT ROWID;

-- Where a product translates otherwise than RFC 3398 does; `document` is where its own table stands.
CREATE TABLE product_code_of_cause (
  product  TEXT NOT NULL CHECK (product <> ''),
  cause    INTEGER NOT NULL REFERENCES cause (cause),
  code     INTEGER NOT NULL REFERENCES code (code),
  section  TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES document (document),
  PRIMARY KEY (product, cause)
) STRICT, WITHOUT ROWID;

CREATE TABLE product_cause_of_code (
  product  TEXT NOT NULL CHECK (product <> ''),
  code     INTEGER NOT NULL REFERENCES code (code),
  cause    INTEGER NOT NULL REFERENCES cause (cause),
  section  TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES document (document),
  PRIMARY KEY (product, code)
) STRICT, WITHOUT ROWID;

-- Numbers that turn up where a code is expected and are none: what a library reports inside a client, or a slip that
-- tables copy from each other. `stands_for` is the code to read instead.
CREATE TABLE stray_number (
  number     INTEGER NOT NULL PRIMARY KEY CHECK (number BETWEEN 100 AND 999),
  stands_for INTEGER REFERENCES code (code),
  origin     TEXT NOT NULL CHECK (origin <> ''),
  section    TEXT NOT NULL,
  document   TEXT REFERENCES document (document)
) STRICT;

CREATE TABLE stray_number_text (
  number      INTEGER NOT NULL REFERENCES stray_number (number),
  language    TEXT NOT NULL REFERENCES language (language),
  name        TEXT NOT NULL CHECK (name <> ''),
  summary     TEXT NOT NULL CHECK (length(summary) BETWEEN 1 AND 110),
  description TEXT NOT NULL CHECK (description <> ''),
  advice      TEXT NOT NULL CHECK (advice <> ''),
  PRIMARY KEY (number, language)
) STRICT, WITHOUT ROWID;

-- What the knowledge base keeps to from a revision on; lint refuses a later revision that breaks it.
CREATE TABLE promise (
  promise TEXT NOT NULL PRIMARY KEY CHECK (promise IN ('every_registered_code_is_explained'))
) STRICT, WITHOUT ROWID;
