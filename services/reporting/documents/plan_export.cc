// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/plan_export.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/language/terms.h"
#include "common/status/error.h"
#include "common/table/table.h"
#include "common/text/fold.h"
#include "services/reporting/documents/plan_metrics.h"
#include "services/reporting/errors.h"

namespace sos::reporting {
namespace {

using language::Messages;

constexpr absl::string_view kDistrictName = "District Name";
constexpr absl::string_view kDescription = "Description";
constexpr absl::string_view kFieldData = "FieldData";
constexpr std::array<absl::string_view, 4> kColumns = {kDistrictName, "Section", kDescription,
                                                       kFieldData};
// What stands between the parts of a description, and for the end of a line.
constexpr absl::string_view kPartBreak = " - ";
constexpr absl::string_view kMetricType = "Metric";
constexpr absl::string_view kMetricMark = "M";

// Bounds on an export, far above the plan of any LEA.
constexpr size_t kMaxUnpackedBytes = size_t{64} << 20;
constexpr int64_t kMaxRows = 50'000;

absl::Status BadExport(int64_t line, absl::string_view column, absl::string_view expected) {
  return errors::FieldInvalid("workbook", absl::StrCat("row ", line, ", column ", column),
                              expected);
}

// The number at the beginning of a text; 0 where there is none.
int LeadingNumber(absl::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[digits]))) {
    ++digits;
  }
  int number = 0;
  return absl::SimpleAtoi(text.substr(0, digits), &number) ? number : 0;
}

// What a description such as `21-22 LCAP: Goal 1 - M - 3 - Baseline` says.
struct DescribedField {
  int goal = 0;
  // What stands between goal and number, `M` for metrics.
  std::string kind;
  int number = 0;
  std::string type;
  // All but the type: the rows of one metric share it.
  std::string subject;
};

// Nullopt for a row of another part of the form.
std::optional<DescribedField> ParseDescription(const std::string& description) {
  constexpr absl::string_view kGoal = "Goal ";
  const absl::string_view text = description;
  const size_t goal = text.find(kGoal);
  const std::vector<std::string> parts = absl::StrSplit(description, kPartBreak);
  constexpr size_t kPartsBeforeType = 3;
  if (goal == absl::string_view::npos || parts.size() <= kPartsBeforeType) return std::nullopt;
  DescribedField field;
  field.goal = LeadingNumber(text.substr(goal + kGoal.size()));
  field.kind = parts[1];
  field.number = LeadingNumber(parts[2]);
  const auto type = parts.begin() + kPartsBeforeType;
  field.subject = absl::StrJoin(parts.begin(), type, kPartBreak);
  field.type = absl::StrJoin(type, parts.end(), kPartBreak);
  return field;
}

// Gathers the metrics of the first sheet.
class ExportReader : public table::RowVisitor {
 public:
  void BeginSheet(absl::string_view) override { ++sheets_; }

  absl::Status VisitRow(const table::Row& row) override {
    if (sheets_ > 1) return absl::OkStatus();
    if (places_.empty()) return ReadHeader(row);
    const std::string description = CellOfRow(row, kDescription);
    if (description.empty() && !CellOfRow(row, kFieldData).empty()) {
      return BadExport(row.line, kDescription,
                       "a description such as \"21-22 LCAP: Goal 1 - M - 3 - Metric\"");
    }
    if (lea_.empty()) lea_ = CellOfRow(row, kDistrictName);
    const auto field = ParseDescription(description);
    if (!field) return absl::OkStatus();
    auto [found, added] = metrics_.emplace(field->subject, order_.size());
    if (added) {
      v1::MidYearMetric& metric = order_.emplace_back();
      metric.set_goal(field->goal);
      metric.set_metric(field->number);
      metric.set_line(static_cast<int32_t>(row.line));
      is_metric_.push_back(field->kind == kMetricMark);
    }
    v1::MidYearMetric& metric = order_[found->second];
    v1::MidYearField& read = *metric.add_fields();
    read.set_type(field->type);
    read.set_text(WithLineFeeds(CellOfRow(row, kFieldData)));
    if (field->type == kMetricType) {
      metric.set_description(read.text());
      is_metric_[found->second] = true;
    }
    return absl::OkStatus();
  }

