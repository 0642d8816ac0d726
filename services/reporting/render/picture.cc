// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/picture.h"

#include <ctemplate/template.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/reporting/render/templates/template_files.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

constexpr char kPictureTemplate[] = "picture.tpl";
constexpr int kTitleSize = 20;
constexpr int kTitleY = 32;
constexpr int kMargin = 24;
constexpr int kFootSize = 11;

// The width of a letter, in hundredths of the size of the text: an average, as no font is measured.
constexpr int kLetterWidth = 56;

std::string AnchorWord(Picture::Anchor anchor) {
  switch (anchor) {
    case Picture::Anchor::kMiddle:
      return "middle";
    case Picture::Anchor::kEnd:
      return "end";
    case Picture::Anchor::kStart:
      break;
  }
  return "start";
}

size_t LettersOf(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

// The first `count` letters of `text`.
std::string FirstLetters(absl::string_view text, size_t count) {
  size_t end = 0;
  for (size_t letters = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
    if (begins && letters++ == count) break;
  }
  return std::string(text.substr(0, end));
}

// How many letters of `size` fit in `width`.
size_t LettersIn(int width, int size) {
  return static_cast<size_t>(std::max(1, width * 100 / (size * kLetterWidth)));
}

// The text in lines of at most `room` letters; a longer word has its own.
std::vector<std::string> WrappedWords(absl::string_view text, size_t room) {
  std::vector<std::string> written;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const bool fits = !written.empty() && LettersOf(written.back()) + 1 + LettersOf(word) <= room;
    if (fits) {
      absl::StrAppend(&written.back(), " ", word);
    } else {
      written.emplace_back(word);
    }
  }
  return written;
}

}  // namespace

Picture::Picture(std::string title, std::string description, int height)
    : title_(std::move(title)), description_(std::move(description)), height_(height) {
  AddWrapped(kMargin, kTitleY, kWidth - 2 * kMargin, 1, title_, {.size = kTitleSize, .bold = true});
}

void Picture::AddRect(int x, int y, int width, int height, absl::string_view fill) {
  shapes_.push_back({"RECT",
                     {{"X", absl::StrCat(x)},
                      {"Y", absl::StrCat(y)},
                      {"WIDTH", absl::StrCat(width)},
                      {"HEIGHT", absl::StrCat(height)},
                      {"CLASS", std::string(fill)}}});
}

void Picture::AddDot(int x, int y, int radius, absl::string_view fill) {
  shapes_.push_back({"DOT",
                     {{"X", absl::StrCat(x)},
                      {"Y", absl::StrCat(y)},
                      {"RADIUS", absl::StrCat(radius)},
                      {"CLASS", std::string(fill)}}});
}

void Picture::AddPath(std::string path, absl::string_view fill) {
  shapes_.push_back({"PATH", {{"D", std::move(path)}, {"CLASS", std::string(fill)}}});
}

void Picture::AddText(int x, int y, std::string text, const TextStyle& style) {
  shapes_.push_back({"TEXT",
                     {{"X", absl::StrCat(x)},
                      {"Y", absl::StrCat(y)},
                      {"SIZE", absl::StrCat(style.size)},
                      {"ANCHOR", AnchorWord(style.anchor)},
                      {"WEIGHT", style.bold ? "bold" : "normal"},
                      {"CLASS", style.on},
                      {"TEXT", std::move(text)}}});
}

int Picture::AddWrapped(int x, int y, int width, int lines, absl::string_view text,
                        const TextStyle& style) {
  const size_t room = LettersIn(width, style.size);
  std::vector<std::string> written = WrappedWords(text, room);
  const bool cut = static_cast<int>(written.size()) > lines;
  if (cut) written.resize(static_cast<size_t>(lines));
  for (size_t i = 0; i < written.size(); ++i) {
    const bool last = cut && i + 1 == written.size();
    if (last || LettersOf(written[i]) > room) {
      written[i] = absl::StrCat(FirstLetters(written[i], room - 1), "\u2026");
    }
    AddText(x, y + static_cast<int>(i) * (style.size + 3), written[i], style);
  }
  return static_cast<int>(written.size());
}

int Picture::LinesOf(int width, int lines, absl::string_view text, int size) {
  return std::min(lines, static_cast<int>(WrappedWords(text, LettersIn(width, size)).size()));
}

void Picture::SetFoot(const std::string& text) {
  AddWrapped(kMargin, height_ - 12, kWidth - 2 * kMargin, 1, text, {.size = kFootSize});
}

std::string Picture::Svg() const {
  static absl::once_flag loaded;
  absl::call_once(loaded, [] {
    for (const EmbeddedFile& file : TemplateFiles()) {
      if (file.name != kPictureTemplate) continue;
      ctemplate::StringToTemplateCache(kPictureTemplate, file.contents.data(), file.contents.size(),
                                       ctemplate::STRIP_WHITESPACE);
    }
  });
  ctemplate::TemplateDictionary picture("picture");
  picture.SetValue("TITLE", title_);
  picture.SetValue("DESCRIPTION", description_);
  picture.SetIntValue("WIDTH", kWidth);
  picture.SetIntValue("HEIGHT", height_);
  for (const Shape& shape : shapes_) {
    ctemplate::TemplateDictionary* const drawn =
        picture.AddSectionDictionary("SHAPE")->AddSectionDictionary(shape.kind);
    for (const auto& [name, value] : shape.values) drawn->SetValue(name, value);
  }
  std::string svg;
  ctemplate::ExpandTemplate(kPictureTemplate, ctemplate::STRIP_WHITESPACE, &picture, &svg);
  return svg;
}

std::string FillOf(education::v1::Color color) {
  return color > education::v1::COLOR_NONE ? absl::AsciiStrToLower(ColorName(color)) : "none";
}

}  // namespace sos::reporting
