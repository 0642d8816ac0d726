// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/lcff_check.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/domain/reconcile/entity_cells.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::AssistanceRecord;
using reporting::reconcile::Answer;
using reporting::reconcile::CompareEntity;
using reporting::reconcile::EntityAnswers;
using reporting::reconcile::kColumnUnknown;
using reporting::reconcile::PublishedCell;
namespace field = reporting::reconcile::field;

std::string YesNo(bool yes) { return yes ? "Y" : "N"; }

std::string MethodField(int method) { return absl::StrCat("met_method_", method); }

// What the file publishes of one LEA.
std::vector<PublishedCell> CellsOf(const AssistanceRecord& record, int year, bool charter) {
  std::vector<PublishedCell> cells;
  for (const int group : record.listed_groups()) {
    std::string letter;
    for (const auto& published : record.group_letters()) {
      if (published.student_group() == group) letter = published.letter();
    }
    cells.push_back({field::kLetters, GroupCode(group), letter});
  }
  // What the totals of charter schools count is not known.
  if (record.total_group_count() >= 0 && !charter) {
    cells.push_back({field::kTotal, "", absl::StrCat(record.total_group_count())});
  }
  for (const auto& method : record.methods()) {
    cells.push_back({MethodField(method.method()), "", YesNo(method.met())});
  }
  for (const auto& status : record.statuses()) {
    if (status.dashboard_year() == year) cells.push_back({field::kStatus, "", status.status()});
  }
  const auto add_answer = [&](const char* name, ingestion::v1::Answer answer, bool understood) {
    if (answer == ingestion::v1::ANSWER_UNSPECIFIED) return;
    cells.push_back({name, "", YesNo(answer == ingestion::v1::ANSWER_YES), understood});
  };
  add_answer("ec52072", record.ec52072(), true);
  add_answer("ec47607", record.ec47607(), false);
  add_answer("ec52071f", record.ec52071f(), true);
  return cells;
}

Answer LetterOf(const eligibility::v1::GroupAnswer& group) {
  if (group.years().empty()) {
    return group.letter_decided() ? Answer{group.letter()} : Answer::Open(group.reason());
  }
  // A charter school's column is about this year, its group about several.
  const auto& year = *group.years().rbegin();
  return year.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA ? Answer::Open(group.reason())
                                                                      : Answer{year.letter()};
}

Answer MethodOf(const eligibility::v1::MethodAnswer& method, bool charter) {
  // Of charter schools it is not known which years the column speaks of; and an answer that is
  // the state's own would only agree with itself.
  if (charter) return Answer::Open(kColumnUnknown);
  if (method.basis() == eligibility::v1::LETTER_BASIS_PUBLISHED) {
    return Answer::Open("LOCAL_INDICATORS_MISSING");
  }
  if (method.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
    return Answer::Open(method.reason());
  }
  return {YesNo(method.outcome() == eligibility::v1::OUTCOME_MET)};
}

Answer StatusOf(const Determination& computed) {
  if (!computed.status().empty()) return {computed.status()};
  for (const auto& method : computed.methods()) {
    if (!method.reason().empty()) return Answer::Open(method.reason());
  }
  for (const auto& group : computed.groups()) {
    if (!group.reason().empty()) return Answer::Open(group.reason());
  }
  return Answer::Open("HISTORY_MISSING");
}

Answer RecurrenceOf(bool judged, const eligibility::v1::RecurrenceAnswer& computed) {
  if (!judged) return Answer::Open(kNoRulebook);
  if (computed.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
    return Answer::Open(computed.reason());
  }
  return {YesNo(computed.outcome() == eligibility::v1::OUTCOME_MET)};
}

EntityAnswers AnswersOf(const Determination& computed) {
  const bool charter = computed.program() == eligibility::v1::PROGRAM_CHARTER;
  EntityAnswers answers;
  for (const auto& group : computed.groups()) {
    answers.cells[{field::kLetters, GroupCode(group.student_group())}] = LetterOf(group);
  }
  answers.cells[{field::kTotal, ""}] = TotalOf(computed);
  for (const auto& method : computed.methods()) {
    answers.cells[{MethodField(method.method()), ""}] = MethodOf(method, charter);
  }
  answers.cells[{field::kStatus, ""}] = StatusOf(computed);
  answers.cells[{"ec52072", ""}] = RecurrenceOf(computed.has_intensive(), computed.intensive());
  answers.cells[{"ec52071f", ""}] =
      RecurrenceOf(computed.has_geographic_lead(), computed.geographic_lead());
  return answers;
}

void CompareLea(const AssistanceRecord& record, const Determinations& determinations,
                FileReport& report) {
  const std::string cds(CdsOf(record.entity()));
  const Determination* computed = determinations.Find(cds);
  const bool charter =
      computed != nullptr && computed->program() == eligibility::v1::PROGRAM_CHARTER;
  const EntityAnswers answers = computed == nullptr ? EntityAnswers() : AnswersOf(*computed);
  CompareEntity(cds, CellsOf(record, report.year, charter),
                computed == nullptr ? nullptr : &answers, determinations.Absence(), report);
}

}  // namespace

absl::Status CheckLcffFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report) {
  // The files were committed a moment ago; reads that do not name a revision may still see an
  // older.
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(stubs));
  std::set<int> evidence = ResultCollections();
  evidence.insert(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
  const bool published_letters =
      basis == "published-letters" || (basis == "auto" && !Holds(snapshot, report.year, evidence));
  report.basis = published_letters ? "published-letters" : "results";
  const ingestion::v1::Collection collection = submission.committed_collections(0);
  SOS_ASSIGN_OR_RETURN(
      const Determinations determinations,
      ReadDeterminations(stubs,
                         {.program = collection == ingestion::v1::COLLECTION_CHARTER_ASSISTANCE
                                         ? eligibility::v1::PROGRAM_CHARTER
                                         : eligibility::v1::PROGRAM_LCFF,
                          .year = report.year,
                          .revision = RevisionIn(snapshot),
                          .published_letters = published_letters}));
  return VisitSubmitted(stubs, submission, collection, [&](const auto& partition) {
    for (const AssistanceRecord& record : partition.assistance().records()) {
      CompareLea(record, determinations, report);
    }
  });
}

}  // namespace sos::suite
