// Everything that a configuration names, at work.
#ifndef SIPWHY_BOT_PLATFORMS_H_
#define SIPWHY_BOT_PLATFORMS_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/adapter/adapter.h"
#include "bot/bot.h"
#include "bot/chat/channel_rules.h"
#include "bot/chat/message_handler.h"
#include "bot/chat/pipeline.h"
#include "bot/config/configuration.h"
#include "bot/memory/memory.h"
#include "bot/web/bot_answers.h"
#include "bot/web/site.h"
#include "bot/webhook/webhook_codec.h"
#include "http/http_message.h"
#include "http/http_server.h"

namespace sipwhy::bot {

// One pipeline per adapter over one bot and one memory; one HTTP server for all webhooks and the web page; one thread
// for each adapter that has a connection of its own, so that none ever waits for another.
class Platforms {
 public:
  // Makes and starts all of `configuration`. `bot` must outlive it; `seed` is for the waits between tries. Errors are
  // those of Memory::Open() and HttpServer::Start().
  static absl::StatusOr<std::unique_ptr<Platforms>> Start(const Configuration& configuration, Bot& bot, uint64_t seed);

  // Stops, if that was not done.
  ~Platforms();
  Platforms(const Platforms&) = delete;
  Platforms& operator=(const Platforms&) = delete;

  // Where the HTTP side listens; empty without one.
  std::string url() const { return server_ == nullptr ? "" : server_->url(); }

  // Lets requests that are being answered end, for three seconds, and then ends all threads, which takes two seconds
  // at most unless a name is being looked up. What is left to post is posted by the next start.
  void Stop();

 private:
  using Route = std::function<HttpResponse(const HttpRequest&)>;

  Platforms(Bot& bot, uint64_t seed) : bot_(bot), seed_(seed) {}

  absl::Status Prepare(const Configuration& configuration);
  void Add(const SlackConfiguration& slack);
  void Add(const MattermostConfiguration& mattermost);
  void Add(const RocketChatConfiguration& rocket_chat);
  void Add(const ZulipConfiguration& zulip);
  absl::Status Add(const TeamsConfiguration& teams);
  absl::Status Add(const DiscordConfiguration& discord);
  void Add(const TelegramConfiguration& telegram);
  void Add(const IrcConfiguration& irc);
  void Add(const XmppConfiguration& xmpp);
  void Add(const MatrixConfiguration& matrix);

  MessageHandler& NewPipeline(const ChannelRules& rules);
  void AddWebhook(const ChannelRules& rules, const std::string& path, std::unique_ptr<WebhookCodec> codec,
                  MessageHandler& handler);
  void AddAdapter(std::unique_ptr<Adapter> adapter) { adapters_.push_back(std::move(adapter)); }
  uint64_t NextSeed() { return seed_++; }

  absl::Status StartServer(const HttpConfiguration& http);
  HttpResponse Serve(const HttpRequest& request);
  void ForgetOldMessages();

  Bot& bot_;
  uint64_t seed_;
  std::unique_ptr<Memory> memory_;
  std::vector<std::unique_ptr<Pipeline>> pipelines_;
  std::map<std::string, Route> routes_;  // by path
  std::unique_ptr<BotAnswers> answers_;
  std::unique_ptr<Site> site_;  // null without a web page
  std::vector<std::unique_ptr<Adapter>> adapters_;
  std::unique_ptr<HttpServer> server_;
  std::vector<std::thread> threads_;

  std::mutex mutex_;  // guards `stopped_`
  std::condition_variable told_to_stop_;
  bool stopped_ = false;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PLATFORMS_H_
