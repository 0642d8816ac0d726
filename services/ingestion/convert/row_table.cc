// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/row_table.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "services/ingestion/convert/enums.h"

namespace sos::ingestion {
namespace {

using Row = v1::StreamRowsResponse::Row;
using Visit = absl::FunctionRef<void(Row)>;

constexpr int32_t kNone = std::numeric_limits<int32_t>::min();
constexpr int kMillionthDigits = 6;
// Of a rate in 10^-10 dollars.
constexpr int kStatewideRateDigits = 10;

std::string CountText(int64_t count) { return count < 0 ? "" : absl::StrCat(count); }
// A number in units of 10^-`digits`; empty for a negative one, which stands for none.
std::string FixedText(int64_t units, int digits) {
  if (units < 0) return "";
  std::string text = absl::StrCat(units);
  const auto width = static_cast<size_t>(digits) + 1;
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text.insert(text.size() - static_cast<size_t>(digits), ".");
}
std::string LevelText(int level) { return level == 0 ? "" : absl::StrCat(level); }
std::string TenthsText(int32_t tenths) { return tenths == kNone ? "" : ToString(Tenths{tenths}); }
std::string FlagText(bool flag) { return flag ? "Y" : "N"; }

std::string AnswerText(v1::Answer answer) {
  return answer == v1::ANSWER_UNSPECIFIED ? "" : FlagText(answer == v1::ANSWER_YES);
}

std::string GroupText(int group) {
  return std::string(Code(static_cast<education::v1::StudentGroup>(group)));
}

std::string IndicatorText(int indicator) {
  return std::string(Code(static_cast<education::v1::Indicator>(indicator)));
}

// The number that the files have for it: 0 none, 1 Red to 5 Blue.
std::string ColorText(int color) {
  return color <= education::v1::COLOR_NONE ? "0" : absl::StrCat(color - education::v1::COLOR_NONE);
}

template <typename Groups>
std::string GroupsText(const Groups& groups) {
  return absl::StrJoin(groups, " ", [](std::string* out, int group) { *out += GroupText(group); });
}

template <typename Letters>
std::string LettersText(const Letters& letters) {
  return absl::StrJoin(letters, " ", [](std::string* out, const v1::GroupLetter& letter) {
    absl::StrAppend(out, GroupText(letter.student_group()), ":", letter.letter());
  });
}

template <typename Statuses>
std::string StatusesText(const Statuses& statuses) {
  return absl::StrJoin(statuses, "; ", [](std::string* out, const v1::YearStatus& status) {
    absl::StrAppend(out, status.dashboard_year(), ": ", status.status());
  });
}

template <typename Answers>
std::string AnswersText(const Answers& answers) {
  return absl::StrJoin(answers, " ", [](std::string* out, const v1::YearAnswer& answer) {
    absl::StrAppend(out, answer.school_year(), ":", AnswerText(answer.answer()));
  });
}

Row StartRow(const v1::Partition& partition, const education::v1::Entity& entity) {
  Row row;
  row.set_dashboard_year(partition.dashboard_year());
  row.set_cds(std::string(EntityId(entity.name())));
  row.set_entity_name(entity.display_name());
  return row;
}

void Fill(std::vector<std::string> cells, Row& row) {
  for (std::string& cell : cells) *row.add_cells() = std::move(cell);
}

void VisitMeasures(const v1::Partition& partition, Visit visit) {
  const v1::MeasureBlock& block = partition.measures();
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const v1::MeasuredEntity& entity = block.entities(block.entity_indexes(i));
    Row row = StartRow(partition, entity.entity());
    Fill({GroupText(block.student_groups(i)),
          CountText(block.current_numerators(i)),
          CountText(block.current_denominators(i)),
          CountText(block.prior_numerators(i)),
          CountText(block.prior_denominators(i)),
          CountText(block.current_test_counts(i)),
          CountText(block.prior_test_counts(i)),
          TenthsText(block.current_status_tenths(i)),
          TenthsText(block.prior_status_tenths(i)),
          TenthsText(block.change_tenths(i)),
          LevelText(block.published_status_levels(i)),
          LevelText(block.published_change_levels(i)),
          LevelText(block.published_colors(i)),
          LevelText(block.published_boxes(i)),
          absl::StrCat(block.flags(i)),
          FlagText(entity.charter()),
          FlagText(entity.county_office()),
          FlagText(entity.alternative()),
          entity.school_type(),
          absl::StrCat(block.lines(i))},
         row);
    visit(std::move(row));
  }
}

void VisitRatings(const v1::Partition& partition, Visit visit) {
  for (const v1::LocalRating& rating : partition.local_ratings().ratings()) {
    Row row = StartRow(partition, rating.entity());
    Fill({absl::StrCat(rating.priority()),
          std::string(absl::StripPrefix(v1::LocalRating::Performance_Name(rating.performance()),
                                        "PERFORMANCE_"))},
         row);
    visit(std::move(row));
  }
}

void VisitAssistance(const v1::Partition& partition, Visit visit) {
  for (const v1::AssistanceRecord& record : partition.assistance().records()) {
    Row row = StartRow(partition, record.entity());
    Fill({StatusesText(record.statuses()), LettersText(record.group_letters()),
          LettersText(record.prior_group_letters()), CountText(record.total_group_count()),
          absl::StrJoin(record.methods(), " ",
                        [](std::string* out, const v1::MethodAnswer& method) {
                          absl::StrAppend(out, method.method(), ":", FlagText(method.met()));
                        }),
          AnswerText(record.ec52072()), AnswerText(record.ec52071f()), AnswerText(record.ec47607()),
          absl::StrCat(record.line())},
         row);
    visit(std::move(row));
  }
}

void VisitReds(const v1::Partition& partition, Visit visit) {
  for (const v1::LowestPerformance& entry : partition.lowest_performance().entries()) {
    Row row = StartRow(partition, entry.entity());
    Fill({GroupText(entry.student_group()),
          absl::StrJoin(entry.indicators(), " ",
                        [](std::string* out, int indicator) { *out += IndicatorText(indicator); })},
         row);
    visit(std::move(row));
  }
}

void VisitEntities(const v1::Partition& partition, Visit visit) {
  static const v1::DirectoryFacts kNoFacts;
  const v1::EntityBlock& block = partition.entities();
  for (int i = 0; i < block.entities_size(); ++i) {
    const education::v1::Entity& entity = block.entities(i);
    const v1::DirectoryFacts& facts = i < block.facts_size() ? block.facts(i) : kNoFacts;
    Row row = StartRow(partition, entity);
    Fill({std::string(
              absl::StripPrefix(education::v1::EntityType_Name(entity.type()), "ENTITY_TYPE_")),
          entity.district_name(), entity.county_name(), FlagText(facts.charter()),
          FlagText(facts.alternative()), facts.district_type(), facts.level(), facts.funding_type(),
          facts.status()},
         row);
    visit(std::move(row));
  }
}

// Cells as the file has them, which names the entities itself.
void VisitRecords(const v1::Partition& partition, Visit visit) {
  for (const v1::Record& record : partition.records().records()) {
    Row row;
    row.set_dashboard_year(partition.dashboard_year());
    row.set_cds(record.cds());
    *row.mutable_cells() = record.cells();
    visit(std::move(row));
  }
}

void VisitSupport(const v1::Partition& partition, Visit visit) {
  for (const v1::SchoolSupportRecord& record : partition.school_support().records()) {
    Row row = StartRow(partition, record.entity());
    Fill({StatusesText(record.statuses()), record.exit(), GroupsText(record.flagged_groups()),
          CountText(record.total_group_count()), AnswersText(record.title_i()),
          AnswerText(record.alternative()), AnswerText(record.colored()),
          CountText(record.enrollment()), absl::StrCat(record.line())},
         row);
    visit(std::move(row));
  }
}

void VisitColors(const v1::Partition& partition, Visit visit) {
  const v1::ColorBlock& block = partition.colors();
  const int width = block.indicators_size();
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    Row row = StartRow(partition, block.entities(block.entity_indexes(i)));
    Fill({GroupText(block.student_groups(i))}, row);
    for (int indicator = 0; indicator < width; ++indicator) {
      row.add_cells(ColorText(block.colors(i * width + indicator)));
    }
    row.add_cells(i < block.title_i_size() ? AnswerText(block.title_i(i)) : "");
    row.add_cells(FixedText(i < block.graduation_average_millionths_size()
                                ? block.graduation_average_millionths(i)
                                : -1,
                            kMillionthDigits));
    visit(std::move(row));
  }
}

