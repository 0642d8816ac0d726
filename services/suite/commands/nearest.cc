// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

struct NearestOptions {
  std::string program = "lcff";
  int year = 0;
  std::string county;
  std::string entity;
  RowFilterWords rows;
  // `enter`, `leave` or `both`.
  std::string direction = "both";
  int64_t maximum_cost = 0;
  int points_per_student = 0;
  bool next_year = false;
  int size_margin = 0;
};

using eligibility::v1::Nearest;

bool IsWanted(const Nearest& nearest, const std::string& direction) {
  if (direction == "both") return true;
  return (nearest.direction() == Nearest::DIRECTION_LEAVE) == (direction == "leave");
}

// Whether a result of the group is among those that would change.
bool ChangesGroup(const Nearest& nearest, const RowFilter& rows) {
  return !rows.AsksForGroup() ||
         std::any_of(nearest.changes().begin(), nearest.changes().end(),
                     [&](const auto& change) { return rows.Has(change.student_group()); });
}

absl::StatusOr<std::vector<Nearest>> Ask(Session& session, const NearestOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  eligibility::v1::StreamNearestRequest request;
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  request.mutable_filter()->set_program(program);
  request.mutable_filter()->set_dashboard_year(options.year);
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(*request.mutable_filter()->add_counties(),
                         CountyCode(session, options.county));
  }
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    request.mutable_filter()->add_entities(entity.name());
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  request.set_maximum_cost(options.maximum_cost);
  request.set_points_per_student(options.points_per_student);
  request.set_for_next_year(options.next_year);
  request.set_size_margin(options.size_margin);
  SOS_ASSIGN_OR_RETURN(const RowFilter rows, RowFilter::Read(session, options.rows));
  std::vector<Nearest> all;
  grpc::ClientContext context;
  const auto reader = session.stubs().eligibility->StreamNearest(&context, request);
  eligibility::v1::StreamNearestResponse response;
  while (reader->Read(&response)) {
    for (Nearest& nearest : *response.mutable_nearest()) {
      if (IsWanted(nearest, options.direction) && rows.Has(nearest.entity()) &&
          ChangesGroup(nearest, rows)) {
        all.push_back(std::move(nearest));
      }
    }
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return all;
}

std::string Performance(education::v1::Color color, int level) {
  return ColorCode(color) == 0 ? absl::StrCat("level ", level) : ColorWord(ColorCode(color));
}

// "SWD GRAD R red -> O orange: +2 students".
std::string ChangeWords(const eligibility::v1::ProposedChange& change) {
  const std::string amount = change.has_points()
                                 ? absl::StrCat(change.points().value(), " points")
                                 : absl::StrCat(change.student_count() > 0 ? "+" : "",
                                                change.student_count(), " students");
  return absl::StrCat(Code(change.student_group()), " ", Code(change.indicator()), " ",
                      Performance(change.from_color(), change.from_status_level()), " -> ",
                      Performance(change.to_color(), change.to_status_level()), ": ", amount);
}

Listing ToListing(const std::vector<Nearest>& all) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"cds"},
                   {"entity"},
                   {.name = "county", .minor = true},
                   {"direction"},
                   {"cost", Kind::kNumber, /*minor=*/true},
                   {"students", Kind::kNumber},
                   {"points", Kind::kNumber},
                   {"changes"},
                   {"obstacle"},
                   {.name = "near_sizes", .minor = true},
                   {.name = "load", .minor = true}});
  for (const Nearest& nearest : all) {
    std::vector<std::string> sizes;
    for (const auto& crossing : nearest.size_crossings()) {
      sizes.push_back(absl::StrCat(crossing.result().substr(crossing.result().rfind('/') + 1), " ",
                                   crossing.student_count(), "/", crossing.color_size()));
    }
    std::set<std::string> files;
    for (const auto& gap : nearest.data_gaps()) files.insert(gap.file());
    const bool possible = nearest.obstacle().empty();
    listing.Add({absl::StrCat(nearest.dashboard_year()), std::string(CdsOf(nearest.entity())),
                 nearest.entity().display_name(), nearest.entity().county_name(),
                 nearest.direction() == Nearest::DIRECTION_LEAVE ? "leave" : "enter",
                 possible ? absl::StrCat(nearest.cost()) : "",
                 possible ? absl::StrCat(nearest.student_count()) : "",
                 possible ? absl::StrCat(nearest.point_count()) : "",
                 absl::StrJoin(nearest.changes(), "; ",
                               [](std::string* out, const auto& change) {
                                 absl::StrAppend(out, ChangeWords(change));
                               }),
                 nearest.obstacle(), absl::StrJoin(sizes, "; "), absl::StrJoin(files, "; ")});
  }
  return listing;
}

// Says what the cheapest changes are that end or bring about eligibility.
int RunNearest(const GlobalOptions& global, const NearestOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto all = Ask(**session, options);
  if (!all.ok()) return Fail(WithLoadedOf(**session, options.year, all.status()));
  std::string text = global.format == Format::kJson ? JsonLines(*all) : ToListing(*all).In(global);
  if (global.format == Format::kText) text += MissingDataLines(DataGapsOf(*all));
  if (absl::Status written = WriteOutput(global, text); !written.ok()) return Fail(written);
  if (!all->empty()) return kExitDone;
  Say("no such entities");
  return kExitNo;
}

}  // namespace

void AddNearest(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<NearestOptions>();
  CLI::App* command = app.add_subcommand(
      "nearest", "The fewest students or points that would end or bring about eligibility");
  AddExamples(*command, "  sos nearest --program lcff --year 2024 --max-cost 10\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("--program", options->program, "lcff, charter or essa")
      ->check(CLI::IsMember({"lcff", "charter", "essa"}))
      ->capture_default_str();
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--county", options->county, "Name of a county");
  command->add_option("--entity", options->entity, "A name, or a code of 14 or 7 digits");
  command->add_option("--direction", options->direction, "enter, leave or both")
      ->check(CLI::IsMember({"enter", "leave", "both"}))
      ->capture_default_str();
  command
      ->add_option("--max-cost", options->maximum_cost,
                   "Only entities that are at most so many students away; 0 for all")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--points-per-student", options->points_per_student,
                   "Points that count as much as one student; 40 if left out")
      ->check(CLI::PositiveNumber);
  AddRowFilter(*command, options->rows, kByKind | kByGroup);
  command->add_flag("--next-year", options->next_year,
                    "As the year after, if nothing changes, by the rules of that year");
  command
      ->add_option("--size-margin", options->size_margin,
                   "Also groups that are so many students from the size for a color")
      ->check(CLI::NonNegativeNumber);
  command->callback([&line, options] {
    line.run = [&line, options] { return RunNearest(line.global, *options); };
  });
}

}  // namespace sos::suite
