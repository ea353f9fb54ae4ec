-- kind: content
-- title: Tell unregistered codes for what they are
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 2543, RFC 3261, RFC 3263, RFC 3398, RFC 5057
-- notes: Entries for codes that no registry lists but logs show: 303, 409 and 411 of RFC 2543, 476 to 479 of Kamailio and OpenSIPS, 441, 490 and 687 of drafts; and 101, 510 and 701 to 703, which only look like codes.

INSERT INTO document (document, title, url) VALUES
  ('draft-worley-6xx-considered-harmful',
   'Expired Internet-Draft: 6xx-Class Responses Considered Harmful in the Session Initiation Protocol (SIP)',
   'https://datatracker.ietf.org/doc/draft-worley-6xx-considered-harmful/');

-- RFC 2543 lists 303 in 5.1.1 and has no section on it.
INSERT INTO code (code, reason_phrase, state, origin, rfc, section) VALUES
  (303, 'See Other', 'historic', '', 2543, '5.1.1'),
  (409, 'Conflict', 'historic', '', 2543, '7.4.10'),
  (411, 'Length Required', 'historic', '', 2543, '7.4.12'),
  (441, 'Decline', 'draft', 'draft-worley-6xx-considered-harmful', NULL, NULL),
  (476, 'Unresolvable destination', 'local', 'OpenSIPS', NULL, NULL),
  (477, 'Send failed', 'local', 'Kamailio and OpenSIPS', NULL, NULL),
  (478, 'Unresolvable destination', 'local', 'Kamailio', NULL, NULL),
  (479, 'Regretfully, we were not able to process the URI', 'local', 'Kamailio', NULL, NULL),
  (490, 'Request Updated', 'draft',
   'an expired Internet-Draft; the libraries Sofia-SIP and PJSIP still have a constant', NULL, NULL),
  (687, 'Dialog Terminated', 'draft', 'an expired Internet-Draft; the library Sofia-SIP still has a constant', NULL, NULL);

INSERT INTO term (aspect, term, value) VALUES
  ('sent_by', 'uac_library', 'uac'),
  ('methods', 'subscribe_or_refer', 'SUBSCRIBE REFER'),
  ('retry', 'with_content_length', 'changed'),
  ('retry', 'once_next_hop_works', 'later'),
  ('transaction', 'dropped_in_client', 'synthesised'),
  ('look_at', 'content_length', 'content_length'),
  ('look_at', 'phrase_suffix', 'reason_phrase');

INSERT INTO term_text (aspect, term, language, phrase, clause) VALUES
  ('sent_by', 'uac_library', 'en', 'the client’s own library, off the wire', ''),
  ('methods', 'subscribe_or_refer', 'en', 'SUBSCRIBE and REFER', ''),
  ('retry', 'with_content_length', 'en', 'with Content-Length',
   '{code} calls for the request again with a Content-Length'),
  ('retry', 'once_next_hop_works', 'en', 'once the proxy can reach its next hop',
   '{code} makes sense to repeat only once the proxy can reach its next hop'),
  ('transaction', 'dropped_in_client', 'en', 'dropped inside the client',
   '{code} marks a transaction that the client dropped by itself, with nothing on the wire'),
  ('look_at', 'content_length', 'en', 'Content-Length of the request', ''),
  ('look_at', 'phrase_suffix', 'en', 'the end of the reason phrase', '');

