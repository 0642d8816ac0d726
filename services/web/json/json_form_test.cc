// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/json_form.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/test_util/status_matchers.h"
#include "gtest/gtest.h"
#include "sos/indicator/v1/indicator_service.pb.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::web {
namespace {

using indicator::v1::ListResultsRequest;
using indicator::v1::Result;

absl::StatusOr<std::string> Read(absl::string_view json) {
  return FromJson(*ListResultsRequest::descriptor(), json);
}

// What is said of wrong JSON: `field: problem`.
std::string Wrong(absl::string_view json) {
  const absl::Status status = Read(json).status();
  EXPECT_THAT(status, test_util::IsError(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
  return ErrorFactOf(status, "field") + ": " + ErrorFactOf(status, "problem");
}

TEST(JsonFormTest, WritesNamesInLowerCamelCaseAndInt64AsText) {
  indicator::v1::GetResultRequest request;
  request.set_revision(9'007'199'254'740'993);
  request.set_revision_identity("x");
  EXPECT_EQ(*ToJson(*indicator::v1::GetResultRequest::descriptor(), request.SerializeAsString()),
            R"({"revision":"9007199254740993","revisionIdentity":"x"})");
}

TEST(JsonFormTest, LeavesOutWhatIsNotSet) { EXPECT_EQ(*ToJson(*Result::descriptor(), ""), "{}"); }

TEST(JsonFormTest, ReadsEnumsByNameAndNumber) {
  for (const std::string& value :
       {std::string("\"INDICATOR_SUSPENSION\""),
        absl::StrCat(static_cast<int>(education::v1::INDICATOR_SUSPENSION))}) {
    const absl::StatusOr<std::string> bytes =
        Read(absl::StrCat(R"({"filter":{"indicators":[)", value, "]}}"));
    ASSERT_THAT(bytes, test_util::IsOk()) << value;
    ListResultsRequest request;
    ASSERT_TRUE(request.ParseFromString(*bytes)) << value;
    ASSERT_EQ(request.filter().indicators_size(), 1) << value;
    EXPECT_EQ(request.filter().indicators(0), education::v1::INDICATOR_SUSPENSION) << value;
  }
}

TEST(JsonFormTest, NamesThePathOfTheFieldThatIsWrong) {
  EXPECT_EQ(Wrong(R"({"filter":{"dashboardYears":[2024,"x"]}})"),
            "filter.dashboard_years[1]: invalid value \"x\" for type TYPE_INT32");
  EXPECT_EQ(Wrong(R"({"filter":{"years":[2024]}})"), "filter.years: there is no such field");
  EXPECT_EQ(Wrong(R"({"years":[2024]})"), "years: there is no such field");
  EXPECT_EQ(Wrong(R"({"pageSize":99999999999})"),
            "page_size: invalid value 99999999999 for type TYPE_INT32");
}

TEST(JsonFormTest, SaysWhatIsNoJson) {
  EXPECT_EQ(Wrong(""), ": Unexpected end of string. Expected a value");
  EXPECT_EQ(Wrong("{}{}"), ": Parsing terminated before end of input");
  EXPECT_EQ(Wrong("[]"), ": Root element must be a message");
}

TEST(JsonFormTest, EndsAtNestingWithoutEnd) {
  constexpr size_t kMany = 4 << 20;
  Wrong(std::string(kMany, '['));
  std::string nested = R"({"filter":)";
  for (int i = 0; i < 100'000; ++i) nested += R"({"filter":)";
  Wrong(nested);
}

}  // namespace
}  // namespace sos::web
