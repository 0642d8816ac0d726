// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/program_checks.h"

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/reporting/domain/reconcile/entity_cells.h"
#include "services/reporting/domain/reconcile/lowest_performance.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::EquityMultiplierRecord;
using reporting::reconcile::Answer;
using reporting::reconcile::CompareEntity;
using reporting::reconcile::EntityAnswers;
using reporting::reconcile::ListedEntity;
using reporting::reconcile::LowestList;
using reporting::reconcile::LowestPerformance;
using reporting::reconcile::PublishedCell;

std::string AnswerText(ingestion::v1::Answer answer) {
  return answer == ingestion::v1::ANSWER_YES ? "1" : "0";
}

// What the file publishes of one school.
std::vector<PublishedCell> CellsOf(const EquityMultiplierRecord& record) {
  std::vector<PublishedCell> cells;
  const auto add_number = [&](const char* name, int64_t published) {
    if (published >= 0) cells.push_back({name, "", absl::StrCat(published)});
  };
  const auto add_flag = [&](const char* name, ingestion::v1::Answer published) {
    if (published != ingestion::v1::ANSWER_UNSPECIFIED) {
      cells.push_back({name, "", AnswerText(published)});
    }
  };
  add_number("nonstability_rate", record.published_nonstability_millionths());
  add_number("disadvantaged_rate", record.published_disadvantaged_millionths());
  add_flag("nonstability_met", record.published_nonstability_met());
  add_flag("disadvantaged_met", record.published_disadvantaged_met());
  add_flag("eligible", record.published_eligible());
  add_number("entitlement", record.published_entitlement_dollars());
  return cells;
}

EntityAnswers AnswersOf(const Determination& computed, const EquityMultiplierRecord& record) {
  const auto rate = [&](int64_t part, int64_t published) -> Answer {
    return {
        absl::StrCat(reporting::reconcile::RateAsPrinted(part, record.enrollment(), published))};
  };
  const auto flag = [&](eligibility::v1::Outcome outcome) -> Answer {
    if (outcome == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      return Answer::Open(computed.reason().empty() ? "ROUNDING_UNKNOWN" : computed.reason());
    }
    return {outcome == eligibility::v1::OUTCOME_MET ? "1" : "0"};
  };
  const eligibility::v1::EquityMultiplierAnswer& answer = computed.equity_multiplier();
  const int64_t dollars = answer.entitlement_dollars();
  EntityAnswers answers;
  answers.cells = {
      {{"nonstability_rate", ""},
       rate(record.nonstable_count(), record.published_nonstability_millionths())},
      {{"disadvantaged_rate", ""},
       rate(record.disadvantaged_count(), record.published_disadvantaged_millionths())},
      {{"nonstability_met", ""}, flag(answer.nonstability())},
      {{"disadvantaged_met", ""}, flag(answer.disadvantaged())},
      {{"eligible", ""}, flag(computed.eligibility())},
      {{"entitlement", ""},
       dollars < 0 ? Answer::Open("RULE_UNKNOWN") : Answer{absl::StrCat(dollars)}}};
  return answers;
}

void CompareMultiplier(const EquityMultiplierRecord& record, const Determinations& determinations,
                       FileReport& report) {
  const std::string cds(CdsOf(record.entity()));
  const Determination* computed = determinations.Find(cds);
  const EntityAnswers answers =
      computed == nullptr ? EntityAnswers() : AnswersOf(*computed, record);
  CompareEntity(cds, CellsOf(record), computed == nullptr ? nullptr : &answers,
                determinations.Absence(), report);
}

template <typename Groups>
std::string Codes(const Groups& groups) {
  std::set<std::string> codes;
  for (const int group : groups) {
    codes.emplace(Code(static_cast<education::v1::StudentGroup>(group)));
  }
  return absl::StrJoin(codes, " ");
}

// The duty, and the year of the rulebook that has it, by which the list of `list_year` was made.
struct ListedDuty {
  int dashboard_year = 0;
  std::string duty;
};
absl::StatusOr<ListedDuty> DutyOfList(const Stubs& stubs, int list_year) {
  eligibility::v1::ListRulebooksRequest request;
  request.set_page_size(1000);
  eligibility::v1::ListRulebooksResponse response;
  grpc::ClientContext context;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stubs.eligibility->ListRulebooks(&context, request, &response)));
  for (const auto& rulebook : response.rulebooks()) {
    for (const auto& duty : rulebook.duties()) {
      if (duty.published_list_year() == list_year) {
        return ListedDuty{rulebook.dashboard_year(), duty.name()};
      }
    }
  }
  return ListedDuty{};
}

const eligibility::v1::DutyAnswer* FindDuty(const Determination& determination,
                                            const std::string& name) {
  for (const auto& duty : determination.duties()) {
    if (duty.duty() == name) return &duty;
  }
  return nullptr;
}

LowestList ListOf(ingestion::v1::Collection collection) {
  switch (collection) {
    case ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS:
      return LowestList::kLeaGroups;
    case ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS:
      return LowestList::kSchools;
    default:
      return LowestList::kSchoolGroups;
  }
}

ListedEntity ListedEntityOf(const education::v1::Entity& entity) {
  switch (entity.type()) {
    case education::v1::ENTITY_TYPE_DISTRICT:
    case education::v1::ENTITY_TYPE_COUNTY_OFFICE:
      return ListedEntity::kLea;
    case education::v1::ENTITY_TYPE_SCHOOL:
      return ListedEntity::kSchool;
    case education::v1::ENTITY_TYPE_CHARTER_SCHOOL:
      return ListedEntity::kCharterSchool;
    default:
      return ListedEntity::kOther;
  }
}

