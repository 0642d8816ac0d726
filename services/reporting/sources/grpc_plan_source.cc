// SPDX-License-Identifier: Apache-2.0

// What the plans of LEAs need of ingestion beside results: ratings and enrollment.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/ingestion/client/check_partition.h"
#include "services/reporting/errors.h"
#include "services/reporting/sources/grpc_report_source.h"

namespace sos::reporting {
namespace {

// The cell of a column by its name in small letters. Nullopt where there is none.
std::optional<absl::string_view> NamedCell(const ingestion::v1::RecordBlock& block,
                                           const ingestion::v1::Record& record,
                                           absl::string_view name) {
  for (int i = 0; i < std::min(block.columns_size(), record.cells_size()); ++i) {
    if (absl::AsciiStrToLower(block.columns(i)) == name) return record.cells(i);
  }
  return std::nullopt;
}

void AddEnrollments(const ingestion::v1::RecordBlock& block, const CdsCode& cds,
                    Enrollment& enrollment) {
  for (const ingestion::v1::Record& record : block.records()) {
    if (CdsCode::Parse(record.cds()) != cds) continue;
    const auto total = NamedCell(block, record, "totalenrollment");
    const auto count = NamedCell(block, record, "subgrouptotal");
    const auto code = NamedCell(block, record, "studentgroup");
    int64_t students = 0;
    if (total && absl::SimpleAtoi(*total, &students)) enrollment.total = students;
    const auto group = code ? ParseStudentGroup(*code) : std::nullopt;
    if (group && count && absl::SimpleAtoi(*count, &students)) {
      enrollment.groups[ToProto(*group)] = students;
    }
  }
}

void AddPlanRecords(const ingestion::v1::Partition& partition, const CdsCode& cds,
                    PlanRecords& records) {
  const int year = partition.dashboard_year();
  for (const auto& rating : partition.local_ratings().ratings()) {
    if (ParseEntityName(rating.entity().name()) == cds) {
      records.ratings[year][rating.priority()] = rating.performance();
    }
  }
  if (partition.collection() != ingestion::v1::COLLECTION_CENSUS_ENROLLMENT) return;
  Enrollment enrollment;
  AddEnrollments(partition.records(), cds, enrollment);
  if (enrollment.total > 0) records.enrollments[year] = enrollment;
}

}  // namespace

absl::StatusOr<PlanRecords> GrpcReportSource::GetPlanRecords(
    const CdsCode& cds, const std::vector<int>& dashboard_years, const Revision& revision,
    const rpc::CallContext& context) {
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(revision, request);
  ingestion::v1::PartitionFilter& filter = *request.mutable_filter();
  for (int value = ingestion::v1::COLLECTION_LOCAL_PRIORITY_1;
       value <= ingestion::v1::COLLECTION_LOCAL_PRIORITY_10; ++value) {
    filter.add_collections(static_cast<ingestion::v1::Collection>(value));
  }
  filter.add_collections(ingestion::v1::COLLECTION_CENSUS_ENROLLMENT);
  for (const int year : dashboard_years) filter.add_dashboard_years(year);
  filter.add_lea_cds(cds.Lea().ToString());
  const auto client_context = context.NewClientContext();
  const auto reader = ingestion_->StreamPartitions(client_context.get(), request);
  PlanRecords records;
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      const absl::Status whole = CheckPartition(partition);
      if (!whole.ok()) {
        client_context->TryCancel();
        (void)reader->Finish();  // The damage is the answer.
        return errors::FromUpstream(whole, "ingestion", revision);
      }
      AddPlanRecords(partition, cds, records);
    }
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "ingestion", revision));
  return records;
}

}  // namespace sos::reporting
