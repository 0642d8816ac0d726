// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/explanation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/indicator/domain/borders.h"
#include "services/indicator/messages/message_files.h"

namespace sos::indicator {
namespace {

class Explainer {
 public:
  Explainer(const ScoredRow& row, const language::Messages& words)
      : row_(row), words_(words), measure_(row.measure), score_(row.score) {
    for (const v1::IndicatorRules& rules : row.rulebook->proto.indicators()) {
      if (rules.indicator() == row.result.indicator()) proto_ = &rules;
    }
    for (const v1::ScoreTable& table : proto_->tables()) {
      if (score_.table != nullptr && table.id() == score_.table->id) table_ = &table;
    }
  }

  v1::Explanation Explain() {
    *explanation_.mutable_result() = row_.result;
    *explanation_.mutable_entity() = row_.result.entity();
    if (table_ != nullptr) *explanation_.mutable_table() = *table_;
    ExplainStatus();
    ExplainChange();
    ExplainTable();
    ExplainSize();
    ExplainColor();
    ExplainOverride();
    AddBorders();
    return std::move(explanation_);
  }

 private:
  void Step(absl::string_view subject, std::string description, const v1::Citation& citation) {
    v1::Explanation::Step& step = *explanation_.add_steps();
    step.set_subject(std::string(subject));
    step.set_description(std::move(description));
    *step.mutable_citation() = citation;
  }

  // A word of the catalog, or the code itself where a rulebook of its own has another one.
  std::string Known(absl::string_view prefix, absl::string_view code) const {
    const std::string key = absl::StrCat(prefix, code);
    return words_.Has(key) ? words_.Text(key) : std::string(code);
  }
  std::string Unit() const {
    const std::string key = absl::StrCat("unit.", proto_->unit());
    return words_.Has(key) ? words_.Text(key) : proto_->unit();
  }
  std::string Value(Tenths value) const {
    return words_.Text("value",
                       {{"number", language::DecimalText{ToString(value)}}, {"unit", Unit()}});
  }
  // The description of a rulebook is English; where it says what the catalog says, it is said in
  // the language.
  std::string TableWords() const {
    const std::string key = absl::StrCat("table.", table_->id());
    const language::Messages& english = *ExplanationCatalog().Find("");
    return english.Has(key) && english.Text(key) == table_->description() ? words_.Text(key)
                                                                          : table_->description();
  }
  std::string IndicatorWord() const {
    return words_.language_code() == "en" ? proto_->status_name()
                                          : language::Term(words_, proto_->indicator());
  }
  std::string StatusWord(int level, const std::string& label) const {
    if (words_.language_code() == "en") return label;
    return language::StatusTerm(words_, proto_->indicator(), level);
  }
  std::string ChangeWord(int level, const std::string& label) const {
    if (words_.language_code() == "en") return label;
    return language::ChangeTerm(words_, proto_->indicator(), level);
  }
  const IndicatorRules& rules() const {
    return *row_.rulebook->rules.Find(*FromProto(proto_->indicator()));
  }
  bool counted() const { return proto_->measurement() == v1::IndicatorRules::MEASUREMENT_COUNTS; }

  void ExplainStatus() {
    const v1::SizeRule& size = proto_->size();
    if (!score_.status) {
      const int64_t minimum = size.minimum_for_status();
      Step("status",
           measure_.current_denominator == kNoCount
               ? words_.Text("step.status.none", {{"minimum", minimum}})
               : words_.Text("step.status.too_few",
                             {{"minimum", minimum}, {"count", measure_.current_denominator}}),
           size.citation());
    } else if (counted()) {
      Step("status",
           words_.Text("step.status.counted", {{"numerator", measure_.current_numerator},
                                               {"denominator", measure_.current_denominator},
                                               {"value", Value(*score_.status)}}),
           proto_->citation());
    } else if (row_.result.from_student_records()) {
      Step("status",
           words_.Text("step.status.mean",
                       {{"count", measure_.current_denominator}, {"value", Value(*score_.status)}}),
           proto_->calculation().citation());
    } else if (proto_->status_name().empty()) {
      Step("status", words_.Text("step.status.given", {{"value", Value(*score_.status)}}),
           proto_->citation());
    } else {
      Step("status",
           words_.Text("step.status.given_named",
                       {{"name", IndicatorWord()}, {"value", Value(*score_.status)}}),
           proto_->citation());
    }
  }

  void ExplainChange() {
    if (proto_->publication() == v1::IndicatorRules::PUBLICATION_STATUS_ONLY) {
      Step("change", words_.Text("step.change.status_only"), proto_->citation());
    } else if (!score_.change) {
      Step("change", words_.Text("step.change.none"), proto_->size().citation());
    } else if (counted()) {
      Step("change",
           words_.Text("step.change.counted", {{"numerator", measure_.prior_numerator},
                                               {"denominator", measure_.prior_denominator},
                                               {"value", Value(*score_.change)}}),
           proto_->citation());
    } else if (row_.result.from_student_records()) {
      Step("change",
           words_.Text("step.change.mean",
                       {{"count", measure_.prior_denominator}, {"value", Value(*score_.change)}}),
           proto_->calculation().citation());
    } else {
      Step("change", words_.Text("step.change.given", {{"value", Value(*score_.change)}}),
           proto_->citation());
    }
  }

