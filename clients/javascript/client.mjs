// Asks sipwhy-service on the command line: an example of a client in JavaScript. clients/README.md tells how to run it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const CLIENTS = join(import.meta.dirname, '..');
const PROTOS = ['sipwhy/v1/explainer.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'];
const REFUSED = 1; // asking again will not help
const USAGE = 2; // the command line is wrong
const NOT_ANSWERED = 3; // asking again later may help
const GOES_DOWN = [grpc.status.UNAVAILABLE, grpc.status.CANCELLED]; // what calls get then
const MAY_HELP = [grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED, grpc.status.RESOURCE_EXHAUSTED];

const definitions = protoLoader.loadSync(PROTOS, { includeDirs: [join(CLIENTS, '../proto')], defaults: true });
const { Explainer } = grpc.loadPackageDefinition(definitions).sipwhy.v1;

function parse() {
  const text = (value) => ({ type: 'string', default: value });
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      service: text('localhost:50051'),
      language: text('en'),
      deadline: text('2'),
      ca: text(),
      certificate: text(),
      key: text(),
      'token-file': text(),
    },
  });
  const [command, ...words] = positionals;
  const codes = words.map(Number);
  const numbers = [Number(values.deadline), ...codes];
  if (!Object.hasOwn(commands, command) || (command === 'watch') !== (codes.length === 0)) {
    throw new Error('the commands explain and compare take codes, watch takes none');
  }
  if (!numbers.every(Number.isInteger)) throw new Error('a code or the deadline is no number');
  if (values['token-file'] && !values.ca) throw new Error('a token goes over TLS alone: give --ca too');
  return { ...values, command, codes };
}

function credentialsFrom({ ca, certificate, key, 'token-file': tokenFile }) {
  const read = (path) => (path ? readFileSync(path) : null);
  if (!ca) return grpc.credentials.createInsecure();
  const tls = grpc.credentials.createSsl(read(ca), read(key), read(certificate));
  if (!tokenFile) return tls;
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${read(tokenFile).toString().trim()}`);
  const token = grpc.credentials.createFromMetadataGenerator((_, callback) => callback(null, metadata));
  return grpc.credentials.combineChannelCredentials(tls, token);
}

// Says on standard error why a call failed, and gives the exit status.
function report({ code, details, metadata }) {
  console.error(`${grpc.status[code]}: ${details}`);
  const read = (type, bytes) => definitions[type].deserialize(bytes);
  const [bytes] = metadata.get('grpc-status-details-bin');
  for (const { type_url: url, value } of bytes ? read('google.rpc.Status', bytes).details : []) {
    const type = url.split('/').at(-1);
    if (type === 'google.rpc.ErrorInfo') console.error(`  reason: ${read(type, value).reason}`);
    if (type !== 'google.rpc.BadRequest') continue;
    for (const { field, description } of read(type, value).fieldViolations) {
      console.error(`  field ${field}: ${description}`);
    }
  }
  return MAY_HELP.includes(code) ? NOT_ANSWERED : REFUSED;
}

const commands = {
  async explain(call, { codes, language }) {
    for (const code of codes) {
      const { entry, revision } = await call('Explain', { code, languageCode: language });
      console.log(`${entry.title.text}\n${entry.summary.text}`);
      for (const { label, value } of entry.overview) console.log(`  ${label.text}: ${value.text}`);
      for (const { sentence } of entry.steps) console.log(`- ${sentence.text}`);
      console.log(`revision ${revision.number}`);
    }
  },

  async compare(call, { codes, language }) {
    const { title, summary, differences, revision } = await call('Compare', { codes, languageCode: language });
    console.log(`${title.text}\n${summary.text}`);
    for (const { label, values } of differences) {
      console.log(`  ${label.text}: ${values.map(({ text }) => `| ${text}`).join(' ')}`);
    }
    console.log(`revision ${revision.number}`);
  },

  // Watches until it is interrupted. A stream that ends, as when the service is restarted, is begun anew.
  async watch(_, __, service) {
    for (let seen = false; ;) {
      const metadata = new grpc.Metadata({ waitForReady: seen }); // the first time, say so when nobody is there
      try {
        for await (const { revision } of service.WatchRevision({}, metadata)) {
          console.log(`revision ${revision.revision.number}: ${revision.title}`);
          seen = true;
        }
      } catch (error) {
        if (!seen || !GOES_DOWN.includes(error.code)) throw error;
      }
    }
  },
};

let options, credentials;
try {
  options = parse();
  credentials = credentialsFrom(options);
} catch (error) {
  console.error(`${error.message}\nUsage: node client.mjs [--service=HOST:PORT] [--language=TAG] [--deadline=SECONDS]
  [--ca=FILE [--certificate=FILE --key=FILE] [--token-file=FILE]] explain CODE… | compare CODE… | watch`);
  process.exit(USAGE);
}
const serviceConfig = readFileSync(join(CLIENTS, 'service_config.json'), 'utf8');
const service = new Explainer(options.service, credentials, { 'grpc.service_config': serviceConfig });
const call = (method, request) =>
  promisify(service[method].bind(service))(request, new grpc.Metadata(), {
    deadline: Date.now() + options.deadline * 1000,
  });
try {
  await commands[options.command](call, options, service);
} catch (error) {
  if (!(error.metadata instanceof grpc.Metadata)) throw error;
  process.exitCode = report(error);
} finally {
  service.close();
}
