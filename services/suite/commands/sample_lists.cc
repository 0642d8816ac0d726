// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/sample_lists.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "common/education/proto.h"
#include "common/private_files/private_files.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/scratch.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

using education::v1::Entity;

// The columns of the lists, in the order in which the state has them.
constexpr Indicator kColumns[] = {Indicator::kEnglishLanguageArts,
                                  Indicator::kMathematics,
                                  Indicator::kChronicAbsenteeism,
                                  Indicator::kCollegeCareer,
                                  Indicator::kEnglishLearnerProgress,
                                  Indicator::kGraduation,
                                  Indicator::kSuspension};
constexpr absl::string_view kNames[] = {"ELA", "Math", "Chronic", "CCI", "ELPI", "Grad", "Susp"};

// Entities and groups with their Red indicators.
struct Reds {
  std::map<CdsCode, Entity> entities;
  std::map<std::pair<CdsCode, StudentGroup>, std::set<Indicator>> indicators;
};

void Add(const indicator::v1::ResultBlock& block, Reds& reds) {
  const auto indicator = FromProto(block.indicator());
  for (int i = 0; indicator && i < block.entity_indexes_size(); ++i) {
    const Entity& entity = block.entities(block.entity_indexes(i));
    const auto cds = CdsCode::Parse(CdsOf(entity));
    const auto group = FromProto(block.student_groups(i));
    if (!cds || !group || cds->IsState() || cds->IsCounty()) continue;
    reds.entities.emplace(*cds, entity);
    if (block.colors(i) != education::v1::COLOR_RED) continue;
    reds.indicators[{*cds, *group}].insert(*indicator);
    // Of a school the lists have it with all students, too.
    if (*indicator == Indicator::kEnglishLearnerProgress && cds->IsSchool()) {
      reds.indicators[{*cds, StudentGroup::kAll}].insert(*indicator);
    }
  }
}

absl::StatusOr<Reds> ReadReds(const std::vector<std::string>& files, int year) {
  SOS_ASSIGN_OR_RETURN(const auto scratch, ScratchSuite::Create({.data_dir = ""}));
  const Stubs stubs = scratch->suite().MakeStubs();
  for (const std::string& file : files) {
    SOS_RETURN_IF_ERROR(SubmitFile(*stubs.ingestion, file, {}).status());
  }
  indicator::v1::StreamResultsRequest request;
  request.mutable_filter()->add_dashboard_years(year);
  grpc::ClientContext context;
  const auto reader = stubs.indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  Reds reds;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) Add(block, reds);
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return reds;
}

std::string Names(const Entity& entity, const CdsCode& cds) {
  return absl::StrCat(cds.IsSchool() ? entity.display_name() : "", "\t",
                      cds.IsSchool() ? entity.district_name() : entity.display_name(), "\t",
                      entity.county_name());
}

enum class ListKind { kLeaGroups, kSchools, kSchoolGroups };

bool Lists(ListKind list, const CdsCode& cds, bool charter, StudentGroup group) {
  const bool all = group == StudentGroup::kAll;
  if (list == ListKind::kLeaGroups) return !all && (!cds.IsSchool() || charter);
  return cds.IsSchool() && all == (list == ListKind::kSchools);
}

std::string RedList(const Reds& reds, ListKind list, int year) {
  std::string text =
      "reportingyear\tcds\trtype\tschoolname\tdistrictname\tcountyname\tcharter_flag";
  if (list != ListKind::kSchools) text += "\tstudentgroup";
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    const bool progress = kColumns[i] == Indicator::kEnglishLearnerProgress;
    if (!progress || list != ListKind::kSchoolGroups) absl::StrAppend(&text, "\t", kNames[i]);
  }
  text += "\n";
  for (const auto& [key, indicators] : reds.indicators) {
    const auto& [cds, group] = key;
    const Entity& entity = reds.entities.at(cds);
    const bool charter = entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
    if (!Lists(list, cds, charter, group)) continue;
    absl::StrAppend(&text, year, "\t", cds.text(), "\t", cds.IsSchool() ? "S" : "D", "\t",
                    Names(entity, cds), "\t", charter ? "Y" : "");
    if (list != ListKind::kSchools) absl::StrAppend(&text, "\t", kStudentGroups.Code(group));
    for (const Indicator indicator : kColumns) {
      const bool progress = indicator == Indicator::kEnglishLearnerProgress;
      if (progress && list == ListKind::kSchoolGroups) continue;
      absl::StrAppend(&text, "\t", indicators.contains(indicator) ? "Y" : "");
    }
    text += "\n";
  }
  return text;
}

std::string EssaList(const Reds& reds, int year) {
  const int last = year % 100;
  std::string text = absl::StrCat("cds\tschoolname\tdistrictname\tcountyname\tTitleI", last - 1,
                                  last, "\tAssistanceStatus", year - 1, "\tAssistanceStatus", year,
                                  "\tExit\tReportingYear\n");
  for (const auto& [cds, entity] : reds.entities) {
    if (!cds.IsSchool()) continue;
    absl::StrAppend(&text, cds.text(), "\t", Names(entity, cds),
                    "\tYes\tGeneral Assistance\tGeneral Assistance\tNOEXIT\t", year, "\n");
  }
  return text;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> WriteSampleLists(const std::vector<std::string>& files,
                                                          int year, const std::string& directory) {
  SOS_ASSIGN_OR_RETURN(const Reds reds, ReadReds(files, year));
  const std::pair<std::string, std::string> lists[] = {
      {absl::StrCat("lowperfleasnonall", year % 100), RedList(reds, ListKind::kLeaGroups, year)},
      {absl::StrCat("lowperfsch", year % 100), RedList(reds, ListKind::kSchools, year)},
      {absl::StrCat("lowperfschnonall", year % 100), RedList(reds, ListKind::kSchoolGroups, year)},
      {absl::StrCat("essaassistance", (year - 1) % 100), EssaList(reds, year - 1)}};
  std::vector<std::string> paths;
  for (const auto& [name, text] : lists) {
    paths.push_back(absl::StrCat(directory, "/", name, "-synthetic.txt"));
    SOS_RETURN_IF_ERROR(WritePrivateFile(paths.back(), text));
  }
  return paths;
}

}  // namespace sos::suite
