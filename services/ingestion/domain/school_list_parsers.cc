// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/school_list_parsers.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/row_header.h"

namespace sos::ingestion {
namespace {

constexpr int kMillionths = 6;  // Decimal places of rates.
constexpr int64_t kMillion = 1'000'000;
constexpr int kRatePlaces = 10;  // Those of the statewide rate.
// The state gives 300 million dollars a year by the Equity Multiplier; three times that is room for
// later years. No school and no adjustment has more.
constexpr int64_t kMaxDollars = 1'000'000'000;
// No part of a sum is more.
constexpr int64_t kWholePercent = 100;

void CheckSchool(RowCells& cells, int column, const RowHeader& row) {
  if (!cells.bad() && !row.cds.IsSchool()) {
    cells.Reject(IssueKind::kWrongEntity, column, "expected the code of a school");
  }
}

// The number of a cell as a count of units of 10^-`places`. A share may be printed in percent.
std::optional<int64_t> Scaled(absl::string_view text, int places, bool share, bool decimal_comma) {
  constexpr int kPercentPlaces = 2;
  if (const auto value = ParseScaled(text, places); value) return value;
  if (absl::ConsumeSuffix(&text, "%")) places -= share ? kPercentPlaces : 0;
  const std::optional<std::string> plain =
      PlainNumber(absl::StripTrailingAsciiWhitespace(text), decimal_comma);
  return plain ? ParseScaled(*plain, places) : std::nullopt;
}

// A decimal number from 0 to `maximum` in millionths; kNoCount if blank.
int64_t Millionths(RowCells& cells, int column, int64_t maximum) {
  const absl::string_view text = cells.Text(column);
  if (text.empty()) return kNoCount;
  const std::optional<int64_t> value =
      Scaled(text, kMillionths, maximum == 1, cells.decimal_comma());
  if (!value || *value < 0) {
    cells.Reject(IssueKind::kMalformedValue, column, "expected a number that is not negative");
  } else if (*value > maximum * kMillion) {
    cells.Reject(IssueKind::kOutOfRange, column, absl::StrCat("expected 0 to ", maximum));
  }
  return value.value_or(kNoCount);
}

class SchoolSupportParser : public RowParser {
 public:
  SchoolSupportParser(const Header& header, const FileContext& context, SeenKeys& seen)
      : own_status_(header.Find(columns::kOwnStatus)),
        exit_(header.Find("exit")),
        alternative_(header.Find("dass")),
        charter_(header.Find("charter")),
        colored_(header.Find("colors")),
        enrollment_(header.Find("enrollmentcount")),
        total_(header.Find("totstudgrps")),
        total_additional_(header.Find("totstudgrpsatsi")),
        total_targeted_(header.Find("totstudgrpstsi")),
        header_reader_(header, context),
        seen_(seen) {
    for (int i = 0; i < header.size(); ++i) {
      absl::string_view name = header.normalized(i);
      if (const auto year = TitleIYearOfColumn(name)) title_i_.emplace_back(*year, i);
      if (absl::ConsumePrefix(&name, "assistancestatus")) {
        if (const std::optional<int> year = ParseDashboardYear(name); year) {
          statuses_.emplace_back(*year, i);
        }
      } else if (const auto group = ParseStudentGroup(name); group && name.size() <= 4) {
        groups_.push_back(*group);
        group_columns_.push_back(i);
      }
    }
  }

