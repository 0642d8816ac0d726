// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/disclosure.h"

#include <algorithm>
#include <optional>

#include "services/indicator/domain/sums.h"

namespace sos::indicator {
namespace {

// Withholding a cell of a sum in which nothing is withheld yet brings further cells along. It
// counts as this many students when the next cell to withhold is chosen.
constexpr int64_t kNewSumStudents = 50;
// So do all students, which most readers look for first, and the row of a whole LEA.
constexpr int64_t kAllStudents = 1'000'000;
constexpr int64_t kLeaStudents = 1'000;

// Withholds cells of one LEA until nothing small follows from what is left.
class Withholding {
 public:
  Withholding(absl::Span<const DisclosedEntity> entities, absl::Span<const DisclosedCell> cells)
      : entities_(entities),
        cells_(cells),
        sums_(SumsAmong(entities, cells)),
        withheld_(cells.size()),
        sums_of_(cells.size()),
        queued_(sums_.size()) {
    for (size_t s = 0; s < sums_.size(); ++s) {
      sums_of_[sums_[s].whole].push_back(s);
      for (const int part : sums_[s].parts) sums_of_[part].push_back(s);
    }
  }

  std::vector<bool> Run(const std::vector<bool>& required) {
    for (size_t i = 0; i < cells_.size(); ++i) {
      const bool small = IsSmall(static_cast<int>(i)) && !IsDecided(static_cast<int>(i));
      if (small || (!required.empty() && required[i])) {
        Withhold(static_cast<int>(i));
      }
    }
    do {
      ProtectSums();
    } while (HideDetermined());
    return std::move(withheld_);
  }

 private:
  int64_t StudentsOf(int cell) const { return std::max<int64_t>(cells_[cell].students, 0); }
  bool IsSmall(int cell) const { return cells_[cell].students < kMinimumShown; }
  bool IsCharter(int cell) const {
    return entities_[cells_[cell].entity].standing == Standing::kCharterSchool;
  }
  bool IsDecided(int cell) const { return entities_[cells_[cell].entity].decided; }
  bool MayWithhold(int cell) const { return !withheld_[cell] && !IsDecided(cell); }

  void Withhold(int cell) {
    withheld_[cell] = true;
    for (const size_t s : sums_of_[cell]) {
      if (!queued_[s]) {
        queued_[s] = true;
        queue_.push_back(s);
      }
    }
  }

  // Whether the parts that are withheld say nothing about each other to somebody who knows the
  // cells of `known`, a charter school, too.
  bool IsProtected(const Sum& sum, std::optional<int> known) const {
    int hidden_parts = 0;
    int64_t hidden = 0;
    for (const int part : sum.parts) {
      if (!withheld_[part] || cells_[part].entity == known) continue;
      ++hidden_parts;
      hidden += StudentsOf(part);
    }
    if (withheld_[sum.whole]) return hidden_parts > 0 || known;
    return hidden_parts == 0 || (hidden_parts >= 2 && hidden >= kMinimumShown);
  }

  bool IsProtected(const Sum& sum) const {
    if (!IsProtected(sum, std::nullopt)) return false;
    return std::all_of(sum.parts.begin(), sum.parts.end(), [&](int part) {
      const bool within_one_school = cells_[part].entity == cells_[sum.whole].entity;
      return within_one_school || !withheld_[part] || !IsCharter(part) ||
             IsProtected(sum, cells_[part].entity);
    });
  }

  bool HasWithheld(const Sum& sum) const {
    return withheld_[sum.whole] || std::any_of(sum.parts.begin(), sum.parts.end(),
                                               [&](int part) { return withheld_[part]; });
  }

  // What withholding a cell costs the reader.
  int64_t CostOf(int cell) const {
    int64_t cost = StudentsOf(cell);
    if (cells_[cell].group == StudentGroup::kAll) cost += kAllStudents;
    const Standing standing = entities_[cells_[cell].entity].standing;
    if (standing != Standing::kSchool && standing != Standing::kCharterSchool) cost += kLeaStudents;
    for (const size_t s : sums_of_[cell]) {
      if (!HasWithheld(sums_[s])) cost += kNewSumStudents;
    }
    return cost;
  }

  // The cheapest cell of a sum that is not withheld yet: a part, or else the whole.
  std::optional<int> Cheapest(const Sum& sum) const {
    std::optional<int> best;
    int64_t best_cost = 0;
    for (const int part : sum.parts) {
      if (!MayWithhold(part)) continue;
      const int64_t cost = CostOf(part);
      if (!best || cost < best_cost) {
        best = part;
        best_cost = cost;
      }
    }
    if (!best && MayWithhold(sum.whole)) best = sum.whole;
    return best;
  }

  void ProtectSums() {
    while (!queue_.empty()) {
      const size_t s = queue_.back();
      queue_.pop_back();
      queued_[s] = false;
      while (!IsProtected(sums_[s])) {
        const std::optional<int> cell = Cheapest(sums_[s]);
        if (!cell) break;
        Withhold(*cell);
      }
    }
  }

  // Withholds one more cell near each small one that follows from several sums together. False if
  // there is none.
  bool HideDetermined() {
    bool changed = false;
    for (const int determined : Determined(sums_, cells_, withheld_)) {
      if (!IsSmall(determined) || cells_[determined].students <= 0) continue;
      std::optional<int> best;
      for (const size_t s : sums_of_[determined]) {
        const std::optional<int> cell = Cheapest(sums_[s]);
        if (cell && (!best || CostOf(*cell) < CostOf(*best))) best = cell;
      }
      if (!best) best = CheapestOfAll();
      if (!best) continue;
      Withhold(*best);
      changed = true;
    }
    return changed;
  }

  // For a small cell whose own sums are all withheld.
  std::optional<int> CheapestOfAll() const {
    std::optional<int> best;
    for (const Sum& sum : sums_) {
      if (!HasWithheld(sum)) continue;
      const std::optional<int> cell = Cheapest(sum);
      if (cell && (!best || CostOf(*cell) < CostOf(*best))) best = cell;
    }
    return best;
  }

  const absl::Span<const DisclosedEntity> entities_;
  const absl::Span<const DisclosedCell> cells_;
  const std::vector<Sum> sums_;
  std::vector<bool> withheld_;
  std::vector<std::vector<size_t>> sums_of_;
  // Sums that may not be protected any more.
  std::vector<size_t> queue_;
  std::vector<bool> queued_;
};

}  // namespace

std::vector<bool> WithheldCells(absl::Span<const DisclosedEntity> entities,
                                absl::Span<const DisclosedCell> cells,
                                const std::vector<bool>& required) {
  return Withholding(entities, cells).Run(required);
}

}  // namespace sos::indicator
