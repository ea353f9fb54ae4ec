-- kind: content
-- title: Explain server failures
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261, RFC 3263, RFC 3311, RFC 3312, RFC 3398, RFC 4412, RFC 4475, RFC 5057, RFC 6432, RFC 7339, RFC 8599
-- notes: Full entries for 500, 501, 502, 503, 504, 505, 513, 555 and 580, and what Retry-After and Reason add to them.

INSERT INTO term (aspect, term, value) VALUES
  ('methods', 'unknown_method_and_invite', '*'),
  ('retry', 'after_some_seconds', 'later'),
  ('retry', 'never_at_this_server', 'never'),
  ('retry', 'in_a_new_dialog', 'later'),
  ('retry', 'with_other_push_service', 'changed'),
  ('forking', 'branch_ends_becomes_500', 'branch_ends'),
  ('transaction', 'synthesised_on_transport_error', 'synthesised'),
  ('look_at', 'request_line', 'request_line'),
  ('look_at', 'external_server', 'external_server'),
  ('look_at', 'pn_provider', 'pn_provider');

INSERT INTO term_text (aspect, term, language, phrase, clause) VALUES
  ('methods', 'unknown_method_and_invite', 'en', 'an unknown method, at a gateway also INVITE', ''),
  ('retry', 'after_some_seconds', 'en', 'after some seconds, or after Retry-After',
   '{code} allows another attempt after some seconds, or after the time in Retry-After'),
  ('retry', 'never_at_this_server', 'en', 'never at this server',
   '{code} leaves nothing to gain from the same request at this server'),
  ('retry', 'in_a_new_dialog', 'en', 'later, never in the same dialog',
   '{code} allows another attempt later, but not within the same dialog'),
  ('retry', 'with_other_push_service', 'en', 'with another push service, or without push',
   '{code} leaves another push service to ask for, or a registration without push'),
  ('forking', 'branch_ends_becomes_500', 'en', 'ends its branch, goes upstream as 500',
   '{code} ends its own branch, and a proxy that got nothing else should pass back a 500 instead'),
  ('transaction', 'synthesised_on_transport_error', 'en', 'sometimes a transport error, no response',
   '{code} may stand for a transport error in the client, with no response on the wire'),
  ('look_at', 'request_line', 'en', 'the first line of the request, byte by byte', ''),
  ('look_at', 'external_server', 'en', 'what the server waited for, such as DNS', ''),
  ('look_at', 'pn_provider', 'en', 'pn-provider in the request’s Contact', '');

