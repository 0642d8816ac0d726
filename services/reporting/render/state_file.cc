// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/state_file.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/text/csv_cell.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Determination;
using eligibility::v1::Outcome;
using v1::StateColumn;

// Where the parts of a 14-digit code begin.
constexpr size_t kDistrictBegin = 2;
constexpr size_t kSchoolBegin = 7;
constexpr int kThousand = 1000;

// Nullopt stands for a cell without a value.
using StateCell = std::optional<std::string>;

StateCell Answer(Outcome outcome, absl::string_view yes, absl::string_view no) {
  if (outcome == eligibility::v1::OUTCOME_MET) return std::string(yes);
  if (outcome == eligibility::v1::OUTCOME_NOT_MET) return std::string(no);
  return std::nullopt;
}

std::string Rate(int64_t thousandths) {
  return absl::StrFormat("%d.%03d", thousandths / kThousand, thousandths % kThousand);
}

Outcome DutyOutcome(const Determination& determination, absl::string_view name) {
  for (const auto& duty : determination.duties()) {
    if (duty.duty() == name) return duty.outcome();
  }
  return eligibility::v1::OUTCOME_UNSPECIFIED;
}

StateCell DutyGroups(const Determination& determination, absl::string_view name) {
  std::vector<std::string> labels;
  for (const auto& duty : determination.duties()) {
    if (duty.duty() != name) continue;
    for (const int group : duty.student_groups()) {
      labels.emplace_back(Label(static_cast<education::v1::StudentGroup>(group)));
    }
  }
  return absl::StrJoin(labels, ", ");
}

// The cells of one entity.
class StateFileRow {
 public:
  StateFileRow(const Determination& determination, const StateFileContext& context)
      : determination_(determination),
        context_(context),
        cds_(EntityId(determination.entity().name())) {}

  StateCell Cell(const StateColumn& column) const {
    switch (column.content()) {
      case StateColumn::CONTENT_TEXT:
        return column.text();
      case StateColumn::CONTENT_CDS:
        return cds_;
      case StateColumn::CONTENT_COUNTY_DISTRICT_CODE:
        return cds_.substr(0, kSchoolBegin);
      case StateColumn::CONTENT_COUNTY_CODE:
        return cds_.substr(0, kDistrictBegin);
      case StateColumn::CONTENT_DISTRICT_CODE:
        return cds_.substr(kDistrictBegin, kSchoolBegin - kDistrictBegin);
      case StateColumn::CONTENT_SCHOOL_CODE:
        return cds_.substr(kSchoolBegin);
      case StateColumn::CONTENT_NAME:
        return determination_.entity().display_name();
      case StateColumn::CONTENT_DISTRICT_NAME:
        return determination_.entity().district_name();
      case StateColumn::CONTENT_COUNTY_NAME:
        return determination_.entity().county_name();
      case StateColumn::CONTENT_STATUS:
        return Status(column.dashboard_year());
      case StateColumn::CONTENT_METHOD:
        return Method(column.method());
      case StateColumn::CONTENT_INTENSIVE:
        return Answer(determination_.intensive().outcome(), "Y", "N");
      case StateColumn::CONTENT_TITLE_I:
        return TitleI(column.school_year());
      case StateColumn::CONTENT_EXIT:
        return determination_.exit();
      case StateColumn::CONTENT_GROUP_COUNT:
        return GroupCount(column.only_status());
      case StateColumn::CONTENT_GROUP_LETTER:
        return GroupLetter(column.student_group());
      case StateColumn::CONTENT_GROUP_MET:
        return GroupMet(column.student_group());
      case StateColumn::CONTENT_DUTY_GROUPS:
        return DutyGroups(determination_, column.duty());
      case StateColumn::CONTENT_ELIGIBLE:
        return Answer(determination_.eligibility(), "1", "0");
      case StateColumn::CONTENT_UNSPECIFIED:
      case StateColumn::CONTENT_BLANK:
        return std::nullopt;
      default:
        return MultiplierCell(column.content());
    }
  }

 private:
  StateCell Status(int dashboard_year) const {
    if (dashboard_year == determination_.dashboard_year() && !determination_.status().empty()) {
      return determination_.status();
    }
    const auto found = context_.statuses.find(dashboard_year);
    if (found == context_.statuses.end()) return std::nullopt;
    // Later files write the first year's Differentiated Support in the words of their own.
    return absl::StrReplaceAll(found->second, {{"Support", "Assistance"}});
  }

