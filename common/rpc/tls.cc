// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/tls.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace sos::rpc {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

std::shared_ptr<FileWatcherCertificateProvider> WatchFiles(const TlsOptions& options) {
  return std::make_shared<FileWatcherCertificateProvider>(options.key, options.certificate,
                                                          options.ca, kCertificateReloadSeconds);
}

}  // namespace

TlsOptions TlsOptions::FromEnvironment(Environment& env) {
  TlsOptions options;
  options.certificate = env.String("SOS_TLS_CERTIFICATE", "");
  options.key = options.certificate.empty() ? "" : env.Required("SOS_TLS_KEY");
  options.clients =
      env.Choice("SOS_TLS_CLIENTS", options.clients, {"none", "optional", "required"});
  options.ca =
      options.clients == "none" ? env.String("SOS_TLS_CA", "") : env.Required("SOS_TLS_CA");
  options.server_name = env.String("SOS_TLS_SERVER_NAME", "");
  return options;
}

absl::Status CheckTlsFiles(const TlsOptions& options) {
  for (const std::string& path : {options.certificate, options.key, options.ca}) {
    if (!path.empty() && !std::ifstream(path).good()) {
      return absl::InvalidArgumentError(absl::StrCat("cannot read ", path, ", which TLS needs"));
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(const TlsOptions& options) {
  if (!options.serves()) return grpc::InsecureServerCredentials();
  grpc::experimental::TlsServerCredentialsOptions tls(WatchFiles(options));
  tls.watch_identity_key_cert_pairs();
  if (options.clients != "none") {
    tls.watch_root_certs();
    tls.set_cert_request_type(options.clients == "required"
                                  ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                  : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(tls);
}

std::shared_ptr<grpc::ChannelCredentials> ChannelCredentialsOf(const TlsOptions& options) {
  if (!options.connects()) return grpc::InsecureChannelCredentials();
  grpc::experimental::TlsChannelCredentialsOptions tls;
  tls.set_certificate_provider(WatchFiles(options));
  tls.watch_root_certs();
  if (!options.certificate.empty()) tls.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(tls);
}

}  // namespace sos::rpc
