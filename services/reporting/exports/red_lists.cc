// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/red_lists.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/education/cds_code.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "common/text/csv_cell.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/county_filters.h"
#include "services/reporting/documents/red_results.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"
#include "services/reporting/exports/layouts/layout_files.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using education::v1::Entity;
using education::v1::Indicator;
using education::v1::StudentGroup;

// What the state writes for no value, and for no.
constexpr char kBlank[] = "*";
constexpr char kYes[] = "Y";

struct ListColumn {
  std::string header;
  std::string content;
};

// The name of a list in the layout, and of the file in which the state publishes it.
struct ListNames {
  absl::string_view layout;
  absl::string_view file;
};

ListNames NamesOf(v1::ExportFormat format) {
  switch (format) {
    case v1::EXPORT_FORMAT_STATE_RED_LEA_GROUPS:
      return {"lea-groups", "lowperfleasnonall"};
    case v1::EXPORT_FORMAT_STATE_RED_SCHOOLS:
      return {"schools", "lowperfsch"};
    case v1::EXPORT_FORMAT_STATE_RED_SCHOOL_GROUPS:
      return {"school-groups", "lowperfschnonall"};
    default:
      return {};
  }
}

std::vector<ListColumn> ColumnsOf(absl::string_view list, int dashboard_year) {
  std::vector<ListColumn> columns;
  const std::string name = absl::StrCat("red-lists-", dashboard_year, ".csv");
  for (const EmbeddedFile& file : ExportLayoutFiles()) {
    if (file.name != name) continue;
    for (const absl::string_view line : absl::StrSplit(file.contents, '\n')) {
      const std::vector<std::string> cells = absl::StrSplit(line, ',');
      if (cells.size() == 3 && cells[0] == list) columns.push_back({cells[1], cells[2]});
    }
  }
  return columns;
}

bool IsSchool(const Entity& entity) { return IsSchoolType(entity.type()); }

// The group under which a list has a result; nullopt for results that it does not have. The English
// learner progress of a school stands with all of its students in the list of schools.
std::optional<StudentGroup> GroupInList(v1::ExportFormat format, const Entity& entity,
                                        StudentGroup group, Indicator indicator) {
  const bool progress = indicator == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS;
  switch (format) {
    case v1::EXPORT_FORMAT_STATE_RED_LEA_GROUPS:
      if (entity.type() == education::v1::ENTITY_TYPE_DISTRICT ||
          entity.type() == education::v1::ENTITY_TYPE_COUNTY_OFFICE ||
          entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL) {
        return group;
      }
      return std::nullopt;
    case v1::EXPORT_FORMAT_STATE_RED_SCHOOLS:
      if (!IsSchool(entity) || group != WholeGroup(indicator)) return std::nullopt;
      return education::v1::STUDENT_GROUP_ALL;
    default:
      if (!IsSchool(entity) || progress || group == education::v1::STUDENT_GROUP_ALL) {
        return std::nullopt;
      }
      return group;
  }
}

// The lowest results of each row, as the results come.
class RedRows {
 public:
  RedRows(v1::ExportFormat format, const indicator::v1::Rulebook* rules)
      : format_(format), rules_(rules) {}

