// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/program_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/decimal/decimal.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::EquityMultiplierRecord;

constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kTenThousand = 10'000;

std::string AnswerText(ingestion::v1::Answer answer) {
  return answer == ingestion::v1::ANSWER_YES ? "1" : "0";
}

class MultiplierCheck {
 public:
  MultiplierCheck(const EquityMultiplierRecord& published, const Determinations& computed,
                  FileReport& report)
      : published_(published),
        computed_(computed.Find(CdsOf(published.entity()))),
        report_(report),
        absence_(computed.Absence()),
        cds_(CdsOf(published.entity())) {}

  void Run() {
    CheckRate("nonstability_rate", published_.published_nonstability_millionths(),
              published_.nonstable_count());
    CheckRate("disadvantaged_rate", published_.published_disadvantaged_millionths(),
              published_.disadvantaged_count());
    const auto* const answer = computed_ == nullptr ? nullptr : &computed_->equity_multiplier();
    CheckFlag("nonstability_met", published_.published_nonstability_met(),
              answer == nullptr ? eligibility::v1::OUTCOME_UNSPECIFIED : answer->nonstability());
    CheckFlag("disadvantaged_met", published_.published_disadvantaged_met(),
              answer == nullptr ? eligibility::v1::OUTCOME_UNSPECIFIED : answer->disadvantaged());
    CheckFlag("eligible", published_.published_eligible(),
              answer == nullptr ? eligibility::v1::OUTCOME_UNSPECIFIED : computed_->eligibility());
    CheckEntitlement();
  }

 private:
  // Files print three decimals, or, since 2024, four.
  void CheckRate(const std::string& field, int64_t published, int64_t part) {
    if (published < 0) return;
    if (computed_ == nullptr) return report_.Undetermined(field, absence_);
    if (published_.enrollment() == 0) {
      report_.Compare(cds_, "", field, absl::StrCat(published), "0");
      return;
    }
    int64_t computed = DivideHalfAwayFromZero(part * kTenThousand, published_.enrollment()) *
                       (kMillion / kTenThousand);
    constexpr int64_t kThousand = 1000;
    if (computed != published) {
      computed = DivideHalfAwayFromZero(part * kThousand, published_.enrollment()) * kThousand;
    }
    report_.Compare(cds_, "", field, absl::StrCat(published), absl::StrCat(computed));
  }

  void CheckFlag(const std::string& field, ingestion::v1::Answer published,
                 eligibility::v1::Outcome computed) {
    if (published == ingestion::v1::ANSWER_UNSPECIFIED) return;
    if (computed_ == nullptr) return report_.Undetermined(field, absence_);
    if (computed == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      return report_.Undetermined(
          field, computed_->reason().empty() ? "ROUNDING_UNKNOWN" : computed_->reason());
    }
    report_.Compare(cds_, "", field, AnswerText(published),
                    computed == eligibility::v1::OUTCOME_MET ? "1" : "0");
  }

  void CheckEntitlement() {
    if (published_.published_entitlement_dollars() < 0) return;
    if (computed_ == nullptr) return report_.Undetermined("entitlement", absence_);
    const int64_t computed = computed_->equity_multiplier().entitlement_dollars();
    if (computed < 0) return report_.Undetermined("entitlement", "RULE_UNKNOWN");
    report_.Compare(cds_, "", "entitlement",
                    absl::StrCat(published_.published_entitlement_dollars()),
                    absl::StrCat(computed));
  }

  const EquityMultiplierRecord& published_;
  const Determination* const computed_;
  FileReport& report_;
  const std::string absence_;
  const absl::string_view cds_;
};

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

// A row of results that a list can have: entity, group and indicator.
using Cell = std::tuple<std::string, int, int>;

class LowestPerformanceCheck {
 public:
  LowestPerformanceCheck(ingestion::v1::Collection collection,
                         const eligibility::v1::Rulebook& rulebook, FileReport& report)
      : collection_(collection), report_(report) {
    for (const auto& duty : rulebook.duties()) {
      for (const auto& test : duty.lowest()) tests_[test.indicator()] = test;
    }
  }

  void AddListed(const ingestion::v1::Partition& partition) {
    for (const auto& entry : partition.lowest_performance().entries()) {
      for (const int indicator : entry.indicators()) {
        listed_.emplace(CdsOf(entry.entity()), entry.student_group(), indicator);
      }
    }
  }

  void CompareWith(const indicator::v1::ResultBlock& block) {
    const auto test = tests_.find(block.indicator());
    if (test == tests_.end()) return;
    // The list of schools' groups has no column for it.
    if (collection_ == ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS &&
        block.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS) {
      return;
    }
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
      const int group = ListedGroup(block.student_groups(i), block.indicator());
      if (!IsCovered(entity, group)) continue;
      const bool by_color = !test->second.colors().empty();
      const bool lowest = by_color ? absl::c_linear_search(test->second.colors(), block.colors(i))
                                   : block.current_size_met(i) &&
                                         absl::c_linear_search(test->second.status_levels(),
                                                               block.status_levels(i));
      const std::string cds(CdsOf(entity));
      const bool listed = listed_.contains({cds, group, block.indicator()});
      const std::string field = "lowest_performance";
      const auto group_code = Code(static_cast<education::v1::StudentGroup>(group));
      report_.Compare(cds, absl::StrCat(group_code, " ", Code(block.indicator())), field,
                      listed ? "Y" : "", lowest ? "Y" : "");
    }
  }

 private:
  bool OfSchools() const {
    return collection_ == ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS;
  }

  // English learner progress stands with all students in the list of schools.
  int ListedGroup(int group, education::v1::Indicator indicator) const {
    return OfSchools() && indicator == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS
               ? education::v1::STUDENT_GROUP_ALL
               : group;
  }

  bool IsCovered(const education::v1::Entity& entity, int group) const {
    const bool all = group == education::v1::STUDENT_GROUP_ALL;
    const bool school = entity.type() == education::v1::ENTITY_TYPE_SCHOOL;
    const bool charter = entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
    const bool lea = entity.type() == education::v1::ENTITY_TYPE_DISTRICT ||
                     entity.type() == education::v1::ENTITY_TYPE_COUNTY_OFFICE;
    switch (collection_) {
      case ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS:
        return !all && (lea || charter);
      case ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS:
        return all && (school || charter);
      default:
        return !all && (school || charter);
    }
  }

  const ingestion::v1::Collection collection_;
  FileReport& report_;
  std::map<int, eligibility::v1::Test> tests_;
  std::set<Cell> listed_;
};

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
                            MultiplierCheck(record, determinations, report).Run();
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
          if (duty == nullptr) {
            report.Undetermined(field, determinations.Absence());
          } else if (duty->outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
            report.Undetermined(field, duty->reason());
          } else {
            report.Compare(cds, "", field, Codes(record.student_groups()),
                           Codes(duty->student_groups()));
          }
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
  LowestPerformanceCheck check(collection, rulebook, report);
  SOS_RETURN_IF_ERROR(VisitSubmitted(stubs, submission, collection,
                                     [&](const auto& partition) { check.AddListed(partition); }));
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
    for (const auto& block : response.blocks()) check.CompareWith(block);
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace sos::suite
