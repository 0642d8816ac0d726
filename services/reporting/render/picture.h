// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_PICTURE_H_
#define SOS_SERVICES_REPORTING_RENDER_PICTURE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "sos/education/v1/education.pb.h"

namespace sos::reporting {

// A picture for slides, drawn shape by shape, in SVG. Later shapes cover earlier ones. All measures
// are in units of the picture; a slide is 960 units wide and 540 high.
class Picture {
 public:
  static constexpr int kWidth = 960;
  static constexpr int kHeight = 540;

  enum class Anchor { kStart, kMiddle, kEnd };
  struct TextStyle {
    int size = 13;
    Anchor anchor = Anchor::kStart;
    bool bold = false;
    // `plain`, or the class of the shape below, so that the text is legible on it.
    std::string on = "plain";
  };

  // `title` is written at the top; `description` says in words what the picture shows.
  Picture(std::string title, std::string description, int height = kHeight);

  // `fill` is a color as FillOf() has it, `soft`, `strong` or `none`.
  void AddRect(int x, int y, int width, int height, absl::string_view fill);
  void AddDot(int x, int y, int radius, absl::string_view fill);
  // `path` is SVG path data of numbers and commands alone; `fill` may be `flow` or `line`, too.
  void AddPath(std::string path, absl::string_view fill);
  void AddText(int x, int y, std::string text, const TextStyle& style);
  // A text in at most `lines` lines within `width`, the rest cut with an ellipsis. Returns the
  // lines that it took.
  int AddWrapped(int x, int y, int width, int lines, absl::string_view text,
                 const TextStyle& style);
  // The lines that AddWrapped() would take.
  static int LinesOf(int width, int lines, absl::string_view text, int size);
  // The line at the bottom: where the numbers are from.
  void SetFoot(const std::string& text);

  std::string Svg() const;

 private:
  struct Shape {
    std::string kind;
    std::vector<std::pair<std::string, std::string>> values;
  };

  const std::string title_;
  const std::string description_;
  const int height_;
  std::vector<Shape> shapes_;
};

// The fill of a color: `red` to `blue`, or `none`.
std::string FillOf(education::v1::Color color);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_PICTURE_H_
