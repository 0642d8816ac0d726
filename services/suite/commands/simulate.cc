// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/embed/textproto.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

struct SimulateOptions {
  std::string program = "lcff";
  std::vector<int> years;
  std::string county;
  // Rulebooks in text format or JSON.
  std::vector<std::string> rulebooks;
  // Lists the entities that enter or leave, too.
  bool list = false;
};

using eligibility::v1::SimulatePolicyRequest;
using eligibility::v1::SimulationSummary;
using eligibility::v1::Transition;

struct Simulated {
  std::vector<SimulationSummary> summaries;
  std::vector<Transition> transitions;
};

template <typename Message>
absl::Status Parse(const std::string& path, const std::string& text, Message* message) {
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "{")) {
    const auto parsed = google::protobuf::util::JsonStringToMessage(text, message);
    if (parsed.ok()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::string(parsed.message())));
  }
  return ParseTextproto({path, text}, message);
}

absl::Status AddRulebook(const std::string& path, SimulatePolicyRequest& request) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::stringstream text;
  text << file.rdbuf();
  // The name says whose rules they are.
  if (absl::StrContains(text.str(), "rulebooks/dashboard-")) {
    return Parse(path, text.str(), request.add_dashboard_rulebooks());
  }
  return Parse(path, text.str(), request.add_rulebooks());
}

absl::StatusOr<Simulated> AskSimulation(Session& session, const SimulateOptions& options) {
  SimulatePolicyRequest request;
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  request.set_program(program);
  for (const int year : options.years) {
    SOS_RETURN_IF_ERROR(CheckYear(session, year));
    request.add_dashboard_years(year);
  }
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(*request.add_counties(), CountyCode(session, options.county));
  }
  for (const std::string& path : options.rulebooks) {
    SOS_RETURN_IF_ERROR(AddRulebook(path, request));
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  Simulated answer;
  grpc::ClientContext context;
  const auto reader = session.stubs().eligibility->SimulatePolicy(&context, request);
  eligibility::v1::SimulatePolicyResponse response;
  while (reader->Read(&response)) {
    for (Transition& transition : *response.mutable_transitions()) {
      answer.transitions.push_back(std::move(transition));
    }
    if (response.has_summary()) answer.summaries.push_back(response.summary());
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return answer;
}

std::string KindWord(Transition::Kind kind) {
  switch (kind) {
    case Transition::KIND_ENTERS:
      return "enters";
    case Transition::KIND_STAYS:
      return "stays";
    case Transition::KIND_LEAVES:
      return "leaves";
    case Transition::KIND_OUT:
      return "out";
    default:
      return "undecided";
  }
}

void AddCounts(int year, const std::string& part, const std::string& value,
               const eligibility::v1::TransitionCounts& counts, Listing& listing) {
  listing.Add({absl::StrCat(year), part, value, absl::StrCat(counts.entering()),
               absl::StrCat(counts.staying()), absl::StrCat(counts.leaving()),
               absl::StrCat(counts.out()), absl::StrCat(counts.undecided()),
               absl::StrCat(counts.entering_enrollment()),
               absl::StrCat(counts.leaving_enrollment())});
}

Listing SummaryListing(const std::vector<SimulationSummary>& summaries) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"by"},
                   {"value"},
                   {"enter", Kind::kNumber},
                   {"stay", Kind::kNumber},
                   {"leave", Kind::kNumber},
                   {"out", Kind::kNumber},
                   {"undecided", Kind::kNumber},
                   {"students_entering", Kind::kNumber},
                   {"students_leaving", Kind::kNumber}});
  for (const SimulationSummary& summary : summaries) {
    const int year = summary.dashboard_year();
    AddCounts(year, "all", "", summary.total(), listing);
    for (const auto& county : summary.counties()) {
      AddCounts(year, "county",
                county.county_name().empty() ? county.county_code() : county.county_name(),
                county.counts(), listing);
    }
    for (const auto& size : summary.sizes()) {
      AddCounts(year, "enrollment", absl::StrCat("from ", size.minimum_enrollment()), size.counts(),
                listing);
    }
    for (const auto& group : summary.groups()) {
      listing.Add({absl::StrCat(year), "group", std::string(Code(group.student_group())),
                   absl::StrCat(group.entering()), absl::StrCat(group.staying()),
                   absl::StrCat(group.leaving()), "", "", "", ""});
    }
  }
  return listing;
}

std::string GroupCodes(const google::protobuf::RepeatedField<int>& groups) {
  return absl::StrJoin(groups, " ", [](std::string* out, int group) {
    absl::StrAppend(out, Code(static_cast<education::v1::StudentGroup>(group)));
  });
}

Listing TransitionListing(const std::vector<Transition>& transitions) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"cds"},
                   {"entity"},
                   {"county"},
                   {"what"},
                   {"status_before"},
                   {"status_after"},
                   {"groups_before"},
                   {"groups_after"},
                   {"students", Kind::kNumber}});
  for (const Transition& transition : transitions) {
    listing.Add({absl::StrCat(transition.dashboard_year()), std::string(CdsOf(transition.entity())),
                 transition.entity().display_name(), transition.entity().county_name(),
                 KindWord(transition.kind()), transition.status_before(), transition.status_after(),
                 GroupCodes(transition.groups_before()), GroupCodes(transition.groups_after()),
                 transition.enrollment() < 0 ? "" : absl::StrCat(transition.enrollment())});
  }
  return listing;
}

// Compares other rules with those in force.
int RunSimulate(const GlobalOptions& global, const SimulateOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto answer = AskSimulation(**session, options);
  if (!answer.ok()) return Fail(answer.status());
  std::string text;
  if (global.format == Format::kJson) {
    text += JsonLines(answer->summaries);
    if (options.list) text += JsonLines(answer->transitions);
  } else if (global.format != Format::kText) {
    text =
        (options.list ? TransitionListing(answer->transitions) : SummaryListing(answer->summaries))
            .In(global);
  } else {
    text = SummaryListing(answer->summaries).In(global);
    if (options.list && !answer->transitions.empty()) {
      absl::StrAppend(&text, "\n", TransitionListing(answer->transitions).In(global));
    }
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddSimulate(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<SimulateOptions>();
  CLI::App* command = app.add_subcommand(
      "simulate", "Compare other rules with those in force: who enters, stays and leaves");
  AddExamples(*command,
              "  sos rulebook --program lcff --year 2024 --format json > mine.json\n"
              "  sos simulate --years 2024 --rulebook mine.json --list\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  AddProgram(*command, options->program);
  command->add_option("--years", options->years, "Dashboard years")->delimiter(',')->required();
  command
      ->add_option("--rulebook", options->rulebooks,
                   "A rulebook, as sos rulebook --format json prints it, or as text")
      ->required();
  command->add_option("--county", options->county, "Name of a county");
  command->add_flag("--list", options->list, "Also the entities that differ");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunSimulate(line.global, *options); };
  });
}

}  // namespace sos::suite
