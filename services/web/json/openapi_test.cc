// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/openapi.h"

#include <set>
#include <string>

#include "common/test_util/contract_methods.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/web/json/openapi_files.h"
#include "services/web/json/routed_method.h"

namespace sos::web {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

const Json& Document() {
  static const Json* const kDocument =
      new Json(Json::parse(std::string(OpenApiFiles()[0].contents)));
  return *kDocument;
}

// Calls `visit` for every object below `json`.
template <typename Visit>
void ForEachObject(const Json& json, const Visit& visit) {
  if (json.is_object()) visit(json);
  if (json.is_structured()) {
    for (const Json& element : json) ForEachObject(element, visit);
  }
}

TEST(OpenApiTest, HasEveryMethodInTheFormsInWhichItIsAnswered) {
  size_t listed = 0;
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const Json& paths = Document()["paths"];
    const auto routed = FindRoutedMethod("/" + name);
    ASSERT_EQ(paths.contains("/" + name), routed.has_value()) << name;
    if (!routed) continue;
    ++listed;
    const Json& item = paths["/" + name];
    EXPECT_TRUE(item.contains("post")) << name;
    EXPECT_EQ(item.contains("get"), routed->by_get) << name;
    for (const Json& operation : item) {
      EXPECT_FALSE(operation["description"].get<std::string>().empty()) << name;
      EXPECT_FALSE(operation["x-sos-roles"].empty()) << name;
    }
  }
  EXPECT_EQ(listed, Document()["paths"].size());
}

TEST(OpenApiTest, RefersToNothingThatIsNotThere) {
  std::set<std::string> references;
  ForEachObject(Document(), [&](const Json& object) {
    if (object.contains("$ref") && object["$ref"].is_string())
      references.insert(object["$ref"].get<std::string>());
  });
  EXPECT_GT(references.size(), 100);
  for (const std::string& reference : references) {
    ASSERT_EQ(reference.substr(0, 2), "#/") << reference;
    EXPECT_TRUE(Document().contains(nlohmann::json_pointer<std::string>(reference.substr(1))))
        << reference;
  }
  // And describes nothing that nobody refers to.
  for (const auto& [name, schema] : Document()["components"]["schemas"].items()) {
    EXPECT_TRUE(references.contains("#/components/schemas/" + name)) << name;
  }
}

TEST(OpenApiTest, NamesEveryOperationOnce) {
  std::set<std::string> names;
  for (const Json& item : Document()["paths"]) {
    for (const Json& operation : item) {
      EXPECT_TRUE(names.insert(operation["operationId"].get<std::string>()).second)
          << operation["operationId"];
    }
  }
}

TEST(OpenApiTest, DescribesAMessageAsItsJsonIs) {
  const Json& request = Document()["components"]["schemas"]["sos.indicator.v1.GetResultRequest"];
  EXPECT_EQ(request["properties"]["revisionIdentity"]["type"], "string");
  EXPECT_EQ(request["properties"]["revision"]["type"], "string");
  EXPECT_EQ(request["properties"]["revision"]["format"], "int64");
  EXPECT_THAT(request["properties"]["name"]["description"].get<std::string>(),
              HasSubstr("Required. Format: `entities/{cds}/results/"));
  const Json& indicator = Document()["components"]["schemas"]["sos.education.v1.Indicator"];
  EXPECT_EQ(indicator["type"], "string");
  EXPECT_EQ(indicator["enum"][0], "INDICATOR_UNSPECIFIED");
}

TEST(OpenApiTest, SaysWhoMayCallWithoutAToken) {
  const Json& paths = Document()["paths"];
  EXPECT_EQ(paths["/sos.reporting.v1.ReportingService/GetReport"]["post"]["security"],
            Json::parse(R"([{}, {"bearer": []}])"));
  EXPECT_EQ(paths["/sos.ingestion.v1.IngestionService/CommitSubmission"]["post"]["security"],
            Json::parse(R"([{"bearer": []}])"));
}

TEST(OpenApiTest, ShowsLinksOfCommentsAsText) {
  ForEachObject(Document(), [](const Json& object) {
    if (!object.contains("description") || !object["description"].is_string()) return;
    EXPECT_THAT(object["description"].get<std::string>(), ::testing::Not(HasSubstr("][sos.")));
  });
}

TEST(OpenApiTest, FailsForFilesThatDoNotFitTogether) {
  google::protobuf::FileDescriptorSet contract;
  contract.add_file()->set_name("a.proto");
  contract.mutable_file(0)->add_dependency("b.proto");
  EXPECT_EQ(OpenApiDocument(contract, "1").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sos::web