void AddListed(const ingestion::v1::Partition& partition, LowestPerformance& comparison) {
  for (const auto& entry : partition.lowest_performance().entries()) {
    for (const int indicator : entry.indicators()) {
      comparison.AddListed(std::string(CdsOf(entry.entity())), GroupCode(entry.student_group()),
                           std::string(Code(static_cast<education::v1::Indicator>(indicator))));
    }
  }
}

// Compares the results of a block, if the year's plans look for its lowest performance.
void CompareBlock(const indicator::v1::ResultBlock& block,
                  const eligibility::v1::Rulebook& rulebook, LowestPerformance& comparison) {
  const eligibility::v1::Test* test = nullptr;
  for (const auto& duty : rulebook.duties()) {
    for (const auto& lowest : duty.lowest()) {
      if (lowest.indicator() == block.indicator()) test = &lowest;
    }
  }
  if (test == nullptr) return;
  const bool progress = block.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    const bool lowest =
        !test->colors().empty()
            ? absl::c_linear_search(test->colors(), block.colors(i))
            : block.current_size_met(i) &&
                  absl::c_linear_search(test->status_levels(), block.status_levels(i));
    comparison.Compare({.cds = std::string(CdsOf(entity)),
                        .entity = ListedEntityOf(entity),
                        .group = GroupCode(block.student_groups(i)),
                        .indicator = std::string(Code(block.indicator())),
                        .english_learner_progress = progress,
                        .lowest = lowest});
  }
}

}  // namespace

absl::Status CheckEquityMultiplierFile(const Stubs& stubs,
                                       const ingestion::v1::Submission& submission,
                                       FileReport& report) {
  SOS_ASSIGN_OR_RETURN(
      const Determinations determinations,
      ReadDeterminations(stubs, {.program = eligibility::v1::PROGRAM_EQUITY_MULTIPLIER,
                                 .year = report.year,
                                 .revision = RevisionIn(submission)}));
  return VisitSubmitted(stubs, submission, ingestion::v1::COLLECTION_EQUITY_MULTIPLIER,
                        [&](const auto& partition) {
                          for (const auto& record : partition.equity_multiplier().records()) {
                            CompareMultiplier(record, determinations, report);
                          }
                        });
}

absl::Status CheckRequiredGoalFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                                   FileReport& report) {
  const std::string field = "student_groups";
  SOS_ASSIGN_OR_RETURN(const ListedDuty listed, DutyOfList(stubs, report.year));
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(stubs));
  Determinations determinations{.rulebook_known = false};
  if (!listed.duty.empty()) {
    SOS_ASSIGN_OR_RETURN(determinations,
                         ReadDeterminations(stubs, {.program = eligibility::v1::PROGRAM_LCAP,
                                                    .year = listed.dashboard_year,
                                                    .revision = RevisionIn(snapshot)}));
  }
  std::set<std::string> in_list;
  SOS_RETURN_IF_ERROR(VisitSubmitted(
      stubs, submission, ingestion::v1::COLLECTION_REQUIRED_GOALS, [&](const auto& partition) {
        for (const auto& record : partition.required_goals().records()) {
          const std::string cds(CdsOf(record.entity()));
          in_list.insert(cds);
          const Determination* found = determinations.Find(cds);
          const auto* const duty = found == nullptr ? nullptr : FindDuty(*found, listed.duty);
          EntityAnswers answers;
          if (duty != nullptr) {
            answers.cells[{field, ""}] =
                duty->outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA
                    ? Answer::Open(duty->reason())
                    : Answer{Codes(duty->student_groups())};
          }
          CompareEntity(cds, {{field, "", Codes(record.student_groups())}},
                        duty == nullptr ? nullptr : &answers, determinations.Absence(), report);
        }
      }));
  for (const auto& [cds, determination] : determinations.by_cds) {
    const auto* const duty = FindDuty(determination, listed.duty);
    if (in_list.contains(cds) || duty == nullptr ||
        duty->outcome() != eligibility::v1::OUTCOME_MET) {
      continue;
    }
    report.Extra(cds, "", field, Codes(duty->student_groups()));
  }
  return absl::OkStatus();
}

absl::Status CheckLowestPerformanceFile(const Stubs& stubs,
                                        const ingestion::v1::Submission& submission,
                                        FileReport& report) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(stubs));
  if (!Holds(snapshot, report.year, ResultCollections())) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const eligibility::v1::Rulebook rulebook,
                       ReadRulebook(stubs, RulebookName("lcap", report.year)));
  const ingestion::v1::Collection collection = submission.committed_collections(0);
  LowestPerformance comparison(ListOf(collection), report);
  SOS_RETURN_IF_ERROR(VisitSubmitted(stubs, submission, collection, [&](const auto& partition) {
    AddListed(partition, comparison);
  }));
  indicator::v1::StreamResultsRequest request;
  SetRevision(RevisionIn(snapshot), request);
  request.mutable_filter()->add_dashboard_years(report.year);
  if (!rulebook.student_groups().empty()) {
    *request.mutable_filter()->mutable_student_groups() = rulebook.student_groups();
    request.mutable_filter()->add_student_groups(education::v1::STUDENT_GROUP_ALL);
  }
  grpc::ClientContext context;
  const auto reader = stubs.indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) CompareBlock(block, rulebook, comparison);
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace sos::suite
