// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/grid.h"

#include <string>

#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

constexpr int kLevels = 5;

}  // namespace

bool FillGrid(const PageContext& context, Indicator indicator,
              const indicator::v1::ScoreTable& table, const FillBox& fill, Fields& grid) {
  if (table.grid().empty()) return false;
  const education::v1::Indicator value = ToProto(indicator);
  for (int level = 1; level <= kLevels; ++level) {
    grid.Add("CHANGE").Set("TEXT", language::ChangeTerm(context.messages, value, level));
  }
  for (const auto& source : table.grid()) {
    const std::string status = language::StatusTerm(context.messages, value, source.status_level());
    Fields& row = grid.Add("ROW");
    row.Set("STATUS", status);
    for (int level = 1; level <= source.colors_size() && level <= kLevels; ++level) {
      const auto color = static_cast<education::v1::Color>(source.colors(level - 1));
      Fields& box = row.Add("BOX");
      box.Set("CLASS", ColorClass(color));
      box.Set("COLOR", language::Term(context.messages, color));
      box.Set("STATUS", status);
      box.Set("CHANGE", language::ChangeTerm(context.messages, value, level));
      if (fill) fill(source.status_level(), level, box);
    }
  }
  return true;
}

}  // namespace sos::web
