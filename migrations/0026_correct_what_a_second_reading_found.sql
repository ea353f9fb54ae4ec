-- kind: content
-- title: Correct what a second reading found
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261, RFC 3329, RFC 3398, RFC 4412, RFC 5057, RFC 5407, RFC 6026, RFC 6665, RFC 8197, RFC 8688, RFC 9410, 3GPP TS 24.229
-- notes: Some 40 statements put right against the RFCs, most on 202, 305, 481, 513, 603 and 608, and on who sends a code, which requests it answers and what it does to a dialog.

-- What becomes of a dialog after a 408 or 481: RFC 3261 and RFC 5057 differ, so both are said.
UPDATE term_text SET phrase = 'the sender ends it with BYE; by RFC 5057 only the usage ends',
  clause = '{code} makes the sender of the request end the dialog, for a call with a BYE, or by RFC 5057 only the usage'
  WHERE aspect = 'dialog' AND term = 'uac_ends_dialog' AND language = 'en';
UPDATE term_text SET phrase = 'bên gửi yêu cầu kết thúc bằng BYE; theo RFC 5057 thì chỉ usage kết thúc',
  clause = '{code} buộc bên gửi yêu cầu kết thúc dialog (với cuộc gọi thì bằng BYE), còn theo RFC 5057 thì chỉ kết thúc usage'
  WHERE aspect = 'dialog' AND term = 'uac_ends_dialog' AND language = 'vi';
UPDATE term_text SET phrase = 'リクエストの送信側がBYEで終了、RFC 5057ではusageだけ終了',
  clause = '{code}を受けたら、リクエストの送信側はダイアログを終わらせます（呼ならBYEを送ります）が、RFC 5057では用途（usage）だけが終わります'
  WHERE aspect = 'dialog' AND term = 'uac_ends_dialog' AND language = 'ja';
UPDATE fact SET term = 'uac_ends_dialog', rfc = 3261, section = '12.2.1.2' WHERE code = 481 AND aspect = 'dialog';

-- A re-INVITE that draws a 606 leaves the session as it was, as one that draws a 488 does.
UPDATE fact SET term = 'session_stays', rfc = 3261, section = '14.1' WHERE code = 606 AND aspect = 'dialog';

UPDATE term_text SET phrase = 'unclear, but affects the whole dialog'
  WHERE aspect = 'dialog' AND term = 'unsettled' AND language = 'en';

-- Not every timer triggers its code: Timer N runs before a 202, and the random wait begins with a 491.
UPDATE template SET text = '{code} involves {values}' WHERE template = 'difference.timers' AND language = 'en';
UPDATE template SET text = '{code} liên quan đến {values}' WHERE template = 'difference.timers' AND language = 'vi';
UPDATE template SET text = '{code} involves no timer' WHERE template = 'difference.timers.none' AND language = 'en';

INSERT INTO term (aspect, term, value) VALUES
  ('sent_by', 'p_cscf', 'proxy'),
  ('methods', 'invite_options_update', 'INVITE OPTIONS UPDATE'),
  ('methods', 'within_dialog_cancel_and_replaces',
   'INVITE BYE CANCEL OPTIONS PRACK UPDATE INFO SUBSCRIBE NOTIFY REFER MESSAGE'),
  ('retry', 'wait_for_outcome', 'not_needed'),
  ('retry', 'after_retry_after_unless_blocked', 'later'),
  ('pstn', 'cause_at_user', 'cause');

