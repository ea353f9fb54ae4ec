// HTTP/2 frames as bytes (RFC 9113), for those that no well-behaved library would send.

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const LAST_STREAM = 2 ** 31 - 1;

const TYPES = { headers: 1, reset: 3, settings: 4, ping: 6, continuation: 9 };
const END_HEADERS = 4;
const CANCEL = 8; // RFC 9113 §7
const INITIAL_WINDOW_SIZE = 4; // RFC 9113 §6.5.2

function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

// `block` is a header block or its beginning, which continuation() goes on with unless it `ends` here.
export function headers(stream, block, ends = true) {
  return frame(TYPES.headers, ends ? END_HEADERS : 0, stream, block);
}

export function continuation(stream, block) {
  return frame(TYPES.continuation, 0, stream, block);
}

export function reset(stream) {
  const code = Buffer.alloc(4);
  code.writeUInt32BE(CANCEL);
  return frame(TYPES.reset, 0, stream, code);
}

export function ping() {
  return frame(TYPES.ping, 0, 0, Buffer.from('sipwhy!!'));
}

// With a size of the window of each stream, or empty.
export function settings(windowSize) {
  if (windowSize === undefined) return frame(TYPES.settings, 0, 0);
  const one = Buffer.alloc(6);
  one.writeUInt16BE(INITIAL_WINDOW_SIZE, 0);
  one.writeUInt32BE(windowSize, 2);
  return frame(TYPES.settings, 0, 0, one);
}

// A header block of [name, value] pairs: literals that nobody is to index, without Huffman coding (RFC 7541 §6.2.2).
export function headerBlock(fields) {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

// The beginning of a header field whose value has `length` bytes, which are to follow.
export function headerWithoutValue(name, length) {
  return Buffer.concat([Buffer.from([0]), text(name), integer(length)]);
}

function text(value) {
  return Buffer.concat([integer(value.length), Buffer.from(value, 'latin1')]);
}

// With a prefix of seven bits (RFC 7541 §5.1).
function integer(value) {
  if (value < 127) return Buffer.from([value]);
  const bytes = [127];
  for (value -= 127; value >= 128; value >>>= 7) bytes.push(128 | (value & 127));
  return Buffer.from([...bytes, value]);
}