  // The metrics in the order of the export, and the LEA that it names.
  std::vector<v1::MidYearMetric> TakeMetrics() {
    std::vector<v1::MidYearMetric> metrics;
    for (size_t i = 0; i < order_.size(); ++i) {
      if (is_metric_[i]) metrics.push_back(std::move(order_[i]));
    }
    return metrics;
  }
  const std::string& lea() const { return lea_; }

 private:
  absl::Status ReadHeader(const table::Row& row) {
    for (const absl::string_view name : kColumns) {
      const auto found = std::find_if(row.cells.begin(), row.cells.end(), [name](auto cell) {
        return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(cell), name);
      });
      if (found == row.cells.end()) {
        return BadExport(
            row.line, name,
            absl::StrCat("a first row with the columns ", absl::StrJoin(kColumns, ", ")));
      }
      places_[name] = static_cast<size_t>(found - row.cells.begin());
    }
    return absl::OkStatus();
  }

  std::string CellOfRow(const table::Row& row, absl::string_view column) const {
    const size_t place = places_.at(column);
    return place < row.cells.size() ? std::string(row.cells[place]) : "";
  }

  static std::string WithLineFeeds(const std::string& text) {
    return absl::StrReplaceAll(text, {{"<br/>", "\n"}, {"<br />", "\n"}, {"<br>", "\n"}});
  }

  int sheets_ = 0;
  std::map<absl::string_view, size_t> places_;
  std::string lea_;
  std::map<std::string, size_t> metrics_;
  std::vector<v1::MidYearMetric> order_;
  std::vector<bool> is_metric_;
};

std::string GroupName(const Messages& words, const v1::LcapMetric& answer) {
  return language::Term(words, answer.student_group());
}

// The groups with values, the lowest first.
std::string GroupsInOrder(const Messages& words, const PlanMetric& metric,
                          const std::vector<const v1::LcapMetric*>& answers) {
  std::vector<std::pair<int64_t, std::string>> groups;
  for (size_t i = 1; i < answers.size(); ++i) {
    const auto value = ParseTenths(answers[i]->value());
    if (!value) continue;
    const std::string text = words.Text(
        "lcap.value",
        {{"group", GroupName(words, *answers[i])}, {"value", words.Number({answers[i]->value()})}});
    const bool less_is_better = language::LowerIsBetter(metric.indicator);
    groups.emplace_back(less_is_better ? -value->count : value->count, text);
  }
  if (groups.empty()) return "";
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return words.Text("lcap.export.groups",
                    {{"list", absl::StrJoin(groups, "; ", [](std::string* out, const auto& group) {
                        absl::StrAppend(out, group.second);
                      })}});
}

// One metric in words: the value, the year before, the groups and the source; or where to look.
std::string AnswerText(const Messages& words, const PlanMetric& metric,
                       const std::vector<const v1::LcapMetric*>& answers) {
  const v1::LcapMetric& whole = *answers.front();
  const std::string value = whole.has_cell() ? words.Number({whole.value()}) : whole.value();
  const auto say = [&](absl::string_view key) {
    return words.Text(key, {{"metric", whole.label()},
                            {"group", GroupName(words, whole)},
                            {"year", std::to_string(whole.dashboard_year())},
                            {"value", value},
                            {"unit", whole.unit()},
                            {"source", whole.source()}});
  };
  switch (whole.availability()) {
    case v1::LcapMetric::AVAILABILITY_LOADED:
      break;
    case v1::LcapMetric::AVAILABILITY_WITHHELD:
      return say("lcap.export.withheld");
    case v1::LcapMetric::AVAILABILITY_NOT_LOADED:
      return say("lcap.export.not_loaded");
    default:
      return say("lcap.export.elsewhere");
  }
  if (whole.value().empty()) return say("lcap.export.none");
  std::vector<std::string> sentences = {
      say(whole.has_cell() ? "lcap.export.value" : "lcap.export.rating")};
  if (!whole.prior_value().empty()) {
    sentences.push_back(words.Text(
        "lcap.export.prior",
        {{"value", whole.has_cell() ? words.Number({whole.prior_value()}) : whole.prior_value()}}));
  }
  if (std::string groups = GroupsInOrder(words, metric, answers); !groups.empty()) {
    sentences.push_back(std::move(groups));
  }
  sentences.push_back(say("lcap.export.source"));
  return absl::StrJoin(sentences, " ");
}

