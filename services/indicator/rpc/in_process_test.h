// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RPC_IN_PROCESS_TEST_H_
#define SOS_SERVICES_INDICATOR_RPC_IN_PROCESS_TEST_H_

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/audit/audit_log.h"
#include "common/cache/memory_cache.h"
#include "common/column/column.h"
#include "common/rpc/grpc_status.h"
#include "common/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/indicator/rpc/indicator_service.h"
#include "services/indicator/rpc/replica_service.h"
#include "services/indicator/rulebooks/rulebook_files.h"
#include "services/ingestion/client/fake_revisions.h"

namespace sos::indicator {

using Stub = v1::IndicatorService::Stub;

inline constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
inline constexpr auto kNotFound = absl::StatusCode::kNotFound;
inline constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

inline constexpr char kDistrict[] = "99600010000000";
inline constexpr char kNeighbor[] = "99600020000000";
inline constexpr char kSchool[] = "99600010000001";
inline constexpr char kToken[] = "the replicas' own token";

// Suspension of 2024, as the state published it: all students and two groups of one district, each
// with so many suspended of 70, and of 80 the year before.
inline ingestion::v1::Partition PublishedSuspension(const std::string& cds, int numerator = 7) {
  ingestion::v1::Partition partition;
  partition.set_name("partitions/suspension-2024-" + cds);
  partition.set_collection(ingestion::v1::COLLECTION_SUSPENSION);
  partition.set_dashboard_year(2024);
  partition.set_lea_cds(cds);
  ingestion::v1::MeasureBlock& block = *partition.mutable_measures();
  ingestion::v1::MeasuredEntity& entity = *block.add_entities();
  entity.mutable_entity()->set_name("entities/" + cds);
  entity.mutable_entity()->set_type(education::v1::ENTITY_TYPE_DISTRICT);
  entity.set_school_type("UD");
  constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();
  for (const auto group : {education::v1::STUDENT_GROUP_ALL, education::v1::STUDENT_GROUP_HISPANIC,
                           education::v1::STUDENT_GROUP_HOMELESS}) {
    block.add_entity_indexes(0);
    block.add_student_groups(group);
    block.add_flags(0);
    block.add_current_numerators(numerator);
    block.add_current_denominators(70);
    block.add_prior_numerators(8);
    block.add_prior_denominators(80);
    block.add_current_test_counts(-1);
    block.add_prior_test_counts(-1);
    block.add_current_status_tenths(kNoTenths);
    block.add_prior_status_tenths(kNoTenths);
    block.add_change_tenths(kNoTenths);
    block.add_lines(block.lines_size() + 2);
  }
  return partition;
}

// Student records of 2024 at the school: columns of numbers, and the local ids.
inline ingestion::v1::Partition StudentRecords(
    ingestion::v1::Collection collection, const std::string& lea,
    const std::map<ingestion::v1::RecordField, std::vector<int64_t>>& columns,
    const std::string& local_ids = "") {
  ingestion::v1::Partition partition;
  partition.set_name(absl::StrCat("partitions/", collection, "-", lea));
  partition.set_collection(collection);
  partition.set_dashboard_year(2024);
  partition.set_lea_cds(lea);
  partition.set_revision(1);
  partition.set_revision_identity("first");
  auto& block = *partition.mutable_student_records();
  block.set_row_count(static_cast<int64_t>(columns.begin()->second.size()));
  for (const auto& [field, values] : columns) {
    column::PackedNumbers packed = column::PackNumbers(values);
    auto& added = *block.add_columns();
    added.set_field(field);
    added.set_width(packed.width);
    added.set_base(packed.base);
    added.set_packed(packed.bytes);
  }
  if (!local_ids.empty()) {
    auto& added = *block.add_columns();
    added.set_field(ingestion::v1::RECORD_FIELD_LOCAL_STUDENT);
    added.set_text(true);
    added.set_packed(column::PackText(local_ids));
  }
  return partition;
}

// Students of the district's school, each absent for so many of 180 days. Their local ids are L1
// and so on.
inline std::vector<ingestion::v1::Partition> AbsenceOf(const std::vector<int64_t>& days) {
  using namespace ingestion::v1;
  Partition directory;
  directory.set_name(std::string("partitions/entity-directory-2024-") + kDistrict);
  directory.set_collection(COLLECTION_ENTITY_DIRECTORY);
  directory.set_dashboard_year(2024);
  directory.set_lea_cds(kDistrict);
  directory.mutable_entities()->add_entities()->set_name(std::string("entities/") + kSchool);
  directory.mutable_entities()->add_facts()->set_status("Active");
  const auto all = [&](int64_t value) { return std::vector<int64_t>(days.size(), value); };
  std::vector<int64_t> students;
  std::vector<int64_t> attended;
  std::vector<int64_t> absent;
  std::string local_ids;
  for (const int64_t of_student : days) {
    students.push_back(static_cast<int64_t>(students.size()) + 1);
    attended.push_back(18000 - of_student * 100);
    absent.push_back(of_student * 100);
    absl::StrAppend(&local_ids, "L", students.back(), "\n");
  }
  return {directory,
          StudentRecords(COLLECTION_STUDENT_ENROLLMENT, kDistrict,
                         {{RECORD_FIELD_STUDENT, students},
                          {RECORD_FIELD_SCHOOL, all(1)},
                          {RECORD_FIELD_ENROLLMENT_START, all(19600)},
                          {RECORD_FIELD_ENROLLMENT_STATUS, all(10)},
                          {RECORD_FIELD_GRADE, all(5)}},
                         local_ids),
          StudentRecords(COLLECTION_ABSENCE_SUMMARY, kDistrict,
                         {{RECORD_FIELD_STUDENT, students},
                          {RECORD_FIELD_SCHOOL, all(1)},
                          {RECORD_FIELD_EXEMPT, all(0)},
                          {RECORD_FIELD_DAYS_EXPECTED, all(18000)},
                          {RECORD_FIELD_DAYS_ATTENDED, attended},
                          {RECORD_FIELD_DAYS_OUT_OF_SCHOOL_SUSPENSION, all(0)},
                          {RECORD_FIELD_DAYS_EXCUSED, all(0)},
                          {RECORD_FIELD_DAYS_UNEXCUSED, absent},
                          {RECORD_FIELD_DAYS_INCOMPLETE_STUDY, all(0)}})};
}
inline std::vector<ingestion::v1::Partition> AbsenceOfThreeStudents() {
  return AbsenceOf({0, 18, 90});
}

// What ingestion holds. Visits the partitions that a filter admits, one a message.
class StoredPartitions : public MeasureSource {
 public:
  std::vector<ingestion::v1::Partition> partitions;
  // What a visit ends with after all partitions.
  absl::Status failure;

  absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, const Revision&, const rpc::CallContext&,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override {
    for (const ingestion::v1::Partition& partition : partitions) {
      if (!Among(filter.collections(), partition.collection()) ||
          !Among(filter.dashboard_years(), partition.dashboard_year()) ||
          !Among(filter.lea_cds(), partition.lea_cds()) ||
          !Among(filter.counties(), partition.lea_cds().substr(0, 2))) {
        continue;
      }
      ingestion::v1::StreamPartitionsResponse message;
      *message.add_partitions() = partition;
      if (absl::Status status = visit(std::move(message)); !status.ok()) return status;
    }
    return failure;
  }

 private:
  template <typename List, typename Value>
  static bool Among(const List& list, const Value& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  }
};

// The indicator service on partitions in memory, called over gRPC within the process.
class InProcessIndicator {
 public:
  explicit InProcessIndicator(std::vector<ingestion::v1::Partition> partitions = {}) {
    stored.partitions = std::move(partitions);
    std::filesystem::remove(audit_path_);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    builder.RegisterService(&replica_service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::IndicatorService::NewStub(server_->InProcessChannel({}));
    replicas_ = replica::v1::ReplicaService::NewStub(server_->InProcessChannel({}));
  }
  ~InProcessIndicator() {
    server_->Shutdown();
    std::filesystem::remove(audit_path_);
  }

  v1::IndicatorService::Stub& stub() { return *stub_; }
  replica::v1::ReplicaService::Stub& replicas() { return *replicas_; }
  const RulebookLibrary& rulebooks() const { return rulebooks_; }
  absl::StatusOr<int64_t> audited() const { return VerifyAuditLog(audit_path_); }

  template <typename Response, typename Request, typename Method>
  absl::StatusOr<Response> Call(Method method, const Request& request) {
    grpc::ClientContext context;
    if (as_public) context.AddMetadata("x-sos-view", "public");
    Response response;
    const absl::Status status =
        rpc::FromGrpcStatus(((*stub_).*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // The messages of a stream and how it ended.
  template <typename Response>
  struct Streamed {
    std::vector<Response> messages;
    absl::Status status;
  };
  template <typename Response, typename Request, typename Method>
  Streamed<Response> Stream(Method method, const Request& request) {
    grpc::ClientContext context;
    if (as_public) context.AddMetadata("x-sos-view", "public");
    return Read<Response>(*((*stub_).*method)(&context, request));
  }
  // What another replica that sends `token` is answered.
  Streamed<replica::v1::StreamSharesResponse> StreamShares(
      const replica::v1::StreamSharesRequest& request, const std::string& token) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("x-sos-replica-token", token);
    return Read<replica::v1::StreamSharesResponse>(*replicas_->StreamShares(&context, request));
  }

  StoredPartitions stored;
  FakeRevisions revisions;
  // Whether calls are made as the public makes them.
  bool as_public = false;

 private:
  template <typename Response>
  static Streamed<Response> Read(grpc::ClientReader<Response>& reader) {
    Streamed<Response> streamed;
    Response response;
    while (reader.Read(&response)) streamed.messages.push_back(response);
    streamed.status = rpc::FromGrpcStatus(reader.Finish());
    return streamed;
  }
  static const RulebookLibrary& Rulebooks() {
    static const auto* const kRulebooks =
        new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
    return *kRulebooks;
  }
  // A file of this test alone.
  static std::string AuditPath() {
    static int count = 0;
    return absl::StrCat(::testing::TempDir(), "/indicator_rpc_", getpid(), "_", ++count, ".jsonl");
  }

  const std::string audit_path_ = AuditPath();
  const FakeClock clock_{absl::FromUnixSeconds(0)};
  AuditLog audit_log_{audit_path_, clock_};
  MemoryCache cache_{size_t{1} << 20};
  const RulebookLibrary& rulebooks_ = Rulebooks();
  LocalShareMaker shares_{&stored};
  RecordMeasureSource measures_{&stored, &rulebooks_, &shares_, 1};
  IndicatorService service_{
      {.measures = &measures_,
       .revisions = &revisions,
       .cache = &cache_,
       .rulebooks = &rulebooks_,
       .student_access = StudentAccess(&audit_log_, /*same_process=*/true, /*token=*/""),
       .worker_count = 1},
      {}};
  ReplicaService replica_service_{
      {.measures = &measures_, .rulebooks = &rulebooks_, .shares = &shares_, .token = kToken}, {}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::IndicatorService::Stub> stub_;
  std::unique_ptr<replica::v1::ReplicaService::Stub> replicas_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RPC_IN_PROCESS_TEST_H_
