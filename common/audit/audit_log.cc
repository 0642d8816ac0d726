// SPDX-License-Identifier: Apache-2.0
#include "common/audit/audit_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/digest/sha256.h"
#include "common/status/macros.h"
#include "common/text/printable.h"
#include "nlohmann/json.hpp"

namespace sos {
namespace {

constexpr char kSequence[] = "sequence";
constexpr char kPrevious[] = "previous";
// No line is longer: what an entry says beyond is refused.
constexpr int64_t kMaxLineBytes = int64_t{64} << 10;

absl::Status Unavailable(absl::string_view what) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " the audit log: ", std::strerror(errno)));
}

// The last line of the file, without its line feed. Empty for an empty file.
absl::StatusOr<std::string> LastLine(int file) {
  struct stat facts {};
  if (fstat(file, &facts) != 0) return Unavailable("read");
  const int64_t begin = std::max<int64_t>(0, facts.st_size - kMaxLineBytes);
  std::string tail(facts.st_size - begin, '\0');
  if (pread(file, tail.data(), tail.size(), begin) != static_cast<ssize_t>(tail.size())) {
    return Unavailable("read");
  }
  if (tail.empty()) return tail;
  if (tail.back() != '\n') return absl::DataLossError("the audit log ends within a line");
  tail.pop_back();
  return tail.substr(tail.rfind('\n') + 1);
}

// The number of a line; kDataLoss if it is none of a log.
absl::StatusOr<int64_t> SequenceOf(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains(kSequence) || !json[kSequence].is_number_integer()) {
    return absl::DataLossError("a line of the audit log is damaged");
  }
  return json[kSequence].get<int64_t>();
}

}  // namespace

absl::Status AuditLog::Append(const AuditEntry& entry) {
  absl::MutexLock lock(&mutex_);
  const int file = open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Unavailable("open");
  const absl::Cleanup close_file = [file] { close(file); };  // Which unlocks it, too.
  // Other processes, such as another command of the same user, may write to it.
  if (flock(file, LOCK_EX) != 0) return Unavailable("lock");
  SOS_ASSIGN_OR_RETURN(const std::string last, LastLine(file));
  int64_t sequence = 0;
  if (!last.empty()) {
    SOS_ASSIGN_OR_RETURN(sequence, SequenceOf(last));
  }
  nlohmann::ordered_json json;
  json[kSequence] = sequence + 1;
  json["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", clock_.Now(), absl::UTCTimeZone());
  json["actor"] = entry.actor;
  json["scope"] = entry.scope;
  json["action"] = entry.action;
  json["resource"] = entry.resource;
  json["purpose"] = entry.purpose;
  json["outcome"] = entry.outcome;
  json[kPrevious] = Sha256Hex(last);
  const std::string line =
      PrintableJson(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) + "\n";
  if (static_cast<int64_t>(line.size()) > kMaxLineBytes) {
    return absl::InvalidArgumentError("an entry of the audit log is too long");
  }
  const off_t end = lseek(file, 0, SEEK_END);
  if (write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      fdatasync(file) == 0) {
    return absl::OkStatus();
  }
  absl::Status failed = Unavailable("write");
  // Half a line would keep all later ones out.
  if (ftruncate(file, end) != 0) {
    return absl::UnavailableError(
        absl::StrCat(failed.message(), "; it may end within a line: ", std::strerror(errno)));
  }
  return failed;
}

absl::StatusOr<int64_t> VerifyAuditLog(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::string previous;
  std::string line;
  int64_t count = 0;
  while (std::getline(in, line)) {
    ++count;
    const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    const absl::StatusOr<int64_t> sequence = SequenceOf(line);
    const bool follows = sequence.ok() && *sequence == count && json.contains(kPrevious) &&
                         json[kPrevious] == nlohmann::json(Sha256Hex(previous));
    if (!follows) {
      return absl::DataLossError(absl::StrCat(
          path, ":", count, ": this line, or one before it, was changed or is missing"));
    }
    previous = line;
  }
  return count;
}

}  // namespace sos