  void Add(const indicator::v1::ResultBlock& block) {
    const Indicator indicator = block.indicator();
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const Entity& entity = block.entities(block.entity_indexes(i));
      const StudentGroup group = block.student_groups(i);
      const auto listed = GroupInList(format_, entity, group, indicator);
      if (!listed || NeverColored(rules_, indicator, group)) continue;
      const auto cds = CdsCode::Parse(EntityId(entity.name()));
      if (cds) loaded_[cds->Lea()].insert(indicator);
      if (!IsLowest(block, FactsOf(block, i).cell)) continue;
      Row& row = rows_[{std::string(EntityId(entity.name())), std::string(Code(*listed))}];
      row.entity = entity;
      row.lowest.insert(std::string(Code(indicator)));
    }
  }

  // True where no result was given.
  bool IsEmpty() const { return loaded_.empty(); }

  // The indicators among `columns` of which an LEA has no result while no file says that it has
  // none, each with the first such LEA: `CHRO (99600030000000)`.
  std::vector<std::string> Missing(const std::vector<ListColumn>& columns, int dashboard_year,
                                   const ingestion::v1::Snapshot& snapshot) const {
    std::vector<std::string> missing;
    for (const ListColumn& column : columns) {
      const auto indicator = IndicatorOf(column.content);
      if (!indicator) continue;
      const Collections collections = CollectionsOf(*indicator);
      for (const auto& [lea, indicators] : loaded_) {
        if (indicators.contains(*indicator) ||
            IsCovered(snapshot, collections, lea, dashboard_year)) {
          continue;
        }
        missing.push_back(absl::StrCat(column.content, " (", lea.text(), ")"));
        break;
      }
    }
    return missing;
  }

  std::string Csv(const std::vector<ListColumn>& columns, int dashboard_year) const {
    std::vector<std::string> cells;
    for (const ListColumn& column : columns) cells.push_back(column.header);
    std::string text = Line(cells);
    for (const auto& [key, row] : rows_) {
      cells.clear();
      for (const ListColumn& column : columns) {
        std::string cell = IndicatorOf(column.content)
                               ? row.lowest.contains(column.content) ? kYes : kBlank
                               : Fact(column.content, key.second, row.entity, dashboard_year);
        cells.push_back(cell.empty() ? kBlank : std::move(cell));
      }
      text += Line(cells);
    }
    return text;
  }

 private:
  struct Row {
    Entity entity;
    // Codes of indicators.
    std::set<std::string> lowest;
  };

  static std::optional<Indicator> IndicatorOf(const std::string& content) {
    const auto indicator = kIndicators.FromCode(content);
    if (!indicator) return std::nullopt;
    return ToProto(*indicator);
  }

  static std::string Fact(const std::string& content, const std::string& group,
                          const Entity& entity, int dashboard_year) {
    if (content == "year") return absl::StrCat(dashboard_year);
    if (content == "cds") return std::string(EntityId(entity.name()));
    if (content == "record-type") return IsSchool(entity) ? "S" : "D";
    if (content == "school-name") return IsSchool(entity) ? entity.display_name() : "";
    if (content == "district-name") {
      return IsSchool(entity) ? entity.district_name() : entity.display_name();
    }
    if (content == "county-name") return entity.county_name();
    if (content == "charter") {
      return entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL ? kYes : "";
    }
    return content == "group" ? group : "";
  }

  static std::string Line(const std::vector<std::string>& cells) {
    return absl::StrCat(absl::StrJoin(cells, ",",
                                      [](std::string* out, const std::string& cell) {
                                        absl::StrAppend(out, CsvCell(cell));
                                      }),
                        "\r\n");
  }

  const v1::ExportFormat format_;
  const indicator::v1::Rulebook* const rules_;
  // By code and group.
  std::map<std::pair<std::string, std::string>, Row> rows_;
  // The indicators of which an LEA or one of its schools has a result.
  std::map<CdsCode, std::set<Indicator>> loaded_;
};

}  // namespace

bool IsRedList(v1::ExportFormat format) { return !NamesOf(format).layout.empty(); }

absl::StatusOr<std::string> StateRedList(ReportSource& source, v1::ExportFormat format,
                                         const eligibility::v1::DeterminationFilter& filter,
                                         const Revision& revision,
                                         const rpc::CallContext& context) {
  const ListNames names = NamesOf(format);
  const int year = filter.dashboard_year();
  const std::vector<ListColumn> columns = ColumnsOf(names.layout, year);
  if (columns.empty()) return errors::RedListLayoutNotFound(names.file, year);
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(year, context));
  indicator::v1::ResultFilter results;
  results.add_dashboard_years(year);
  *results.mutable_entities() = filter.entities();
  *results.mutable_counties() = filter.counties();
  const bool whole = filter.entities().empty() && filter.counties().empty();
  RedRows rows(format, rules ? &*rules : nullptr);
  for (const auto& part : whole ? CountyByCounty(results) : std::vector{results}) {
    SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(part, revision, context));
    for (const auto& block : blocks) {
      if (block.dashboard_year() == year) rows.Add(block);
    }
  }
  if (rows.IsEmpty()) return errors::ReportNotFound(absl::StrCat("list of Reds of ", year));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  const std::vector<std::string> missing = rows.Missing(columns, year, snapshot);
  if (!missing.empty()) return errors::RedListIncomplete(year, missing);
  return rows.Csv(columns, year);
}

}  // namespace sos::reporting
