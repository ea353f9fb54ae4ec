// Platforms whose requests a test makes itself, in the shape that their documentation gives: how each is configured,
// how a question of it looks on the wire, and what its answer says.
import { randomUUID } from 'node:crypto';

import { DiscordKey, form, slackHeaders, teamsHeaders } from './signing.mjs';

const JSON_BODY = { 'Content-Type': 'application/json' };
const FORM_BODY = { 'Content-Type': 'application/x-www-form-urlencoded' };

const id = () => randomUUID().replaceAll('-', '');

// The bot says no more than ten things in ten seconds in one conversation, so each question is asked in another.
let conversations = 1000;
const newConversation = () => String((conversations += 1));
const timestamp = () => (Date.now() / 1000).toFixed(6);

// Each class has: `table` and `section` for the configuration, `secrets` for the environment, question() for a request
// {path, headers, body}, and said() for what a response shows in the chat. The options of question() are `user`,
// `conversation`, `id` (the same for each delivery of one message) and `fromBot`. Those with `canTellBots` say in their
// requests whether a bot is speaking.

// docs.slack.dev, "Events API" and "app_mention event". What it says is posted, so said() has nothing.
export class SlackEvents {
  table = 'slack';
  canTellBots = true;
  secrets = { SLACK_SIGNING_SECRET: id(), SLACK_TOKEN: `xoxb-${id()}` };

  constructor(api, more = {}) {
    this.section = {
      name: 'slack',
      events_path: '/slack/events',
      command_path: '/slack/command',
      signing_secret: { env: 'SLACK_SIGNING_SECRET' },
      token: { env: 'SLACK_TOKEN' },
      api,
      ...more,
    };
  }

  sign(body, at) {
    return slackHeaders(this.secrets.SLACK_SIGNING_SECRET, body, at);
  }

  envelope(event, eventId = `Ev${id()}`) {
    const body = JSON.stringify({
      token: id(),
      team_id: 'T000000001',
      api_app_id: 'A000000001',
      event,
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ team_id: 'T000000001', user_id: 'USIPWHY', is_bot: true, is_enterprise_install: false }],
    });
    return { path: this.section.events_path, headers: { ...JSON_BODY, ...this.sign(body) }, body };
  }

  question(text, { user = 'U000000001', conversation = newConversation(), id: message = id(), fromBot = false } = {}) {
    const ts = timestamp();
    const bot = fromBot ? { bot_id: 'B000000077', subtype: 'bot_message' } : {};
    const event = {
      type: 'app_mention',
      user,
      text: `<@USIPWHY> ${text}`,
      ts,
      channel: conversation,
      event_ts: ts,
      ...bot,
    };
    return this.envelope(event, `Ev${message}`);
  }

  said() {
    return undefined;
  }
}

// docs.slack.dev, "Implementing slash commands".
export class SlackCommand {
  table = undefined; // SlackEvents configures both
  secrets = {};

  constructor(slack) {
    this.slack = slack;
  }

  question(text, { user = 'U000000001', conversation = newConversation(), id: message = id() } = {}) {
    const body = form({
      token: 'gIkuvaNzQIHg97ATvDxqgjtO',
      team_id: 'T000000001',
      team_domain: 'example',
      channel_id: conversation,
      channel_name: 'general',
      user_id: user,
      user_name: 'alice',
      command: '/sip',
      text,
      api_app_id: 'A000000001',
      is_enterprise_install: 'false',
      response_url: 'https://hooks.slack.com/commands/1234/5678',
      trigger_id: message,
    });
    return { path: this.slack.section.command_path, headers: { ...FORM_BODY, ...this.slack.sign(body) }, body };
  }

  said(response) {
    return textOf(response);
  }
}

// developers.mattermost.com, "Custom slash commands".
export class Mattermost {
  table = 'mattermost';
  secrets = { MATTERMOST_TOKEN: id() };
  section = { name: 'mattermost', path: '/mattermost', token: { env: 'MATTERMOST_TOKEN' } };