  void Parse(RowCells& cells, RecordSink& sink) override {
    SchoolSupportRow row;
    row.header = header_reader_.Read(cells, Collection::kEssaAssistance);
    row.header.charter = cells.Given(charter_);
    for (const auto& [year, column] : title_i_) {
      if (const std::optional<bool> answer = cells.Answer(column); answer) {
        row.title_i.emplace_back(year, *answer);
      }
    }
    // The newest column is about the year itself, and blank there means no.
    const auto newest = std::max_element(title_i_.begin(), title_i_.end());
    if (newest != title_i_.end() && cells.Text(newest->second).empty()) {
      row.title_i.emplace_back(newest->first, false);
    }
    for (const auto& [year, column] : statuses_) {
      if (!cells.Text(column).empty()) row.statuses.emplace_back(year, cells.Name(column));
    }
    if (!cells.Text(own_status_).empty()) {
      row.statuses.emplace_back(row.header.dashboard_year, cells.Name(own_status_));
    }
    row.exit = cells.Name(exit_);
    row.listed_groups = groups_;
    for (size_t i = 0; i < groups_.size(); ++i) {
      if (cells.Flag(group_columns_[i])) row.flagged.push_back(groups_[i]);
    }
    row.total_group_count = ReadTotal(cells);
    row.alternative = cells.Remark(alternative_);
    row.colored = cells.Remark(colored_);
    row.enrollment = ReadEnrollment(cells);
    CheckSchool(cells, header_reader_.cds_column(), row.header);
    CheckFresh(cells, header_reader_.cds_column(), seen_,
               absl::StrCat("essa:", row.header.dashboard_year, ":", row.header.cds.text()));
    if (!cells.bad()) sink.OnSchoolSupport(row);
  }

 private:
  // Words read as not said, as in Remark(); what has a digit is a count.
  int64_t ReadEnrollment(RowCells& cells) const {
    const absl::string_view text = cells.Text(enrollment_);
    const bool number = std::any_of(text.begin(), text.end(), absl::ascii_isdigit);
    return number ? cells.Count(enrollment_) : kNoCount;
  }

  // One total, or one each for ATSI and TSI, of which at least one is 0 or blank.
  int64_t ReadTotal(RowCells& cells) const {
    if (total_ >= 0) return cells.Count(total_, kStudentGroupCount);
    const int64_t additional = cells.Count(total_additional_, kStudentGroupCount);
    const int64_t targeted = cells.Count(total_targeted_, kStudentGroupCount);
    if (additional == kNoCount) return targeted;
    return targeted == kNoCount ? additional : additional + targeted;
  }

  const int own_status_, exit_, alternative_, charter_, colored_, enrollment_;
  const int total_, total_additional_, total_targeted_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
  std::vector<std::pair<int, int>> title_i_;
  std::vector<std::pair<int, int>> statuses_;
  std::vector<StudentGroup> groups_;
  std::vector<int> group_columns_;
};

class ColorParser : public RowParser {
 public:
  ColorParser(const Layout& layout, const Header& header, const FileContext& context,
              SeenKeys& seen)
      : collection_(layout.collections.front()),
        group_(header.Find(columns::kStudentGroup)),
        graduation_average_(header.Find(columns::kGraduationAverage)),
        header_reader_(header, context),
        seen_(seen) {
    constexpr struct {
      const char* name;
      Indicator indicator;
    } kColumns[] = {{"chronic", Indicator::kChronicAbsenteeism},
                    {"susp", Indicator::kSuspension},
                    {"elpi", Indicator::kEnglishLearnerProgress},
                    {"grad", Indicator::kGraduation},
                    {"ela", Indicator::kEnglishLanguageArts},
                    {"math", Indicator::kMathematics},
                    {"cci", Indicator::kCollegeCareer}};
    for (const auto& column : kColumns) {
      const int found = header.Find(column.name);
      if (found < 0) continue;
      columns_.push_back(found);
      indicators_.push_back(column.indicator);
    }
    for (int i = 0; i < header.size(); ++i) {
      const int year = TitleIYearOfColumn(header.normalized(i)).value_or(0);
      if (year == 0) continue;
      title_i_ = i;
      title_i_school_year_ = year;
    }
  }

