-- kind: content
-- title: Explain the provisional and success codes
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261, RFC 3262, RFC 3398, RFC 3428, RFC 3515, RFC 3960, RFC 4320, RFC 5839, RFC 6228, RFC 6665, RFC 7647
-- notes: Full entries for 100, 180, 181, 182, 183, 199, 200, 202 and 204: ringback and early media, lost ACKs, and what a 200 means for each method.

INSERT INTO term (aspect, term, value) VALUES
  ('sent_by', 'proxy_as_uas', 'proxy'),
  ('sent_by', 'refer_recipient', 'uas'),
  ('sent_by', 'message_relay', 'uas'),
  ('methods', 'invite_and_slow_others',
   'INVITE BYE OPTIONS REGISTER PRACK UPDATE INFO SUBSCRIBE NOTIFY REFER MESSAGE PUBLISH'),
  ('methods', 'all_but_ack',
   'INVITE BYE CANCEL OPTIONS REGISTER PRACK UPDATE INFO SUBSCRIBE NOTIFY REFER MESSAGE PUBLISH'),
  ('methods', 'subscribe_in_dialog', 'SUBSCRIBE'),
  ('methods', 'message_and_formerly_others', 'MESSAGE SUBSCRIBE REFER'),
  ('timers', 'timer_n', 'N'),
  ('timers', 'ack_wait', 'ack'),
  ('forking', 'not_passed_on', 'none'),
  ('forking', 'only_first_2xx_arrives', 'none'),
  ('dialog', 'opened_by_notify', 'none'),
  ('dialog', 'stays_unless_unsubscribed', 'none'),
  ('pstn', 'nothing', 'none'),
  ('pstn', 'alerting', 'progress'),
  ('pstn', 'call_forwarding', 'progress'),
  ('look_at', 'incoming_rtp', 'incoming_rtp'),
  ('look_at', 'what_follows', 'what_follows'),
  ('look_at', 'history_info', 'history_info'),
  ('look_at', 'cseq', 'cseq'),
  ('look_at', 'ack', 'ack'),
  ('look_at', 'notify', 'notify'),
  ('look_at', 'suppress_if_match', 'suppress_if_match'),
  ('look_at', 'expires', 'expires');

INSERT INTO term_text (aspect, term, language, phrase, clause) VALUES
  ('sent_by', 'proxy_as_uas', 'en', 'a proxy acting as a UAS', ''),
  ('sent_by', 'refer_recipient', 'en', 'the recipient of a REFER', ''),
  ('sent_by', 'message_relay', 'en', 'a message relay', ''),
  ('methods', 'invite_and_slow_others', 'en', 'INVITE, and other requests that take long', ''),
  ('methods', 'all_but_ack', 'en', 'any request except ACK', ''),
  ('methods', 'subscribe_in_dialog', 'en', 'SUBSCRIBE within a dialog', ''),
  ('methods', 'message_and_formerly_others', 'en', 'MESSAGE and, formerly, SUBSCRIBE and REFER', ''),
  ('timers', 'timer_n', 'en', 'Timer N', ''),
  ('timers', 'ack_wait', 'en', 'the wait for the ACK, 64*T1 or 32 s', ''),
  ('forking', 'not_passed_on', 'en', 'never passed on by a stateful proxy',
   '{code} stays on its hop, since a stateful proxy never passes it on'),
  ('forking', 'only_first_2xx_arrives', 'en', 'only the first 2xx reaches the client',
   '{code} reaches the client only as the first 2xx, since a proxy passes on one final response to such a request'),
  ('dialog', 'opened_by_notify', 'en', 'opens none, the NOTIFY does',
   '{code} opens no dialog for a subscription, since the NOTIFY that follows does'),
  ('dialog', 'stays_unless_unsubscribed', 'en', 'stays, unless Expires was 0',
   '{code} leaves the subscription standing, unless the request ended it with Expires: 0'),
  ('pstn', 'nothing', 'en', 'nothing is sent', '{code} makes a gateway send nothing into the telephone network'),
  ('pstn', 'alerting', 'en', 'alerting, in an ACM or CPG',
   '{code} reaches the telephone network as alerting, in an ACM or a CPG'),
  ('pstn', 'call_forwarding', 'en', 'forwarding, in a CPG with event 6',
   '{code} reaches the telephone network as forwarding, in a CPG with event 6'),
  ('look_at', 'incoming_rtp', 'en', 'whether RTP comes in', ''),
  ('look_at', 'what_follows', 'en', 'what follows, and after how long', ''),
  ('look_at', 'history_info', 'en', 'History-Info', ''),
  ('look_at', 'cseq', 'en', 'the method in CSeq', ''),
  ('look_at', 'ack', 'en', 'whether an ACK follows', ''),
  ('look_at', 'notify', 'en', 'the NOTIFY that follows', ''),
  ('look_at', 'suppress_if_match', 'en', 'Suppress-If-Match in the SUBSCRIBE', ''),
  ('look_at', 'expires', 'en', 'Expires', '');

