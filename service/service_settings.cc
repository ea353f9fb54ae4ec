#include "service/service_settings.h"

#include <limits>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "network/socket_address.h"

namespace sipwhy {
namespace {

constexpr absl::Duration kShortestConnectionAge = absl::Seconds(1);

SettingSection KnowledgeSection() {
  return {.heading = "Knowledge",
          .settings = {{.name = "database",
                        .placeholder = "PATH",
                        .kind = TextSetting{.required = true},
                        .help = "the knowledge base, an SQLite file that sipwhy-kb made"},
                       {.name = "pin-revision",
                        .placeholder = "N",
                        .kind = NumberSetting{.fallback = 0, .least = 0, .most = std::numeric_limits<int>::max()},
                        .help = "serve revision N also when there are newer ones, as after a release that went wrong; "
                                "0 for the newest"}}};
}

SettingSection NetworkSection() {
  return {.heading = "Network",
          .settings = {
              {.name = "listen",
               .placeholder = "ADDRESS",
               .kind = TextSetting{.fallback = "127.0.0.1:50051"},
               .help = "where clients connect: 127.0.0.1:50051, [::1]:50051 or unix:/run/sipwhy.sock; port 0 takes a "
                       "free one"},
              {.name = "admin",
               .placeholder = "ADDRESS",
               .kind = TextSetting{.fallback = "127.0.0.1:50052"},
               .help = "where the operator connects: reload and status, reflection, health and channelz over gRPC, and "
                       "/metrics, /healthz and /readyz over HTTP; off for none"},
              {.name = "most-connections",
               .placeholder = "N",
               .kind = NumberSetting{.fallback = 1000, .least = 1, .most = 1000000},
               .help = "open at once; those beyond are reset"},
              {.name = "most-per-address",
               .placeholder = "N",
               .kind = NumberSetting{.fallback = 200, .least = 1, .most = 1000000},
               .help = "of them from one IPv4 address or IPv6 network of 64 bits; loopback is free"},
              {.name = "most-calls-per-second",
               .placeholder = "N",
               .kind = NumberSetting{.fallback = 0, .least = 0, .most = 1000000000},
               .help = "calls beyond are refused with RESOURCE_EXHAUSTED; 0 for no limit"},
              {.name = "connection-age",
               .placeholder = "DURATION",
               .kind =
                   DurationSetting{
                       .fallback = absl::Minutes(30), .least = absl::ZeroDuration(), .most = absl::Hours(24 * 7)},
               .help = "after this a connection is told to come anew, so that clients find new servers; 0s for no "
                       "limit"}}};
}

SettingSection SecuritySection() {
  return {.heading = "Security",
          .settings = {{.name = "tls-certificate",
                        .placeholder = "PATH",
                        .kind = TextSetting{},
                        .help = "the chain of certificates of --listen, in PEM; without it there is no TLS"},
                       {.name = "tls-key",
                        .placeholder = "PATH",
                        .kind = TextSetting{},
                        .help = "the private key of the first of them, in PEM"},
                       {.name = "tls-client-ca",
                        .placeholder = "PATH",
                        .kind = TextSetting{},
                        .help = "authorities in PEM; each client must show a certificate of one of them"},
                       {.name = "tokens-file",
                        .placeholder = "PATH",
                        .kind = TextSetting{},
                        .help = "bearer tokens, one a line; each call on --listen must carry one of them"},
                       {.name = "insecure",
                        .placeholder = "",
                        .kind = SwitchSetting{},
                        .help = "allow plaintext on addresses that other machines can reach"}}};
}

SettingSection LogSection() {
  return {.heading = "Log, on standard error, an event a line in logfmt",
          .settings = {{.name = "log-level",
                        .placeholder = "LEVEL",
                        .kind = ChoiceSetting{.fallback = "info", .words = {"debug", "info", "warning", "error"}},
                        .help = "debug, info, warning or error"},
                       {.name = "access-log-one-in",
                        .placeholder = "N",
                        .kind = NumberSetting{.fallback = 1000, .least = 0, .most = 1000000000},
                        .help = "log one in so many calls that succeed, 0 for none; of those that fail, at most ten a "
                                "second"}}};
}

SettingSection EndSection() {
  return {
      .heading = "After SIGTERM or SIGINT",
      .settings = {
          {.name = "drain-delay",
           .placeholder = "DURATION",
           .kind =
               DurationSetting{
                   .fallback = absl::ZeroDuration(), .least = absl::ZeroDuration(), .most = absl::Minutes(10)},
           .help = "serve on for so long while health says NOT_SERVING, so that load balancers see it "
                   "before calls are refused"},
          {.name = "grace",
           .placeholder = "DURATION",
           .kind = DurationSetting{.fallback = absl::Seconds(5), .least = absl::ZeroDuration(), .most = absl::Hours(1)},
           .help = "how long calls in flight may take then"}}};
}

// Checks what one setting alone can not know.
class CrossChecks {
 public:
  CrossChecks(const Settings& settings, Mistakes& mistakes) : settings_(settings), mistakes_(mistakes) {}

  void Run(const ServiceSettings& service) {
    CheckTls(service);
    CheckListen(service);
    if (!service.admin.empty()) CheckAdmin(service);
    const bool is_blink =
        service.connection_age > absl::ZeroDuration() && service.connection_age < kShortestConnectionAge;
    if (is_blink) Complain("connection-age", "must be 0s or at least 1s");
  }

