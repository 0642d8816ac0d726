// SPDX-License-Identifier: Apache-2.0
#include "common/log/trace.h"

#include <algorithm>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sos::log {
namespace {

constexpr size_t kTraceDigits = 32;
constexpr size_t kSpanDigits = 16;

thread_local const Trace* current_trace = nullptr;
thread_local const std::string* current_request_id = nullptr;

std::string SixteenDigits() {
  thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(
      absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1, UINT64_MAX), absl::kZeroPad16));
}

bool IsLowerHex(absl::string_view text, size_t size) {
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool IsZero(absl::string_view text) {
  return text.find_first_not_of('0') == absl::string_view::npos;
}

}  // namespace

std::string Trace::Header() const {
  return absl::StrCat("00-", trace_id, "-", span_id, "-", flags);
}

std::optional<Trace> ParseTraceParent(absl::string_view header) {
  const std::vector<absl::string_view> parts = absl::StrSplit(header, '-');
  // A later version may have more parts; the first four mean the same.
  if (parts.size() < 4 || (parts[0] == "00" && parts.size() > 4)) return std::nullopt;
  if (!IsLowerHex(parts[0], 2) || parts[0] == "ff" || !IsLowerHex(parts[1], kTraceDigits) ||
      !IsLowerHex(parts[2], kSpanDigits) || !IsLowerHex(parts[3], 2) || IsZero(parts[1]) ||
      IsZero(parts[2])) {
    return std::nullopt;
  }
  return Trace{.trace_id = std::string(parts[1]),
               .span_id = std::string(parts[2]),
               .parent_id = "",
               .flags = std::string(parts[3])};
}

Trace ContinueTrace(absl::string_view header) {
  if (std::optional<Trace> caller = ParseTraceParent(header)) {
    return {.trace_id = std::move(caller->trace_id),
            .span_id = SixteenDigits(),
            .parent_id = std::move(caller->span_id),
            .flags = std::move(caller->flags)};
  }
  return {
      .trace_id = SixteenDigits() + SixteenDigits(), .span_id = SixteenDigits(), .parent_id = ""};
}

ScopedTrace::ScopedTrace(const Trace& trace, const std::string& request_id)
    : outer_trace_(std::exchange(current_trace, &trace)),
      outer_request_id_(std::exchange(current_request_id, &request_id)) {}

ScopedTrace::~ScopedTrace() {
  current_trace = outer_trace_;
  current_request_id = outer_request_id_;
}

const Trace* CurrentTrace() { return current_trace; }
const std::string* CurrentRequestId() { return current_request_id; }

}  // namespace sos::log
