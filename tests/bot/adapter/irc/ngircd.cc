#include "tests/bot/adapter/irc/ngircd.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot::testing {
namespace {

constexpr char kProgram[] = "/usr/sbin/ngircd";
constexpr int kTriesToFindFreePorts = 20;

constexpr char kSettings[] =
    "[Limits]\nMaxConnectionsIP = 0\nMaxNickLength = 30\nMaxPenaltyTime = 0\n"
    "[Options]\nDNS = no\nIdent = no\nPAM = no\n"
    "[Global]\nName = irc.test.example\nInfo = test\nListen = 127.0.0.1\nMotdPhrase = hello\n";

}  // namespace

bool Ngircd::IsInstalled() { return access(kProgram, X_OK) == 0; }

Ngircd::Ngircd() { directory_.Write("ngircd.conf", kSettings); }

// The shell becomes ngircd, so its process number is what systemd would give.
void Ngircd::Start() {
  const std::string command =
      absl::StrCat("LISTEN_PID=$$ LISTEN_FDS=1 exec ", kProgram, " -n -f \"$0\" 3<&\"$1\" >/dev/null 2>&1");
  process_.emplace(std::vector<std::string>{"/bin/sh", "-c", command, directory_.File("ngircd.conf"),
                                            absl::StrCat(listener_.file())});
}

void Ngircd::Stop() {
  process_->Signal(SIGTERM);
  process_->Wait();
  process_.reset();
}

TlsNgircd::TlsNgircd(const std::string& certificate, const std::string& key) {
  for (int i = 0; i < kTriesToFindFreePorts; ++i) {
    plain_port_ = Listener().port();
    tls_port_ = Listener().port();
    directory_.Write("ngircd.conf", absl::StrCat(kSettings, "Ports = ", plain_port_, "\n[SSL]\nCertFile = ",
                                                 certificate, "\nKeyFile = ", key, "\nPorts = ", tls_port_, "\n"));
    process_.emplace(std::vector<std::string>{kProgram, "-n", "-f", directory_.File("ngircd.conf")});
    if (ListensOnBoth()) return;
  }
  ADD_FAILURE() << "ngircd does not listen";
}

bool TlsNgircd::ListensOnBoth() {
  int ports = 0;
  for (std::string line = process_->ReadLine(); !line.empty(); line = process_->ReadLine()) {
    if (absl::StrContains(line, "Now listening on")) ++ports;
    if (absl::EndsWith(line, "ready.")) return ports == 2;
  }
  return false;
}

}  // namespace sipwhy::bot::testing
