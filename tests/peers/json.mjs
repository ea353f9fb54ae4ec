// The gateway's JSON over HTTP: every answer is what the OpenAPI description says, checked by libraries that others
// trust with theirs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { freePort, request, startServer } from './support/http.mjs';
import { Program } from './support/program.mjs';
import { startService } from './support/sipwhy.mjs';
import { peerFile, peerPackage, run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

async function startGateway(scope, service, flags = []) {
  const program = new Program(join(BIN, 'sipwhy-gateway'), [`--service=${service}`, '--listen=127.0.0.1:0', ...flags]);
  const [, url] = await program.line(/^listening on (http:\/\/\S+)$/m);
  scope.defer(() => program.stop().catch(() => {}));
  return { program, url, get: (path, headers = {}) => request(url + path, { method: 'GET', headers }) };
}

// A copy of the description in which an object has no members but those described. Clients must put up with new ones;
// a test must not.
function strict(schema) {
  if (Array.isArray(schema)) return schema.map(strict);
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  return copy.type === 'object' && copy.properties ? { additionalProperties: false, ...copy } : copy;
}

// Follows a reference within the description.
function follow(description, value) {
  if (!value?.$ref) return value;
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((at, name) => at[name.replaceAll('~1', '/')], description);
}

const escaped = (path) => path.replaceAll('~', '~0').replaceAll('/', '~1');

// Checks responses against the description.
class Description {
  constructor(document, Ajv, addFormats) {
    this.document = document;
    this.ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(strict(document), 'api');
  }

  // The operation that a path such as "/v1/codes/486" belongs to.
  pathOf(path) {
    const fits = (template) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
    return Object.keys(this.document.paths).find(fits);
  }

  check(path, { status, headers, body }) {
    const template = this.pathOf(path.split('?')[0]);
    const operation = this.document.paths[template].get;
    const found = operation.responses[status] ? `${status}` : 'default';
    const response = follow(this.document, operation.responses[found]);
    assert.ok(response, `${path}: ${status} is not described`);
    this.checkHeaders(path, response.headers, headers);
    if (!response.content) return assert.equal(body, '', `${path}: a body that is not described`);
    const type = headers['content-type'].split(';')[0];
    assert.ok(response.content[type], `${path}: ${status} as ${type} is not described`);
    if (!type.endsWith('json')) return undefined;
    const at = operation.responses[found].$ref ?? `#/paths/${escaped(template)}/get/responses/${found}`;
    const value = JSON.parse(body);
    this.checkValue(`${path}: ${status}`, `api${at}/content/${encodeURIComponent(escaped(type))}/schema`, value);
    return value;
  }

  checkHeaders(path, described, headers) {
    for (const [name, reference] of Object.entries(described ?? {})) {
      const header = follow(this.document, reference);
      const value = headers[name.toLowerCase()];
      if (header.required) assert.notEqual(value, undefined, `${path}: the header ${name} is missing`);
      if (value === undefined) continue;
      const typed = header.schema.type === 'integer' ? Number(value) : value;
      assert.ok(this.ajv.validate(header.schema, typed), `${path}: ${name}: ${value}`);
    }
  }

  checkValue(what, schema, value) {
    const validate = this.ajv.getSchema(encodeURI(schema).replaceAll('%25', '%')) ?? this.ajv.compile({ $ref: schema });
    assert.ok(validate(value), `${what}: ${this.ajv.errorsText(validate.errors)}`);
  }
}

await run('json', async (suite) => {
  peerFile('ajv', 'package.json');
  const { default: Ajv } = await import('ajv/dist/2020.js');
  const { default: addFormats } = await peerPackage('ajv-formats');
  const { Validator } = await peerPackage('@seriousme/openapi-schema-validator');
  const service = await startService(suite);
  const { get, url } = await startGateway(suite, service.address, ['--allow-origin=https://app.example.org']);
  const document = JSON.parse((await get('/openapi.json')).body);
  const description = new Description(document, Ajv, addFormats);
  // Asks, and gives the answer, which is as described and has the status `expected`.
  const ask = async (path, expected = 200, headers = {}) => {
    const response = await get(path, headers);
    assert.equal(response.status, expected, `${path}: ${response.body.slice(0, 300)}`);
    return { ...response, value: description.check(path, response) };
  };

  await suite.test('the description is OpenAPI 3.1, and the file of the sources', async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors));
    assert.equal(result.errors, undefined);
    assert.match(document.openapi, /^3\.1\./);
    assert.deepEqual(document, JSON.parse(readFileSync(join(REPOSITORY, 'gateway/openapi.json'), 'utf8')));
  });

  await suite.test('every reference of the description leads somewhere, and every component is used', async () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g);
    const used = new Set([...references].map(([, reference]) => reference));
    for (const reference of used) assert.ok(follow(document, { $ref: reference }), `${reference} leads nowhere`);
    for (const kind of ['schemas', 'parameters', 'headers', 'responses']) {
      for (const name of Object.keys(document.components[kind])) {
        assert.ok(used.has(`#/components/${kind}/${name}`), `nothing uses ${kind}/${name}`);
      }
    }
  });

  await suite.test('every example of the description is what its schema says', async () => {
    let examples = 0;
    const visit = (value, at) => {
      if (value === null || typeof value !== 'object') return;
      if (value.schema && value.example !== undefined) {
        description.checkValue(at, `api#${at}/schema`, value.example);
        examples += 1;
      }
      for (const [name, inner] of Object.entries(value)) {
        if (name !== 'example' && name !== 'schema') visit(inner, `${at}/${encodeURIComponent(escaped(name))}`);
      }
    };
    visit(document, '');
    assert.ok(examples >= 20, `${examples} examples`);
  });

  await suite.test('every code, cause and class is answered as described', async () => {
    const { value: list } = await ask('/v1/codes?page_size=600');
    assert.ok(list.codes.length > 70 && list.next_page_token === '', `${list.codes.length} codes`);
    for (const { code } of list.codes) assert.equal((await ask(`/v1/codes/${code}`)).value.entry.code, code);
    for (let cause = 1; cause <= 127; cause += 1) await ask(`/v1/causes/${cause}`);
    for (let number = 1; number <= 6; number += 1) await ask(`/v1/codes?class=${number}`);
    console.log(`        ${list.codes.length} codes and 127 causes`);
  });

  await suite.test('every language is answered as described, and said', async () => {
    const { value } = await ask('/v1/languages');
    assert.deepEqual(value.languages[0].language_code, 'en');
    for (const { language_code: language } of value.languages) {
      for (const path of ['/v1/codes/486?', '/v1/compare?codes=301,408&', '/v1/causes/17?', '/v1/codes?class=4&']) {
        const { headers } = await ask(`${path}language=${language}`);
        assert.equal(headers['content-language'], language, path);
        assert.equal(headers.vary, 'Origin', path);
      }
    }
  });

  await suite.test('every revision is listed, and answers as described', async () => {
    const { value } = await ask('/v1/revisions?page_size=500');
    assert.equal(value.revisions[0].revision.number, Number(service.revision));
    const { value: newest } = await ask(`/v1/codes/486?revision=${service.revision}`);
    assert.deepEqual(newest.revision, value.revisions[0].revision);
    const { value: older } = await ask(`/v1/codes/486?revision=${service.revision - 1}`);
    assert.equal(older.revision.number, service.revision - 1);
  });

  await suite.test('pages lead from one to the next', async () => {
    const seen = [];
    let token = '';
    do {
      const { value } = await ask(`/v1/codes?class=4&page_size=7&page_token=${encodeURIComponent(token)}`);
      seen.push(...value.codes.map(({ code }) => code));
      token = value.next_page_token;
    } while (token !== '');
    const { value: whole } = await ask('/v1/codes?class=4');
    assert.deepEqual(
      seen,
      whole.codes.map(({ code }) => code),
    );
  });

  await suite.test('the header Accept-Language chooses among the languages there are', async () => {
    const language = async (accepted) => {
      const { headers } = await ask('/v1/codes/486', 200, { 'accept-language': accepted });
      assert.match(headers.vary, /Accept-Language/);
      return headers['content-language'];
    };
    assert.equal(await language('tlh, ja;q=0.5, vi-VN;q=0.9'), 'vi');
    assert.equal(await language('tlh'), 'en');
    assert.equal(await language('*'), 'en');
    assert.equal(await language(';;q=x,,'), 'en');
  });

  await suite.test('what came with a code tells its meaning', async () => {
    const { value, headers } = await ask(
      `/v1/codes/603?reason_phrase=Network+Blocked&header=${encodeURIComponent('Reason: Q.850;cause=21')}`,
    );
    assert.ok(
      value.entry.meanings.some(({ seen }) => seen),
      JSON.stringify(value.entry.meanings),
    );
    assert.match(headers['cache-control'], /^private/);
  });

  await suite.test('words are searched', async () => {
    const { value } = await ask('/v1/search?q=wrong+password&max_results=3');
    assert.ok(value.hits.length > 0 && value.hits.length <= 3);
    assert.deepEqual((await ask('/v1/search?q=zzzzzz')).value.hits, []);
  });

  await suite.test('mistakes are problems that name the parameter', async () => {
    const expected = {
      '/v1/codes/799': 'code',
      '/v1/codes/0': 'code',
      '/v1/codes/abc': 'code',
      '/v1/codes/486?language=%21': 'language',
      '/v1/codes/486?revision=-1': 'revision',
      '/v1/codes/486?langage=ja': 'langage',
      '/v1/codes/486?language=ja&language=vi': 'language',
      '/v1/codes/486?reason_phrase=%E5%BF': 'reason_phrase',
      [`/v1/codes/486?reason_phrase=${'x'.repeat(201)}`]: 'reason_phrase',
      [`/v1/codes/486?${'header=x&'.repeat(21)}`]: 'header',
      '/v1/codes?class=9': 'class',
      '/v1/codes?page_token=x': 'page_token',
      '/v1/compare': 'codes',
      '/v1/compare?codes=301': 'codes',
      '/v1/compare?codes=301,799': 'codes[1]',
      '/v1/causes/128': 'cause',
      '/v1/search': 'q',
    };
    for (const [path, parameter] of Object.entries(expected)) {
      const { value } = await ask(path, 400);
      assert.equal(value.code, 'INVALID_ARGUMENT', path);
      assert.equal(value.field_violations?.[0].field, parameter, `${path}: ${JSON.stringify(value)}`);
    }
  });

  await suite.test('a revision that does not exist is not found', async () => {
    const { value } = await ask('/v1/codes/486?revision=9999', 404);
    assert.match(value.detail, /9999/);
    assert.equal(value.metadata?.newest, service.revision);
  });

  await suite.test('what is kept is not sent again, by GET and by HEAD', async () => {
    for (const path of ['/v1/codes/486?language=ja', '/v1/revisions', '/openapi.json', '/']) {
      const { headers } = await get(path);
      for (const method of ['GET', 'HEAD']) {
        const again = await request(url + path, { method, headers: { 'if-none-match': headers.etag } });
        assert.equal(again.status, 304, path);
        assert.equal(again.body, '', path);
        assert.equal(again.headers['cache-control'], headers['cache-control'], path);
      }
    }
  });

  await suite.test('HEAD has the headers of GET', async () => {
    const path = '/v1/compare?codes=301,408&language=vi';
    const head = await request(url + path, { method: 'HEAD' });
    const got = await get(path);
    assert.equal(head.body, '');
    for (const name of ['content-length', 'content-type', 'etag', 'content-language', 'cache-control']) {
      assert.equal(head.headers[name], got.headers[name], name);
    }
  });

  await suite.test('a request keeps its id', async () => {
    const { headers } = await ask('/v1/codes/486', 200, { 'x-request-id': 'peer 1', traceparent: TRACEPARENT });
    assert.equal(headers['x-request-id'], 'peer 1');
    const { value } = await ask('/v1/codes/799', 400, { 'x-request-id': 'peer 2' });
    assert.equal(value.request_id, 'peer 2');
  });

  await suite.test('pages of the allowed origin may read, and others may not', async () => {
    const allowed = (await get('/v1/languages', { origin: 'https://app.example.org' })).headers;
    assert.equal(allowed['access-control-allow-origin'], 'https://app.example.org');
    const other = (await get('/v1/languages', { origin: 'https://evil.example' })).headers;
    assert.equal(other['access-control-allow-origin'], undefined);
    const preflight = await request(`${url}/v1/languages`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.org', 'access-control-request-method': 'GET' },
    });
    assert.equal(preflight.status, 204);
  });

  await suite.test('other paths and methods are told', async () => {
    const { status, body } = await get('/v1/code/486');
    assert.equal(status, 404);
    assert.match(JSON.parse(body).detail, /\/v1\/codes/);
    const posted = await request(`${url}/v1/codes/486`, { method: 'POST', body: '{}' });
    assert.equal(posted.status, 405);
    assert.equal(posted.headers.allow, 'GET, HEAD');
  });

  await suite.test('probes and the first page are answered', async () => {
    for (const path of ['/healthz', '/readyz', '/']) await ask(path);
  });

  await suite.test('a service that is away is a problem, told without its address, and comes back', async (scope) => {
    const port = await freePort();
    const own = await startGateway(scope, `127.0.0.1:${port}`);
    const away = await own.get('/v1/codes/486');
    assert.equal(away.status, 503);
    assert.ok(!away.body.includes(`${port}`), away.body);
    assert.equal(away.headers['retry-after'], '1');
    description.check('/v1/codes/486', away);
    assert.equal((await own.get('/healthz')).status, 200);
    assert.equal((await own.get('/readyz')).status, 503);
    assert.match(own.program.stderr, /event=failure .*code=UNAVAILABLE/);
    await startService(scope, `127.0.0.1:${port}`);
    await until('the gateway to be ready', async () => (await own.get('/readyz')).status === 200);
    assert.equal((await own.get('/v1/codes/486')).status, 200);
  });

  await suite.test('what is no gRPC at the other end is a problem', async (scope) => {
    const other = await startServer(scope, () => ({ body: 'hello' }));
    const own = await startGateway(scope, `127.0.0.1:${other.port}`);
    const response = await own.get('/v1/codes/486');
    assert.ok(response.status >= 500, `${response.status}`);
    description.check('/v1/codes/486', response);
  });

  await suite.test('SIGTERM ends it with status 0', async (scope) => {
    const own = await startGateway(scope, service.address);
    assert.deepEqual(await own.program.stop(), { code: 0, signal: null });
  });
});
