// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/estimate_listing.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/sentences/whole_group.h"
#include "services/suite/commands/eligibility_listing.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

using reporting::v1::Estimate;
using reporting::v1::IndicatorEstimate;
using reporting::v1::ResultEstimate;
using Kind = Listing::Kind;

std::string BasisWord(IndicatorEstimate::Basis basis) {
  switch (basis) {
    case IndicatorEstimate::BASIS_PUBLISHED:
      return "published";
    case IndicatorEstimate::BASIS_ESTIMATE:
      return "estimate";
    case IndicatorEstimate::BASIS_LOWER_BOUND:
      return "at least";
    default:
      return "not made";
  }
}

std::string ColorText(education::v1::Color color, Format format) {
  return format == Format::kText ? ColorWord(ColorCode(color)) : absl::StrCat(ColorCode(color));
}

// The columns of a range, and what a row has in them.
void AddRangeColumns(std::vector<Listing::Column>& columns, Format format) {
  const bool text = format == Format::kText;
  columns.push_back({"lowest", Kind::kNumber});
  columns.push_back({"highest", Kind::kNumber});
  columns.push_back(
      {.name = "worst_color", .kind = text ? Kind::kText : Kind::kNumber, .minor = true});
  columns.push_back(
      {.name = "best_color", .kind = text ? Kind::kText : Kind::kNumber, .minor = true});
  columns.push_back({.name = "left_out", .kind = Kind::kNumber, .minor = true});
  columns.push_back({.name = "stand_in", .kind = Kind::kNumber, .minor = true});
  columns.push_back({.name = "held", .kind = Kind::kNumber, .minor = true});
}

void AddRangeCells(const ResultEstimate& result, Format format, std::vector<std::string>& cells) {
  const auto& range = result.range();
  cells.push_back(range.lowest_status().value());
  cells.push_back(range.highest_status().value());
  cells.push_back(result.has_range() ? ColorText(result.worst_color(), format) : "");
  cells.push_back(result.has_range() ? ColorText(result.best_color(), format) : "");
  cells.push_back(result.has_range() ? absl::StrCat(range.left_out_count()) : "");
  cells.push_back(range.stand_in_status().value());
  cells.push_back(range.held_status().value());
}

// What the indicator was a year before, in one cell.
std::string LastYear(const IndicatorEstimate& made) {
  if (!made.has_before()) return "";
  return absl::StrCat(made.before().status().value(), " ",
                      ColorWord(ColorCode(made.before().color())));
}

// The codes of indicators before what is said of them: `ELA, MATH: ...`, each sentence once.
std::string Sentences(const std::vector<std::pair<std::string, std::string>>& said) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_sentence;
  for (const auto& [code, sentence] : said) {
    const auto known =
        std::find_if(by_sentence.begin(), by_sentence.end(),
                     [&sentence = sentence](const auto& entry) { return entry.first == sentence; });
    if (known == by_sentence.end()) {
      by_sentence.push_back({sentence, {code}});
    } else {
      known->second.push_back(code);
    }
  }
  std::string lines;
  for (const auto& [sentence, codes] : by_sentence) {
    lines +=
        reporting::Paragraph(absl::StrCat(absl::StrJoin(codes, ", "), ": ", sentence), "- ", "  ");
  }
  return lines;
}

// Colors that depend on what is not known, of the LEA and its groups.
std::string PossibleLines(const Estimate& estimate) {
  std::vector<std::pair<std::string, std::string>> said;
  for (const ResultEstimate& result : estimate.results()) {
    if (result.entity().name() != estimate.entity().name() || result.sentence().empty()) continue;
    const bool whole = result.student_group() == reporting::WholeGroup(result.indicator());
    if (!whole && result.worst_color() == result.best_color()) continue;
    said.emplace_back(
        whole ? std::string(Code(result.indicator()))
              : absl::StrCat(Code(result.indicator()), " of ", Code(result.student_group())),
        result.sentence());
  }
  return said.empty() ? "" : absl::StrCat("\nWhat the colors could be:\n", Sentences(said));
}

std::string MissingLines(const Estimate& estimate) {
  std::vector<std::pair<std::string, std::string>> said;
  for (const IndicatorEstimate& made : estimate.indicators()) {
    if (!made.missing().empty()) said.emplace_back(Code(made.indicator()), made.missing());
  }
  return said.empty() ? "" : absl::StrCat("\nNot made:\n", Sentences(said));
}

std::string ErrorLines(const Estimate& estimate) {
  std::vector<std::pair<std::string, std::string>> said;
  for (const IndicatorEstimate& made : estimate.indicators()) {
    for (const std::string& sentence : made.error_sources()) {
      said.emplace_back(Code(made.indicator()), sentence);
    }
  }
  if (said.empty()) return "";
  return absl::StrCat("\nWhy the state may publish other numbers:\n", Sentences(said));
}

