// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/measure_parser.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/indicator.h"
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

// Where the columns of an indicator download stand; -1 for those a file does not have.
struct MeasureColumns {
  explicit MeasureColumns(const Header& h)
      : indicator(h.Find("indicator")),
        alternative(h.Find("dass_flag")),
        school_type(h.Find("type")),
        group(h.Find("studentgroup")),
        current_numerator(h.Find("currnumer|curr_prep")),
        current_denominator(h.Find("currdenom")),
        prior_numerator(h.Find("priornumer|prior_prep")),
        prior_denominator(h.Find("priordenom")),
        current_test_count(h.Find("currtesters|currdenom_swd")),
        prior_test_count(h.Find("priortesters|priordenom_swd")),
        current_status(h.Find("currstatus")),
        prior_status(h.Find("priorstatus")),
        change(h.Find("change")),
        status_level(h.Find("statuslevel")),
        change_level(h.Find("changelevel")),
        color(h.Find("color")),
        box(h.Find("box")),
        pair_share(h.Find("pairshare_method")),
        flags{{{h.Find("certifyflag"), kUncertified},
               {h.Find("priorcertifyflag"), kPriorUncertified},
               {h.Find("dataerrorflag"), kDataError},
               {h.Find("hscutpoints"), kHighSchoolCuts},
               {h.Find("flag50pct"), kUnderHalfTested},
               {h.Find("flag95pct"), kUnder95Tested}}} {}

  struct FlagColumn {
    int column;
    MeasureFlag flag;
  };

  int indicator, alternative, school_type, group;
  int current_numerator, current_denominator, prior_numerator, prior_denominator;
  int current_test_count, prior_test_count;
  int current_status, prior_status, change;
  int status_level, change_level, color, box, pair_share;
  std::array<FlagColumn, 6> flags;
};

class MeasureParser : public RowParser {
 public:
  MeasureParser(const Header& header, const FileContext& context, SeenKeys& seen)
      : columns_(header), header_reader_(header, context), context_(context), seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    MeasureRow row;
    row.header = header_reader_.Read(cells, ReadCollection(cells));
    ReadGroup(cells, row);
    ReadNumbers(cells, row);
    if (!cells.bad()) CheckCounts(cells, row);
    if (!cells.bad()) CheckDuplicate(cells, row);
    if (!cells.bad()) sink.OnMeasure(row);
  }

 private:
  Collection ReadCollection(RowCells& cells) const {
    if (context_.collection) return *context_.collection;
    const std::optional<Indicator> indicator = kIndicators.FromCode(cells.Text(columns_.indicator));
    if (!indicator) {
      cells.Reject(IssueKind::kUnknownCode, columns_.indicator,
                   "expected CHRO, SUSP, ELPI, GRAD, ELA, MATH, CCI or SCIENCE");
      return Collection::kGraduation;
    }
    // The first collections are the indicators, in the same order.
    return static_cast<Collection>(*indicator);
  }

  void ReadGroup(RowCells& cells, MeasureRow& row) const {
    if (columns_.group < 0) {  // ELPI before 2024 is about English learners only.
      row.group = StudentGroup::kEnglishLearners;
      cells.place().group = row.group;
      return;
    }
    const std::optional<StudentGroup> group = ParseStudentGroup(cells.Text(columns_.group));
    if (!group) {
      cells.Reject(
          cells.Text(columns_.group).empty() ? IssueKind::kMissingValue : IssueKind::kUnknownCode,
          columns_.group, "expected a student group such as ALL, EL or SWD");
    }
    cells.place().group = group;
    row.group = group.value_or(StudentGroup::kAll);
  }

  void ReadNumbers(RowCells& cells, MeasureRow& row) const {
    row.alternative = cells.Flag(columns_.alternative);
    row.school_type = cells.Name(columns_.school_type);
    for (const MeasureColumns::FlagColumn& flag : columns_.flags) {
      if (flag.column >= 0 && cells.Flag(flag.column)) row.flags |= flag.flag;
    }
    if (!cells.Text(columns_.pair_share).empty()) row.flags |= kPairShare;
    row.current_numerator = cells.Count(columns_.current_numerator);
    row.current_denominator = cells.Count(columns_.current_denominator);
    row.prior_numerator = cells.Count(columns_.prior_numerator);
    row.prior_denominator = cells.Count(columns_.prior_denominator);
    row.current_test_count = cells.Count(columns_.current_test_count);
    row.prior_test_count = cells.Count(columns_.prior_test_count);
    const bool distance = IsDistance(row.header.collection);
    const int64_t highest = distance ? kMaxDistance : kMaxRate;
    const int64_t lowest = distance ? -kMaxDistance : 0;
    row.current_status = cells.Number(columns_.current_status, lowest, highest);
    row.prior_status = cells.Number(columns_.prior_status, lowest, highest);
    row.change = cells.Number(columns_.change, lowest - highest, highest - lowest);
    row.published_status_level = cells.Level(columns_.status_level, kMaxLevel);
    row.published_change_level = cells.Level(columns_.change_level, kMaxLevel);
    row.published_color = cells.Level(columns_.color, kMaxLevel);
    row.published_box = cells.Level(columns_.box, kMaxBox);
    if (row.published_box % 10 != 0) {
      cells.Reject(IssueKind::kOutOfRange, columns_.box, "expected 0 or 10 to 250 in tens");
    }
    row.status_level_published = columns_.status_level >= 0;
    row.change_published = columns_.change >= 0;
    row.color_published = columns_.color >= 0;
  }

  static bool IsDistance(Collection collection) {
    return collection == Collection::kEnglishLanguageArts ||
           collection == Collection::kMathematics ||
           collection == Collection::kEnglishLanguageArtsGrade11 ||
           collection == Collection::kMathematicsGrade11;
  }

  // The CELDT-based rate of 2017 counts students twice and is capped at 100 afterwards.
  bool MayExceedDenominator(const MeasureRow& row) const {
    return row.header.collection == Collection::kEnglishLearnerProgress &&
           row.current_test_count != kNoCount;
  }

  void CheckCounts(RowCells& cells, const MeasureRow& row) const {
    if (context_.contradictions_accepted || MayExceedDenominator(row)) return;
    CheckRate(cells, row.current_numerator, row.current_denominator, row.current_status,
              columns_.current_numerator, columns_.current_status);
    CheckRate(cells, row.prior_numerator, row.prior_denominator, row.prior_status,
              columns_.prior_numerator, columns_.prior_status);
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
  const RowHeaderReader header_reader_;
  const FileContext& context_;
  SeenKeys& seen_;
};

}  // namespace

std::unique_ptr<RowParser> MakeMeasureParser(const Layout&, const Header& header,
                                             const FileContext& context, SeenKeys& seen) {
  return std::make_unique<MeasureParser>(header, context, seen);
}

}  // namespace sos::ingestion
