// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/list_parsers.h"
#include "services/ingestion/domain/row_header.h"

namespace sos::ingestion {
namespace {

constexpr int64_t kMaxPercent = 100;

// A count of students, and the column that says which share of all it is.
struct SharePair {
  int count;
  int percent;
};

// Rows that are kept as published. What they count is checked all the same: either students of a
// group among all (census enrollment), or students at each of four levels (ELPAC); and an LEA says
// yes or no to the publication of its estimates.
class PublishedRecordParser : public RowParser {
 public:
  PublishedRecordParser(const Layout& layout, const Header& header, const FileContext& context,
                        SeenKeys& seen)
      : collection_(layout.collections.front()),
        group_(header.Find(columns::kStudentGroup)),
        publish_(header.Find(columns::kPublishEstimates)),
        total_(header.Find(absl::StrCat(columns::kTotalEnrollment, "|", columns::kLevelTotal))),
        header_reader_(header, context),
        seen_(seen) {
    for (int i = 0; i < header.size(); ++i) columns_.emplace_back(header.name(i));
    if (const int count = header.Find(columns::kGroupTotal); count >= 0) {
      parts_.push_back({count, header.Find("rate")});
    }
    constexpr int kLevels = 4;
    for (int level = 1; level <= kLevels; ++level) {
      const int count = header.Find(absl::StrCat("pl", level));
      if (count < 0) continue;
      parts_.push_back({count, header.Find(absl::StrCat("pl", level, "pct"))});
      levels_ = true;
    }
  }

  void Parse(RowCells& cells, RecordSink& sink) override {
    RecordRow row;
    row.header = header_reader_.Read(cells, collection_);
    const std::string group = ReadGroup(cells);
    if (publish_ >= 0 && !cells.Answer(publish_) && !cells.bad()) {
      cells.Reject(IssueKind::kMissingValue, publish_, "expected Y or N");
    }
    CheckCounts(cells);
    CheckFresh(
        cells, header_reader_.cds_column(), seen_,
        absl::StrCat("record:", row.header.dashboard_year, ":", row.header.cds.text(), ":", group));
    if (cells.bad()) return;
    row.columns = columns_;
    cells_.clear();
    for (size_t i = 0; i < columns_.size(); ++i) {
      cells_.push_back(cells.Text(static_cast<int>(i)));
    }
    row.cells = cells_;
    sink.OnRecord(row);
  }

 private:
  std::string ReadGroup(RowCells& cells) const {
    if (group_ < 0) return "";
    const std::optional<StudentGroup> group = ParseStudentGroup(cells.Text(group_));
    if (!group) {
      cells.Reject(IssueKind::kUnknownCode, group_, "expected a student group such as EL or SWD");
      return "";
    }
    cells.place().group = group;
    return std::string(kStudentGroups.Code(*group));
  }

  void CheckCounts(RowCells& cells) const {
    const int64_t total = cells.Count(total_);
    int64_t sum = 0;
    for (const SharePair& part : parts_) {
      const int64_t count = cells.Count(part.count);
      const std::optional<Tenths> percent = cells.Number(part.percent, 0, kMaxPercent);
      if (cells.bad()) return;
      if (count == kNoCount || total == kNoCount) continue;
      sum += count;
      if (count > total) {
        cells.Reject(IssueKind::kContradiction, part.count,
                     absl::StrCat("more students than the ", total, " of all"));
      } else if (percent && total > 0) {
        CheckPercent(cells, part, {count, total}, *percent);
      }
    }
    // A level at which there is nobody may be blank.
    if (!cells.bad() && levels_ && total != kNoCount && sum != total) {
      cells.Reject(IssueKind::kContradiction, total_,
                   absl::StrCat("the levels have ", sum, " students together"));
    }
  }

  static void CheckPercent(RowCells& cells, const SharePair& part, Fraction share, Tenths percent) {
    const Tenths computed = RoundedPercent(share);
    const int64_t off = percent.count - computed.count;
    if (off > kRateTolerance.count || off < -kRateTolerance.count) {
      cells.Reject(IssueKind::kContradiction, part.percent,
                   absl::StrCat("the counts say ", ToString(computed)));
    }
  }

  const Collection collection_;
  const int group_;
  const int publish_;
  const int total_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
  std::vector<SharePair> parts_;
  // The parts are all levels there are: together they are the total.
  bool levels_ = false;
  std::vector<absl::string_view> columns_;
  std::vector<absl::string_view> cells_;
};

}  // namespace

std::unique_ptr<RowParser> MakeRecordParser(const Layout& layout, const Header& header,
                                            const FileContext& context, SeenKeys& seen) {
  return std::make_unique<PublishedRecordParser>(layout, header, context, seen);
}

}  // namespace sos::ingestion
