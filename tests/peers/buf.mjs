// buf's linter and its check for breaking changes, over the proto files as they are and over copies that were spoilt.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Program } from './support/program.mjs';
import { temporaryFolder } from './support/sipwhy.mjs';
import { peerFile, run } from './support/suite.mjs';
import { within } from './support/wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const PROTO = join(REPOSITORY, 'proto');
const RELEASED = join(REPOSITORY, 'tests/proto/released.binpb'); // clients/README.md says when it is made anew
const EXPLAINER = 'sipwhy/v1/explainer.proto';
const FOUND = 100; // the exit status of buf when it has something to say of the files

// The changes that each of buf's checks has to find, by the name that it gives them.
const LINT_FINDS = {
  FIELD_LOWER_SNAKE_CASE: (text) => replaced(text, 'string language_code = 2;', 'string languageCode = 2;'),
  ENUM_ZERO_VALUE_SUFFIX: (text) => replaced(text, 'PARTY_UNSPECIFIED = 0;', 'PARTY_NONE = 0;'),
  PACKAGE_VERSION_SUFFIX: (text) => replaced(text, 'package sipwhy.v1;', 'package sipwhy;'),
};
const BREAKING_FINDS = {
  FIELD_SAME_NAME: (text) => replaced(text, 'string language_code = 2;', 'string language = 2;'),
  FIELD_SAME_TYPE: (text) => replaced(text, 'int32 code = 1;', 'int64 code = 1;'),
  FIELD_NO_DELETE: (text) => replaced(text, '  string reason_phrase = 4;\n', ''),
  RPC_NO_DELETE: (text) => replaced(text, '  rpc Compare(CompareRequest) returns (CompareResponse);\n', ''),
  ENUM_VALUE_NO_DELETE: (text) => replaced(text, '  PARTY_DEVELOPER = 4;\n', ''),
};

await run('buf', async (suite) => {
  // The package @bufbuild/buf only picks one of these.
  const buf = peerFile(`@bufbuild/buf-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}`, 'bin/buf');
  // Runs it with a cache of its own that is empty, and with a proxy that is not there: it has to do without a registry.
  const env = { ...process.env, BUF_CACHE_DIR: temporaryFolder(suite), HTTPS_PROXY: 'http://127.0.0.1:1' };
  const check = async (...args) => {
    const program = new Program(buf, [...args, '--log-format=text'], { env });
    const { code } = await within(30_000, 'buf to end', program.ended);
    return { code, said: program.stdout + program.stderr };
  };
  const lint = (folder) => check('lint', folder, '--error-format=json');
  const breaking = (folder) => check('breaking', folder, '--against', RELEASED, '--error-format=json');

  await suite.test('the proto files keep to STANDARD but for what proto/buf.yaml excepts', async () => {
    assert.deepEqual(await lint(PROTO), { code: 0, said: '' });
  });

  await suite.test('a client of the last release understands the proto files', async () => {
    assert.deepEqual(await breaking(PROTO), { code: 0, said: '' });
  });

  const spoilt = { lint: [lint, LINT_FINDS], breaking: [breaking, BREAKING_FINDS] };
  for (const [name, [examine, changes]] of Object.entries(spoilt)) {
    for (const [rule, change] of Object.entries(changes)) {
      await suite.test(`buf ${name} finds ${rule} in a copy that has it`, async (scope) => {
        const { code, said } = await examine(changedCopy(scope, change));
        assert.equal(code, FOUND, said);
        assert.ok(rulesOf(said).includes(rule), said);
      });
    }
  }

  await suite.test('a field and a method more break nobody', async (scope) => {
    const folder = changedCopy(scope, (text) =>
      replaced(
        replaced(text, 'message CompareRequest {', 'message CompareRequest {\n  bool short = 99;\n'),
        'service Explainer {',
        'service Explainer {\n  rpc Again(CompareRequest) returns (CompareResponse);\n',
      ),
    );
    assert.deepEqual(await breaking(folder), { code: 0, said: '' });
  });
});

// A copy of the proto files in which `change` was made to the explainer's.
function changedCopy(scope, change) {
  const folder = temporaryFolder(scope);
  cpSync(PROTO, folder, { recursive: true });
  const file = join(folder, EXPLAINER);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return folder;
}

function replaced(text, before, after) {
  assert.ok(text.includes(before), `${EXPLAINER} has no longer "${before}"`);
  return text.replace(before, after);
}

function rulesOf(said) {
  return said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type);
}
