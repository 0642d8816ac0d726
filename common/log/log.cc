// SPDX-License-Identifier: Apache-2.0
#include "common/log/log.h"

#include <atomic>
#include <cstdio>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/log/trace.h"
#include "common/text/printable.h"
#include "nlohmann/json.hpp"

namespace sos::log {
namespace {

std::atomic<Level> minimum_level{Level::kInfo};

const char* Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

}  // namespace

void SetMinimumLevel(Level level) { minimum_level = level; }

void Write(Level level, absl::string_view message, std::initializer_list<Field> fields) {
  if (level < minimum_level.load()) return;
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone());
  line["level"] = Name(level);
  line["message"] = std::string(message);
  if (const Trace* const trace = CurrentTrace()) {
    line["trace_id"] = trace->trace_id;
    line["span_id"] = trace->span_id;
    if (!trace->parent_id.empty()) line["parent_id"] = trace->parent_id;
    line["request_id"] = *CurrentRequestId();
  }
  for (const Field& field : fields) line[std::string(field.key)] = field.value;
  // Bytes that are no UTF-8 are replaced rather than thrown about.
  const std::string text =
      PrintableJson(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace sos::log
