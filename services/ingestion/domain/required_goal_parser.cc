// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/near_match.h"
#include "services/ingestion/domain/row_header.h"
#include "services/ingestion/domain/school_list_parsers.h"

namespace sos::ingestion {
namespace {

class RequiredGoalParser : public RowParser {
 public:
  RequiredGoalParser(const Header& header, const FileContext& context, SeenKeys& seen)
      : groups_(header.Find(columns::kTargetedGroups)),
        header_reader_(header, context),
        seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    RequiredGoalRow row;
    row.header = header_reader_.Read(cells, Collection::kRequiredGoals);
    for (const absl::string_view part :
         absl::StrSplit(cells.Text(groups_), absl::ByAnyChar(",;\n"))) {
      if (cells.bad()) break;
      absl::string_view name = absl::StripAsciiWhitespace(part);
      absl::ConsumePrefix(&name, "and ");
      if (name.empty()) continue;
      if (const std::optional<StudentGroup> group = ParseStudentGroup(name); group) {
        row.groups.push_back(*group);
      } else if (const std::optional<StudentGroup> near = NearStudentGroup(name); near) {
        row.groups.push_back(*near);
        cells.Warn(IssueKind::kUnknownCode, groups_,
                   absl::StrCat("no student group is called ", name, "; read as ",
                                kStudentGroups.Label(*near), ", the only one that is like it"));
      } else {
        cells.Reject(IssueKind::kUnknownCode, groups_,
                     absl::StrCat("no student group is called ", name));
      }
      if (row.groups.size() > kStudentGroupCount) {
        cells.Reject(IssueKind::kOutOfRange, groups_,
                     absl::StrCat("there are ", kStudentGroupCount, " student groups"));
      }
    }
    if (!cells.bad() && row.groups.empty()) {
      cells.Reject(IssueKind::kMissingValue, groups_, "every LEA of the list has a student group");
    }
    CheckFresh(cells, header_reader_.cds_column(), seen_,
               absl::StrCat("goal:", row.header.dashboard_year, ":", row.header.cds.text()));
    if (!cells.bad()) sink.OnRequiredGoal(row);
  }

 private:
  const int groups_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
};

}  // namespace

std::unique_ptr<RowParser> MakeRequiredGoalParser(const Layout&, const Header& header,
                                                  const FileContext& context, SeenKeys& seen) {
  return std::make_unique<RequiredGoalParser>(header, context, seen);
}

}  // namespace sos::ingestion