INSERT INTO fact (code, aspect, position, term, rfc, section) VALUES
  (100, 'sent_by', 1, 'proxy', 3261, '16.2'),
  (100, 'sent_by', 2, 'uas', 3261, '17.2.1'),
  (100, 'methods', 1, 'invite_and_slow_others', 4320, '4.1'),
  (100, 'retry', 1, 'wait_for_final', 3261, '21.1'),
  (100, 'timers', 1, 'timer_a', 3261, '17.1.1.2'),
  (100, 'timers', 2, 'timer_b', 3261, '17.1.1.2'),
  (100, 'timers', 3, 'timer_e', 4320, '4.1'),
  (100, 'forking', 1, 'not_passed_on', 3261, '16.7'),
  (100, 'dialog', 1, 'no_dialog', 3261, '12.1'),
  (100, 'transaction', 1, 'stays_open', 3261, '17.1.1.2'),
  (100, 'pstn', 1, 'nothing', 3398, '8.2.2'),
  (100, 'look_at', 1, 'what_follows', 3261, '21.1'),
  (100, 'look_at', 2, 'next_hop_log', 3261, '21.1.1'),
  (180, 'sent_by', 1, 'uas', 3261, '21.1.2'),
  (180, 'sent_by', 2, 'gateway', 3398, '7.2.6'),
  (180, 'methods', 1, 'invite', 3261, '21.1.2'),
  (180, 'retry', 1, 'wait_for_final', 3261, '21.1'),
  (180, 'timers', 1, 'timer_c', 3261, '16.7'),
  (180, 'timers', 2, 'isup_t9', 3398, '7.2.8'),
  (180, 'forking', 1, 'passed_on', 3261, '16.7'),
  (180, 'dialog', 1, 'creates_early_dialog', 3261, '12.1'),
  (180, 'transaction', 1, 'stays_open', 3261, '17.1.1.2'),
  (180, 'pstn', 1, 'alerting', 3398, '8.2.3'),
  (180, 'look_at', 1, 'incoming_rtp', 3960, '3.2'),
  (180, 'look_at', 2, 'body', 3261, '21.1'),
  (180, 'look_at', 3, 'to_tag', 3261, '13.2.2.1'),
  (181, 'sent_by', 1, 'proxy_as_uas', 5359, '2.7'),
  (181, 'sent_by', 2, 'gateway', 3398, '7.2.9'),
  (181, 'methods', 1, 'invite', 3261, '13.3.1.1'),
  (181, 'retry', 1, 'wait_for_final', 3261, '21.1'),
  (181, 'timers', 1, 'timer_c', 3261, '16.7'),
  (181, 'forking', 1, 'passed_on', 3261, '16.7'),
  (181, 'dialog', 1, 'creates_early_dialog', 3261, '12.1'),
  (181, 'transaction', 1, 'stays_open', 3261, '17.1.1.2'),
  (181, 'pstn', 1, 'call_forwarding', 3398, '8.2.3'),
  (181, 'look_at', 1, 'history_info', 7044, '9.4'),
  (181, 'look_at', 2, 'what_follows', 5359, '2.7'),
  (182, 'sent_by', 1, 'uas', 4412, '4.7.2.2'),
  (182, 'sent_by', 2, 'proxy_as_uas', 3261, '16.7'),
  (182, 'methods', 1, 'invite', 3261, '13.3.1.1'),
  (182, 'retry', 1, 'wait_for_final', 3261, '21.1.4'),
  (182, 'timers', 1, 'timer_c', 3261, '16.7'),
  (182, 'forking', 1, 'passed_on', 3261, '16.7'),
  (182, 'dialog', 1, 'creates_early_dialog', 3261, '12.1'),
  (182, 'transaction', 1, 'stays_open', 3261, '17.1.1.2'),
  (182, 'pstn', 1, 'progress', 3398, '8.2.3'),
  (182, 'look_at', 1, 'reason_phrase', 3261, '21.1.4'),
  (182, 'look_at', 2, 'incoming_rtp', 3960, '3.2'),
  (183, 'sent_by', 1, 'gateway', 3398, '7.2.6'),
  (183, 'sent_by', 2, 'uas', 3261, '13.3.1.1'),
  (183, 'sent_by', 3, 'proxy_as_uas', 3261, '16.7'),
  (183, 'methods', 1, 'invite', 3261, '13.3.1.1'),
  (183, 'retry', 1, 'wait_for_final', 3261, '21.1'),
  (183, 'timers', 1, 'timer_c', 3261, '16.7'),
  (183, 'timers', 2, 'isup_t9', 3398, '7.2.6'),
  (183, 'forking', 1, 'passed_on', 3261, '16.7'),
  (183, 'dialog', 1, 'creates_early_dialog', 3261, '12.1'),
  (183, 'transaction', 1, 'stays_open', 3261, '17.1.1.2'),
  (183, 'pstn', 1, 'progress', 3398, '8.2.3'),
  (183, 'look_at', 1, 'body', 3261, '21.1.5'),
  (183, 'look_at', 2, 'incoming_rtp', 3960, '3.2'),
  (183, 'look_at', 3, 'require', 3262, '3'),
  (199, 'sent_by', 1, 'forking_proxy', 6228, '6'),
  (199, 'sent_by', 2, 'uas', 6228, '5'),
  (199, 'methods', 1, 'initial_invite', 6228, '1'),
  (199, 'retry', 1, 'wait_for_final', 6228, '4'),
  (199, 'forking', 1, 'passed_on', 6228, '6'),
  (199, 'dialog', 1, 'ends_one_early_dialog', 6228, '4'),
  (199, 'transaction', 1, 'stays_open', 6228, '4'),
  (199, 'pstn', 1, 'none', 3398, '8.2.6'),
  (199, 'look_at', 1, 'reason_header', 6228, '5'),
  (199, 'look_at', 2, 'to_tag', 6228, '5'),
  (200, 'sent_by', 1, 'uas', 3261, '13.3.1.4'),
  (200, 'sent_by', 2, 'registrar', 3261, '10.3'),
  (200, 'sent_by', 3, 'gateway', 3398, '7.2.7'),
  (200, 'sent_by', 4, 'proxy', 3261, '16.10'),
  (200, 'methods', 1, 'all_but_ack', 3261, '17'),
  (200, 'retry', 1, 'done', 3261, '21.2'),
  (200, 'timers', 1, 'ack_wait', 3261, '13.3.1.4'),
  (200, 'forking', 1, 'first_2xx_wins', 3261, '16.7'),
  (200, 'dialog', 1, 'creates_dialog', 3261, '13.2.2.4'),
  (200, 'transaction', 1, 'completes_ack_end_to_end', 3261, '17'),
  (200, 'pstn', 1, 'answer', 3398, '8.2.4'),
  (200, 'look_at', 1, 'cseq', 3261, '21.2.1'),
  (200, 'look_at', 2, 'ack', 3261, '13.3.1.4'),
  (200, 'look_at', 3, 'sdp', 3261, '13.2.1'),
  (202, 'sent_by', 1, 'refer_recipient', 3515, '2.4.2'),
  (202, 'sent_by', 2, 'notifier', 3265, '3.1.6.1'),
  (202, 'sent_by', 3, 'message_relay', 3428, '7'),
  (202, 'methods', 1, 'message_and_formerly_others', 3428, '7'),
  (202, 'retry', 1, 'done', 7647, '5'),
  (202, 'timers', 1, 'timer_n', 6665, '4.1.2.4'),
  (202, 'forking', 1, 'only_first_2xx_arrives', 3261, '16.7'),
  (202, 'dialog', 1, 'opened_by_notify', 6665, '4.4.1'),
  (202, 'transaction', 1, 'completes', 3261, '17.1.2.2'),
  (202, 'pstn', 1, 'nothing', 3398, '8.2.4'),
  (202, 'look_at', 1, 'notify', 6665, '8.3.1'),
  (202, 'look_at', 2, 'cseq', 3261, '8.2.6.2'),
  (204, 'sent_by', 1, 'notifier', 5839, '6.3'),
  (204, 'methods', 1, 'subscribe_in_dialog', 5839, '7.1'),
  (204, 'retry', 1, 'done', 5839, '7.1'),
  (204, 'timers', 1, 'timer_n', 6665, '4.1.2.2'),
  (204, 'forking', 1, 'none', 5839, '7.1'),
  (204, 'dialog', 1, 'stays_unless_unsubscribed', 5839, '5.7'),
  (204, 'transaction', 1, 'completes', 3261, '17.1.2.2'),
  (204, 'pstn', 1, 'nothing', 3398, '8.2.4'),
  (204, 'look_at', 1, 'suppress_if_match', 5839, '6.3'),
  (204, 'look_at', 2, 'expires', 5839, '5.6');

-- No RFC says that a PBX sends these; Asterisk’s own source does.
INSERT INTO fact (code, aspect, position, term, rfc, section, document) VALUES
  (181, 'sent_by', 3, 'b2bua', 0, 'channels/chan_pjsip.c', 'Asterisk'),
  (183, 'sent_by', 4, 'b2bua', 0, 'channels/chan_pjsip.c', 'Asterisk');

INSERT INTO header (code, header, position, strength, rfc, section) VALUES
  (100, 'Timestamp', 1, 'must', 3261, '8.2.6.1'),
  (180, 'Contact', 1, 'must', 3261, '12.1.1'),
  (180, 'Require', 2, 'may', 3262, '3'),
  (180, 'RSeq', 3, 'may', 3262, '3'),
  (180, 'Alert-Info', 4, 'may', 3261, '20.4'),
  (181, 'Contact', 1, 'must', 3261, '12.1.1'),
  (181, 'History-Info', 2, 'must', 7044, '9.4'),
  (182, 'Contact', 1, 'must', 3261, '12.1.1'),
  (182, 'Require', 2, 'may', 3262, '3'),
  (182, 'RSeq', 3, 'may', 3262, '3'),
  (183, 'Contact', 1, 'must', 3261, '12.1.1'),
  (183, 'Require', 2, 'may', 3262, '3'),
  (183, 'RSeq', 3, 'may', 3262, '3'),
  (183, 'P-Early-Media', 4, 'may', 5009, '8'),
  (199, 'Reason', 1, 'must', 6228, '5'),
  (200, 'Contact', 1, 'must', 3261, '12.1.1'),
  (200, 'Content-Type', 2, 'must', 3261, '20.15'),
  (200, 'Allow', 3, 'should', 3261, '13.3.1.4'),
  (200, 'Supported', 4, 'should', 3261, '13.3.1.4'),
  (202, 'Contact', 1, 'must', 3515, '2.2'),
  (204, 'Expires', 1, 'must', 6665, '3.1.1');

