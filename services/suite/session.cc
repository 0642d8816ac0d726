// SPDX-License-Identifier: Apache-2.0
#include "services/suite/session.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/config/environment.h"
#include "common/private_files/private_files.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/channel.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/excel_csv.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

constexpr size_t kCdsDigits = 14;
constexpr size_t kLeaDigits = 7;
// Near matches that an error names.
constexpr int kNearEntities = 3;

}  // namespace

absl::StatusOr<Stubs> ConnectTo(const std::string& server) {
  std::map<std::string, std::string> addresses;
  for (const absl::string_view part : absl::StrSplit(server, ',')) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    if (absl::StrContains(part, '=')) {
      addresses[pair.first] = pair.second;
    } else {
      for (const char* name : {"ingestion", "indicator", "eligibility", "reporting"}) {
        addresses[name] = std::string(part);
      }
    }
  }
  if (addresses.size() != 4) {
    return absl::InvalidArgumentError(
        absl::StrCat("--server ", server,
                     ": say one address of all services, or ingestion=ADDR,indicator=ADDR,"
                     "eligibility=ADDR,reporting=ADDR"));
  }
  Environment env;
  const rpc::TlsOptions tls = rpc::TlsOptions::FromEnvironment(env);
  const std::string token = env.Secret("SOS_TOKEN");
  SOS_RETURN_IF_ERROR(env.Check());
  SOS_RETURN_IF_ERROR(rpc::CheckTlsFiles(tls));
  if (!token.empty() && !tls.connects()) {
    return absl::InvalidArgumentError(
        "SOS_TOKEN is only sent over TLS: say the authorities of the server in SOS_TLS_CA");
  }
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  for (const auto& [name, address] : addresses) {
    if (channels[address] == nullptr) channels[address] = rpc::MakeChannel(address, tls, token);
  }
  Stubs stubs;
  stubs.ingestion = ingestion::v1::IngestionService::NewStub(channels[addresses["ingestion"]]);
  stubs.indicator = indicator::v1::IndicatorService::NewStub(channels[addresses["indicator"]]);
  stubs.eligibility =
      eligibility::v1::EligibilityService::NewStub(channels[addresses["eligibility"]]);
  stubs.reporting = reporting::v1::ReportingService::NewStub(channels[addresses["reporting"]]);
  return stubs;
}

absl::StatusOr<std::unique_ptr<Session>> Session::Open(const GlobalOptions& options,
                                                       Purpose purpose) {
  auto session = absl::WrapUnique(new Session(options));
  if (!options.server.empty()) {
    SOS_ASSIGN_OR_RETURN(session->stubs_, ConnectTo(options.server));
    return session;
  }
  SOS_ASSIGN_OR_RETURN(session->embedded_,
                       EmbeddedSuite::Create({.data_dir = options.data_dir,
                                              .rulebook_directory = RulebookDirectory(),
                                              .read_only = purpose == Purpose::kRead}));
  session->stubs_ = session->embedded_->MakeStubs();
  return session;
}

absl::StatusOr<ingestion::v1::Snapshot> Session::Snapshot() {
  if (!snapshot_read_) {
    grpc::ClientContext context;
    ingestion::v1::GetSnapshotRequest request;
    if (!options_.release.empty()) {
      request.set_release(ReleaseName(options_.release));
    }
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(stubs_.ingestion->GetSnapshot(&context, request, &snapshot_)));
    snapshot_read_ = true;
  }
  return snapshot_;
}

absl::StatusOr<std::vector<int>> Session::Years(int year) {
  if (year != 0) return std::vector<int>{year};
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, Snapshot());
  std::set<int> years;
  for (const auto& coverage : snapshot.coverages()) {
    if (coverage.collection() != ingestion::v1::COLLECTION_ENTITY_DIRECTORY) {
      years.insert(coverage.dashboard_year());
    }
  }
  return std::vector<int>(years.begin(), years.end());
}

