// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_GRID_H_
#define SOS_SERVICES_WEB_PAGES_GRID_H_

#include <functional>

#include "services/web/pages/page.h"

namespace sos::web {

// What a cell of the five-by-five grid shows beside its color.
using FillBox = std::function<void(int status_level, int change_level, Fields& box)>;

// Fills grid.tpl with the colors of `table` (a grid of a rulebook), the best status on top. What
// else a cell has, `fill` says. False where the year has no grid: nothing is filled.
bool FillGrid(const PageContext& context, Indicator indicator,
              const indicator::v1::ScoreTable& table, const FillBox& fill, Fields& grid);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_GRID_H_
