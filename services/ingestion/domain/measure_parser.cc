// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/measure_parser.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/indicator.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/row_header.h"

namespace sos::ingestion {
namespace {

// The widest values there can be. Rates are percentages.
constexpr int64_t kMaxRate = 100;
// In points from the standard: the scores of the tests lie between 348 below and 234 above it, and
// scores that are added for students who did not take part are not lower. Room is left for what is
// taken off where few take part.
constexpr int64_t kMaxDistance = 400;
constexpr int kMaxLevel = 5;
constexpr int kMaxBox = 250;

// Words for an indicator, as NormalizedColumn() makes them; `indicator` and `rate` behind them say
// nothing more. Numbers are none: people number the indicators in several ways.
struct IndicatorWord {
  absl::string_view word;
  Indicator indicator;
};
constexpr IndicatorWord kIndicatorWords[] = {
    {"chronic", Indicator::kChronicAbsenteeism},
    {"chron", Indicator::kChronicAbsenteeism},
    {"absenteeism", Indicator::kChronicAbsenteeism},
    {"chronicabsence", Indicator::kChronicAbsenteeism},
    {"suspension", Indicator::kSuspension},
    {"suspensions", Indicator::kSuspension},
    {"elprogress", Indicator::kEnglishLearnerProgress},
    {"elp", Indicator::kEnglishLearnerProgress},
    {"graduation", Indicator::kGraduation},
    {"englishlanguageartsliteracy", Indicator::kEnglishLanguageArts},
    {"maths", Indicator::kMathematics},
    {"collegeandcareer", Indicator::kCollegeCareer},
    {"collegecareerreadiness", Indicator::kCollegeCareer},
};

bool IsAcademic(Collection collection) {
  return collection == Collection::kEnglishLanguageArts || collection == Collection::kMathematics ||
         collection == Collection::kEnglishLanguageArtsGrade11 ||
         collection == Collection::kMathematicsGrade11;
}

// Where the columns of an indicator download stand; -1 for those a file does not have.
struct MeasureColumns {
  explicit MeasureColumns(const Header& h)
      : indicator(h.Find(columns::kIndicator)),
        alternative(h.Find(columns::kAlternativeFlag)),
        school_type(h.Find(columns::kSchoolType)),
        group(h.Find(columns::kStudentGroup)),
        current_denominator(h.Find(columns::kCurrentDenominator)),
        prior_denominator(h.Find(columns::kPriorDenominator)),
        current_status(h.Find(columns::kCurrentStatus)),
        prior_status(h.Find(columns::kPriorStatus)),
        change(h.Find(columns::kChange)),
        status_level(h.Find(columns::kStatusLevel)),
        change_level(h.Find(columns::kChangeLevel)),
        color(h.Find(columns::kColor)),
        box(h.Find(columns::kBox)),
        pair_share(h.Find(columns::kPairShare)),
        flags{{{h.Find(columns::kCertifyFlag), kUncertified},
               {h.Find(columns::kPriorCertifyFlag), kPriorUncertified},
               {h.Find(columns::kDataErrorFlag), kDataError},
               {h.Find(columns::kHighSchoolCuts), kHighSchoolCuts},
               {h.Find(columns::kUnderHalfTestedFlag), kUnderHalfTested},
               {h.Find(columns::kUnder95TestedFlag), kUnder95Tested}}},
        numerator(h.Find(columns::kCurrentNumerator), h.Find(columns::kPriorNumerator)),
        prepared(h.Find(columns::kCurrentPrepared), h.Find(columns::kPriorPrepared)),
        testers(h.Find(columns::kCurrentTesters), h.Find(columns::kPriorTesters)),
        disabled(h.Find(columns::kCurrentDisabled), h.Find(columns::kPriorDisabled)) {}

  struct FlagColumn {
    int column;
    MeasureFlag flag;
  };
  // The columns of this year and of the year before.
  struct Years {
    Years(int this_year, int year_before) : current(this_year), prior(year_before) {}
    bool present() const { return current >= 0 || prior >= 0; }
    int current, prior;
  };

  // Of whom the rate of a row of `collection` is. A table of several indicators has the columns of
  // all of them.
  const Years& NumeratorOf(Collection collection) const {
    return collection == Collection::kCollegeCareer && prepared.present() ? prepared : numerator;
  }
  // Whom the n-size test of a row of `collection` counts, where it is not the denominator.
  Years TestCountOf(Collection collection) const {
    if (collection == Collection::kEnglishLearnerProgress) return testers;
    return IsAcademic(collection) ? disabled : Years(-1, -1);
  }