INSERT INTO term_text (aspect, term, language, phrase, clause) VALUES
  ('sent_by', 'p_cscf', 'en', 'an edge proxy (P-CSCF)', ''),
  ('sent_by', 'p_cscf', 'vi', 'edge proxy (P-CSCF)', ''),
  ('sent_by', 'p_cscf', 'ja', 'エッジプロキシ（P-CSCF）', ''),
  ('methods', 'invite_options_update', 'en', 'INVITE, OPTIONS and UPDATE', ''),
  ('methods', 'invite_options_update', 'vi', 'INVITE, OPTIONS và UPDATE', ''),
  ('methods', 'invite_options_update', 'ja', 'INVITE、OPTIONS、UPDATE', ''),
  ('methods', 'within_dialog_cancel_and_replaces', 'en', 'requests within a dialog, CANCEL, and INVITE with Replaces', ''),
  ('methods', 'within_dialog_cancel_and_replaces', 'vi', 'yêu cầu trong dialog, CANCEL và INVITE có Replaces', ''),
  ('methods', 'within_dialog_cancel_and_replaces', 'ja', 'ダイアログ内のリクエスト、CANCEL、Replaces付きのINVITE', ''),
  ('retry', 'wait_for_outcome', 'en', 'no, wait for the outcome',
   '{code} leaves the outcome open, so the client waits for it and repeats nothing'),
  ('retry', 'wait_for_outcome', 'vi', 'không, chờ kết quả',
   '{code} chưa cho biết kết quả, nên client chờ kết quả chứ không gửi lại'),
  ('retry', 'wait_for_outcome', 'ja', '不要、結果を待つ',
   '{code}の時点では結果がまだ決まっていないため、クライアントは送り直さずに結果を待ちます'),
  ('retry', 'after_retry_after_unless_blocked', 'en', 'later, after Retry-After; if blocked, appeal instead',
   '{code} allows another attempt after the time in Retry-After, or calls for an appeal if a network blocked the call'),
  ('retry', 'after_retry_after_unless_blocked', 'vi', 'để sau, khi hết thời gian trong Retry-After; nếu bị chặn thì khiếu nại',
   '{code} cho phép thử lại khi đã hết thời gian trong Retry-After, còn nếu mạng đã chặn cuộc gọi thì cần khiếu nại'),
  ('retry', 'after_retry_after_unless_blocked', 'ja', 'Retry-Afterの時間が過ぎてから、ブロックなら異議申し立て',
   '{code}の場合、Retry-Afterの時間が過ぎれば再試行できますが、網が呼をブロックしたのなら異議を申し立てます'),
  ('pstn', 'cause_at_user', 'en', 'cause {cause}: back as {code} with location “user”, without it plain {cause}',
   '{code} becomes Q.850 cause {cause}: back as {code} with location “user”, without it plain {cause}'),
  ('pstn', 'cause_at_user', 'vi', 'cause {cause}: còn location user thì thành {code}, mất thì chỉ là cause {cause} thường',
   '{code} được đổi thành Q.850 cause {cause}: còn location user thì lại thành {code}, mất thì chỉ là cause {cause} thường'),
  ('pstn', 'cause_at_user', 'ja', '切断理由コード{cause}、locationがuserのままなら{code}に戻り、失われれば単なる{cause}',
   '{code}はQ.850の切断理由コード{cause}になり、locationがuserのままなら{code}に戻りますが、失われれば単なる{cause}です');

-- Who sends a code.
UPDATE fact SET position = 3 WHERE code = 380 AND aspect = 'sent_by' AND term = 'redirect_server';
UPDATE fact SET position = 2 WHERE code = 380 AND aspect = 'sent_by' AND term = 'uas';
INSERT INTO fact (code, aspect, position, term, rfc, section, document) VALUES
  (380, 'sent_by', 1, 'p_cscf', 0, '5.2', '3GPP TS 24.229');
DELETE FROM fact WHERE code = 407 AND aspect = 'sent_by' AND term = 'forking_proxy';
UPDATE fact SET position = 2 WHERE code = 407 AND aspect = 'sent_by' AND term = 'gateway';
UPDATE fact SET position = 4 WHERE code = 488 AND aspect = 'sent_by' AND term = 'proxy';
UPDATE fact SET position = 3 WHERE code = 488 AND aspect = 'sent_by' AND term = 'gateway';
INSERT INTO fact (code, aspect, position, term, rfc, section) VALUES (488, 'sent_by', 2, 'b2bua', 3261, '6');

-- Which requests a code answers. An OPTIONS gets the code that an INVITE would, and nothing answers an ACK.
UPDATE fact SET term = 'within_dialog_cancel_and_replaces' WHERE code = 481 AND aspect = 'methods';
UPDATE fact SET term = 'invite_options_update', rfc = 3261, section = '11.2' WHERE code = 488 AND aspect = 'methods';
UPDATE fact SET term = 'invite_options', rfc = 3261, section = '11.2' WHERE code IN (600, 606) AND aspect = 'methods';
UPDATE fact SET term = 'all_but_ack', rfc = 3261, section = '17'
  WHERE aspect = 'methods' AND term = 'any' AND code IN (410, 414, 416, 500, 502, 503, 504, 505, 513);
