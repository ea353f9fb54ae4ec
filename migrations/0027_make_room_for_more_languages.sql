-- kind: schema
-- title: Make room for more languages
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261
-- notes: Tables for one-line summaries without longer texts, for the words by which people ask for a language and ask in it, and for English words that other languages keep.

-- The line of a code in a language that has no longer texts of it; where it has these, the line is in code_text.
CREATE TABLE summary (
  code     INTEGER NOT NULL REFERENCES code (code),
  language TEXT NOT NULL REFERENCES language (language),
  summary  TEXT NOT NULL CHECK (length(summary) BETWEEN 1 AND 110),
  PRIMARY KEY (code, language)
) STRICT, WITHOUT ROWID;

-- How people ask for an answer in a language, in any language: "in Japanese" and "日本語で" ask for ja.
CREATE TABLE language_request (
  words    TEXT NOT NULL PRIMARY KEY CHECK (words <> ''),
  language TEXT NOT NULL REFERENCES language (language),
  asked_in TEXT NOT NULL REFERENCES language (language)  -- the language of the words themselves
) STRICT, WITHOUT ROWID;

-- Words by which the bot understands a question that is asked in a language, beside those that it knows by itself:
-- what asks ("why"), asks for a comparison ("difference"), stands between two codes ("or") or the ends of a range
-- ("to"), says that a number is a code ("error"), leads to one ("got"), carries nothing ("please"), asks for help or
-- for every section ("full"), or leads to the name of a language ("language").
CREATE TABLE question_word (
  language TEXT NOT NULL REFERENCES language (language),
  role     TEXT NOT NULL CHECK (role IN ('ask', 'compare', 'between', 'range', 'code', 'get', 'filler', 'help', 'full',
                                         'language')),
  word     TEXT NOT NULL CHECK (word <> ''),
  PRIMARY KEY (language, role, word)
) STRICT, WITHOUT ROWID;

-- Words that are English and stand in texts of `language` all the same: terms that engineers do not translate, and
-- words that both languages happen to share. What is listed for 'en' is kept in every language.
CREATE TABLE kept_word (
  language TEXT NOT NULL REFERENCES language (language),
  word     TEXT NOT NULL CHECK (word <> '' AND word = lower(word)),
  PRIMARY KEY (language, word)
) STRICT, WITHOUT ROWID;
