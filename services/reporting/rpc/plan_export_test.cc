// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/table/packed_test_files.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "services/reporting/rpc/serving_test.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;

class PlanExportRpcTest : public Serving {
 protected:
  PlanExportRpcTest() { AddResult(); }

  absl::StatusOr<v1::FillPlanExportResponse> Fill(const std::string& name,
                                                  const std::string& workbook) {
    v1::FillPlanExportRequest request;
    request.set_name(name);
    request.set_workbook(workbook);
    grpc::ClientContext context;
    v1::FillPlanExportResponse response;
    const absl::Status status =
        rpc::FromGrpcStatus(stub_->FillPlanExport(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
};

constexpr char kPack[] = "entities/99600020000000/lcapPacks/2024";

// An export of the electronic template with one metric, of its district.
std::string OneMetric() {
  std::string rows;
  int number = 0;
  const auto add = [&](const std::string& description, const std::string& text) {
    rows += "<row r=\"" + std::to_string(++number) + "\">";
    const std::string first = number == 1 ? "District Name" : "Synthetic Unified";
    const std::string second = number == 1 ? "Section" : "Measuring and Reporting Results";
    for (const std::string& cell : {first, second, description, text}) {
      rows += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
    }
    rows += "</row>";
  };
  add("Description", "FieldData");
  add("21-22 LCAP: Goal 1 - M - 3 - Metric", "Suspension rate");
  return table::Workbook({.rows = rows});
}

TEST_F(PlanExportRpcTest, AnswersEveryMetricOfTheExport) {
  const auto filled = Fill(kPack, OneMetric());
  ASSERT_THAT(filled, IsOk());
  EXPECT_EQ(filled->metrics_size(), 1);
}

TEST_F(PlanExportRpcTest, RefusesWhatIsNoWorkbook) {
  EXPECT_THAT(Fill(kPack, "no workbook").status(),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(PlanExportRpcTest, RefusesTheNameOfAnotherDocument) {
  EXPECT_THAT(Fill("entities/99600020000000/reports/2024", OneMetric()).status(),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace sos::reporting