  int indicator, alternative, school_type, group;
  int current_denominator, prior_denominator;
  int current_status, prior_status, change;
  int status_level, change_level, color, box, pair_share;
  std::array<FlagColumn, 6> flags;
  Years numerator, prepared, testers, disabled;
};

class MeasureParser : public RowParser {
 public:
  MeasureParser(const Layout& layout, const Header& header, const FileContext& context,
                SeenKeys& seen)
      : columns_(header),
        by_row_(layout.rows_name_indicator()),
        header_reader_(header, context),
        context_(context),
        seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    MeasureRow row;
    row.header = header_reader_.Read(cells, ReadCollection(cells));
    ReadGroup(cells, row);
    ReadNumbers(cells, row);
    ReadAnswers(cells, row);
    if (!cells.bad()) CheckCounts(cells, row);
    if (!cells.bad()) CheckDuplicate(cells, row);
    if (!cells.bad()) sink.OnMeasure(row);
  }

 private:
  Collection ReadCollection(RowCells& cells) const {
    if (context_.collection) return *context_.collection;
    const std::optional<Indicator> indicator = ParseIndicator(cells.Text(columns_.indicator));
    if (!indicator) {
      cells.Reject(IssueKind::kUnknownCode, columns_.indicator,
                   "expected CHRO, SUSP, ELPI, GRAD, ELA, MATH, CCI or SCIENCE, or their names");
      return Collection::kGraduation;
    }
    // The first collections are the indicators, in the same order.
    return static_cast<Collection>(*indicator);
  }

  // ELPI before 2024 is about English learners only: it has no column of groups, and its rows among
  // those of other indicators name none. Where one names its group, all have to.
  void ReadGroup(RowCells& cells, MeasureRow& row) {
    const absl::string_view text = cells.Text(columns_.group);
    const bool progress = row.header.collection == Collection::kEnglishLearnerProgress;
    progress_has_groups_ = progress_has_groups_ || (progress && !text.empty());
    if (columns_.group < 0 || (progress && text.empty() && !progress_has_groups_)) {
      row.group = StudentGroup::kEnglishLearners;
      if (progress) cells.place().group = row.group;
      if (columns_.group < 0 && !progress) {
        cells.Reject(IssueKind::kMissingValue, -1,
                     "the file has no column of student groups; add the column studentgroup");
      }
      return;
    }
    const std::optional<StudentGroup> group = ParseStudentGroup(text);
    if (!group) {
      cells.Reject(text.empty() ? IssueKind::kMissingValue : IssueKind::kUnknownCode,
                   columns_.group, "expected a student group such as ALL, EL or SWD");
    }
    cells.place().group = group;
    row.group = group.value_or(StudentGroup::kAll);
  }

  void ReadNumbers(RowCells& cells, MeasureRow& row) const {
    const Collection collection = row.header.collection;
    row.alternative = cells.Flag(columns_.alternative);
    row.school_type = cells.Name(columns_.school_type);
    for (const MeasureColumns::FlagColumn& flag : columns_.flags) {
      if (flag.column >= 0 && cells.Flag(flag.column)) row.flags |= flag.flag;
    }
    if (cells.Given(columns_.pair_share)) row.flags |= kPairShare;
    const MeasureColumns::Years& numerator = columns_.NumeratorOf(collection);
    row.current_numerator = cells.Count(numerator.current);
    row.current_denominator = cells.Count(columns_.current_denominator);
    row.prior_numerator = cells.Count(numerator.prior);
    row.prior_denominator = cells.Count(columns_.prior_denominator);
    const MeasureColumns::Years tested = columns_.TestCountOf(collection);
    row.current_test_count = cells.Count(tested.current);
    row.prior_test_count = cells.Count(tested.prior);
    const bool distance = IsAcademic(collection);
    const int64_t highest = distance ? kMaxDistance : kMaxRate;
    const int64_t lowest = distance ? -kMaxDistance : 0;
    row.current_status = cells.Number(columns_.current_status, lowest, highest);
    row.prior_status = cells.Number(columns_.prior_status, lowest, highest);
    row.change = cells.Number(columns_.change, lowest - highest, highest - lowest);
  }

  // What the state has made of the numbers. In a table of several indicators an answer that is
  // blank was not published: published answers are 0 where there is none.
  void ReadAnswers(RowCells& cells, MeasureRow& row) {
    row.published_status_level = ReadAnswer(cells, columns_.status_level, kMaxLevel);
    row.published_change_level = ReadAnswer(cells, columns_.change_level, kMaxLevel);
    row.published_color = ReadAnswer(cells, columns_.color, kMaxLevel);
    row.published_box = ReadAnswer(cells, columns_.box, kMaxBox);
    if (row.published_box % 10 != 0) {
      cells.Reject(IssueKind::kOutOfRange, columns_.box, "expected 0 or 10 to 250 in tens");
    }
    row.status_level_published = IsPublished(cells, columns_.status_level);
    row.color_published = IsPublished(cells, columns_.color);
    row.change_published = columns_.change >= 0 && (!by_row_ || row.change || row.color_published ||
                                                    IsPublished(cells, columns_.change_level));
  }

