-- kind: content
-- title: Explain global failures
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261, RFC 3326, RFC 3398, RFC 4412, RFC 5057, RFC 6432, RFC 6665, RFC 8197, RFC 8688, ATIS-1000099
-- notes: Full entries for 600, 603, 604, 606, 607 and 608, and how to tell a 603 by a person from a block by a network.

INSERT INTO term (aspect, term, value) VALUES
  ('sent_by', 'call_blocker', 'proxy'),
  ('methods', 'any_but_register', 'INVITE BYE OPTIONS PRACK UPDATE INFO SUBSCRIBE NOTIFY REFER MESSAGE PUBLISH'),
  ('methods', 'out_of_dialog', 'INVITE MESSAGE SUBSCRIBE OPTIONS REFER PUBLISH'),
  ('retry', 'appeal_instead', 'never'),
  ('look_at', 'call_info', 'call_info'),
  ('look_at', 'feature_caps', 'feature_caps'),
  ('look_at', 'shown_number', 'shown_number');

INSERT INTO term_text (aspect, term, language, phrase, clause) VALUES
  ('sent_by', 'call_blocker', 'en', 'a network or service that blocks calls', ''),
  ('methods', 'any_but_register', 'en', 'any request except REGISTER, ACK and CANCEL', ''),
  ('methods', 'out_of_dialog', 'en', 'any request outside a dialog', ''),
  ('retry', 'appeal_instead', 'en', 'no, appeal to the blocker',
   '{code} is to be answered with an appeal to the blocker, not with another attempt'),
  ('look_at', 'call_info', 'en', 'Call-Info and the card behind it', ''),
  ('look_at', 'feature_caps', 'en', 'Feature-Caps in the INVITE', ''),
  ('look_at', 'shown_number', 'en', 'From, P-Asserted-Identity, History-Info', '');

