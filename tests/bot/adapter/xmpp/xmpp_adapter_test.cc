// The adapter against a real Prosody, with a person who speaks XMPP over a plain socket.
#include "bot/adapter/xmpp/xmpp_adapter.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/testing/process.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::Process;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::RunProgram;
using ::sipwhy::testing::TempDirectory;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using std::string_literals::operator""s;

constexpr char kProsody[] = "/usr/bin/prosody";
constexpr char kRoom[] = "voip@conference.localhost";
constexpr absl::Duration kPatience = absl::Seconds(20);

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() { close(descriptor_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Listens on a free port.
uint16_t Listen(const Descriptor& listener) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(listener.get(), 5), 0);
  EXPECT_EQ(getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  return ntohs(address.sin_port);
}

bool ConnectTo(uint16_t port, const Descriptor& socket) {
  const sockaddr_in address = Loopback(port);
  return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

void Send(const Descriptor& socket, absl::string_view text) {
  EXPECT_EQ(send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}

// Reads until `text` comes, and returns all before it. What comes after it is for the next call.
class Reader {
 public:
  explicit Reader(const Descriptor& socket) : socket_(socket) {}

  std::string Until(absl::string_view text) {
    const absl::Time end = absl::Now() + kPatience;
    size_t at = std::string::npos;
    while ((at = received_.find(std::string(text))) == std::string::npos) {
      pollfd waiting = {.fd = socket_.get(), .events = POLLIN, .revents = 0};
      char buffer[4096];
      const int left = static_cast<int>(absl::ToInt64Milliseconds(end - absl::Now()));
      const ssize_t size = left > 0 && poll(&waiting, 1, left) > 0 ? recv(socket_.get(), buffer, sizeof buffer, 0) : 0;
      if (size <= 0) {
        ADD_FAILURE() << "no " << text << " in " << received_;
        return received_;
      }
      received_.append(buffer, static_cast<size_t>(size));
    }
    const std::string before = received_.substr(0, at);
    received_.erase(0, at + text.size());
    return before;
  }

 private:
  const Descriptor& socket_;
  std::string received_;
};

// A server of the domain "localhost" with rooms that outlive it, in a folder of its own.
class Prosody {
 public:
  explicit Prosody(bool with_tls) : with_tls_(with_tls) {
    port_ = Listen(Descriptor(socket(AF_INET, SOCK_STREAM, 0)));  // which is free again
    if (with_tls_) MakeCertificate();
    WriteConfiguration();
    Start();
  }

  void Start() {
    process_.emplace(std::vector<std::string>{kProsody, "-F", "--config", directory_.File("prosody.cfg.lua")});
    const absl::Time end = absl::Now() + kPatience;
    while (absl::Now() < end) {
      const Descriptor probe(socket(AF_INET, SOCK_STREAM, 0));
      if (ConnectTo(port_, probe)) return;
      poll(nullptr, 0, 20);  // until it listens
    }
    ADD_FAILURE() << "prosody does not start: " << ReadFile(directory_.File("log"));
  }

  void Stop() {
    process_->Signal(SIGTERM);
    process_->Wait();
  }

  uint16_t port() const { return port_; }
  std::string certificate() const { return directory_.File("localhost.crt"); }

 private:
  void MakeCertificate() {
    RunProgram({"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", directory_.File("localhost.key"),
                "-out", certificate()});
  }

  void WriteConfiguration() {
    const std::string path = directory_.path();
    directory_.Write("prosody.cfg.lua",
                     absl::StrCat(R"(
      run_as_root = true
      pidfile = ")",
                                  path, R"(/prosody.pid"
      data_path = ")",
                                  path, R"("
      plugin_paths = {}
      log = { { levels = { min = "info" }, to = "file", filename = ")",
                                  path, R"(/log" } }
      interfaces = { "127.0.0.1" }
      c2s_ports = { )",
                                  port_, R"( }
      modules_enabled = { "roster", "saslauth", "disco", "ping")",
                                  with_tls_ ? R"(, "tls")" : "", R"( }
      modules_disabled = { "s2s", "s2s_auth_certs", "offline" }
      authentication = "internal_plain"
      allow_unencrypted_plain_auth = true
      c2s_require_encryption = false
      )",
                                  with_tls_ ? absl::StrCat("ssl = { certificate = \"", certificate(), "\", key = \"",
                                                           path, "/localhost.key\" }\n")
                                            : "",
                                  R"(
      VirtualHost "localhost"
      Component "conference.localhost" "muc"
        muc_room_default_persistent = true
        muc_room_locking = false
      )"));
    EXPECT_EQ(mkdir(directory_.File("localhost").c_str(), 0700), 0);
    EXPECT_EQ(mkdir(directory_.File("localhost/accounts").c_str(), 0700), 0);
    for (const char* name : {"sip", "alice"}) {
      directory_.Write(absl::StrCat("localhost/accounts/", name, ".dat"), "return { [\"password\"] = \"secret\"; };\n");
    }
  }

  const bool with_tls_;
  const TempDirectory directory_;
  uint16_t port_ = 0;
  std::optional<Process> process_;
};

// A person, logged in as alice.
class Person {
 public:
  explicit Person(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)), reader_(socket_) {
    EXPECT_TRUE(ConnectTo(port, socket_));
    OpenStream();
    Say(absl::StrCat("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>",
                     absl::Base64Escape("\0alice\0secret"s), "</auth>"));
    Hear("<success");
    OpenStream();
    Say("<iq type='set' id='bind'><bind "
        "xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>phone</resource></bind></iq>");
    Hear("<jid>alice@localhost/phone</jid>");
    Say("<presence/>");
  }

  void Say(absl::string_view xml) { Send(socket_, xml); }
  std::string Hear(absl::string_view text) { return reader_.Until(text); }

  void Enter(const std::string& nick) {
    Say(absl::StrCat("<presence to='", kRoom, "/", nick, "'><x xmlns='http://jabber.org/protocol/muc'/></presence>"));
    Hear("<subject");  // the last stanza of an entry (XEP-0045 §7.1)
  }

  void SayInRoom(const std::string& body) {
    Say(absl::StrCat("<message type='groupchat' to='", kRoom, "'><body>", body, "</body></message>"));
  }

  // The next text that somebody else's client sends it.
  std::string HearBody() {
    Hear("<body>");
    return Hear("</body>");
  }

 private:
  void OpenStream() {
    Say("<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' "
        "xmlns:stream='http://etherx.jabber.org/streams'>");
    Hear("</stream:features>");
  }

  const Descriptor socket_;
  Reader reader_;
};

// What the program writes on standard error while this lives.
class ErrorLog {
 public:
  ErrorLog() : original_(dup(STDERR_FILENO)), file_(open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {
    dup2(file_.get(), STDERR_FILENO);
  }
  ~ErrorLog() { dup2(original_.get(), STDERR_FILENO); }
  ErrorLog(const ErrorLog&) = delete;
  ErrorLog& operator=(const ErrorLog&) = delete;

  std::string Text() const { return ReadFile(path_); }

  // Waits until it holds `text`.
  void Await(absl::string_view text) const {
    const absl::Time end = absl::Now() + kPatience;
    while (!absl::StrContains(Text(), text)) {
      if (absl::Now() > end) {
        ADD_FAILURE() << "no " << text << " in " << Text();
        return;
      }
      poll(nullptr, 0, 20);
    }
  }

 private:
  const TempDirectory directory_;
  const std::string path_ = directory_.File("stderr");
  const Descriptor original_;
  const Descriptor file_;
};

// Answers what is addressed with the question itself, and remembers what it was asked.
class EchoingHandler final : public MessageHandler {
 public:
  Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) override {
    const std::lock_guard lock(mutex_);
    messages_.push_back(message);
    came_.notify_all();
    if (!message.addressed || message.from_self || message.from_bot) return {};
    Reply reply{.answer = {}, .kind = Reply::Kind::kAnswer};
    reply.answer.title = absl::StrCat("you said ", message.text);
    return {.payload = encoder.Encode(reply, message)};
  }

  void NoteDelivered(const std::string& /*id*/) override {}

  // Waits for the message with this text.
  ChatMessage Await(absl::string_view text) {
    std::unique_lock lock(mutex_);
    std::optional<ChatMessage> found;
    const bool came = came_.wait_for(lock, absl::ToChronoSeconds(kPatience), [&] {
      for (const ChatMessage& message : messages_) {
        if (message.text == text) found = message;
      }
      return found.has_value();
    });
    EXPECT_TRUE(came) << "never came: " << text;
    return found.value_or(ChatMessage());
  }

  std::vector<ChatMessage> messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<ChatMessage> messages_;
};

class XmppAdapterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (access(kProsody, X_OK) != 0) GTEST_SKIP() << kProsody << " is not installed";
  }
  void TearDown() override { Stop(); }

  static XmppSettings Settings(uint16_t port) {
    XmppSettings settings;
    settings.name = "xmpp";
    settings.jid = "sip@localhost";
    settings.password = "secret";
    settings.host = "127.0.0.1";
    settings.port = port;
    settings.tls = XmppSettings::Tls::kOff;
    settings.rooms = {kRoom};
    return settings;
  }

  void Start(const XmppSettings& settings) {
    adapter_.emplace(settings, handler_, 1);
    thread_ = std::thread([this] { adapter_->Run(); });
  }

  // With a person in the room who sees the bot come in.
  void StartWith(Person& person, const Prosody& prosody) {
    person.Enter("alice");
    Start(Settings(prosody.port()));
    person.Hear(absl::StrCat("from='", kRoom, "/sipwhy'"));
  }

  void Stop() {
    if (!thread_.joinable()) return;
    const absl::Time begin = absl::Now();
    adapter_->Stop();
    thread_.join();
    EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
  }

  EchoingHandler handler_;
  std::optional<XmppAdapter> adapter_;
  std::thread thread_;
};

