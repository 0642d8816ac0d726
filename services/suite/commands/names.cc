// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/names.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/domain/programs.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/student/record_values.h"
#include "services/suite/cli/command_line.h"

namespace sos::suite {
namespace {

constexpr size_t kMaxNearCounties = 3;

template <typename Table>
std::string Codes(const Table& table) {
  std::vector<absl::string_view> codes;
  for (const auto& entry : table) codes.push_back(entry.code);
  return absl::StrJoin(codes, ", ");
}

}  // namespace

absl::StatusOr<ingestion::v1::Collection> ParseCollectionOption(const std::string& text) {
  if (text.empty()) return ingestion::v1::COLLECTION_UNSPECIFIED;
  const std::optional<ingestion::Collection> collection = ingestion::kCollections.FromCode(text);
  if (!collection) {
    return absl::InvalidArgumentError(
        absl::StrCat("--collection ", text, ": expected one of ", Codes(ingestion::kCollections)));
  }
  return ingestion::ToProto(*collection);
}

absl::StatusOr<eligibility::v1::Program> ParseProgramOption(const std::string& text) {
  const std::optional<eligibility::Program> program = eligibility::ParseProgram(text);
  if (!program) {
    return absl::InvalidArgumentError(
        absl::StrCat("--program ", text, ": expected ", OneOf(Programs())));
  }
  return eligibility::ToProto(*program);
}

absl::StatusOr<std::string> CountyCode(Session& session, const std::string& county) {
  if (IsCaliforniaCountyCode(county)) return county;
  constexpr absl::string_view kSuffix = " county";
  absl::string_view name = absl::StripAsciiWhitespace(county);
  if (absl::EndsWithIgnoreCase(name, kSuffix)) name.remove_suffix(kSuffix.size());
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  ingestion::v1::ListEntitiesRequest request;
  request.set_county_name(std::string(name));
  SetRevision(RevisionIn(snapshot), request);
  request.set_page_size(1);
  ingestion::v1::ListEntitiesResponse response;
  {
    grpc::ClientContext context;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(session.stubs().ingestion->ListEntities(&context, request, &response)));
  }
  if (response.entities_size() > 0) {
    return std::string(CdsOf(response.entities(0).entity()).substr(0, 2));
  }
  std::vector<std::string> near;
  if (!name.empty()) {
    ingestion::v1::SearchEntitiesRequest search;
    search.set_query(std::string(name));
    SetRevision(RevisionIn(snapshot), search);
    grpc::ClientContext context;
    ingestion::v1::SearchEntitiesResponse found;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(session.stubs().ingestion->SearchEntities(&context, search, &found)));
    for (const auto& match : found.matches()) {
      const std::string& of = match.entity().county_name();
      if (!of.empty() && near.size() < kMaxNearCounties &&
          std::find(near.begin(), near.end(), of) == near.end()) {
        near.push_back(of);
      }
    }
  }
  return absl::NotFoundError(
      absl::StrCat("no county ", county,
                   near.empty() ? "" : absl::StrCat("; near it: ", absl::StrJoin(near, ", "))));
}

absl::StatusOr<std::string> LeaCode(Session& session, const std::string& lea) {
  if (lea.empty()) return "";
  if (const auto cds = ingestion::ParseLea(lea)) return cds->ToString();
  SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(lea));
  return std::string(CdsOf(entity));
}

absl::Status CheckYear(Session& session, int year) {
  SOS_ASSIGN_OR_RETURN(const std::vector<int> years, session.Years(0));
  if (year == 0 || std::find(years.begin(), years.end(), year) != years.end()) {
    return absl::OkStatus();
  }
  return absl::NotFoundError(years.empty() ? "nothing is loaded yet; start with: sos ingest FILE..."
                                           : absl::StrCat("nothing is loaded for ", year,
                                                          "; the years at hand are ",
                                                          absl::StrJoin(years, ", ")));
}

absl::Status WithLoadedOf(Session& session, int year, const absl::Status& status) {
  if (ErrorReason(status) != "RULEBOOK_NOT_FOUND") return status;
  const auto snapshot = session.Snapshot();
  if (!snapshot.ok()) return status;
  std::vector<std::string> loaded;
  for (const auto& coverage : snapshot->coverages()) {
    if (coverage.dashboard_year() != year) continue;
    loaded.push_back(std::string(ingestion::CollectionCode(coverage.collection())));
  }
  if (loaded.empty()) return status;
  return absl::Status(status.code(), absl::StrCat(status.message(), ". Loaded for ", year,
                                                  " all the same: ", absl::StrJoin(loaded, ", ")));
}

absl::Status CheckDashboardRules(Session& session, int year) {
  if (year == 0) return absl::OkStatus();
  indicator::v1::GetRulebookRequest request;
  request.set_name(absl::StrCat("rulebooks/dashboard-", year));
  indicator::v1::Rulebook rulebook;
  grpc::ClientContext context;
  return WithLoadedOf(
      session, year,
      rpc::FromGrpcStatus(session.stubs().indicator->GetRulebook(&context, request, &rulebook)));
}

absl::string_view CdsOf(const education::v1::Entity& entity) { return EntityId(entity.name()); }

int ColorCode(education::v1::Color color) {
  return color == education::v1::COLOR_UNSPECIFIED ? 0 : color - 1;
}

std::string TenthsText(int32_t tenths) {
  return tenths == std::numeric_limits<int32_t>::min() ? "" : ToString(Tenths{tenths});
}

std::string ThousandthsText(int64_t thousandths) {
  return absl::StrCat(thousandths / 1000, ".", absl::Dec(thousandths % 1000, absl::kZeroPad3));
}

std::string ProgramLabel(eligibility::v1::Program program) {
  switch (program) {
    case eligibility::v1::PROGRAM_LCFF:
      return "LCFF";
    case eligibility::v1::PROGRAM_CHARTER:
      return "LCFF, charter schools";
    case eligibility::v1::PROGRAM_ESSA:
      return "ESSA";
    case eligibility::v1::PROGRAM_EQUITY_MULTIPLIER:
      return "Equity Multiplier";
    case eligibility::v1::PROGRAM_LCAP:
      return "LCAP";
    default:
      return "";
  }
}

std::string OutcomeWord(eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return "yes";
    case eligibility::v1::OUTCOME_NOT_MET:
      return "no";
    default:
      return "undecided";
  }
}

}  // namespace sos::suite
