// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/decimal/decimal.h"
#include "common/language/terms.h"
#include "services/reporting/render/picture.h"
#include "services/reporting/render/pictures.h"

namespace sos::reporting {
namespace {

constexpr int kDotsLeft = 240;
constexpr int kDotsRight = 900;
constexpr int kDotsTop = 92;
constexpr int kDotsRow = 52;
constexpr int kDotRadius = 7;

struct PeerDot {
  int64_t tenths;
  education::v1::Color color;
};

}  // namespace

// A line an indicator: its ends are the lowest and the highest status of the peers.
std::string SvgOf(const v1::PeerList& list, const language::Messages& words) {
  Picture picture(absl::StrCat(list.entity().display_name(), ", ", list.dashboard_year()),
                  words.Text("picture.peers"));
  std::map<education::v1::Indicator, std::vector<PeerDot>> dots;
  for (const v1::Peer& peer : list.peers()) {
    for (const v1::PeerResult& result : peer.results()) {
      if (const auto status = ParseTenths(result.cell().status().value())) {
        dots[result.indicator()].push_back({status->count, result.cell().color()});
      }
    }
  }
  int y = kDotsTop;
  for (const auto& [indicator, of_indicator] : dots) {
    const auto [least, most] =
        std::minmax_element(of_indicator.begin(), of_indicator.end(),
                            [](const PeerDot& a, const PeerDot& b) { return a.tenths < b.tenths; });
    const int64_t width = std::max<int64_t>(1, most->tenths - least->tenths);
    picture.AddWrapped(24, y + 5, kDotsLeft - 60, 2, language::Term(words, indicator),
                       {.size = 13, .bold = true});
    picture.AddPath(absl::StrCat("M", kDotsLeft, " ", y, "H", kDotsRight), "line");
    for (const PeerDot& dot : of_indicator) {
      const auto x = kDotsLeft + (kDotsRight - kDotsLeft) * (dot.tenths - least->tenths) / width;
      picture.AddDot(static_cast<int>(x), y, kDotRadius, FillOf(dot.color));
    }
    picture.AddText(kDotsLeft, y + 22, ToString(Tenths{least->tenths}), {.size = 11});
    picture.AddText(kDotsRight, y + 22, ToString(Tenths{most->tenths}),
                    {.size = 11, .anchor = Picture::Anchor::kEnd});
    y += kDotsRow;
  }
  picture.SetFoot(list.notice());
  return picture.Svg();
}

}  // namespace sos::reporting
