// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/curl_provider_calls.h"

#include <microhttpd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/test_util/certificate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

std::string TextOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A web server on a free port: `/small`, `/exact` and `/long` answer with 5, 1000 and 1001 bytes,
// `/elsewhere` with a redirect, `/never` not before the server ends.
class SmallServer {
 public:
  // In clear text without a certificate.
  explicit SmallServer(const std::string& certificate = "", const std::string& key = "")
      : certificate_(TextOf(certificate)), key_(TextOf(key)) {
    const unsigned int flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION;
    daemon_ = certificate_.empty()
                  ? MHD_start_daemon(flags, 0, nullptr, nullptr, &Answer, this, MHD_OPTION_END)
                  : MHD_start_daemon(flags | MHD_USE_TLS, 0, nullptr, nullptr, &Answer, this,
                                     MHD_OPTION_HTTPS_MEM_CERT, certificate_.c_str(),
                                     MHD_OPTION_HTTPS_MEM_KEY, key_.c_str(), MHD_OPTION_END);
    EXPECT_NE(daemon_, nullptr);
  }
  ~SmallServer() {
    end_.Notify();
    MHD_stop_daemon(daemon_);
  }
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;

  std::string Url(const std::string& host, const std::string& path) const {
    const MHD_DaemonInfo* const info = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
    return absl::StrCat(certificate_.empty() ? "http://" : "https://", host, ":", info->port, path);
  }

 private:
  static MHD_Result Answer(void* self, MHD_Connection* connection, const char* url, const char*,
                           const char*, const char*, size_t*, void**) {
    const std::string path(url);
    if (path == "/never") static_cast<SmallServer*>(self)->end_.WaitForNotification();
    const std::string body(path == "/long" ? 1001 : path == "/exact" ? 1000 : 5, 'x');
    MHD_Response* const response = MHD_create_response_from_buffer(
        body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Location", "/small");
    const MHD_Result queued =
        MHD_queue_response(connection, path == "/elsewhere" ? 302 : 200, response);
    MHD_destroy_response(response);
    return queued;
  }

  const std::string certificate_;
  const std::string key_;
  absl::Notification end_;
  MHD_Daemon* daemon_ = nullptr;
};

TEST(CurlProviderCallsTest, ReadsAnAnswerUpToItsLimit) {
  const SmallServer server;
  CurlProviderCalls calls("", {.answer_bytes = 1000});

  const auto exact = calls.Send({.url = server.Url("localhost", "/exact")});
  ASSERT_TRUE(exact.ok()) << exact.status();
  EXPECT_EQ(exact->status, 200);
  EXPECT_EQ(exact->body.size(), 1000U);
  EXPECT_EQ(calls.Send({.url = server.Url("localhost", "/long")}).status(),
            absl::UnavailableError("its answer is longer than 1000 bytes"));
}

TEST(CurlProviderCallsTest, FollowsNoRedirect) {
  const SmallServer server;
  CurlProviderCalls calls("");

  const auto answer = calls.Send({.url = server.Url("localhost", "/elsewhere")});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 302);
}

TEST(CurlProviderCallsTest, GivesUpOnAProviderThatDoesNotAnswer) {
  const SmallServer server;
  CurlProviderCalls calls("", {.timeout = absl::Milliseconds(200)});

  EXPECT_EQ(calls.Send({.url = server.Url("localhost", "/never")}).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(CurlProviderCallsTest, SendsNothingInClearTextToAnotherMachine) {
  CurlProviderCalls calls("");

  for (const std::string url :
       {"http://id.example/token", "file:///etc/passwd", "ftp://localhost"}) {
    EXPECT_EQ(calls.Send({.url = url}).status(),
              absl::UnavailableError("its address does not start with https://"));
  }
}

TEST(CurlProviderCallsTest, VerifiesTheCertificateAndItsName) {
  std::string folder = (std::filesystem::path(::testing::TempDir()) / "sos-tls-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string certificate = folder + "/certificate.pem";
  test_util::MakeCertificate("localhost", certificate, folder + "/key.pem");
  const SmallServer server(certificate, folder + "/key.pem");

  const auto trusted =
      CurlProviderCalls(certificate).Send({.url = server.Url("localhost", "/small")});
  const auto unknown = CurlProviderCalls("").Send({.url = server.Url("localhost", "/small")});
  const auto other_name =
      CurlProviderCalls(certificate).Send({.url = server.Url("127.0.0.1", "/small")});

  EXPECT_TRUE(trusted.ok()) << trusted.status();
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(other_name.status().code(), absl::StatusCode::kUnavailable);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sos::web