void VisitMultiplier(const v1::Partition& partition, Visit visit) {
  for (const v1::EquityMultiplierRecord& record : partition.equity_multiplier().records()) {
    Row row = StartRow(partition, record.entity());
    Fill({CountText(record.nonstable_count()), CountText(record.enrollment()),
          CountText(record.disadvantaged_count()), AnswerText(record.classroom_based()),
          AnswerText(record.published_nonstability_met()),
          AnswerText(record.published_disadvantaged_met()), AnswerText(record.published_eligible()),
          CountText(record.published_entitlement_dollars()),
          FixedText(record.published_nonstability_millionths(), kMillionthDigits),
          FixedText(record.published_disadvantaged_millionths(), kMillionthDigits),
          absl::StrCat(record.adjustment_dollars()),
          FixedText(record.statewide_rate(), kStatewideRateDigits), absl::StrCat(record.line())},
         row);
    visit(std::move(row));
  }
}

void VisitGoals(const v1::Partition& partition, Visit visit) {
  for (const v1::RequiredGoalRecord& record : partition.required_goals().records()) {
    Row row = StartRow(partition, record.entity());
    Fill({GroupsText(record.student_groups()), absl::StrCat(record.line())}, row);
    visit(std::move(row));
  }
}

void VisitStudents(const v1::Partition& partition, Visit visit) {
  Row row;
  row.set_dashboard_year(partition.dashboard_year());
  row.set_cds(partition.lea_cds());
  row.add_cells(absl::StrCat(partition.student_records().row_count()));
  visit(std::move(row));
}

