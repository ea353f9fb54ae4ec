#include "gateway/gateway_settings.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "network/socket_address.h"

namespace sipwhy::gateway {
namespace {

SettingSection ServiceSection() {
  return {.heading = "The service that is asked",
          .settings = {
              {.name = "service",
               .placeholder = "ADDRESS",
               .kind = TextSetting{.fallback = "127.0.0.1:50051"},
               .help = "where sipwhy-service listens, also as unix:/run/sipwhy/service.sock; calls go in turn to all "
                       "addresses of a name such as dns:///sipwhy.example.org:50051"},
              {.name = "service-ca",
               .placeholder = "PATH",
               .kind = TextSetting{},
               .help = "speak TLS with the service, whose certificate one of these authorities signed, in PEM"},
              {.name = "service-certificate",
               .placeholder = "PATH",
               .kind = TextSetting{},
               .help = "the gateway's own certificate and its issuers, in PEM, for a service that wants one"},
              {.name = "service-key",
               .placeholder = "PATH",
               .kind = TextSetting{},
               .help = "the private key of the first of them, in PEM"},
              {.name = "service-token-file",
               .placeholder = "PATH",
               .kind = TextSetting{},
               .help = "the gateway's own bearer token, for calls of those who send none, such as MCP over standard "
                       "input: so whoever reaches the gateway may ask. The file is read again when it changes"}}};
}

SettingSection HttpSection() {
  return {.heading = "Network",
          .settings = {{.name = "listen",
                        .placeholder = "ADDRESS",
                        .kind = TextSetting{.fallback = "127.0.0.1:8090"},
                        .help = "where HTTP is served, without TLS and without limits for each client: so a proxy "
                                "belongs before anything but loopback; port 0 takes a free one"},
                       {.name = "allow-origin",
                        .placeholder = "ORIGIN[,ORIGIN…]",
                        .kind = ListSetting{},
                        .help = "pages of these origins may read answers (CORS) and use MCP, such as "
                                "https://app.example.org; * for all"},
                       {.name = "mcp",
                        .placeholder = "CARRIER",
                        .kind = ChoiceSetting{.fallback = "http", .words = {"http", "stdio"}},
                        .help = "http for MCP at /mcp, beside the JSON; stdio for MCP over standard input and output "
                                "in place of HTTP, until the input ends"},
                       {.name = "insecure",
                        .placeholder = "",
                        .kind = SwitchSetting{},
                        .help = "allow HTTP on an address that other machines can reach"}}};
}

SettingSection LogSection() {
  return {.heading = "Log, on standard error, an event a line in logfmt",
          .settings = {{.name = "log-level",
                        .placeholder = "LEVEL",
                        .kind = ChoiceSetting{.fallback = "info", .words = {"debug", "info", "warning", "error"}},
                        .help = "debug, info, warning or error"}}};
}

// As browsers write it (RFC 6454, section 6.2): a scheme, a host and perhaps a port, and nothing behind them.
bool IsOrigin(absl::string_view text) {
  const size_t scheme_end = text.find("://");
  if (scheme_end == 0 || scheme_end == absl::string_view::npos) return text == "*";
  const absl::string_view host = text.substr(scheme_end + 3);
  return !host.empty() && host.find_first_of("/?# ") == absl::string_view::npos;
}

// Checks what one setting alone can not know.
class CrossChecks {
 public:
  CrossChecks(const Settings& settings, Mistakes& mistakes) : settings_(settings), mistakes_(mistakes) {}

  void Run(const GatewaySettings& gateway) {
    CheckCertificates(gateway.service);
    CheckService(gateway.service);
    if (gateway.mcp == McpCarrier::kStdio) return CheckNoHttp(gateway);
    CheckListen(gateway);
    CheckOrigins(gateway.allow_origin);
  }

 private:
  void CheckCertificates(const ServiceAccess& service) {
    if (!service.certificate.empty() && service.key.empty()) {
      Complain("service-certificate", "needs service-key as well");
    }
    if (!service.key.empty() && service.certificate.empty()) {
      Complain("service-key", "needs service-certificate as well");
    }
    if (!service.certificate.empty() && service.ca.empty()) {
      Complain("service-certificate", "needs service-ca as well, since certificates are shown in TLS alone");
    }
  }