  void Parse(RowCells& cells, RecordSink& sink) override {
    ColorRow row;
    row.header = header_reader_.Read(cells, collection_);
    row.group = ReadGroup(cells);
    colors_.clear();
    for (const int column : columns_) colors_.push_back(ReadColor(cells, column));
    row.indicators = indicators_;
    row.colors = colors_;
    row.title_i_school_year = title_i_school_year_;
    row.title_i = cells.Answer(title_i_);
    row.graduation_average_listed = graduation_average_ >= 0;
    row.graduation_average = Millionths(cells, graduation_average_, kWholePercent);
    CheckSchool(cells, header_reader_.cds_column(), row.header);
    CheckFresh(cells, header_reader_.cds_column(), seen_,
               absl::StrCat("color:", row.header.dashboard_year, ":", row.header.cds.text(), ":",
                            kStudentGroups.Code(row.group)));
    if (!cells.bad()) sink.OnColor(row);
  }

 private:
  // A school without any Dashboard row is listed without a group.
  StudentGroup ReadGroup(RowCells& cells) const {
    const absl::string_view text = cells.Text(group_);
    if (text.empty()) return StudentGroup::kAll;
    const std::optional<StudentGroup> group = ParseStudentGroup(text);
    if (!group) {
      cells.Reject(IssueKind::kUnknownCode, group_, "expected a student group such as EL or SWD");
    }
    cells.place().group = group;
    return group.value_or(StudentGroup::kAll);
  }

  static Color ReadColor(RowCells& cells, int column) {
    const absl::string_view text = cells.Text(column);
    if (text.empty()) return Color::kNone;
    const std::optional<Color> color = kColors.FromCode(text);
    if (!color) {
      cells.Reject(IssueKind::kUnknownCode, column,
                   "expected Red, Orange, Yellow, Green, Blue or None");
    }
    return color.value_or(Color::kNone);
  }

  const Collection collection_;
  const int group_;
  const int graduation_average_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
  std::vector<int> columns_;
  std::vector<Indicator> indicators_;
  std::vector<Color> colors_;
  int title_i_ = -1;
  int title_i_school_year_ = 0;
};

// A column whose title ends in a mark such as `A-1`, given as its letter and digit; -1 without one.
int MarkedColumn(const Header& header, absl::string_view mark) {
  const auto part = [](unsigned char c) { return absl::ascii_isalnum(c); };
  for (int i = 0; i < header.size(); ++i) {
    const absl::string_view title = absl::StripAsciiWhitespace(header.name(i));
    if (!absl::EndsWith(header.normalized(i), mark)) continue;
    // The letter and the digit, with at most one character between, are a word of their own.
    size_t letter = title.size() - 2;
    if (!part(title[letter])) --letter;
    if (letter == 0 || (letter < title.size() && !part(title[letter - 1]))) return i;
  }
  return -1;
}

class EquityMultiplierParser : public RowParser {
 public:
  EquityMultiplierParser(const Header& header, const FileContext& context, SeenKeys& seen)
      : charter_number_(header.Find(columns::kCharterNumber)),
        nonstable_(MarkedColumn(header, "a1")),
        enrollment_(MarkedColumn(header, "a2")),
        nonstability_(MarkedColumn(header, "a3")),
        disadvantaged_count_(MarkedColumn(header, "b1")),
        disadvantaged_(MarkedColumn(header, "b2")),
        nonstability_met_(MarkedColumn(header, "c1")),
        disadvantaged_met_(MarkedColumn(header, "c2")),
        classroom_based_(MarkedColumn(header, "c3")),
        eligible_(MarkedColumn(header, "c4")),
        rate_(MarkedColumn(header, "d1")),
        adjustment_(MarkedColumn(header, "d2")),
        entitlement_(MarkedColumn(header, "d3")),
        header_reader_(header, context),
        seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    EquityMultiplierRow row;
    row.header = header_reader_.Read(cells, Collection::kEquityMultiplier);
    row.header.charter = cells.Given(charter_number_);
    row.nonstable_count = RequiredCount(cells, nonstable_);
    row.enrollment = RequiredCount(cells, enrollment_);
    row.disadvantaged_count = RequiredCount(cells, disadvantaged_count_);
    row.classroom_based = cells.Answer(classroom_based_);
    row.published_nonstability = Millionths(cells, nonstability_, 1);
    row.published_disadvantaged = Millionths(cells, disadvantaged_, 1);
    row.published_nonstability_met = cells.Answer(nonstability_met_);
    row.published_disadvantaged_met = cells.Answer(disadvantaged_met_);
    row.published_eligible = cells.Answer(eligible_);
    row.published_entitlement = cells.Count(entitlement_, kMaxDollars);
    row.adjustment = Dollars(cells, adjustment_);
    row.statewide_rate = StatewideRate(cells);
    if (!cells.bad()) CheckCounts(cells, row);
    CheckFresh(cells, charter_number_, seen_,
               absl::StrCat("multiplier:", row.header.dashboard_year, ":", row.header.cds.text()));
    if (!cells.bad()) sink.OnEquityMultiplier(row);
  }

