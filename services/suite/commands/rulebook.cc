// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

struct RulebookOptions {
  int year = 0;
  std::string program = "dashboard";
};

using indicator::v1::IndicatorRules;
using indicator::v1::Rulebook;

absl::StatusOr<std::vector<Rulebook>> ReadDashboard(const Stubs& stubs, int year) {
  indicator::v1::ListRulebooksRequest request;
  indicator::v1::ListRulebooksResponse response;
  grpc::ClientContext context;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stubs.indicator->ListRulebooks(&context, request, &response)));
  std::vector<Rulebook> rulebooks;
  for (const Rulebook& rulebook : response.rulebooks()) {
    if (year == 0 || rulebook.dashboard_year() == year) rulebooks.push_back(rulebook);
  }
  return rulebooks;
}

std::string Lower(std::string word) {
  absl::AsciiStrToLower(&word);
  for (char& c : word) c = c == '_' ? ' ' : c;
  return word;
}

void AddBands(const Rulebook& rulebook, const IndicatorRules& rules,
              const indicator::v1::ScoreTable& table, absl::string_view kind,
              const google::protobuf::RepeatedPtrField<indicator::v1::Band>& bands,
              Listing& listing) {
  for (const indicator::v1::Band& band : bands) {
    listing.Add({absl::StrCat(rulebook.dashboard_year()), std::string(Code(rules.indicator())),
                 Lower(IndicatorRules::Publication_Name(rules.publication()).substr(12)),
                 table.id(), std::string(kind), absl::StrCat(band.level()), band.label(),
                 band.minimum().value(), band.maximum().value(),
                 Lower(indicator::v1::Basis_Name(table.citation().basis()).substr(6)),
                 table.citation().source()});
  }
}

Listing ToListing(const std::vector<Rulebook>& rulebooks) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"indicator"},
                   {"published"},
                   {"table"},
                   {"scale"},
                   {"level", Kind::kNumber},
                   {"name"},
                   {"from", Kind::kNumber},
                   {"to", Kind::kNumber},
                   {"basis"},
                   {"source"}});
  for (const Rulebook& rulebook : rulebooks) {
    for (const IndicatorRules& rules : rulebook.indicators()) {
      for (const auto& table : rules.tables()) {
        AddBands(rulebook, rules, table, "status", table.status_bands(), listing);
        AddBands(rulebook, rules, table, "change", table.change_bands(), listing);
      }
    }
  }
  return listing;
}

// Rulebooks of determinations have no scales; they are printed as their files have them.
absl::StatusOr<std::string> ProgramText(const Stubs& stubs, const RulebookOptions& options,
                                        Format format) {
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  eligibility::v1::ListRulebooksRequest request;
  request.set_page_size(1000);
  eligibility::v1::ListRulebooksResponse response;
  grpc::ClientContext context;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stubs.eligibility->ListRulebooks(&context, request, &response)));
  std::string text;
  for (const eligibility::v1::Rulebook& rulebook : response.rulebooks()) {
    if (rulebook.program() != program) continue;
    if (options.year != 0 && rulebook.dashboard_year() != options.year) continue;
    text += format == Format::kJson ? JsonLine(rulebook) : rulebook.DebugString() + "\n";
  }
  return text;
}

int RunRulebook(const GlobalOptions& global, const RulebookOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  std::string text;
  if (options.program != "dashboard") {
    auto program = ProgramText((*session)->stubs(), options, global.format);
    if (!program.ok()) return Fail(program.status());
    text = *std::move(program);
  } else {
    const auto rulebooks = ReadDashboard((*session)->stubs(), options.year);
    if (!rulebooks.ok()) return Fail(rulebooks.status());
    if (global.format == Format::kJson) {
      for (const Rulebook& rulebook : *rulebooks) text += JsonLine(rulebook);
    } else if (!rulebooks->empty()) {
      text = ToListing(*rulebooks).In(global);
    }
  }
  if (text.empty()) {
    return Fail(absl::NotFoundError(absl::StrCat(
        "no ", options.program, " rulebook for ", options.year, "; sos rulebook --program ",
        options.program, " lists all years. To supply one, put ", options.program, "-",
        options.year, ".textproto into a directory and name that in SOS_RULEBOOKS")));
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddRulebook(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<RulebookOptions>();
  CLI::App* command = app.add_subcommand("rulebook", "The rules of a year with their sources");
  AddExamples(*command, "  sos rulebook --program lcff --year 2025\n");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  std::vector<std::string> programs = {"dashboard"};
  programs.insert(programs.end(), Programs().begin(), Programs().end());
  command->add_option("--program", options->program, OneOf(programs))
      ->check(CLI::IsMember(programs));
  command->callback([&line, options] {
    line.run = [&line, options] { return RunRulebook(line.global, *options); };
  });
}

}  // namespace sos::suite
