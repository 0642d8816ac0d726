// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/part_reader.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/table/delimited.h"
#include "common/table/encoding.h"
#include "services/ingestion/domain/student/record_keys.h"

namespace sos::ingestion {
namespace {

constexpr char kRecordDelimiter = '^';
constexpr size_t kRecordTypeBytes = 4;

// One part of a file and what was found in it.
struct Part {
  Part(absl::string_view part_text, MemoryAccount* memory) : text(part_text), rows(memory) {}

  absl::string_view text;
  int64_t line_count = 0;
  PartitionBuilder rows;
  RecordKeys keys;
  ReadOutcome outcome;
};

// The layout of a file that begins with a student record. Null if it does not, or if the years of
// its rows decide which of several it is.
const RecordLayout* OnlyLayout(const ReadRequest& request) {
  const absl::string_view bytes = request.bytes;
  if (request.record_layouts == nullptr || bytes.size() <= kRecordTypeBytes ||
      table::SniffDelimiter(bytes) != kRecordDelimiter ||
      bytes[kRecordTypeBytes] != kRecordDelimiter) {
    return nullptr;
  }
  const RecordLayout* only = nullptr;
  for (const RecordLayout& layout : request.record_layouts->all()) {
    if (layout.record_type != bytes.substr(0, kRecordTypeBytes)) continue;
    if (only != nullptr) return nullptr;
    only = &layout;
  }
  return only;
}

// Cuts text between lines into at most `count` parts of about one size.
std::vector<Part> Cut(absl::string_view text, size_t count, MemoryAccount* memory) {
  std::vector<Part> parts;
  size_t begin = 0;
  for (size_t i = 1; i <= count && begin < text.size(); ++i) {
    size_t end = text.size();
    if (i < count) {
      const size_t line_end = text.find('\n', std::max(begin, text.size() / count * i));
      end = line_end == absl::string_view::npos ? text.size() : line_end + 1;
    }
    parts.emplace_back(text.substr(begin, end - begin), memory);
    begin = end;
  }
  return parts;
}

void Read(const ReadRequest& whole, const RecordLayout& layout, Part& part) {
  ReadRequest request = whole;
  request.bytes = part.text;
  request.part_of = &layout;
  request.delimiter = kRecordDelimiter;
  request.record_keys = &part.keys;
  part.line_count = std::count(part.text.begin(), part.text.end(), '\n');
  part.outcome = ReadFile(request, part.rows);
}

// Puts the parts together. Nullopt if only the whole file can tell what becomes of it.
std::optional<ReadOutcome> Join(std::vector<Part>& parts, int64_t max_quarantined,
                                PartitionBuilder& rows) {
  ReadOutcome outcome;
  for (size_t i = 0; i < parts.size(); ++i) {
    const ReadOutcome& part = parts[i].outcome;
    // A part may well have no good row.
    if (part.rejection != Rejection::kNone && part.rejection != Rejection::kNoRows) return {};
    outcome.accepted_row_count += part.accepted_row_count;
    outcome.quarantined_row_count += part.quarantined_row_count;
    for (size_t other = 0; other < i; ++other) {
      if (parts[i].keys.Meets(parts[other].keys)) return {};
    }
  }
  if (outcome.accepted_row_count == 0 || outcome.quarantined_row_count > max_quarantined) return {};
  int64_t lines = 0;
  for (Part& part : parts) {
    for (Issue& issue : part.outcome.issues) issue.line += lines;
    std::move(part.outcome.issues.begin(), part.outcome.issues.end(),
              std::back_inserter(outcome.issues));
    rows.Append(std::move(part.rows), lines);
    lines += part.line_count;
  }
  return outcome;
}

}  // namespace

ReadOutcome ReadInParts(const ReadRequest& request, const PartOptions& options,
                        PartitionBuilder& rows) {
  const RecordLayout* const layout = OnlyLayout(request);
  const size_t count = std::min<size_t>(std::max(1, options.worker_count),
                                        request.bytes.size() / options.min_part_bytes);
  // Text in another encoding is rare, and converted as a whole.
  if (layout == nullptr || count < 2 || !table::IsUtf8(request.bytes) ||
      request.bytes.find('\0') != absl::string_view::npos) {
    return ReadFile(request, rows);
  }
  std::vector<Part> parts = Cut(request.bytes, count, request.memory);
  {
    std::vector<std::jthread> threads;
    threads.reserve(parts.size());
    for (Part& part : parts) {
      threads.emplace_back([&request, layout, &part] { Read(request, *layout, part); });
    }
  }
  std::optional<ReadOutcome> outcome = Join(parts, request.max_quarantined_row_count, rows);
  if (outcome) return *std::move(outcome);
  parts.clear();  // Their memory is needed for the whole.
  return ReadFile(request, rows);
}

}  // namespace sos::ingestion
