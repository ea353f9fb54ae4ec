// A name server (RFC 1035) that knows one name.
import dgram from 'node:dgram';

const HEADER_SIZE = 12;
const ANSWER_WITHOUT_ERROR = 0x8400; // authoritative
const TYPE_A = 1;
const CLASS_IN = 1;
const NAME_OF_THE_QUESTION = 0xc000 | HEADER_SIZE;

// Starts it on a free UDP port of 127.0.0.1, and gives that. It answers that `name` has the IPv4 `addresses`, in turn
// from another one on, and nothing else; it says of no name that it does not exist.
export async function startNameServer(scope, name, addresses) {
  const socket = dgram.createSocket('udp4');
  let asked = 0;
  socket.on('message', (query, { port, address }) => {
    const question = readQuestion(query);
    const known = question.name.toLowerCase() === name && question.type === TYPE_A;
    const first = asked++ % addresses.length;
    const answers = known ? [...addresses.slice(first), ...addresses.slice(0, first)] : [];
    socket.send(response(query, question, answers), port, address);
  });
  await new Promise((resolve, reject) => socket.once('error', reject).bind(0, '127.0.0.1', resolve));
  scope.defer(() => new Promise((resolve) => socket.close(resolve)));
  return socket.address().port;
}

function readQuestion(query) {
  const labels = [];
  let at = HEADER_SIZE;
  for (; query[at] !== 0; at += 1 + query[at]) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function response(query, { end }, addresses) {
  const header = Buffer.alloc(HEADER_SIZE);
  const numbers = [query.readUInt16BE(0), ANSWER_WITHOUT_ERROR, 1, addresses.length, 0, 0];
  numbers.forEach((number, index) => header.writeUInt16BE(number, 2 * index));
  return Buffer.concat([header, query.subarray(HEADER_SIZE, end), ...addresses.map(addressRecord)]);
}

function addressRecord(address) {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(NAME_OF_THE_QUESTION, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt32BE(60, 6); // seconds that it may be kept
  record.writeUInt16BE(4, 10);
  record.set(address.split('.').map(Number), 12);
  return record;
}
