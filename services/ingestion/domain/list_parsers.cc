// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/list_parsers.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/row_header.h"

namespace sos::ingestion {
namespace {

// The collection of a local indicator; nullopt for a priority that has none.
std::optional<Collection> LocalCollection(int priority) {
  switch (priority) {
    case 1:
      return Collection::kLocalPriority1;
    case 2:
      return Collection::kLocalPriority2;
    case 3:
      return Collection::kLocalPriority3;
    case 6:
      return Collection::kLocalPriority6;
    case 7:
      return Collection::kLocalPriority7;
    case 9:
      return Collection::kLocalPriority9;
    case 10:
      return Collection::kLocalPriority10;
    default:
      return std::nullopt;
  }
}

class LocalRatingParser : public RowParser {
 public:
  LocalRatingParser(const Header& header, const FileContext& context, SeenKeys& seen)
      : priority_(header.Find(columns::kPriority)),
        performance_(header.Find(columns::kRating)),
        header_reader_(header, context),
        seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    LocalRatingRow row;
    row.priority = ReadPriority(cells);
    const std::optional<Collection> collection = LocalCollection(row.priority);
    if (!collection) {
      cells.Reject(IssueKind::kUnknownCode, priority_, "expected priority 1, 2, 3, 6, 7, 9 or 10");
    }
    row.header = header_reader_.Read(cells, collection.value_or(Collection::kLocalPriority1));
    row.header.charter = row.header.cds.IsSchool();  // The only schools that are rated.
    row.performance = ReadPerformance(cells);
    if (!cells.bad()) {
      CheckFresh(cells, header_reader_.cds_column(), seen_,
                 absl::StrCat("local:", row.priority, ":", row.header.dashboard_year, ":",
                              row.header.cds.text()));
    }
    if (!cells.bad()) sink.OnLocalRating(row);
  }

 private:
  // `7`, or `Access-Priority Area 7`.
  int ReadPriority(RowCells& cells) const {
    absl::string_view text = cells.Text(priority_);
    const absl::string_view::size_type space = text.rfind(' ');
    if (space != absl::string_view::npos) text = text.substr(space + 1);
    return static_cast<int>(ParseWhole(text, false).value_or(0));
  }

  LocalPerformance ReadPerformance(RowCells& cells) const {
    const absl::string_view text = cells.Text(performance_);
    if (text.empty()) return LocalPerformance::kNotApplicable;
    if (absl::EqualsIgnoreCase(text, "Met")) return LocalPerformance::kMet;
    if (absl::EqualsIgnoreCase(text, "Not Met")) return LocalPerformance::kNotMet;
    if (absl::StartsWithIgnoreCase(text, "Not Met For Two")) {
      return LocalPerformance::kNotMetTwoOrMoreYears;
    }
    cells.Reject(IssueKind::kUnknownCode, performance_,
                 "expected Met, Not Met, Not Met For Two or More Years or NA");
    return LocalPerformance::kNotApplicable;
  }

  const int priority_;
  const int performance_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
};

class LowestPerformanceParser : public RowParser {
 public:
  LowestPerformanceParser(const Layout& layout, const Header& header, const FileContext& context,
                          SeenKeys& seen)
      : layout_(layout),
        context_(context),
        group_(header.Find(columns::kStudentGroup)),
        header_reader_(header, context),
        seen_(seen) {
    constexpr struct {
      const char* name;
      Indicator indicator;
    } kColumns[] = {{"ela", Indicator::kEnglishLanguageArts},
                    {"math", Indicator::kMathematics},
                    {"chronic", Indicator::kChronicAbsenteeism},
                    {"cci", Indicator::kCollegeCareer},
                    {"elpi", Indicator::kEnglishLearnerProgress},
                    {"grad", Indicator::kGraduation},
                    {"susp", Indicator::kSuspension}};
    for (const auto& column : kColumns) {
      const int found = header.Find(column.name);
      if (found >= 0) columns_.push_back({found, column.indicator});
    }
  }

  void Parse(RowCells& cells, RecordSink& sink) override {
    LowestPerformanceRow row;
    row.header =
        header_reader_.Read(cells, context_.collection.value_or(layout_.collections.front()));
    if (group_ >= 0) {
      const std::optional<StudentGroup> group = ParseStudentGroup(cells.Text(group_));
      if (!group) {
        cells.Reject(IssueKind::kUnknownCode, group_, "expected a student group such as EL or SWD");
      }
      row.group = group.value_or(StudentGroup::kAll);
      cells.place().group = group;
    } else {
      cells.place().group = StudentGroup::kAll;
    }
    for (const IndicatorColumn& column : columns_) {
      if (cells.Flag(column.column)) row.indicators.push_back(column.indicator);
    }
    if (!cells.bad()) {
      CheckFresh(cells, header_reader_.cds_column(), seen_,
                 absl::StrCat("low:", row.header.dashboard_year, ":", row.header.cds.text(), ":",
                              kStudentGroups.Code(row.group)));
    }
    if (!cells.bad()) sink.OnLowestPerformance(row);
  }

