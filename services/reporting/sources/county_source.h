// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_COUNTY_SOURCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_COUNTY_SOURCE_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/reporting/sources/report_source.h"

namespace sos::reporting {

// A source for whoever composes many documents of one county, one LEA after another. What documents
// of one entity ask is read once for the LEA, or for the county, and answered from memory: the same
// answers, as what everybody may see of a result does not depend on who else is asked about.
// Everything else is passed on. Holds the results of one LEA at a time. For one revision; not
// thread-safe.
class CountySource final : public ReportSource {
 public:
  // `source` outlives this. `county` has two digits.
  CountySource(ReportSource* source, std::string county)
      : source_(source), county_(std::move(county)) {}

  absl::StatusOr<education::v1::Entity> GetEntity(const CdsCode& cds, const Revision& revision,
                                                  const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetResults(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GetCrossings(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GetNextYearCrossings(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<std::optional<indicator::v1::Rulebook>> GetDashboardRules(
      int dashboard_year, const rpc::CallContext& context) override;
  absl::StatusOr<std::optional<indicator::v1::ScoreTable>> GetScoreTable(
      const std::string& result_name, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<ingestion::v1::Snapshot> GetSnapshot(const Revision& revision,
                                                      const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<eligibility::v1::Determination>> GetDeterminations(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::Status ForEachDetermination(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(eligibility::v1::Determination&)> use) override;
  absl::StatusOr<bool> HasRules(eligibility::v1::Program program, int dashboard_year,
                                const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<eligibility::v1::Nearest>> GetNearest(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<eligibility::v1::History> GetHistory(eligibility::v1::Program program,
                                                      const CdsCode& cds, const Revision& revision,
                                                      const rpc::CallContext& context) override;
  absl::StatusOr<StatusesByYear> GetStatuses(eligibility::v1::Program program,
                                             const Revision& revision,
                                             const rpc::CallContext& context) override;
  absl::StatusOr<TitleIByYear> GetTitleI(const Revision& revision,
                                         const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<ingestion::v1::LowestPerformance>> GetListedReds(
      const CdsCode& cds, int dashboard_year, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<std::optional<eligibility::v1::Rulebook>> GetSupportRules(
      eligibility::v1::Program program, int dashboard_year,
      const rpc::CallContext& context) override;
  absl::StatusOr<PlanRecords> GetPlanRecords(const CdsCode& cds,
                                             const std::vector<int>& dashboard_years,
                                             const Revision& revision,
                                             const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<ingestion::v1::Partition>> GetStoredOf(
      const CdsCode& lea, int dashboard_year, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<std::optional<indicator::v1::Readiness>> GetReadiness(
      const CdsCode& lea, int dashboard_year, const Revision& revision,
      const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetChangedResults(
      const indicator::v1::ResultFilter& filter, std::vector<indicator::v1::MeasureChange> changes,
      const Revision& revision, const rpc::CallContext& context) override;
  absl::StatusOr<std::optional<eligibility::v1::EvaluateChangesResponse>> EvaluateChanges(
      const eligibility::v1::DeterminationFilter& filter,
      std::vector<indicator::v1::MeasureChange> changes, const Revision& revision,
      const rpc::CallContext& context) override;

 private:
  // All determinations of the county by a program in a year, by the name of the entity.
  using Determinations = std::map<std::string, eligibility::v1::Determination>;
  absl::StatusOr<const Determinations*> OfCounty(const eligibility::v1::DeterminationFilter& filter,
                                                 const Revision& revision,
                                                 const rpc::CallContext& context);

  ReportSource* const source_;
  const std::string county_;
  // The LEA whose results are held, and all of them.
  std::optional<CdsCode> lea_;
  std::vector<indicator::v1::ResultBlock> results_;
  std::map<std::string, education::v1::Entity> entities_;
  std::map<std::pair<int, int>, Determinations> determinations_;
  std::map<int, std::optional<indicator::v1::Rulebook>> dashboard_rules_;
  std::map<std::pair<int, int>, bool> has_rules_;
  std::optional<ingestion::v1::Snapshot> snapshot_;
};

// The rows of a block that the predicate keeps, with all of their columns.
indicator::v1::ResultBlock RowsOf(const indicator::v1::ResultBlock& block,
                                  absl::FunctionRef<bool(int row)> keeps);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_COUNTY_SOURCE_H_
