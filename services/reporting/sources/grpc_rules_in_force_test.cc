// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/grpc_rules_in_force.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/digest/sha256.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace sos::reporting {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

// Two rulebooks, one a page, whose digests are `name` and the number of the page.
template <typename Service, typename Request, typename Response>
class TwoRulebooks final : public Service {
 public:
  explicit TwoRulebooks(const char* name) : name_(name) {}

  grpc::Status ListRulebooks(grpc::ServerContext*, const Request* request,
                             Response* response) override {
    {
      absl::MutexLock lock(&mutex_);
      ++asked_;
    }
    if (down) return {grpc::StatusCode::UNAVAILABLE, "down"};
    response->add_rulebooks()->set_digest(absl::StrCat(name_, request->page_token()));
    if (request->page_token().empty()) response->set_next_page_token("2");
    return grpc::Status::OK;
  }

  // Waits until it was asked for so many pages.
  void AwaitAsked(int times) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [this, times]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return asked_ >= times; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&enough), kPatience));
  }

  std::atomic<bool> down = false;

 private:
  absl::Mutex mutex_;
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  const std::string name_;
};

class GrpcRulesInForceTest : public testing::Test {
 protected:
  GrpcRulesInForceTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&indicator_).RegisterService(&eligibility_);
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel({});
    indicator_stub_ = indicator::v1::IndicatorService::NewStub(channel);
    eligibility_stub_ = eligibility::v1::EligibilityService::NewStub(channel);
  }

  // Waits until the rules are known.
  static std::string DigestOf(const GrpcRulesInForce& rules) {
    const absl::Time give_up = absl::Now() + kPatience;
    while (rules.digest().empty() && absl::Now() < give_up) std::this_thread::yield();
    return rules.digest();
  }

  TwoRulebooks<indicator::v1::IndicatorService::Service, indicator::v1::ListRulebooksRequest,
               indicator::v1::ListRulebooksResponse>
      indicator_{"dashboard"};
  TwoRulebooks<eligibility::v1::EligibilityService::Service, eligibility::v1::ListRulebooksRequest,
               eligibility::v1::ListRulebooksResponse>
      eligibility_{"program"};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<indicator::v1::IndicatorService::Stub> indicator_stub_;
  std::unique_ptr<eligibility::v1::EligibilityService::Stub> eligibility_stub_;
};

TEST_F(GrpcRulesInForceTest, TheDigestIsOverAllPagesOfBothServices) {
  const GrpcRulesInForce rules(indicator_stub_.get(), eligibility_stub_.get());
  EXPECT_EQ(DigestOf(rules), Sha256Hex("dashboarddashboard2programprogram2"));
}

TEST_F(GrpcRulesInForceTest, IsEmptyUntilBothServicesHaveAnswered) {
  eligibility_.down = true;
  const GrpcRulesInForce rules(indicator_stub_.get(), eligibility_stub_.get());
  // With the third question, what became of the first two is known.
  eligibility_.AwaitAsked(3);
  EXPECT_EQ(rules.digest(), "") << "half of the rules would name wrong cache entries";
  eligibility_.down = false;
  EXPECT_NE(DigestOf(rules), "") << "it is asked again soon, not after half a minute";
}

}  // namespace
}  // namespace sos::reporting