INSERT INTO fact (code, aspect, position, term, rfc, section) VALUES
  (500, 'sent_by', 1, 'proxy', 3261, '16.7'),
  (500, 'sent_by', 2, 'uas', 3261, '14.2'),
  (500, 'sent_by', 3, 'gateway', 3398, '7.2.4.1'),
  (500, 'sent_by', 4, 'registrar', 3261, '10.3'),
  (500, 'methods', 1, 'any', 3261, '21.5.1'),
  (500, 'retry', 1, 'after_some_seconds', 3261, '21.5.1'),
  (500, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (500, 'dialog', 1, 'none', 5057, '5.1'),
  (500, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (500, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (500, 'look_at', 1, 'server_header', 3261, '20.35'),
  (500, 'look_at', 2, 'server_log', 3261, '21.5.1'),
  (500, 'look_at', 3, 'retry_after', 3261, '14.2'),
  (501, 'sent_by', 1, 'uas', 3261, '21.5.2'),
  (501, 'sent_by', 2, 'gateway', 3398, '7.2.4.1'),
  (501, 'sent_by', 3, 'registrar', 3515, '2.5'),
  (501, 'methods', 1, 'unknown_method_and_invite', 3261, '21.5.2'),
  (501, 'retry', 1, 'never_at_this_server', 3261, '21.5.2'),
  (501, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (501, 'dialog', 1, 'ends_usage_if_integral', 5057, '5.1'),
  (501, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (501, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (501, 'look_at', 1, 'cseq', 3261, '21.5.2'),
  (501, 'look_at', 2, 'allow', 3261, '20.5'),
  (501, 'look_at', 3, 'reason_header', 6432, '3'),
  (502, 'sent_by', 1, 'gateway', 3398, '7.2.4.1'),
  (502, 'sent_by', 2, 'proxy', 3261, '21.5.3'),
  (502, 'methods', 1, 'any', 3261, '21.5.3'),
  (502, 'retry', 1, 'in_a_new_dialog', 5057, '5.1'),
  (502, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (502, 'dialog', 1, 'ends_dialog', 5057, '5.1'),
  (502, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (502, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (502, 'look_at', 1, 'next_hop_log', 3261, '21.5.3'),
  (502, 'look_at', 2, 'reason_header', 6432, '3'),
  (503, 'sent_by', 1, 'next_hop', 3261, '21.5.4'),
  (503, 'sent_by', 2, 'gateway', 3398, '7.2.4.1'),
  (503, 'sent_by', 3, 'uac_transport', 3261, '8.1.3.1'),
  (503, 'sent_by', 4, 'registrar', 5626, '4.2.1'),
  (503, 'methods', 1, 'any', 3261, '21.5.4'),
  (503, 'retry', 1, 'other_server', 3261, '21.5.4'),
  (503, 'forking', 1, 'branch_ends_becomes_500', 3261, '16.7'),
  (503, 'dialog', 1, 'none', 5057, '5.1'),
  (503, 'transaction', 1, 'synthesised_on_transport_error', 3261, '8.1.3.1'),
  (503, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (503, 'look_at', 1, 'on_the_wire', 3261, '8.1.3.1'),
  (503, 'look_at', 2, 'retry_after', 3261, '21.5.4'),
  (503, 'look_at', 3, 'reason_header', 6432, '3'),
  (504, 'sent_by', 1, 'gateway', 3398, '7.2.2'),
  (504, 'sent_by', 2, 'proxy', 3261, '21.5.5'),
  (504, 'sent_by', 3, 'compositor', 3903, '6'),
  (504, 'sent_by', 4, 'uas', 3311, '5.2'),
  (504, 'methods', 1, 'any', 3261, '21.5.5'),
  (504, 'retry', 1, 'later_unchanged', 3261, '7.2'),
  (504, 'timers', 1, 'isup_t7', 3398, '7.2.2'),
  (504, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (504, 'dialog', 1, 'none', 5057, '5.1'),
  (504, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (504, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (504, 'look_at', 1, 'external_server', 3261, '21.5.5'),
  (504, 'look_at', 2, 'reason_header', 6432, '3'),
  (505, 'sent_by', 1, 'uas', 3261, '21.5.6'),
  (505, 'sent_by', 2, 'proxy', 4475, '3.1.2.16'),
  (505, 'methods', 1, 'any', 3261, '21.5.6'),
  (505, 'retry', 1, 'changed', 3261, '21.5.6'),
  (505, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (505, 'dialog', 1, 'none', 5057, '5.1'),
  (505, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (505, 'pstn', 1, 'cause_unless_mended', 3398, '8.2.6.1'),
  (505, 'look_at', 1, 'request_line', 3261, '7.1'),
  (513, 'sent_by', 1, 'uas', 3261, '21.5.7'),
  (513, 'sent_by', 2, 'proxy', 3261, '21.5.7'),
  (513, 'methods', 1, 'any', 3261, '21.5.7'),
  (513, 'retry', 1, 'with_smaller_message', 3261, '21.5.7'),
  (513, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (513, 'dialog', 1, 'none', 5057, '5.1'),
  (513, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (513, 'pstn', 1, 'cause_unless_mended', 3398, '8.2.6.1'),
  (513, 'look_at', 1, 'message_size', 3261, '21.5.7'),
  (513, 'look_at', 2, 'server_header', 3261, '20.35'),
  (555, 'sent_by', 1, 'proxy', 8599, '5.6.1.1'),
  (555, 'methods', 1, 'register', 8599, '8.1'),
  (555, 'retry', 1, 'with_other_push_service', 8599, '4.1.5'),
  (555, 'forking', 1, 'none', 8599, '5.6.1.1'),
  (555, 'dialog', 1, 'no_dialog', 3261, '10.2'),
  (555, 'transaction', 1, 'completes', 3261, '17.1.2.2'),
  (555, 'pstn', 1, 'by_default_no_call', 3398, '8.2.6.1'),
  (555, 'look_at', 1, 'pn_provider', 8599, '8.1'),
  (580, 'sent_by', 1, 'uas', 3312, '8'),
  (580, 'methods', 1, 'invite_update', 3312, '8'),
  (580, 'retry', 1, 'with_other_offer', 3312, '8'),
  (580, 'forking', 1, 'branch_ends', 3261, '16.7'),
  (580, 'dialog', 1, 'none', 5057, '5.1'),
  (580, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (580, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (580, 'look_at', 1, 'sdp', 3312, '8'),
  (580, 'look_at', 2, 'require', 3312, '11');

INSERT INTO header (code, header, position, strength, rfc, section) VALUES
  (500, 'Retry-After', 1, 'may', 3261, '21.5.1'),
  (500, 'Reason', 2, 'may', 6432, '3'),
  (501, 'Allow', 1, 'may', 3261, '20.5'),
  (501, 'Reason', 2, 'may', 6432, '3'),
  (502, 'Reason', 1, 'may', 6432, '3'),
  (503, 'Retry-After', 1, 'may', 3261, '21.5.4'),
  (503, 'Reason', 2, 'may', 6432, '3'),
  (504, 'Reason', 1, 'may', 6432, '3'),
  (580, 'Content-Type', 1, 'should', 3312, '8');

INSERT INTO header_text (code, header, language, purpose) VALUES
  (500, 'Retry-After', 'en',
   'How many seconds to wait; it must be there, with a random value from 0 to 10, when the 500 refuses an INVITE or UPDATE for overlapping an earlier one.'),
  (500, 'Reason', 'en', 'The Q.850 cause that a gateway got from the telephone network.'),
  (501, 'Allow', 'en', 'The methods that the server does understand.'),
  (501, 'Reason', 'en', 'The Q.850 cause, 29 or 79, that a gateway got from the telephone network.'),
  (502, 'Reason', 'en', 'The Q.850 cause, as a rule 27, that a gateway got from the telephone network.'),
  (503, 'Retry-After', 'en',
   'For how many seconds this server should get no further requests; without it the client treats the response as a 500.'),
  (503, 'Reason', 'en', 'The Q.850 cause that a gateway got, which tells full circuits from a broken network.'),
  (504, 'Reason', 'en', 'The Q.850 cause, as a rule 102, that a gateway got from the telephone network or gave to it.'),
  (580, 'Content-Type', 'en',
   'The type of the body, application/sdp, whose a=des lines name the precondition that was not met.');

-- RFC 3398 prints 505 as 504 in its table; the row with cause 127 is the one for Version Not Supported.
INSERT INTO cause_of_code (code, cause, rfc, section) VALUES
  (500, 41, 3398, '8.2.6.1'),
  (501, 79, 3398, '8.2.6.1'),
  (502, 38, 3398, '8.2.6.1'),
  (503, 41, 3398, '8.2.6.1'),
  (504, 102, 3398, '8.2.6.1'),
  (505, 127, 3398, '8.2.6.1'),
  (513, 127, 3398, '8.2.6.1'),
  (555, 31, 3398, '8.2.6.1'),
  (580, 31, 3398, '8.2.6.1');

INSERT INTO reference (code, position, rfc, section) VALUES
  (500, 1, 3261, '14.2'),
  (500, 2, 3261, '16.7'),
  (500, 3, 3261, '12.2.2'),
  (500, 4, 3311, '5.2'),
  (500, 5, 3398, '7.2.4.1'),
  (500, 6, 5057, '5.1'),
  (501, 1, 3261, '8.2.1'),
  (501, 2, 3261, '16.3'),
  (501, 3, 5057, '5.1'),
  (501, 4, 3515, '2.5'),
  (501, 5, 3398, '7.2.4.1'),
  (502, 1, 5057, '5.1'),
  (502, 2, 3398, '7.2.4.1'),
  (502, 3, 3329, '2.3.2'),
  (503, 1, 3263, '4.3'),
  (503, 2, 3261, '16.7'),
  (503, 3, 3261, '8.1.3.1'),
  (503, 4, 3398, '7.2.4.1'),
  (503, 5, 7339, '1'),
  (503, 6, 4412, '4.6.5'),
  (504, 1, 3398, '7.2.2'),
  (504, 2, 3398, '7.1.3'),
  (504, 3, 3903, '6'),
  (504, 4, 3311, '5.2'),
  (504, 5, 5057, '5.1'),
  (505, 1, 3261, '7.1'),
  (505, 2, 4475, '3.1.2.16'),
  (505, 3, 3398, '8.2.6.1'),
  (513, 1, 3261, '18.1.1'),
  (513, 2, 3261, '21.4.11'),
  (513, 3, 4483, '5.9'),
  (555, 1, 8599, '5.6.1.1'),
  (555, 2, 8599, '5.6.1.2'),
  (555, 3, 8599, '4.1.5'),
  (555, 4, 8599, '4.1.1'),
  (580, 1, 3312, '9'),
  (580, 2, 3312, '11'),
  (580, 3, 3312, '5.1'),
  (580, 4, 3312, '3');

INSERT INTO gist (code, language, clause) VALUES
  (500, 'en', 'says that something went wrong inside the server, or that a request came out of turn'),
  (501, 'en', 'says that the server does not know the method at all'),
  (502, 'en', 'blames a useless answer from the next server or network behind'),
  (503, 'en', 'says that this server cannot take the request for now, so another one should'),
  (504, 'en', 'says that a server behind, such as DNS, a database or a switch, did not answer in time'),
  (505, 'en', 'rejects the SIP version that the request claims to speak'),
  (513, 'en', 'says that the whole message is longer than the server can take'),
  (555, 'en', 'refuses a registration because its push service is not supported'),
  (580, 'en', 'refuses an offer whose mandatory preconditions cannot be met');

INSERT INTO code_text (code, language, summary, description, use_when) VALUES
  (500, 'en',
   'The server failed on a request that looked fine; wait some seconds and find out who sent it.',
   'The sender says that the fault lies with it and not with the request, and little more: every 5xx that a client does not know counts as a 500. A proxy whose only answer was a 503 should pass back a 500 instead, so the sick server may stand one hop further on; Kamailio and OpenSIPS do this by default. Two cases are no breakdown at all: a second INVITE that arrives in a dialog before the first one has its final response draws a 500 with a random Retry-After of 0 to 10 seconds, and a request whose CSeq is lower than the last one draws a 500 as well. A PSTN gateway sends it for the causes 111 and 127 and for causes that the table of RFC 3398 leaves out.',
   'Send it when your own processing failed and no closer code fits; if the server as a whole cannot take requests for a while, use 503, and if your own INVITE is pending in that dialog, use 491.'),
  (501, 'en',
   'The server has no idea of this method, or lacks a function that the request needs.',
   'A UAS sends it for a method that it does not recognise and could serve for nobody; a method that it knows but does not allow here gets 405 with Allow. A proxy must not send it just because a method is new to it, since RFC 3261 has proxies forward whatever method they get. PSTN gateways use it in another sense: they turn the causes 29, facility rejected, and 79, service or option not implemented, into a 501 to the INVITE. Inside a call it ends only the request if the method was an extra, such as an INFO, and at most the usage if that cannot live without the method.',
   'Send it as a UAS for a method that you do not recognise; if you know the method but do not allow it here, use 405 with Allow, and for an unknown option tag in Require use 420.'),
  (502, 'en',
   'A gateway or proxy could not work with what the server or network behind it answered.',
   'The server that sends the 502 is alive; it complains of the next one, whose answer was invalid. On calls to the telephone network it mostly stands for cause 27, destination out of order: the line or PBX at the far end is down. Inside a dialog it is a bad sign, since RFC 5057 counts the dialog and all its usages as lost. Apps built on PJSIP also show a 502 of their own when a host name does not resolve, and then nothing crossed the wire.',
   'Send it as a gateway or proxy when the server behind you answered with something invalid; if it did not answer in time, use 504, and if you yourself are overloaded, use 503.'),
  (503, 'en',
   'This server cannot serve the request for now; another server should get it at once.',
   'The server is overloaded or in maintenance, and Retry-After says for how long it wants to be left alone; without that header a client treats the code as a 500. Either way the request should go to the next server that DNS or the route list offers. A proxy should not pass a 503 on unless it can serve no request at all, and turns it into a 500, so by the RFC a 503 comes from your next hop or from your own stack, which reports a refused connection or an ICMP error as 503 with nothing on the wire. In practice the code is used more freely: gateways send it for one call that met full circuits or a fault in the network (causes 34, 38, 41, 42, 47, 58 and 88), and PBXs and SBCs pass it on end to end.',
   'Send it when your server as a whole cannot take requests for a while, with Retry-After only if all traffic from this client should stay away that long; if one request failed, use 500, and if only the trunks ran out, RFC 7339 asks for 488.'),
  (504, 'en',
   'The answering server is up, but something it had to ask stayed silent for too long.',
   'Look behind the server that sent it: it waited for DNS, a location or routing database, a number lookup or the telephone network. The code does not say that the callee was slow to pick up; a proxy that gets no final response from downstream sends 408. A PSTN gateway sends it when ISUP timer T7, 20 to 30 seconds, runs out after its IAM, and when the network releases with cause 102. RFC 3311 adds an odd use: a UAS that would have to ask its user about an UPDATE refuses it with 504. Stacks such as Sofia-SIP print “Gateway Time-out”, the words of HTTP, instead of the registered phrase.',
   'Send it when an external server that you depend on did not answer in time; if the SIP branches of an INVITE brought no final response, use 408, and if the answer came but was invalid, use 502.'),
  (505, 'en',
   'The request line claims a SIP version other than 2.0, or is so broken that it seems to.',
   'SIP/2.0 is the only version in use, and every request has to carry it in its first line, so the code mostly means that this line is broken or was made by a test tool. The server read enough of the message to answer; it says nothing about the called user. RFC 3398 lists the code under the number 504 by a misprint: the row with cause 127 is meant for 505.',
   'Send it when the request line names a major version other than 2; if the line cannot be parsed for another reason, use 400.'),
  (513, 'en',
   'The message as a whole, headers and body, exceeds what the server can process.',
   'The limit is one of the element that answers, and it counts the whole message; 413 is the narrower code for a body that is too large. RFC 3261 obliges every implementation to handle messages up to the largest UDP datagram, 65,535 bytes with the IP and UDP headers, so a 513 below that shows a lower limit in the product. Oversized requests over UDP mostly vanish as lost fragments and end in a 408, so with a 513 you at least know that the server noticed the size. RFC 4483 uses it also for content that is only referred to, when its announced size is too much for the receiver.',
   'Send it when the message as a whole is longer than you can process; if only the body is too large, use 413, and if only the Request-URI is too long, use 414.'),
  (555, 'en',
   'The network has no support for the push service that the app asks for, so the REGISTER failed.',
   'An app that wants to be woken by push puts pn-provider into the Contact of its REGISTER, and a proxy may answer 555 if it does not support that service and knows from its configuration that no proxy further on does. The REGISTER has failed with it, so the app is not reachable even while it runs. A proxy without push mostly sends no 555: it forwards the request, and a 200 without +sip.pns in Feature-Caps says the same. The code is defined for REGISTER only, and RFC 8599 leaves open what the app does next.',
   'Send it as a proxy for a REGISTER whose pn-provider you do not support, and only if you know that no other proxy on the way does; otherwise forward the REGISTER, and if just the binding would expire too soon, use 423.'),
  (580, 'en',
   'The call was refused before ringing: a mandatory condition, mostly reserved bandwidth, was not met.',
   'The caller’s SDP carries a=des lines with the strength mandatory, and the callee cannot or will not meet them, so it refuses the offer before its phone rings. The body should repeat the media lines with port 0 and mark the culprit with the strength failure, or with unknown if the type of precondition is a stranger to it. In practice the code belongs to VoLTE: the dedicated bearer for voice was not set up in time on one side. It says nothing about codecs, which are a matter of 488, nor about a phone that lacks the extension as such, which answers 420.',
   'Send it as the answerer of an offer in INVITE or UPDATE whose mandatory preconditions you cannot or do not want to meet; if you do not support preconditions at all, use 420, and if the media do not fit, use 488.');

INSERT INTO situation (code, language, position, sentence) VALUES
  (500, 'en', 1, 'A routing script of the proxy or PBX broke off with an error, which its log shows at the same second.'),
  (500, 'en', 2, 'The only gateway on the route answered 503, and the proxy passed back a 500 in its place.'),
  (500, 'en', 3, 'A registrar could not write the new bindings to its database and refused the REGISTER.'),
  (500, 'en', 4,
   'A client puts a call on hold while its previous re-INVITE still waits for the final response, and gets a 500 with Retry-After.'),
  (500, 'en', 5,
   'Two nodes of a cluster send requests in the same dialog, and one of them uses a CSeq lower than the last one seen.'),
  (501, 'en', 1, 'A softphone sends PUBLISH with its presence state to a server that has no presence function.'),
  (501, 'en', 2,
   'A phone subscribes to voicemail or busy lamps, and the module that handles SUBSCRIBE is not loaded on the Asterisk server.'),
  (501, 'en', 3, 'A registrar that has never heard of REFER receives one.'),
  (501, 'en', 4, 'A PSTN gateway got a release with cause 29 or 79 and turned it into a 501 to the INVITE.'),
  (502, 'en', 1, 'The telephone network released the call with cause 27 because the called line or PBX is out of order.'),
  (502, 'en', 2, 'An app built on PJSIP shows a 502 at once because the host name of its server does not resolve.'),
  (502, 'en', 3, 'An SBC got an answer from its peer that it could not use and closed the calling side with 502.'),
  (502, 'en', 4,
   'A server that negotiates security by RFC 3329 gets a request with more than one Via, so it is not the first hop.'),
  (503, 'en', 1, 'The client’s TCP or TLS connection is refused, and its own stack shows 503 without any packet from the server.'),
  (503, 'en', 2, 'All circuits of a carrier’s trunk are in use, and its gateway turned cause 34 into a 503.'),
  (503, 'en', 3, 'A PBX or SBC has reached its limit of sessions, calls per second or licences.'),
  (503, 'en', 4, 'A registrar that starts up or is in maintenance answers each REGISTER with 503 and Retry-After.'),
  (503, 'en', 5, 'The dialplan of a PBX found no trunk that works for the number and ended the call with congestion.'),
  (504, 'en', 1, 'The DNS server of the proxy is slow or gone, and the lookup for the called domain runs out of time.'),
  (504, 'en', 2, 'A PSTN gateway sent an IAM, and the switch answered neither with an ACM nor with a release before T7 ran out.'),
  (504, 'en', 3, 'The routing engine waits for a number lookup or a fraud check over HTTP that does not answer.'),
  (504, 'en', 4, 'A presence server cannot reach the database behind it and refuses a PUBLISH.'),
  (505, 'en', 1, 'A test tool or scanner sends a made-up version such as SIP/7.0.'),
  (505, 'en', 2,
   'A space in the dialled address splits the request line, and the parser takes the wrong word for the version.'),
  (505, 'en', 3, 'A header rule on an SBC, or a script that writes SIP by hand, has damaged the first line of the request.'),
  (513, 'en', 1,
   'An INVITE from a WebRTC client carries so many codecs and ICE candidates that the SBC in front of the PBX refuses it.'),
  (513, 'en', 2, 'Identity, History-Info and private headers that each hop adds have made a forwarded INVITE too long.'),
  (513, 'en', 3, 'A presence document or a message with a picture exceeds the buffer of the server.'),
  (513, 'en', 4, 'A request only refers to its content, and the size that it announces is too much for the receiver.'),
  (555, 'en', 1, 'A mobile app registers with pn-provider=apns or fcm at a provider whose proxy does no push.'),
  (555, 'en', 2, 'The proxy supports one push service, and the app, built for another phone system, asks for the other.'),
  (555, 'en', 3, 'A new app version writes a provider name that the proxy does not know, and no device can register any more.'),
  (580, 'en', 1, 'A VoLTE call fails before it rings because the called phone got no dedicated bearer for voice.'),
  (580, 'en', 2, 'A SIP trunk between an IMS and another network offers mandatory QoS that the far side cannot reserve.'),
  (580, 'en', 3, 'An UPDATE within call setup asks for resources that one side has just lost, for example on a change of cell.'),
  (580, 'en', 4, 'An offer demands a type of precondition that the called phone does not know.');

INSERT INTO step (code, language, position, party, sentence) VALUES
  (500, 'en', 1, 'caller', 'Wait some seconds, or the time in Retry-After, and try once more: a passing fault is gone by then.'),
  (500, 'en', 2, 'operator',
   'Find the hop that made it: follow the 500 through the traces towards the callee up to the server that sent one without having received one, and read its Server header.'),
  (500, 'en', 3, 'operator',
   'Search the log of that server for the Call-ID: a script error, a full disk or a lost database shows up at that second.'),
  (500, 'en', 4, 'operator',
   'If the hop behind it had answered 503, work on that 503; Kamailio and OpenSIPS leave the phrase “Service Unavailable” behind the 500.'),
  (500, 'en', 5, 'developer',
   'On a re-INVITE or UPDATE with Retry-After, wait that long, and never start a second INVITE in a dialog while one is in progress (RFC 3261 §14.1).'),
  (500, 'en', 6, 'developer',
   'Compare the CSeq with earlier requests in the same direction: ACK and CANCEL apart, each has to be one higher than the one before (RFC 3261 §12.2.1.1).'),
  (501, 'en', 1, 'operator',
   'Read the method in CSeq: for PUBLISH, SUBSCRIBE or MESSAGE only that feature is missing, and calls are not affected.'),
  (501, 'en', 2, 'caller',
   'Switch off the function of the phone that sends the method, such as presence publishing or message waiting, or point it to the server that offers it.'),
  (501, 'en', 3, 'operator',
   'Load the module that serves the method, or route the method to the server that has it.'),
  (501, 'en', 4, 'operator',
   'If it answers an INVITE, read Reason: with cause 29 or 79 ask the carrier which service of the call the network refused.'),
  (501, 'en', 5, 'operator',
   'If your own proxy made it, delete the rule that turns unknown methods away, since a proxy has to forward them (RFC 3261 §16.3).'),
  (501, 'en', 6, 'developer',
   'Ask with OPTIONS and read Allow before you use a method, and do not send a method again to a server that answered 501.'),
  (502, 'en', 1, 'operator',
   'Check whether the 502 is on the wire: if it is not, test with dig whether the client can resolve the name of its server.'),
  (502, 'en', 2, 'operator', 'Read Reason: cause 27 from a gateway means that the called line or PBX is down, so tell its owner.'),
  (502, 'en', 3, 'operator',
   'Trace the far side of the server that sent it and look at the last message from the next hop: a broken header or body shows there.'),
  (502, 'en', 4, 'operator', 'Call another number behind the same trunk: if that works, the fault lies with the one destination.'),
  (502, 'en', 5, 'developer',
   'Do not retry inside the dialog, which RFC 5057 §5.1 counts as lost; end the call locally and set up a new one.'),
  (503, 'en', 1, 'operator',
   'Check whether the 503 is on the wire: if it is not, test address, port, firewall and TLS certificate of the server, for its connection failed.'),
  (503, 'en', 2, 'operator',
   'Read reason phrase, Retry-After and Reason: they tell a limit on the server from a fault in the telephone network.'),
  (503, 'en', 3, 'operator',
   'Compare the number of calls, the calls per second and the licences on that server with their limits at the time of the 503.'),
  (503, 'en', 4, 'operator',
   'See whether the client went on to another server: if not, publish a second SRV target or configure a second trunk or outbound proxy.'),
  (503, 'en', 5, 'operator',
   'With cause 34, 38 or 42 in Reason send the call over another route and give the carrier time, number and cause.'),
  (503, 'en', 6, 'developer',
   'Take the next address from DNS with a new Via branch (RFC 3263 §4.3), leave a server with Retry-After alone for that time, and as a proxy answer 500 upstream (RFC 3261 §16.7).'),
  (504, 'en', 1, 'operator',
   'Measure the time from request to 504: a constant value, such as 5 or 20 seconds, is the timeout of the query that hung.'),
  (504, 'en', 2, 'operator',
   'On the server that sent it, test what it depends on: DNS with dig from that host, the routing and location databases, HTTP services.'),
  (504, 'en', 3, 'operator',
   'At a PSTN gateway look for the IAM without ACM or release, then check the signalling link and ask the carrier where the IAM went.'),
  (504, 'en', 4, 'caller', 'Try the call again after a minute, since the request itself was in order.'),
  (504, 'en', 5, 'developer',
   'Do not use 504 for a phone that does not pick up or a SIP branch without an answer: that is 408, or 480 if it rang.'),
  (505, 'en', 1, 'operator',
   'Look at the raw first line in the trace: method, one space, URI, one space, SIP/2.0, and nothing else.'),
  (505, 'en', 2, 'caller', 'Remove spaces and odd characters from the dialled address in the phone book entry.'),
  (505, 'en', 3, 'operator',
   'Compare the request before and after the SBC, and switch off the header rule that touches the request line.'),
  (505, 'en', 4, 'operator', 'If the sender is a stranger that scans your addresses, block it and forget the code.'),
  (505, 'en', 5, 'developer',
   'Send SIP/2.0 in capitals, escape spaces within the URI, and as a receiver accept the version in any case (RFC 3261 §7.1).'),
  (513, 'en', 1, 'operator',
   'Take the size of the request from the trace and compare it with Content-Length: that shows whether headers or body are too long.'),
  (513, 'en', 2, 'caller', 'Switch off video, ICE and codecs that nobody uses on the phone, which shortens the SDP at once.'),
  (513, 'en', 3, 'operator',
   'Strip what the next hop does not need, such as private X- headers, History-Info and extra body parts.'),
  (513, 'en', 4, 'operator',
   'Raise the limit for the size of a SIP message on the server that answered, if its maker offers such a setting.'),
  (513, 'en', 5, 'developer',
   'Shorten the message first, for instance with compact header forms; a request of more than 1300 bytes belongs on TCP in any case (RFC 3261 §18.1.1).'),
  (555, 'en', 1, 'developer',
   'Compare pn-provider in the Contact of the REGISTER with the names apns, fcm and webpush, and see that pn-prid and, for apns and fcm, pn-param are there.'),
  (555, 'en', 2, 'operator',
   'Set up the push service on the proxy, with the keys of the app for that service, and reload it.'),
  (555, 'en', 3, 'operator',
   'If a proxy nearer to the registrar does push, have this one forward the REGISTER instead of answering 555 (RFC 8599 §5.6.1.1).'),
  (555, 'en', 4, 'callee',
   'Until then, switch push off in the app and keep it running, because calls reach it only while it stays registered by itself.'),
  (555, 'en', 5, 'developer',
   'Ask the network first: a REGISTER with pn-provider without a value and without pn-prid returns the supported services in Feature-Caps (RFC 8599 §4.1.5).'),
  (555, 'en', 6, 'developer',
   'After a 555 register again without pn-provider, pn-param and pn-prid, and warn the user that a sleeping app will miss calls.'),
  (580, 'en', 1, 'operator',
   'Read the SDP in the 580: an a=des line with failure names the direction and segment that was not reserved, one with unknown a type that the phone does not know.'),
  (580, 'en', 2, 'operator',
   'In a mobile network look for the dedicated bearer of both phones in the PCRF or PCF and the packet core at that second, since one of them was rejected or came too late.'),
  (580, 'en', 3, 'operator',
   'On a trunk to a network without QoS reservation, have the SBC remove the option tag precondition and the a=curr, a=des and a=conf lines.'),
  (580, 'en', 4, 'caller', 'Call again from a place with better coverage, or with Wi-Fi calling switched on or off.'),
  (580, 'en', 5, 'developer',
   'Offer the strength optional where a call without reserved resources is better than none, and put precondition into Supported then (RFC 3312 §11).'),
  (580, 'en', 6, 'developer',
   'Give the body of the 580 as many media lines as the last SDP you received, each with port 0 (RFC 3312 §8).');

INSERT INTO sample (code, message) VALUES
  (500, 'SIP/2.0 500 Server Internal Error
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b43;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=314159
Call-ID: 3848276298220188511@client.example.com
CSeq: 4 INVITE
Retry-After: 6
Content-Length: 0

'),
  (501, 'SIP/2.0 501 Not Implemented
Via: SIP/2.0/TLS phone7.example.com:5061;branch=z9hG4bK5e0c2a;received=192.0.2.17
From: Alice <sip:alice@example.com>;tag=8827ab
To: Alice <sip:alice@example.com>;tag=77c4
Call-ID: 7d1e90c2@phone7.example.com
CSeq: 12 PUBLISH
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER
Content-Length: 0

'),
  (502, 'SIP/2.0 502 Bad Gateway
Via: SIP/2.0/UDP proxy.example.com:5060;branch=z9hG4bK2d4790.1;received=192.0.2.111
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK83f19;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=1c24841
To: <sip:+12025550123@example.com;user=phone>;tag=gw61
Call-ID: 2xTb9vxSit55XU7p8@client.example.com
CSeq: 1 INVITE
Reason: Q.850;cause=27;text="Destination out of order"
Content-Length: 0

'),
  (503, 'SIP/2.0 503 Service Unavailable
Via: SIP/2.0/TCP pbx.example.com:5060;branch=z9hG4bK9a61b;received=192.0.2.30
From: <sip:+12025550199@pbx.example.com>;tag=as58f4201b
To: <sip:+12025550123@sbc.example.com>;tag=b7f1
Call-ID: 0a1b2c3d@pbx.example.com
CSeq: 102 INVITE
Retry-After: 60
Content-Length: 0

'),
  (504, 'SIP/2.0 504 Server Time-out
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK77ef4c;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=456248
To: <sip:+12025550147@gateway.example.com;user=phone>;tag=t7x
Call-ID: 843817637684230@client.example.com
CSeq: 2 INVITE
Reason: Q.850;cause=102;text="Recovery on timer expiry"
Content-Length: 0

'),
  (505, 'SIP/2.0 505 Version Not Supported
Via: SIP/2.0/UDP probe.example.com:5060;branch=z9hG4bKkdjuw;received=192.0.2.66
From: <sip:probe@probe.example.com>;tag=qweoiqpe
To: <sip:bob@example.com>;tag=v505
Call-ID: badvers.31417@probe.example.com
CSeq: 1 OPTIONS
Content-Length: 0

'),
  (513, 'SIP/2.0 513 Message Too Large
Via: SIP/2.0/WSS browser.example.com;branch=z9hG4bK56sdasks;received=192.0.2.77
From: Alice <sip:alice@example.com>;tag=asdyka899
To: Bob <sip:bob@example.com>;tag=bb2f
Call-ID: asidkj3ss
CSeq: 1 INVITE
Server: Example SBC
Content-Length: 0

'),
  (555, 'SIP/2.0 555 Push Notification Service Not Supported
Via: SIP/2.0/TLS mobile.example.com:5061;branch=z9hG4bKnashds7;received=192.0.2.45
From: Alice <sip:alice@example.com>;tag=456249
To: Alice <sip:alice@example.com>;tag=123987
Call-ID: 843817637684231@mobile.example.com
CSeq: 1826 REGISTER
Content-Length: 0

'),
  (580, 'SIP/2.0 580 Precondition Failure
Via: SIP/2.0/UDP [2001:db8::9:1]:5060;branch=z9hG4bKnas34r5
From: <sip:+12025550111@example.com>;tag=171828
To: <sip:+12025550122@example.com>;tag=314160
Call-ID: cb03a0s09a2sdfglkj490333
CSeq: 127 INVITE
Content-Type: application/sdp
Content-Length: 171

v=0
o=- 2987933623 2987933624 IN IP6 2001:db8::9:2
s=-
c=IN IP6 2001:db8::9:2
t=0 0
m=audio 0 RTP/AVP 97
a=rtpmap:97 AMR-WB/16000
a=des:qos failure local sendrecv
');

INSERT INTO ladder (code, position, sender, receiver, message) VALUES
  (500, 1, 'caller', 'proxy', 'INVITE'),
  (500, 2, 'proxy', 'caller', '100 Trying'),
  (500, 3, 'proxy', 'gateway', 'INVITE'),
  (500, 4, 'gateway', 'proxy', '503 Service Unavailable'),
  (500, 5, 'proxy', 'gateway', 'ACK'),
  (500, 6, 'proxy', 'caller', '500 Server Internal Error'),
  (500, 7, 'caller', 'proxy', 'ACK'),
  (501, 1, 'client', 'server', 'PUBLISH (Event: presence)'),
  (501, 2, 'server', 'client', '501 Not Implemented (Allow)'),
  (502, 1, 'caller', 'gateway', 'INVITE'),
  (502, 2, 'gateway', 'caller', '100 Trying'),
  (502, 3, 'gateway', 'switch', 'IAM'),
  (502, 4, 'switch', 'gateway', 'REL (cause 27)'),
  (502, 5, 'gateway', 'switch', 'RLC'),
  (502, 6, 'gateway', 'caller', '502 Bad Gateway (Reason: Q.850;cause=27)'),
  (502, 7, 'caller', 'gateway', 'ACK'),
  (503, 1, 'caller', 'proxy', 'INVITE'),
  (503, 2, 'proxy', 'caller', '503 Service Unavailable (Retry-After: 60)'),
  (503, 3, 'caller', 'proxy', 'ACK'),
  (503, 4, 'caller', 'second_proxy', 'INVITE'),
  (503, 5, 'second_proxy', 'caller', '100 Trying'),
  (503, 6, 'second_proxy', 'callee', 'INVITE'),
  (503, 7, 'callee', 'second_proxy', '180 Ringing'),
  (503, 8, 'second_proxy', 'caller', '180 Ringing'),
  (504, 1, 'caller', 'gateway', 'INVITE'),
  (504, 2, 'gateway', 'caller', '100 Trying'),
  (504, 3, 'gateway', 'switch', 'IAM'),
  (504, 4, 'gateway', 'gateway', 'Timer T7'),
  (504, 5, 'gateway', 'switch', 'REL (cause 102)'),
  (504, 6, 'gateway', 'caller', '504 Server Time-out'),
  (504, 7, 'caller', 'gateway', 'ACK'),
  (504, 8, 'switch', 'gateway', 'RLC'),
  (505, 1, 'client', 'server', 'OPTIONS (SIP/7.0)'),
  (505, 2, 'server', 'client', '505 Version Not Supported'),
  (513, 1, 'b2bua', 'gateway', 'INVITE (History-Info, Identity, SDP)'),
  (513, 2, 'gateway', 'b2bua', '513 Message Too Large'),
  (513, 3, 'b2bua', 'gateway', 'ACK'),
  (513, 4, 'b2bua', 'gateway', 'INVITE (SDP)'),
  (513, 5, 'gateway', 'b2bua', '100 Trying'),
  (513, 6, 'gateway', 'switch', 'IAM'),
  (513, 7, 'switch', 'gateway', 'ACM'),
  (513, 8, 'gateway', 'b2bua', '180 Ringing'),
  (555, 1, 'client', 'proxy', 'REGISTER (pn-provider=fcm)'),
  (555, 2, 'proxy', 'client', '555 Push Notification Service Not Supported'),
  (555, 3, 'client', 'proxy', 'REGISTER'),
  (555, 4, 'proxy', 'registrar', 'REGISTER'),
  (555, 5, 'registrar', 'proxy', '200 OK'),
  (555, 6, 'proxy', 'client', '200 OK'),
  (580, 1, 'caller', 'callee', 'INVITE (Require: precondition)'),
  (580, 2, 'callee', 'caller', '100 Trying'),
  (580, 3, 'callee', 'caller', '183 Session Progress (SDP)'),
  (580, 4, 'caller', 'callee', 'PRACK'),
  (580, 5, 'callee', 'caller', '200 OK (PRACK)'),
  (580, 6, 'callee', 'caller', '580 Precondition Failure (SDP)'),
  (580, 7, 'caller', 'callee', 'ACK');

INSERT INTO symptom (code, language, position, words) VALUES
  (500, 'en', 1, 'server error'),
  (500, 'en', 2, 'server crashed'),
  (500, 'en', 3, 'database down'),
  (500, 'en', 4, 'reinvite sent too early'),
  (500, 'en', 5, 'script error'),
  (500, 'en', 6, 'out of order cseq'),
  (501, 'en', 1, 'unknown method'),
  (501, 'en', 2, 'server does not know publish'),
  (501, 'en', 3, 'presence not supported'),
  (501, 'en', 4, 'feature missing on server'),
  (501, 'en', 5, 'busy lamps do not work'),
  (502, 'en', 1, 'line out of order'),
  (502, 'en', 2, 'bad answer from next hop'),
  (502, 'en', 3, 'upstream sends garbage'),
  (502, 'en', 4, 'host name does not resolve'),
  (502, 'en', 5, 'far end broken'),
  (503, 'en', 1, 'server overloaded'),
  (503, 'en', 2, 'all circuits busy'),
  (503, 'en', 3, 'all trunks busy'),
  (503, 'en', 4, 'connection refused'),
  (503, 'en', 5, 'congestion'),
  (503, 'en', 6, 'too many calls'),
  (503, 'en', 7, 'server in maintenance'),
  (503, 'en', 8, 'server busy'),
  (503, 'en', 9, 'server down'),
  (504, 'en', 1, 'dns timeout'),
  (504, 'en', 2, 'database does not answer'),
  (504, 'en', 3, 'gateway timeout'),
  (504, 'en', 4, 'no answer from switch'),
  (504, 'en', 5, 'lookup takes too long'),
  (505, 'en', 1, 'wrong sip version'),
  (505, 'en', 2, 'broken request line'),
  (505, 'en', 3, 'space in the address'),
  (505, 'en', 4, 'scanner traffic'),
  (513, 'en', 1, 'message too long'),
  (513, 'en', 2, 'too many codecs'),
  (513, 'en', 3, 'sdp too big'),
  (513, 'en', 4, 'too many headers'),
  (513, 'en', 5, 'picture message refused'),
  (555, 'en', 1, 'push not working'),
  (555, 'en', 2, 'app does not wake up'),
  (555, 'en', 3, 'mobile app cannot register'),
  (555, 'en', 4, 'no calls when app is closed'),
  (555, 'en', 5, 'wrong pn-provider'),
  (580, 'en', 1, 'volte call fails before ringing'),
  (580, 'en', 2, 'no dedicated bearer'),
  (580, 'en', 3, 'resource reservation failed'),
  (580, 'en', 4, 'qos not available'),
  (580, 'en', 5, 'bandwidth not reserved');

INSERT INTO meaning (code, position, phrase, header, value, rfc, section, document) VALUES
  (500, 1, '', '', '', 3261, '21.5.1', NULL),
  (500, 2, '', 'Retry-After', '', 3261, '14.2', NULL),
  (500, 3, 'Service Unavailable', '', '', 0, 'tm module, remap_503_500', 'Kamailio'),
  (500, 4, '', 'Reason', 'Q.850;cause=127', 3398, '7.2.4.1', NULL),
  (500, 5, '', 'Reason', 'Q.850;cause=111', 3398, '7.2.4.1', NULL),
  (501, 1, '', '', '', 3261, '21.5.2', NULL),
  (501, 2, '', 'Reason', 'Q.850;cause=29', 3398, '7.2.4.1', NULL),
  (501, 3, '', 'Reason', 'Q.850;cause=79', 3398, '7.2.4.1', NULL),
  (502, 1, '', '', '', 3261, '21.5.3', NULL),
  (502, 2, '', 'Reason', 'Q.850;cause=27', 3398, '7.2.4.1', NULL),
  (503, 1, '', '', '', 3261, '21.5.4', NULL),
  (503, 2, '', 'Retry-After', '', 3261, '21.5.4', NULL),
  (503, 3, '', 'Reason', 'Q.850;cause=34', 3398, '7.2.4.1', NULL),
  (503, 4, '', 'Reason', 'Q.850;cause=38', 3398, '7.2.4.1', NULL),
  (503, 5, '', 'Reason', 'Q.850;cause=41', 3398, '7.2.4.1', NULL),
  (503, 6, '', 'Reason', 'Q.850;cause=42', 3398, '7.2.4.1', NULL),
  (503, 7, 'Maximum Calls In Progress', '', '', 0, 'src/mod/endpoints/mod_sofia/sofia.c', 'FreeSWITCH'),
  (504, 1, '', '', '', 3261, '21.5.5', NULL),
  (504, 2, '', 'Reason', 'Q.850;cause=102', 3398, '7.2.4.1', NULL);

INSERT INTO meaning_text (code, position, language, name, meaning, sign, advice) VALUES
  (500, 1, 'en', 'fault inside the server',
   'Processing broke down in the server that answered, or a proxy put the 500 in the place of a 503.',
   'The response has neither Retry-After nor a Q.850 cause, and the reason phrase is the usual one.',
   'Find the hop that made it and read its log at that second.'),
  (500, 2, 'en', 'wait and try again',
   'The trouble will pass. On a re-INVITE or UPDATE the server is still busy with an earlier one, and nothing is broken.',
   'Retry-After is there, with a value from 0 to 10 if a request overlapped another.',
   'Wait that many seconds and send the request again, and in a dialog give it a higher CSeq.'),
  (500, 3, 'en', '503 turned into 500 by a proxy',
   'The server behind the proxy answered 503, and the proxy sent 500 in its place, as Kamailio and OpenSIPS do by default. OpenSIPS changes only the number; Kamailio makes a new response, in which Retry-After and Reason of the 503 are lost.',
   'The phrase of a 503, “Service Unavailable”, stands behind the number 500.',
   'Look on the far side of the proxy for the 503 and treat it as one.'),
  (500, 4, 'en', 'unspecified trouble in the telephone network',
   'The call passed several networks, and one of them gave no cause that could be carried on.',
   'Reason has Q.850 with cause 127, interworking.',
   'Give the carrier time and number, since only its own trace shows the true cause.'),
  (500, 5, 'en', 'protocol error in the telephone network',
   'A switch found a fault in the protocol of this call that fits no closer cause.',
   'Reason has Q.850 with cause 111, protocol error.',
   'Compare the IAM or SETUP that the gateway sends for this call with one that works.'),
  (501, 1, 'en', 'method unknown to the server',
   'The server does not recognise the method and will not serve it for anybody.',
   'CSeq names a method other than INVITE, or Allow does not list it.',
   'Send the method to a server that has it, or switch the function off.'),
  (501, 2, 'en', 'facility rejected',
   'The telephone network refused a supplementary service that the call asked for.',
   'Reason has Q.850 with cause 29.',
   'Repeat the call without diversion, number suppression and other services, and ask the carrier which one it lacks.'),
  (501, 3, 'en', 'service not implemented',
   'The telephone network cannot provide a service or option of this call at all.',
   'Reason has Q.850 with cause 79.',
   'Ask the carrier which service the call demands, and do not repeat it unchanged.'),
  (502, 1, 'en', 'invalid answer from behind',
   'A proxy or gateway could not use the answer of the server that it asked.',
   'No Q.850 cause comes with it.',
   'Trace the far side of the sender and look at the last message from the next hop.'),
  (502, 2, 'en', 'destination out of order',
   'The called line, PBX or trunk at the far end does not work, so the call could not be delivered.',
   'Reason has Q.850 with cause 27.',
   'Call another number there, and report the fault to the owner of the line.'),
  (503, 1, 'en', 'unavailable, nobody says how long',
   'The server or route cannot take the request, and the client treats the code as a 500 for want of a time. The request may go to another server at once.',
   'Neither Retry-After nor a Q.850 cause is there, or the 503 is only in the client’s log.',
   'Try the next server, and if the 503 was not on the wire, check the connection to the first one.'),
  (503, 2, 'en', 'leave this server alone for a while',
   'The server is overloaded or in maintenance and wants no further requests from this client for that time.',
   'Retry-After is there and gives the seconds.',
   'Send all traffic to another server until the time is over, and look at the load or maintenance of this one.'),
  (503, 3, 'en', 'no circuit free',
   'Every circuit or channel towards the destination was in use. RFC 7339 would have a gateway say so with 488, but RFC 3398 recommends 503, and that is what trunks show in practice.',
   'Reason has Q.850 with cause 34.',
   'Use another trunk, and order more channels if it happens every busy hour.'),
  (503, 4, 'en', 'network out of order',
   'A part of the telephone network is down, and that may last.',
   'Reason has Q.850 with cause 38.',
   'Take another carrier for this destination and open a ticket.'),
  (503, 5, 'en', 'temporary failure in the network',
   'Something in the telephone network failed for this call, and the next attempt may well pass.',
   'Reason has Q.850 with cause 41.',
   'Try once more, and report it with time and number if it returns.'),
  (503, 6, 'en', 'switch congested',
   'A switch on the way is overloaded, as on a public holiday or after a mass call.',
   'Reason has Q.850 with cause 42.',
   'Wait some minutes or route around the carrier, and do not retry at once.'),
  (503, 7, 'en', 'session limit of FreeSWITCH reached',
   'The server has as many sessions, or as many new ones per second, as it may have, or is paused for new calls.',
   'The reason phrase reads “Maximum Calls In Progress”, as a rule with Retry-After: 300.',
   'Compare max-sessions with the calls in progress and sessions-per-second with the rate of new calls, and look for sessions that never ended.'),
  (504, 1, 'en', 'a dependency did not answer',
   'The server waited in vain for DNS, a database or another service.',
   'No Q.850 cause comes with it.',
   'Test what the server depends on from its own host.'),
  (504, 2, 'en', 'timer ran out in the telephone network',
   'A timer of the telephone network expired before the call was set up.',
   'Reason has Q.850 with cause 102.',
   'Follow the IAM or SETUP at the gateway to see which side fell silent.');
