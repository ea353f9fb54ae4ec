-- kind: content
-- title: Show the first six codes at work
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-21
-- refs: RFC 3261, RFC 3326, RFC 3398, RFC 3665, RFC 5626
-- notes: Sample messages, ladders and symptoms for 301, 380, 401, 408, 430 and 487, and the meanings that Reason gives to 408 and 487.

INSERT INTO sample (code, message) VALUES
  (301, 'SIP/2.0 301 Moved Permanently
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@old.example.com>;tag=53fHlqlQ2
Call-ID: 2xTb9vxSit55XU7p9@client.example.com
CSeq: 1 INVITE
Contact: <sip:bob@new.example.com>
Content-Length: 0

'),
  (380, 'SIP/2.0 380 Alternative Service
Via: SIP/2.0/UDP [2001:db8::9:1]:5060;branch=z9hG4bKnashds7
From: <sip:+12025550111@example.com>;tag=171828
To: <tel:911;phone-context=example.com>;tag=380a
Call-ID: cb03a0s09a2sdfglkj490444
CSeq: 1 INVITE
P-Asserted-Identity: <sip:pcscf.example.com>
Content-Type: application/3gpp-ims+xml
Content-Length: 195

<?xml version="1.0" encoding="UTF-8"?>
<ims-3gpp version="1">
  <alternative-service>
    <type>emergency</type>
    <reason>Emergency number</reason>
  </alternative-service>
</ims-3gpp>
'),
  (401, 'SIP/2.0 401 Unauthorized
Via: SIP/2.0/TLS phone4.example.com:5061;branch=z9hG4bKnashd92;received=192.0.2.201
From: Bob <sip:bob@example.com>;tag=ja743ks76zlflH
To: Bob <sip:bob@example.com>;tag=1410948204
Call-ID: 1j9FpLxk3uxtm8tn@phone4.example.com
CSeq: 1 REGISTER
WWW-Authenticate: Digest realm="example.com", nonce="ea9c8e88df84f1cec4341ae6cbe5a359", algorithm=MD5, qop="auth"
Content-Length: 0

'),
  (408, 'SIP/2.0 408 Request Timeout
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b21;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=88sja8x
To: Bob <sip:bob@example.com>;tag=px408
Call-ID: 987asjd97y7atg@client.example.com
CSeq: 1 INVITE
Content-Length: 0

'),
  (430, 'SIP/2.0 430 Flow Failed
Via: SIP/2.0/UDP proxy.example.com:5060;branch=z9hG4bK83749.1;received=192.0.2.54
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74b43;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=02935
To: Bob <sip:bob@example.com>;tag=ep1-430
Call-ID: klmvCxVWGp6MxJp2T2mb@client.example.com
CSeq: 1 INVITE
Content-Length: 0

'),
  (487, 'SIP/2.0 487 Request Terminated
Via: SIP/2.0/UDP client.example.com:5060;branch=z9hG4bK74bf9;received=192.0.2.101
From: Alice <sip:alice@example.com>;tag=9fxced76sl
To: Bob <sip:bob@example.com>;tag=314159
Call-ID: 2xTb9vxSit55XU7p8@client.example.com
CSeq: 1 INVITE
Content-Length: 0

');

INSERT INTO ladder (code, position, sender, receiver, message) VALUES
  (301, 1, 'caller', 'redirect_server', 'INVITE'),
  (301, 2, 'redirect_server', 'caller', '301 Moved Permanently (Contact)'),
  (301, 3, 'caller', 'redirect_server', 'ACK'),
  (301, 4, 'caller', 'callee', 'INVITE'),
  (301, 5, 'callee', 'caller', '180 Ringing'),
  (301, 6, 'callee', 'caller', '200 OK'),
  (301, 7, 'caller', 'callee', 'ACK'),
  (380, 1, 'caller', 'edge_proxy', 'INVITE (tel:911)'),
  (380, 2, 'edge_proxy', 'caller', '100 Trying'),
  (380, 3, 'edge_proxy', 'caller', '380 Alternative Service (Content-Type: application/3gpp-ims+xml)'),
  (380, 4, 'caller', 'edge_proxy', 'ACK'),
  (380, 5, 'caller', 'edge_proxy', 'INVITE (urn:service:sos)'),
  (401, 1, 'client', 'registrar', 'REGISTER (CSeq: 1)'),
  (401, 2, 'registrar', 'client', '401 Unauthorized (WWW-Authenticate)'),
  (401, 3, 'client', 'registrar', 'REGISTER (CSeq: 2, Authorization)'),
  (401, 4, 'registrar', 'client', '200 OK'),
  (408, 1, 'caller', 'proxy', 'INVITE'),
  (408, 2, 'proxy', 'caller', '100 Trying'),
  (408, 3, 'proxy', 'callee', 'INVITE'),
  (408, 4, 'proxy', 'proxy', 'Timer A'),
  (408, 5, 'proxy', 'callee', 'INVITE'),
  (408, 6, 'proxy', 'proxy', 'Timer B'),
  (408, 7, 'proxy', 'caller', '408 Request Timeout'),
  (408, 8, 'caller', 'proxy', 'ACK'),
  (430, 1, 'caller', 'proxy', 'INVITE'),
  (430, 2, 'proxy', 'caller', '100 Trying'),
  (430, 3, 'proxy', 'edge_proxy', 'INVITE (Route)'),
  (430, 4, 'edge_proxy', 'proxy', '430 Flow Failed'),
  (430, 5, 'proxy', 'edge_proxy', 'ACK'),
  (430, 6, 'proxy', 'second_proxy', 'INVITE (Route)'),
  (430, 7, 'second_proxy', 'callee', 'INVITE'),
  (430, 8, 'callee', 'second_proxy', '180 Ringing'),
  (430, 9, 'second_proxy', 'proxy', '180 Ringing'),
  (430, 10, 'proxy', 'caller', '180 Ringing'),
  (487, 1, 'caller', 'callee', 'INVITE'),
  (487, 2, 'callee', 'caller', '100 Trying'),
  (487, 3, 'callee', 'caller', '180 Ringing'),
  (487, 4, 'caller', 'callee', 'CANCEL'),
  (487, 5, 'callee', 'caller', '200 OK (CANCEL)'),
  (487, 6, 'callee', 'caller', '487 Request Terminated'),
  (487, 7, 'caller', 'callee', 'ACK');

INSERT INTO symptom (code, language, position, words) VALUES
  (301, 'en', 1, 'number changed'),
  (301, 'en', 2, 'moved to a new address'),
  (301, 'en', 3, 'call is redirected'),
  (301, 'en', 4, 'redirected in circles'),
  (301, 'en', 5, 'old number still dialled'),
  (380, 'en', 1, 'emergency call fails'),
  (380, 'en', 2, 'emergency number not recognised'),
  (380, 'en', 3, 'phone falls back to circuit switched'),
  (380, 'en', 4, 'sos call over volte'),
  (401, 'en', 1, 'wrong password'),
  (401, 'en', 2, 'cannot register'),
  (401, 'en', 3, 'login loop'),
  (401, 'en', 4, 'asks for credentials'),
  (401, 'en', 5, 'wrong realm'),
  (401, 'en', 6, 'wrong user name'),
  (408, 'en', 1, 'no response'),
  (408, 'en', 2, 'call times out'),
  (408, 'en', 3, 'phone not reachable'),
  (408, 'en', 4, 'fails after 32 seconds'),
  (408, 'en', 5, 'server does not answer'),
  (408, 'en', 6, 'lost packets'),
  (408, 'en', 7, 'registration times out'),
  (408, 'en', 8, 'other side does not respond'),
  (430, 'en', 1, 'connection to the phone lost'),
  (430, 'en', 2, 'dead flow'),
  (430, 'en', 3, 'edge proxy restarted'),
  (430, 'en', 4, 'nat binding expired'),
  (487, 'en', 1, 'caller hung up'),
  (487, 'en', 2, 'call cancelled'),
  (487, 'en', 3, 'answered on another phone'),
  (487, 'en', 4, 'answered elsewhere'),
  (487, 'en', 5, 'ringing stops too soon'),
  (487, 'en', 6, 'ring timeout'),
  (487, 'en', 7, 'false missed call'),
  (487, 'en', 8, 'nobody picked up before the caller gave up');

INSERT INTO meaning (code, position, phrase, header, value, rfc, section, document) VALUES
  (408, 1, '', '', '', 3261, '21.4.9', NULL),
  (408, 2, '', 'Reason', 'Q.850;cause=18', 3398, '7.2.4.1', NULL),
  (487, 1, '', '', '', 3261, '21.4.25', NULL),
  (487, 2, '', 'Reason', 'SIP;cause=200', 3326, '3.1', NULL),
  (487, 3, '', 'Reason', 'SIP;cause=408', 3326, '2', NULL),
  (487, 4, '', 'Reason', 'Q.850;cause=16', 3326, '3.4', NULL);

INSERT INTO meaning_text (code, position, language, name, meaning, sign, advice) VALUES
  (408, 1, 'en', 'no final answer in time',
   'A server downstream waited in vain for a final response, or the client’s own timer ran out.',
   'No Q.850 cause comes with it, or the 408 is only in the client’s log.',
   'Check whether the 408 is on the wire, and then which 1xx came before it.'),
  (408, 2, 'en', 'called line gives no response',
   'The telephone network reached for the called line, and its equipment did not react at all.',
   'Reason has Q.850 with cause 18, no user responding.',
   'Have the called line or phone checked, since SIP delivered the call as far as the gateway.'),
  (487, 1, 'en', 'the caller hung up',
   'The caller gave up while the phone rang, and the 487 closes the INVITE. Without a CANCEL or BYE before it, the time in the INVITE’s Expires header was over.',
   'Neither the 487 nor the CANCEL has a Reason header that says otherwise.',
   'There is nothing to fix; if nobody hung up, follow the CANCEL back to the hop that first sent it.'),
  (487, 2, 'en', 'answered elsewhere',
   'Another phone took the call, and the proxy or PBX cancelled this one.',
   'Reason has SIP with cause 200, as a rule in the CANCEL, from where some products copy it into the 487.',
   'Do not list the call as missed, and expect one such 487 from each phone that rang along.'),
  (487, 3, 'en', 'the time ran out',
   'Nobody picked up in time: a proxy or PBX on the way ended the attempt, and not the caller.',
   'Reason in the CANCEL has SIP with cause 408, or the time from INVITE to CANCEL is the same in each call.',
   'Look for the ring timer of that length, and raise it if people need longer to pick up.'),
  (487, 4, 'en', 'hung up on the telephone side',
   'A caller on the telephone network hung up, and the gateway turned the release into a CANCEL. Some PBXs add this cause to every call that ends normally.',
   'Reason, mostly in the CANCEL, has Q.850 with cause 16, normal call clearing.',
   'There is nothing to fix unless callers say that they did not hang up; then ask the carrier for the release.');
