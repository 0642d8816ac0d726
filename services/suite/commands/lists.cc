// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/cds_code.h"
#include "common/education/county.h"
#include "common/private_files/private_files.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

using reporting::v1::RedList;
using Kind = Listing::Kind;

struct ListsOptions {
  int year = 0;
  std::string county;
  // A code or a name.
  std::string entity;
  // One table alone; empty for the whole document.
  std::string pivot;
  // A directory for one workbook an LEA.
  std::string per_lea;
  RowFilterWords rows;
  // Of the sentences; empty for English.
  std::string language;
};

// The entity with the code, or the one whose name is the text.
absl::StatusOr<education::v1::Entity> EntityOfList(Session& session, const std::string& text) {
  if (CdsCode::Parse(text)) return session.GetEntity(text);
  ingestion::v1::SearchEntitiesRequest request;
  request.set_query(text);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  ingestion::v1::SearchEntitiesResponse response;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().ingestion->SearchEntities(&context, request, &response)));
  std::vector<const education::v1::Entity*> named;
  std::vector<std::string> near;
  for (const auto& match : response.matches()) {
    const education::v1::Entity& entity = match.entity();
    if (absl::AsciiStrToLower(entity.display_name()) == absl::AsciiStrToLower(text)) {
      named.push_back(&entity);
    }
    near.push_back(absl::StrCat(entity.display_name(), " (", CdsOf(entity), ")"));
  }
  if (named.size() == 1) return *named.front();
  return absl::NotFoundError(absl::StrCat(
      named.empty() ? "no entity is named " : "several entities are named ", text,
      near.empty() ? "" : absl::StrCat("; choose one by its code: ", absl::StrJoin(near, ", "))));
}

absl::StatusOr<std::string> RedListName(Session& session, const ListsOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  std::string entity = EntityName(CdsCode());
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto found, EntityOfList(session, options.entity));
    entity = found.name();
  } else if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(const std::string county, CountyCode(session, options.county));
    entity = EntityName(absl::StrCat(county, "000000000000"));
  }
  return absl::StrCat(entity, "/redLists/", options.year);
}

absl::StatusOr<RedList> ReadRedList(Session& session, const std::string& name,
                                    const std::string& language) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  reporting::v1::GetRedListRequest request;
  request.set_name(name);
  request.set_language_code(language);
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  RedList list;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().reporting->GetRedList(&context, request, &list)));
  return list;
}

std::string LeaNameOf(const education::v1::Entity& entity) {
  return entity.type() == education::v1::ENTITY_TYPE_SCHOOL ? entity.district_name()
                                                            : entity.display_name();
}

// Color, status and status level of a result; empty where there is none.
std::vector<std::string> CellCells(const reporting::v1::Cell& cell) {
  return {cell.color() > education::v1::COLOR_NONE ? std::string(Label(cell.color())) : "",
          cell.status().value(), cell.status_level() == 0 ? "" : absl::StrCat(cell.status_level())};
}