TEST_F(XmppAdapterTest, AddressedMessageInARoomIsAnsweredThere) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  person.SayInRoom("sipwhy: 486 &lt;busy&gt;");
  EXPECT_THAT(person.HearBody(), HasSubstr("sipwhy: 486"));  // as the room repeats it
  EXPECT_EQ(person.HearBody(), "alice: you said 486 &lt;busy&gt;");
  EXPECT_EQ(handler_.Await("486 <busy>").sender, absl::StrCat(kRoom, "/alice"));
}

TEST_F(XmppAdapterTest, OwnAnswerComesBackAsItsOwnAndIsNotAnswered) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  person.SayInRoom("sipwhy: 486");
  EXPECT_TRUE(handler_.Await("alice: you said 486").from_self);
  person.SayInRoom("sipwhy: 487");
  handler_.Await("alice: you said 487");
  EXPECT_THAT(handler_.messages(), SizeIs(4));
}

TEST_F(XmppAdapterTest, OtherMessagesInARoomAreOverheard) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  person.SayInRoom("who knows 486?");
  person.SayInRoom("sipwhy, 487");
  EXPECT_FALSE(handler_.Await("who knows 486?").addressed);
  handler_.Await("alice: you said 487");
  EXPECT_THAT(handler_.messages(), SizeIs(3));
}

