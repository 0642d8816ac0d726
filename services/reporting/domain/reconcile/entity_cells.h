// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_ENTITY_CELLS_H_
#define SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_ENTITY_CELLS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/reporting/domain/reconcile/file_report.h"

// Compares what a file publishes of one entity, cell by cell, with what this program answers.
namespace sos::reporting::reconcile {

// The columns of the files by which the state publishes determinations.
namespace field {
inline constexpr char kLetters[] = "group_letters";
inline constexpr char kFlags[] = "group_flags";
inline constexpr char kTotal[] = "total_groups";
inline constexpr char kStatus[] = "assistance_status";
inline constexpr char kExit[] = "exit";
}  // namespace field

// A column of which it is not known what it speaks of.
inline constexpr char kColumnUnknown[] = "COLUMN_UNKNOWN";

// One cell as the file prints it.
struct PublishedCell {
  std::string field;
  // A code such as `EL`; empty for a cell about the whole entity.
  std::string group;
  std::string value;
  // It is known what the column speaks of.
  bool understood = true;
};

// Our answer for a cell: a value, or why it is undecided.
struct Answer {
  std::string value;
  bool open = false;
  std::string open_reason;

  static Answer Open(std::string reason) {
    return {.open = true, .open_reason = std::move(reason)};
  }
};

// Why a cell of an entity is known to differ.
struct KnownException {
  // A code; empty for an exception of the whole entity.
  std::string group;
  std::string reason;
};

// Our answers about one entity.
struct EntityAnswers {
  // By field and group. A cell that is not there has no answer because the rules have none.
  std::map<std::pair<std::string, std::string>, Answer> cells;
  // The first that concerns a cell holds for it.
  std::vector<KnownException> exceptions;
};

// True if the cell rests on the file itself where answers rest on what was published, so that it
// would only agree with itself.
bool RestsOnItself(const std::string& field);

// Compares the cells of one entity. `answers` is null where there are none, because of `absence`.
void CompareEntity(const std::string& cds, const std::vector<PublishedCell>& cells,
                   const EntityAnswers* answers, const std::string& absence, FileReport& report);

// A rate in millionths as the state prints it, rounded to three decimals or, since 2024, to four:
// the one of the two that `published` is, else the rate to three decimals.
int64_t RateAsPrinted(int64_t part, int64_t whole, int64_t published);

}  // namespace sos::reporting::reconcile

#endif  // SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_ENTITY_CELLS_H_
