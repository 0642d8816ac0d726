// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/reporting/render/render.h"
#include "services/reporting/sentences/catalog.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

constexpr char kAllColors[] = "all";
constexpr absl::string_view kColorWords[] = {"red", "orange", "yellow", "green", "blue"};

struct TargetsOptions {
  int year = 0;
  std::string county;
  std::string entity;
  // Words of colors, or `all`.
  std::vector<std::string> colors = {"red", "orange"};
  std::string indicator;
  std::string group;
  std::string language;
  RowFilterWords rows;
};

// What the command line leaves of a list. Unspecified: all.
struct TargetChoice {
  // 1 Red to 5 Blue; in years without colors these are status levels. Empty: all.
  std::vector<int> ranks;
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_UNSPECIFIED;

  bool Has(const reporting::v1::Target& target) const {
    const int color = ColorCode(target.cell().color());
    const int rank = color > 0 ? color : target.cell().status_level();
    return (ranks.empty() || std::find(ranks.begin(), ranks.end(), rank) != ranks.end()) &&
           (indicator == education::v1::INDICATOR_UNSPECIFIED || indicator == target.indicator()) &&
           (group == education::v1::STUDENT_GROUP_UNSPECIFIED || group == target.student_group());
  }
};

absl::StatusOr<TargetChoice> ChoiceOf(const TargetsOptions& options) {
  TargetChoice choice;
  for (const std::string& word : options.colors) {
    const auto* const found = std::find(std::begin(kColorWords), std::end(kColorWords), word);
    if (found != std::end(kColorWords)) {
      choice.ranks.push_back(static_cast<int>(found - std::begin(kColorWords)) + 1);
    }
  }
  if (std::find(options.colors.begin(), options.colors.end(), kAllColors) != options.colors.end()) {
    choice.ranks.clear();
  }
  if (!options.indicator.empty()) {
    SOS_ASSIGN_OR_RETURN(choice.indicator, ParseIndicatorOption(options.indicator));
  }
  if (!options.group.empty()) {
    SOS_ASSIGN_OR_RETURN(choice.group, ParseGroupOption(options.group));
  }
  return choice;
}

// `entities/{cds}` of the county, LEA or school that is asked for.
absl::StatusOr<std::string> TargetsEntity(Session& session, const TargetsOptions& options) {
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(const std::string code, CountyCode(session, options.county));
    return EntityName(absl::StrCat(code, "000000000000"));
  }
  const auto cds = CdsCode::Parse(options.entity);
  if (cds && cds->IsCounty()) return EntityName(*cds);
  SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
  return entity.name();
}

absl::StatusOr<reporting::v1::TargetList> AskForTargets(Session& session,
                                                        const TargetsOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  SOS_ASSIGN_OR_RETURN(const TargetChoice choice, ChoiceOf(options));
  SOS_ASSIGN_OR_RETURN(const RowFilter rows, RowFilter::Read(session, options.rows));
  SOS_ASSIGN_OR_RETURN(const std::string entity, TargetsEntity(session, options));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  reporting::v1::GetTargetListRequest request;
  request.set_name(absl::StrCat(entity, "/targetLists/", options.year));
  request.set_language_code(options.language);
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  reporting::v1::TargetList list;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().reporting->GetTargetList(&context, request, &list)));
  reporting::v1::TargetList chosen = list;
  chosen.clear_targets();
  for (const reporting::v1::Target& target : list.targets()) {
    if (choice.Has(target) && rows.Has(target.entity())) *chosen.add_targets() = target;
  }
  return chosen;
}

// Says what leads to the next color.
int RunTargets(const GlobalOptions& global, const TargetsOptions& options) {
  if (options.county.empty() == options.entity.empty()) {
    return Fail(absl::InvalidArgumentError("either --county or --entity is needed"));
  }
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto list = AskForTargets(**session, options);
  if (!list.ok()) {
    const absl::Status rules = CheckDashboardRules(**session, options.year);
    return Fail(absl::IsNotFound(list.status()) && !rules.ok() ? rules : list.status());
  }
  const language::Messages* const words = reporting::SentenceCatalog().Find(options.language);
  if (words == nullptr) return Fail(absl::InvalidArgumentError("--language: en or es"));
  const std::optional<std::string> text =
      reporting::Render(*list, DocumentFormatOf(global), *words);
  if (!text) return Fail(absl::InternalError("the targets cannot be written in this format"));
  const absl::Status written = WriteOutput(global, *text);
  if (!written.ok()) return Fail(written);
  if (!list->targets().empty()) return kExitDone;
  Say("no such results");
  return kExitNo;
}

}  // namespace

void AddTargets(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<TargetsOptions>();
  CLI::App* command = app.add_subcommand(
      "targets", "How many students or points lead from each result to the next color");
  AddExamples(*command,
              "  sos targets --year 2024 --entity 99600020000000\n"
              "  sos targets --year 2024 --county Synthetic --indicator CHRO --group SWD\n"
              "  sos targets --year 2024 --entity 99600020000000 --output targets.png\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx", "svg", "png"});
  AddReadOptions(*command, line);
  command->add_option("--year", options->year, "Dashboard year")->required();
  CLI::Option* const county = command->add_option(
      "--county", options->county, "Name of a county: its LEAs, charter schools among them");
  command
      ->add_option("--entity", options->entity,
                   "14-digit code of a school, or of an LEA: with its schools")
      ->excludes(county);
  std::vector<std::string> colors(std::begin(kColorWords), std::end(kColorWords));
  colors.emplace_back(kAllColors);
  command
      ->add_option("--color", options->colors,
                   "Present colors, with commas between them; in years without colors red is the "
                   "worst status level")
      ->delimiter(',')
      ->check(CLI::IsMember(colors))
      ->capture_default_str();
  command->add_option("--indicator", options->indicator, "Indicator");
  command->add_option("--group", options->group, "Student group");
  AddRowFilter(*command, options->rows, kByKind);
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunTargets(line.global, *options); };
  });
}

}  // namespace sos::suite