std::vector<std::string> ColorColumns(const v1::ColorBlock& block) {
  std::vector<std::string> columns = {"group"};
  for (const int indicator : block.indicators()) columns.push_back(IndicatorText(indicator));
  columns.insert(columns.end(), {"title_i", "graduation_average"});
  return columns;
}

}  // namespace

std::vector<std::string> ColumnsOf(const v1::Partition& partition) {
  switch (partition.contents_case()) {
    case v1::Partition::kMeasures:
      return {"group",
              "numerator",
              "denominator",
              "prior_numerator",
              "prior_denominator",
              "test_count",
              "prior_test_count",
              "status",
              "prior_status",
              "change",
              "status_level",
              "change_level",
              "color",
              "box",
              "flags",
              "charter",
              "county_office",
              "alternative",
              "school_type",
              "line"};
    case v1::Partition::kLocalRatings:
      return {"priority", "performance"};
    case v1::Partition::kAssistance:
      return {"statuses", "letters",  "prior_letters", "total_groups", "methods",
              "ec52072",  "ec52071f", "ec47607",       "line"};
    case v1::Partition::kLowestPerformance:
      return {"group", "indicators"};
    case v1::Partition::kEntities:
      return {"type",          "district_name", "county_name",  "charter", "alternative",
              "district_type", "level",         "funding_type", "status"};
    case v1::Partition::kRecords:
      return {partition.records().columns().begin(), partition.records().columns().end()};
    case v1::Partition::kStudentRecords:
      return {"records"};
    case v1::Partition::kSchoolSupport:
      return {"statuses",    "exit",    "flagged_groups", "total_groups", "title_i",
              "alternative", "colored", "enrollment",     "line"};
    case v1::Partition::kColors:
      return ColorColumns(partition.colors());
    case v1::Partition::kEquityMultiplier:
      return {"nonstable",
              "enrollment",
              "disadvantaged",
              "classroom_based",
              "nonstability_met",
              "disadvantaged_met",
              "eligible",
              "entitlement",
              "nonstability_rate",
              "disadvantaged_rate",
              "adjustment",
              "statewide_rate",
              "line"};
    case v1::Partition::kRequiredGoals:
      return {"groups", "line"};
    case v1::Partition::CONTENTS_NOT_SET:
      return {};
  }
  return {};
}

void VisitRows(const v1::Partition& partition, Visit visit) {
  switch (partition.contents_case()) {
    case v1::Partition::kMeasures:
      return VisitMeasures(partition, visit);
    case v1::Partition::kLocalRatings:
      return VisitRatings(partition, visit);
    case v1::Partition::kAssistance:
      return VisitAssistance(partition, visit);
    case v1::Partition::kLowestPerformance:
      return VisitReds(partition, visit);
    case v1::Partition::kEntities:
      return VisitEntities(partition, visit);
    case v1::Partition::kRecords:
      return VisitRecords(partition, visit);
    case v1::Partition::kStudentRecords:
      return VisitStudents(partition, visit);
    case v1::Partition::kSchoolSupport:
      return VisitSupport(partition, visit);
    case v1::Partition::kColors:
      return VisitColors(partition, visit);
    case v1::Partition::kEquityMultiplier:
      return VisitMultiplier(partition, visit);
    case v1::Partition::kRequiredGoals:
      return VisitGoals(partition, visit);
    case v1::Partition::CONTENTS_NOT_SET:
      return;
  }
}

}  // namespace sos::ingestion
