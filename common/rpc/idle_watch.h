#ifndef SOS_COMMON_RPC_IDLE_WATCH_H_
#define SOS_COMMON_RPC_IDLE_WATCH_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <list>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// Ends streams whose other end neither sends nor takes anything: it would otherwise hold a thread
// and a place for as long as it likes. Thread-safe.
class IdleWatch {
 public:
  // A stream that is watched while this lives.
  class Stream {
   public:
    Stream(IdleWatch& watch, grpc::ServerContextBase& context);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // Read and write as the stream itself does. Only these are watched: what a service does in
    // between may take as long as it takes.
    template <typename Reader, typename Message>
    bool Read(Reader& reader, Message* message) {
      waiting_since_nanos_ = absl::GetCurrentTimeNanos();
      const bool read = reader.Read(message);
      waiting_since_nanos_ = kNotWaiting;
      return read;
    }
    template <typename Writer, typename Message>
    bool Write(Writer& writer, const Message& message) {
      waiting_since_nanos_ = absl::GetCurrentTimeNanos();
      const bool written = writer.Write(message);
      waiting_since_nanos_ = kNotWaiting;
      return written;
    }
    // True if it was ended for being silent; its caller sees CANCELLED.
    bool ended() const { return ended_; }

   private:
    friend class IdleWatch;
    static constexpr int64_t kNotWaiting = std::numeric_limits<int64_t>::max();

    IdleWatch& watch_;
    grpc::ServerContextBase& context_;
    std::atomic<int64_t> waiting_since_nanos_{kNotWaiting};
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
