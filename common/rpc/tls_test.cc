// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/tls.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

using ::testing::HasSubstr;

Environment With(const std::map<std::string, std::string>& variables) {
  return Environment([variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(TlsTest, WithoutSettingsEverythingIsInTheClear) {
  Environment environment = With({});
  const TlsOptions options = TlsOptions::FromEnvironment(environment);
  EXPECT_TRUE(environment.Check().ok());
  EXPECT_FALSE(options.serves());
  EXPECT_FALSE(options.connects());
}

TEST(TlsTest, ACertificateNeedsItsKey) {
  Environment alone = With({{"SOS_TLS_CERTIFICATE", "cert.pem"}});
  TlsOptions::FromEnvironment(alone);
  EXPECT_THAT(alone.Check().message(), HasSubstr("SOS_TLS_KEY"));

  Environment both = With({{"SOS_TLS_CERTIFICATE", "cert.pem"}, {"SOS_TLS_KEY", "key.pem"}});
  const TlsOptions options = TlsOptions::FromEnvironment(both);
  EXPECT_TRUE(both.Check().ok());
  EXPECT_TRUE(options.serves());
  EXPECT_FALSE(options.connects()) << "that takes an authority";
}

TEST(TlsTest, WhoAsksCallersForCertificatesNamesTheirAuthority) {
  for (const char* const clients : {"optional", "required"}) {
    Environment environment = With({{"SOS_TLS_CLIENTS", clients}});
    TlsOptions::FromEnvironment(environment);
    EXPECT_THAT(environment.Check().message(), HasSubstr("SOS_TLS_CA")) << clients;
  }
  Environment wrong = With({{"SOS_TLS_CLIENTS", "some"}});
  TlsOptions::FromEnvironment(wrong);
  EXPECT_THAT(wrong.Check().message(), HasSubstr("SOS_TLS_CLIENTS"));
}

TEST(TlsTest, NamesTheFileThatCannotBeRead) {
  EXPECT_TRUE(CheckTlsFiles({}).ok());
  const std::string readable = std::string(SOS_SOURCE_DIR) + "/common/rpc/tls_test.cc";
  EXPECT_TRUE(CheckTlsFiles({.certificate = readable, .key = readable}).ok());
  const absl::Status status = CheckTlsFiles({.certificate = readable, .ca = "/nowhere/ca.pem"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("/nowhere/ca.pem"));
}

}  // namespace
}  // namespace sos::rpc