 private:
  void CheckTls(const ServiceSettings& service) {
    if (!service.tls_certificate.empty() && service.tls_key.empty()) {
      Complain("tls-certificate", "needs tls-key as well");
    }
    if (!service.tls_key.empty() && service.tls_certificate.empty()) {
      Complain("tls-key", "needs tls-certificate as well");
    }
    if (!service.tls_client_ca.empty() && service.tls_certificate.empty()) {
      Complain("tls-client-ca",
               "needs tls-certificate and tls-key as well, since clients show certificates in TLS alone");
    }
  }

  void CheckListen(const ServiceSettings& service) {
    const std::optional<SocketAddress> address = Address("listen", service.listen);
    const bool has_tls = !service.tls_certificate.empty() || !service.tls_key.empty();
    if (!address.has_value() || IsLocal(*address) || has_tls || service.insecure) return;
    Complain("listen", absl::StrCat("is ", service.listen,
                                    ", which other machines can reach, and has no TLS: give tls-certificate and "
                                    "tls-key, or listen on a loopback or unix: address behind a proxy, or allow "
                                    "plaintext with --insecure"));
  }

  void CheckAdmin(const ServiceSettings& service) {
    const std::optional<SocketAddress> address = Address("admin", service.admin);
    if (!address.has_value()) return;
    if (!IsLocal(*address) && !service.insecure) {
      Complain("admin", absl::StrCat("is ", service.admin,
                                     ", which other machines can reach, and this port never has TLS: take a loopback "
                                     "or unix: address, or turn it off with --admin=off, or allow plaintext with "
                                     "--insecure"));
    }
    const bool takes_a_free_port = address->family() != AF_UNIX && PortOf(*address) == 0;
    if (service.admin == service.listen && !takes_a_free_port) {
      Complain("admin", absl::StrCat("is ", service.admin, ", which is also that of listen; give each its own"));
    }
  }

  std::optional<SocketAddress> Address(const std::string& name, const std::string& text) {
    absl::StatusOr<SocketAddress> address = ParseAddress(text);
    if (address.ok()) return *address;
    Complain(name, absl::StrCat("is wrong: ", address.status().message()));
    return std::nullopt;
  }

  void Complain(const std::string& name, absl::string_view what) {
    mistakes_.push_back(absl::StrCat(settings_.Where(name), " ", what));
  }

  const Settings& settings_;
  Mistakes& mistakes_;
};

}  // namespace

Program ServiceProgram() {
  return {
      .name = "sipwhy-service",
      .variable_prefix = "SIPWHY_",
      .other_prefixes = {"SIPWHY_BOT_", "SIPWHY_GATEWAY_"},
      .sections = {KnowledgeSection(), NetworkSection(), SecuritySection(), LogSection(), EndSection()},
      .synopsis = "--database=PATH [--listen=ADDRESS] [OPTION…]",
      .purpose = "Answers questions about SIP response codes over gRPC (sipwhy.v1.Explainer), from a knowledge base.",
      .notes = {"Once it serves it prints one line, \"serving on 127.0.0.1:50051, revision 7\". A new revision of "
                "the knowledge base comes into service by itself, within a second after sipwhy-kb apply or after "
                "the file was replaced (write the new file beside the old one and rename it); SIGHUP reads the "
                "file at once. If the new state cannot be served, the log says why and the old one stays.",
                "Exit status: 0 after a signal, 1 when it cannot serve or a setting is wrong."},
      .examples = {"sipwhy-service --database=kb.db", "sipwhy-service --database=kb.db --listen=127.0.0.1:0",
                   "sipwhy-service --database=kb.db --pin-revision=25",
                   "sipwhy-service --config=/etc/sipwhy/service.toml --check-config",
                   "SIPWHY_LOG_LEVEL=debug sipwhy-service --config=/etc/sipwhy/service.toml --print-config"}};
}

ServiceSettings ReadServiceSettings(const Settings& settings, Mistakes& mistakes) {
  const std::string& admin = settings.Text("admin");
  ServiceSettings service = {.database = settings.Text("database"),
                             .pin_revision = static_cast<int>(settings.Number("pin-revision")),
                             .listen = settings.Text("listen"),
                             .admin = admin == "off" ? "" : admin,
                             .most_connections = static_cast<int>(settings.Number("most-connections")),
                             .most_per_address = static_cast<int>(settings.Number("most-per-address")),
                             .most_calls_per_second = static_cast<int>(settings.Number("most-calls-per-second")),
                             .connection_age = settings.Duration("connection-age"),
                             .tls_certificate = settings.Text("tls-certificate"),
                             .tls_key = settings.Text("tls-key"),
                             .tls_client_ca = settings.Text("tls-client-ca"),
                             .tokens_file = settings.Text("tokens-file"),
                             .insecure = settings.IsOn("insecure"),
                             // The words of the setting are the names of levels.
                             .log_level = ParseLogLevel(settings.Text("log-level")).value_or(LogLevel::kInfo),
                             .access_log_one_in = static_cast<uint64_t>(settings.Number("access-log-one-in")),
                             .drain_delay = settings.Duration("drain-delay"),
                             .grace = settings.Duration("grace")};
  CrossChecks(settings, mistakes).Run(service);
  return service;
}

}  // namespace sipwhy