  StateCell Method(int number) const {
    for (const auto& method : determination_.methods()) {
      if (method.method() == number) return Answer(method.outcome(), "Y", "N");
    }
    return std::nullopt;
  }

  StateCell TitleI(int school_year) const {
    const auto found = context_.title_i.find(school_year);
    if (found == context_.title_i.end()) return std::nullopt;
    return found->second ? "Yes" : "No";
  }

  StateCell GroupCount(absl::string_view only_status) const {
    if (determination_.total_group_count() < 0) return std::nullopt;
    const bool counts = only_status.empty() || determination_.status() == only_status;
    return absl::StrCat(counts ? determination_.total_group_count() : 0);
  }

  const eligibility::v1::GroupAnswer* AnswerOf(education::v1::StudentGroup group) const {
    for (const auto& answer : determination_.groups()) {
      if (answer.student_group() == group) return &answer;
    }
    return nullptr;
  }

  StateCell GroupLetter(education::v1::StudentGroup group) const {
    const auto* const answer = AnswerOf(group);
    return answer == nullptr ? std::nullopt : StateCell(answer->letter());
  }

  StateCell GroupMet(education::v1::StudentGroup group) const {
    const auto* const answer = AnswerOf(group);
    return answer == nullptr ? std::nullopt : Answer(answer->outcome(), "1", "0");
  }

  StateCell MultiplierCell(StateColumn::Content content) const {
    const auto& answer = determination_.equity_multiplier();
    const auto count = [](int64_t value) -> StateCell {
      // Counts that the caller has no right to are -1.
      return value < 0 ? std::nullopt : StateCell(absl::StrCat(value));
    };
    const auto rate = [](int64_t thousandths) -> StateCell {
      return thousandths < 0 ? std::nullopt : StateCell(Rate(thousandths));
    };
    switch (content) {
      case StateColumn::CONTENT_NONSTABLE_COUNT:
        return count(answer.nonstable_count());
      case StateColumn::CONTENT_ENROLLMENT:
        return count(answer.enrollment());
      case StateColumn::CONTENT_NONSTABILITY_RATE:
        return rate(answer.nonstability_thousandths());
      case StateColumn::CONTENT_DISADVANTAGED_COUNT:
        return count(answer.disadvantaged_count());
      case StateColumn::CONTENT_DISADVANTAGED_RATE:
        return rate(answer.disadvantaged_thousandths());
      case StateColumn::CONTENT_NONSTABILITY_MET:
        return Answer(answer.nonstability(), "1", "0");
      case StateColumn::CONTENT_DISADVANTAGED_MET:
        return Answer(answer.disadvantaged(), "1", "0");
      case StateColumn::CONTENT_CLASSROOM_BASED:
        return Answer(answer.classroom_based(), "1", "0");
      case StateColumn::CONTENT_ENTITLEMENT:
        return count(answer.entitlement_dollars());
      default:
        return std::nullopt;
    }
  }

  const Determination& determination_;
  const StateFileContext& context_;
  const std::string cds_;
};

std::string LineOf(const std::vector<std::string>& cells) {
  return absl::StrCat(absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, CsvCell(cell));
                                    }),
                      "\n");
}

}  // namespace

std::string StateFileHeader(const v1::StateLayout& layout) {
  std::vector<std::string> headers;
  for (const StateColumn& column : layout.columns()) headers.push_back(column.header());
  return LineOf(headers);
}

std::string StateFileLine(const v1::StateLayout& layout, const Determination& determination,
                          const StateFileContext& context) {
  if (!layout.only_duty().empty() &&
      DutyOutcome(determination, layout.only_duty()) != eligibility::v1::OUTCOME_MET) {
    return "";
  }
  const StateFileRow row(determination, context);
  std::vector<std::string> cells;
  cells.reserve(static_cast<size_t>(layout.columns_size()));
  for (const StateColumn& column : layout.columns()) {
    StateCell cell = row.Cell(column);
    cells.push_back(cell && !cell->empty() ? *std::move(cell) : layout.blank());
  }
  return LineOf(cells);
}

}  // namespace sos::reporting
