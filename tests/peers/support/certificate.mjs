// A certificate authority of a test's own.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { peerProgram } from './suite.mjs';

// Makes an authority and a certificate of its for localhost and 127.0.0.1 in `folder`, and gives the paths of the PEM
// files {ca, certificate, key}.
export function makeCertificate(folder, name = 'server') {
  const path = (suffix) => join(folder, `${name}.${suffix}`);
  const openssl = (...args) => execFileSync(peerProgram('openssl', '/usr/bin/openssl'), args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.pem'),
    '-days',
    '2',
    '-subj',
    `/CN=${name} test authority`,
  );
  openssl('req', ...newKey, '-keyout', path('key'), '-out', path('csr'), '-subj', '/CN=localhost');
  writeFileSync(path('ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  openssl(
    'x509',
    '-req',
    '-in',
    path('csr'),
    '-CA',
    path('ca.pem'),
    '-CAkey',
    path('ca.key'),
    '-CAcreateserial',
    '-out',
    path('pem'),
    '-days',
    '2',
    '-extfile',
    path('ext'),
  );
  return { ca: path('ca.pem'), certificate: path('pem'), key: path('key') };
}