INSERT INTO header_text (code, header, language, purpose) VALUES
  (100, 'Timestamp', 'en',
   'Copied from the request if it came with one, with the delay added, so that the sender can measure the round trip.'),
  (180, 'Contact', 'en',
   'The address for requests in the early dialog, such as PRACK and UPDATE.'),
  (180, 'Require', 'en',
   'Holds 100rel if the 180 is sent reliably, so that the caller has to confirm it with PRACK.'),
  (180, 'RSeq', 'en',
   'The number of a reliable 180, which PRACK names in RAck.'),
  (180, 'Alert-Info', 'en',
   'Another ringback tone for the caller’s phone, in case it plays one itself.'),
  (181, 'Contact', 'en',
   'The address of the diverting server for requests in the early dialog that the 181 opens.'),
  (181, 'History-Info', 'en',
   'The addresses tried so far; a server that knows RFC 7044 has to list them if the INVITE had History-Info or histinfo in Supported, and must not if it had neither.'),
  (182, 'Contact', 'en',
   'The address of the queue for requests in the early dialog.'),
  (182, 'Require', 'en',
   'Holds 100rel if the 182 is sent reliably, which spares the queue most of the repeats.'),
  (182, 'RSeq', 'en',
   'The number of a reliable 182, one higher than that of the reliable 1xx before it.'),
  (183, 'Contact', 'en',
   'The address for requests in the early dialog, such as PRACK and UPDATE.'),
  (183, 'Require', 'en',
   'Holds 100rel if the 183 is sent reliably, which makes its SDP the real answer and calls for PRACK.'),
  (183, 'RSeq', 'en',
   'The number of a reliable 183, which PRACK names in RAck.'),
  (183, 'P-Early-Media', 'en',
   'Asks trusted networks to let early media pass, with a direction for each media line.'),
  (199, 'Reason', 'en',
   'The final code that ended this early dialog, such as SIP;cause=486.'),
  (200, 'Contact', 'en',
   'To an INVITE, the address for the ACK and all later requests; to a REGISTER, every binding with its lifetime.'),
  (200, 'Content-Type', 'en',
   'The type of the body, if there is one: to an INVITE as a rule application/sdp with the answer to the offer.'),
  (200, 'Allow', 'en',
   'The methods that the other side takes during the call, so that nobody has to try them out.'),
  (200, 'Supported', 'en',
   'The extensions that the other side knows, such as timer or replaces.'),
  (202, 'Contact', 'en',
   'The address of the party that took the REFER; a 202 to MESSAGE must have none.'),
  (204, 'Expires', 'en',
   'The lifetime of the subscription from now on, which may be shorter than the one asked for.');

INSERT INTO reference (code, position, rfc, section) VALUES
  (100, 1, 3261, '17.2.1'),
  (100, 2, 3261, '8.2.6.1'),
  (100, 3, 4320, '4.1'),
  (100, 4, 3261, '16.2'),
  (100, 5, 3261, '9.1'),
  (180, 1, 3960, '3.2'),
  (180, 2, 3261, '13.3.1.1'),
  (180, 3, 3262, '3'),
  (180, 4, 3960, '5'),
  (180, 5, 3398, '8.2.3'),
  (181, 1, 5359, '2.7'),
  (181, 2, 3261, '16.7'),
  (181, 3, 7044, '9.4'),
  (181, 4, 5806, '4'),
  (181, 5, 3398, '8.2.3'),
  (182, 1, 3261, '13.3.1.1'),
  (182, 2, 3262, '3'),
  (182, 3, 3841, '9.1'),
  (182, 4, 4412, '4.7.2.2'),
  (183, 1, 3960, '3'),
  (183, 2, 3398, '7.2.6'),
  (183, 3, 6337, '3.1.1'),
  (183, 4, 3262, '5'),
  (183, 5, 5009, '6'),
  (183, 6, 3261, '8.1.3.2'),
  (199, 1, 6228, '4'),
  (199, 2, 6228, '5'),
  (199, 3, 6228, '9.1'),
  (199, 4, 6228, '3'),
  (199, 5, 6228, '7'),
  (200, 1, 3261, '13.3.1.4'),
  (200, 2, 3261, '13.2.2.4'),
  (200, 3, 3261, '10.3'),
  (200, 4, 3261, '11.2'),
  (200, 5, 6337, '3.1.1'),
  (200, 6, 6026, '7.1'),
  (202, 1, 7647, '5'),
  (202, 2, 6665, '4.2.1.2'),
  (202, 3, 3515, '2.4.5'),
  (202, 4, 3428, '7'),
  (202, 5, 3265, '3.1.6.1'),
  (204, 1, 5839, '6.3'),
  (204, 2, 5839, '5.2'),
  (204, 3, 5839, '5.6'),
  (204, 4, 5839, '5.7'),
  (204, 5, 6665, '4.1.2.2'),
  (204, 6, 5839, '5.8');

INSERT INTO gist (code, language, clause) VALUES
  (100, 'en', 'says that the next hop has the request and is working on it'),
  (180, 'en', 'says that the called phone is alerting its user'),
  (181, 'en', 'says that the call is on its way to another address'),
  (182, 'en', 'says that the call waits in line until someone is free'),
  (183, 'en', 'reports progress that has no code of its own, mostly to carry early media'),
  (199, 'en', 'says that one early dialog is over while the rest of the call attempt goes on'),
  (200, 'en', 'reports success, which for an INVITE means that the call is answered'),
  (202, 'en', 'accepts the request in an outdated way and is to be read as a 200'),
  (204, 'en', 'accepts a conditional SUBSCRIBE and announces that no NOTIFY follows');