UPDATE fact SET term = 'all_but_ack' WHERE aspect = 'methods' AND term = 'any';

-- Whether to try again.
UPDATE fact SET term = 'wait_for_outcome', rfc = 6665, section = '8.3.1' WHERE code = 202 AND aspect = 'retry';
UPDATE fact SET term = 'after_retry_after_unless_blocked' WHERE code = 603 AND aspect = 'retry';

-- Over the PSTN. RFC 3398 translates the refusal of a gateway's INVITE, which these codes never are, though its table
-- has a row for 423.
UPDATE fact SET term = 'cause_at_user' WHERE code = 603 AND aspect = 'pstn';
DELETE FROM cause_of_code WHERE code = 423
  OR code IN (SELECT code FROM fact WHERE aspect = 'pstn' AND term = 'by_default_no_call');
UPDATE fact SET term = 'nothing', rfc = 3398, section = '8.2.6'
  WHERE aspect = 'pstn' AND (code = 423 OR term = 'by_default_no_call');

-- Terms that no code has any more.
DELETE FROM term_text WHERE (aspect = 'methods' AND term IN ('any', 'within_dialog_and_cancel'))
  OR (aspect = 'retry' AND term = 'after_retry_after') OR (aspect = 'pstn' AND term = 'by_default_no_call');
DELETE FROM term WHERE (aspect = 'methods' AND term IN ('any', 'within_dialog_and_cancel'))
  OR (aspect = 'retry' AND term = 'after_retry_after') OR (aspect = 'pstn' AND term = 'by_default_no_call');

-- Headers that are required in some cases only say in which.
UPDATE header SET strength = 'may' WHERE (code = 202 AND header = 'Contact') OR (code = 494 AND header = 'Require');
UPDATE header_text SET purpose =
  'The address of the party that took the request: required in a 202 to REFER (RFC 3515 §2.2), forbidden in one to MESSAGE (RFC 3428 §7).'
  WHERE code = 202 AND header = 'Contact' AND language = 'en';
UPDATE header_text SET purpose =
  'The option tag sec-agree: required if the server insists by its own policy (RFC 3329 §2.3.2), while a client that asked for the agreement itself needs only Security-Server (RFC 3329 §2.3.1).'
  WHERE code = 494 AND header = 'Require' AND language = 'en';
INSERT INTO header (code, header, position, strength, rfc, section) VALUES (428, 'Reason', 1, 'may', 9410, '3');
INSERT INTO header_text (code, header, language, purpose) VALUES
  (428, 'Reason', 'en', 'Protocol STIR with cause 428 and a text, which repeats the verdict for the side that should sign.');

INSERT INTO reference (code, position, rfc, section) VALUES
  (202, 6, 6665, '4.1.2.4'),
  (408, 8, 3261, '12.2.1.2'),
  (422, 6, 5057, '5.1'),
  (480, 7, 3398, '7.2.8'),
  (481, 7, 5407, '3.2.1'),
  (481, 8, 6026, '7.1'),
  (488, 7, 4412, '4.6.5'),
  (491, 7, 5407, '3.1.5');

UPDATE code_text SET description = replace(description,
  'RFC 5359 §2.13 shows it at work: the caller repeats the INVITE with the same Request-URI and puts the URI from Contact into Route. A client that follows it like a 302 puts that URI into the Request-URI instead, and the proxy no longer learns whom the call is for.',
  'On what follows RFC 3261 is at odds with itself: §8.1.3.4, taken literally, puts the URI of any 3xx into the Request-URI, and the proxy no longer learns whom the call is for, while §21.3.4 has the request repeated through the proxy. RFC 5359 §2.13 shows the second way: the same Request-URI again, and the URI from Contact in Route.')
  WHERE code = 305 AND language = 'en';
UPDATE code_text SET description = replace(description,
  'With the phrase Decline a person or a device turns the call down and gives no reason; the route works, and nothing is broken.',
  'With the phrase Decline, as a rule, a person or a device turns the call down and gives no reason; then the route works, and nothing is broken.')
  WHERE code = 603 AND language = 'en';
UPDATE code_text SET description = replace(description,
  'unlike with 607, no person said so.',
  'a 607 comes from the callee or the callee’s phone (RFC 8197 §1), but here neither said so.')
  WHERE code = 608 AND language = 'en';