void Answer(const v1::LcapPack& pack, const Messages& words, v1::MidYearMetric& asked) {
  if (asked.description().empty() && !asked.fields().empty()) {
    asked.set_description(asked.fields(0).text());
  }
  std::vector<std::string> sentences;
  for (const PlanMetric* const metric : KnownPlanMetrics().Recognize(asked.description())) {
    std::vector<const v1::LcapMetric*> answers;
    for (const v1::LcapMetric& answer : pack.metrics()) {
      if (answer.code() == metric->code) answers.push_back(&answer);
    }
    if (answers.empty()) continue;  // Of county offices only.
    if (asked.code().empty()) asked.set_code(metric->code);
    for (const v1::LcapMetric* const answer : answers) *asked.add_answers() = *answer;
    sentences.push_back(AnswerText(words, *metric, answers));
    if (metric->advice.empty()) continue;
    sentences.push_back(words.Text(absl::StrCat("lcap.advice.", metric->advice)));
  }
  asked.set_sentence(sentences.empty() ? words.Text("lcap.export.unknown")
                                       : absl::StrJoin(sentences, " "));
}

}  // namespace

absl::StatusOr<v1::FillPlanExportResponse> FillPlanExport(const v1::LcapPack& pack,
                                                          absl::string_view workbook,
                                                          const Messages& words) {
  if (workbook.empty()) return errors::FieldRequired("workbook");
  if (workbook.size() > kMaxPlanExportBytes) {
    return errors::FieldInvalid("workbook", absl::StrCat(workbook.size(), " bytes"),
                                absl::StrCat("at most ", kMaxPlanExportBytes, " bytes"));
  }
  table::TableLimits limits;
  limits.max_uncompressed_bytes = kMaxUnpackedBytes;
  limits.free_uncompressed_bytes = kMaxUnpackedBytes;
  limits.max_rows = kMaxRows;
  ExportReader reader;
  const absl::Status read = table::ReadTable(workbook, limits, reader);
  if (!read.ok()) {
    // What the reader of the export refuses has its place; other errors are of the bytes.
    return ErrorReason(read).empty()
               ? errors::FieldInvalid("workbook", "what was sent",
                                      absl::StrCat("an .xlsx workbook: ", read.message()))
               : read;
  }
  std::vector<v1::MidYearMetric> metrics = reader.TakeMetrics();
  if (metrics.empty()) {
    return errors::FieldInvalid("workbook", "column Description",
                                "rows of metrics such as \"21-22 LCAP: Goal 1 - M - 3 - Metric\"");
  }
  v1::FillPlanExportResponse response;
  *response.mutable_entity() = pack.entity();
  if (!reader.lea().empty() &&
      FoldedWords(reader.lea()) != FoldedWords(pack.entity().display_name())) {
    response.set_other_lea(reader.lea());
  }
  for (v1::MidYearMetric& metric : metrics) {
    Answer(pack, words, metric);
    *response.add_metrics() = std::move(metric);
  }
  return response;
}

}  // namespace sos::reporting