INSERT INTO code_text (code, language, summary, description, use_when) VALUES
  (100, 'en',
   'The next hop has the request and works on it; nothing is known yet about the called side.',
   'The next hop, a proxy or the phone itself, sends it so that the INVITE is not repeated. It belongs to one hop: a stateful proxy makes a 100 of its own and keeps the one that it gets, so a 100 does not show that the INVITE has reached the callee. It opens no dialog and does not restart a proxy’s Timer C; it does take Timer B out of play, so after a 100 alone a client without a limit of its own waits until a proxy or its user gives up. Before the first 1xx no CANCEL may go out, and a 100 is enough to allow it (RFC 3261 §9.1). To other requests it may go out over TCP at any time, over UDP only once Timer E has reached T2, by default after 3.5 seconds, and from that moment on it is a duty wherever no answer has gone out yet (RFC 4320 §4.1).',
   'Send it to an INVITE unless another response is sure to go out within 200 ms; when the user is being alerted, send 180, and never hurry a 100 to another method over UDP.'),
  (180, 'en',
   'The called phone is alerting its user, and the caller’s phone may play ringback.',
   'A UA sends it while it tries to get its user’s attention, or a gateway when the telephone network reports that the line rings. As a rule the calling phone makes the ringback tone itself and drops it as soon as media arrives from the far end; how it decides is its own policy, because plain SIP has no sign that early media will come (RFC 3960 §3.3). A 180 may follow a 183: the phone rings all the same, and the policy that RFC 3960 sketches then plays local ringback as long as no RTP comes in, while some phones in practice stay with the silent media of the 183. With its To tag it opens an early dialog, and after forking each phone sends a 180 with a tag of its own. It travels unreliably unless the two sides use 100rel, so a caller may hear no ringing and still get an answer.',
   'Send it whenever the user is being alerted, even if early media is already flowing; for tones or announcements without alerting, send 183.'),
  (181, 'en',
   'The call goes on to another address, and the final answer is still to come.',
   'A server that diverts a call may say so while the INVITE goes to the new address; it does not have to, and many never do. A proxy has to act as a UAS to send it, since RFC 3261 lets a proxy make no 1xx but 100: the To tag is then the server’s own, and the 180 of the new destination comes with another one (RFC 3261 §16.7, RFC 5359 §2.7). The code itself does not tell the new address. History-Info may list the addresses tried so far, if the caller’s INVITE allowed it, and in practice often the new one too; Diversion is defined only for requests and 3xx responses (RFC 5806 §4). Unlike after a 302, the caller sends no new INVITE and has only to wait.',
   'Send it when you divert the call yourself and want the caller to know; if the caller is to place the new call, send 302.'),
  (182, 'en',
   'Nobody is free yet, so the call waits in line instead of being refused.',
   'The called side cannot take the call now but keeps the INVITE pending, and a final response follows when a user or agent is free. The reason phrase may tell the place in line or the waiting time, and further 182 responses may follow with newer figures. The code brings no music: for that the queue has to send SDP and RTP before the answer, or answer with 200 first, as many call centres do in practice, because many telephone networks cut off unanswered calls after a few minutes (RFC 3398 §7.2.6). Without a new 1xx every minute, or every two and a half minutes if they are reliable, a proxy’s Timer C may end the wait (RFC 3261 §13.3.1.1, RFC 3262 §3). A caller can ask for queueing or refuse it with Request-Disposition (RFC 3841 §9.1).',
   'Send it when you keep the call until someone is free, and repeat it every minute; if you turn the call away instead, send 486 or 480.'),
  (183, 'en',
   'The call makes progress of some kind, and SDP in the body sets up media before the answer.',
   'It stands for progress that no other 1xx names, and a UAC handles any 1xx that it does not know as a 183 (RFC 3261 §8.1.3.2). In practice it comes mostly from PSTN gateways, PBXs and SBCs, and with SDP, so that the caller can hear the network’s own ringback, an announcement or an IVR before the call is answered. SDP alone promises no sound: it may only serve preconditions, or its RTP may be blocked, and then a phone that has given up local ringback stays silent. Without SDP it says only that the call is under way, as after an early ACM, and nobody is said to be alerted. SDP in a 183 without 100rel is a preview, and the answer in the 200 must be the same (RFC 6337 §3.1.1).',
   'Send it with SDP when the caller should hear something before the answer, reliably if the caller supports 100rel; when the user is being alerted, send 180 too.'),
  (199, 'en',
   'One early dialog is over, with the cause in Reason; the INVITE itself is still pending.',
   'When one forked phone turns the call down, a forking proxy holds that final response back until the other branches are done, and until then the caller would not know that this early dialog is gone. The 199 says so at once: its To tag names the early dialog, and Reason carries the code that ended it. Nobody sends it to a caller that did not list 199 in Supported. A forking proxy must also hold it back if the caller requires 100rel, because it cannot send a 199 reliably; a UAS should leave it to the proxies, but may send it in just that case, or where it is set up to. The caller stops media on that one dialog, needs no BYE, and waits on: other early dialogs live, a final response still follows, and a call must work even if every 199 gets lost.',
   'Send it as a forking proxy for each early dialog that a held-back final response has ended, if the caller listed 199 in Supported; if that response can go out now, send only that.'),
  (200, 'en',
   'The request worked; for an INVITE this is the answer, and the caller owes an ACK.',
   'The method in CSeq decides what has succeeded. To an INVITE it is the answer: it carries SDP unless a reliable 1xx has already settled it, a forking proxy passes on every 2xx and cancels the branches still open, and the caller sends an ACK for each one, end to end. If no ACK comes, the UAS repeats the 200 for 64*T1, by default 32 seconds, and then hangs up with a BYE: that is the call that always drops after half a minute (RFC 3261 §13.3.1.4). To a REGISTER it lists all bindings with their lifetimes, so a phone that does not find its own Contact there is not registered. To a CANCEL it confirms the CANCEL on one hop, and the INVITE ends with a 487 of its own unless its answer was quicker; to a BYE it confirms that the call is over, to an OPTIONS it lists abilities, and to a MESSAGE it does not prove that anyone has read the text.',
   'Send it when the request is done, to an INVITE when the user accepts the call; while the user is still being alerted send 180, and if the call is refused send 486 or 603.'),
  (202, 'en',
   'The request was taken in; treat this old code exactly like 200 and wait for the outcome.',
   'It once meant that a request was understood but not yet approved or done: RFC 3265 let notifiers send it while approval was open, and RFC 3515 made it the answer to every accepted REFER. RFC 6665 and RFC 7647 took that back, because clients treated 202 and 200 differently though the next steps are the same: no one may send it to SUBSCRIBE, NOTIFY or REFER any more, and whoever receives it reads it as 200. The outcome comes in a NOTIFY: Subscription-State shows whether a subscription is active or pending, and the message/sipfrag body how a transfer is going. In practice many phones and PBXs still send it to REFER, and the presence server of OpenSIPS to a SUBSCRIBE that awaits approval. For MESSAGE it lives on: RFC 3428 has a relay send it that stores the text or hands it to another network and cannot vouch for delivery.',
   'Do not send it to SUBSCRIBE, NOTIFY or REFER, which get a 200; RFC 3428 keeps it for a relay that accepts a MESSAGE without being sure of its delivery.'),
  (204, 'en',
   'The SUBSCRIBE worked, and since nothing has changed the usual NOTIFY is left out.',
   'RFC 5839 lets a subscriber copy the entity-tag of the last NOTIFY into Suppress-If-Match when it refreshes or ends a subscription. If the tag still fits, the notifier has nothing new to tell: it renews or ends the subscription and answers 204, and the NOTIFY that would follow a 200 stays away. After a refresh both the event state and the subscription are as before, Expires tells the new lifetime, and later NOTIFYs are held back too until something changes. It is an answer only to a SUBSCRIBE within a dialog; outside one a matching tag still brings a NOTIFY, only without its body. It has nothing to do with HTTP’s “No Content”.',
   'Send it to a SUBSCRIBE within a dialog whose Suppress-If-Match fits the current entity-tag; if it does not fit, or there is no dialog yet, send 200 and a NOTIFY.');

