// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_GRPC_REPORT_SOURCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_GRPC_REPORT_SOURCE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/reporting/sources/report_source.h"
#include "sos/eligibility/v1/eligibility_service.grpc.pb.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::reporting {

// The three services, over gRPC.
class GrpcReportSource : public ReportSource {
 public:
  // The stubs must outlive the source.
  GrpcReportSource(ingestion::v1::IngestionService::StubInterface* ingestion,
                   indicator::v1::IndicatorService::StubInterface* indicator,
                   eligibility::v1::EligibilityService::StubInterface* eligibility)
      : ingestion_(ingestion), indicator_(indicator), eligibility_(eligibility) {}

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
  // Gives `use` the partitions one after another. A damaged one is an error, not a gap.
  absl::Status ForEachPartition(const ingestion::v1::PartitionFilter& filter,
                                const Revision& revision, const rpc::CallContext& context,
                                absl::FunctionRef<void(ingestion::v1::Partition&)> use);
  absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> AskForCrossings(
      indicator::v1::StreamCrossingsRequest request, const Revision& revision,
      const rpc::CallContext& context);

  ingestion::v1::IngestionService::StubInterface* const ingestion_;
  indicator::v1::IndicatorService::StubInterface* const indicator_;
  eligibility::v1::EligibilityService::StubInterface* const eligibility_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_GRPC_REPORT_SOURCE_H_
