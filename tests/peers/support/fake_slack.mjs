// A Slack Web API that does what a test tells it to.
import { startServer } from './http.mjs';

// While `isDown` is true every call fails. `onPost` may give {status, headers, body} instead of success, or 'hold' to
// never answer. What was taken is in `posts`.
export async function startFakeSlack(scope, onPost = () => undefined) {
  const posts = [];
  const slack = { posts, held: [], onPost };
  const server = await startServer(scope, async ({ path, headers, body, response }) => {
    const method = path.split('?')[0].split('/').at(-1);
    if (slack.isDown) return { status: 503, body: 'upstream connect error' };
    if (method === 'auth.test') {
      return {
        body: {
          ok: true,
          url: 'https://example.slack.com/',
          team: 'Example',
          user: 'sip',
          team_id: 'T000000001',
          user_id: 'USIPWHY',
          bot_id: 'BSIPWHY',
          is_enterprise_install: false,
        },
      };
    }
    if (!method.startsWith('chat.')) return { body: { ok: false, error: 'unknown_method' } };
    const post = { method, authorization: headers.authorization, ...parse(headers, body) };
    const verdict = await slack.onPost(post);
    if (verdict === 'hold') {
      slack.held.push({ post, response });
      return undefined;
    }
    if (verdict) return verdict;
    posts.push(post);
    return { body: { ok: true, channel: post.channel, ts: (Date.now() / 1000).toFixed(6), message: {} } };
  });
  slack.url = `${server.url}/api`;
  slack.requests = server.requests;
  return slack;
}

function parse(headers, body) {
  return headers['content-type']?.startsWith('application/json')
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
}