 private:
  struct IndicatorColumn {
    int column;
    Indicator indicator;
  };

  const Layout& layout_;
  // Says which list it is once some rows were seen.
  const FileContext& context_;
  const int group_;
  std::vector<IndicatorColumn> columns_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
};

class EntityParser : public RowParser {
 public:
  EntityParser(const Layout& layout, const Header& header, const FileContext& context,
               SeenKeys& seen)
      : collection_(layout.collections.front()),
        late_(header.Find(columns::kLateCertification)),
        charter_(header.Find("charter")),
        alternative_(header.Find("dass|dassflag")),
        district_type_(header.Find("doc")),
        level_(header.Find("eilcode")),
        funding_type_(header.Find("fundingtype")),
        status_(header.Find(columns::kStatusType)),
        type_(header.Find(columns::kEntityType)),
        zip_(header.Find("zipcode")),
        header_reader_(header, context),
        seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    EntityRow row;
    row.header = header_reader_.Read(cells, collection_);
    // An LEA that was in time is no part of the list, but the list covers its county.
    const bool listed = late_ < 0 || cells.Flag(late_);
    ReadFacts(cells, row);
    if (!cells.bad()) CheckType(cells, row.header.cds);
    if (!cells.bad()) CheckZip(cells);
    if (!cells.bad()) {
      CheckFresh(cells, header_reader_.cds_column(), seen_,
                 absl::StrCat("entity:", row.header.dashboard_year, ":", row.header.cds.text()));
    }
    if (!cells.bad() && listed) sink.OnEntity(row);
  }

 private:
  // The directory prints what it does not know as `No Data`.
  static absl::string_view Known(absl::string_view text) {
    return absl::EqualsIgnoreCase(text, "No Data") ? absl::string_view() : text;
  }

  // The entity directories of the tests have numbers for what an entity is; all above 6 are
  // schools.
  void CheckType(RowCells& cells, const CdsCode& cds) const {
    constexpr int64_t kState = 4;
    constexpr int64_t kCounty = 5;
    constexpr int64_t kDistrict = 6;
    constexpr int64_t kLastType = 99;
    if (type_ < 0) return;
    const int64_t type = cells.Count(type_, kLastType);
    if (cells.bad() || type == kNoCount) return;
    const bool fits = type == kState      ? cds.IsState()
                      : type == kCounty   ? cds.IsCounty()
                      : type == kDistrict ? cds.IsLea()
                                          : type > kDistrict && cds.IsSchool();
    if (!fits) {
      cells.Reject(IssueKind::kWrongEntity, type_,
                   absl::StrCat("type ", type, " does not fit the code ", cds.text()));
    }
  }

  void CheckZip(RowCells& cells) const {
    const absl::string_view zip = cells.Text(zip_);
    const bool valid = std::all_of(zip.begin(), zip.end(), [](unsigned char c) {
      return absl::ascii_isdigit(c) || c == '-' || c == ' ';
    });
    if (!valid) cells.Reject(IssueKind::kMalformedValue, zip_, "expected a zip code of 5 digits");
  }

  void ReadFacts(RowCells& cells, EntityRow& row) const {
    row.charter = cells.Remark(charter_).value_or(false);
    row.alternative = cells.Flag(alternative_);
    row.district_type = Known(cells.Name(district_type_));
    row.level = Known(cells.Name(level_));
    row.funding_type = Known(cells.Name(funding_type_));
    row.status = Known(cells.Name(status_));
    row.header.charter = row.header.charter || row.charter;
  }

  const Collection collection_;
  const int late_;
  const int charter_, alternative_, district_type_, level_, funding_type_, status_, type_, zip_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
};

}  // namespace

std::unique_ptr<RowParser> MakeLocalRatingParser(const Layout&, const Header& header,
                                                 const FileContext& context, SeenKeys& seen) {
  return std::make_unique<LocalRatingParser>(header, context, seen);
}

std::unique_ptr<RowParser> MakeLowestPerformanceParser(const Layout& layout, const Header& header,
                                                       const FileContext& context, SeenKeys& seen) {
  return std::make_unique<LowestPerformanceParser>(layout, header, context, seen);
}

std::unique_ptr<RowParser> MakeEntityParser(const Layout& layout, const Header& header,
                                            const FileContext& context, SeenKeys& seen) {
  return std::make_unique<EntityParser>(layout, header, context, seen);
}

}  // namespace sos::ingestion