  int ReadAnswer(RowCells& cells, int column, int maximum) {
    OutputNumber answer = cells.Output(column, maximum);
    if (!answer.readable && column == columns_.color) {
      if (const std::optional<Color> color = kColors.FromCode(cells.Text(column)); color) {
        return static_cast<int>(*color);
      }
    }
    if (!answer.readable && words_.insert(column).second) {
      cells.Warn(
          IssueKind::kMalformedValue, column,
          "expected a number; the answers of this column count as not published, and no rule "
          "reads them");
    }
    return answer.value;
  }

  bool IsPublished(const RowCells& cells, int column) const {
    return column >= 0 && !words_.contains(column) && (!by_row_ || !cells.Text(column).empty());
  }

  // The CELDT-based rate of 2017 counts students twice and is capped at 100 afterwards.
  bool MayExceedDenominator(const MeasureRow& row) const {
    return row.header.collection == Collection::kEnglishLearnerProgress &&
           row.current_test_count != kNoCount;
  }

  void CheckCounts(RowCells& cells, const MeasureRow& row) const {
    if (context_.contradictions_accepted || MayExceedDenominator(row)) return;
    const MeasureColumns::Years& numerator = columns_.NumeratorOf(row.header.collection);
    CheckRate(cells, row.current_numerator, row.current_denominator, row.current_status,
              numerator.current, columns_.current_status);
    CheckRate(cells, row.prior_numerator, row.prior_denominator, row.prior_status, numerator.prior,
              columns_.prior_status);
  }

  static void CheckRate(RowCells& cells, int64_t numerator, int64_t denominator,
                        std::optional<Tenths> rate, int numerator_column, int rate_column) {
    if (numerator == kNoCount) return;
    if (denominator == kNoCount && numerator > 0) {
      cells.Reject(IssueKind::kContradiction, numerator_column,
                   "students of a denominator that is blank");
      return;
    }
    if (numerator > denominator && denominator != kNoCount) {
      cells.Reject(IssueKind::kContradiction, numerator_column,
                   absl::StrCat("more students than the ", denominator, " of the denominator"));
      return;
    }
    if (!rate || denominator <= 0) return;
    const Tenths computed = RoundedPercent({numerator, denominator});
    const int64_t off = rate->count - computed.count;
    if (off > kRateTolerance.count || off < -kRateTolerance.count) {
      cells.Reject(IssueKind::kContradiction, rate_column,
                   absl::StrCat(numerator, " of ", denominator, " is ", ToString(computed)));
    }
  }

  void CheckDuplicate(RowCells& cells, const MeasureRow& row) {
    const bool fresh =
        seen_
            .insert(absl::StrCat(static_cast<int>(row.header.collection), ":",
                                 row.header.dashboard_year, ":", row.header.cds.text(), ":",
                                 kStudentGroups.Code(row.group)))
            .second;
    if (!fresh) {
      cells.Reject(IssueKind::kDuplicateRow, header_reader_.cds_column(),
                   absl::StrCat("the file has a row for this entity, year and group ",
                                kStudentGroups.Code(row.group), " already"));
    }
  }

  const MeasureColumns columns_;
  // Each row says of which indicator it is.
  const bool by_row_;
  RowHeaderReader header_reader_;
  const FileContext& context_;
  SeenKeys& seen_;
  // A row of English learner progress has named its group.
  bool progress_has_groups_ = false;
  // The columns of answers that have words.
  absl::flat_hash_set<int> words_;
};

}  // namespace

std::optional<Indicator> ParseIndicator(absl::string_view text) {
  if (const std::optional<Indicator> code = kIndicators.FromCode(text); code) return code;
  const std::string normalized = NormalizedColumn(text);
  absl::string_view word = normalized;
  for (const bool whole : {true, false}) {
    if (!whole && !absl::ConsumeSuffix(&word, "indicator") && !absl::ConsumeSuffix(&word, "rate")) {
      return std::nullopt;
    }
    for (const CodeEntry<Indicator>& entry : kIndicators) {
      if (absl::EqualsIgnoreCase(entry.code, word) || NormalizedColumn(entry.label) == word) {
        return entry.value;
      }
    }
    for (const IndicatorWord& entry : kIndicatorWords) {
      if (entry.word == word) return entry.indicator;
    }
  }
  return std::nullopt;
}

std::unique_ptr<RowParser> MakeMeasureParser(const Layout& layout, const Header& header,
                                             const FileContext& context, SeenKeys& seen) {
  return std::make_unique<MeasureParser>(layout, header, context, seen);
}

}  // namespace sos::ingestion