absl::StatusOr<education::v1::Entity> Session::GetByCode(const std::string& cds) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, Snapshot());
  grpc::ClientContext context;
  ingestion::v1::GetEntityRequest request;
  request.set_name(EntityName(cds));
  SetRevision(RevisionIn(snapshot), request);
  ingestion::v1::EntityRecord record;
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(stubs_.ingestion->GetEntity(&context, request, &record)));
  return record.entity();
}

absl::StatusOr<education::v1::Entity> Session::GetByName(const std::string& name) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, Snapshot());
  ingestion::v1::SearchEntitiesRequest request;
  request.set_query(name);
  request.set_page_size(kNearEntities);
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  ingestion::v1::SearchEntitiesResponse found;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stubs_.ingestion->SearchEntities(&context, request, &found)));
  std::vector<const education::v1::Entity*> named;
  std::vector<std::string> near;
  for (const ingestion::v1::EntityMatch& match : found.matches()) {
    const education::v1::Entity& entity = match.entity();
    if (absl::EqualsIgnoreCase(entity.display_name(), name)) named.push_back(&entity);
    near.push_back(absl::StrCat(EntityId(entity.name()), " ", entity.display_name()));
  }
  if (named.size() == 1) return *named.front();
  if (named.empty() && found.matches_size() == 1 && found.matches(0).exact()) {
    return found.matches(0).entity();
  }
  const std::string alternatives = absl::StrJoin(near, "; ");
  return near.empty() ? absl::NotFoundError(absl::StrCat("no entity ", name))
                      : absl::NotFoundError(absl::StrCat(
                            found.matches(0).exact() ? "several entities fit " : "no entity ", name,
                            "; give the code or the whole name of one: ", alternatives));
}

absl::StatusOr<education::v1::Entity> Session::GetEntity(const std::string& meant) {
  std::string digits;
  for (const char c : absl::StripPrefix(meant, kEntityPrefix)) {
    if (c != '-' && c != ' ') digits += c;
  }
  const bool is_code =
      !digits.empty() && std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
  if (!is_code) return GetByName(meant);
  // A spreadsheet drops the zero in front of the codes of the first nine counties.
  const bool cut = digits.size() == kCdsDigits - 1 || digits.size() == kLeaDigits - 1;
  if (cut) digits = absl::StrCat("0", digits);
  if (digits.size() == kLeaDigits) digits.resize(kCdsDigits, '0');
  return GetByCode(digits);
}

std::string RulebookDirectory() {
  Environment env;
  return env.String("SOS_RULEBOOKS", "");
}

std::string DefaultDataDir() {
  Environment env;
  const std::string home = env.String("XDG_DATA_HOME", "");
  if (!home.empty()) return absl::StrCat(home, "/sos");
  return absl::StrCat(env.String("HOME", "."), "/.local/share/sos");
}

absl::Status WriteOutput(const GlobalOptions& options, absl::string_view raw, Keep keep) {
  const bool bytes = options.format == Format::kXlsx || options.format == Format::kPng;
  if (bytes && options.output.empty() && isatty(STDOUT_FILENO) != 0) {
    return absl::InvalidArgumentError("workbooks and pictures are no text: add --output FILE");
  }
  std::string text = bytes                             ? std::string(raw)
                     : options.format == Format::kJson ? PrintableJson(raw)
                                                       : Printable(raw, keep);
  const bool excel = options.excel && options.format == Format::kCsv;
  if (excel) text = ForExcel(text);
  if (options.output.empty()) {
    if (bytes || excel) {
      PrintBytes(text);
      return absl::OkStatus();
    }
    Print(text, keep);
    return absl::OkStatus();
  }
  return WritePrivateFile(options.output, text);
}

int Fail(const absl::Status& status) {
  PrintError(absl::StrCat("sos: ", status.message(), "\n"));  // Settings have several lines.
  return kExitRefused;
}

}  // namespace sos::suite
