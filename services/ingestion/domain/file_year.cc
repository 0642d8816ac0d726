// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/file_year.h"

#include <optional>

#include "services/ingestion/domain/cell_value.h"

namespace sos::ingestion {

void FileYear::Add(absl::string_view cell, int last) {
  const std::optional<int> year = ParseYearCell(cell);
  if (!year || *year > last) return;
  Votes& votes = votes_.try_emplace(*year, Votes{.first = total_}).first->second;
  ++votes.count;
  ++total_;
}

std::vector<int> FileYear::Years(bool several, int named) const {
  std::vector<int> years;
  if (several) {
    constexpr size_t kShare = 10;
    for (const auto& [year, votes] : votes_) {
      if (votes.count * kShare >= total_) years.push_back(year);
    }
    return years;
  }
  const auto better = [named](int year, const Votes& votes, int than, const Votes& others) {
    if (votes.count != others.count) return votes.count > others.count;
    if ((year == named) != (than == named)) return year == named;
    return votes.first < others.first;
  };
  const Votes* most = nullptr;
  for (const auto& [year, votes] : votes_) {
    if (most != nullptr && !better(year, votes, years.front(), *most)) continue;
    years = {year};
    most = &votes;
  }
  return years;
}

}  // namespace sos::ingestion
