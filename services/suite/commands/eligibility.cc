#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/cds_code.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;

constexpr size_t kMaxNearCounties = 3;

// The two digits of a county's name, found among the entities; near matches in the error.
absl::StatusOr<std::string> CountyCode(Session& session, const std::string& county) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  ingestion::v1::ListEntitiesRequest request;
  request.set_county_name(county);
  request.set_revision(snapshot.revision());
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
  std::map<std::string, bool> near;
  request.clear_county_name();
  request.set_page_size(1000);
  do {
    grpc::ClientContext context;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(session.stubs().ingestion->ListEntities(&context, request, &response)));
    for (const auto& record : response.entities()) {
      const std::string& name = record.entity().county_name();
      if (!name.empty() && !county.empty() &&
          absl::ascii_toupper(name[0]) == absl::ascii_toupper(county[0])) {
        near[name] = true;
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  std::vector<std::string> names;
  names.reserve(near.size());
  for (const auto& [name, unused] : near) names.push_back(name);
  if (names.size() > kMaxNearCounties) names.resize(kMaxNearCounties);
  return absl::NotFoundError(
      absl::StrCat("no county ", county,
                   names.empty() ? "" : absl::StrCat("; near it: ", absl::StrJoin(names, ", "))));
}

absl::StatusOr<std::vector<Determination>> Read(Session& session,
                                                const EligibilityOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  eligibility::v1::StreamDeterminationsRequest request;
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
  request.mutable_filter()->set_letter_basis(options.basis == "published-letters"
                                                 ? eligibility::v1::LETTER_BASIS_PUBLISHED
                                                 : eligibility::v1::LETTER_BASIS_RESULTS);
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(*request.mutable_filter()->mutable_county_code(),
                         CountyCode(session, options.county));
  }
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    request.mutable_filter()->add_entities(entity.name());
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  request.set_revision(snapshot.revision());
  SOS_ASSIGN_OR_RETURN(const std::vector<int> years, session.Years(options.year));
  std::vector<Determination> determinations;
  for (const int year : years) {
    request.mutable_filter()->set_dashboard_year(year);
    grpc::ClientContext context;
    const auto reader = session.stubs().eligibility->StreamDeterminations(&context, request);
    eligibility::v1::StreamDeterminationsResponse response;
    while (reader->Read(&response)) {
      for (auto& d : *response.mutable_determinations()) determinations.push_back(std::move(d));
    }
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    // Of all loaded years only those with rules are meant.
    if (!status.ok() && !(options.year == 0 && absl::IsNotFound(status))) return status;
  }
  return determinations;
}

std::string Groups(const Determination& determination) {
  std::vector<std::string> groups;
  for (const auto& group : determination.groups()) {
    if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
    groups.push_back(absl::StrCat(Code(group.student_group()), ":",
                                  group.letter_decided() ? group.letter() : "?"));
  }
  return absl::StrJoin(groups, " ");
}

std::string Undecided(const Determination& determination) {
  std::map<std::string, bool> reasons;
  for (const auto& method : determination.methods()) {
    if (!method.reason().empty()) reasons[method.reason()] = true;
  }
  return absl::StrJoin(reasons, " ", [](std::string* out, const auto& reason) {
    absl::StrAppend(out, reason.first);
  });
}

Listing ToListing(const std::vector<Determination>& determinations) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"cds"},
                   {"lea"},
                   {"county"},
                   {"eligible"},
                   {"status"},
                   {"groups"},
                   {"total_groups", Kind::kNumber},
                   {"m1"},
                   {"m2"},
                   {"m3"},
                   {"m4"},
                   {"ec52072"},
                   {"ec52071f"},
                   {"supporter"},
                   {"undecided"}});
  for (const Determination& d : determinations) {
    std::vector<std::string> methods(4);
    for (const auto& method : d.methods())
      methods[method.method() - 1] = OutcomeWord(method.outcome());
    listing.Add({absl::StrCat(d.dashboard_year()), std::string(CdsOf(d.entity())),
                 d.entity().display_name(), d.entity().county_name(), OutcomeWord(d.eligibility()),
                 d.status(), Groups(d),
                 d.total_group_count() < 0 ? "" : absl::StrCat(d.total_group_count()), methods[0],
                 methods[1], methods[2], methods[3],
                 d.has_intensive() ? OutcomeWord(d.intensive().outcome()) : "",
                 d.has_geographic_lead() ? OutcomeWord(d.geographic_lead().outcome()) : "",
                 d.supporter(), Undecided(d)});
  }
  return listing;
}

std::string ToJsonLines(const std::vector<Determination>& determinations) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  for (const Determination& determination : determinations) {
    std::string line;
    (void)google::protobuf::util::MessageToJsonString(determination, &line, options);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

// One LEA with every rule that was applied to it.
std::string Details(const Determination& determination) {
  std::string text = absl::StrCat(
      determination.entity().display_name(), " (", CdsOf(determination.entity()), "), LCFF ",
      determination.dashboard_year(), "\n",
      determination.status().empty()
          ? absl::StrCat("Eligible: ", OutcomeWord(determination.eligibility()))
          : determination.status(),
      "; rules: ", determination.rulebook(), ", data: revision ", determination.revision(), "\n");
  if (!determination.supporter().empty()) {
    absl::StrAppend(&text, "Supported by: ", determination.supporter(), "\n");
  }
  text += "\n";
  for (const auto& finding : determination.findings()) {
    const bool met = finding.outcome() == eligibility::v1::OUTCOME_MET;
    const bool open = finding.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA;
    absl::StrAppend(&text, met ? "[x] " : (open ? "[?] " : "[ ] "),
                    finding.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED
                        ? finding.rule()
                        : absl::StrCat(Label(finding.student_group())),
                    ": ", finding.description(), "\n");
  }
  return text;
}

}  // namespace

int RunEligibility(const GlobalOptions& global, const EligibilityOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto determinations = Read(**session, options);
  if (!determinations.ok()) return Fail(determinations.status());
  std::string text;
  if (global.format == Format::kJson) {
    text = ToJsonLines(*determinations);
  } else if (global.format == Format::kText && !options.entity.empty()) {
    for (const Determination& determination : *determinations)
      text += Details(determination) + "\n";
  } else {
    text = ToListing(*determinations).In(global.format);
  }
  if (absl::Status written = WriteOutput(global, text); !written.ok()) return Fail(written);
  if (!determinations->empty()) return kExitDone;
  std::cerr << "sos: no such determinations\n";
  return kExitNo;
}

}  // namespace sos::suite
