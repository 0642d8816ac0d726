// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "services/reporting/rpc/serving_test.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;
using testing::HasSubstr;
using testing::StartsWith;

class ExportsRpcTest : public Serving {
 protected:
  absl::StatusOr<std::string> Export(v1::ExportFormat format) {
    v1::StreamExportRequest request;
    request.set_format(format);
    request.mutable_filter()->set_program(eligibility::v1::PROGRAM_ESSA);
    request.mutable_filter()->set_dashboard_year(2024);
    grpc::ClientContext context;
    const auto reader = stub_->StreamExport(&context, request);
    std::string file;
    v1::StreamExportResponse message;
    while (reader->Read(&message)) file += message.data();
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    if (!status.ok()) return status;
    return file;
  }

  void AddSchool(const std::string& cds) {
    eligibility::v1::Determination& school = source_.determinations.emplace_back();
    school.set_program(eligibility::v1::PROGRAM_ESSA);
    school.set_dashboard_year(2024);
    school.set_status("CSI Low Perform");
    school.set_exit("NOEXIT");
    school.mutable_entity()->set_name("entities/" + cds);
    school.mutable_entity()->set_display_name("Cedar Middle");
  }
};

TEST_F(ExportsRpcTest, JoinsMessagesToAFileOfManySchools) {
  source_.programs = {eligibility::v1::PROGRAM_ESSA};
  // More bytes than one message takes.
  constexpr int kSchools = 6000;
  for (int i = 0; i < kSchools; ++i) AddSchool(std::to_string(99600020100000 + i));
  const auto file = Export(v1::EXPORT_FORMAT_EDFACTS_FS206);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(*file, StartsWith("SCH CSI TSI,6000,"));
  EXPECT_THAT(*file, HasSubstr("\r\n6000,06,01,9960002,0105999,CSI,"));
}

TEST_F(ExportsRpcTest, RefusesAYearWithoutRules) {
  EXPECT_THAT(Export(v1::EXPORT_FORMAT_EDFACTS_FS206).status(),
              IsError(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND"));
}

TEST_F(ExportsRpcTest, RefusesARequestWithoutAFormat) {
  EXPECT_THAT(Export(v1::EXPORT_FORMAT_UNSPECIFIED).status(),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace sos::reporting
