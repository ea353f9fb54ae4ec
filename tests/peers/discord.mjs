// Discord: interactions signed by Node and judged by Discord's own library, and embeds judged by discord.js's builders.
import assert from 'node:assert/strict';

import { request, startServer } from './support/http.mjs';
import { Discord, configure, snowflake } from './support/platforms.mjs';
import { seeded } from './support/random.mjs';
import { DiscordKey, secondsNow } from './support/signing.mjs';
import { runBot, startBot, startService } from './support/sipwhy.mjs';
import { peerPackage, run } from './support/suite.mjs';

const EPHEMERAL = 64;
const MOST_TOGETHER = 6000; // "Message Resource", Embed Limits

await run('discord', async (suite) => {
  const { verifyKey, InteractionResponseType } = await peerPackage('discord-interactions');
  const { EmbedBuilder, SlashCommandBuilder } = await peerPackage('@discordjs/builders');
  const discord = new Discord();
  const service = await startService(suite);
  const bot = await startBot(suite, { service, ...configure([discord], { public_url: 'https://sip.example.org' }) });

  const send = ({ path, headers, body }) => request(bot.url + path, { headers, body });
  const signedBy = (key, body, at) => ({
    path: discord.section.path,
    headers: { 'Content-Type': 'application/json', ...key.headers(body, at) },
    body,
  });
  // Discord's library has the first word on each request that the bot is asked to accept.
  const ask = async (question) => {
    const { headers, body } = question;
    assert.ok(
      await verifyKey(body, headers['X-Signature-Ed25519'], headers['X-Signature-Timestamp'], discord.key.publicHex),
    );
    const answer = await send(question);
    assert.equal(answer.status, 200, answer.body);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.ok(answer.milliseconds < 2500, `it took ${answer.milliseconds} ms`);
    return JSON.parse(answer.body);
  };
  const answerTo = async (text, options) => {
    const { type, data } = await ask(discord.question(text, options));
    assert.equal(type, InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE);
    return data;
  };

  await suite.test('a ping is answered with a pong', async () => {
    const { type } = await ask(
      discord.signed({
        type: 1,
        id: snowflake(),
        token: 't',
        application_id: discord.section.application_id,
        version: 1,
      }),
    );
    assert.equal(type, InteractionResponseType.PONG);
  });

  await suite.test('a command is answered with an embed', async () => {
    const data = await answerTo('301 vs 408');
    assert.match(JSON.stringify(data), /301 Moved Permanently vs 408 Request Timeout/);
    assert.equal((data.flags ?? 0) & EPHEMERAL, 0);
  });

  for (const question of [
    '301 vs 408',
    '486',
    '480 vs 486 vs 600 vs 603',
    '4xx',
    '4xx vs 5xx',
    'help',
    'cause 17',
    '487 full',
    '480 vs 486 vs 600 vs 603 full',
    'brrr',
    '',
  ]) {
    await suite.test(`the builders of discord.js accept the answer to “${question}”`, async () => {
      const { content = '', embeds = [], allowed_mentions: mentions } = await answerTo(question);
      assert.deepEqual(mentions, { parse: [] });
      assert.ok([...content].length <= 2000 && embeds.length <= 10 && (content || embeds.length));
      for (const embed of embeds) assert.deepEqual(built(embed), embed);
      assert.ok(embeds.reduce((sum, embed) => sum + sizeOf(embed), 0) <= MOST_TOGETHER);
    });
  }

  await suite.test('help and what is not understood are for the asker alone', async () => {
    for (const question of ['help', 'brrr xyzzy', '']) {
      assert.equal((await answerTo(question)).flags & EPHEMERAL, EPHEMERAL, question);
    }
  });

  await suite.test('the answer is in the language of the reader', async () => {
    const scripts = {
      ja: /[\u3040-\u30ff]/,
      vi: /[ạảấầẩậắẹếềểệịọốồổộớờởợụứừửựđ]/,
      'en-GB': /means|phone/,
      'xx-YY': /means|phone/,
    };
    for (const [locale, script] of Object.entries(scripts)) {
      assert.match((await answerTo('486', { locale })).embeds[0].description, script, locale);
    }
  });

  await suite.test('a direct message and a group are answered too', async () => {
    for (const context of [1, 2]) {
      const { member, guild_id: guild, ...interaction } = discord.interaction('486');
      const { data } = await ask(discord.signed({ ...interaction, context, user: member.user }));
      assert.match(JSON.stringify(data), /486 Busy Here/);
      assert.ok(guild);
    }
  });

  await suite.test('what is typed into the command cannot call or link anybody', async () => {
    for (const text of [
      '@everyone 486',
      '<@53908232506183680> 486',
      '<@&1> 486 vs 600',
      '[486](https://evil.example)',
      '`486` **vs** ||600||',
    ]) {
      const said = JSON.stringify(await answerTo(text));
      assert.doesNotMatch(said, /evil\.example|@everyone|<@/, text);
    }
  });

  await suite.test('an interaction that comes twice gets the same bytes twice', async () => {
    const question = discord.question('486 vs 600');
    const [first, second] = await Promise.all([send(question), send(question)]);
    assert.equal(first.body, second.body);
  });

  await suite.test('of 300 requests with every fifth badly signed, just those are refused', async () => {
    const chance = seeded();
    const other = new DiscordKey();
    for (let index = 0; index < 300; index += 1) {
      const good = discord.question(String(100 + chance.below(600)), { conversation: snowflake() });
      const question = chance.below(5) === 0 ? damaged(good, chance, other) : good;
      const { headers, body } = question;
      const genuine = await verifyKey(
        body,
        headers['X-Signature-Ed25519'],
        headers['X-Signature-Timestamp'],
        discord.key.publicHex,
      ).catch(() => false);
      const { status, body: said } = await send(question);
      assert.equal(status, genuine ? 200 : 401, `request ${index}`);
      if (!genuine) assert.equal(said, '');
    }
  });

  await suite.test('a bit changed anywhere in the signature is noticed', async () => {
    const question = discord.question('486');
    const bytes = Buffer.from(question.headers['X-Signature-Ed25519'], 'hex');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] ^= 0x40;
      const { status } = await send({
        ...question,
        headers: { ...question.headers, 'X-Signature-Ed25519': changed.toString('hex') },
      });
      assert.equal(status, 401, `byte ${index}`);
    }
  });

  await suite.test('headers that are missing or odd are refused', async () => {
    const question = discord.question('486');
    for (const [name, value] of [
      ['X-Signature-Ed25519', undefined],
      ['X-Signature-Timestamp', undefined],
      ['X-Signature-Ed25519', ''],
      ['X-Signature-Ed25519', 'zz'.repeat(64)],
      ['X-Signature-Ed25519', '00'.repeat(64)],
      ['X-Signature-Timestamp', '0'],
      ['X-Signature-Timestamp', 'now'],
    ]) {
      const headers = Object.fromEntries(
        Object.entries({ ...question.headers, [name]: value }).filter(([, one]) => one !== undefined),
      );
      assert.equal((await send({ ...question, headers })).status, 401, `${name}: ${value}`);
    }
  });

  await suite.test('a well signed request of six minutes ago, or ahead, is refused', async () => {
    for (const offset of [-360, 360]) {
      const { body } = discord.question('486');
      assert.equal((await send(signedBy(discord.key, body, secondsNow() + offset))).status, 401);
    }
  });

  await suite.test('interactions that the bot never offers get an answer that Discord takes', async () => {
    const base = discord.interaction('486');
    for (const odd of [
      { ...base, type: 3, data: { custom_id: 'x', component_type: 2 } },
      { ...base, type: 5, data: { custom_id: 'x', components: [] } },
      { ...base, data: { ...base.data, name: 'other' } },
    ]) {
      const { type, data } = await ask(discord.signed(odd));
      assert.equal(type, InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE);
      assert.equal(data.flags & EPHEMERAL, EPHEMERAL);
    }
    const { type } = await ask(discord.signed({ ...base, type: 4 }));
    assert.equal(type, InteractionResponseType.APPLICATION_COMMAND_AUTOCOMPLETE_RESULT);
  });

  await suite.test('signed nonsense is refused without harm', async () => {
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '{"type":"2"}',
      '{"type":1e999}',
      `{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
      '{"type":2,"data":[]}',
    ]) {
      const { status } = await send(signedBy(discord.key, body));
      assert.ok(status >= 200 && status < 500, `${body.slice(0, 30)}: ${status}`);
    }
    await answerTo('486');
  });

  await suite.test('the command that is registered is one that the builders of discord.js make', async (scope) => {
    const api = await startServer(scope, ({ body }) => ({
      body: JSON.parse(body).map((one) => ({ ...one, id: snowflake() })),
    }));
    const registered = { discord: [{ ...discord.section, api: api.url }] };
    const { code } = await runBot(scope, {
      service,
      config: registered,
      secrets: discord.secrets,
      flags: ['--register-commands'],
    });
    assert.equal(code, 0);
    const [{ method, path, headers, body }] = api.requests;
    assert.deepEqual([method, path], ['PUT', `/applications/${discord.section.application_id}/commands`]);
    assert.equal(headers.authorization, `Bot ${discord.secrets.DISCORD_TOKEN}`);
    const [{ name, description, description_localizations: descriptions, options }] = JSON.parse(body);
    const [option] = options;
    assert.equal(Object.keys(descriptions).length, 16, 'all languages of the service that Discord has, some twice');
    assert.match(descriptions.ja, /応答コード/);
    const builder = new SlashCommandBuilder()
      .setName(name)
      .setDescription(description)
      .setDescriptionLocalizations(descriptions);
    builder.addStringOption((text) =>
      text
        .setName(option.name)
        .setDescription(option.description)
        .setNameLocalizations(option.name_localizations)
        .setDescriptionLocalizations(option.description_localizations)
        .setRequired(option.required)
        .setMaxLength(option.max_length),
    );
    const built = builder.toJSON();
    assert.equal(built.name, discord.interaction('').data.name);
    assert.equal(built.options[0].name, discord.interaction('').data.options[0].name);
  });

  await suite.test('a token that Discord does not know is told, with status 1', async (scope) => {
    const api = await startServer(scope, () => ({ status: 401, body: { message: '401: Unauthorized', code: 0 } }));
    const registered = { discord: [{ ...discord.section, api: api.url }] };
    const { code, said } = await runBot(scope, {
      service,
      config: registered,
      secrets: discord.secrets,
      flags: ['--register-commands'],
    });
    assert.equal(code, 1);
    assert.match(said, /token/);
    assert.ok(!said.includes(discord.secrets.DISCORD_TOKEN));
  });

  // The same embed as the builders make it; they throw where a limit is passed.
  function built(embed) {
    const builder = new EmbedBuilder();
    if (embed.title !== undefined) builder.setTitle(embed.title);
    if (embed.description !== undefined) builder.setDescription(embed.description);
    if (embed.url !== undefined) builder.setURL(embed.url);
    if (embed.color !== undefined) builder.setColor(embed.color);
    if (embed.footer !== undefined) builder.setFooter(embed.footer);
    if (embed.fields !== undefined) builder.addFields(...embed.fields);
    return JSON.parse(JSON.stringify(builder.toJSON()));
  }
});

function sizeOf({ title = '', description = '', footer, fields = [] }) {
  return [title, description, footer?.text ?? '', ...fields.flatMap(({ name, value }) => [name, value])].reduce(
    (sum, text) => sum + [...text].length,
    0,
  );
}

// One of the ways in which Discord tests an endpoint, and in which a stranger would try.
function damaged(question, chance, other) {
  const { headers, body } = question;
  return chance.pick([
    () => ({ ...question, body: body.replace('"type":2', '"type":1') }),
    () => ({ ...question, headers: { ...headers, ...other.headers(body) } }),
    () => ({ ...question, headers: { ...headers, 'X-Signature-Timestamp': String(secondsNow() - 1) } }),
    () => ({ ...question, headers: { ...headers, 'X-Signature-Ed25519': headers['X-Signature-Ed25519'].slice(2) } }),
    () => ({
      ...question,
      headers: {
        ...headers,
        'X-Signature-Ed25519': headers['X-Signature-Ed25519'].replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      },
    }),
  ])();
}
