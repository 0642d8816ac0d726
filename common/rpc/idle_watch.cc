#include "common/rpc/idle_watch.h"

#include <algorithm>

namespace sos::rpc {

IdleWatch::Stream::Stream(IdleWatch& watch, grpc::ServerContextBase& context)
    : watch_(watch), context_(context) {
  absl::MutexLock lock(&watch_.mutex_);
  place_ = watch_.streams_.insert(watch_.streams_.end(), this);
}

IdleWatch::Stream::~Stream() {
  absl::MutexLock lock(&watch_.mutex_);
  watch_.streams_.erase(place_);
}

IdleWatch::IdleWatch(absl::Duration timeout) : timeout_(timeout), thread_([this] { Run(); }) {}

IdleWatch::~IdleWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void IdleWatch::Run() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    const int64_t oldest = absl::ToUnixNanos(absl::Now() - timeout_);
    for (Stream* const stream : streams_) {
      if (stream->waiting_since_nanos_ < oldest && !stream->ended_.exchange(true)) {
        stream->context_.TryCancel();
      }
    }
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), std::min(timeout_ / 2, absl::Seconds(1)));
  }
}

}  // namespace sos::rpc
