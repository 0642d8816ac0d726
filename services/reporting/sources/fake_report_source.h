// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_FAKE_REPORT_SOURCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_FAKE_REPORT_SOURCE_H_

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/reporting/errors.h"
#include "services/reporting/sources/report_source.h"

namespace sos::reporting {

// A report source that answers with what a test put into it. Filters name entities and programs
// only.
class FakeReportSource : public ReportSource {
 public:
  std::map<CdsCode, education::v1::Entity> entities;
  std::vector<indicator::v1::ResultBlock> results;
  std::vector<eligibility::v1::Determination> determinations;
  std::vector<indicator::v1::ResultCrossings> crossings;
  std::vector<indicator::v1::ResultCrossings> next_year_crossings;
  std::optional<indicator::v1::Rulebook> dashboard_rules;
  std::optional<indicator::v1::ScoreTable> table;
  ingestion::v1::Snapshot snapshot;
  // The programs with rules of the year.
  std::vector<eligibility::v1::Program> programs;
  std::vector<eligibility::v1::Nearest> nearest;
  std::map<eligibility::v1::Program, eligibility::v1::History> histories;
  StatusesByYear statuses;
  TitleIByYear title_i;
  std::vector<ingestion::v1::LowestPerformance> listed_reds;
  // The rules of the program of the last element with it, whatever the year.
  std::vector<eligibility::v1::Rulebook> support_rules;
  PlanRecords plan_records;
  std::vector<ingestion::v1::Partition> stored;
  std::optional<indicator::v1::Readiness> readiness;
  // What was asked of EvaluateChanges, and what it answers, one after another.
  std::vector<std::vector<indicator::v1::MeasureChange>> changes;
  std::vector<eligibility::v1::EvaluateChangesResponse> evaluated;
  // The same of GetChangedResults; after the last answer, `results`.
  std::vector<std::vector<indicator::v1::MeasureChange>> result_changes;
  std::vector<std::vector<indicator::v1::ResultBlock>> changed_results;
  // What every read ends with.
  absl::Status failure;

  absl::StatusOr<education::v1::Entity> GetEntity(const CdsCode& cds, const Revision&,
                                                  const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    const auto found = entities.find(cds);
    if (found == entities.end()) return errors::EntityNotFound(cds.text(), "no such entity");
    return found->second;
  }

  absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetResults(
      const indicator::v1::ResultFilter&, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return results;
  }

  absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GetCrossings(
      const indicator::v1::ResultFilter&, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return crossings;
  }

  absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GetNextYearCrossings(
      const indicator::v1::ResultFilter&, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return next_year_crossings;
  }

  absl::StatusOr<std::optional<indicator::v1::Rulebook>> GetDashboardRules(
      int, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return dashboard_rules;
  }

  absl::StatusOr<std::optional<indicator::v1::ScoreTable>> GetScoreTable(
      const std::string&, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return table;
  }

  absl::StatusOr<ingestion::v1::Snapshot> GetSnapshot(const Revision&,
                                                      const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return snapshot;
  }

  absl::StatusOr<bool> HasRules(eligibility::v1::Program program, int,
                                const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return std::find(programs.begin(), programs.end(), program) != programs.end();
  }

  absl::StatusOr<std::vector<eligibility::v1::Nearest>> GetNearest(
      const eligibility::v1::DeterminationFilter& filter, const Revision&,
      const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    std::vector<eligibility::v1::Nearest> found;
    for (const auto& one : nearest) {
      if (one.program() == filter.program()) found.push_back(one);
    }
    return found;
  }

  absl::StatusOr<eligibility::v1::History> GetHistory(eligibility::v1::Program program,
                                                      const CdsCode&, const Revision&,
                                                      const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return histories[program];
  }

  absl::StatusOr<std::vector<eligibility::v1::Determination>> GetDeterminations(
      const eligibility::v1::DeterminationFilter& filter, const Revision&,
      const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    std::vector<eligibility::v1::Determination> found;
    for (const auto& determination : determinations) {
      if (determination.program() == filter.program()) found.push_back(determination);
    }
    return found;
  }

  absl::Status ForEachDetermination(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(eligibility::v1::Determination&)> use) override {
    auto found = GetDeterminations(filter, revision, context);
    if (!found.ok()) return found.status();
    for (auto& determination : *found) {
      if (absl::Status used = use(determination); !used.ok()) return used;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<StatusesByYear> GetStatuses(eligibility::v1::Program, const Revision&,
                                             const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return statuses;
  }

  absl::StatusOr<TitleIByYear> GetTitleI(const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return title_i;
  }

  absl::StatusOr<std::vector<ingestion::v1::LowestPerformance>> GetListedReds(
      const CdsCode&, int, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return listed_reds;
  }

  absl::StatusOr<std::optional<eligibility::v1::Rulebook>> GetSupportRules(
      eligibility::v1::Program program, int, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    std::optional<eligibility::v1::Rulebook> found;
    for (const auto& rules : support_rules) {
      if (rules.program() == program) found = rules;
    }
    return found;
  }

  absl::StatusOr<PlanRecords> GetPlanRecords(const CdsCode&, const std::vector<int>&,
                                             const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return plan_records;
  }

  absl::StatusOr<std::vector<ingestion::v1::Partition>> GetStoredOf(
      const CdsCode&, int, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return stored;
  }

  absl::StatusOr<std::optional<indicator::v1::Readiness>> GetReadiness(
      const CdsCode&, int, const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return readiness;
  }

  absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetChangedResults(
      const indicator::v1::ResultFilter&, std::vector<indicator::v1::MeasureChange> asked,
      const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    if (asked.empty()) return results;
    result_changes.push_back(std::move(asked));
    if (result_changes.size() > changed_results.size()) return results;
    return changed_results[result_changes.size() - 1];
  }

  absl::StatusOr<std::optional<eligibility::v1::EvaluateChangesResponse>> EvaluateChanges(
      const eligibility::v1::DeterminationFilter&, std::vector<indicator::v1::MeasureChange> asked,
      const Revision&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    changes.push_back(std::move(asked));
    if (changes.size() > evaluated.size()) return std::nullopt;
    return evaluated[changes.size() - 1];
  }
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_FAKE_REPORT_SOURCE_H_