std::vector<std::string> Joined(std::vector<std::string> cells, std::vector<std::string> more) {
  cells.insert(cells.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  return cells;
}

template <typename Numbers, typename Value>
std::string CodesOf(const Numbers& numbers, Value value) {
  return absl::StrJoin(numbers, " ", [value](std::string* out, int number) {
    absl::StrAppend(out, Code(value(number)));
  });
}

// Leaves the rows that were asked for.
void Choose(const RowFilter& rows, RedList& list) {
  const auto keep = [](auto& all, auto wanted) {
    std::remove_reference_t<decltype(all)> kept;
    for (auto& row : all) {
      if (wanted(row)) *kept.Add() = std::move(row);
    }
    all = std::move(kept);
  };
  const auto has = [&](const auto& row) {
    return rows.Has(row.entity()) && rows.Has(row.student_group()) && rows.Has(row.indicator());
  };
  const auto has_any = [&](const auto& numbers, auto as) {
    return std::any_of(numbers.begin(), numbers.end(),
                       [&](int number) { return rows.Has(as(number)); });
  };
  keep(*list.mutable_results(), has);
  keep(*list.mutable_required_actions(), has);
  keep(*list.mutable_by_group_and_indicator(), [&](const auto& row) {
    return rows.Has(row.lea()) && rows.Has(row.student_group()) && rows.Has(row.indicator());
  });
  keep(*list.mutable_by_school_and_group(), [&](const auto& row) {
    return rows.Has(row.entity()) && rows.Has(row.student_group()) &&
           has_any(row.indicators(),
                   [](int number) { return static_cast<education::v1::Indicator>(number); });
  });
  keep(*list.mutable_by_school_and_indicator(), [&](const auto& row) {
    return rows.Has(row.entity()) && rows.Has(row.indicator()) &&
           has_any(row.student_groups(),
                   [](int number) { return static_cast<education::v1::StudentGroup>(number); });
  });
}

Listing SchoolsPivot(const RedList& list) {
  Listing listing({{"cds"}, {"lea"}, {"group"}, {"indicator"}, {"lea_itself"}, {"schools"}});
  for (const auto& row : list.by_group_and_indicator()) {
    listing.Add({std::string(CdsOf(row.lea())), row.lea().display_name(),
                 std::string(Code(row.student_group())), std::string(Code(row.indicator())),
                 row.lea_itself() ? "yes" : "",
                 absl::StrJoin(row.schools(), "; ", [](std::string* out, const auto& school) {
                   *out += school.display_name();
                 })});
  }
  return listing;
}

Listing IndicatorsPivot(const RedList& list) {
  Listing listing({{"cds"}, {"name"}, {"lea"}, {"group"}, {"indicators"}});
  for (const auto& row : list.by_school_and_group()) {
    listing.Add({std::string(CdsOf(row.entity())), row.entity().display_name(),
                 LeaNameOf(row.entity()), std::string(Code(row.student_group())),
                 CodesOf(row.indicators(), [](int number) {
                   return static_cast<education::v1::Indicator>(number);
                 })});
  }
  return listing;
}

Listing GroupsPivot(const RedList& list) {
  Listing listing({{"cds"}, {"name"}, {"lea"}, {"indicator"}, {"groups"}});
  for (const auto& row : list.by_school_and_indicator()) {
    listing.Add({std::string(CdsOf(row.entity())), row.entity().display_name(),
                 LeaNameOf(row.entity()), std::string(Code(row.indicator())),
                 CodesOf(row.student_groups(), [](int number) {
                   return static_cast<education::v1::StudentGroup>(number);
                 })});
  }
  return listing;
}

Listing ResultsPivot(const RedList& list) {
  Listing listing({{"cds"},
                   {"name"},
                   {"lea"},
                   {"group"},
                   {"indicator"},
                   {"color"},
                   {"status", Kind::kNumber},
                   {"status_level", Kind::kNumber},
                   {"source"}});
  for (const auto& red : list.results()) {
    listing.Add(Joined(Joined({std::string(CdsOf(red.entity())), red.entity().display_name(),
                               LeaNameOf(red.entity()), std::string(Code(red.student_group())),
                               std::string(Code(red.indicator()))},
                              CellCells(red.cell())),
                       {red.in_results() && red.in_state_list() ? "both"
                        : red.in_results()                      ? "results"
                                                                : "list"}));
  }
  return listing;
}

Listing ActionsPivot(const RedList& list) {
  Listing listing({{"cds"},
                   {"lea"},
                   {"duty"},
                   {"required"},
                   {"about_cds"},
                   {"about"},
                   {"group"},
                   {"indicator"},
                   {"color"},
                   {"status", Kind::kNumber},
                   {"status_level", Kind::kNumber}});
  for (const auto& action : list.required_actions()) {
    listing.Add(
        Joined({std::string(CdsOf(action.lea())), action.lea().display_name(), action.duty(),
                OutcomeWord(action.outcome()), std::string(CdsOf(action.entity())),
                action.entity().display_name(), std::string(Code(action.student_group())),
                std::string(Code(action.indicator()))},
               CellCells(action.cell())));
  }
  return listing;
}

using Pivot = Listing (*)(const RedList&);
const std::map<std::string, Pivot>& Pivots() {
  static const auto& pivots = *new std::map<std::string, Pivot>{{"results", ResultsPivot},
                                                                {"schools", SchoolsPivot},
                                                                {"indicators", IndicatorsPivot},
                                                                {"groups", GroupsPivot},
                                                                {"actions", ActionsPivot}};
  return pivots;
}

int ShowPivot(const GlobalOptions& global, Session& session, const std::string& name,
              const ListsOptions& options) {
  auto list = ReadRedList(session, name, options.language);
  if (!list.ok()) return Fail(list.status());
  const auto rows = RowFilter::Read(session, options.rows);
  if (!rows.ok()) return Fail(rows.status());
  if (rows->IsSet()) Choose(*rows, *list);
  const Listing listing = Pivots().at(options.pivot)(*list);
  if (absl::Status written = WriteOutput(global, listing.In(global)); !written.ok()) {
    return Fail(written);
  }
  if (listing.size() > 0) return kExitDone;
  for (const std::string& sentence : list->sentences()) Say(sentence);
  return kExitNo;
}

// The LEAs that a list has results or duties of, by name and code.
std::map<std::string, std::string> LeasIn(const RedList& list) {
  std::map<std::string, std::string> leas;
  for (const auto& row : list.by_group_and_indicator()) {
    leas[row.lea().name()] = row.lea().display_name();
  }
  for (const auto& action : list.required_actions()) {
    leas[action.lea().name()] = action.lea().display_name();
  }
  return leas;
}

// `99600020000000-bay-unified.xlsx`.
std::string WorkbookName(const std::string& entity_name, absl::string_view display_name) {
  std::string file(EntityId(entity_name));
  bool gap = true;
  for (const char c : display_name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      gap = true;
      continue;
    }
    if (gap) file += '-';
    gap = false;
    file += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return file + ".xlsx";
}

int WritePerLea(const GlobalOptions& global, Session& session, const std::string& name,
                const ListsOptions& options) {
  const auto list = ReadRedList(session, name, options.language);
  if (!list.ok()) return Fail(list.status());
  if (absl::Status made = MakePrivateDirectory(options.per_lea); !made.ok()) return Fail(made);
  for (const auto& [entity, display_name] : LeasIn(*list)) {
    const auto bytes =
        RenderDocument(session, absl::StrCat(entity, "/redLists/", options.year), options.language);
    if (!bytes.ok()) return Fail(bytes.status());
    GlobalOptions of_file = global;
    of_file.output =
        (std::filesystem::path(options.per_lea) / WorkbookName(entity, display_name)).string();
    if (absl::Status written = WriteOutput(of_file, *bytes); !written.ok()) return Fail(written);
    Print(absl::StrCat(of_file.output, "\n"));
  }
  return kExitDone;
}

int RunLists(const GlobalOptions& global, const ListsOptions& options) {
  GlobalOptions asked = global;
  if (!options.per_lea.empty()) asked.format = Format::kXlsx;
  const auto session = Session::Open(asked);
  if (!session.ok()) return Fail(session.status());
  const auto name = RedListName(**session, options);
  if (!name.ok()) return Fail(name.status());
  if (!options.per_lea.empty()) return WritePerLea(asked, **session, *name, options);
  // The document is whole; a table may be of some rows.
  ListsOptions chosen = options;
  const RowFilterWords& words = options.rows;
  const bool of_rows = !(words.kind + words.group + words.indicator).empty();
  if (of_rows && chosen.pivot.empty()) chosen.pivot = "results";
  if (!chosen.pivot.empty()) return ShowPivot(asked, **session, *name, chosen);
  return ShowDocument(asked, **session, *name, options.year, options.language);
}

}  // namespace

