// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/entity_cells.h"

#include <string>
#include <vector>

#include "common/decimal/decimal.h"

namespace sos::reporting::reconcile {
namespace {

constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kThousand = 1'000;
constexpr int64_t kTenThousand = 10'000;
constexpr char kPublishedLetters[] = "published-letters";

// The reason for which the cell is known to differ; empty if there is none.
std::string ExceptionOf(const EntityAnswers& answers, const std::string& group) {
  for (const KnownException& exception : answers.exceptions) {
    // What is known of a group also moves the entity's status and total.
    if (exception.group.empty() || group.empty() || exception.group == group) {
      return exception.reason;
    }
  }
  return "";
}

}  // namespace

bool RestsOnItself(const std::string& field) {
  return field == field::kLetters || field == field::kFlags;
}

void CompareEntity(const std::string& cds, const std::vector<PublishedCell>& cells,
                   const EntityAnswers* answers, const std::string& absence, FileReport& report) {
  for (const PublishedCell& cell : cells) {
    if (report.basis == kPublishedLetters && RestsOnItself(cell.field)) continue;
    if (!cell.understood) {
      report.Undetermined(cell.field, kColumnUnknown);
      continue;
    }
    if (answers == nullptr) {
      report.Undetermined(cell.field, absence);
      continue;
    }
    const auto found = answers->cells.find({cell.field, cell.group});
    const Answer answer = found == answers->cells.end() ? Answer() : found->second;
    if (answer.open) {
      report.Undetermined(cell.field, answer.open_reason);
      continue;
    }
    const std::string exception = ExceptionOf(*answers, cell.group);
    if (cell.value != answer.value && !exception.empty()) {
      report.Except(cell.field, exception);
    } else {
      report.Compare(cds, cell.group, cell.field, cell.value, answer.value);
    }
  }
}

int64_t RateAsPrinted(int64_t part, int64_t whole, int64_t published) {
  if (whole == 0) return 0;
  const int64_t to_four =
      DivideHalfAwayFromZero(part * kTenThousand, whole) * (kMillion / kTenThousand);
  if (to_four == published) return to_four;
  return DivideHalfAwayFromZero(part * kThousand, whole) * (kMillion / kThousand);
}

}  // namespace sos::reporting::reconcile
