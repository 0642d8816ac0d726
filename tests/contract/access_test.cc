// SPDX-License-Identifier: Apache-2.0

// Every method of the contract says who may call it; what a scope is read from is there. And a
// matrix of who may do what, method by method, in view and in the documentation.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/auth/access_control.h"
#include "common/auth/access_table.h"
#include "common/test_util/contract_methods.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sos/access/v1/access.pb.h"

namespace sos::auth {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* FieldAt(const Descriptor* message, absl::string_view path) {
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (message == nullptr) return nullptr;
    field = message->FindFieldByName(std::string(part));
    if (field == nullptr) return nullptr;
    message = field->message_type();
  }
  return field;
}

// The rules of all methods.
std::vector<AccessRule> AllRules() {
  std::vector<AccessRule> rules;
  for (const auto& [name, method] : test_util::ContractMethods()) {
    if (const AccessRule* const rule = FindAccessRule(name); rule != nullptr) {
      rules.push_back(*rule);
    }
  }
  return rules;
}

TEST(AccessTableTest, EveryMethodSaysWhoMayCallIt) {
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const AccessRule* const rule = FindAccessRule(name);
    ASSERT_NE(rule, nullptr) << name << " has no option sos.access.v1.access: nobody may call it";
    EXPECT_FALSE(rule->roles.empty()) << name;
    // A role that the program does not know would be left out of the rule.
    const auto& option = method->options().GetExtension(access::v1::access);
    EXPECT_EQ(rule->roles.size(), static_cast<size_t>(option.roles_size())) << name;
  }
  EXPECT_GT(AllRules().size(), 40);
}

TEST(AccessTableTest, AdmitsNobodyToWhatTheContractDoesNotHave) {
  for (const char* const name :
       {"", "/", "sos.indicator.v1.IndicatorService/", "sos.indicator.v1.IndicatorService/Get",
        "grpc.health.v1.Health/Check", "sos.indicator.v1.IndicatorService.GetResult"}) {
    EXPECT_EQ(FindAccessRule(name), nullptr) << name;
  }
}

TEST(AccessTableTest, ReadsScopesFromFieldsThatAreThere) {
  const auto methods = test_util::ContractMethods();
  for (const AccessRule& rule : AllRules()) {
    const Descriptor* const request = methods.at(rule.method)->input_type();
    EXPECT_FALSE(rule.reach == Reach::kNamed && rule.scope_fields.empty()) << rule.method;
    for (const std::string& path : rule.scope_fields) {
      const FieldDescriptor* const field = FieldAt(request, path);
      ASSERT_NE(field, nullptr) << rule.method << " " << path;
      EXPECT_EQ(field->type(), FieldDescriptor::TYPE_STRING) << rule.method << " " << path;
    }
    if (rule.reach == Reach::kNamed) {
      EXPECT_FALSE(methods.at(rule.method)->client_streaming())
          << rule.method << ": a stream of requests is not looked into";
    }
  }
}

TEST(AccessTableTest, WritesDownEveryMethodThatChangesSomething) {
  for (const AccessRule& rule : AllRules()) {
    const std::string name(rule.method.substr(rule.method.rfind('/') + 1));
    const bool changes = absl::StartsWith(name, "Create") || absl::StartsWith(name, "Upload") ||
                         absl::StartsWith(name, "Commit") || absl::StartsWith(name, "Delete") ||
                         absl::StartsWith(name, "Submit");
    EXPECT_EQ(rule.audited, changes) << rule.method;
    EXPECT_FALSE(changes && rule.Admits(Role::kPublic)) << rule.method;
  }
}

TEST(AccessTableTest, GivesCountsOfSmallGroupsToNobodyWithoutAScope) {
  for (const AccessRule& rule : AllRules()) {
    EXPECT_FALSE(rule.reach == Reach::kNamed && rule.Admits(Role::kPublic)) << rule.method;
  }
  EXPECT_FALSE(
      FindAccessRule("sos.ingestion.v1.IngestionService/StreamPartitions")->Admits(Role::kCounty));
  for (const Role role : {Role::kPublic, Role::kState, Role::kOperator, Role::kService}) {
    EXPECT_FALSE(FindAccessRule("sos.indicator.v1.IndicatorService/ListStudents")->Admits(role))
        << RoleName(role);
  }
}

