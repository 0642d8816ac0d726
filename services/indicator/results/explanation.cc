// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/explanation.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "services/indicator/domain/borders.h"

namespace sos::indicator {
namespace {

class Explainer {
 public:
  explicit Explainer(const ScoredRow& row) : row_(row), measure_(row.measure), score_(row.score) {
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

  std::string Value(Tenths value) const {
    return absl::StrCat(ToString(value), " ", proto_->unit());
  }
  const IndicatorRules& rules() const {
    return *row_.rulebook->rules.Find(*FromProto(proto_->indicator()));
  }
  bool counted() const { return proto_->measurement() == v1::IndicatorRules::MEASUREMENT_COUNTS; }

  void ExplainStatus() {
    const v1::SizeRule& size = proto_->size();
    if (!score_.status) {
      Step("status",
           absl::StrCat("No status: it takes at least ", size.minimum_for_status(),
                        " students in the denominator",
                        measure_.current_denominator == kNoCount
                            ? "."
                            : absl::StrCat(", and there are ", measure_.current_denominator, ".")),
           size.citation());
    } else if (counted()) {
      Step("status",
           absl::StrCat(measure_.current_numerator, " of ", measure_.current_denominator,
                        " students, rounded to one decimal with ties away from zero: ",
                        Value(*score_.status), "."),
           proto_->citation());
    } else {
      Step("status",
           absl::StrCat(
               "The file gives the status itself, ",
               proto_->status_name().empty() ? "" : absl::StrCat(proto_->status_name(), " "),
               Value(*score_.status), ", and no counts to compute it from."),
           proto_->citation());
    }
  }

  void ExplainChange() {
    if (proto_->publication() == v1::IndicatorRules::PUBLICATION_STATUS_ONLY) {
      Step("change", "The year has status only: no change, change level or color.",
           proto_->citation());
    } else if (!score_.change) {
      Step("change", "No change: one of the two years has no status.", proto_->size().citation());
    } else if (counted()) {
      Step("change",
           absl::StrCat("From ", measure_.prior_numerator, " of ", measure_.prior_denominator,
                        " students, taken from the unrounded rates and rounded once: ",
                        Value(*score_.change), "."),
           proto_->citation());
    } else {
      Step("change", absl::StrCat("The file gives the change itself, ", Value(*score_.change), "."),
           proto_->citation());
    }
  }

  void ExplainTable() {
    if (table_ == nullptr) return;
    Step("table", absl::StrCat("Table ", table_->id(), ": ", table_->description()),
         table_->citation());
    if (score_.status && score_.status_level > 0) {
      const v1::Band& band = table_->status_bands(score_.status_level - 1);
      Step("status level",
           absl::StrCat("Level ", band.level(), ", ", band.label(), ": ", Range(band), "."),
           table_->citation());
    }
    if (!score_.change || score_.grid_change_level == 0) return;
    const int raw = score_.table->change_scale->Level(*score_.change);
    const v1::Band& band = table_->change_bands(raw - 1);
    std::string text = absl::StrCat("Level ", raw, ", ", band.label(), ": ", Range(band), ".");
    if (raw != score_.grid_change_level) {
      absl::StrAppend(&text, " Under ", proto_->small_population().below(),
                      " students the extreme levels are not used: it counts as level ",
                      score_.grid_change_level, ".");
    }
    Step("change level", std::move(text),
         raw != score_.grid_change_level ? proto_->small_population().citation()
                                         : table_->citation());
  }

  std::string Range(const v1::Band& band) const {
    if (!band.has_minimum())
      return absl::StrCat(band.maximum().value(), " ", proto_->unit(), " or less");
    if (!band.has_maximum())
      return absl::StrCat(band.minimum().value(), " ", proto_->unit(), " or more");
    return absl::StrCat(band.minimum().value(), " to ", band.maximum().value(), " ",
                        proto_->unit());
  }

  void ExplainSize() {
    if (proto_->publication() != v1::IndicatorRules::PUBLICATION_COLOR) return;
    const SizeRule& size = rules().size;
    const auto count = [](int64_t n) {
      return n == kNoCount ? std::string("no") : absl::StrCat(n);
    };
    Step("number of students",
         absl::StrCat("A color takes ", MinimumForColor(measure_, size),
                      " students in both years; there are ", count(CurrentSize(measure_, size)),
                      " now and ", count(PriorSize(measure_, size)), " before: ",
                      score_.current_size_met && score_.prior_size_met ? "enough." : "too few."),
         proto_->size().citation());
  }

  void ExplainColor() {
    if (proto_->publication() != v1::IndicatorRules::PUBLICATION_COLOR) return;
    if (!score_.undetermined_reason.empty()) {
      Step("color", absl::StrCat("Undetermined: ", score_.undetermined_reason, "."),
           proto_->has_undecided_groups() ? proto_->undecided_groups().citation()
                                          : proto_->citation());
    } else if (score_.box > 0 && table_ != nullptr && score_.applied_override == nullptr) {
      Step("color",
           absl::StrCat("The cell of status level ", score_.status_level, " and change level ",
                        score_.grid_change_level, " (box ", score_.box, ") is ",
                        kColors.Label(score_.color), "."),
           table_->citation());
    } else if (score_.box == 0) {
      Step("color", "No color.", proto_->citation());
    }
  }

  void ExplainOverride() {
    if (score_.applied_override == nullptr) return;
    const auto& all = rules().overrides;
    const auto index = score_.applied_override - all.data();
    const v1::Override& rule = proto_->overrides(static_cast<int>(index));
    Step("override",
         absl::StrCat("The row is flagged ",
                      v1::Override::Condition_Name(rule.condition()).substr(10),
                      ", which goes before the table. ", rule.citation().note()),
         rule.citation());
  }

  void AddBorders() {
    if (score_.table == nullptr) return;
    if (score_.status) {
      for (const Border& border : NeighboringLevels(score_.table->status_scale, *score_.status)) {
        v1::Explanation::Border& added = *explanation_.add_status_borders();
        Fill(border, score_.table->status_scale, added);
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
  const Measure& measure_;
  const Score& score_;
  const v1::IndicatorRules* proto_ = nullptr;
  const v1::ScoreTable* table_ = nullptr;
  v1::Explanation explanation_;
};

}  // namespace

v1::Explanation Explain(const ScoredRow& row) { return Explainer(row).Explain(); }

}  // namespace sos::indicator