INSERT INTO situation (code, language, position, sentence) VALUES
  (100, 'en', 1, 'A proxy or SBC answers an INVITE with it within milliseconds, and the 180 follows seconds later.'),
  (100, 'en', 2,
   'After the 100 nothing else comes, because the INVITE got lost behind the hop that sent it.'),
  (100, 'en', 3, 'A server waits for a DNS, ENUM or database lookup before it can pass the INVITE on.'),
  (100, 'en', 4,
   'The reason phrase reads “trying -- your call is important to us”, which is only Kamailio’s default text.'),
  (100, 'en', 5, 'A server that follows RFC 4320 is slow with a REGISTER over UDP and sends a 100 after some seconds.'),
  (180, 'en', 1, 'The called phone rings, and the calling phone plays its own ringback tone.'),
  (180, 'en', 2, 'Several phones of one user ring, and each sends a 180 with another To tag.'),
  (180, 'en', 3, 'A 183 with SDP came first, and the 180 follows when the callee’s phone starts to ring.'),
  (180, 'en', 4, 'A PSTN gateway received an ACM that says subscriber free, or a CPG that says alerting.'),
  (180, 'en', 5, 'A PBX sends it on its own as soon as it starts to dial, although no phone rings yet.'),
  (181, 'en', 1, 'The callee forwards all calls to a mobile phone, and the PBX says so before that phone rings.'),
  (181, 'en', 2, 'A phone rang without an answer, and the server now sends the call to voicemail.'),
  (181, 'en', 3, 'A PSTN gateway received a CPG with a call-forwarding event from the telephone network.'),
  (181, 'en', 4, 'Asterisk’s PJSIP channel sends it when it learns of a diversion before the call is answered.'),
  (182, 'en', 1, 'A call centre keeps the call until an agent is free and tells the place in line in the reason phrase.'),
  (182, 'en', 2, 'A busy extension with camp-on holds the new call until the first one ends.'),
  (182, 'en', 3, 'A network with priority calls has no capacity free and queues the INVITE (RFC 4412).'),
  (182, 'en', 4, 'The caller hears silence, because the queue sends neither SDP nor RTP before the answer.'),
  (183, 'en', 1,
   'A PSTN gateway passes on the ringback of the far exchange, or an announcement such as a number not in service.'),
  (183, 'en', 2,
   'The caller hears nothing after a 183 with SDP, since no RTP arrives and the phone plays no ringback of its own.'),
  (183, 'en', 3, 'A gateway received an early ACM: the telephone network is working on the call and nobody is alerted yet.'),
  (183, 'en', 4, 'A mobile call over IMS settles preconditions with a reliable 183 before any phone rings.'),
  (183, 'en', 5, 'An IVR plays prompts and takes digits without answering the call.'),
  (199, 'en', 1, 'Three phones ring, one sends a 486, and the caller learns at once that its early dialog is gone.'),
  (199, 'en', 2, 'The caller was hearing early media from a branch that failed, and the client turns to another branch.'),
  (199, 'en', 3, 'A server on the path frees the media ports that it held for one early dialog of a forked call.'),
  (199, 'en', 4, 'A UAS sends it just before its own final response, because the caller required 100rel and proxies must not.'),
  (200, 'en', 1, 'The callee picks up, and the 200 to the INVITE brings the SDP answer.'),
  (200, 'en', 2,
   'The 200 to the INVITE is repeated and the call drops after 32 seconds, because the ACK does not reach the callee.'),
  (200, 'en', 3, 'A registrar accepts a REGISTER and lists the phone’s Contact with the lifetime that it grants.'),
  (200, 'en', 4, 'The caller hangs up during ringing: the 200 belongs to the CANCEL, and the INVITE ends with 487.'),
  (200, 'en', 5, 'A trunk is watched with OPTIONS, and each 200 shows only that something on the far side still answers.'),
  (202, 'en', 1, 'A phone transfers a call: its REFER gets a 202, and NOTIFYs then tell how the transfer goes.'),
  (202, 'en', 2, 'A transfer fails after a 202, and only the body of the last NOTIFY shows the 486 or 404 of the target.'),
  (202, 'en', 3, 'A presence subscription awaits approval, and an older server answers 202 and a NOTIFY in state pending.'),
  (202, 'en', 4, 'A message service stores a MESSAGE for a user who is not online.'),
  (204, 'en', 1, 'A presence client refreshes many subscriptions whose state has not changed.'),
  (204, 'en', 2, 'A client ends a subscription with Expires: 0 and already has the last state.'),
  (204, 'en', 3, 'An idle client sends Suppress-If-Match: * to quieten a subscription without giving it up.'),
  (204, 'en', 4, 'A B2BUA that does not know RFC 5839 waits for a NOTIFY that never comes after the 204.');

INSERT INTO step (code, language, position, party, sentence) VALUES
  (100, 'en', 1, 'operator',
   'If nothing follows the 100, trace behind the hop that sent it: did it pass the INVITE on, to which address, and what came back?'),
  (100, 'en', 2, 'operator',
   'If that hop repeats its INVITE without any response, its next hop is dead or deaf: check DNS, route, port and firewall there.'),
  (100, 'en', 3, 'operator',
   'If no INVITE leaves that hop at all, search its log at that second for a slow DNS, ENUM or database query.'),
  (100, 'en', 4, 'operator',
   'If the sender repeats the INVITE although a 100 went out, compare the destination of the 100 with the address and port that the INVITE came from.'),
  (100, 'en', 5, 'caller',
   'If the phone stays silent, hang up and call again; if it happens every time, give the operator the time of the call and the number.'),
  (100, 'en', 6, 'developer',
   'Set a limit of your own after a 100, since Timer B no longer ends the wait, and build no dialog on it even if its To has a tag (RFC 3261 §12.1).'),
  (180, 'en', 1, 'operator',
   'If the caller hears nothing, look for SDP in the 180 or in an earlier 183, and for RTP from the address in it.'),
  (180, 'en', 2, 'operator',
   'If SDP came but no RTP, make the called side send its tone at once, or send the 180 without SDP so that the calling phone plays one.'),
  (180, 'en', 3, 'operator',
   'If no 180 reaches the caller though the phone rings, trace hop by hop where it gets lost, or turn on 100rel so that it is repeated.'),
  (180, 'en', 4, 'operator',
   'If ringing always stops after the same time, look for the ring timer of the PBX first, and only then for Timer C, which each new 1xx except 100 restarts.'),
  (180, 'en', 5, 'callee',
   'If callers hear ringing but your phone is quiet, check silent mode, and ask whether the PBX sends ringing before it reaches you.'),
  (180, 'en', 6, 'developer',
   'Send 180 while the user is alerted, also after a 183; as the caller, play local ringback on a 180 only while no RTP comes in (RFC 3960 §3.2).'),
  (181, 'en', 1, 'caller', 'Wait: the call is still being set up, and the new destination may ring next.'),
  (181, 'en', 2, 'callee',
   'If calls should reach you, look for forwarding in the phone’s menu and in your account on the PBX, since either can divert them.'),
  (181, 'en', 3, 'operator',
   'To see where the call goes, compare the Request-URI before and after the server that sent the 181; History-Info may show it to the caller as well.'),
  (181, 'en', 4, 'operator',
   'If the new leg fails on a trunk, ask the carrier whether it wants Diversion or History-Info in the forwarded INVITE before it accepts the first caller’s number.'),
  (181, 'en', 5, 'developer',
   'Send it with a To tag and a Contact of your own, and let the responses of the new leg keep their own tags (RFC 3261 §16.7).'),
  (182, 'en', 1, 'caller', 'Stay on the line, or hang up and call later: hanging up takes the call out of the queue.'),
  (182, 'en', 2, 'operator',
   'If callers hear silence, let the queue send music as early media with SDP, or answer with 200 before the music starts.'),
  (182, 'en', 3, 'operator',
   'If waiting calls end after three minutes or so, check that the queue repeats its 182 every minute, then look for Timer C in a proxy and T9 in a gateway’s network.'),
  (182, 'en', 4, 'developer',
   'Show the reason phrase to the user, since it may hold the place in line, but make no decision on its wording.'),
  (183, 'en', 1, 'operator',
   'See whether the 183 has Content-Type: application/sdp, and whether RTP then arrives at the address in the caller’s SDP.'),
  (183, 'en', 2, 'operator',
   'If there is SDP and no RTP, check NAT and firewall towards that address, and media gates that stay shut until the 200 or follow P-Early-Media.'),
  (183, 'en', 3, 'operator',
   'If callers miss the ringback tone, let the PBX send 180 when the phone rings; for Asterisk’s PJSIP endpoints inband_progress decides between 180 and 183.'),
  (183, 'en', 4, 'caller',
   'If a recorded voice explains the trouble, note its words, since the final code that follows often says less.'),
  (183, 'en', 5, 'operator',
   'If the same 183 is repeated at growing intervals, its PRACK is missing: check that the SBC leaves Require: 100rel, RSeq and Contact usable for the caller.'),
  (183, 'en', 6, 'developer',
   'Play RTP that arrives before the answer, expect a 180 after the 183, and process every unknown 1xx as a 183 (RFC 3261 §8.1.3.2).'),
  (199, 'en', 1, 'operator',
   'Nothing has to be fixed: match the To tag with the 180 or 183 that opened the dialog, and read in Reason what ended it.'),
  (199, 'en', 2, 'operator',
   'If the whole call fails later, judge by the final response, which may carry the code of another branch.'),
  (199, 'en', 3, 'operator',
   'If you expect a 199 and see none, check that the INVITE has 199 in Supported and no 100rel in Require, and that the forking proxy knows RFC 6228.'),
  (199, 'en', 4, 'developer',
   'Free what that dialog holds, send no more media and no BYE on it, and keep the INVITE transaction open (RFC 6228 §4).'),
  (199, 'en', 5, 'developer',
   'Drop an unreliable 199 whose dialog you do not know, since it may have overtaken the 18x that opens it.'),
  (200, 'en', 1, 'operator',
   'Read CSeq first: a 200 to CANCEL, PRACK or UPDATE does not mean that the call was answered.'),
  (200, 'en', 2, 'operator',
   'If the 200 to an INVITE is repeated, look for the ACK: its Request-URI must be the Contact of the 200 and its Route the Record-Route in reverse order.'),
  (200, 'en', 3, 'operator',
   'If that Contact holds a private address, set the external address on the called PBX or let the SBC in front of it rewrite Contact, so that the ACK can arrive.'),
  (200, 'en', 4, 'operator',
   'If the call is up but silent in one direction, compare the c= and m= lines of both SDP bodies with the addresses that RTP really uses.'),
  (200, 'en', 5, 'callee',
   'If your phone shows as registered but gets no calls, restart it so that it registers the address it has now, and shorten its keep-alive interval.'),
  (200, 'en', 6, 'developer',
   'Send an ACK for every 200 to an INVITE, repeated ones too, and a BYE after it for each dialog that you do not want (RFC 3261 §13.2.2.4).'),
  (202, 'en', 1, 'operator',
   'Follow the NOTIFYs after the 202: the status line in the message/sipfrag body tells how the transfer went, and Subscription-State how the subscription stands.'),
  (202, 'en', 2, 'operator',
   'If no NOTIFY comes within 32 seconds, compare its Request-URI with Contact in the SUBSCRIBE or REFER, and find the firewall or SBC that stops it.'),
  (202, 'en', 3, 'caller', 'If a transfer hangs, take the call back if the phone allows it, and try the target by dialling it yourself.'),
  (202, 'en', 4, 'operator',
   'After a 202 to a MESSAGE, search the log of the message service for the delivery, because the code leaves it open.'),
  (202, 'en', 5, 'developer',
   'Handle it in the same branch of code as 200, and send 200 yourself to SUBSCRIBE and REFER (RFC 6665 §8.3.1, RFC 7647 §5).'),
  (204, 'en', 1, 'operator',
   'Nothing has to be fixed: the SUBSCRIBE before it carried Suppress-If-Match, and Expires shows how long the subscription now lasts.'),
  (204, 'en', 2, 'developer',
   'Stop Timer N on a 204, keep the state that you hold, and refresh before Expires runs out (RFC 6665 §4.1.2.2).'),
  (204, 'en', 3, 'developer',
   'If the display is out of date although 204 keeps coming, refresh once without Suppress-If-Match, which brings a full NOTIFY.'),
  (204, 'en', 4, 'operator',
   'If an SBC or B2BUA on the path drops the subscription after a 204, turn conditional subscriptions off in the client (RFC 5839 §5.8).'),
  (204, 'en', 5, 'developer',
   'As a notifier, never send it to a SUBSCRIBE that opens a dialog: send 200 and, if the tag fits, a NOTIFY without body (RFC 5839 §6.2).');