  question(text, { user = 'rnina9994bde8mua79zqcg5hmo', conversation = newConversation(), id: message = id() } = {}) {
    const token = this.secrets.MATTERMOST_TOKEN;
    const body = form({
      channel_id: conversation,
      channel_name: 'town-square',
      command: '/sip',
      response_url: 'http://localhost:8065/hooks/commands/xx9hbdn63frsjqcw3zd8mpnk7w',
      team_domain: 'example',
      team_id: 'rdc9bgriktyx9p4kowh3dmgqyc',
      text,
      token,
      trigger_id: message,
      user_id: user,
      user_name: 'alice',
    });
    const headers = {
      ...FORM_BODY,
      Accept: 'application/json',
      Authorization: `Token ${token}`,
      'User-Agent': 'Mattermost-Bot/1.1',
    };
    return { path: this.section.path, headers, body };
  }

  said(response) {
    return textOf(response);
  }
}

// docs.rocket.chat, "Outgoing webhooks"; the fields are those of RocketChat's triggerHandler.ts.
export class RocketChat {
  table = 'rocket_chat';
  canTellBots = true;
  secrets = { ROCKET_CHAT_TOKEN: id() };
  section = { name: 'rocket.chat', path: '/rocket', token: { env: 'ROCKET_CHAT_TOKEN' } };

  question(text, { user = 'nEoi9jLbmk3', conversation = newConversation(), id: message = id(), fromBot = false } = {}) {
    const body = JSON.stringify({
      token: this.secrets.ROCKET_CHAT_TOKEN,
      bot: fromBot,
      trigger_word: 'sip',
      channel_id: conversation,
      channel_name: 'general',
      message_id: message,
      timestamp: new Date().toISOString(),
      user_id: user,
      user_name: 'alice',
      text: `sip ${text}`,
      siteUrl: 'https://chat.example.org',
    });
    return { path: this.section.path, headers: JSON_BODY, body };
  }

  said(response) {
    return textOf(response);
  }
}

// zulip.com/api/outgoing-webhooks.
export class Zulip {
  table = 'zulip';
  secrets = { ZULIP_TOKEN: id() };
  section = { name: 'zulip', path: '/zulip', token: { env: 'ZULIP_TOKEN' }, bot_email: 'sip-bot@example.org' };
  #next = 112;

  question(text, { user = '17', conversation = newConversation(), id: message = this.#next++ } = {}) {
    const data = `@**sip** ${text}`;
    const body = JSON.stringify({
      bot_email: this.section.bot_email,
      bot_full_name: 'sip',
      data,
      trigger: 'mention',
      token: this.secrets.ZULIP_TOKEN,
      message: {
        id: message,
        sender_id: Number.parseInt(user, 10) || 17,
        content: data,
        recipient_id: 20,
        timestamp: Math.floor(Date.now() / 1000),
        client: 'website',
        subject: 'voip',
        topic_links: [],
        is_me_message: false,
        reactions: [],
        submessages: [],
        sender_full_name: 'Alice',
        sender_email: `user${user}@example.org`,
        sender_realm_str: 'zulip',
        display_recipient: 'general',
        type: 'stream',
        stream_id: Number.parseInt(conversation, 10) || 3,
        avatar_url: null,
        content_type: 'text/x-markdown',
      },
    });
    return { path: this.section.path, headers: JSON_BODY, body };
  }

  said(response) {
    return JSON.parse(response.body).content;
  }
}

// learn.microsoft.com, "Create Outgoing Webhooks"; the activity is that of the Bot Framework.
export class Teams {
  table = 'teams';
  secrets = { TEAMS_KEY: Buffer.from(id()).toString('base64') };
  section = { name: 'teams', path: '/teams', key: { env: 'TEAMS_KEY' } };

  signed(body) {
    return { path: this.section.path, headers: { ...JSON_BODY, ...teamsHeaders(this.secrets.TEAMS_KEY, body) }, body };
  }

