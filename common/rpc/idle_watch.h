#ifndef SOS_COMMON_RPC_IDLE_WATCH_H_
#define SOS_COMMON_RPC_IDLE_WATCH_H_

#include <atomic>
#include <list>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// Ends streams of requests over which nothing comes: a caller that sends a byte now and then would
// otherwise hold a thread and a place for as long as it likes. Thread-safe.
class IdleWatch {
 public:
  // A stream that is watched while this lives.
  class Stream {
   public:
    Stream(IdleWatch& watch, grpc::ServerContextBase& context);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // A message has come.
    void Touch();
    // True if it was ended for want of messages; its caller sees CANCELLED.
    bool ended() const { return ended_; }

   private:
    friend class IdleWatch;
    IdleWatch& watch_;
    grpc::ServerContextBase& context_;
    std::atomic<int64_t> touched_nanos_;
    std::atomic<bool> ended_{false};
    std::list<Stream*>::iterator place_;
  };

  explicit IdleWatch(absl::Duration timeout);
  ~IdleWatch();

 private:
  void Run();

  const absl::Duration timeout_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<Stream*> streams_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_IDLE_WATCH_H_