INSERT INTO sample (code, message) VALUES
  (100, 'SIP/2.0 100 Trying
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b43;rport=5060;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>
Call-ID: 3848276298220188511@client.example.com
CSeq: 1 INVITE
Timestamp: 54 0.02
Content-Length: 0

'),
  (180, 'SIP/2.0 180 Ringing
Via: SIP/2.0/UDP proxy.example.com:5060;branch=z9hG4bK721e4.1;received=192.0.2.1
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b43;received=192.0.2.101
Record-Route: <sip:proxy.example.com;lr>
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=8321234356
Call-ID: 3848276298220188511@client.example.com
CSeq: 1 INVITE
Contact: <sip:bob@192.0.2.4:5060>
Content-Length: 0

'),
  (181, 'SIP/2.0 181 Call Is Being Forwarded
Via: SIP/2.0/TCP client.example.com:5060;branch=z9hG4bK8d21f;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=71be02
To: Bob <sip:bob@example.com>;tag=srv5c1d
Call-ID: a7c4e9d2@client.example.com
CSeq: 20 INVITE
Contact: <sip:pbx.example.com;transport=tcp>
History-Info: <sip:bob@example.com>;index=1
History-Info: <sip:bob@192.0.2.4?Reason=SIP%3Bcause%3D486>;index=1.1;rc=1
Content-Length: 0

'),
  (182, 'SIP/2.0 182 Queued
Via: SIP/2.0/TCP client.example.com:5060;branch=z9hG4bKq7711;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=4410a
To: <sip:support@example.com>;tag=acd-93
Call-ID: 5529e0b1@client.example.com
CSeq: 7 INVITE
Contact: <sip:queue@192.0.2.30;transport=tcp>
Content-Length: 0

'),
  (183, 'SIP/2.0 183 Session Progress
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK3f0aa;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=2c91d
To: <sip:+12025550123@gw.example.com>;tag=gw-60417
Call-ID: 90c2e7f4@client.example.com
CSeq: 2 INVITE
Contact: <sip:+12025550123@192.0.2.50:5060>
Require: 100rel
RSeq: 7301
P-Early-Media: sendonly
Content-Type: application/sdp
Content-Length: 155

v=0
o=gw 8811 1 IN IP4 192.0.2.50
s=-
c=IN IP4 192.0.2.50
t=0 0
m=audio 20410 RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
'),
  (199, 'SIP/2.0 199 Early Dialog Terminated
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK5be19;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=77f3e
To: Bob <sip:bob@example.com>;tag=desk-31
Call-ID: 1be8a06c@client.example.com
CSeq: 3 INVITE
Reason: SIP;cause=486;text="Busy Here"
Content-Length: 0

'),
  (200, 'SIP/2.0 200 OK
Via: SIP/2.0/UDP proxy.example.com:5060;branch=z9hG4bK721e4.1;received=192.0.2.1
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b43;received=192.0.2.101
Record-Route: <sip:proxy.example.com;lr>
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=8321234356
Call-ID: 3848276298220188511@client.example.com
CSeq: 1 INVITE
Contact: <sip:bob@192.0.2.4:5060>
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE
Supported: replaces, timer
Content-Type: application/sdp
Content-Length: 119

v=0
o=bob 20518 20518 IN IP4 192.0.2.4
s=-
c=IN IP4 192.0.2.4
t=0 0
m=audio 3456 RTP/AVP 0
a=rtpmap:0 PCMU/8000
'),
  (202, 'SIP/2.0 202 Accepted
Via: SIP/2.0/UDP pbx.example.com:5060;branch=z9hG4bKr3f3r;received=192.0.2.20
From: <sip:alice@example.com>;tag=a11ce9
To: <sip:bob@example.com>;tag=b0b77e
Call-ID: 6c0f21aa@pbx.example.com
CSeq: 311 REFER
Contact: <sip:bob@192.0.2.4:5060>
Content-Length: 0

'),
  (204, 'SIP/2.0 204 No Notification
Via: SIP/2.0/TCP client.example.com:5060;branch=z9hG4bKsub204;received=192.0.2.101
From: <sip:alice@example.com>;tag=xfg9
To: <sip:bob@example.com>;tag=yfg7
Call-ID: 2010@client.example.com
CSeq: 17767 SUBSCRIBE
Contact: <sip:presence.example.com;transport=tcp>
Expires: 3600
Content-Length: 0

');

INSERT INTO ladder (code, position, sender, receiver, message) VALUES
  (100, 1, 'caller', 'proxy', 'INVITE'),
  (100, 2, 'proxy', 'caller', '100 Trying'),
  (100, 3, 'proxy', 'callee', 'INVITE'),
  (100, 4, 'callee', 'proxy', '100 Trying'),
  (100, 5, 'callee', 'proxy', '180 Ringing'),
  (100, 6, 'proxy', 'caller', '180 Ringing'),
  (100, 7, 'callee', 'proxy', '200 OK'),
  (100, 8, 'proxy', 'caller', '200 OK'),
  (100, 9, 'caller', 'proxy', 'ACK'),
  (100, 10, 'proxy', 'callee', 'ACK'),
  (180, 1, 'caller', 'proxy', 'INVITE (SDP)'),
  (180, 2, 'proxy', 'caller', '100 Trying'),
  (180, 3, 'proxy', 'callee', 'INVITE (SDP)'),
  (180, 4, 'callee', 'proxy', '180 Ringing'),
  (180, 5, 'proxy', 'caller', '180 Ringing'),
  (180, 6, 'callee', 'proxy', '200 OK (SDP)'),
  (180, 7, 'proxy', 'caller', '200 OK (SDP)'),
  (180, 8, 'caller', 'proxy', 'ACK'),
  (180, 9, 'proxy', 'callee', 'ACK'),
  (180, 10, 'caller', 'callee', 'RTP'),
  (181, 1, 'caller', 'proxy', 'INVITE (Supported: histinfo)'),
  (181, 2, 'proxy', 'caller', '100 Trying'),
  (181, 3, 'proxy', 'caller', '181 Call Is Being Forwarded (History-Info)'),
  (181, 4, 'proxy', 'gateway', 'INVITE (History-Info)'),
  (181, 5, 'gateway', 'proxy', '180 Ringing'),
  (181, 6, 'proxy', 'caller', '180 Ringing'),
  (181, 7, 'gateway', 'proxy', '200 OK'),
  (181, 8, 'proxy', 'caller', '200 OK'),
  (181, 9, 'caller', 'proxy', 'ACK'),
  (181, 10, 'proxy', 'gateway', 'ACK'),
  (182, 1, 'caller', 'b2bua', 'INVITE'),
  (182, 2, 'b2bua', 'caller', '100 Trying'),
  (182, 3, 'b2bua', 'caller', '182 Queued'),
  (182, 4, 'b2bua', 'caller', '182 Queued'),
  (182, 5, 'b2bua', 'callee', 'INVITE'),
  (182, 6, 'callee', 'b2bua', '180 Ringing'),
  (182, 7, 'callee', 'b2bua', '200 OK'),
  (182, 8, 'b2bua', 'callee', 'ACK'),
  (182, 9, 'b2bua', 'caller', '200 OK'),
  (182, 10, 'caller', 'b2bua', 'ACK'),
  (183, 1, 'caller', 'gateway', 'INVITE (SDP)'),
  (183, 2, 'gateway', 'caller', '100 Trying'),
  (183, 3, 'gateway', 'switch', 'IAM'),
  (183, 4, 'switch', 'gateway', 'ACM'),
  (183, 5, 'gateway', 'caller', '183 Session Progress (SDP)'),
  (183, 6, 'gateway', 'caller', 'RTP'),
  (183, 7, 'switch', 'gateway', 'ANM'),
  (183, 8, 'gateway', 'caller', '200 OK (SDP)'),
  (183, 9, 'caller', 'gateway', 'ACK'),
  (199, 1, 'caller', 'proxy', 'INVITE (Supported: 199)'),
  (199, 2, 'proxy', 'caller', '100 Trying'),
  (199, 3, 'proxy', 'callee', 'INVITE'),
  (199, 4, 'proxy', 'second_callee', 'INVITE'),
  (199, 5, 'callee', 'proxy', '180 Ringing'),
  (199, 6, 'proxy', 'caller', '180 Ringing'),
  (199, 7, 'callee', 'proxy', '486 Busy Here'),
  (199, 8, 'proxy', 'callee', 'ACK'),
  (199, 9, 'proxy', 'caller', '199 Early Dialog Terminated (Reason: SIP;cause=486)'),
  (200, 1, 'caller', 'callee', 'INVITE (SDP)'),
  (200, 2, 'callee', 'caller', '100 Trying'),
  (200, 3, 'callee', 'caller', '180 Ringing'),
  (200, 4, 'callee', 'caller', '200 OK (SDP)'),
  (200, 5, 'caller', 'callee', 'ACK'),
  (200, 6, 'caller', 'callee', 'RTP'),
  (200, 7, 'callee', 'caller', 'BYE'),
  (200, 8, 'caller', 'callee', '200 OK (BYE)'),
  (202, 1, 'caller', 'callee', 'REFER (Refer-To)'),
  (202, 2, 'callee', 'caller', '202 Accepted'),
  (202, 3, 'callee', 'caller', 'NOTIFY (message/sipfrag: SIP/2.0 100 Trying)'),
  (202, 4, 'caller', 'callee', '200 OK (NOTIFY)'),
  (202, 5, 'callee', 'caller', 'NOTIFY (message/sipfrag: SIP/2.0 200 OK)'),
  (202, 6, 'caller', 'callee', '200 OK (NOTIFY)'),
  (204, 1, 'subscriber', 'notifier', 'SUBSCRIBE (Expires: 3600)'),
  (204, 2, 'notifier', 'subscriber', '200 OK (Expires: 3600)'),
  (204, 3, 'notifier', 'subscriber', 'NOTIFY (SIP-ETag: a7f31)'),
  (204, 4, 'subscriber', 'notifier', '200 OK (NOTIFY)'),
  (204, 5, 'subscriber', 'notifier', 'SUBSCRIBE (Suppress-If-Match: a7f31)'),
  (204, 6, 'notifier', 'subscriber', '204 No Notification (Expires: 3600)');

INSERT INTO symptom (code, language, position, words) VALUES
  (100, 'en', 1, 'stuck on trying'),
  (100, 'en', 2, 'nothing happens after dialling'),
  (100, 'en', 3, 'call hangs while connecting'),
  (100, 'en', 4, 'only 100, no 180'),
  (100, 'en', 5, 'your call is important to us'),
  (180, 'en', 1, 'phone is ringing'),
  (180, 'en', 2, 'no ringback tone'),
  (180, 'en', 3, 'caller hears silence while ringing'),
  (180, 'en', 4, 'two ringback tones at once'),
  (180, 'en', 5, 'caller hears ringing, phone is quiet'),
  (180, 'en', 6, '180 after 183'),
  (181, 'en', 1, 'call forwarding is on'),
  (181, 'en', 2, 'call goes to another number'),
  (181, 'en', 3, 'goes straight to voicemail'),
  (181, 'en', 4, 'calls go to my mobile'),
  (182, 'en', 1, 'waiting in line'),
  (182, 'en', 2, 'all agents are busy'),
  (182, 'en', 3, 'silence instead of hold music'),
  (182, 'en', 4, 'queue drops calls after three minutes'),
  (183, 'en', 1, 'no ringing, only silence'),
  (183, 'en', 2, 'early media'),
  (183, 'en', 3, 'announcement before the call fails'),
  (183, 'en', 4, 'no ringback on outgoing calls'),
  (183, 'en', 5, 'hear ringing from the network'),
  (199, 'en', 1, 'one forked branch failed'),
  (199, 'en', 2, 'one phone busy, others still ring'),
  (199, 'en', 3, 'early media stops, call goes on'),
  (200, 'en', 1, 'call drops after 32 seconds'),
  (200, 'en', 2, 'call drops after 30 seconds'),
  (200, 'en', 3, '200 ok is repeated'),
  (200, 'en', 4, 'no ack'),
  (200, 'en', 5, 'answered but no sound'),
  (200, 'en', 6, 'registered but no incoming calls'),
  (200, 'en', 7, 'one-way audio'),
  (202, 'en', 1, 'transfer accepted but nothing happens'),
  (202, 'en', 2, 'blind transfer hangs'),
  (202, 'en', 3, 'subscription pending'),
  (202, 'en', 4, 'message accepted but not delivered'),
  (202, 'en', 5, '202 or 200'),
  (204, 'en', 1, 'no notify after subscribe'),
  (204, 'en', 2, 'subscription refreshed without notify'),
  (204, 'en', 3, 'presence does not update');

INSERT INTO meaning (code, position, phrase, header, value, rfc, section, document) VALUES
  (100, 1, '', '', '', 3261, '21.1.1', NULL),
  (100, 2, 'trying -- your call is important to us', '', '', 0, 'src/modules/tm/config.c', 'Kamailio'),
  (100, 3, 'Giving it a try', '', '', 0, 'modules/tm/t_lookup.c', 'OpenSIPS'),
  (180, 1, '', '', '', 3261, '21.1.2', NULL),
  (180, 2, '', 'Content-Type', 'application/sdp', 3960, '3.2', NULL),
  (180, 3, '', 'Require', '100rel', 3262, '3', NULL),
  (180, 4, '', 'Alert-Info', '', 3261, '20.4', NULL),
  (181, 1, '', '', '', 3261, '21.1.3', NULL),
  (181, 2, '', 'History-Info', '', 7044, '9.4', NULL),
  (183, 1, '', '', '', 3261, '21.1.5', NULL),
  (183, 2, '', 'Content-Type', 'application/sdp', 3960, '3', NULL),
  (183, 3, '', 'Require', '100rel', 3262, '3', NULL),
  (183, 4, '', 'P-Early-Media', '', 5009, '8', NULL),
  (200, 1, '', '', '', 3261, '21.2.1', NULL),
  (200, 2, '', 'Content-Type', 'application/sdp', 3261, '13.3.1.4', NULL),
  (200, 3, '', 'Session-Expires', '', 4028, '9', NULL),
  (200, 4, '', 'SIP-ETag', '', 3903, '6', NULL);

INSERT INTO meaning_text (code, position, language, name, meaning, sign, advice) VALUES
  (100, 1, 'en', 'the next hop is working',
   'The next hop has taken the request and is busy with it; the called side need not know of it yet.',
   'Nothing but the status line and copied headers, often with no tag in To.',
   'Look at what follows, and if nothing does, behind the hop that sent it.'),
  (100, 2, 'en', 'a Kamailio proxy is working',
   'Kamailio sends this text by default when it starts to handle an INVITE; it is no announcement and means no queue.',
   'The reason phrase is “trying -- your call is important to us”.',
   'If nothing follows, trace behind that Kamailio.'),
  (100, 3, 'en', 'an OpenSIPS proxy is working',
   'OpenSIPS sends this text when it starts to handle an INVITE.',
   'The reason phrase is “Giving it a try”, or “Giving a try” in old releases.',
   'If nothing follows, trace behind that OpenSIPS.'),
  (180, 1, 'en', 'ringing, tone made by the caller',
   'The callee is being alerted and no media has been set up yet, so the calling phone plays its own ringback tone.',
   'There is no body, and no 183 with SDP came before.',
   'Wait for the answer; without a tone, look at the ringback setting of the calling phone.'),
  (180, 2, 'en', 'ringing, with media set up',
   'The callee is being alerted, and the called side may also send a tone or music, which the caller should hear instead of local ringback as soon as RTP arrives.',
   'The 180 has Content-Type: application/sdp and a body.',
   'If the caller hears nothing, look for the RTP that the SDP made room for.'),
  (180, 3, 'en', 'ringing, sent reliably',
   'The caller must confirm this 180 with PRACK. Without one it is repeated, and after 64*T1 the UAS should refuse the INVITE with a 5xx.',
   'Require holds 100rel, and RSeq is present.',
   'Check that a PRACK with the same number in RAck follows and gets a 200.'),
  (180, 4, 'en', 'ringing, with a special ringback tone',
   'The callee is being alerted, and the sender or a proxy suggests another tone for the calling phone to play.',
   'Alert-Info names the tone.',
   'If it is unwanted, turn the use of Alert-Info off in the calling phone.'),
  (181, 1, 'en', 'diverted, target not told',
   'The call goes on to another address, which the server keeps to itself.',
   'There is no History-Info.',
   'Ask the operator of the server that sent it where the call went, or look at the INVITE that leaves it.'),
  (181, 2, 'en', 'diverted, history told',
   'The call goes on, and the response lists the addresses tried so far in their order, as far as privacy allows; a Reason in an entry says why the call left it.',
   'History-Info is present, with an index for each entry.',
   'Read the entries in the order of their index, and look for the new target in later responses if it is not among them.'),
  (183, 1, 'en', 'under way, nothing to hear',
   'The call is being worked on, for example in the telephone network, and no media has been set up.',
   'There is no body, or none with SDP.',
   'Wait for a 180, for SDP or for the final response.'),
  (183, 2, 'en', 'early media',
   'Media can flow before the answer: ringback from the far end, an announcement or an IVR. SDP that only serves preconditions looks the same.',
   'The 183 has Content-Type: application/sdp and a body.',
   'Let the caller hear the RTP that comes in, and if none comes, look for NAT, firewall and media gates.'),
  (183, 3, 'en', 'progress, sent reliably',
   'The caller must confirm this 183 with PRACK, and SDP in it is the real answer, or the offer if the INVITE had none.',
   'Require holds 100rel, and RSeq is present.',
   'If the same 183 keeps coming, find out why its PRACK does not arrive.'),
  (183, 4, 'en', 'early media, with permission asked',
   'The sender asks the trusted networks on the path to let early media through in the directions that it lists.',
   'P-Early-Media holds sendrecv, sendonly, recvonly or inactive.',
   'With inactive expect silence and play local ringback on a 180; otherwise check that each network lets the media pass.'),
  (200, 1, 'en', 'request done',
   'The request has succeeded; CSeq tells which one it was.',
   'There is no body and no header of the other kinds.',
   'Read the method in CSeq before you conclude that a call was answered.'),
  (200, 2, 'en', 'call answered, with media',
   'With INVITE in CSeq the call or the re-INVITE is accepted and the SDP is the answer, or an offer if the INVITE had none. With OPTIONS the SDP lists abilities only.',
   'The 200 has Content-Type: application/sdp and a body.',
   'For an INVITE see that an ACK follows, and compare the SDP of both sides if there is no sound.'),
  (200, 3, 'en', 'call with a session timer',
   'The call has to be refreshed by re-INVITE or UPDATE within the time in Session-Expires, and the refresher parameter says by whom.',
   'Session-Expires is present, mostly with Require: timer.',
   'If calls drop after a fixed time of many minutes, see whether the refresh is sent and gets a 200.'),
  (200, 4, 'en', 'publication stored',
   'A PUBLISH was accepted and its state is kept under this entity-tag until Expires runs out.',
   'SIP-ETag and Expires are present, and CSeq says PUBLISH.',
   'Put the tag into SIP-If-Match of the next PUBLISH, and take the new one from its 200.');