UPDATE situation SET sentence =
  'The 200 carried the offer, the ACK with the answer is late or lost, and the next re-INVITE arrives before it; RFC 5407 §3.1.5 recommends 491 there, RFC 6337 §4.3 calls for 500.'
  WHERE code = 491 AND language = 'en' AND position = 4;
UPDATE situation SET sentence =
  'A caller on the telephone network gets cause 31, the default of RFC 3398 §8.2.6.1 for codes that its table does not list.'
  WHERE code = 608 AND language = 'en' AND position = 4;

UPDATE step SET sentence =
  'If no NOTIFY comes within 32 seconds, look for it where the notifier sends it: its Request-URI has to be the Contact of the SUBSCRIBE or REFER, and a firewall or SBC may stop it further on.'
  WHERE code = 202 AND language = 'en' AND position = 2;
UPDATE step SET sentence =
  'Raise CSeq by one for each new request in the same direction (RFC 3261 §12.2.1.1), ACK and CANCEL apart: a number lower than the last draws the 500, while a gap is no error (RFC 3261 §12.2.2).'
  WHERE code = 500 AND language = 'en' AND position = 6;
UPDATE step SET sentence =
  'Shorten the message first, for instance with compact header forms; use TCP for a request that comes within 200 bytes of the path’s MTU or, if you do not know the MTU, exceeds 1300, and go back to UDP only if TCP is refused (RFC 3261 §18.1.1).'
  WHERE code = 513 AND language = 'en' AND position = 5;
UPDATE step SET sentence =
  'You may tie the spam button to +sip.607 in Feature-Caps of the REGISTER response, or show it always if the phone has a block list of its own; on an answered call send BYE with Reason: SIP;cause=607 for it (RFC 8197 §4).'
  WHERE code = 607 AND language = 'en' AND position = 5;
UPDATE step SET sentence =
  'Verify the signature of the card with the certificate at x5u, check that its owner is a plausible blocker, and compare iat with the time of the 608: more than about a minute between them speaks for an old card sent again (RFC 8688 §3.3).'
  WHERE code = 608 AND language = 'en' AND position = 2;
UPDATE step SET sentence =
  'Put +sip.608 in Feature-Caps only if you can tell the caller how to reach the blocker (RFC 8688 §3.4), and 100rel in Supported; let a 183 play its announcement, treat the 608 like any 6xx, and reject a card whose iat is over a minute old when it comes (RFC 8688 §3.3).'
  WHERE code = 608 AND language = 'en' AND position = 6;

-- Who registers is no caller.
UPDATE step SET party = 'operator'
  WHERE language = 'en' AND ((code = 423 AND position = 2) OR (code = 494 AND position = 5));

-- A short answer tells a meaning by its sign alone, so that says what to do.
UPDATE meaning_text SET sign = 'CSeq in the 481 ends in BYE: take the call as over, and send no other BYE (RFC 3261 §15.1.1).'
  WHERE code = 481 AND position = 2 AND language = 'en';
UPDATE meaning_text SET meaning =
  'The other side has ended or lost the call before. Of two BYEs that cross, RFC 5407 §3.2.1 answers both with 200 and lets other answers pass, such as the 481 of some stacks.'
  WHERE code = 481 AND position = 2 AND language = 'en';
UPDATE meaning_text SET sign = 'CSeq in the 481 ends in CANCEL: the answer to the INVITE still counts.'
  WHERE code = 481 AND position = 3 AND language = 'en';

-- The response in the ladder of 481: Bob's re-INVITE has crossed Alice's BYE.
UPDATE sample SET message = 'SIP/2.0 481 Call/Transaction Does Not Exist
Via: SIP/2.0/UDP phone4.example.com:5060;branch=z9hG4bK7c02d;received=192.0.2.44
From: Bob <sip:bob@example.com>;tag=314159
To: Alice <sip:alice@example.com>;tag=a73kszlfl
Call-ID: 1Tm6nPq4yR@client.example.com
CSeq: 1 INVITE
Content-Length: 0

' WHERE code = 481;

UPDATE cause_text SET advice =
  'Try another route, or this one some minutes later, since RFC 3398 §7.2.4.1 counts the shortage as temporary. Operator: compare the calls at that minute with the size of the trunk group or the call limit of the SIP trunk, then look for blocked circuits. In Asterisk, look for a 503 on the SIP leg first.'
  WHERE cause = 34 AND language = 'en';