 private:
  static int64_t RequiredCount(RowCells& cells, int column) {
    const int64_t count = cells.Count(column);
    if (count == kNoCount && !cells.bad()) {
      cells.Reject(IssueKind::kMissingValue, column, "every school needs its three counts");
    }
    return count;
  }

  // Adjustments may be negative.
  static int64_t Dollars(RowCells& cells, int column) {
    const absl::string_view text = cells.Text(column);
    if (text.empty()) return 0;
    const std::optional<int64_t> dollars = Scaled(text, 0, false, cells.decimal_comma());
    if (!dollars) {
      cells.Reject(IssueKind::kMalformedValue, column, "expected whole dollars");
    } else if (*dollars > kMaxDollars || *dollars < -kMaxDollars) {
      cells.Reject(IssueKind::kOutOfRange, column,
                   absl::StrCat("expected -", kMaxDollars, " to ", kMaxDollars));
    }
    return dollars.value_or(0);
  }

  int64_t StatewideRate(RowCells& cells) const {
    const absl::string_view text = cells.Text(rate_);
    if (text.empty()) return kNoCount;
    const std::optional<int64_t> rate = Scaled(text, kRatePlaces, false, cells.decimal_comma());
    if (!rate || *rate < 0) {
      cells.Reject(IssueKind::kMalformedValue, rate_, "expected dollars for a student");
    }
    return rate.value_or(kNoCount);
  }

  void CheckCounts(RowCells& cells, const EquityMultiplierRow& row) const {
    if (row.nonstable_count > row.enrollment) {
      cells.Reject(IssueKind::kContradiction, nonstable_, "more students than are enrolled");
    } else if (row.disadvantaged_count > row.enrollment) {
      cells.Reject(IssueKind::kContradiction, disadvantaged_count_,
                   "more students than are enrolled");
    }
  }

  const int charter_number_, nonstable_, enrollment_, nonstability_, disadvantaged_count_;
  const int disadvantaged_, nonstability_met_, disadvantaged_met_, classroom_based_, eligible_;
  const int rate_, adjustment_, entitlement_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
};

}  // namespace

std::unique_ptr<RowParser> MakeSchoolSupportParser(const Layout&, const Header& header,
                                                   const FileContext& context, SeenKeys& seen) {
  return std::make_unique<SchoolSupportParser>(header, context, seen);
}

std::unique_ptr<RowParser> MakeColorParser(const Layout& layout, const Header& header,
                                           const FileContext& context, SeenKeys& seen) {
  return std::make_unique<ColorParser>(layout, header, context, seen);
}

std::unique_ptr<RowParser> MakeEquityMultiplierParser(const Layout&, const Header& header,
                                                      const FileContext& context, SeenKeys& seen) {
  return std::make_unique<EquityMultiplierParser>(header, context, seen);
}

}  // namespace sos::ingestion