  void CheckService(const ServiceAccess& service) {
    if (service.address.empty()) return Complain("service", "is empty; write it as 127.0.0.1:50051 or unix:/path");
    if (service.token_file.empty() || IsPrivate(service)) return;
    Complain("service-token-file", absl::StrCat("needs service-ca as well, or a service on this machine: the token "
                                                "would go to ",
                                                service.address, " unencrypted"));
  }

  // Not where they are set to what they are anyhow, as --print-config writes them.
  void CheckNoHttp(const GatewaySettings& gateway) {
    constexpr absl::string_view kWhat = "is of HTTP, and mcp is stdio; leave one of them out";
    if (gateway.listen != GatewaySettings().listen) Complain("listen", kWhat);
    if (!gateway.allow_origin.empty()) Complain("allow-origin", kWhat);
  }

  void CheckListen(const GatewaySettings& gateway) {
    const absl::StatusOr<SocketAddress> address = ParseAddress(gateway.listen);
    if (!address.ok() || address->family() == AF_UNIX) {
      return Complain("listen", absl::StrCat("is \"", gateway.listen,
                                             "\", which is no address for HTTP; write it as 127.0.0.1:8090 or "
                                             "[::1]:8090"));
    }
    if (IsLocal(*address) || gateway.insecure) return;
    Complain("listen", absl::StrCat("is ", gateway.listen,
                                    ", which other machines can reach, and HTTP has no TLS here: listen on a loopback "
                                    "address behind a proxy, or allow plaintext with --insecure"));
  }

  void CheckOrigins(const std::vector<std::string>& origins) {
    for (const std::string& origin : origins) {
      if (IsOrigin(origin)) continue;
      Complain("allow-origin", absl::StrCat("has \"", origin,
                                            "\", which is no origin; write it as https://app.example.org, without a "
                                            "path or a slash at the end"));
    }
  }

  void Complain(const std::string& name, absl::string_view what) {
    mistakes_.push_back(absl::StrCat(settings_.Where(name), " ", what));
  }

  const Settings& settings_;
  Mistakes& mistakes_;
};

}  // namespace

Program GatewayProgram() {
  return {
      .name = "sipwhy-gateway",
      .variable_prefix = "SIPWHY_GATEWAY_",
      .sections = {ServiceSection(), HttpSection(), LogSection()},
      .synopsis = "[--service=ADDRESS] [--listen=ADDRESS] [OPTION…]",
      .purpose =
          "Gives away what the sipwhy service knows of SIP response codes as JSON over HTTP, and to assistants "
          "over MCP.",
      .notes =
          {"Once it serves it prints one line, \"listening on http://127.0.0.1:8090\". The service may come later, "
           "and go and come again. A caller's \"Authorization: Bearer\" is passed on to the service, as are "
           "x-request-id and traceparent; to another machine it goes with --service-ca alone.",
           "Exit status: 0 after SIGTERM or SIGINT, or when the input of MCP ends; 1 when it cannot serve or a "
           "setting is wrong."},
      .examples = {"sipwhy-gateway", "sipwhy-gateway --service=127.0.0.1:50051 --listen=127.0.0.1:8090",
                   "sipwhy-gateway --service=127.0.0.1:50051 --mcp=stdio",
                   "sipwhy-gateway --config=/etc/sipwhy/gateway.toml --check-config",
                   "curl 'http://127.0.0.1:8090/v1/codes/486?language=ja'",
                   "curl 'http://127.0.0.1:8090/v1/compare?codes=301,408'", "curl http://127.0.0.1:8090/openapi.json"}};
}

GatewaySettings ReadGatewaySettings(const Settings& settings, Mistakes& mistakes) {
  GatewaySettings gateway = {.service = {.address = settings.Text("service"),
                                         .ca = settings.Text("service-ca"),
                                         .certificate = settings.Text("service-certificate"),
                                         .key = settings.Text("service-key"),
                                         .token_file = settings.Text("service-token-file")},
                             .listen = settings.Text("listen"),
                             .allow_origin = settings.Texts("allow-origin"),
                             .insecure = settings.IsOn("insecure"),
                             .mcp = settings.Text("mcp") == "stdio" ? McpCarrier::kStdio : McpCarrier::kHttp,
                             // The words of the setting are the names of levels.
                             .log_level = ParseLogLevel(settings.Text("log-level")).value_or(LogLevel::kInfo)};
  CrossChecks(settings, mistakes).Run(gateway);
  return gateway;
}

}  // namespace sipwhy::gateway