// P public, L LEA, C county, S state, O operator, V service.
TEST(AccessTableTest, SaysWhoMayDoWhat) {
  std::vector<std::string> matrix;
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const AccessRule* const rule = FindAccessRule(name);
    std::string roles;
    for (int i = 0; i < 6; ++i) {
      if (rule->Admits(static_cast<Role>(i))) roles.push_back("PLCSOV"[i]);
    }
    matrix.push_back(absl::StrCat(method->name(), " ", roles));
  }

  EXPECT_THAT(
      matrix,
      ::testing::ElementsAre(
          // Eligibility.
          "EvaluateChanges PLCSOV", "ExplainDetermination PLCSOV", "GetDetermination PLCSOV",
          "GetRulebook PLCSOV", "ListDeterminations PLCSOV", "ListRulebooks PLCSOV",
          "SimulatePolicy CSV", "StreamDeterminations PLCSOV", "StreamHistories PLCSOV",
          "StreamNearest PLCSOV",
          // Indicator.
          "BatchGetResults PLCSOV", "ExplainResult PLCSOV", "GetReadiness PLCSOV",
          "GetResult PLCSOV", "GetRulebook PLCSOV", "ListResults PLCSOV", "ListRulebooks PLCSOV",
          "ListStudents LC", "StreamCrossings PLCSOV", "StreamResults PLCSOV",
          // Ingestion.
          "CommitSubmission LCS", "CreateRelease S", "CreateSubmission LCS",
          "DeleteStudentRecords LCS", "DeleteSubmission LCSO", "GetEntity PLCSOV",
          "GetRelease PLCSOV", "GetRevision PLCSOV", "GetSnapshot PLCSOV", "GetSubmission LCSO",
          "ListEntities PLCSOV", "ListPartitions LCSOV", "ListQuarantinedStudents LC",
          "ListReleases PLCSOV", "ListSubmissionIssues LCSO", "ListSubmissions LCSO",
          "SearchEntities PLCSOV", "StreamPartitions SV", "StreamRows LCSV",
          "SubmitStudentRecords LCS", "UploadSubmission LCS", "WatchRevisions LCSOV",
          // Replicas.
          "StreamShares V",
          // Reporting.
          "FillPlanExport LCS", "GetBacktest LCS", "GetCountyReport PLCSOV", "GetEstimate LCS",
          "GetGapList PLCSOV", "GetIndicatorView PLCSOV", "GetLcapPack PLCSOV",
          "GetPeerList PLCSOV", "GetPlacement PLCSOV", "GetRedList PLCSOV", "GetReport PLCSOV",
          "GetSupportView PLCSOV", "GetTargetList PLCSOV", "GetYearChanges PLCSOV",
          "RenderDocument PLCSOV", "StreamCountyPack LCS", "StreamDifferences PLCSOV",
          "StreamExport PLCSOV", "StreamStateFile PLCSOV"));
}

