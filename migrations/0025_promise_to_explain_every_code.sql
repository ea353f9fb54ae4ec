-- kind: content
-- title: Promise to explain every code
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261
-- notes: From here on no registered code may lack its facts, texts, sample message, ladder and symptoms.

INSERT INTO promise (promise) VALUES ('every_registered_code_is_explained');
