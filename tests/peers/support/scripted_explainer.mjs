// A server of sipwhy.v1.Explainer that does what a test tells it, for what the real one does not do at will.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { peerPackage } from './suite.mjs';

const PROTO = resolve(import.meta.dirname, '../../../proto');
const NOT_SERVING = 2; // grpc.health.v1.HealthCheckResponse.ServingStatus
const SERVING = 1;

// Starts one on a free port of 127.0.0.1. `explain` gets the metadata of a call, as an object of the first values, and
// gives the response, or an Error with `code` and perhaps `details` (of google.rpc.Status, as a Buffer), or a promise.
// `healthy` is what those hear who watch its health. With `tls`, the paths {ca, certificate, key}, it wants a client
// certificate of the authority `ca`. Gives {address, port, calls}; `calls` has the metadata of each call so far.
export async function startScripted(scope, { explain, healthy = true, tls }) {
  const { default: grpc } = await peerPackage('@grpc/grpc-js');
  const { default: protoLoader } = await peerPackage('@grpc/proto-loader');
  const definitions = protoLoader.loadSync('sipwhy/v1/explainer.proto', { includeDirs: [PROTO] });
  const calls = [];
  const server = new grpc.Server();
  server.addService(definitions['sipwhy.v1.Explainer'], {
    async Explain({ metadata }, callback) {
      calls.push(metadata.getMap());
      const said = await explain(metadata.getMap());
      if (!(said instanceof Error)) return callback(null, said);
      const trailers = new grpc.Metadata();
      if (said.details) trailers.set('grpc-status-details-bin', said.details);
      callback({ code: said.code, details: said.message, metadata: trailers });
    },
  });
  server.addService(HEALTH, { Watch: (call) => call.write(healthy ? SERVING : NOT_SERVING) });
  const read = (name) => readFileSync(tls[name]);
  const credentials = tls
    ? grpc.ServerCredentials.createSsl(
        read('ca'),
        [{ cert_chain: read('certificate'), private_key: read('key') }],
        true,
      )
    : grpc.ServerCredentials.createInsecure();
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  scope.defer(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, port, calls };
}

// grpc.health.v1.Health, of which clients only watch; its response has the status as field 1.
const HEALTH = {
  Watch: {
    path: '/grpc.health.v1.Health/Watch',
    requestStream: false,
    responseStream: true,
    requestDeserialize: () => ({}),
    requestSerialize: () => Buffer.alloc(0),
    responseSerialize: (status) => Buffer.from([0x08, status]),
    responseDeserialize: () => ({}),
  },
};

// The bytes of a google.rpc.Status that has an ErrorInfo with `reason`, and a BadRequest that says of `field` what its
// `description` is.
export async function statusDetails({ reason, field, description }) {
  const { default: protoLoader } = await peerPackage('@grpc/proto-loader');
  const files = ['google/rpc/status.proto', 'google/rpc/error_details.proto'];
  const definitions = protoLoader.loadSync(files, { includeDirs: [PROTO] });
  const any = (type, value) => ({
    type_url: `type.googleapis.com/${type}`,
    value: definitions[type].serialize(value),
  });
  return definitions['google.rpc.Status'].serialize({
    details: [
      any('google.rpc.RetryInfo', {}), // one that the clients do not read
      any('google.rpc.ErrorInfo', { reason, domain: 'sipwhy' }),
      any('google.rpc.BadRequest', { fieldViolations: [{ field, description }] }),
    ],
  });
}