TEST_F(XmppAdapterTest, DirectMessageIsAnsweredDirectly) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  person.Say("<message type='chat' to='sip@localhost'><body>486</body></message>");
  EXPECT_THAT(person.Hear("<body>"), HasSubstr("type='chat'"));
  EXPECT_EQ(person.Hear("</body>"), "you said 486");
  EXPECT_TRUE(handler_.Await("486").direct);
}

TEST_F(XmppAdapterTest, PrivateMessageInARoomIsAnsweredPrivately) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  person.Say(absl::StrCat("<message type='chat' to='", kRoom, "/sipwhy'><body>486</body></message>"));
  const std::string head = person.Hear("<body>");
  EXPECT_THAT(head, HasSubstr("type='chat'"));
  EXPECT_THAT(head, HasSubstr(absl::StrCat("from='", kRoom, "/sipwhy'")));
  EXPECT_EQ(person.Hear("</body>"), "you said 486");
}

TEST_F(XmppAdapterTest, HistoryIsNotAnswered) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  person.Enter("alice");
  person.SayInRoom("sipwhy: 301");
  person.HearBody();
  Start(Settings(prosody.port()));
  person.Hear(absl::StrCat("from='", kRoom, "/sipwhy'"));
  person.SayInRoom("sipwhy: 486");
  handler_.Await("alice: you said 486");
  EXPECT_THAT(handler_.messages(), SizeIs(2));
}