INSERT INTO fact (code, aspect, position, term, rfc, section) VALUES
  (303, 'sent_by', 1, 'redirect_server', 3261, '8.3'),
  (303, 'methods', 1, 'all_but_ack_and_cancel', 3261, '8.3'),
  (303, 'retry', 1, 'pick_a_contact', 3261, '8.1.3.2'),
  (303, 'forking', 1, 'adds_targets', 3261, '16.7'),
  (303, 'dialog', 1, 'unsettled', 5057, '5.1'),
  (303, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (303, 'pstn', 1, 'redirect', 3398, '8.2.5'),
  (303, 'look_at', 1, 'contact', 3261, '8.1.3.4'),
  (303, 'look_at', 2, 'server_header', 3261, '20.35'),
  (409, 'sent_by', 1, 'registrar', 2543, '4.2.6'),
  (409, 'methods', 1, 'register', 2543, '7.4.10'),
  (409, 'retry', 1, 'changed', 3261, '21.4'),
  (409, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (409, 'dialog', 1, 'no_dialog', 3261, '10.2'),
  (409, 'transaction', 1, 'completes', 3261, '17.1.2.2'),
  (409, 'pstn', 1, 'by_default_no_call', 3398, '8.2.6.1'),
  (409, 'look_at', 1, 'contact', 2543, '6.13'),
  (409, 'look_at', 2, 'server_header', 3261, '20.35'),
  (411, 'sent_by', 1, 'uas', 2543, '7.4.12'),
  (411, 'sent_by', 2, 'next_hop', 2543, '7.4.12'),
  (411, 'methods', 1, 'any', 2543, '7.4.12'),
  (411, 'retry', 1, 'with_content_length', 2543, '7.4.12'),
  (411, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (411, 'dialog', 1, 'none', 5057, '5.1'),
  (411, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (411, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (411, 'look_at', 1, 'content_length', 3261, '20.14'),
  (411, 'look_at', 2, 'server_header', 3261, '20.35'),
  (441, 'retry', 1, 'changed', 3261, '21.4'),
  (441, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (441, 'dialog', 1, 'none', 5057, '5.1'),
  (441, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (441, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (441, 'look_at', 1, 'server_header', 3261, '20.35'),
  (476, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (476, 'dialog', 1, 'none', 5057, '5.1'),
  (476, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (476, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (476, 'look_at', 2, 'server_header', 3261, '20.35'),
  (477, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (477, 'dialog', 1, 'none', 5057, '5.1'),
  (477, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (477, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (477, 'look_at', 2, 'server_header', 3261, '20.35'),
  (478, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (478, 'dialog', 1, 'none', 5057, '5.1'),
  (478, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (478, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (478, 'look_at', 2, 'server_header', 3261, '20.35'),
  (479, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (479, 'dialog', 1, 'none', 5057, '5.1'),
  (479, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (479, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (479, 'look_at', 3, 'server_header', 3261, '20.35'),
  (490, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (490, 'dialog', 1, 'none', 5057, '5.1'),
  (490, 'pstn', 1, 'by_default_no_call', 3398, '8.2.6.1'),
  (490, 'look_at', 2, 'server_header', 3261, '20.35'),
  (687, 'sent_by', 1, 'uas', 3261, '21.6'),
  (687, 'methods', 1, 'any', 3261, '8.1.3.2'),
  (687, 'retry', 1, 'later_unchanged', 5057, '5.1'),
  (687, 'forking', 1, 'ends_search', 3261, '16.7'),
  (687, 'dialog', 1, 'none', 5057, '5.1'),
  (687, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (687, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (687, 'look_at', 1, 'server_header', 3261, '20.35');

-- What only source code and a draft say.
INSERT INTO fact (code, aspect, position, term, rfc, section, document) VALUES
  (441, 'sent_by', 1, 'uas', 0, 'Abstract', 'draft-worley-6xx-considered-harmful'),
  (441, 'methods', 1, 'invite', 0, 'Abstract', 'draft-worley-6xx-considered-harmful'),
  (476, 'sent_by', 1, 'proxy', 0, 'error.c', 'OpenSIPS'),
  (476, 'methods', 1, 'any', 0, 'modules/tm/t_fwd.c', 'OpenSIPS'),
  (476, 'retry', 1, 'once_next_hop_works', 0, 'error.h', 'OpenSIPS'),
  (476, 'look_at', 1, 'phrase_suffix', 0, 'error.c', 'OpenSIPS'),
  (476, 'look_at', 3, 'server_log', 0, 'proxy.c', 'OpenSIPS'),
  (477, 'sent_by', 1, 'proxy', 0, 'src/core/error.c', 'Kamailio'),
  (477, 'methods', 1, 'any', 0, 'src/modules/tm/t_fwd.c', 'Kamailio'),
  (477, 'retry', 1, 'once_next_hop_works', 0, 'src/modules/tm/t_fwd.c', 'Kamailio'),
  (477, 'look_at', 1, 'phrase_suffix', 0, 'src/core/error.c', 'Kamailio'),
  (477, 'look_at', 3, 'server_log', 0, 'src/modules/tm/t_fwd.c', 'Kamailio'),
  (478, 'sent_by', 1, 'proxy', 0, 'src/core/error.c', 'Kamailio'),
  (478, 'methods', 1, 'any', 0, 'src/modules/tm/t_fwd.c', 'Kamailio'),
  (478, 'retry', 1, 'once_next_hop_works', 0, 'src/core/error.h', 'Kamailio'),
  (478, 'look_at', 1, 'phrase_suffix', 0, 'src/core/error.c', 'Kamailio'),
  (478, 'look_at', 3, 'server_log', 0, 'src/modules/tm/ut.h', 'Kamailio'),
  (479, 'sent_by', 1, 'proxy', 0, 'src/core/error.c', 'Kamailio'),
  (479, 'methods', 1, 'any', 0, 'src/core/parser/parse_uri.c', 'Kamailio'),
  (479, 'retry', 1, 'changed', 0, 'src/core/error.h', 'Kamailio'),
  (479, 'look_at', 1, 'request_uri', 0, 'src/core/parser/parse_uri.c', 'Kamailio'),
  (479, 'look_at', 2, 'phrase_suffix', 0, 'src/core/error.c', 'Kamailio'),
  (490, 'sent_by', 1, 'uac_library', 0, 'pjsip/src/pjsip-simple/evsub.c', 'PJSIP'),
  (490, 'methods', 1, 'subscribe_or_refer', 0, 'pjsip/src/pjsip-simple/evsub.c', 'PJSIP'),
  (490, 'retry', 1, 'not_needed', 0, 'pjsip/src/pjsip-simple/evsub.c', 'PJSIP'),
  (490, 'transaction', 1, 'dropped_in_client', 0, 'pjsip/src/pjsip-simple/evsub.c', 'PJSIP'),
  (490, 'look_at', 1, 'on_the_wire', 0, 'pjsip/src/pjsip-simple/evsub.c', 'PJSIP');

INSERT INTO header (code, header, position, strength, rfc, section) VALUES
  (303, 'Contact', 1, 'may', 3261, '20');

INSERT INTO header_text (code, header, language, purpose) VALUES
  (303, 'Contact', 'en', 'The address to try, which is all that a client can use in this response.');

-- 303 is followed like any 3xx; the others are in no table, so they get 31.
INSERT INTO cause_of_code (code, cause, rfc, section) VALUES
  (409, 31, 3398, '8.2.6.1'),
  (411, 31, 3398, '8.2.6.1'),
  (441, 31, 3398, '8.2.6.1'),
  (476, 31, 3398, '8.2.6.1'),
  (477, 31, 3398, '8.2.6.1'),
  (478, 31, 3398, '8.2.6.1'),
  (479, 31, 3398, '8.2.6.1'),
  (490, 31, 3398, '8.2.6.1'),
  (687, 31, 3398, '8.2.6.1');

INSERT INTO reference (code, position, rfc, section) VALUES
  (303, 1, 3261, '8.1.3.2'),
  (303, 2, 3261, '21'),
  (303, 3, 3261, '8.1.3.4'),
  (409, 1, 2543, '4.2.6'),
  (409, 2, 3261, '28.1'),
  (409, 3, 3261, '8.1.3.2'),
  (411, 1, 3261, '18.3'),
  (411, 2, 3261, '20.14'),
  (411, 3, 3261, '8.1.3.2'),
  (441, 2, 3261, '16.7'),
  (441, 3, 3261, '8.1.3.2'),
  (476, 3, 3263, '4.2'),
  (476, 4, 3261, '8.1.3.2'),
  (477, 3, 3261, '16.9'),
  (477, 4, 3261, '18.4'),
  (477, 5, 3263, '4.3'),
  (477, 6, 3261, '8.1.3.2'),
  (478, 3, 3263, '4.2'),
  (478, 4, 3261, '8.1.3.2'),
  (479, 2, 3261, '19.1.1'),
  (479, 3, 3261, '16.3'),
  (479, 4, 3261, '8.1.3.2'),
  (490, 3, 3261, '8.1.3.2'),
  (687, 2, 3261, '8.1.3.2'),
  (687, 3, 3261, '16.7');

INSERT INTO reference (code, position, rfc, section, document) VALUES
  (441, 1, 0, 'Abstract', 'draft-worley-6xx-considered-harmful'),
  (476, 1, 0, 'error.c', 'OpenSIPS'),
  (476, 2, 0, 'modules/tm/t_fwd.c', 'OpenSIPS'),
  (477, 1, 0, 'src/core/error.c', 'Kamailio'),
  (477, 2, 0, 'error.c', 'OpenSIPS'),
  (478, 1, 0, 'src/core/error.c', 'Kamailio'),
  (478, 2, 0, 'src/modules/tm/ut.h', 'Kamailio'),
  (479, 1, 0, 'src/core/error.c', 'Kamailio'),
  (490, 1, 0, 'pjsip/src/pjsip-simple/evsub.c', 'PJSIP'),
  (490, 2, 0, 'libsofia-sip-ua/sip/sofia-sip/sip_status.h', 'Sofia-SIP'),
  (687, 1, 0, 'libsofia-sip-ua/sip/sofia-sip/sip_status.h', 'Sofia-SIP');

INSERT INTO gist (code, language, clause) VALUES
  (303, 'en', 'is a redirection that RFC 2543 listed without a word on its meaning'),
  (409, 'en', 'refused, in RFC 2543, a registration at odds with an earlier one'),
  (411, 'en', 'asked, in RFC 2543, for a Content-Length header'),
  (441, 'en', 'was proposed in 2007 as a refusal that does not end the search'),
  (476, 'en', 'says that an OpenSIPS proxy found no address for the next hop'),
  (477, 'en', 'says that a Kamailio or OpenSIPS proxy could not send to the next hop'),
  (478, 'en', 'says that a Kamailio proxy found no address for the next hop'),
  (479, 'en', 'says that a Kamailio proxy could not parse a URI'),
  (490, 'en', 'marks, inside PJSIP, a SUBSCRIBE or REFER that a newer one replaced'),
  (687, 'en', 'is a name in the Sofia-SIP library without a specification behind it');

INSERT INTO code_text (code, language, summary, description, use_when) VALUES
  (303, 'en',
   'A redirection borrowed from HTTP: RFC 2543 only listed it, and RFC 3261 dropped it.',
   'RFC 2543 has 303 in its table of status codes and no section that says what it means; RFC 3261 left it out, and the registry does not have it. A client that gets one treats it as a 300, so it can try the addresses in Contact. Tables of SIP codes by some vendors still print it. A 303 in a Warning header is something else: it speaks of bandwidth units in the session description.',
   'Do not send it; use 302 for one address to try now, or 300 for several to choose from.'),
  (409, 'en',
   'A registration wanted calls proxied where an earlier one wanted them redirected, or vice versa.',
   'Under RFC 2543 a REGISTER could ask, with the action parameter of Contact, that the server proxy calls or redirect them, and all registrations of a user had to ask for the same. A registration that asked for the other was rejected with 409. RFC 3261 deprecated the parameter and has no 409, so a client of today treats it as a 400. A current server that sends one uses HTTP’s word for a purpose of its own, which only its documentation can tell.',
   'Do not send it; answer a registration that is not allowed with 403 and one that is malformed with 400.'),
  (411, 'en',
   'The request had no Content-Length, and the server would not do without it.',
   'RFC 2543 took this code over from HTTP; RFC 3261 has none, so a client of today treats it as a 400. Over UDP a missing Content-Length is no fault, because the body ends with the packet. Over TCP and TLS the header is mandatory, because nothing else shows where one message ends and the next begins. When a 411 turns up, either the client left the header out or something on the way removed it.',
   'Do not send it; answer a request whose length cannot be told with 400.'),
  (441, 'en',
   'A proposal of 2007: refuse the call like a 603, but let the other devices go on ringing.',
   'Dale Worley’s draft argues that a phone hardly ever knows enough to end a call for everybody, that all 6xx codes should give way to 4xx codes, and that only 603 lacks a 4xx twin. The number 441 for such a twin is known from a mailing list of SIP implementors. It was never registered, and the draft has expired. A client that gets one treats it as a 400, and a forking proxy ends only the branch that it came from. In practice one device refuses with 486 or 480.',
   'Do not send it; use 486 or 480 to refuse on one device, and 603 to refuse for all of them.'),
  (476, 'en',
   'OpenSIPS could not turn the next hop’s name into an address, so the request went nowhere.',
   'The proxy that answers made this code itself: it found no address for the host in the URI where the request should go next, so nobody behind it saw the request. No RFC knows the code; it belongs to OpenSIPS, and Kamailio says the same with 478. On the wire the phrase ends in (476/TM) if a transaction answered and in (476/SL) if the answer was stateless. A client treats it as a 400, although its request may be faultless.',
   'Leave it to OpenSIPS; a script that wants a registered code for a next hop without an address can answer 500.'),
  (477, 'en',
   'The proxy knew the next hop’s address, but sending failed, so the request went nowhere.',
   'Kamailio and OpenSIPS make this code themselves when they cannot hand the message over: no route, a local firewall, a WebSocket that is closed. Kamailio opens TCP connections in the background unless told otherwise, so one that the far side refuses mostly ends in a 408 there. Kamailio also sends 477 when its own block list or an onsend_route held the message back; OpenSIPS has 473 for its own lists. OpenSIPS writes “Send failed (477/TM)” and Kamailio “Unfortunately error on sending to next hop occurred (477/TM)”, with SL in place of TM for a stateless answer. It is no timeout: a next hop that takes the request and stays silent leads to a 408. A client treats a 477 as a 400.',
   'Leave it to the proxy’s own error path; a proxy that follows RFC 3261 counts a failed send as a 503 and, with nothing better, answers 500.'),
  (478, 'en',
   'Kamailio could not turn the next hop’s URI into an address, so the request went nowhere.',
   'The proxy that answers made this code itself: DNS gave no address for the host in the Request-URI, the Route or the destination that its script had set, or that URI had no usable host at all. Nobody behind the proxy saw the request. No RFC knows the code; it belongs to Kamailio, while OpenSIPS says the same with 476. On the wire the phrase ends in (478/TM) if a transaction answered and in (478/SL) if the answer was stateless. A client treats it as a 400, although its request may be faultless.',
   'Leave it to Kamailio; a script that wants a registered code for a next hop without an address can answer 500.'),
  (479, 'en',
   'Kamailio could not parse a URI in the request or in its own routing, so it gave up.',
   'Kamailio makes this code itself when a function of its script has to read a URI, mostly the Request-URI or a Route, and cannot parse it. On the wire the phrase ends in (479/SL) for a stateless answer, or in (479/TM) if a transaction answered. A URI that breaks only while the request is relayed gives a 478 instead. No RFC knows the code, OpenSIPS numbers the same fault 475, and a client treats it as a 400.',
   'Leave it to Kamailio; a script that checks URIs itself can answer 400 for a malformed one and 416 for a scheme that it does not know.'),
  (490, 'en',
   'PJSIP gave up an unanswered SUBSCRIBE or REFER because the program sent a newer one.',
   'No RFC and no registry has 490. PJSIP and Sofia-SIP keep the name in their tables and do not say which draft it came from. PJSIP uses the number inside the client: if a program sends a SUBSCRIBE or REFER while an earlier one has no answer yet, the library drops the earlier transaction with 490 and ignores its end. A 490 in such a log was therefore never on the wire. One that does arrive from outside is to be treated as a 400.',
   'Do not send it; use 491 when an INVITE or UPDATE collides with another one in progress.'),
  (687, 'en',
   'The name stands in Sofia-SIP’s table of codes; no RFC defines it and no registry has it.',
   'Sofia-SIP, the SIP library of FreeSWITCH, has a constant for 687 and no code of its own that sends it; from which draft it came is not said there. Despite its name it ends no established dialog: a client treats an unknown 6xx as a 600, which concerns the request alone. A proxy treats it as any 6xx and cancels the other branches. What the name promises is said today by 199 for an early dialog, by 487 for a cancelled INVITE and by 481 for a dialog that is gone.',
   'Do not send it; use 481 for a request in a dialog that is gone, 487 for an INVITE that was called off, and 199 for an early dialog that ended.');

INSERT INTO situation (code, language, position, sentence) VALUES
  (303, 'en', 1, 'A server built on HTTP habits answers an INVITE with 303 instead of 302.'),
  (303, 'en', 2, 'A monitoring tool lists 303 among SIP codes, because its table was copied from RFC 2543.'),
  (303, 'en', 3, 'A search of the trace for 303 found a Warning header and no response at all.'),
  (409, 'en', 1, 'A device from before 2002 registers with action=redirect while another one has action=proxy.'),
  (409, 'en', 2, 'A registrar refuses a second device of the same account with 409, by a rule of its vendor.'),
  (409, 'en', 3, 'A log mixes HTTP and SIP, and the 409 came from a provisioning or XCAP server.'),
  (411, 'en', 1, 'A home-made client or test script sends requests over TCP without Content-Length.'),
  (411, 'en', 2, 'A SIP ALG or a header rule on an SBC removes Content-Length, or its short form l, on the way.'),
  (411, 'en', 3, 'An old server takes HTTP’s rule over and wants the header on UDP too.'),
  (441, 'en', 1, 'A phone or test tool that follows the draft refuses a call for itself alone.'),
  (441, 'en', 2, 'A list of codes or a mailing list thread names 441 as the milder form of 603.'),
  (476, 'en', 1, 'The domain in the Request-URI has no SRV, A or AAAA record, or the DNS server does not answer.'),
  (476, 'en', 2, 'The Request-URI is a tel: URI, and the routing script named no destination for it.'),
  (476, 'en', 3, 'A BYE goes to a Contact whose host part is only a telephone number, because something on the way damaged it.'),
  (476, 'en', 4, 'A trunk is configured by a name that only an internal DNS zone knows.'),
  (477, 'en', 1, 'A phone’s WebSocket is closed, or its TCP or TLS connection where the proxy may open no new one.'),
  (477, 'en', 2, 'A firewall on the proxy’s own host blocks packets to the carrier.'),
  (477, 'en', 3, 'The proxy’s host has lost its route to the next hop, for example because a VPN went down.'),
  (477, 'en', 4, 'Kamailio has put the next hop on its block list after an earlier failure.'),
  (478, 'en', 1, 'The domain in the Request-URI is misspelt, or the DNS server of the proxy does not answer.'),
  (478, 'en', 2, 'The Request-URI is a tel: URI, as in IMS, and the routing script did not turn it into a sip: URI.'),
  (478, 'en', 3, 'A browser phone registered a Contact under the made-up domain “invalid”, and the proxy did not keep its real address.'),
  (478, 'en', 4, 'A request to a sips: URI has transport=udp in it, which Kamailio does not accept.'),
  (479, 'en', 1, 'A client writes a port that is no number, or leaves out the host.'),
  (479, 'en', 2, 'A routing script joins a URI from variables, one of which was empty.'),
  (479, 'en', 3, 'The URI has a scheme that Kamailio does not read, such as im: or xmpp:.'),
  (490, 'en', 1, 'A PJSIP program unsubscribes before its SUBSCRIBE was answered.'),
  (490, 'en', 2, 'A PJSIP log shows status 490 for a transaction that has no response in the packet trace.'),
  (490, 'en', 3, 'An app’s list of error texts has the line because it was made from PJSIP’s header file.'),
  (687, 'en', 1, 'A program built on Sofia-SIP answers with the constant because its name seemed to fit.'),
  (687, 'en', 2, 'A list of SIP codes was made from the library’s header file.');

INSERT INTO step (code, language, position, party, sentence) VALUES
  (303, 'en', 1, 'operator',
   'Look at the status line: SIP/2.0 303 is this code, HTTP/1.1 303 comes from a web interface, and 303 in a Warning header is about the SDP.'),
  (303, 'en', 2, 'caller', 'If the response has a Contact, call that address by hand to see whether it leads to the callee.'),
  (303, 'en', 3, 'operator', 'Identify the product by its Server header and have it send 302 with a Contact instead.'),
  (303, 'en', 4, 'developer',
   'Handle any unknown 3xx as a 300 (RFC 3261 §8.1.3.2): try its Contact addresses, and report a failure if it has none.'),
  (409, 'en', 1, 'operator', 'Check that the line begins with SIP/2.0, since provisioning and XCAP servers send an HTTP 409.'),
  (409, 'en', 2, 'operator', 'Compare the action parameter in Contact of the refused REGISTER with those of the stored bindings, and remove it on the devices.'),
  (409, 'en', 3, 'operator',
   'Without any action parameter, read the Server header and that product’s documentation for what it calls a conflict, such as a limit of devices.'),
  (409, 'en', 4, 'callee', 'Sign out on the other devices, wait until their registrations have run out, and register this one alone.'),
  (409, 'en', 5, 'developer', 'Leave the action parameter out of every Contact (RFC 3261 §10.2).'),
  (411, 'en', 1, 'operator',
   'Look at the request as it reached the server that answered: is there a Content-Length, or its short form l?'),
  (411, 'en', 2, 'operator', 'If the client sent the header, trace before and after each SBC, ALG and firewall to find the one that drops it.'),
  (411, 'en', 3, 'operator', 'Switch off SIP ALG on the router, or take Content-Length out of the SBC’s header rule.'),
  (411, 'en', 4, 'developer',
   'Write Content-Length into every message, 0 without a body, and count each line end of the body as two bytes (RFC 3261 §20.14).'),
  (441, 'en', 1, 'operator', 'Find the device by the Contact, Server or User-Agent header of the response.'),
  (441, 'en', 2, 'operator',
   'Read the reason phrase: if it is not Decline, the product uses the number for a purpose of its own, which its documentation has to tell.'),
  (441, 'en', 3, 'callee', 'Set the phone to refuse with 486 or 480, which every server knows.'),
  (441, 'en', 4, 'developer', 'Treat it like a 400 (RFC 3261 §8.1.3.2), and build no logic on a number that somebody else may register.'),
  (476, 'en', 1, 'operator',
   'Make sure that OpenSIPS answered by itself: the phrase ends in (476/TM) or (476/SL), the Server header names it unless that is switched off, and the To tag is four hexadecimal digits, a hyphen or a dot, and 32 more.'),
  (476, 'en', 2, 'operator', 'Find the name in its log, in the line “could not resolve hostname” just before the 476.'),
  (476, 'en', 3, 'operator', 'Look the name up on the proxy’s host as SIP does: NAPTR, then SRV such as _sip._udp, then A and AAAA.'),
  (476, 'en', 4, 'operator',
   'If the host is empty, a bare number or part of a tel: URI, set $du or rewrite $ru in the routing script before t_relay().'),
  (476, 'en', 5, 'operator',
   'If it happens only within calls, compare the Contact and Record-Route of the first INVITE with the Request-URI and Route of the failing request.'),
  (476, 'en', 6, 'caller', 'Check the domain in the dialled address for a typing error.'),
  (477, 'en', 1, 'operator',
   'Make sure that the proxy answered by itself: the phrase ends in (477/TM) or (477/SL), the Server header names it unless that is switched off, and the To tag has a hyphen or dot after 32 hexadecimal digits (Kamailio) or after four (OpenSIPS).'),
  (477, 'en', 2, 'operator', 'Read the proxy’s log at that second for the failed send, and note address, port and transport.'),
  (477, 'en', 3, 'operator',
   'Try exactly that address, port and transport from the proxy’s host: nc for TCP, openssl s_client for TLS; then check routes and the host’s own outbound firewall rules.'),
  (477, 'en', 4, 'operator',
   'If the next hop is a phone on TCP, TLS or WebSocket, look whether its connection is still open, and shorten its registration and keep-alive intervals.'),
  (477, 'en', 5, 'operator',
   'On Kamailio with use_dst_blocklist, see whether the address is on the block list; on either proxy, route the call to a second gateway in the script when the relay fails.'),
  (477, 'en', 6, 'callee', 'Restart the phone or app so that it registers over a fresh connection, and have the caller try again.'),
  (478, 'en', 1, 'operator',
   'Make sure that Kamailio answered by itself: the phrase ends in (478/TM) or (478/SL), the Server header names it unless that is switched off, and the To tag is 32 hexadecimal digits, a hyphen or a dot, and eight more.'),
  (478, 'en', 2, 'operator', 'Find the name in its log, in a line with “failed to resolve”, “could not resolve hostname” or “bad_uri” just before the 478.'),
  (478, 'en', 3, 'operator', 'Look the name up on the proxy’s host as SIP does: NAPTR, then SRV such as _sip._udp, then A and AAAA.'),
  (478, 'en', 4, 'operator',
   'If the host is empty, a bare number or part of a tel: URI, set $du or rewrite $ru in the routing script before t_relay().'),
  (478, 'en', 5, 'operator',
   'For browser phones and phones behind NAT, keep the source address at registration, with fix_nated_register() or add_contact_alias().'),
  (478, 'en', 6, 'operator', 'If the name resolves by hand but not in Kamailio, empty its DNS cache with the RPC command dns.delete_all.'),
  (479, 'en', 1, 'operator',
   'Read the Request-URI, the Route headers and the Contact of the request as it came in, character by character: scheme, host, port, brackets.'),
  (479, 'en', 2, 'operator',
   'Make sure that Kamailio answered by itself: the phrase ends in (479/SL) or (479/TM), the Server header names it unless that is switched off, and the To tag is 32 hexadecimal digits, a dot or a hyphen, and eight more.'),
  (479, 'en', 3, 'operator', 'Raise the log to debug level for one call: there Kamailio’s parser prints the URI that it gave up on.'),
  (479, 'en', 4, 'operator', 'If the URI was sound on arrival, log $ru and $du with xlog() at each place where the script writes them.'),
  (479, 'en', 5, 'caller', 'Dial the number again without spaces, brackets and signs.'),
  (479, 'en', 6, 'developer', 'Escape characters that a URI does not allow as % and two hexadecimal digits (RFC 3261 §19.1.2).'),
  (490, 'en', 1, 'developer', 'Compare log and packet trace: if no 490 is in the trace, PJSIP made it, and the newer request is the one to follow.'),
  (490, 'en', 2, 'developer', 'Wait for the answer to a SUBSCRIBE or REFER before the program sends the next one in the same subscription.'),
  (490, 'en', 3, 'operator', 'If it is in the trace, find the sender by its Server header and treat the response like a 400.'),
  (687, 'en', 1, 'operator', 'Find the program that sent it by the Server or User-Agent header of the response.'),
  (687, 'en', 2, 'operator', 'Read its log for the reason, because the number itself tells nothing beyond a refusal for all devices.'),
  (687, 'en', 3, 'developer', 'Replace SIP_687_DIALOG_TERMINATED in the program by 481, 487 or the code that fits.'),
  (687, 'en', 4, 'developer', 'On receipt, do what you do on a 600 (RFC 3261 §8.1.3.2), and leave an established dialog standing.');

INSERT INTO sample (code, message) VALUES
  (303, 'SIP/2.0 303 See Other
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b21;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=53fHlqlQ2
Call-ID: 2xTb9vxSit55XU7p8@client.example.com
CSeq: 1 INVITE
Contact: <sip:bob@branch.example.com>
Content-Length: 0

'),
  (409, 'SIP/2.0 409 Conflict
Via: SIP/2.0/UDP phone.example.com:5060;branch=z9hG4bKnashds4;received=192.0.2.55
From: Bob <sip:bob@example.com>;tag=456248
To: Bob <sip:bob@example.com>;tag=2493k59kd
Call-ID: 843817637684230@phone.example.com
CSeq: 1826 REGISTER
Content-Length: 0

'),
  (411, 'SIP/2.0 411 Length Required
Via: SIP/2.0/TCP client.example.com:5060;branch=z9hG4bK776sgd;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=49583
To: Bob <sip:bob@example.com>;tag=ab8asdasd9
Call-ID: asd88asd77a@client.example.com
CSeq: 1 MESSAGE
Content-Length: 0

'),
  (441, 'SIP/2.0 441 Decline
Via: SIP/2.0/UDP proxy.example.com:5060;branch=z9hG4bK721e.1;received=192.0.2.111
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=314159
Call-ID: 2xTb9vxSit55XU7p9@client.example.com
CSeq: 1 INVITE
Content-Length: 0

'),
  (476, 'SIP/2.0 476 Unresolvable destination
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK4b43c2ff8.1;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=76341
To: <sip:bob@nowhere.example.com>;tag=71c3-5d0c7e21a94b36f88e13c2a7f0b96d45
Call-ID: 98asjd8@client.example.com
CSeq: 1 INVITE
Server: OpenSIPS
Content-Length: 0

'),
  (477, 'SIP/2.0 477 Send failed
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bKa7c6a8dlze.1;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=88sja8x
To: Bob <sip:bob@example.com>;tag=71c3-a94b36f85d0c7e21f0b96d458e13c2a7
Call-ID: 987asjd97y7atg@client.example.com
CSeq: 2 INVITE
Server: OpenSIPS
Content-Length: 0

'),
  (478, 'SIP/2.0 478 Unresolvable destination
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK83749.1;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=32331
To: <sip:bob@nowhere.example.com>;tag=8e13c2a7f0b96d455d0c7e21a94b36f8-71c3d9e2
Call-ID: 12ffd3c2@client.example.com
CSeq: 1 INVITE
Server: kamailio
Content-Length: 0

'),
  (479, 'SIP/2.0 479 Regretfully, we were not able to process the URI
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bKkdjuw;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=54ffd1
To: <sip:bob@example.com>;tag=f0b96d458e13c2a7a94b36f85d0c7e21.3be104aa
Call-ID: 77d3e0c1@client.example.com
CSeq: 1 INVITE
Server: kamailio
Content-Length: 0

'),
  (490, 'SIP/2.0 490 Request Updated
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK12ae77;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=6a77
To: Bob <sip:bob@example.com>;tag=1c9f02
Call-ID: 6b1d09@client.example.com
CSeq: 4 SUBSCRIBE
Content-Length: 0

'),
  (687, 'SIP/2.0 687 Dialog Terminated
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK9b82aa8fb;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=12aa3
To: Bob <sip:bob@example.com>;tag=83FXm1cZ
Call-ID: 0fa4c1ee@client.example.com
CSeq: 1 INVITE
Content-Length: 0

');

INSERT INTO ladder (code, position, sender, receiver, message) VALUES
  (303, 1, 'caller', 'redirect_server', 'INVITE'),
  (303, 2, 'redirect_server', 'caller', '303 See Other (Contact)'),
  (303, 3, 'caller', 'redirect_server', 'ACK'),
  (303, 4, 'caller', 'callee', 'INVITE'),
  (303, 5, 'callee', 'caller', '180 Ringing'),
  (303, 6, 'callee', 'caller', '200 OK'),
  (303, 7, 'caller', 'callee', 'ACK'),
  (409, 1, 'client', 'registrar', 'REGISTER (Contact: action=redirect)'),
  (409, 2, 'registrar', 'client', '409 Conflict'),
  (411, 1, 'client', 'server', 'MESSAGE'),
  (411, 2, 'server', 'client', '411 Length Required'),
  (411, 3, 'client', 'server', 'MESSAGE (Content-Length)'),
  (411, 4, 'server', 'client', '200 OK'),
  (441, 1, 'proxy', 'callee', 'INVITE'),
  (441, 2, 'proxy', 'second_callee', 'INVITE'),
  (441, 3, 'second_callee', 'proxy', '180 Ringing'),
  (441, 4, 'callee', 'proxy', '441 Decline'),
  (441, 5, 'proxy', 'callee', 'ACK'),
  (441, 6, 'second_callee', 'proxy', '200 OK'),
  (441, 7, 'proxy', 'second_callee', 'ACK'),
  (476, 1, 'caller', 'proxy', 'INVITE'),
  (476, 2, 'proxy', 'caller', '100 Trying'),
  (476, 3, 'proxy', 'caller', '476 Unresolvable destination'),
  (476, 4, 'caller', 'proxy', 'ACK'),
  (477, 1, 'caller', 'proxy', 'INVITE'),
  (477, 2, 'proxy', 'caller', '100 Trying'),
  (477, 3, 'proxy', 'caller', '477 Send failed'),
  (477, 4, 'caller', 'proxy', 'ACK'),
  (478, 1, 'caller', 'proxy', 'INVITE'),
  (478, 2, 'proxy', 'caller', '100 Trying'),
  (478, 3, 'proxy', 'caller', '478 Unresolvable destination'),
  (478, 4, 'caller', 'proxy', 'ACK'),
  (479, 1, 'caller', 'proxy', 'INVITE'),
  (479, 2, 'proxy', 'caller', '479 Regretfully, we were not able to process the URI'),
  (479, 3, 'caller', 'proxy', 'ACK'),
  (490, 1, 'subscriber', 'notifier', 'SUBSCRIBE'),
  (490, 2, 'notifier', 'subscriber', '490 Request Updated'),
  (687, 1, 'caller', 'callee', 'INVITE'),
  (687, 2, 'callee', 'caller', '687 Dialog Terminated'),
  (687, 3, 'caller', 'callee', 'ACK');

INSERT INTO symptom (code, language, position, words) VALUES
  (303, 'en', 1, 'unknown redirect'),
  (303, 'en', 2, 'http redirect code in sip'),
  (303, 'en', 3, 'call redirected and fails'),
  (409, 'en', 1, 'second phone cannot register'),
  (409, 'en', 2, 'registration refused'),
  (409, 'en', 3, 'account already in use'),
  (411, 'en', 1, 'missing content length'),
  (411, 'en', 2, 'alg breaks messages'),
  (411, 'en', 3, 'fails over tcp only'),
  (441, 'en', 1, 'call declined on one phone'),
  (441, 'en', 2, 'unknown code after reject'),
  (441, 'en', 3, 'call refused'),
  (476, 'en', 1, 'dns lookup fails'),
  (476, 'en', 2, 'wrong domain'),
  (476, 'en', 3, 'opensips cannot resolve host'),
  (476, 'en', 4, 'trunk name does not resolve'),
  (477, 'en', 1, 'error on sending to next hop'),
  (477, 'en', 2, 'connection to phone is closed'),
  (477, 'en', 3, 'websocket phone unreachable'),
  (477, 'en', 4, 'no route to trunk'),
  (477, 'en', 5, 'send failed'),
  (478, 'en', 1, 'dns lookup fails'),
  (478, 'en', 2, 'kamailio cannot resolve host'),
  (478, 'en', 3, 'cannot call webrtc phone'),
  (478, 'en', 4, 'tel uri not routed'),
  (478, 'en', 5, 'wrong domain'),
  (479, 'en', 1, 'bad uri'),
  (479, 'en', 2, 'malformed address'),
  (479, 'en', 3, 'special characters in number'),
  (490, 'en', 1, 'subscription replaced'),
  (490, 'en', 2, 'unsubscribe too early'),
  (490, 'en', 3, 'code in log but not in trace'),
  (687, 'en', 1, 'unknown 6xx code'),
  (687, 'en', 2, 'dialog terminated'),
  (687, 'en', 3, 'call refused everywhere');

INSERT INTO stray_number (number, stands_for, origin, section, document) VALUES
  (101, 183, 'a provider’s list of codes', '', NULL),
  (510, 501, 'a copying slip in republished tables of RFC 3398', '', NULL),
  (701, 408, 'PJSIP, inside the client', 'pjsip/src/pjsip/sip_msg.c', 'PJSIP'),
  (702, 502, 'PJSIP, inside the client', 'pjsip/src/pjsip/sip_msg.c', 'PJSIP'),
  (703, 503, 'PJSIP, inside the client', 'pjsip/src/pjsip/sip_msg.c', 'PJSIP');

INSERT INTO stray_number_text (number, language, name, summary, description, advice) VALUES
  (101, 'en', 'Dialogue Establishment',
   'A line in a provider’s list of codes; no RFC defines a 101 for SIP.',
   'RFC 3261 §12.1 says that a response from 101 to 199 with a To tag, given to an INVITE, opens an early dialog, and such a list seems to have made a code of that range. The registry has no 101. A client that does get one treats it as a 183.',
   'Look for the 180 or 183 that the provider really sends, and read a 101 as a 183.'),
  (510, 'en', 'Not implemented',
   'A copying slip for 501 in republished tables of codes and Q.850 causes.',
   'RFC 3398 maps 501 to cause 79, and some copies of its table on the web print the line as “510 Not implemented”. SIP has no 510; HTTP has one with another meaning.',
   'Read it as 501, and correct the table or configuration that was copied from such a page.'),
  (701, 'en', 'No response from destination server',
   'A status inside PJSIP for a request that nobody answered; it never crosses the wire.',
   'PJSIP keeps a class 7xx for errors of its own stack, which are not meant to be transmitted. A 701 meant that the transaction timed out. Since October 2006 PJSIP reports 408 in its place, and only the text is left in its table.',
   'Read it as a 408 that the client made itself: trace whether the request left and whether any answer came back.'),
  (702, 'en', 'Unable to resolve destination server',
   'A status inside PJSIP for a server name without an address; it never crosses the wire.',
   'PJSIP keeps a class 7xx for errors of its own stack, which are not meant to be transmitted. A 702 meant that name resolution failed. PJSIP of today reports a local 502 for that, and only the text of 702 is left in its table.',
   'Look up the server’s name on the device itself, SRV records included, and check which DNS server it uses.'),
  (703, 'en', 'Error sending message to destination server',
   'A status inside PJSIP for a message that could not be sent; it never crosses the wire.',
   'PJSIP keeps a class 7xx for errors of its own stack, which are not meant to be transmitted. A 703 meant that the transport failed. Since October 2006 PJSIP reports a local 503 in its place, and only the text is left in its table.',
   'Check that the device has a network, and that the server’s port is open for the chosen transport.');
