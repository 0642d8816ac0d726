// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_TLS_H_
#define SOS_COMMON_RPC_TLS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/config/environment.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// How connections are encrypted, both those that are taken and those that are made. The files are
// read again when they change, within kCertificateReloadSeconds: certificates rotate without a
// restart.
struct TlsOptions {
  // SOS_TLS_CERTIFICATE and SOS_TLS_KEY: PEM files of this process's certificate chain and private
  // key: shown by a server, and to servers that ask. A server without them listens in the clear.
  std::string certificate;
  std::string key;
  // SOS_TLS_CA: PEM file of the authorities that other ends' certificates must come from. Without
  // it, connections are made in the clear.
  std::string ca;
  // SOS_TLS_CLIENTS: whether callers of a server show a certificate: `none`, `optional` or
  // `required`. One that is shown must be good.
  std::string clients = "none";
  // SOS_TLS_SERVER_NAME: the name that servers' certificates must have, where it is not the host of
  // the target: of targets that are lists of addresses.
  std::string server_name;

  bool serves() const { return !certificate.empty(); }
  bool connects() const { return !ca.empty(); }

  static TlsOptions FromEnvironment(Environment& env);
};

inline constexpr int kCertificateReloadSeconds = 5;

// kInvalidArgument if a file that the options name cannot be read.
absl::Status CheckTlsFiles(const TlsOptions& options);

std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(const TlsOptions& options);
std::shared_ptr<grpc::ChannelCredentials> ChannelCredentialsOf(const TlsOptions& options);

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_TLS_H_
