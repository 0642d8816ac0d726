// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kStudentRecords = "studentRecords";

// The LEA and year of `entities/{cds}/studentRecords/{dashboard_year}`.
struct RecordsName {
  CdsCode lea;
  int dashboard_year = 0;
};
std::optional<RecordsName> ParseRecordsName(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  RecordsName parsed;
  if (parts.size() != 4 || parts[0] != "entities" || parts[2] != kStudentRecords ||
      !absl::SimpleAtoi(parts[3], &parsed.dashboard_year) ||
      absl::StrCat(parsed.dashboard_year) != parts[3]) {
    return std::nullopt;
  }
  const std::optional<CdsCode> lea = CdsCode::Parse(parts[1]);
  if (!lea || !lea->IsLea()) return std::nullopt;
  parsed.lea = *lea;
  return parsed;
}

}  // namespace

absl::StatusOr<v1::Submission> IngestionService::DeleteRecords(
    const v1::DeleteStudentRecordsRequest& request, const rpc::CallContext& call) {
  if (request.name().empty()) return errors::FieldRequired("name");
  const std::optional<RecordsName> name = ParseRecordsName(request.name());
  if (!name) {
    return errors::FieldInvalid("name", request.name(),
                                "entities/{cds}/studentRecords/{year}, such as "
                                "entities/01611190000000/studentRecords/2025");
  }
  SOS_RETURN_IF_ERROR(ValidateRequestId(request.request_id()));
  SOS_RETURN_IF_ERROR(MayWrite(call.principal(), {.lea = name->lea,
                                                  .collection = Collection::kStudentEnrollment,
                                                  .dashboard_year = name->dashboard_year}));
  v1::Submission asked;
  asked.set_display_name(absl::StrCat("student records of ", name->lea.text(), " and ",
                                      name->dashboard_year, ", deleted"));
  asked.set_lea_cds(std::string(name->lea.text()));
  asked.set_dashboard_year(name->dashboard_year);
  asked.set_deletes_student_records(true);
  if (call.principal().role != auth::Role::kUnchecked) asked.set_creator(call.principal().subject);
  SOS_ASSIGN_OR_RETURN(v1::Submission deleted,
                       store_->DeleteStudentRecords(asked, request.request_id()));
  call.Concerns(deleted.name());
  feed_.Wake();
  return deleted;
}

grpc::Status IngestionService::DeleteStudentRecords(grpc::ServerContext* context,
                                                    const v1::DeleteStudentRecordsRequest* request,
                                                    v1::Submission* response) {
  return calls_.Run(*context, "DeleteStudentRecords", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      return rpc::Answer(DeleteRecords(*request, call), response);
                    });
}

}  // namespace sos::ingestion
