// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/sums.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

namespace sos::indicator {
namespace {

constexpr size_t kGroupCount = std::size(kStudentGroupEntries);
constexpr int kNoCell = -1;

// A group and the groups that divide it without overlap.
struct Division {
  StudentGroup whole;
  std::vector<StudentGroup> parts;
  // Counts only where the parts are nearly the whole: some students are in no part.
  bool if_near = false;
};

const std::vector<Division>& Divisions() {
  using enum StudentGroup;
  static const auto* const kDivisions =
      new std::vector<Division>{{kAll,
                                 {kAfricanAmerican, kAmericanIndian, kAsian, kFilipino, kHispanic,
                                  kPacificIslander, kWhite, kTwoOrMoreRaces}},
                                {kAll, {kSmarterBalanced, kAlternateAssessment}},
                                {kAll, {kEnglishOnly, kEnglishLearners}, /*if_near=*/true},
                                {kEnglishLearners, {kEnglishLearnersOnly, kReclassifiedOnly}}};
  return *kDivisions;
}

using Row = std::array<int, kGroupCount>;

// The cells of each entity by group.
std::vector<Row> CellTable(size_t entity_count, absl::Span<const DisclosedCell> cells) {
  Row none;
  none.fill(kNoCell);
  std::vector<Row> table(entity_count, none);
  for (size_t i = 0; i < cells.size(); ++i) {
    table[cells[i].entity][static_cast<size_t>(cells[i].group)] = static_cast<int>(i);
  }
  return table;
}

// How far a sum is from holding, in students.
int64_t GapOf(const Sum& sum, absl::Span<const DisclosedCell> cells) {
  int64_t difference = std::max<int64_t>(cells[sum.whole].students, 0);
  for (const int part : sum.parts) difference -= std::max<int64_t>(cells[part].students, 0);
  return std::abs(difference);
}

bool IsNear(const Sum& sum, absl::Span<const DisclosedCell> cells) {
  return !sum.parts.empty() && GapOf(sum, cells) < kMinimumShown;
}

void AddDivisions(const std::vector<Row>& table, absl::Span<const DisclosedCell> cells,
                  std::vector<Sum>& sums) {
  for (const Row& row : table) {
    for (const Division& division : Divisions()) {
      Sum sum{.whole = row[static_cast<size_t>(division.whole)]};
      if (sum.whole == kNoCell) continue;
      for (const StudentGroup part : division.parts) {
        const int cell = row[static_cast<size_t>(part)];
        if (cell != kNoCell) sum.parts.push_back(cell);
      }
      if (sum.parts.empty() || (division.if_near && !IsNear(sum, cells))) continue;
      sums.push_back(std::move(sum));
    }
  }
}

Sum SumOver(int whole, size_t group, const std::vector<int>& members,
            const std::vector<Row>& table) {
  Sum sum{.whole = table[whole][group]};
  for (const int member : members) {
    const int cell = table[member][group];
    if (cell != kNoCell) sum.parts.push_back(cell);
  }
  return sum;
}

// Entities by what they are the sum of.
struct Below {
  // The schools of an LEA, the LEAs of a county or the state.
  std::vector<int> members;
  std::vector<int> charters;
  // Of the state.
  std::vector<int> counties;
};

std::vector<Below> BelowOf(absl::Span<const DisclosedEntity> entities) {
  std::vector<Below> below(entities.size());
  for (size_t i = 0; i < entities.size(); ++i) {
    const int entity = static_cast<int>(i);
    const Standing standing = entities[i].standing;
    for (int above = entities[i].above; above >= 0; above = entities[above].above) {
      const bool next_to_lea = entities[above].standing == Standing::kLea;
      if (standing == Standing::kCharterSchool) {
        below[above].charters.push_back(entity);
      } else if (standing == Standing::kCounty) {
        below[above].counties.push_back(entity);
      } else if (standing == Standing::kLea || next_to_lea) {
        below[above].members.push_back(entity);
      }
    }
  }
  return below;
}

void AddSumsBelow(absl::Span<const DisclosedEntity> entities, const std::vector<Row>& table,
                  absl::Span<const DisclosedCell> cells, std::vector<Sum>& sums) {
  const std::vector<Below> below = BelowOf(entities);
  for (size_t i = 0; i < entities.size(); ++i) {
    const int whole = static_cast<int>(i);
    std::vector<int> all = below[i].members;
    all.insert(all.end(), below[i].charters.begin(), below[i].charters.end());
    for (size_t group = 0; group < kGroupCount; ++group) {
      if (table[whole][group] == kNoCell) continue;
      // A row counts charter schools in or it does not: the sum that fits better.
      Sum sum = SumOver(whole, group, below[i].members, table);
      Sum with_charters = SumOver(whole, group, all, table);
      if (GapOf(with_charters, cells) < GapOf(sum, cells)) sum = std::move(with_charters);
      if (IsNear(sum, cells)) sums.push_back(std::move(sum));
      Sum counties = SumOver(whole, group, below[i].counties, table);
      if (IsNear(counties, cells)) sums.push_back(std::move(counties));
    }
  }
}

// Arithmetic modulo a prime: exact where fractions would be, and never large.
constexpr int64_t kPrime = (int64_t{1} << 31) - 1;

int64_t Reduced(int64_t value) {
  value %= kPrime;
  return value < 0 ? value + kPrime : value;
}

int64_t Inverse(int64_t value) {
  int64_t result = 1;
  for (int64_t exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = result * value % kPrime;
    value = value * value % kPrime;
  }
  return result;
}

struct Term {
  int cell = 0;
  int64_t factor = 0;
};
// By cell, ascending; no factor is zero.
using Equation = std::vector<Term>;

// `equation` less `factor` times `other`.
Equation Less(const Equation& equation, int64_t factor, const Equation& other) {
  Equation result;
  result.reserve(equation.size() + other.size());
  size_t i = 0;
  for (const Term& term : other) {
    while (i < equation.size() && equation[i].cell < term.cell) result.push_back(equation[i++]);
    const bool both = i < equation.size() && equation[i].cell == term.cell;
    const int64_t left = both ? equation[i++].factor : 0;
    const int64_t value = Reduced(left - factor * term.factor % kPrime);
    if (value != 0) result.push_back({term.cell, value});
  }
  result.insert(result.end(), equation.begin() + static_cast<ptrdiff_t>(i), equation.end());
  return result;
}

// The equations of the withheld cells of a family, brought into an order in which each gives one
// cell by cells that no earlier equation gives.
class Elimination {
 public:
  Elimination(absl::Span<const Sum> sums, const std::vector<bool>& withheld)
      : occurrences_(withheld.size()), pivots_(withheld.size(), kNoCell) {
    for (const Sum& sum : sums) {
      Equation equation;
      if (withheld[sum.whole]) equation.push_back({sum.whole, kPrime - 1});
      for (const int part : sum.parts) {
        if (withheld[part]) equation.push_back({part, 1});
      }
      if (equation.empty()) continue;
      std::sort(equation.begin(), equation.end(),
                [](const Term& a, const Term& b) { return a.cell < b.cell; });
      for (const Term& term : equation) {
        occurrences_[term.cell].push_back(static_cast<int>(equations_.size()));
      }
      equations_.push_back(std::move(equation));
    }
  }