  question(
    text,
    {
      user = '29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85g',
      conversation = newConversation(),
      id: message = id(),
    } = {},
  ) {
    const now = new Date().toISOString();
    const body = JSON.stringify({
      type: 'message',
      id: message,
      timestamp: now,
      localTimestamp: now,
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      channelId: 'msteams',
      from: { id: user, name: 'Alice', aadObjectId: id() },
      conversation: { isGroup: true, id: `${conversation};messageid=1481567603816`, name: null },
      recipient: null,
      textFormat: 'plain',
      text: `<at>sip</at> ${text}\n`,
      attachments: [
        {
          contentType: 'text/html',
          content: `<div><div><span itemtype="http://schema.skype.com/Mention" >sip</span> ${text}</div></div>`,
        },
      ],
      entities: [{ locale: 'en-US', country: 'US', platform: 'Web', type: 'clientInfo' }],
      channelData: {
        teamsChannelId: conversation,
        teamsTeamId: conversation,
        channel: { id: conversation },
        team: { id: conversation },
        tenant: { id: id() },
      },
      locale: 'en-US',
    });
    return this.signed(body);
  }

  said(response) {
    const { text, attachments } = JSON.parse(response.body);
    return text ?? (attachments && JSON.stringify(attachments));
  }
}

// An id of Discord's, which tells when it was made ("API Reference", Snowflakes).
let snowflakes = 0n;
export function snowflake(milliseconds = Date.now()) {
  return String((BigInt(milliseconds - 1_420_070_400_000) << 22n) | (snowflakes++ & 0xfffffn));
}

// docs.discord.com, "Receiving and Responding to Interactions".
export class Discord {
  table = 'discord';
  secrets = { DISCORD_TOKEN: id() };
  key = new DiscordKey();
  section = {
    name: 'discord',
    path: '/discord',
    public_key: this.key.publicHex,
    application_id: '845027738276462632',
    token: { env: 'DISCORD_TOKEN' },
  };

  signed(interaction, at) {
    const body = JSON.stringify(interaction);
    return { path: this.section.path, headers: { ...JSON_BODY, ...this.key.headers(body, at) }, body };
  }

  question(
    text,
    { user = '53908232506183680', conversation = snowflake(), id: message = snowflake(), locale = 'en-US' } = {},
  ) {
    return this.signed(this.interaction(text, { user, conversation, message, locale }));
  }

  interaction(
    text,
    { user = '53908232506183680', conversation = snowflake(), message = snowflake(), locale = 'en-US' } = {},
  ) {
    return {
      type: 2,
      token: `${id()}${id()}`,
      id: message,
      application_id: this.section.application_id,
      version: 1,
      app_permissions: '442368',
      locale,
      guild_locale: 'en-US',
      guild_id: '290926798626357999',
      channel_id: conversation,
      context: 0,
      authorizing_integration_owners: { 0: '290926798626357999' },
      entitlements: [],
      member: {
        user: {
          id: user,
          username: 'alice',
          avatar: 'a_d5efa99b3eeaa7dd43acca82f5692432',
          discriminator: '0',
          public_flags: 131141,
        },
        roles: ['539082325061836999'],
        permissions: '2147483647',
        nick: null,
        deaf: false,
        mute: false,
        pending: false,
        is_pending: false,
        joined_at: '2017-03-13T19:19:14.040000+00:00',
        premium_since: null,
      },
      data: { type: 1, name: 'sip', id: '771825006014889984', options: [{ type: 3, name: 'question', value: text }] },
    };
  }

  said(response) {
    const { data } = JSON.parse(response.body);
    return (
      data && [data.content, ...(data.embeds ?? []).map((embed) => JSON.stringify(embed))].filter(Boolean).join('\n')
    );
  }
}

function textOf(response) {
  return response.body === '' ? undefined : JSON.parse(response.body).text || undefined;
}

// The configuration and the secrets for all of `platforms`.
export function configure(platforms, more = {}) {
  const config = { language: 'en', ...more };
  for (const { table, section } of platforms) if (table) (config[table] ??= []).push(section);
  return { config, secrets: Object.assign({}, ...platforms.map((platform) => platform.secrets)) };
}
