// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/essa_check.h"

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/domain/reconcile/entity_cells.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::SchoolSupportRecord;
using reporting::reconcile::Answer;
using reporting::reconcile::CompareEntity;
using reporting::reconcile::EntityAnswers;
using reporting::reconcile::PublishedCell;
namespace field = reporting::reconcile::field;

std::string FlagText(bool flagged) { return flagged ? "1" : "0"; }

// Files of different years have different words for no category.
std::string Canonical(const eligibility::v1::Rulebook& rulebook, const std::string& status) {
  const auto& aliases = rulebook.essa().none_status_aliases();
  return absl::c_linear_search(aliases, status) ? rulebook.essa().none_status() : status;
}

// What the file publishes of one school.
std::vector<PublishedCell> CellsOf(const SchoolSupportRecord& record,
                                   const eligibility::v1::Rulebook& rulebook, int year) {
  std::vector<PublishedCell> cells;
  for (const auto& status : record.statuses()) {
    if (status.dashboard_year() != year) continue;
    cells.push_back({field::kStatus, "", Canonical(rulebook, status.status())});
  }
  for (const int group : record.listed_groups()) {
    cells.push_back({field::kFlags, GroupCode(group),
                     FlagText(absl::c_linear_search(record.flagged_groups(), group))});
  }
  if (record.total_group_count() >= 0 && !record.listed_groups().empty()) {
    cells.push_back({field::kTotal, "", absl::StrCat(record.total_group_count())});
  }
  if (!record.exit().empty()) cells.push_back({field::kExit, "", record.exit()});
  return cells;
}

// What is published is known as an exception: for the school, its status; for a group, its flag.
bool IsPublished(const eligibility::v1::KnownException& exception,
                 const SchoolSupportRecord& record, int year) {
  if (exception.student_group() != education::v1::STUDENT_GROUP_UNSPECIFIED) {
    return absl::c_linear_search(record.flagged_groups(), exception.student_group());
  }
  return absl::c_any_of(record.statuses(), [&](const auto& status) {
    return status.dashboard_year() == year && status.status() == exception.published();
  });
}

std::string StatusReason(const Determination& computed) {
  for (const auto& category : computed.categories()) {
    if (!category.reason().empty()) return category.reason();
  }
  return "PRIOR_STATUS_MISSING";
}

EntityAnswers AnswersOf(const Determination& computed, const SchoolSupportRecord& record,
                        const eligibility::v1::Rulebook& rulebook, int year) {
  EntityAnswers answers;
  answers.cells[{field::kStatus, ""}] = computed.status().empty()
                                            ? Answer::Open(StatusReason(computed))
                                            : Answer{Canonical(rulebook, computed.status())};
  // A group that the rules do not know is not flagged.
  for (const int group : record.listed_groups()) {
    answers.cells[{field::kFlags, GroupCode(group)}] = {FlagText(false)};
  }
  for (const auto& group : computed.groups()) {
    answers.cells[{field::kFlags, GroupCode(group.student_group())}] =
        group.letter_decided() ? Answer{FlagText(group.outcome() == eligibility::v1::OUTCOME_MET)}
                               : Answer::Open(group.reason());
  }
  answers.cells[{field::kTotal, ""}] = TotalOf(computed);
  answers.cells[{field::kExit, ""}] =
      computed.exit().empty() ? Answer::Open(StatusReason(computed)) : Answer{computed.exit()};
  for (const auto& exception : rulebook.known_exceptions()) {
    if (exception.cds() == CdsOf(record.entity()) && IsPublished(exception, record, year)) {
      answers.exceptions.push_back({GroupCode(exception.student_group()), exception.reason()});
    }
  }
  return answers;
}

void CompareSchool(const SchoolSupportRecord& record, const Determinations& determinations,
                   const eligibility::v1::Rulebook& rulebook, FileReport& report) {
  const std::string cds(CdsOf(record.entity()));
  const Determination* computed = determinations.Find(cds);
  const EntityAnswers answers =
      computed == nullptr ? EntityAnswers() : AnswersOf(*computed, record, rulebook, report.year);
  CompareEntity(cds, CellsOf(record, rulebook, report.year),
                computed == nullptr ? nullptr : &answers, determinations.Absence(), report);
}

}  // namespace

absl::Status CheckEssaFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(stubs));
  std::set<int> evidence = ResultCollections();
  evidence.insert({ingestion::v1::COLLECTION_PUBLISHED_COLORS,
                   ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS,
                   ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
                   ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS});
  const bool published_letters =
      basis == "published-letters" || (basis == "auto" && !Holds(snapshot, report.year, evidence));
  report.basis = published_letters ? "published-letters" : "results";
  SOS_ASSIGN_OR_RETURN(const eligibility::v1::Rulebook rulebook,
                       ReadRulebook(stubs, RulebookName("essa", report.year)));
  // Two postings of one year must each be taken by itself.
  SOS_ASSIGN_OR_RETURN(
      const Determinations determinations,
      ReadDeterminations(
          stubs, {.program = eligibility::v1::PROGRAM_ESSA,
                  .year = report.year,
                  .revision = published_letters ? RevisionIn(submission) : RevisionIn(snapshot),
                  .published_letters = published_letters}));
  return VisitSubmitted(
      stubs, submission, ingestion::v1::COLLECTION_ESSA_ASSISTANCE, [&](const auto& partition) {
        for (const SchoolSupportRecord& record : partition.school_support().records()) {
          CompareSchool(record, determinations, rulebook, report);
        }
      });
}

}  // namespace sos::suite