  // Entry `i`: cell `i` of those withheld is the same in all solutions.
  std::vector<bool> Fixed() {
    TakeFree();
    TakeOthers();
    // One arbitrary solution of the equations with nothing on their right side: a cell that all
    // solutions agree on is zero in it, any other as good as never.
    std::vector<int64_t> values(pivots_.size());
    uint64_t state = 1;
    for (size_t cell = 0; cell < pivots_.size(); ++cell) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      if (pivots_[cell] == kNoCell) values[cell] = static_cast<int64_t>(state >> 34) + 1;
    }
    std::vector<bool> fixed(pivots_.size());
    for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
      const auto [row, pivot] = *it;
      int64_t sum = 0;
      int64_t own = 0;
      for (const Term& term : equations_[row]) {
        if (term.cell == pivot) {
          own = term.factor;
        } else {
          sum = (sum + term.factor * values[term.cell]) % kPrime;
        }
      }
      values[pivot] = Reduced(-sum) * Inverse(own) % kPrime;
      fixed[pivot] = values[pivot] == 0;
    }
    return fixed;
  }

 private:
  void Take(int row, int pivot) {
    taken_[row] = true;
    pivots_[pivot] = row;
    order_.emplace_back(row, pivot);
  }

  // Equations with a cell that stands in no other: they say nothing about the rest.
  void TakeFree() {
    taken_.assign(equations_.size(), false);
    std::vector<int> left(occurrences_.size());
    std::vector<int> free_cells;
    for (size_t cell = 0; cell < occurrences_.size(); ++cell) {
      left[cell] = static_cast<int>(occurrences_[cell].size());
      if (left[cell] == 1) free_cells.push_back(static_cast<int>(cell));
    }
    while (!free_cells.empty()) {
      const int cell = free_cells.back();
      free_cells.pop_back();
      for (const int row : occurrences_[cell]) {
        if (taken_[row]) continue;
        Take(row, cell);
        for (const Term& term : equations_[row]) {
          if (--left[term.cell] == 1) free_cells.push_back(term.cell);
        }
      }
    }
  }

