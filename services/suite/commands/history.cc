// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/eligibility_listing.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct HistoryOptions {
  std::string program = "lcff";
  std::string county;
  std::string entity;
  std::string basis = "results";
  RowFilterWords rows;
  // The flows between states instead of the entities.
  bool flows = false;
};

using eligibility::v1::Flow;
using eligibility::v1::History;

struct Answer {
  std::vector<History> histories;
  std::vector<Flow> flows;
};

// Whether the group met the criteria in any of the years.
bool WasAboutGroup(const History& history, const RowFilter& rows) {
  if (!rows.AsksForGroup()) return true;
  for (const auto& year : history.years()) {
    for (const auto& group : year.groups()) {
      if (group.outcome() == eligibility::v1::OUTCOME_MET && rows.Has(group.student_group())) {
        return true;
      }
    }
  }
  return false;
}

absl::StatusOr<Answer> Ask(Session& session, const HistoryOptions& options) {
  eligibility::v1::StreamHistoriesRequest request;
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  request.set_program(program);
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(*request.add_counties(), CountyCode(session, options.county));
  }
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    request.add_entities(entity.name());
  }
  request.set_letter_basis(options.basis == "published-letters"
                               ? eligibility::v1::LETTER_BASIS_PUBLISHED
                               : eligibility::v1::LETTER_BASIS_RESULTS);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  SOS_ASSIGN_OR_RETURN(const RowFilter rows, RowFilter::Read(session, options.rows));
  Answer answer;
  grpc::ClientContext context;
  const auto reader = session.stubs().eligibility->StreamHistories(&context, request);
  eligibility::v1::StreamHistoriesResponse response;
  while (reader->Read(&response)) {
    for (History& history : *response.mutable_histories()) {
      if (rows.Has(history.entity()) && WasAboutGroup(history, rows)) {
        answer.histories.push_back(std::move(history));
      }
    }
    for (Flow& flow : *response.mutable_flows()) answer.flows.push_back(std::move(flow));
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return answer;
}

std::string BasisWord(eligibility::v1::LetterBasis basis) {
  if (basis == eligibility::v1::LETTER_BASIS_PUBLISHED) return "published";
  return basis == eligibility::v1::LETTER_BASIS_RESULTS ? "results" : "";
}

Listing HistoryListing(const std::vector<History>& histories) {
  Listing listing({{"cds"},
                   {"entity"},
                   {.name = "county", .minor = true},
                   {"year", Listing::Kind::kNumber},
                   {"eligible"},
                   {"status"},
                   {.name = "basis", .minor = true},
                   {"groups"},
                   {"what"},
                   {"undecided"}});
  for (const History& history : histories) {
    for (const auto& year : history.years()) {
      std::string what = year.entered() ? "enters" : year.left() ? "leaves" : "";
      if (year.after_gap()) absl::StrAppend(&what, what.empty() ? "" : " ", "(after broken years)");
      listing.Add({std::string(CdsOf(history.entity())), history.entity().display_name(),
                   history.entity().county_name(), absl::StrCat(year.dashboard_year()),
                   OutcomeWord(year.eligibility()), year.status(), BasisWord(year.basis()),
                   GroupWords(year.groups()), std::move(what), year.reason()});
    }
  }
  return listing;
}

Listing FlowListing(const std::vector<Flow>& flows) {
  using Kind = Listing::Kind;
  Listing listing({{"from_year", Kind::kNumber},
                   {"to_year", Kind::kNumber},
                   {"from"},
                   {"to"},
                   {"entities", Kind::kNumber},
                   {"broken"}});
  for (const Flow& flow : flows) {
    const auto word = [](const std::string& status) {
      if (status == "-") return std::string("not there");
      return status.empty() ? std::string("undecided") : status;
    };
    listing.Add({absl::StrCat(flow.from_year()), absl::StrCat(flow.to_year()),
                 word(flow.from_status()), word(flow.to_status()), absl::StrCat(flow.count()),
                 flow.across_gap() ? "yes" : ""});
  }
  return listing;
}

// Says what became of entities over the years.
int RunHistory(const GlobalOptions& global, const HistoryOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto answer = Ask(**session, options);
  if (!answer.ok()) return Fail(answer.status());
  std::string text;
  if (global.format == Format::kJson) {
    text = options.flows ? JsonLines(answer->flows) : JsonLines(answer->histories);
  } else {
    text =
        (options.flows ? FlowListing(answer->flows) : HistoryListing(answer->histories)).In(global);
  }
  if (absl::Status written = WriteOutput(global, text); !written.ok()) return Fail(written);
  if (!answer->histories.empty()) return kExitDone;
  Say("no such entities");
  return kExitNo;
}

}  // namespace

void AddHistory(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<HistoryOptions>();
  CLI::App* command =
      app.add_subcommand("history", "Entities over the years, and the flows between states");
  AddExamples(*command,
              "  sos history --program lcff --county Synthetic\n"
              "  sos history --program essa --flows\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  AddProgram(*command, options->program);
  command->add_option("--county", options->county, "Name of a county");
  command->add_option("--entity", options->entity, "A name, or a code of 14 or 7 digits");
  AddRowFilter(*command, options->rows, kByKind | kByGroup);
  command->add_flag("--flows", options->flows, "How many went from state to state, year by year");
  AddBasis(*command, options->basis);
  command->callback([&line, options] {
    line.run = [&line, options] { return RunHistory(line.global, *options); };
  });
}

}  // namespace sos::suite