TEST_F(XmppAdapterTest, TakenNickGetsAnUnderscoreAndIsWhatTheBotListensTo) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  person.Enter("sipwhy");
  Start(Settings(prosody.port()));
  person.Hear(absl::StrCat("from='", kRoom, "/sipwhy_'"));
  person.SayInRoom("sipwhy: 301");
  person.SayInRoom("sipwhy_: 486");
  EXPECT_FALSE(handler_.Await("sipwhy: 301").addressed);
  EXPECT_TRUE(handler_.Await("sipwhy: you said 486").from_self);
}

TEST_F(XmppAdapterTest, ErrorsAreNotAnswered) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  person.Say("<message type='error' to='sip@localhost/sipwhy-bot'><body>301</body></message>");
  person.Say("<message type='chat' to='sip@localhost/sipwhy-bot'><body>486</body></message>");
  EXPECT_EQ(person.HearBody(), "you said 486");
  EXPECT_THAT(handler_.messages(), SizeIs(1));
}

TEST_F(XmppAdapterTest, QueriesAreAnsweredIfOnlyWithAnError) {
  const Prosody prosody(/*with_tls=*/false);
  Person person(prosody.port());
  StartWith(person, prosody);
  const std::string to = "to='sip@localhost/sipwhy-bot'";
  person.Say(absl::StrCat("<iq type='get' id='p1' ", to, "><ping xmlns='urn:xmpp:ping'/></iq>"));
  person.Hear("<iq");
  EXPECT_THAT(person.Hear("/>"), HasSubstr("type='result'"));
  person.Say(
      absl::StrCat("<iq type='get' id='d1' ", to, "><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"));
  EXPECT_THAT(person.Hear("</iq>"), HasSubstr("type='bot'"));
  person.Say(absl::StrCat("<iq type='set' id='x1' ", to, "><x xmlns='urn:example:unknown'/></iq>"));
  const std::string error = person.Hear("</iq>");
  EXPECT_THAT(error, HasSubstr("type='error'"));
  EXPECT_THAT(error, HasSubstr("<service-unavailable"));
}

TEST_F(XmppAdapterTest, BotComesBackAfterARestartOfTheServer) {
  Prosody prosody(/*with_tls=*/false);
  {
    Person person(prosody.port());
    StartWith(person, prosody);
    prosody.Stop();
  }
  prosody.Start();
  Person person(prosody.port());
  person.Say(absl::StrCat("<presence to='", kRoom, "/alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>"));
  person.Hear(absl::StrCat("from='", kRoom, "/sipwhy'"));
  person.SayInRoom("sipwhy: 486");
  handler_.Await("alice: you said 486");
}

TEST_F(XmppAdapterTest, ServerWithATrustedCertificateIsLoggedInTo) {
  const Prosody prosody(/*with_tls=*/true);
  Person person(prosody.port());
  person.Enter("alice");
  XmppSettings settings = Settings(prosody.port());
  settings.tls = XmppSettings::Tls::kRequired;
  settings.ca_file = prosody.certificate();
  Start(settings);
  person.Hear(absl::StrCat("from='", kRoom, "/sipwhy'"));
}

TEST_F(XmppAdapterTest, ServerWithAnotherCertificateIsNotLoggedInTo) {
  const Prosody prosody(/*with_tls=*/true);
  const ErrorLog log;
  XmppSettings settings = Settings(prosody.port());
  settings.tls = XmppSettings::Tls::kRequired;
  Start(settings);
  log.Await("next try in");
  Stop();
  EXPECT_THAT(log.Text(), HasSubstr("the certificate is refused: self"));
  EXPECT_THAT(log.Text(), Not(HasSubstr("is logged in")));
}

