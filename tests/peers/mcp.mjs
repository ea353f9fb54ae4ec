// The gateway as assistants use it: official clients of the Model Context Protocol, which validate every message and
// every result against the schema of its tool, over standard input and output and over HTTP. Then what no client sends.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';

import { request } from './support/http.mjs';
import { Program } from './support/program.mjs';
import { startService } from './support/sipwhy.mjs';
import { peerFile, run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const BIN = process.env.PEERS_BIN ?? resolve(import.meta.dirname, '../../build/release/bin');
const GATEWAY = process.env.PEERS_GATEWAY ?? join(BIN, 'sipwhy-gateway');
const SDK = '@modelcontextprotocol/sdk'; // revisions up to 2025-11-25
const STATELESS_SDK = '@modelcontextprotocol/client'; // 2026-07-28
const STATELESS = '2026-07-28';
const US = { name: 'sipwhy-peers', version: '1.0.0' };
const KIBIBYTE = 1024;
const LONGEST = 256 * KIBIBYTE; // of a line
const RETURN_MS = 15_000;

await run('mcp', async (suite) => {
  const sdk = await loadSdk();
  const stateless = await loadStatelessSdk();
  const service = await startService(suite);
  const gateway = await startGateway(suite, service.address);

  const transports = {
    'standard input and output': (kit) => new kit.StdioClientTransport(stdio(service.address)),
    HTTP: (kit) => new kit.StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`)),
  };
  for (const [name, makeTransport] of Object.entries(transports)) {
    await testTools(suite, `over ${name}`, (scope) => connect(scope, sdk, makeTransport(sdk)));
    const options = { versionNegotiation: { mode: { pin: STATELESS } } };
    await testTools(suite, `over ${name} in revision ${STATELESS}`, (scope) =>
      connect(scope, stateless, makeTransport(stateless), options),
    );

    await suite.test(`every code from 100 to 699 fits the schema over ${name}`, async (scope) => {
      const client = await connect(scope, sdk, makeTransport(sdk));
      await client.listTools();
      for (let code = 100; code < 700; code += 1) {
        const { isError, structuredContent } = await call(client, 'explain', { code });
        assert.ok(!isError, code);
        assert.equal(structuredContent.code, code);
      }
    });

    await suite.test(`a client of both kinds of revision finds the newer over ${name}`, async (scope) => {
      const both = { versionNegotiation: { mode: 'auto' } };
      const client = await connect(scope, stateless, makeTransport(stateless), both);
      assert.equal(client.getNegotiatedProtocolVersion(), STATELESS);
    });

    await suite.test(`an older revision is spoken over ${name}`, async (scope) => {
      for (const version of ['2025-06-18', '2025-03-26', '2024-11-05']) {
        const reply = await ask(scope, name, { service, gateway }, initialize(version));
        assert.equal(reply.result.protocolVersion, version);
      }
    });
  }

  await suite.test('a service that is gone is told, and found again when it is back', async (scope) => {
    const lonely = await startService(scope);
    const client = await connect(scope, sdk, new sdk.StdioClientTransport(stdio(lonely.address)));
    await lonely.program.stop();
    const failed = await call(client, 'explain', { code: 486 });
    assert.equal(failed.isError, true);
    assert.match(failed.content[0].text, /^the knowledge base (cannot be reached|did not answer)/);
    assert.ok(!failed.content[0].text.includes(lonely.address));
    await startService(scope, lonely.address);
    await until('an answer', async () => !(await call(client, 'explain', { code: 486 })).isError, RETURN_MS);
  });

  await testNoise(suite, service.address);
  await testHttp(suite, gateway.url);
});

async function loadSdk() {
  peerFile(SDK, 'package.json');
  const { Client } = await import(`${SDK}/client/index.js`);
  const { StdioClientTransport } = await import(`${SDK}/client/stdio.js`);
  const { StreamableHTTPClientTransport } = await import(`${SDK}/client/streamableHttp.js`);
  return { Client, StdioClientTransport, StreamableHTTPClientTransport };
}

async function loadStatelessSdk() {
  peerFile(STATELESS_SDK, 'package.json');
  const { Client, StreamableHTTPClientTransport } = await import(STATELESS_SDK);
  const { StdioClientTransport } = await import(`${STATELESS_SDK}/stdio`);
  return { Client, StdioClientTransport, StreamableHTTPClientTransport };
}

function stdio(service) {
  return { command: GATEWAY, args: [`--service=${service}`, '--mcp=stdio'], stderr: 'ignore' };
}

async function startGateway(scope, service) {
  const program = new Program(GATEWAY, [`--service=${service}`, '--listen=127.0.0.1:0']);
  const [, url] = await program.line(/^listening on (http:\/\/\S+)$/m);
  scope.defer(async () => assert.equal((await program.stop()).code, 0, program.stderr));
  return { program, url };
}

async function connect(scope, kit, transport, options = {}) {
  const client = new kit.Client(US, options);
  await client.connect(transport);
  scope.defer(() => client.close());
  return client;
}

function call(client, name, args) {
  return client.callTool({ name, arguments: args });
}

// What every client can do, whatever carries its messages.
async function testTools(suite, how, connectTo) {
  await suite.test(`tools are listed ${how}`, async (scope) => {
    const client = await connectTo(scope);
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map((tool) => tool.name),
      ['explain', 'compare', 'search', 'explain_cause'],
    );
    for (const tool of tools) assert.ok(tool.outputSchema && tool.annotations.readOnlyHint, tool.name);
    assert.equal(client.getServerVersion().name, 'sipwhy');
    assert.match(client.getInstructions(), /SIP response codes/);
  });

  await suite.test(`every tool answers as its schema says ${how}`, async (scope) => {
    const client = await connectTo(scope);
    await client.listTools(); // from here on the client validates results
    const explained = await call(client, 'explain', { code: 603, reason_phrase: 'Network Blocked' });
    assert.match(explained.content[0].text, /^\*\*603 Network Blocked\*\*/);
    assert.match(explained.content[0].text, /RFC 3261 §21\.6\.2[^]*revision \d+$/);
    assert.equal(explained.structuredContent.meanings.find((meaning) => meaning.seen).name, 'blocked by a network');
    const compared = await call(client, 'compare', { codes: [486, 600] });
    assert.match(compared.content[0].text, /^\*\*486 Busy Here vs 600 Busy Everywhere\*\*/);
    assert.ok(compared.structuredContent.differences.length > 0);
    const found = await call(client, 'search', { query: 'nobody answers' });
    assert.equal(found.structuredContent.hits[0].code, 480);
    const cause = await call(client, 'explain_cause', { cause: 17 });
    assert.equal(cause.structuredContent.codes[0].code, 486);
  });

  await suite.test(`a mistake is told in a way that can be mended ${how}`, async (scope) => {
    const client = await connectTo(scope);
    const mistakes = [
      ['explain', { code: 17 }, /outside \[100, 699\].*ExplainCause/],
      ['explain', { code: 486, revision: 9999 }, /revision 9999 does not exist/],
      ['explain', { code: 486, lang: 'vi' }, /known ones are code, reason_phrase, headers, language/],
      ['compare', { codes: [486] }, /two to four/],
      ['search', { query: '' }, /query is missing/],
      ['explain_cause', { cause: 486 }, /outside \[1, 127\]/],
    ];
    for (const [name, args, why] of mistakes) {
      const { isError, content } = await call(client, name, args);
      assert.equal(isError, true, name);
      assert.match(content[0].text, why);
    }
    await assert.rejects(call(client, 'exec', {}), /-32602|no tool of that name/);
  });

  await suite.test(`answers are in the language that is asked for ${how}`, async (scope) => {
    const client = await connectTo(scope);
    const { content } = await call(client, 'explain', { code: '486', language: 'vi' });
    assert.match(content[0].text, /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/);
  });

  await suite.test(`many calls at once are each answered ${how}`, async (scope) => {
    const client = await connectTo(scope);
    const codes = Array.from({ length: 60 }, (_, i) => 400 + i);
    const answers = await Promise.all(codes.map((code) => call(client, 'explain', { code })));
    assert.deepEqual(
      answers.map((answer) => answer.structuredContent.code),
      codes,
    );
  });
}

function initialize(version) {
  const params = { protocolVersion: version, capabilities: {}, clientInfo: US };
  return { jsonrpc: '2.0', id: 'first', method: 'initialize', params };
}

// Sends one message without a client and gives the reply.
async function ask(scope, carrier, { service, gateway }, message) {
  if (carrier === 'HTTP') return (await post(gateway.url, JSON.stringify(message))).reply;
  const { replies } = await talk(scope, service.address, [JSON.stringify(message)]);
  return replies[0];
}

// Writes lines to the standard input of a gateway of its own, ends it, and gives the replies.
async function talk(scope, service, lines) {
  const program = new Program(GATEWAY, [`--service=${service}`, '--mcp=stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  scope.defer(() => program.stop().catch(() => {}));
  program.stdio[0].end(lines.map((line) => `${line}\n`).join(''));
  const { code } = await program.ended;
  const replies = program.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { code, replies };
}

async function testNoise(suite, service) {
  const ping = '{"jsonrpc":"2.0","id":"last","method":"ping"}';
  const noises = {
    'broken JSON': ['{"jsonrpc":"2.0",', -32700],
    'no JSON at all': ['GET / HTTP/1.1', -32700],
    'deep nesting': ['['.repeat(100_000), -32700],
    'a batch': [`[${ping},${ping}]`, -32600],
    'a message without a version': ['{"id":1,"method":"ping"}', -32600],
    'an id that is no id': ['{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}', -32600],
    'an unknown method': ['{"jsonrpc":"2.0","id":1,"method":"no/such"}', -32601],
    'missing params': ['{"jsonrpc":"2.0","id":1,"method":"tools/call"}', -32602],
    'params that are a list': ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["explain"]}', -32602],
    'a line that is too long': [`{"jsonrpc":"2.0","id":1,"method":"${'a'.repeat(LONGEST)}"}`, -32600],
    'a megabyte of noise': ['\u0000'.repeat(KIBIBYTE * KIBIBYTE), -32600],
  };
  for (const [name, [line, error]] of Object.entries(noises)) {
    await suite.test(`${name} is refused and what follows is answered`, async (scope) => {
      const { code, replies } = await talk(scope, service, [line, ping]);
      assert.equal(code, 0);
      assert.deepEqual(
        replies.map((reply) => reply.error?.code ?? reply.id),
        [error, 'last'],
      );
    });
  }

  await suite.test('notifications and empty lines are not answered', async (scope) => {
    const { replies } = await talk(scope, service, [
      '',
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}',
      '{"jsonrpc":"2.0","id":7,"result":{}}',
      ping,
    ]);
    assert.deepEqual(replies, [{ jsonrpc: '2.0', id: 'last', result: {} }]);
  });

  await suite.test('a version that nobody speaks is answered with one that is', async (scope) => {
    const { replies } = await talk(scope, service, [JSON.stringify(initialize('1900-01-01'))]);
    assert.equal(replies[0].result.protocolVersion, '2025-11-25');
  });
}

async function post(url, body, headers = {}) {
  const { status, text } = await httpPost(`${url}/mcp`, body, { 'content-type': 'application/json', ...headers });
  return { status, reply: text ? JSON.parse(text) : undefined };
}

async function httpPost(url, body, headers, method = 'POST') {
  const response = await fetch(url, { method, headers, body });
  return { status: response.status, text: await response.text() };
}

async function testHttp(suite, url) {
  const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

  await suite.test('HTTP: broken messages are bad requests', async () => {
    for (const [body, error] of [
      ['{', -32700],
      ['['.repeat(100_000), -32700],
      [`[${ping}]`, -32600],
      ['{}', -32600],
    ]) {
      const { status, reply } = await post(url, body);
      assert.deepEqual([status, reply.error.code], [400, error]);
    }
  });

  await suite.test('HTTP: notifications are accepted', async () => {
    const { status, reply } = await post(url, '{"jsonrpc":"2.0","method":"notifications/cancelled"}');
    assert.deepEqual([status, reply], [202, undefined]);
  });

  await suite.test('HTTP: there are no streams and no sessions', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      assert.equal((await fetch(`${url}/mcp`, { method })).status, 405, method);
    }
  });

  await suite.test('HTTP: pages from elsewhere are turned away', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      assert.equal((await request(`${url}/mcp`, jsonPost(ping, { origin }))).status, 403, origin);
    }
    assert.equal((await request(`${url}/mcp`, jsonPost(ping, { origin: 'http://localhost:6274' }))).status, 200);
  });

  await suite.test('HTTP: a form cannot pass for a message', async () => {
    assert.equal((await httpPost(`${url}/mcp`, ping, { 'content-type': 'text/plain' })).status, 415);
  });

  await suite.test('HTTP: a version that nobody speaks is refused', async () => {
    for (const version of ['1900-01-01', 'not-a-version']) {
      const { status, reply } = await post(url, ping, { 'mcp-protocol-version': version });
      assert.deepEqual([status, reply.error.code], [400, -32022]);
    }
  });

  await suite.test('HTTP: a body over the limit is not read', async () => {
    const outcome = await post(url, `{"a":"${'a'.repeat(LONGEST)}"}`).catch(() => ({ status: 413 }));
    assert.equal(outcome.status, 413);
  });
}

function jsonPost(body, headers) {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
}
