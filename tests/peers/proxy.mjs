// HTTP as it comes in practice: through nginx, in pieces, slowly, in old versions, and wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';

import { RawConnection, chunked, lowerCase, rawRequest, request, text } from './support/http.mjs';
import { makeCertificate } from './support/certificate.mjs';
import { startNginx } from './support/nginx.mjs';
import { Discord, Mattermost, RocketChat, SlackCommand, SlackEvents, Teams, configure } from './support/platforms.mjs';
import { startFakeSlack } from './support/fake_slack.mjs';
import { seeded } from './support/random.mjs';
import { startBot, startService, temporaryFolder } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const LARGEST_BODY = 256 * 1024;
const PATIENCE_MS = 5000; // for a whole request

await run('proxy', async (suite) => {
  const slack = new SlackEvents((await startFakeSlack(suite)).url);
  const command = new SlackCommand(slack);
  const [mattermost, rocket, teams, discord] = [new Mattermost(), new RocketChat(), new Teams(), new Discord()];
  const platforms = { command, mattermost, rocket, teams, discord };
  const service = await startService(suite);
  const bot = await startBot(suite, { service, ...configure([slack, mattermost, rocket, teams, discord]) });
  const nginx = await startNginx(suite, `127.0.0.1:${bot.port}`);
  const ways = { directly: bot.port, 'through nginx': nginx.buffered, 'through nginx that streams': nginx.streaming };

  const open = (scope, port) => RawConnection.open(scope, port);
  const host = ['Host', 'sip.example.org'];
  const asList = ({ headers, body }) => [
    host,
    ...Object.entries(headers),
    ['Content-Length', String(Buffer.byteLength(body))],
  ];
  const raw = (question, version) => rawRequest('POST', question.path, asList(question), question.body, version);
  const answersOf = (connection, count, deadline) =>
    until(
      `${count} responses; so far: ${connection.received.slice(0, 400)}`,
      () => connection.responses().length >= count && connection.responses(),
      deadline,
    );
  const assertAnswered = (response, platform = command) => {
    assert.equal(response.status, 200, response.body);
    assert.match(platform.said(response) ?? 'nothing', /486 Busy Here/);
  };
  const assertAlive = async () => assertAnswered(await request(bot.url + '/slack/command', command.question('486')));

  for (const [way, port] of Object.entries(ways)) {
    await suite.test(`every platform is answered ${way}`, async () => {
      for (const platform of Object.values(platforms)) {
        const question = platform.question('486');
        assertAnswered(await request(`http://127.0.0.1:${port}${question.path}`, question), platform);
      }
    });

    await suite.test(`a body in chunks is answered ${way}`, async (scope) => {
      for (const size of [1, 7, 100, 5000]) {
        const question = teams.question('486');
        const connection = await open(scope, port);
        const headers = [host, ...Object.entries(question.headers), ['Transfer-Encoding', 'chunked']];
        connection.send(rawRequest('POST', question.path, headers, chunked(question.body, size)));
        assertAnswered((await answersOf(connection, 1))[0], teams);
      }
    });

    await suite.test(`names of headers in any case are answered ${way}`, async (scope) => {
      for (const change of [
        (name) => name.toLowerCase(),
        (name) => name.toUpperCase(),
        (name) => [...name].map((letter, index) => (index % 2 ? letter.toUpperCase() : letter.toLowerCase())).join(''),
      ]) {
        const question = discord.question('486');
        const connection = await open(scope, port);
        connection.send(
          rawRequest(
            'POST',
            question.path,
            asList(question).map(([name, value]) => [change(name), value]),
            question.body,
          ),
        );
        assertAnswered((await answersOf(connection, 1))[0], discord);
      }
    });

    await suite.test(`HTTP/1.0 is answered ${way}, and the connection closed`, async (scope) => {
      const connection = await open(scope, port);
      connection.send(raw(command.question('486'), '1.0'));
      await connection.closed;
      assertAnswered(connection.responses()[0]);
    });

    await suite.test(`five requests in one piece are answered in their order ${way}`, async (scope) => {
      const codes = [480, 481, 482, 483, 484];
      const connection = await open(scope, port);
      connection.send(Buffer.concat(codes.map((code) => raw(mattermost.question(String(code))))));
      const answers = await answersOf(connection, codes.length);
      assert.deepEqual(
        answers.map(({ body }) => Number(/\b48[0-4]\b/.exec(JSON.parse(body).text)[0])),
        codes,
      );
    });

    await suite.test(`300 KB are refused with 413 ${way}`, async (scope) => {
      const body = 'x'.repeat(300_000);
      const connection = await open(scope, port);
      connection.send(rawRequest('POST', '/teams', [host, ['Content-Length', String(body.length)]], body));
      assert.equal((await answersOf(connection, 1))[0].status, 413);
      const second = await open(scope, port);
      second.send(rawRequest('POST', '/teams', [host, ['Transfer-Encoding', 'chunked']], chunked(body, 1 << 14)));
      assert.equal((await answersOf(second, 1))[0].status, 413);
    });

    await suite.test(`a body of just 256 KiB is read ${way}`, async () => {
      const { status } = await request(`http://127.0.0.1:${port}/teams`, { body: 'x'.repeat(LARGEST_BODY) });
      assert.equal(status, 401);
    });

    await suite.test(`a request that comes byte by byte is answered ${way}`, async (scope) => {
      const connection = await open(scope, port);
      for (const byte of raw(command.question('486'))) {
        connection.send(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
      assertAnswered((await answersOf(connection, 1))[0]);
    });

    await suite.test(`one connection takes a hundred questions ${way}`, async (scope) => {
      const connection = await open(scope, port);
      for (let count = 1; count <= 100; count += 1) {
        connection.send(raw(command.question('486')));
        await answersOf(connection, count);
      }
      assertAnswered(connection.responses().at(-1));
    });
  }

  await suite.test('TLS with HTTP/1.1 and with HTTP/2 outside is answered', async (scope) => {
    const ca = readFileSync(nginx.ca);
    const question = teams.question('486');
    assertAnswered(await overTls(`https://localhost:${nginx.tls}${question.path}`, ca, question), teams);
    const session = http2.connect(`https://localhost:${nginx.tls}`, { ca });
    scope.defer(() => session.close());
    assertAnswered(await overHttp2(session, discord.question('486')), discord);
  });

  await suite.test(
    'a client that never finishes is let go after five seconds, and keeps nobody waiting',
    async (scope) => {
      const start = performance.now();
      const slow = await Promise.all(Array.from({ length: 200 }, () => open(scope, bot.port)));
      slow.forEach((connection, index) =>
        connection.send(
          index % 2
            ? 'POST /teams HTTP/1.1\r\nHost: x\r\nContent-Le'
            : 'POST /teams HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx',
        ),
      );
      const drip = setInterval(() => slow.forEach((connection, index) => index % 2 === 0 && connection.send('x')), 250);
      scope.defer(() => clearInterval(drip));
      for (let count = 0; count < 20; count += 1) {
        const answer = await request(`${bot.url}/slack/command`, command.question('486'));
        assertAnswered(answer);
        assert.ok(answer.milliseconds < 500, `it took ${answer.milliseconds} ms`);
      }
      await until(
        'the slow ones to be let go',
        () => slow.every((connection) => connection.isClosed),
        PATIENCE_MS + 3000,
      );
      assert.ok(performance.now() - start >= PATIENCE_MS - 500, 'they were let go too early');
    },
  );

  await suite.test('a thousand connections that nobody uses keep nobody out', async (scope) => {
    const idle = await Promise.all(Array.from({ length: 1000 }, () => open(scope, bot.port)));
    idle.forEach((connection) => connection.send(rawRequest('GET', '/robots.txt', [host])));
    const served = () => idle.filter((connection) => connection.responses().length > 0).length;
    await until('nearly all of them to be served', () => served() > 900, 10_000);
    const answer = await request(`${bot.url}/slack/command`, { ...command.question('486'), deadline: 2500 });
    assertAnswered(answer);
  });

  await suite.test('a client that goes away within a request or before its answer harms nothing', async (scope) => {
    for (let count = 0; count < 50; count += 1) {
      const bytes = raw(command.question('486'));
      const connection = await open(scope, bot.port);
      connection.send(count % 2 ? bytes.subarray(0, bytes.length - 10) : bytes);
      connection.socket[count % 3 ? 'destroy' : 'resetAndDestroy']();
    }
    await assertAlive();
  });

  const question = command.question('486');
  const signature = Object.entries(question.headers).find(([name]) => name === 'X-Slack-Signature');
  const wrong = {
    'no HTTP at all': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
    'a line of nonsense': ['hello\r\n\r\n', [400]],
    'a version that is none': [rawRequest('GET', '/', [host], '', '9.9'), [400, 505]],
    'a header of 20 KB': [rawRequest('GET', '/', [host, ['X-Long', 'x'.repeat(20_000)]]), [431]],
    'two thousand headers': [
      rawRequest('GET', '/', [host, ...Array.from({ length: 2000 }, (_, index) => [`X-${index}`, 'x'])]),
      [431],
    ],
    'an address of 20 KB': [rawRequest('GET', `/${'x'.repeat(20_000)}`, [host]), [414, 431]],
    'two lengths that differ': [
      rawRequest('POST', '/teams', [host, ['Content-Length', '3'], ['Content-Length', '4']], 'abcd'),
      [400],
    ],
    'a length that is none': [rawRequest('POST', '/teams', [host, ['Content-Length', '-1']], 'x'), [400]],
    'a length beyond all numbers': [
      rawRequest('POST', '/teams', [host, ['Content-Length', '99999999999999999999999']], 'x'),
      [400, 413],
    ],
    'a length and chunks': [
      rawRequest(
        'POST',
        '/teams',
        [host, ['Content-Length', '3'], ['Transfer-Encoding', 'chunked']],
        chunked('abc', 3),
      ),
      [400, 401],
    ],
    'chunks that are none': [
      rawRequest('POST', '/teams', [host, ['Transfer-Encoding', 'chunked']], 'zz\r\nabc\r\n0\r\n\r\n'),
      [400],
    ],
    'a chunk as large as memory': [
      rawRequest('POST', '/teams', [host, ['Transfer-Encoding', 'chunked']], 'ffffffffffffffff\r\nabc'),
      [400, 413],
    ],
    'a coding that nobody knows': [
      rawRequest('POST', '/teams', [host, ['Transfer-Encoding', 'gzip, chunked']], chunked('abc', 3)),
      [400, 401, 501],
    ],
    'a NUL in a header': [rawRequest('GET', '/', [host, ['X', 'a\0b']]), [400]],
    'a NUL in the address': [rawRequest('GET', '/a\0b', [host]), [400]],
    'a path with dots': [rawRequest('GET', '/../../etc/passwd', [host]), [400, 404]],
    'a path with percent signs': [rawRequest('GET', '/%2e%2e/%zz%00', [host]), [400, 404]],
    'an unknown method': [rawRequest('BREW', '/teams', [host]), [400, 401, 404, 405, 501]],
    'GET where there is only POST': [rawRequest('GET', '/teams', [host]), [401, 404, 405]],
    TRACE: [rawRequest('TRACE', '/teams', [host]), [401, 404, 405, 501]],
    'an address that nobody has': [rawRequest('POST', '/nowhere', [host, ['Content-Length', '0']]), [404, 405]],
    'a signature twice': [rawRequest('POST', question.path, [...asList(question), signature], question.body), [401]],
    'a signature twice, the first wrong': [
      rawRequest(
        'POST',
        question.path,
        [host, ['X-Slack-Signature', 'v0=00'], ...asList(question).slice(1)],
        question.body,
      ),
      [401],
    ],
    'a signature broken over two lines': [
      rawRequest(
        'POST',
        question.path,
        asList(question).map(([name, value]) => [
          name,
          name === 'X-Slack-Signature' ? `${value.slice(0, 20)}\r\n ${value.slice(20)}` : value,
        ]),
        question.body,
      ),
      [400, 401],
    ],
  };
  for (const [what, [bytes, statuses]] of Object.entries(wrong)) {
    await suite.test(`${what} gets ${statuses.join(' or ')}`, async (scope) => {
      const connection = await open(scope, bot.port);
      connection.send(bytes);
      const [{ status }] = await answersOf(connection, 1);
      assert.ok(statuses.includes(status), `it got ${status}`);
    });
  }

  await suite.test('a client that waits for leave to send its body gets it (RFC 9110 §10.1.1)', async (scope) => {
    const slowly = command.question('486');
    const connection = await open(scope, bot.port);
    connection.send(rawRequest('POST', slowly.path, [...asList(slowly), ['Expect', '100-continue']]));
    await until('100 Continue', () => connection.responses()[0], 2000);
    connection.send(slowly.body);
    const [first, second] = await answersOf(connection, 2);
    assert.equal(first.status, 100);
    assertAnswered(second);
  });

  await suite.test('two thousand mutilated requests do no harm', async (scope) => {
    const chance = seeded();
    const refused = new Set(['400', '401', '404', '405', '408', '413', '414', '431', '501', '505']);
    for (let count = 0; count < 2000; count += 50) {
      const connections = await Promise.all(Array.from({ length: 50 }, () => open(scope, bot.port)));
      for (const connection of connections) {
        connection.send(mutilated(raw(chance.pick(Object.values(platforms)).question('486')), chance));
        connection.socket.end();
      }
      await until('all to be over', () => connections.every((connection) => connection.isClosed), 8000);
      for (const { received } of connections) {
        const status = received.slice(9, 12);
        assert.ok(status === '' || status === '200' || refused.has(status), received.slice(0, 200));
      }
    }
    await assertAlive();
  });

  await suite.test('the bot speaks TLS itself, with the certificate that it is given', async (scope) => {
    const { ca, certificate, key } = makeCertificate(temporaryFolder(scope));
    const config = { mattermost: [mattermost.section], http: { certificate, key } };
    const secure = await startBot(scope, { service, config, secrets: mattermost.secrets });
    assert.match(secure.url, /^https:/);
    const authority = readFileSync(ca);
    assertAnswered(await overTls(`${secure.url}/mattermost`, authority, mattermost.question('486')), mattermost);
    await assert.rejects(
      overTls(`${secure.url}/mattermost`, undefined, mattermost.question('486')),
      /certificate|self-signed/,
    );
  });

  await suite.test('a request behind a wrong one on the same connection is not obeyed', async (scope) => {
    const connection = await open(scope, bot.port);
    connection.send(Buffer.concat([Buffer.from('nonsense\r\n\r\n'), raw(command.question('486'))]));
    await connection.closed;
    assert.equal(connection.responses().length, 1);
  });

  await suite.test('HEAD has the headers of GET and no body', async (scope) => {
    const connection = await open(scope, bot.port);
    connection.send(rawRequest('HEAD', '/', [host, ['Connection', 'close']]));
    await connection.closed;
    assert.match(connection.received, /^HTTP\/1\.1 200 .*\r\n/);
    assert.equal(connection.received.indexOf('\r\n\r\n') + 4, connection.received.length);
  });

  await suite.test('after all of this the bot answers as before', async () => {
    await assertAlive();
    assert.equal(bot.program.over, false);
  });
});

function overTls(url, ca, { headers, body }) {
  return new Promise((resolve, reject) => {
    const call = https.request(url, { ca, method: 'POST', headers });
    call.on('error', reject);
    call.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    call.end(body);
  });
}

// `bytes` with a few of them changed, lost, repeated or cut off.
function mutilated(bytes, chance) {
  let result = Buffer.from(bytes);
  for (let count = 1 + chance.below(4); count > 0; count -= 1) {
    const at = chance.below(result.length);
    const to = Math.min(result.length, at + 1 + chance.below(20));
    const [before, piece, after] = [result.subarray(0, at), result.subarray(at, to), result.subarray(to)];
    const odd = Buffer.from([chance.below(256)]);
    result = Buffer.concat(
      chance.pick([
        [before, odd, piece, after],
        [before, after],
        [before, piece, piece, after],
        [before, odd],
        [after, before],
      ]),
    );
    if (result.length === 0) return odd;
  }
  return result;
}

function overHttp2(session, { path, headers, body }) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': path, ...lowerCase(headers) });
    let status;
    stream.on('response', (response) => (status = response[':status'])).on('error', reject);
    stream.toArray().then((parts) => resolve({ status, body: Buffer.concat(parts).toString() }), reject);
    stream.end(body);
  });
}