TEST_F(XmppAdapterTest, ServerWithoutEncryptionIsNotLoggedInToWhereItIsRequired) {
  const Prosody prosody(/*with_tls=*/false);
  const ErrorLog log;
  XmppSettings settings = Settings(prosody.port());
  settings.tls = XmppSettings::Tls::kRequired;
  Start(settings);
  log.Await("next try in");
  Stop();
  EXPECT_THAT(log.Text(), HasSubstr("TLS is not supported"));
  EXPECT_THAT(log.Text(), Not(HasSubstr("is logged in")));
}

TEST_F(XmppAdapterTest, WrongPasswordIsNotToldAndNotTriedAgainSoon) {
  const Prosody prosody(/*with_tls=*/false);
  const ErrorLog log;
  XmppSettings settings = Settings(prosody.port());
  settings.password = "hunter2";
  Start(settings);
  log.Await("check jid, password and tls");
  Stop();
  EXPECT_THAT(log.Text(), HasSubstr("next try in 5m"));
  EXPECT_THAT(log.Text(), Not(HasSubstr("hunter2")));
}

TEST_F(XmppAdapterTest, SecondBotOfTheAccountEndsTheFirstWhichDoesNotStrikeBack) {
  const Prosody prosody(/*with_tls=*/false);
  const ErrorLog log;
  Start(Settings(prosody.port()));
  log.Await("is logged in");
  XmppAdapter second(Settings(prosody.port()), handler_, 2);
  std::thread thread([&] { second.Run(); });
  log.Await("next try in 5m");
  second.Stop();
  thread.join();
  EXPECT_THAT(log.Text(), HasSubstr("another program has logged in"));
}

TEST_F(XmppAdapterTest, RoomThatDoesNotExistIsNotMade) {
  const Prosody prosody(/*with_tls=*/false);
  const ErrorLog log;
  Start(Settings(prosody.port()));
  log.Await("voip@conference.localhost does not exist; comes when somebody has made it");
}

TEST_F(XmppAdapterTest, StopEndsAConnectionToAServerThatSaysNothing) {
  const Descriptor listener(socket(AF_INET, SOCK_STREAM, 0));
  Start(Settings(Listen(listener)));
  const Descriptor server(accept(listener.get(), nullptr, nullptr));
  Reader(server).Until("<stream:stream");
  Stop();  // says how long it took
}

TEST_F(XmppAdapterTest, StopEndsATlsHandshakeThatTheServerLeavesOpen) {
  const Descriptor listener(socket(AF_INET, SOCK_STREAM, 0));
  XmppSettings settings = Settings(Listen(listener));
  settings.tls = XmppSettings::Tls::kRequired;
  Start(settings);
  const Descriptor server(accept(listener.get(), nullptr, nullptr));
  Reader reader(server);
  reader.Until("<stream:stream");
  Send(server,
       "<stream:stream id='1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
       "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>");
  reader.Until("<starttls");
  Send(server, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  reader.Until("\x16\x03");  // a TLS handshake record (RFC 8446 §5.1)
  Stop();                    // says how long it took
}

TEST_F(XmppAdapterTest, ServerThatIsAwayIsTriedAgainSoon) {
  const ErrorLog log;
  Start(Settings(Listen(Descriptor(socket(AF_INET, SOCK_STREAM, 0)))));  // where nobody listens any more
  log.Await("the server cannot be reached; next try in 1s");
}

TEST_F(XmppAdapterTest, StopEndsTheWaitForTheNextTry) {
  Start(Settings(Listen(Descriptor(socket(AF_INET, SOCK_STREAM, 0)))));  // where nobody listens any more
  Stop();                                                                // says how long it took
}

TEST_F(XmppAdapterTest, StopBeforeRunEndsItAtOnce) {
  adapter_.emplace(Settings(1), handler_, 1);
  adapter_->Stop();
  adapter_->Stop();
  adapter_->Run();
}

TEST_F(XmppAdapterTest, SettingsThatAreWrongEndRunAtOnce) {
  XmppSettings settings = Settings(1);
  settings.jid = "sip";
  adapter_.emplace(settings, handler_, 1);
  adapter_->Run();
}

}  // namespace
}  // namespace sipwhy::bot
