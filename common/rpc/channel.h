// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_CHANNEL_H_
#define SOS_COMMON_RPC_CHANNEL_H_

#include <memory>
#include <string>

#include "common/rpc/tls.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// A channel to another service of the suite.
//
// Its service config spreads calls round robin over all addresses of the name that say they are
// ready, and retries calls that ended UNAVAILABLE (up to 4 attempts, 0.1 s doubling to 1 s). A
// server that is about to stop says that it is not ready first, so that no call reaches it when it
// drains: gRPC would end some of them CANCELLED, which nobody may retry. Every RPC of the suite may
// be repeated: reads by nature, writes by request id, offset or name.
//
// With `tls.connects()` the connection is encrypted and the server's certificate must name the host
// of the target. A `token` is sent with every call, over encrypted connections only.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& target, const TlsOptions& tls = {},
                                           const std::string& token = "");

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_CHANNEL_H_