// What is known of how far estimates are off.
std::string ErrorsBefore(const Estimate& estimate, size_t width) {
  const int last_year = estimate.dashboard_year() - 1;
  if (estimate.errors_before().empty()) {
    return reporting::Paragraph(
        absl::StrCat("How far estimates of this LEA are off is not known: none of ", last_year,
                     " were made here before the state's files were loaded."),
        "", "");
  }
  Listing listing({{"indicator"},
                   {"compared", Kind::kNumber},
                   {"bias", Kind::kNumber},
                   {"spread", Kind::kNumber},
                   {"largest", Kind::kNumber}});
  for (const auto& errors : estimate.errors_before()) {
    listing.Add({std::string(Code(errors.indicator())), absl::StrCat(errors.compared_count()),
                 errors.bias().value(), errors.spread().value(), errors.largest().value()});
  }
  return absl::StrCat("How far the estimates of ", last_year,
                      " were off, of the LEA and its schools:\n", listing.Text(width));
}

std::string SupportLines(const Estimate& estimate) {
  std::string lines;
  for (const auto& support : estimate.support()) {
    lines += reporting::Paragraph(
        absl::StrCat(ProgramLabel(support.program()), ": ", support.sentence()), "", "");
  }
  if (lines.empty()) return "No program has rules of the year, or knows the LEA.\n";
  return lines + MissingDataLines(DataGapsOf(estimate.support()));
}

}  // namespace

Listing IndicatorListing(const Estimate& estimate, Format format) {
  std::vector<Listing::Column> columns = {
      {"indicator"},
      {"basis"},
      {"students", Kind::kNumber},
      {"status", Kind::kNumber},
      {"change", Kind::kNumber},
      {"color", format == Format::kText ? Kind::kText : Kind::kNumber}};
  AddRangeColumns(columns, format);
  columns.push_back({"last_year"});
  if (format != Format::kText) columns.push_back({"waits_for"});
  Listing listing(std::move(columns));
  for (const IndicatorEstimate& made : estimate.indicators()) {
    const ResultEstimate& result = made.result();
    const auto& published = made.published();
    std::vector<std::string> cells = {std::string(Code(made.indicator())), BasisWord(made.basis())};
    if (made.has_result()) {
      cells.push_back(absl::StrCat(result.student_count()));
      cells.push_back(result.status().value());
      cells.push_back(result.change().value());
      cells.push_back(ColorText(result.color(), format));
    } else if (made.has_published()) {
      cells.push_back(published.student_count() < 0 ? "" : absl::StrCat(published.student_count()));
      cells.push_back(published.status().value());
      cells.emplace_back();
      cells.push_back(ColorText(published.color(), format));
    } else {
      cells.resize(cells.size() + 4);
    }
    AddRangeCells(result, format, cells);
    cells.push_back(LastYear(made));
    if (format != Format::kText) cells.push_back(made.missing());
    listing.Add(std::move(cells));
  }
  return listing;
}

Listing ResultListing(const Estimate& estimate) {
  std::vector<Listing::Column> columns = {{"cds"},
                                          {"name"},
                                          {"indicator"},
                                          {"group"},
                                          {"students", Kind::kNumber},
                                          {"status", Kind::kNumber},
                                          {"change", Kind::kNumber},
                                          {"color", Kind::kNumber}};
  AddRangeColumns(columns, Format::kCsv);
  columns.push_back({"sentence"});
  Listing listing(std::move(columns));
  for (const ResultEstimate& result : estimate.results()) {
    std::vector<std::string> cells = {std::string(CdsOf(result.entity())),
                                      result.entity().display_name(),
                                      std::string(Code(result.indicator())),
                                      std::string(Code(result.student_group())),
                                      absl::StrCat(result.student_count()),
                                      result.status().value(),
                                      result.change().value(),
                                      absl::StrCat(ColorCode(result.color()))};
    AddRangeCells(result, Format::kCsv, cells);
    cells.push_back(result.sentence());
    listing.Add(std::move(cells));
  }
  return listing;
}

std::string EstimateText(const Listing& files, const Estimate& estimate, size_t width) {
  std::string text = absl::StrCat("Files\n\n", files.Text(width), "\n",
                                  estimate.entity().display_name(), ", ", estimate.dashboard_year(),
                                  "\n\n", IndicatorListing(estimate, Format::kText).Text(width));
  absl::StrAppend(&text, PossibleLines(estimate), MissingLines(estimate), ErrorLines(estimate));
  absl::StrAppend(&text, "\n", ErrorsBefore(estimate, width));
  absl::StrAppend(&text, "\nSupport that would follow:\n", SupportLines(estimate));
  return text;
}

}  // namespace sos::suite