// The table in the documentation. Regenerate it with
// `SOS_WRITE_DOCUMENTATION=1 build/tests/access_test --gtest_filter=*Documentation*`.
TEST(AccessTableTest, IsWrittenInTheDocumentationAsTheContractHasIt) {
  std::string table =
      "# Who may call what\n\nWritten from the option `sos.access.v1.access` of each method by "
      "`access_test`; do not edit.\nAn LEA or county gets *what it names* within its scope, "
      "*its own* submissions, or, like\neverybody, *everything* (counts of small groups "
      "withheld).\n\n"
      "| method | public | LEA | county | state | operator | service | an LEA or county gets | "
      "scope is read from | audited |\n|---|---|---|---|---|---|---|---|---|---|\n";
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const AccessRule* const rule = FindAccessRule(name);
    absl::StrAppend(&table, "| ", method->service()->name(), ".", method->name(), " |");
    for (const Role role : {Role::kPublic, Role::kLea, Role::kCounty, Role::kState, Role::kOperator,
                            Role::kService}) {
      absl::StrAppend(&table, rule->Admits(role) ? " yes |" : " |");
    }
    const bool scoped = rule->Admits(Role::kLea) || rule->Admits(Role::kCounty);
    absl::StrAppend(&table,
                    !scoped                        ? " |"
                    : rule->reach == Reach::kNamed ? " what it names |"
                    : rule->reach == Reach::kOwn   ? " its own |"
                                                   : " everything |",
                    " ", absl::StrJoin(rule->scope_fields, ", "), " |",
                    rule->audited ? " yes |\n" : " |\n");
  }
  const std::string path = SOS_SOURCE_DIR "/proto/ACCESS.md";
  if (std::getenv("SOS_WRITE_DOCUMENTATION") != nullptr) std::ofstream(path) << table;
  std::ifstream file(path);
  const std::string written((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(written, table) << "proto/ACCESS.md is out of date; see the comment above";
}

class ReachTest : public ::testing::Test {
 protected:
  // Of a method that gives an LEA or county what it names.
  static absl::Status Check(const Principal& principal, const google::protobuf::Message& request) {
    const AccessRule rule = {
        .reach = Reach::kNamed,
        .scope_fields = {"name", "filter.entities", "filter.leas", "filter.counties"}};
    return CheckReach(principal, rule, request, "sos.indicator.v1");
  }

  const Principal lea_{
      .subject = "l", .role = Role::kLea, .leas = {*CdsCode::Parse("19647330000000")}};
  const Principal county_{.subject = "c", .role = Role::kCounty, .county_codes = {"19"}};
};

TEST_F(ReachTest, EndsAtTheScope) {
  indicator::v1::GetResultRequest request;
  request.set_name("entities/19647330000000/results/2024-chro-el");
  EXPECT_THAT(Check(lea_, request), test_util::IsOk());
  request.set_name("entities/19642120000000/results/2024-chro-el");
  EXPECT_THAT(Check(lea_, request),
              test_util::IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
  EXPECT_THAT(Check(county_, request), test_util::IsOk());
}

TEST_F(ReachTest, RefusesARequestForEverything) {
  indicator::v1::ListResultsRequest request;
  EXPECT_THAT(Check(lea_, request),
              test_util::IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
  request.mutable_filter()->add_dashboard_years(2024);
  EXPECT_THAT(Check(county_, request),
              test_util::IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
}

TEST_F(ReachTest, RefusesOneForeignNameAmongItsOwn) {
  indicator::v1::ListResultsRequest request;
  request.mutable_filter()->add_leas("entities/19647330000000");
  EXPECT_THAT(Check(lea_, request), test_util::IsOk());
  request.mutable_filter()->add_counties("27");
  EXPECT_THAT(Check(lea_, request),
              test_util::IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
}

TEST_F(ReachTest, TakesNothingForANameThatIsNone) {
  for (const std::string name : {"entities/", "entities/19647330000000x/results", "19; DROP", "../",
                                 "entities/00000000000000/results/2024-chro-el", "%"}) {
    indicator::v1::GetResultRequest request;
    request.set_name(name);
    EXPECT_THAT(Check(county_, request),
                test_util::IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"))
        << name;
  }
}

TEST_F(ReachTest, GivesHistoryToThoseWhoMaySeeTheCountsAnyway) {
  const auto sees = [](const Principal& principal, const std::string& name) {
    reporting::v1::GetReportRequest request;
    request.set_name(name);
    return SeesHistory(principal, *FindAccessRule("sos.reporting.v1.ReportingService/GetReport"),
                       request);
  };
  const std::string own = "entities/19647330000000/reports/2024";
  const std::string foreign = "entities/01611190000000/reports/2024";
  EXPECT_TRUE(sees(lea_, own));
  EXPECT_FALSE(sees(lea_, foreign));
  EXPECT_TRUE(sees(county_, own));
  EXPECT_FALSE(sees(county_, foreign));
  for (const Role role : {Role::kPublic, Role::kOperator}) {
    EXPECT_FALSE(sees({.subject = "p", .role = role}, own)) << RoleName(role);
  }
  for (const Role role : {Role::kState, Role::kService, Role::kUnchecked}) {
    EXPECT_TRUE(sees({.subject = "p", .role = role}, own)) << RoleName(role);
  }
}

TEST_F(ReachTest, GivesNoHistoryOfEverythingToACallerWithAScope) {
  eligibility::v1::ListDeterminationsRequest request;
  const AccessRule& rule =
      *FindAccessRule("sos.eligibility.v1.EligibilityService/ListDeterminations");
  EXPECT_FALSE(SeesHistory(county_, rule, request));
  request.mutable_filter()->add_counties("19");
  EXPECT_TRUE(SeesHistory(county_, rule, request));
}

}  // namespace
}  // namespace sos::auth
