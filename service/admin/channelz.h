// gRPC's channelz (gRFC A14): what its servers, sockets and channels in this process are about.
#ifndef SIPWHY_SERVICE_ADMIN_CHANNELZ_H_
#define SIPWHY_SERVICE_ADMIN_CHANNELZ_H_

namespace grpc {
class ServerBuilder;
}  // namespace grpc

namespace sipwhy {

// Full name of the service that shows it.
inline constexpr char kChannelzService[] = "grpc.channelz.v1.Channelz";

// Has every server whose builder is made from now on show channelz, for the rest of the process. gRPC 1.51 can add the
// service in no other way. It shows what is built with the channel argument grpc.enable_channelz (the default), on
// whichever server. Not to be called while another thread makes a builder.
void ShowChannelzFromNowOn();

// Has the server that `builder` builds not show it, though it may be shown itself.
void HideChannelz(grpc::ServerBuilder& builder);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMIN_CHANNELZ_H_
