// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_LOG_TRACE_H_
#define SOS_COMMON_LOG_TRACE_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace sos::log {

// Where a call stands in the work of several services (W3C Trace Context, version 00).
struct Trace {
  // 32 hexadecimal digits, the same in every service the work passes through.
  std::string trace_id;
  // 16 digits: this service's own part of it.
  std::string span_id;
  // 16 digits: the part that called this one. Empty for the first.
  std::string parent_id;
  // Two digits, passed on as they came.
  std::string flags = "01";

  // What is sent to the next service.
  std::string Header() const;
};

// Reads a `traceparent`; nullopt if it is none, or says that nothing is traced (all zeros).
std::optional<Trace> ParseTraceParent(absl::string_view header);

// This service's part of a work that `header` describes, or of a new one if it describes none.
Trace ContinueTrace(absl::string_view header);

// While it lives, every log line of this thread names the trace and the request.
class ScopedTrace {
 public:
  // `trace` and `request_id` must outlive this.
  ScopedTrace(const Trace& trace, const std::string& request_id);
  ~ScopedTrace();
  ScopedTrace(const ScopedTrace&) = delete;
  ScopedTrace& operator=(const ScopedTrace&) = delete;

 private:
  const Trace* const outer_trace_;
  const std::string* const outer_request_id_;
};

// Those of this thread; null outside a call.
const Trace* CurrentTrace();
const std::string* CurrentRequestId();

}  // namespace sos::log

#endif  // SOS_COMMON_LOG_TRACE_H_