void AddLists(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ListsOptions>();
  CLI::App* command = app.add_subcommand(
      "lists", "The Reds of LEAs, schools and groups, and what plans must answer");
  AddExamples(*command,
              "  sos lists --year 2024 --entity 99600020000000\n"
              "  sos lists --year 2024 --county Sample --pivot schools --format csv\n"
              "  sos lists --year 2024 --county Sample --per-lea workbooks\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("--year", options->year, "Dashboard year")->required();
  CLI::Option* const county = command->add_option("--county", options->county, "Name of a county");
  command
      ->add_option("--entity", options->entity,
                   "An LEA or school, by its name or 14-digit code; the state if left out")
      ->excludes(county);
  std::vector<std::string> pivots;
  for (const auto& [pivot, unused] : Pivots()) pivots.push_back(pivot);
  CLI::Option* const pivot =
      command
          ->add_option("--pivot", options->pivot,
                       "One table alone: results; schools by group and indicator; indicators by "
                       "school and group; groups by school and indicator; required actions")
          ->check(CLI::IsMember(pivots));
  command
      ->add_option("--per-lea", options->per_lea,
                   "A directory: one workbook for each LEA that has Reds or duties")
      ->excludes(pivot);
  AddRowFilter(*command, options->rows, kByKind | kByGroup | kByIndicator);
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunLists(line.global, *options); };
  });
}

}  // namespace sos::suite
