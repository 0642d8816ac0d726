// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/grpc_rules_in_force.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/digest/sha256.h"
#include "common/rpc/deadline.h"

namespace sos::reporting {
namespace {

constexpr absl::Duration kRefresh = absl::Seconds(30);
constexpr absl::Duration kRetry = absl::Milliseconds(200);
constexpr absl::Duration kTimeout = absl::Seconds(5);

// Appends the digests of all rulebooks that `list` returns, page by page. False if a call fails.
template <typename Request, typename Response, typename List>
bool AppendDigests(List list, std::string& digests) {
  Request request;
  do {
    grpc::ClientContext context;
    context.set_deadline(rpc::After(kTimeout));
    Response response;
    if (!list(&context, request, &response).ok()) return false;
    for (const auto& rulebook : response.rulebooks()) digests += rulebook.digest();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

}  // namespace

GrpcRulesInForce::GrpcRulesInForce(indicator::v1::IndicatorService::StubInterface* indicator,
                                   eligibility::v1::EligibilityService::StubInterface* eligibility)
    : indicator_(indicator), eligibility_(eligibility), thread_([this] { Run(); }) {}

GrpcRulesInForce::~GrpcRulesInForce() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    stop_.Wake();
  }
  thread_.join();
}

std::string GrpcRulesInForce::digest() const {
  absl::MutexLock lock(&mutex_);
  return digest_;
}

std::string GrpcRulesInForce::Ask() {
  std::string digests;
  const bool complete =
      AppendDigests<indicator::v1::ListRulebooksRequest, indicator::v1::ListRulebooksResponse>(
          [this](auto* context, const auto& request, auto* response) {
            return indicator_->ListRulebooks(context, request, response);
          },
          digests) &&
      AppendDigests<eligibility::v1::ListRulebooksRequest, eligibility::v1::ListRulebooksResponse>(
          [this](auto* context, const auto& request, auto* response) {
            return eligibility_->ListRulebooks(context, request, response);
          },
          digests);
  return complete ? Sha256Hex(digests) : "";
}

void GrpcRulesInForce::Run() {
  while (true) {
    std::string digest = Ask();
    absl::MutexLock lock(&mutex_);
    // A service that does not answer now applies the rules it applied before.
    if (!digest.empty()) digest_ = std::move(digest);
    const absl::Duration pause = digest_.empty() ? kRetry : kRefresh;
    if (stop_.AwaitFor(mutex_, pause, [this] { return stopping_; })) return;
  }
}

}  // namespace sos::reporting
