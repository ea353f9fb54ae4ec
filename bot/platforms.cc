#include "bot/platforms.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/adapter/irc/irc_adapter.h"
#include "bot/adapter/matrix/matrix_adapter.h"
#include "bot/adapter/post_queue.h"
#include "bot/adapter/slack_poster.h"
#include "bot/adapter/telegram_introduction.h"
#include "bot/adapter/telegram_poll.h"
#include "bot/adapter/xmpp/xmpp_adapter.h"
#include "bot/log.h"
#include "bot/webhook/discord.h"
#include "bot/webhook/late_endpoint.h"
#include "bot/webhook/mattermost.h"
#include "bot/webhook/rocket_chat.h"
#include "bot/webhook/slack_command.h"
#include "bot/webhook/slack_events.h"
#include "bot/webhook/teams.h"
#include "bot/webhook/telegram.h"
#include "bot/webhook/webhook_endpoint.h"
#include "bot/webhook/zulip.h"

namespace sipwhy::bot {
namespace {

constexpr char kHealthPath[] = "/healthz";
constexpr absl::Duration kRemembered = absl::Hours(24);
constexpr absl::Duration kBetweenForgetting = absl::Minutes(10);

}  // namespace

absl::StatusOr<std::unique_ptr<Platforms>> Platforms::Start(const Configuration& configuration, Bot& bot,
                                                            uint64_t seed) {
  std::unique_ptr<Platforms> platforms(new Platforms(bot, seed));
  if (absl::Status status = platforms->Prepare(configuration); !status.ok()) return status;
  // First, so that a bot that was started twice ends before it takes the other one's place anywhere.
  if (configuration.http.has_value()) {
    if (absl::Status status = platforms->StartServer(*configuration.http); !status.ok()) return status;
  }
  for (const std::unique_ptr<Adapter>& adapter : platforms->adapters_) {
    platforms->threads_.emplace_back([&adapter] { adapter->Run(); });
  }
  platforms->threads_.emplace_back([&p = *platforms] { p.ForgetOldMessages(); });
  return platforms;
}

Platforms::~Platforms() { Stop(); }

void Platforms::Stop() {
  if (server_ != nullptr) server_->Stop();
  for (const std::unique_ptr<Adapter>& adapter : adapters_) adapter->Stop();
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  told_to_stop_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

absl::Status Platforms::Prepare(const Configuration& configuration) {
  absl::StatusOr<std::unique_ptr<Memory>> memory =
      configuration.memory.empty() ? Memory::OpenInMemory() : Memory::Open(configuration.memory);
  if (!memory.ok()) {
    return absl::Status(memory.status().code(), absl::StrCat("the bot's memory ", configuration.memory,
                                                             " cannot be used: ", memory.status().message()));
  }
  memory_ = *std::move(memory);
  for (const SlackConfiguration& slack : configuration.slack) Add(slack);
  for (const MattermostConfiguration& mattermost : configuration.mattermost) Add(mattermost);
  for (const RocketChatConfiguration& rocket_chat : configuration.rocket_chat) Add(rocket_chat);
  for (const ZulipConfiguration& zulip : configuration.zulip) Add(zulip);
  for (const TelegramConfiguration& telegram : configuration.telegram) Add(telegram);
  for (const IrcConfiguration& irc : configuration.irc) Add(irc);
  for (const XmppConfiguration& xmpp : configuration.xmpp) Add(xmpp);
  for (const MatrixConfiguration& matrix : configuration.matrix) Add(matrix);
  for (const TeamsConfiguration& teams : configuration.teams) {
    if (absl::Status status = Add(teams); !status.ok()) return status;
  }
  for (const DiscordConfiguration& discord : configuration.discord) {
    if (absl::Status status = Add(discord); !status.ok()) return status;
  }
  return absl::OkStatus();
}

MessageHandler& Platforms::NewPipeline(const ChannelRules& rules) {
  pipelines_.push_back(std::make_unique<Pipeline>(bot_, *memory_, rules, &absl::Now));
  return *pipelines_.back();
}

void Platforms::AddWebhook(const ChannelRules& rules, const std::string& path, std::unique_ptr<WebhookCodec> codec,
                           MessageHandler& handler) {
  const auto endpoint = std::make_shared<WebhookEndpoint>(rules.adapter, std::move(codec), handler, &absl::Now);
  routes_[path] = [endpoint](const HttpRequest& request) { return endpoint->Serve(request); };
}

void Platforms::Add(const SlackConfiguration& slack) {
  MessageHandler& handler = NewPipeline(slack.rules);
  AddWebhook(slack.rules, slack.command_path,
             std::make_unique<SlackCommandCodec>(SlackCommandSettings{.signing_secret = slack.signing_secret}),
             handler);
  if (slack.events_path.empty()) return;
  auto poster = std::make_unique<SlackPoster>(
      slack.poster, [&handler](const std::string& id) { handler.NoteDelivered(id); }, NextSeed());
  const auto open = [this, slack, &handler,
                     poster = poster.get()]() -> absl::StatusOr<std::unique_ptr<WebhookEndpoint>> {
    const absl::StatusOr<std::string> self = poster->Identify();
    if (!self.ok()) return self.status();
    const absl::StatusOr<std::vector<UndeliveredReply>> owed =
        memory_->Undelivered(slack.rules.adapter, absl::Now() - PostQueue::kOldest);
    if (!owed.ok()) return owed.status();
    for (const UndeliveredReply& reply : *owed) poster->Post(reply);
    return std::make_unique<WebhookEndpoint>(slack.rules.adapter,
                                             std::make_unique<SlackEventsCodec>(SlackEventsSettings{
                                                 .signing_secret = slack.signing_secret, .bot_user_id = *self}),
                                             handler, &absl::Now,
                                             [poster](UndeliveredReply reply) { poster->Post(std::move(reply)); });
  };
  auto endpoint = std::make_unique<LateEndpoint>(slack.rules.adapter, open, std::move(poster), NextSeed());
  routes_[slack.events_path] = [endpoint = endpoint.get()](const HttpRequest& request) {
    return endpoint->Serve(request);
  };
  AddAdapter(std::move(endpoint));
}

void Platforms::Add(const MattermostConfiguration& mattermost) {
  AddWebhook(mattermost.rules, mattermost.path, std::make_unique<MattermostCodec>(mattermost.settings),
             NewPipeline(mattermost.rules));
}

void Platforms::Add(const RocketChatConfiguration& rocket_chat) {
  AddWebhook(rocket_chat.rules, rocket_chat.path, std::make_unique<RocketChatCodec>(rocket_chat.settings),
             NewPipeline(rocket_chat.rules));
}

void Platforms::Add(const ZulipConfiguration& zulip) {
  AddWebhook(zulip.rules, zulip.path, std::make_unique<ZulipCodec>(zulip.settings), NewPipeline(zulip.rules));
}

absl::Status Platforms::Add(const TeamsConfiguration& teams) {
  absl::StatusOr<TeamsCodec> codec = TeamsCodec::Make(teams.key);
  if (!codec.ok()) return codec.status();
  AddWebhook(teams.rules, teams.path, std::make_unique<TeamsCodec>(*std::move(codec)), NewPipeline(teams.rules));
  return absl::OkStatus();
}

absl::Status Platforms::Add(const DiscordConfiguration& discord) {
  absl::StatusOr<DiscordCodec> codec = DiscordCodec::Make(discord.public_key, discord.application_id);
  if (!codec.ok()) return codec.status();
  AddWebhook(discord.rules, discord.path, std::make_unique<DiscordCodec>(*std::move(codec)),
             NewPipeline(discord.rules));
  return absl::OkStatus();
}

void Platforms::Add(const TelegramConfiguration& telegram) {
  MessageHandler& handler = NewPipeline(telegram.rules);
  if (telegram.path.empty()) {
    return AddAdapter(std::make_unique<TelegramPoll>(telegram.poll, handler, *memory_, NextSeed()));
  }
  auto introduction = std::make_unique<TelegramIntroduction>(telegram.poll);
  const auto open = [telegram, &handler,
                     introduction = introduction.get()]() -> absl::StatusOr<std::unique_ptr<WebhookEndpoint>> {
    absl::StatusOr<TelegramIdentity> self = introduction->Identify();
    if (!self.ok()) return self.status();
    return std::make_unique<WebhookEndpoint>(telegram.rules.adapter,
                                             std::make_unique<TelegramCodec>(TelegramSettings{
                                                 .secret_token = telegram.secret_token, .identity = *std::move(self)}),
                                             handler, &absl::Now);
  };
  auto endpoint = std::make_unique<LateEndpoint>(telegram.rules.adapter, open, std::move(introduction), NextSeed());
  routes_[telegram.path] = [endpoint = endpoint.get()](const HttpRequest& request) { return endpoint->Serve(request); };
  AddAdapter(std::move(endpoint));
}

void Platforms::Add(const IrcConfiguration& irc) {
  AddAdapter(std::make_unique<IrcAdapter>(irc.settings, NewPipeline(irc.rules), NextSeed()));
}

void Platforms::Add(const XmppConfiguration& xmpp) {
  AddAdapter(std::make_unique<XmppAdapter>(xmpp.settings, NewPipeline(xmpp.rules), NextSeed()));
}

void Platforms::Add(const MatrixConfiguration& matrix) {
  AddAdapter(std::make_unique<MatrixAdapter>(matrix.settings, NewPipeline(matrix.rules), *memory_, NextSeed()));
}

absl::Status Platforms::StartServer(const HttpConfiguration& http) {
  if (http.web_page) {
    answers_ = std::make_unique<BotAnswers>(bot_);
    site_ = std::make_unique<Site>(*answers_);
  }
  const HttpServerOptions options{
      .host = http.host, .port = http.port, .certificate_file = http.certificate, .key_file = http.key};
  absl::StatusOr<std::unique_ptr<HttpServer>> server =
      HttpServer::Start(options, [this](const HttpRequest& request) { return Serve(request); });
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  return absl::OkStatus();
}

HttpResponse Platforms::Serve(const HttpRequest& request) {
  if (request.path == kHealthPath) return {.content_type = "text/plain; charset=utf-8", .body = "ok\n"};
  const auto route = routes_.find(request.path);
  if (route != routes_.end()) return route->second(request);
  if (site_ != nullptr) return site_->Serve(request);
  return {.status = 404, .content_type = "text/plain; charset=utf-8", .body = "There is no webhook of this path.\n"};
}

void Platforms::ForgetOldMessages() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    lock.unlock();
    const absl::Status status = memory_->ForgetMessages(absl::Now() - kRemembered);
    if (!status.ok()) Log("memory", absl::StrCat("old messages were not forgotten: ", status.message()));
    lock.lock();
    told_to_stop_.wait_for(lock, absl::ToChronoNanoseconds(kBetweenForgetting), [this] { return stopped_; });
  }
}

}  // namespace sipwhy::bot