  void ExplainTable() {
    if (table_ == nullptr) return;
    Step("table",
         words_.Text("step.table", {{"table", table_->id()}, {"description", TableWords()}}),
         table_->citation());
    if (score_.status && score_.status_level > 0) {
      const v1::Band& band = table_->status_bands(score_.status_level - 1);
      Step("status level",
           words_.Text("step.level", {{"level", int64_t{band.level()}},
                                      {"label", StatusWord(band.level(), band.label())},
                                      {"range", Range(band)}}),
           table_->citation());
    }
    if (!score_.change || score_.grid_change_level == 0) return;
    const int raw = score_.table->change_scale->Level(*score_.change);
    const v1::Band& band = table_->change_bands(raw - 1);
    const std::string label = ChangeWord(raw, band.label());
    if (raw == score_.grid_change_level) {
      Step("change level",
           words_.Text("step.level",
                       {{"level", int64_t{raw}}, {"label", label}, {"range", Range(band)}}),
           table_->citation());
      return;
    }
    Step("change level",
         words_.Text("step.level.small", {{"level", int64_t{raw}},
                                          {"label", label},
                                          {"range", Range(band)},
                                          {"below", int64_t{proto_->small_population().below()}},
                                          {"counted", int64_t{score_.grid_change_level}}}),
         proto_->small_population().citation());
  }

  std::string Range(const v1::Band& band) const {
    const language::DecimalText minimum{band.minimum().value()};
    const language::DecimalText maximum{band.maximum().value()};
    if (!band.has_minimum()) {
      return words_.Text("range.up_to", {{"maximum", maximum}, {"unit", Unit()}});
    }
    if (!band.has_maximum()) {
      return words_.Text("range.from", {{"minimum", minimum}, {"unit", Unit()}});
    }
    return words_.Text("range.between",
                       {{"minimum", minimum}, {"maximum", maximum}, {"unit", Unit()}});
  }

  void ExplainSize() {
    if (proto_->publication() != v1::IndicatorRules::PUBLICATION_COLOR) return;
    const SizeRule& size = rules().size;
    const auto count = [&](int64_t n) -> language::Value {
      if (n == kNoCount) return words_.Text("count.none");
      return n;
    };
    const bool enough = score_.current_size_met && score_.prior_size_met;
    Step("number of students",
         words_.Text(enough ? "step.size.enough" : "step.size.too_few",
                     {{"minimum", int64_t{MinimumForColor(measure_, size)}},
                      {"now", count(CurrentSize(measure_, size))},
                      {"before", count(PriorSize(measure_, size))}}),
         proto_->size().citation());
  }

  void ExplainColor() {
    if (proto_->publication() != v1::IndicatorRules::PUBLICATION_COLOR) return;
    if (!score_.undetermined_reason.empty()) {
      const std::string reason = Known("undetermined.", score_.undetermined_reason);
      Step("color", words_.Text("step.color.undetermined", {{"reason", reason}}),
           proto_->has_undecided_groups() ? proto_->undecided_groups().citation()
                                          : proto_->citation());
    } else if (score_.box > 0 && table_ != nullptr && score_.applied_override == nullptr) {
      Step("color",
           words_.Text("step.color.cell",
                       {{"status", int64_t{score_.status_level}},
                        {"change", int64_t{score_.grid_change_level}},
                        {"box", int64_t{score_.box}},
                        {"color", language::Term(words_, ToProto(score_.color))}}),
           table_->citation());
    } else if (score_.box == 0) {
      Step("color", words_.Text("step.color.none"), proto_->citation());
    }
  }

  void ExplainOverride() {
    if (score_.applied_override == nullptr) return;
    const auto& all = rules().overrides;
    const auto index = score_.applied_override - all.data();
    const v1::Override& rule = proto_->overrides(static_cast<int>(index));
    const std::string flag = v1::Override::Condition_Name(rule.condition()).substr(10);
    Step("override",
         words_.Text("step.override",
                     {{"flag", Known("flag.", flag)}, {"note", rule.citation().note()}}),
         rule.citation());
  }

  void AddBorders() {
    if (score_.table == nullptr) return;
    if (score_.status) {
      for (const Border& border : NeighboringLevels(score_.table->status_scale, *score_.status)) {
        v1::Explanation::Border& added = *explanation_.add_status_borders();
        Fill(border, score_.table->status_scale, added);
        added.set_label(StatusWord(border.level, added.label()));
        added.set_student_count(-1);
        if (counted()) {
          const int64_t numerator =
              proto_->has_status_cap()
                  ? std::min(measure_.current_numerator, measure_.current_denominator)
                  : measure_.current_numerator;
          added.set_student_count(StudentsToReach(score_.table->status_scale, border.level,
                                                  {numerator, measure_.current_denominator}));
        }
      }
    }
    if (score_.change && score_.table->change_scale) {
      for (const Border& border : NeighboringLevels(*score_.table->change_scale, *score_.change)) {
        v1::Explanation::Border& added = *explanation_.add_change_borders();
        Fill(border, *score_.table->change_scale, added);
        added.set_label(ChangeWord(border.level, added.label()));
        added.set_student_count(-1);
      }
    }
  }

  static void Fill(const Border& border, const Scale& scale, v1::Explanation::Border& added) {
    added.set_level(border.level);
    added.set_label(scale.band(border.level).label);
    *added.mutable_threshold() = ToDecimal(border.threshold);
    *added.mutable_distance() = ToDecimal(border.distance);
  }

  const ScoredRow& row_;
  const language::Messages& words_;
  const Measure& measure_;
  const Score& score_;
  const v1::IndicatorRules* proto_ = nullptr;
  const v1::ScoreTable* table_ = nullptr;
  v1::Explanation explanation_;
};

}  // namespace

const language::Catalog& ExplanationCatalog() {
  static const auto* const kCatalog =
      new language::Catalog(language::Catalog::CreateWithTerms(MessageFiles()).value());
  return *kCatalog;
}

v1::Explanation Explain(const ScoredRow& row, const language::Messages& words) {
  return Explainer(row, words).Explain();
}

}  // namespace sos::indicator