  void TakeOthers() {
    std::vector<int> rows;
    for (size_t row = 0; row < equations_.size(); ++row) {
      if (!taken_[row]) rows.push_back(static_cast<int>(row));
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [this](int a, int b) { return equations_[a].size() < equations_[b].size(); });
    // The equations taken above need no other's cell; among these, later ones lose the cells that
    // earlier ones give.
    std::vector<int> given(pivots_.size(), kNoCell);
    for (const int row : rows) {
      Equation& equation = equations_[row];
      for (size_t i = 0; i < equation.size();) {
        const int giver = given[equation[i].cell];
        if (giver == kNoCell) {
          ++i;
          continue;
        }
        // It begins with the cell it gives, so that nothing before this one comes back.
        const Equation& other = equations_[giver];
        const int64_t factor = equation[i].factor * Inverse(other.front().factor) % kPrime;
        equation = Less(equation, factor, other);
      }
      if (equation.empty()) continue;
      given[equation.front().cell] = row;
      Take(row, equation.front().cell);
    }
  }

  std::vector<Equation> equations_;
  std::vector<std::vector<int>> occurrences_;
  std::vector<bool> taken_;
  // By cell: the equation that gives it.
  std::vector<int> pivots_;
  // Equations and the cells they give, in the order in which they were taken.
  std::vector<std::pair<int, int>> order_;
};

// Narrows what each withheld cell can be, sum by sum.
class Bounds {
 public:
  Bounds(absl::Span<const Sum> sums, absl::Span<const DisclosedCell> cells,
         const std::vector<bool>& withheld)
      : sums_(sums), least_(cells.size()), most_(cells.size(), kAny) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (!withheld[i]) least_[i] = most_[i] = std::max<int64_t>(cells[i].students, 0);
    }
    // As if every sum held: what a sum leaves out counts as known.
    for (const Sum& sum : sums_) {
      int64_t rest = std::max<int64_t>(cells[sum.whole].students, 0);
      for (const int part : sum.parts) rest -= std::max<int64_t>(cells[part].students, 0);
      rests_.push_back(rest);
    }
    for (int round = 0; round < kMaxRounds && Narrow(); ++round) {
    }
  }

  bool IsFixed(int cell) const { return least_[cell] == most_[cell]; }

 private:
  static constexpr int64_t kAny = int64_t{1} << 40;
  static constexpr int kMaxRounds = 32;

  // whole = rest + parts.
  bool Narrow() {
    bool changed = false;
    const auto tighten = [&](int cell, int64_t least, int64_t most) {
      if (least > least_[cell]) {
        least_[cell] = least;
        changed = true;
      }
      if (most < most_[cell]) {
        most_[cell] = most;
        changed = true;
      }
    };
    for (size_t s = 0; s < sums_.size(); ++s) {
      const Sum& sum = sums_[s];
      int64_t least = rests_[s];
      int64_t most = rests_[s];
      for (const int part : sum.parts) {
        least += least_[part];
        most += most_[part];
      }
      tighten(sum.whole, least, most);
      for (const int part : sum.parts) {
        tighten(part, least_[sum.whole] - (most - most_[part]),
                most_[sum.whole] - (least - least_[part]));
      }
    }
    return changed;
  }

  const absl::Span<const Sum> sums_;
  std::vector<int64_t> least_;
  std::vector<int64_t> most_;
  std::vector<int64_t> rests_;
};

}  // namespace

std::vector<Sum> SumsAmong(absl::Span<const DisclosedEntity> entities,
                           absl::Span<const DisclosedCell> cells) {
  const std::vector<Row> table = CellTable(entities.size(), cells);
  std::vector<Sum> sums;
  AddDivisions(table, cells, sums);
  AddSumsBelow(entities, table, cells, sums);
  return sums;
}

std::vector<int> Determined(absl::Span<const Sum> sums, absl::Span<const DisclosedCell> cells,
                            const std::vector<bool>& withheld) {
  const std::vector<bool> fixed = Elimination(sums, withheld).Fixed();
  const Bounds bounds(sums, cells, withheld);
  std::vector<int> determined;
  for (size_t i = 0; i < cells.size(); ++i) {
    const int cell = static_cast<int>(i);
    if (withheld[i] && (fixed[i] || bounds.IsFixed(cell))) determined.push_back(cell);
  }
  return determined;
}

}  // namespace sos::indicator
