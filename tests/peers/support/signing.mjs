// Signatures as the platforms make them, over the exact bytes of a body.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

export const secondsNow = () => Math.floor(Date.now() / 1000);

// docs.slack.dev, "Verifying requests from Slack".
export function slackHeaders(secret, body, at = secondsNow()) {
  const digest = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex');
  return { 'X-Slack-Request-Timestamp': String(at), 'X-Slack-Signature': `v0=${digest}` };
}

// learn.microsoft.com, "Create Outgoing Webhooks": the key is base64, so is the digest.
export function teamsHeaders(key, body) {
  const digest = createHmac('sha256', Buffer.from(key, 'base64')).update(body).digest('base64');
  return { Authorization: `HMAC ${digest}` };
}

// docs.discord.com, "Interactions: Overview": Ed25519 over the timestamp and the body.
export class DiscordKey {
  #privateKey;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.#privateKey = privateKey;
    this.publicHex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  }

  headers(body, at = secondsNow()) {
    const signature = sign(null, Buffer.concat([Buffer.from(String(at)), Buffer.from(body)]), this.#privateKey);
    return { 'X-Signature-Ed25519': signature.toString('hex'), 'X-Signature-Timestamp': String(at) };
  }
}

// A form as a browser and a slash command send it.
export const form = (fields) => new URLSearchParams(fields).toString();
