// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_RPC_IN_PROCESS_TEST_H_
#define SOS_SERVICES_INGESTION_RPC_IN_PROCESS_TEST_H_

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/audit/audit_log.h"
#include "common/rpc/grpc_status.h"
#include "common/time/clock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/store/fake_store.h"

namespace sos::ingestion {

using Stub = v1::IngestionService::Stub;

inline constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
inline constexpr auto kNotFound = absl::StatusCode::kNotFound;

inline constexpr char kDistrict[] = "01611190000000";
inline constexpr char kNeighbor[] = "01611270000000";

// A file of suspension rates, one row for each district named.
inline std::string SuspensionFile(const std::vector<std::string>& districts, int numerator = 5) {
  std::string text =
      "cds,rtype,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,type,"
      "reportingyear\n";
  for (const std::string& cds : districts) {
    absl::StrAppend(&text, cds, ",D,Valley Unified,Alameda,ALL,", numerator, ",100,", numerator,
                    ".0,UD,2018\n");
  }
  return text;
}

// The ingestion service on a store in memory, called over gRPC within the process.
class InProcessIngestion {
 public:
  explicit InProcessIngestion(IngestionService::Rules rules = {}, rpc::Calls::Options calls = {})
      : service_(&store, &Layouts(), rules,
                 StudentAccess(&audit_log_, /*same_process=*/true, /*token=*/""),
                 std::move(calls)) {
    std::filesystem::remove(audit_path_);
    std::filesystem::remove(socket_path_);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + socket_path_, grpc::InsecureServerCredentials());
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::IngestionService::NewStub(server_->InProcessChannel({}));
  }
  ~InProcessIngestion() {
    service_.StopWatches();
    server_->Shutdown();
    std::filesystem::remove(audit_path_);
    std::filesystem::remove(socket_path_);
  }

  v1::IngestionService::Stub& stub() { return *stub_; }
  IngestionService& service() { return service_; }
  // Sends bytes as the request of a method.
  grpc::Status CallRaw(const std::string& method, const std::string& bytes) {
    grpc::GenericStub stub(server_->InProcessChannel({}));
    grpc::ClientContext context;
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    absl::Notification done;
    stub.UnaryCall(&context, "/sos.ingestion.v1.IngestionService/" + method, grpc::StubOptions(),
                   &request, &response, [&](grpc::Status answer) {
                     status = std::move(answer);
                     done.Notify();
                   });
    done.WaitForNotification();
    return status;
  }
  // What another process of this machine calls.
  std::unique_ptr<v1::IngestionService::Stub> OtherProcess() const {
    return v1::IngestionService::NewStub(
        grpc::CreateChannel("unix:" + socket_path_, grpc::InsecureChannelCredentials()));
  }
  absl::StatusOr<int64_t> audited() const { return VerifyAuditLog(audit_path_); }

  template <typename Response, typename Request, typename Method>
  absl::StatusOr<Response> Call(Method method, const Request& request) {
    grpc::ClientContext context;
    Response response;
    const absl::Status status =
        rpc::FromGrpcStatus(((*stub_).*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Sends all requests of a stream.
  template <typename Response, typename Request, typename Method>
  absl::StatusOr<Response> Send(Method method, const std::vector<Request>& requests) {
    grpc::ClientContext context;
    Response response;
    const auto writer = ((*stub_).*method)(&context, &response);
    for (const Request& request : requests) {
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    const absl::Status status = rpc::FromGrpcStatus(writer->Finish());
    if (!status.ok()) return status;
    return response;
  }

  // Opens a submission. Returns its name.
  std::string Create(const std::string& display_name = "file.csv") {
    v1::CreateSubmissionRequest request;
    request.mutable_submission()->set_display_name(display_name);
    const auto created = Call<v1::Submission>(&Stub::CreateSubmission, request);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? created->name() : "";
  }

  absl::StatusOr<v1::UploadSubmissionResponse> Upload(const std::string& name, int64_t offset,
                                                      const std::string& data) {
    v1::UploadSubmissionRequest chunk;
    chunk.set_name(name);
    chunk.set_offset(offset);
    chunk.set_data(data);
    return Send<v1::UploadSubmissionResponse, v1::UploadSubmissionRequest>(&Stub::UploadSubmission,
                                                                           {chunk});
  }

  absl::StatusOr<v1::Submission> Commit(const std::string& name, bool validate_only = false) {
    v1::CommitSubmissionRequest request;
    request.set_name(name);
    request.set_validate_only(validate_only);
    return Call<v1::Submission>(&Stub::CommitSubmission, request);
  }

  // Sends in a whole file.
  absl::StatusOr<v1::Submission> SendFile(const std::string& text,
                                          const std::string& display_name = "file.csv") {
    const std::string name = Create(display_name);
    const auto uploaded = Upload(name, 0, text);
    if (!uploaded.ok()) return uploaded.status();
    return Commit(name);
  }

  FakeStore store;

 private:
  static const RecordLayouts& Layouts() {
    static const auto* const kLayouts = new RecordLayouts(*LoadRecordLayouts(LayoutFiles()));
    return *kLayouts;
  }
  // A file of this test alone.
  static std::string Path(const char* what) {
    static int count = 0;
    return absl::StrCat(::testing::TempDir(), "/ingestion_rpc_", getpid(), "_", ++count, what);
  }

  const std::string audit_path_ = Path(".jsonl");
  const std::string socket_path_ = Path(".socket");
  const FakeClock clock_{absl::FromUnixSeconds(0)};
  AuditLog audit_log_{audit_path_, clock_};
  IngestionService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::IngestionService::Stub> stub_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_RPC_IN_PROCESS_TEST_H_
