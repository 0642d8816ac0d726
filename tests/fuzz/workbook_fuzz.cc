// SPDX-License-Identifier: Apache-2.0

// A workbook packed around any XML: what is beyond the archive, which random bytes hardly ever are.
// Reading must end in rows or an error, within a bound of memory and time.
//
// The input is the parts of a workbook, each ended by a NUL: sheets, relationships, shared strings,
// and the rows of one sheet after the other. An empty or missing part of the first two is as
// common workbooks have it. Within a part, {text}N; stands for N times the text, so that few bytes
// make a bomb.

#include <sys/resource.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"
#include "common/table/packed_test_files.h"
#include "common/table/table.h"

namespace {

constexpr int64_t kMiB = int64_t{1} << 20;
// Files may unpack to this many bytes, a sixteenth of what servers allow, so that many are tried;
// and all parts of an input have a little more.
constexpr size_t kFreeBytes = 4 * kMiB;
constexpr size_t kMaxInputBytes = 6 * kMiB;
// Reading may take 8 times the packed bytes and this, of which the parser of XML has 8 MiB.
constexpr int64_t kReadBytes = 16 * kMiB;
// Beside what is counted: the allocator's own, and what the process loads when it first needs it.
constexpr int64_t kUncountedBytes = 16 * kMiB;
// Of processor time. The slowest of the corpus takes some 0.5 s, with sanitizers ten times that.
constexpr double kMaxSeconds = 15;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

class Ignore : public sos::table::RowVisitor {
 public:
  void BeginSheet(absl::string_view) override {}
  absl::Status VisitRow(const sos::table::Row&) override { return absl::OkStatus(); }
};

// Writes every {text}N; of `part` out, as far as `room` goes.
std::string Expand(absl::string_view part, size_t& room) {
  std::string out;
  while (!part.empty()) {
    const size_t open = std::min(part.find('{'), part.size());
    const size_t close = std::min(part.find('}', open), part.size());
    const size_t end = std::min(part.find(';', close), part.size());
    absl::StrAppend(&out, part.substr(0, open));
    size_t count = 0;
    if (end < part.size() && absl::SimpleAtoi(part.substr(close + 1, end - close - 1), &count)) {
      const absl::string_view text = part.substr(open + 1, close - open - 1);
      count = text.empty() ? 0 : std::min(count, room / text.size());
      room -= count * text.size();
      absl::StrAppend(&out, sos::table::Repeat(text, count));
    }
    part.remove_prefix(std::min(end + 1, part.size()));
  }
  return out;
}

std::string Pack(absl::string_view input) {
  const std::vector<absl::string_view> parts = absl::StrSplit(input, '\0');
  size_t room = kMaxInputBytes;
  const auto part = [&](size_t i) { return i < parts.size() ? Expand(parts[i], room) : ""; };
  std::string sheets = part(0);
  std::string relationships = part(1);
  const size_t sheet_count = parts.size() > 3 ? parts.size() - 3 : 1;
  if (sheets.empty() || relationships.empty()) {
    for (size_t i = 0; i < sheet_count; ++i) {
      absl::StrAppend(&sheets, "<sheet name=\"S\" r:id=\"", i, "\"/>");
      absl::StrAppend(&relationships, "<Relationship Id=\"", i, "\" Target=\"", i, "\"/>");
    }
  }
  std::vector<sos::table::ZipPart> files = {
      {"xl/workbook.xml", absl::StrCat("<workbook>", sheets, "</workbook>")},
      {"xl/_rels/workbook.xml.rels", absl::StrCat("<R>", relationships, "</R>")},
      {"xl/sharedStrings.xml", absl::StrCat("<sst>", part(2), "</sst>")}};
  for (size_t i = 0; i < sheet_count; ++i) {
    files.push_back(
        {absl::StrCat("xl/", i), absl::StrCat("<sheetData>", part(3 + i), "</sheetData>")});
  }
  return sos::table::Zip(files);
}

// The most memory that the process has had so far, in bytes.
int64_t PeakBytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return int64_t{1024} * usage.ru_maxrss;
}

double Seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string workbook = Pack({reinterpret_cast<const char*>(data), size});
  const int64_t limit = 8 * static_cast<int64_t>(workbook.size()) + kReadBytes;
  sos::MemoryBudget budget(limit);
  sos::MemoryAccount memory(budget, limit);
  Ignore visitor;
  const int64_t peak_before = PeakBytes();
  const double begun = Seconds();
  sos::table::ReadTable(workbook, {.free_uncompressed_bytes = kFreeBytes, .memory = &memory},
                        visitor)
      .IgnoreError();
  const double seconds = Seconds() - begun;
  const int64_t risen = PeakBytes() - peak_before;
  if (memory.held_bytes() != 0 || seconds > kMaxSeconds ||
      (!kSanitized && risen > limit + kUncountedBytes)) {
    std::cerr << "a workbook of " << workbook.size() << " bytes took " << seconds << " s and "
              << risen << " bytes; " << memory.held_bytes() << " are not given back\n";
    std::abort();
  }
  return 0;
}
