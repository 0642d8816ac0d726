// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/warm_up.h"

#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

class Asked final : public HttpHandler {
 public:
  HttpResponse Handle(const HttpRequest& request) override {
    const absl::MutexLock lock(&mutex_);
    paths_.push_back(request.path);
    HttpResponse response;
    if (paths_.size() <= unavailable_) response.status = kServiceUnavailable;
    return response;
  }

  // Its first answers are that a service is not there.
  void BeUnavailable(size_t answers) {
    const absl::MutexLock lock(&mutex_);
    unavailable_ = answers;
  }

  std::vector<std::string> WaitForPaths(size_t count) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return paths_.size() >= count;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(30));
    return paths_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::string> paths_ ABSL_GUARDED_BY(mutex_);
  size_t unavailable_ ABSL_GUARDED_BY(mutex_) = 0;
};

TEST(WarmUpTest, AsksOnceForEachRevision) {
  Asked pages;
  absl::Mutex mutex;
  Revision newest = {.number = 1, .identity = "a"};
  {
    const WarmUp warm_up(pages, [&]() -> std::optional<Revision> {
      const absl::MutexLock lock(&mutex);
      return newest;
    });
    EXPECT_THAT(pages.WaitForPaths(2), ::testing::ElementsAre("/", "/search"));
    {
      const absl::MutexLock lock(&mutex);
      newest = {.number = 2, .identity = "b"};
    }
    EXPECT_THAT(pages.WaitForPaths(4), ::testing::SizeIs(4)) << "two more for the new one";
  }
}

TEST(WarmUpTest, AsksAgainWhereAServiceIsNotThereYet) {
  Asked pages;
  pages.BeUnavailable(1);
  const WarmUp warm_up(
      pages, []() -> std::optional<Revision> { return Revision{.number = 1, .identity = "a"}; });
  EXPECT_THAT(pages.WaitForPaths(4), ::testing::ElementsAre("/", "/search", "/", "/search"));
}

TEST(WarmUpTest, AsksForNothingWhileNoRevisionIsKnown) {
  Asked pages;
  {
    const WarmUp warm_up(pages, []() -> std::optional<Revision> { return std::nullopt; });
  }
  EXPECT_THAT(pages.WaitForPaths(0), ::testing::IsEmpty());
}

}  // namespace
}  // namespace sos::web
