#include "service/admin/channelz.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <vector>

namespace sipwhy {
namespace {

using Plugins = std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>;

// Options are asked before plugins add their services.
class WithoutChannelz final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}

  void UpdatePlugins(Plugins* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) { return plugin->name() == "channelz_service"; });
  }
};

}  // namespace

void ShowChannelzFromNowOn() { grpc::channelz::experimental::InitChannelzService(); }

void HideChannelz(grpc::ServerBuilder& builder) { builder.SetOption(std::make_unique<WithoutChannelz>()); }

}  // namespace sipwhy
