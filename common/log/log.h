// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_LOG_LOG_H_
#define SOS_COMMON_LOG_LOG_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace sos::log {

enum class Level { kDebug, kInfo, kWarning, kError };

// One named fact of a log line. Names of resources may be logged, contents never.
struct Field {
  absl::string_view key;
  std::string value;
};

// Drops lines below `level` from now on. Programs start at kInfo. Thread-safe.
void SetMinimumLevel(Level level);

// Writes one line of JSON to standard error: time, level, message, within a call its trace and
// request (trace.h), then `fields`. Lines of several
// threads never mix.
void Write(Level level, absl::string_view message, std::initializer_list<Field> fields = {});

inline void Debug(absl::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kDebug, message, fields);
}
inline void Info(absl::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kInfo, message, fields);
}
inline void Warning(absl::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kWarning, message, fields);
}
inline void Error(absl::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kError, message, fields);
}

}  // namespace sos::log

#endif  // SOS_COMMON_LOG_LOG_H_