INSERT INTO fact (code, aspect, position, term, rfc, section) VALUES
  (600, 'sent_by', 1, 'uas', 3261, '21.6.1'),
  (600, 'sent_by', 2, 'forking_proxy', 4412, '4.6.6'),
  (600, 'methods', 1, 'invite', 3261, '13.3.1.3'),
  (600, 'retry', 1, 'later_unchanged', 5057, '5.1'),
  (600, 'forking', 1, 'ends_search', 3261, '16.7'),
  (600, 'dialog', 1, 'none', 5057, '5.1'),
  (600, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (600, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (600, 'look_at', 1, 'retry_after', 3261, '21.6.1'),
  (600, 'look_at', 2, 'server_header', 3261, '20.35'),
  (603, 'sent_by', 1, 'uas', 3261, '21.6.2'),
  (603, 'sent_by', 3, 'gateway', 3398, '7.2.4.1'),
  (603, 'methods', 1, 'any_but_register', 3261, '10.3'),
  (603, 'retry', 1, 'after_retry_after', 3261, '21.6.2'),
  (603, 'forking', 1, 'ends_search', 3261, '16.7'),
  (603, 'dialog', 1, 'none', 5057, '5.1'),
  (603, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (603, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (603, 'look_at', 2, 'reason_header', 6432, '3'),
  (603, 'look_at', 3, 'retry_after', 3261, '21.6.2'),
  (604, 'sent_by', 1, 'authoritative_proxy', 3261, '21.6.3'),
  (604, 'sent_by', 2, 'call_blocker', 8688, '1'),
  (604, 'methods', 1, 'any_but_register', 3261, '10.3'),
  (604, 'retry', 1, 'with_other_address', 3261, '21.6.3'),
  (604, 'forking', 1, 'ends_search', 3261, '16.7'),
  (604, 'dialog', 1, 'ends_dialog', 5057, '5.1'),
  (604, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (604, 'pstn', 1, 'cause', 3398, '8.2.6.1'),
  (604, 'look_at', 1, 'request_uri', 3261, '21.6.3'),
  (604, 'look_at', 2, 'server_header', 3261, '20.35'),
  (606, 'sent_by', 1, 'uas', 3261, '21.6.4'),
  (606, 'methods', 1, 'invite', 3261, '21.6.4'),
  (606, 'retry', 1, 'with_other_offer', 3261, '21.6.4'),
  (606, 'forking', 1, 'ends_search', 3261, '16.7'),
  (606, 'dialog', 1, 'none', 5057, '5.1'),
  (606, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (606, 'pstn', 1, 'by_warning', 3398, '8.2.6.1'),
  (606, 'look_at', 1, 'warning', 3261, '21.6.4'),
  (606, 'look_at', 2, 'sdp', 3261, '21.6.4'),
  (607, 'sent_by', 1, 'uas', 8197, '1'),
  (607, 'methods', 1, 'out_of_dialog', 8197, '4'),
  (607, 'retry', 1, 'never', 8197, '1'),
  (607, 'forking', 1, 'ends_search', 3261, '16.7'),
  (607, 'dialog', 1, 'none', 5057, '5.1'),
  (607, 'transaction', 1, 'completes', 8197, '4'),
  (607, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (607, 'look_at', 1, 'shown_number', 8197, '4'),
  (607, 'look_at', 2, 'identity', 8197, '6'),
  (608, 'sent_by', 1, 'call_blocker', 8688, '3'),
  (608, 'sent_by', 2, 'b2bua', 8688, '3'),
  (608, 'methods', 1, 'out_of_dialog', 8688, '3.1'),
  (608, 'retry', 1, 'appeal_instead', 8688, '3.2.2'),
  (608, 'forking', 1, 'ends_search', 8688, '3.1'),
  (608, 'dialog', 1, 'none', 5057, '5.1'),
  (608, 'transaction', 1, 'completes', 3261, '17.1.1.2'),
  (608, 'pstn', 1, 'by_default', 3398, '8.2.6.1'),
  (608, 'look_at', 1, 'call_info', 8688, '3.1'),
  (608, 'look_at', 2, 'feature_caps', 8688, '3.4');

-- What ATIS and the source code of a PBX say of 603, which no RFC does.
INSERT INTO fact (code, aspect, position, term, rfc, section, document) VALUES
  (603, 'sent_by', 2, 'call_blocker', 0, '1', 'ATIS-1000099'),
  (603, 'sent_by', 4, 'b2bua', 0, 'res/res_pjsip_session.c', 'Asterisk'),
  (603, 'look_at', 1, 'reason_phrase', 0, '1', 'ATIS-1000099');

INSERT INTO header (code, header, position, strength, rfc, section) VALUES
  (600, 'Retry-After', 1, 'may', 3261, '21.6.1'),
  (603, 'Retry-After', 1, 'may', 3261, '21.6.2'),
  (603, 'Reason', 2, 'may', 6432, '3'),
  (606, 'Warning', 1, 'may', 3261, '21.6.4'),
  (606, 'Content-Type', 2, 'may', 3261, '21.6.4'),
  (608, 'Call-Info', 1, 'must', 8688, '3.1');

INSERT INTO header_text (code, header, language, purpose) VALUES
  (600, 'Retry-After', 'en', 'In how many seconds the callee expects to be free.'),
  (603, 'Retry-After', 'en', 'In how many seconds a call would be welcome.'),
  (603, 'Reason', 'en',
   'The Q.850 cause behind the refusal; a network that blocked the call adds text with a contact for redress.'),
  (606, 'Warning', 'en', 'What in the session description does not suit, as a three-digit warning code and a text.'),
  (606, 'Content-Type', 'en', 'The format of the body, as a rule application/sdp, that lists what the callee could do.'),
  (608, 'Call-Info', 'en',
   'The URL, with purpose=jwscard, of a signed card that says where to appeal; left out only for callers likely to abuse it.');

-- 606 goes by its Warning and has no cause of its own.
INSERT INTO cause_of_code (code, cause, rfc, section) VALUES
  (600, 17, 3398, '8.2.6.1'),
  (603, 21, 3398, '8.2.6.1'),
  (604, 1, 3398, '8.2.6.1'),
  (607, 31, 3398, '8.2.6.1'),
  (608, 31, 3398, '8.2.6.1');

INSERT INTO reference (code, position, rfc, section) VALUES
  (600, 1, 3261, '16.7'),
  (600, 2, 3261, '13.3.1.3'),
  (600, 3, 5057, '5.1'),
  (600, 4, 3261, '20.33'),
  (600, 5, 4412, '4.6.6'),
  (603, 1, 3261, '16.7'),
  (603, 3, 6432, '3'),
  (603, 4, 8197, '3'),
  (603, 5, 3398, '7.2.4.1'),
  (603, 6, 6665, '4.2.1.3'),
  (604, 1, 3261, '16.7'),
  (604, 2, 5057, '5.1'),
  (604, 3, 8688, '1'),
  (606, 1, 3261, '20.43'),
  (606, 2, 3261, '16.7'),
  (606, 3, 3261, '13.3.1.3'),
  (606, 4, 3398, '8.2.6.1'),
  (607, 1, 8197, '3'),
  (607, 2, 8197, '6'),
  (607, 3, 8197, '5.2'),
  (607, 4, 8688, '1'),
  (607, 5, 3326, '2'),
  (608, 1, 8688, '3.3'),
  (608, 2, 8688, '3.4'),
  (608, 3, 8688, '3.2.2'),
  (608, 4, 8688, '4.1'),
  (608, 5, 8688, '6');

INSERT INTO reference (code, position, rfc, section, document) VALUES
  (603, 2, 0, '1', 'ATIS-1000099');

INSERT INTO gist (code, language, clause) VALUES
  (600, 'en', 'says that the callee is busy and that no other device or mailbox will answer'),
  (603, 'en', 'says that the callee refuses the call, or that a network blocked it'),
  (604, 'en', 'says that the called user exists nowhere at all'),
  (606, 'en', 'says that the callee would talk, but no device can on the terms offered'),
  (607, 'en', 'says that the callee wants no calls from this caller'),
  (608, 'en', 'says that an intermediary, and not the callee, rejected the call as unwanted');

INSERT INTO code_text (code, language, summary, description, use_when) VALUES
  (600, 'en',
   'The callee is busy, and the sender knows that nobody else, not even voicemail, will answer.',
   'The call reached the callee, who is busy and does not want it now. The sender claims to speak for every place where the call could end, voicemail included. One device may send it if it knows that much; RFC 3261 expects that this is rare, and then 486 is right. RFC 4412 also lets a proxy make a 600 out of nothing but 486s. A proxy cancels all other branches on any 6xx and starts no new one, so a 600 from one phone silences the others and keeps the call from voicemail.',
   'Send it when the callee is busy and you know that no other device or mailbox would answer; if you know only about this device, use 486, and to keep the reason to yourself, 603.'),
  (603, 'en',
   'The callee refuses the call, or a network blocked it: the reason phrase tells which.',
   'With the phrase Decline a person or a device turns the call down and gives no reason; the route works, and nothing is broken. The sender should know that nobody else will answer; in practice some phones send 603 for their reject button without knowing that, and a forking proxy then silences every other phone. Asterisk (chan_pjsip) also sends 603 Decline for every hangup before the answer whose cause it has no other code for, such as 16 or 41, so from an Asterisk it need not be a refusal at all. With the phrase Network Blocked no person refused: this is the 603+ of ATIS-1000099, by which a network says that its analytics blocked the call. Do not mix it up with 607, where the called user marks the caller as unwanted, or with 608, where an intermediary rejects the call and can point to a signed contact card.',
   'Send it when the callee refuses the call and no other device will answer; if others may still ring, use 486 or 480, and if the callee marks the caller as unwanted, 607.'),
  (604, 'en',
   'The authority for the address says that no such user exists anywhere.',
   'This answer claims to be final, since whoever sends it is the authority for the address and knows that no other server could find the user. It is the global form of 404: a 404 ends one branch, a 604 ends the search everywhere. On a request within a dialog it rejects the Contact address of the peer, and RFC 5057 has it destroy the dialog with all its usages. Some call-blocking services send it for users who do exist, hoping to drop off a calling list; RFC 8688 warns that others may believe it and that many countries forbid it.',
   'Send it only as the authority for the address when the user exists nowhere; if you speak for one domain or device, use 404, and to reject unwanted calls use 607 or 608.'),
  (606, 'en',
   'The callee would talk, but no device supports the offered media, bandwidth or addresses.',
   'The call reached a willing callee, but something in the session description does not suit: a codec, a kind of media, the bandwidth or the type of network address. Warning may say what, and a body may list what would do. The difference to 488 is reach: after a 606 a proxy cancels all other branches, while after a 488 they go on. One phone seldom knows what the others support, so 488 is the usual answer. Whether to try again with another offer is left to the caller.',
   'Send it when you know that no device of the callee supports the offered session; if you know only about this one, use 488, and for a body type that you cannot read, 415.'),
  (607, 'en',
   'The callee wants no calls from this caller; expect the next attempt to be rejected too.',
   'The callee pressed something like a spam button, or the phone decided by its own logic: the caller is the reason, not the moment. What follows is up to the callee’s provider, which may block the caller for this callee, raise a spam score, start a traceback or do nothing. SIP has no message to take a 607 back. If the number was spoofed, the report hits its true owner, so RFC 8197 advises against filters for everybody unless the identity is authenticated. A 603 refuses one call, and a 608 is the verdict of an intermediary.',
   'Send it when the callee marks the call or message as unwanted; if the callee has no time now, use 603 or 486, and if an intermediary decides by itself, 608.'),
  (608, 'en',
   'A system in the network rejected the call as unwanted, as a rule before it reached the callee.',
   'Somewhere in the network an intermediary that acts for the callee, for example an analytics engine, judged the call unwanted; unlike with 607, no person said so. Call-Info points to a signed card (a jCard in a JWS) with an address, number or web form where the caller can appeal; it is missing if the intermediary fears that the caller would abuse it. If the INVITE came without +sip.608 in Feature-Caps, the intermediary normally plays an announcement over a 183 first and still ends with the 608. ATIS-1000099, written for networks in the United States, says the same with 603 and the phrase Network Blocked.',
   'Send it as an intermediary that rejects a call by its own judgement, with Call-Info unless the caller is likely to abuse it; if the callee decided, use 607 or 603.');

INSERT INTO situation (code, language, position, sentence) VALUES
  (600, 'en', 1, 'A PBX that knows all devices of a user finds each of them busy, and the account has no mailbox.'),
  (600, 'en', 2, 'One phone answers 600 while it is in use, and the user’s other phones stop ringing at once.'),
  (600, 'en', 3, 'Calls to a busy user never reach voicemail, because the 600 ended the search before its turn came.'),
  (603, 'en', 1, 'The callee presses the reject button, and every other phone of the account stops ringing too.'),
  (603, 'en', 2, 'A phone that is set to do not disturb refuses each call with 603.'),
  (603, 'en', 3,
   'The calls of a call centre come back as 603 Network Blocked, because a network’s analytics took them for robocalls.'),
  (603, 'en', 4, 'A gateway got cause 21, call rejected, with location user from the telephone network.'),
  (603, 'en', 5,
   'An Asterisk PBX ends a call before the answer, by Hangup() in the dialplan or after a trunk failed, with a cause for which it has no other code.'),
  (604, 'en', 1, 'The server that owns a number range or domain has no subscriber under the dialled address.'),
  (604, 'en', 2, 'A stored address has a typing error, and the server that owns the domain says so with 604 instead of 404.'),
  (604, 'en', 3, 'A call-blocking service poses as an unassigned number so that robocallers drop it.'),
  (604, 'en', 4, 'A request within a call goes to a Contact address that nobody knows, and the call ends.'),
  (606, 'en', 1, 'A PBX that speaks for all phones of a user supports none of the codecs in the offer.'),
  (606, 'en', 2, 'The caller offers nothing but video, and all phones of the callee are audio phones.'),
  (606, 'en', 3, 'One phone answers 606 where 488 was meant, and the other phones of the account stop ringing.'),
  (606, 'en', 4, 'The offer has only IPv6 addresses or only SRTP, and nothing on the callee’s side supports that.'),
  (607, 'en', 1, 'The callee taps a spam or block button while the phone rings.'),
  (607, 'en', 2, 'A phone rejects a caller who is on its own block list.'),
  (607, 'en', 3, 'A firm’s call to a customer was taken for advertising, and its later calls get blocked or labelled.'),
  (607, 'en', 4, 'Somebody spoofs a number, callees report it, and the calls of its true owner begin to fail.'),
  (607, 'en', 5, 'A BYE carries Reason: SIP;cause=607, because the callee marked the call as unwanted after answering.'),
  (608, 'en', 1, 'A provider’s analytics took a lawful calling campaign for robocalls.'),
  (608, 'en', 2, 'A clinic’s reminder calls fail at some networks, while calls from a number with less traffic pass.'),
  (608, 'en', 3, 'The caller hears an announcement about a rejected call, and the 608 comes after it.'),
  (608, 'en', 4, 'A caller on the telephone network gets cause 31, because the gateway has no other cause for a 608.');

INSERT INTO step (code, language, position, party, sentence) VALUES
  (600, 'en', 1, 'caller', 'Call again later; if the 600 carries Retry-After, wait that many seconds first.'),
  (600, 'en', 2, 'operator',
   'Find the branch that sent it: in the trace of the proxy, look for the leg whose 600 has the same To tag as the one that the caller got.'),
  (600, 'en', 3, 'operator',
   'If voicemail or another phone should have taken the call, change the busy code of that device or PBX from 600 to 486.'),
  (600, 'en', 4, 'callee', 'Look in the phone’s call settings for a busy or call waiting option that sets the response code.'),
  (600, 'en', 5, 'developer',
   'In a forking proxy, cancel the pending branches on a 600 and open no new one (RFC 3261 §16.7); in a phone, send 486 unless you know of every other place that could answer (RFC 3261 §21.6.1).'),
  (603, 'en', 1, 'operator',
   'Read the status line and Reason: the phrase Network Blocked, or Q.850 cause 21 with a text that begins with v=analytics1, means a network on the way, and that text says where to ask for redress.'),
  (603, 'en', 2, 'operator',
   'If an Asterisk sent it (see Server), read the cause in Reason or in its log: with 16 look for Hangup() in the dialplan, with another such as 41 look at the leg or trunk that ended with it.'),
  (603, 'en', 3, 'caller',
   'If a network blocked you, turn to the contact in Reason and give time, numbers and Call-ID; dialling again does not help.'),
  (603, 'en', 4, 'callee',
   'If you did not refuse the call, look for do not disturb, block lists and call screening on each phone and app of the account.'),
  (603, 'en', 5, 'operator',
   'If rejecting on one phone should let the others ring, change the code that this phone sends for it from 603 to 486.'),
  (603, 'en', 6, 'developer',
   'Pass the reason phrase and the Reason header of a 603 on unchanged, because nothing else tells a block from a refusal.'),
  (604, 'en', 1, 'caller', 'Compare the dialled number or address with the right one, character by character, country code and domain included.'),
  (604, 'en', 2, 'operator',
   'Compare the Request-URI of the INVITE as sent with the one that reached the server: a dial plan or number rewrite may have spoiled it.'),
  (604, 'en', 3, 'operator',
   'Find out by the Server header and the last hop in the trace which server answered, and look the address up in its subscriber data.'),
  (604, 'en', 4, 'operator',
   'If other callers do reach the number, ask the callee’s provider whether a blocking service answers in the callee’s place.'),
  (604, 'en', 5, 'developer',
   'Send 404 from any server that does not own the address, because a 604 makes a proxy cancel branches that might have answered (RFC 3261 §16.7).'),
  (606, 'en', 1, 'operator',
   'Read Warning: 305 means a codec or format, 304 a media type, 301 an address type and 370 the bandwidth (RFC 3261 §20.43).'),
  (606, 'en', 2, 'operator',
   'Go through the m= lines of the INVITE: compare media, profile (RTP/AVP or RTP/SAVP) and codecs with the body of the 606 or with the settings of the callee’s phones.'),
  (606, 'en', 3, 'operator', 'Enable a codec that both sides have, such as PCMU or PCMA, or let the SBC transcode between them.'),
  (606, 'en', 4, 'caller', 'Switch video and forced encryption off in the app for one call, to see which of them is refused.'),
  (606, 'en', 5, 'operator', 'If other phones of the callee could take the call, change the refusing device from 606 to 488.'),
  (606, 'en', 6, 'developer',
   'Build a new offer from the Warning codes or the body and send a new INVITE once, or show what was refused.'),
  (607, 'en', 1, 'caller', 'Stop calling this number; if you have a good reason to reach the person, write instead.'),
  (607, 'en', 2, 'caller',
   'If the callee does want your calls, ask for your number to be taken off the block lists of the phone and of the callee’s provider.'),
  (607, 'en', 3, 'operator',
   'Check which number the callee was shown in From, P-Asserted-Identity and History-Info, because a forwarded call or a shared caller ID puts the blame on the wrong party.'),
  (607, 'en', 4, 'operator',
   'If a number of yours draws 607s for calls that you did not make, somebody spoofs it: sign your calls with Identity, and ask the complaining provider for a traceback.'),
  (607, 'en', 5, 'developer',
   'Show a spam button at least when the REGISTER response has +sip.607 in Feature-Caps; on an answered call send BYE with Reason: SIP;cause=607 for it (RFC 8197 §4).'),
  (607, 'en', 6, 'developer',
   'Feed a filter for all users with 607s only where the caller’s identity was verified (RFC 8197 §6).'),
  (608, 'en', 1, 'caller', 'Fetch the URL in Call-Info, decode the card, and appeal to the e-mail address, number or web form in it.'),
  (608, 'en', 2, 'operator',
   'Verify the signature of the card with the certificate at x5u, check that its owner is a plausible blocker, and reject the card if iat is more than about a minute old.'),
  (608, 'en', 3, 'operator',
   'If Call-Info is missing, find the provider that serves the called number and ask its support which system rejects you.'),
  (608, 'en', 4, 'operator',
   'Check that your INVITEs carry a valid Identity header, since an intermediary may name its contact only to callers who pass that test.'),
  (608, 'en', 5, 'operator', 'Take 608 out of the failover codes of your trunks, so that a blocked call is not tried again at the next carrier.'),
  (608, 'en', 6, 'developer',
   'Put +sip.608 in Feature-Caps and 100rel in Supported of the INVITE, let a 183 play its announcement, and then treat the 608 like any 6xx (RFC 8688 §3.3 §3.4).');

INSERT INTO sample (code, message) VALUES
  (600, 'SIP/2.0 600 Busy Everywhere
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b43;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=314159
Call-ID: 3848276298220188511@client.example.com
CSeq: 1 INVITE
Retry-After: 1800
Content-Length: 0

'),
  (603, 'SIP/2.0 603 Decline
Via: SIP/2.0/TCP proxy.example.com:5060;branch=z9hG4bK2d4790.1;received=192.0.2.111
Via: SIP/2.0/TCP client.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=1928301774
To: Bob <sip:bob@example.com>;tag=8321234356
Call-ID: a84b4c76e66710@client.example.com
CSeq: 3 INVITE
Content-Length: 0

'),
  (604, 'SIP/2.0 604 Does Not Exist Anywhere
Via: SIP/2.0/UDP sbc.example.com:5060;branch=z9hG4bK1c2f77;received=192.0.2.20
From: <sip:+12025550123@example.com>;tag=5c7d11
To: <sip:+12025550199@carrier.example.com>;tag=as4d08e1
Call-ID: 77af01d2@sbc.example.com
CSeq: 1 INVITE
Server: Number Directory
Content-Length: 0

'),
  (606, 'SIP/2.0 606 Not Acceptable
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bKnashds7;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=456248
To: Bob <sip:bob@example.com>;tag=85346
Call-ID: 843817637684230@client.example.com
CSeq: 1 INVITE
Warning: 305 pbx.example.com "Only PCMU and PCMA are supported"
Content-Type: application/sdp
Content-Length: 110

v=0
o=bob 2890844527 2890844527 IN IP4 192.0.2.201
s=-
c=IN IP4 192.0.2.201
t=0 0
m=audio 0 RTP/AVP 0 8
'),
  (607, 'SIP/2.0 607 Unwanted
Via: SIP/2.0/TLS proxy.example.com:5061;branch=z9hG4bK83842.2;received=192.0.2.111
Via: SIP/2.0/TLS gw.example.com:5061;branch=z9hG4bK74b76;received=192.0.2.30
From: <sip:+12025550123@example.com>;tag=27a19f
To: Bob <sip:bob@example.com>;tag=6a1c2e
Call-ID: 4Fde34wkd11wsGFDs3@gw.example.com
CSeq: 1 INVITE
Content-Length: 0

'),
  (608, 'SIP/2.0 608 Rejected
Via: SIP/2.0/TLS sbc.example.com:5061;branch=z9hG4bK5242871;received=192.0.2.20
From: <sip:+12025550123@example.com>;tag=614bdb40
To: <sip:+12025550145@example.com>;tag=b7c2d9
Call-ID: 79048YzkxNDA5NTI1@sbc.example.com
CSeq: 2 INVITE
Call-Info: <https://block.example.com/complaint-jws>;purpose=jwscard
Content-Length: 0

');

INSERT INTO ladder (code, position, sender, receiver, message) VALUES
  (600, 1, 'proxy', 'callee', 'INVITE'),
  (600, 2, 'proxy', 'second_callee', 'INVITE'),
  (600, 3, 'second_callee', 'proxy', '180 Ringing'),
  (600, 4, 'callee', 'proxy', '600 Busy Everywhere'),
  (600, 5, 'proxy', 'callee', 'ACK'),
  (600, 6, 'proxy', 'second_callee', 'CANCEL'),
  (600, 7, 'second_callee', 'proxy', '200 OK (CANCEL)'),
  (600, 8, 'second_callee', 'proxy', '487 Request Terminated'),
  (600, 9, 'proxy', 'second_callee', 'ACK'),
  (603, 1, 'caller', 'proxy', 'INVITE'),
  (603, 2, 'proxy', 'caller', '100 Trying'),
  (603, 3, 'proxy', 'callee', 'INVITE'),
  (603, 4, 'callee', 'proxy', '180 Ringing'),
  (603, 5, 'proxy', 'caller', '180 Ringing'),
  (603, 6, 'callee', 'proxy', '603 Decline'),
  (603, 7, 'proxy', 'callee', 'ACK'),
  (603, 8, 'proxy', 'caller', '603 Decline'),
  (603, 9, 'caller', 'proxy', 'ACK'),
  (604, 1, 'caller', 'proxy', 'INVITE'),
  (604, 2, 'proxy', 'caller', '100 Trying'),
  (604, 3, 'proxy', 'second_proxy', 'INVITE'),
  (604, 4, 'second_proxy', 'proxy', '604 Does Not Exist Anywhere'),
  (604, 5, 'proxy', 'second_proxy', 'ACK'),
  (604, 6, 'proxy', 'caller', '604 Does Not Exist Anywhere'),
  (604, 7, 'caller', 'proxy', 'ACK'),
  (606, 1, 'caller', 'proxy', 'INVITE (SDP)'),
  (606, 2, 'proxy', 'caller', '100 Trying'),
  (606, 3, 'proxy', 'b2bua', 'INVITE (SDP)'),
  (606, 4, 'b2bua', 'proxy', '606 Not Acceptable (Warning: 305)'),
  (606, 5, 'proxy', 'b2bua', 'ACK'),
  (606, 6, 'proxy', 'caller', '606 Not Acceptable (Warning: 305)'),
  (606, 7, 'caller', 'proxy', 'ACK'),
  (607, 1, 'caller', 'proxy', 'INVITE'),
  (607, 2, 'proxy', 'caller', '100 Trying'),
  (607, 3, 'proxy', 'callee', 'INVITE'),
  (607, 4, 'callee', 'proxy', '180 Ringing'),
  (607, 5, 'proxy', 'caller', '180 Ringing'),
  (607, 6, 'callee', 'proxy', '607 Unwanted'),
  (607, 7, 'proxy', 'callee', 'ACK'),
  (607, 8, 'proxy', 'caller', '607 Unwanted'),
  (607, 9, 'caller', 'proxy', 'ACK'),
  (608, 1, 'caller', 'proxy', 'INVITE (Feature-Caps: *;+sip.608)'),
  (608, 2, 'proxy', 'caller', '100 Trying'),
  (608, 3, 'proxy', 'second_proxy', 'INVITE (Feature-Caps: *;+sip.608)'),
  (608, 4, 'second_proxy', 'proxy', '608 Rejected (Call-Info)'),
  (608, 5, 'proxy', 'second_proxy', 'ACK'),
  (608, 6, 'proxy', 'caller', '608 Rejected (Call-Info)'),
  (608, 7, 'caller', 'proxy', 'ACK');

INSERT INTO symptom (code, language, position, words) VALUES
  (600, 'en', 1, 'busy on all phones'),
  (600, 'en', 2, 'busy but no voicemail'),
  (600, 'en', 3, 'other phones stop ringing'),
  (600, 'en', 4, 'busy tone'),
  (603, 'en', 1, 'call rejected by user'),
  (603, 'en', 2, 'call declined'),
  (603, 'en', 3, 'network blocked'),
  (603, 'en', 4, 'number flagged as spam'),
  (603, 'en', 5, 'reject stops all phones ringing'),
  (603, 'en', 6, 'do not disturb'),
  (603, 'en', 7, 'asterisk hangs up before answer'),
  (604, 'en', 1, 'number does not exist'),
  (604, 'en', 2, 'unknown user'),
  (604, 'en', 3, 'number not in service'),
  (604, 'en', 4, 'wrong number'),
  (606, 'en', 1, 'no common codec'),
  (606, 'en', 2, 'codec mismatch'),
  (606, 'en', 3, 'video call refused'),
  (606, 'en', 4, 'encryption not supported'),
  (607, 'en', 1, 'marked as spam'),
  (607, 'en', 2, 'caller blocked by user'),
  (607, 'en', 3, 'nuisance call'),
  (607, 'en', 4, 'block list'),
  (607, 'en', 5, 'telemarketer'),
  (607, 'en', 6, 'nuisance call'),
  (608, 'en', 1, 'blocked as robocall'),
  (608, 'en', 2, 'spam filter blocks calls'),
  (608, 'en', 3, 'call blocked by carrier'),
  (608, 'en', 4, 'outbound campaign blocked');

INSERT INTO meaning (code, position, phrase, header, value, rfc, section, document) VALUES
  (603, 1, '', '', '', 3261, '21.6.2', NULL),
  (603, 2, 'Network Blocked', '', '', 0, '1', 'ATIS-1000099'),
  (603, 3, '', 'Reason', 'Q.850;cause=21', 6432, '3', NULL),
  (606, 1, '', '', '', 3261, '21.6.4', NULL),
  (606, 2, '', 'Warning', '305', 3261, '20.43', NULL),
  (606, 3, '', 'Warning', '304', 3261, '20.43', NULL),
  (606, 4, '', 'Warning', '370', 3261, '20.43', NULL);

INSERT INTO meaning_text (code, position, language, name, meaning, sign, advice) VALUES
  (603, 1, 'en', 'refused by the callee',
   'A person or a device at the callee’s end turns the call down without giving a reason, or an Asterisk PBX hung up with a cause that it has no other code for. It is neither the spam report of a 607 nor the verdict of an intermediary as in a 608.',
   'The reason phrase is Decline, and there is no Reason header with text=“v=analytics1…”.',
   'Accept the refusal, or look for do not disturb and block lists on the callee’s devices.'),
  (603, 2, 'en', 'blocked by a network',
   'No person refused: the analytics of a network on the way took the call for an unwanted one and blocked it. This is the 603+ of ATIS-1000099.',
   'The reason phrase is Network Blocked, and Reason has Q.850;cause=21 with a text that begins with v=analytics1.',
   'Ask for redress at the contact that the text in Reason names, instead of calling again.'),
  (603, 3, 'en', 'cause 21, call rejected',
   'Q.850 cause 21 stands behind the 603. With v=analytics1 in its text a network’s analytics blocked the call, as ATIS-1000099 has it; without that text, the telephone network behind a gateway refused it.',
   'Reason has Q.850;cause=21, so look at its text parameter and at location to see who refused.',
   'With v=analytics1 turn to the contact in the text, and without it ask the carrier behind the gateway.'),
  (606, 1, 'en', 'some part of the offer does not suit',
   'The callee would talk, but no device of the callee supports the session as the offer describes it.',
   'There is no Warning header, or it holds only the catch-all code 399.',
   'Compare the offer with the body of the 606, if it has one, or with the settings of the callee’s phones.'),
  (606, 2, 'en', 'no common codec or format',
   'At least one codec or format in the session description is not supported.',
   'Warning has code 305.',
   'Enable a codec that both sides know, or transcode on the way.'),
  (606, 3, 'en', 'media type not supported',
   'At least one kind of media in the offer, such as video or text, is not supported.',
   'Warning has code 304.',
   'Offer audio alone, or reach a device that has the other media.'),
  (606, 4, 'en', 'not enough bandwidth',
   'The session asks for more bandwidth than the callee’s side is known to have.',
   'Warning has code 370.',
   'Offer a lower b= value or codecs with a lower rate.');
