// A program with a setting of each kind.
#ifndef SIPWHY_TESTS_SETTINGS_SAMPLE_PROGRAM_H_
#define SIPWHY_TESTS_SETTINGS_SAMPLE_PROGRAM_H_

#include "settings/program.h"

namespace sipwhy {

inline Program SampleProgram() {
  return {.name = "sample",
          .variable_prefix = "SAMPLE_",
          .other_prefixes = {"SAMPLE_OTHER_"},
          .sections = {{.heading = "Network",
                        .settings = {{"listen", "ADDRESS", TextSetting{.fallback = "127.0.0.1:1"}, "where it listens"},
                                     {"most-calls", "N", NumberSetting{10, 1, 100}, "at once"},
                                     {"grace", "DURATION",
                                      DurationSetting{absl::Seconds(5), absl::ZeroDuration(), absl::Minutes(1)},
                                      "how long calls may take"},
                                     {"insecure", "", SwitchSetting{}, "allow plaintext"}}},
                       {.heading = "Other",
                        .settings = {{"log-level", "LEVEL", ChoiceSetting{"info", {"debug", "info"}}, "of the log"},
                                     {"origins", "LIST", ListSetting{}, "whose pages may call"},
                                     {"token", "TOKEN", TextSetting{.secret = true}, "for calls"}}}},
          .synopsis = "[OPTION…]",
          .purpose = "Is an example.",
          .notes = {"A note."},
          .examples = {"sample --grace=1s"}};
}

// The same, with a setting "database" that must be given.
inline Program DemandingProgram() {
  Program program = SampleProgram();
  program.sections.push_back({"Data", {{"database", "PATH", TextSetting{.required = true}, "what it reads"}}});
  return program;
}

}  // namespace sipwhy

#endif  // SIPWHY_TESTS_SETTINGS_SAMPLE_PROGRAM_H_
