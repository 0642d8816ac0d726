// SPDX-License-Identifier: Apache-2.0
#include "common/auth/access_table.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace sos::auth {
namespace {

using enum Role;
using enum Reach;

const std::vector<Role> kAnyone = {kPublic, kLea, kCounty, kState, kOperator, kService};
const std::vector<Role> kSenders = {kLea, kCounty, kState};
const std::vector<Role> kAnalysts = {kLea, kCounty, kState, kService};

std::vector<AccessRule> MakeTable() {
  const std::vector<absl::string_view> results = {"filter.entities", "filter.leas",
                                                  "filter.county_codes"};
  const std::vector<absl::string_view> determinations = {"filter.entities", "filter.county_code"};
  return {
      // What agencies send in, each its own.
      {"sos.ingestion.v1.IngestionService/CreateSubmission", kSenders, kOwn, {}, true},
      {"sos.ingestion.v1.IngestionService/UploadSubmission", kSenders, kOwn, {}, true},
      {"sos.ingestion.v1.IngestionService/CommitSubmission", kSenders, kOwn, {}, true},
      {"sos.ingestion.v1.IngestionService/SubmitStudentRecords", kSenders, kOwn, {}, true},
      {"sos.ingestion.v1.IngestionService/DeleteSubmission",
       {kLea, kCounty, kState, kOperator},
       kOwn,
       {},
       true},
      {"sos.ingestion.v1.IngestionService/GetSubmission", {kLea, kCounty, kState, kOperator}, kOwn},
      {"sos.ingestion.v1.IngestionService/ListSubmissions",
       {kLea, kCounty, kState, kOperator},
       kOwn},
      {"sos.ingestion.v1.IngestionService/ListSubmissionIssues",
       {kLea, kCounty, kState, kOperator},
       kOwn},
      // Students: those who answer for them, and nobody above.
      {"sos.ingestion.v1.IngestionService/ListQuarantinedStudents", {kLea, kCounty}, kOwn},
      {"sos.indicator.v1.IndicatorService/ListStudents", {kLea, kCounty}, kNamed, {"name"}},
      {"sos.indicator.v1.IndicatorService/StreamShares", {kService}},
      // Counts as they came in, small groups included.
      {"sos.ingestion.v1.IngestionService/ListPartitions",
       {kLea, kCounty, kState, kOperator, kService}},
      {"sos.ingestion.v1.IngestionService/StreamPartitions", {kState, kService}},
      // What is known at all.
      {"sos.ingestion.v1.IngestionService/GetSnapshot", kAnyone},
      {"sos.ingestion.v1.IngestionService/GetRevision", kAnyone},
      {"sos.ingestion.v1.IngestionService/WatchRevisions",
       {kLea, kCounty, kState, kOperator, kService}},
      {"sos.ingestion.v1.IngestionService/GetEntity", kAnyone},
      {"sos.ingestion.v1.IngestionService/ListEntities", kAnyone},
      {"sos.ingestion.v1.IngestionService/CreateRelease", {kState}, kEverything, {}, true},
      {"sos.ingestion.v1.IngestionService/GetRelease", kAnyone},
      {"sos.ingestion.v1.IngestionService/ListReleases", kAnyone},
      // Results with their counts, small groups included: for whom they are about.
      {"sos.indicator.v1.IndicatorService/GetResult", kAnalysts, kNamed, {"name"}},
      {"sos.indicator.v1.IndicatorService/BatchGetResults", kAnalysts, kNamed, {"names"}},
      {"sos.indicator.v1.IndicatorService/ListResults", kAnalysts, kNamed, results},
      {"sos.indicator.v1.IndicatorService/StreamResults", kAnalysts, kNamed, results},
      {"sos.indicator.v1.IndicatorService/StreamCrossings", kAnalysts, kNamed, results},
      {"sos.indicator.v1.IndicatorService/ExplainResult", kAnalysts, kNamed, {"name"}},
      {"sos.indicator.v1.IndicatorService/GetReadiness", kAnyone},
      {"sos.indicator.v1.IndicatorService/GetRulebook", kAnyone},
      {"sos.indicator.v1.IndicatorService/ListRulebooks", kAnyone},
      // Who is eligible is public; the counts behind it are not.
      {"sos.eligibility.v1.EligibilityService/GetDetermination", kAnyone, kEverything, {"name"}},
      {"sos.eligibility.v1.EligibilityService/ListDeterminations", kAnyone, kEverything,
       determinations},
      {"sos.eligibility.v1.EligibilityService/StreamDeterminations", kAnyone, kEverything,
       determinations},
      {"sos.eligibility.v1.EligibilityService/StreamHistories",
       kAnyone,
       kEverything,
       {"entities", "county_code"}},
      {"sos.eligibility.v1.EligibilityService/GetRulebook", kAnyone},
      {"sos.eligibility.v1.EligibilityService/ListRulebooks", kAnyone},
      {"sos.eligibility.v1.EligibilityService/ExplainDetermination", kAnalysts, kNamed, {"name"}},
      {"sos.eligibility.v1.EligibilityService/StreamNearest", kAnalysts, kNamed, determinations},
      {"sos.eligibility.v1.EligibilityService/EvaluateChanges", kAnalysts, kNamed, determinations},
      {"sos.eligibility.v1.EligibilityService/SimulatePolicy",
       {kCounty, kState, kService},
       kNamed,
       {"county_code"}},
      // Documents are as everybody may see them.
      {"sos.reporting.v1.ReportingService/GetReport", kAnyone, kEverything, {"name"}},
      {"sos.reporting.v1.ReportingService/GetPlacement", kAnyone, kEverything, {"name"}},
      {"sos.reporting.v1.ReportingService/GetCountyReport", kAnyone, kEverything, {"name"}},
      {"sos.reporting.v1.ReportingService/RenderDocument", kAnyone, kEverything, {"name"}},
  };
}

}  // namespace

bool AccessRule::Admits(Role role) const {
  return role == kUnchecked || std::find(roles.begin(), roles.end(), role) != roles.end();
}

absl::Span<const AccessRule> AccessTable() {
  static const auto* const kTable = new std::vector<AccessRule>(MakeTable());
  return *kTable;
}

const AccessRule* FindAccessRule(absl::string_view method) {
  static const auto* const kIndex = [] {
    auto* const index = new absl::flat_hash_map<absl::string_view, const AccessRule*>();
    for (const AccessRule& rule : AccessTable()) index->emplace(rule.method, &rule);
    return index;
  }();
  const auto found = kIndex->find(method);
  return found == kIndex->end() ? nullptr : found->second;
}

}  // namespace sos::auth
