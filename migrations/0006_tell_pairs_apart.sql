-- kind: content
-- title: Tell pairs apart
-- author: sipwhy maintainers <maintainers@sipwhy.example>
-- date: 2026-11-20
-- refs: RFC 3261, RFC 5626
-- notes: What an expert says first about ten pairs of codes, such as 408 and 487, that are taken for each other.

INSERT INTO pair_note (low, high, language, difference, when_to_use, mistake) VALUES
  (301, 380, 'en',
   'A 301 gives an address to call, while a 380 gives a description to read, which only a client that knows its format can follow.',
   'Send 301 when a URI in Contact says it all and the move is for good; keep 380 for a service that has to be chosen from the body, such as an IMS emergency call.',
   'Clients that treat every 3xx alike look for a Contact in the 380, find none, and report a broken redirection.'),
  (301, 401, 'en',
   'A 301 sends the caller to another address, while a 401 asks for proof of who is calling at this one.',
   'A redirect server may send both: 401 first if only known callers should learn the new address, and 301 once the credentials are right.',
   'Clients send the old credentials to the new address, where a fresh 401 with another realm asks for different ones.'),
  (301, 408, 'en',
   'A 301 is an answer, with the next address to try in Contact, while a 408 is the lack of one and says nothing about where the callee is.',
   'Send 301 when the location data names a new address; send 408 as a proxy when the INVITE went out and no branch brought a final response.',
   'A caller follows the 301, gets a 408 and blames the redirect server, although it is the new address that stays silent.'),
  (301, 430, 'en',
   'Both point to another way to the same person, but 301 tells the caller a new address, while 430 tells only the authoritative proxy to use another connection.',
   'Send 301 when the address itself has changed; send 430 as an edge proxy when the address is right and the connection behind it is gone.',
   'Turning a 430 into a redirection does not help the caller, since the client’s other flows are reached only through the proxy that holds its registrations.'),
  (301, 487, 'en',
   'A 301 asks for a new attempt at another address, while a 487 closes an attempt that was called off and asks for none.',
   'Send 301 as soon as the new address is known; once a CANCEL has come in for the pending INVITE, send 487, even if a redirection was next.',
   'A 487 in a redirected call belongs to the INVITE to the new address, so it does not show that the redirection failed.'),
  (401, 408, 'en',
   'A 401 proves that the server heard the request and wants credentials, while a 408 means that no final answer came in time.',
   'A UAS or registrar challenges at once with 401; a proxy that has waited in vain for an answer to an INVITE sends 408.',
   'When a 401 arrives and a timeout follows, people change the password, although the larger request with Authorization was lost on the way, often as a UDP fragment.'),
  (401, 487, 'en',
   'Neither is a fault: 401 asks for the same request once more with credentials, while 487 closes an INVITE that was called off.',
   'A UAS challenges with 401 before it rings; it sends 487 when a CANCEL, a BYE or the end of the Expires time meets an INVITE that is still pending.',
   'Some servers challenge the CANCEL, which RFC 3261 §22.1 forbids because a CANCEL cannot be sent again with credentials.'),
  (408, 430, 'en',
   'Both let the authoritative proxy try another flow of the same client, but 430 comes at once from an edge proxy that knows the flow is gone, while 408 comes only when a timer has run out.',
   'An edge proxy that finds no connection for the flow token answers 430 right away; if it has sent an INVITE over the flow and the client stays silent, it ends in a 408.',
   'An edge proxy that waits for a timeout on a dead flow costs the caller half a minute of silence, where a 430 would have cost one round trip.'),
  (408, 487, 'en',
   'Look for a CANCEL on the same leg: if there is one, the attempt was called off and 487 closes it, while a 408 without one means that no final answer came in time.',
   'A UAS that gets a CANCEL for a pending INVITE sends 487; a proxy whose branches all ended without a final response sends 408.',
   'People read 487 as a fault and 408 as a callee who did not pick up, although 487 is mostly the caller hanging up, and a 408 with no 180 before it mostly a phone or next hop that is not there.'),
  (430, 487, 'en',
   'A 430 says that one path to the client is gone, while a 487 says that the call attempt itself was called off.',
   'An edge proxy sends 430 instead of forwarding the request; a UAS sends 487 for an INVITE that it was already handling when it was cancelled.',
   'After a 430 the authoritative proxy should try the client’s next flow, but after a 487 it must not, because the client has given its answer.');
