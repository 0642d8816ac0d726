// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/coverage.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/files/file_reader.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kHeader[] =
    "cds\trtype\tschoolname\tdistrictname\tcountyname\tcharter_flag\tstudentgroup\tcurrnumer\t"
    "currdenom\tcurrstatus\tpriornumer\tpriordenom\tpriorstatus\tchange\tstatuslevel\tcolor\t"
    "indicator\treportingyear\n";

// A row of chronic absenteeism 2023.
std::string Row(const std::string& cds, const std::string& group, int color = 0,
                const std::string& denominator = "100", bool charter = false) {
  return absl::StrCat(cds, "\t", cds.substr(7) == "0000000" ? "D" : "S", "\t\tAlder Unified\t",
                      cds.substr(0, 2) == "01" ? "Alameda" : "Monterey", "\t", charter ? "Y" : "",
                      "\t", group, "\t10\t", denominator, "\t10.0\t10\t100\t10.0\t0.0\t3\t", color,
                      "\tCHRO\t2023\n");
}

// What a file of these rows covers.
class Reading {
 public:
  explicit Reading(const std::vector<std::string>& rows,
                   v1::CoverageClaim claim = v1::COVERAGE_CLAIM_UNSPECIFIED) {
    std::string text = kHeader;
    for (const std::string& row : rows) text += row;
    outcome_ = ReadFile({.bytes = text, .display_name = "x.txt", .max_quarantined_row_count = 100},
                        builder_);
    builder_.Finish();
    coverages_ = CoverageOf(builder_.partitions(), outcome_.refused, claim);
  }

  const v1::FileCoverage& only() const { return coverages_.at(0); }
  std::vector<v1::RefusedRow> refused() const { return RefusedRows(outcome_.refused, coverages_); }
  const ReadOutcome& outcome() const { return outcome_; }
  bool Covers(const std::string& cds, const std::string& group) const {
    const auto found = builder_.partitions().find({.lea = CdsCode::Parse(cds)->Lea(),
                                                   .collection = Collection::kChronicAbsenteeism,
                                                   .dashboard_year = 2023});
    static const v1::Partition* const kNone = new v1::Partition();
    return CoveredRows(only(), found == builder_.partitions().end() ? *kNone : found->second)
        .Covers({cds, group});
  }

 private:
  PartitionBuilder builder_;
  ReadOutcome outcome_;
  std::vector<v1::FileCoverage> coverages_;
};

constexpr char kAlder[] = "01611190000000";
constexpr char kBirch[] = "01611270000000";
constexpr char kSchool[] = "01611190130229";

// Two LEAs of a county with several groups.
std::vector<std::string> WholeCounty() {
  return {Row(kAlder, "ALL", 2), Row(kAlder, "HI", 1), Row(kAlder, "SED"),
          Row(kBirch, "ALL", 3), Row(kBirch, "HI"),    Row(kBirch, "SWD", 4)};
}

TEST(FileCoverageTest, CoversRecordTypesAndGroupsOfItsCountyAndNoOthers) {
  const Reading file(WholeCounty());

  EXPECT_EQ(file.only().filter(), v1::FileCoverage::FILTER_UNSPECIFIED);
  EXPECT_FALSE(file.only().statewide());
  EXPECT_TRUE(file.Covers(kAlder, "SWD"));
  EXPECT_TRUE(file.Covers("01611920000000", "ALL"));
  EXPECT_FALSE(file.Covers(kAlder, "HOM")) << "no row of that group";
  EXPECT_FALSE(file.Covers(kSchool, "ALL")) << "no row of a school";
  EXPECT_FALSE(file.Covers("27661590000000", "ALL")) << "no row of that county";
}

TEST(FileCoverageTest, TellsCharterSchoolsFromOtherSchools) {
  std::vector<std::string> rows = WholeCounty();
  rows.push_back(Row(kSchool, "ALL", 0, "100", /*charter=*/true));
  const Reading file(rows);

  EXPECT_TRUE(file.Covers(kSchool, "HI"));
  EXPECT_FALSE(file.Covers("01611190131581", "HI")) << "a school that is no charter";
}

TEST(FileCoverageTest, SeesOneGroupSomeColorsAndRowsWithoutTheirWhole) {
  EXPECT_EQ(Reading({Row(kAlder, "ALL", 2), Row(kBirch, "ALL")}).only().filter(),
            v1::FileCoverage::FILTER_ONE_GROUP);
  EXPECT_EQ(
      Reading({Row(kAlder, "ALL", 1), Row(kAlder, "HI", 1), Row(kBirch, "SED", 1)}).only().filter(),
      v1::FileCoverage::FILTER_COLORS);
  EXPECT_EQ(Reading({Row(kAlder, "HI", 1), Row(kAlder, "SED"), Row(kBirch, "WH", 3),
                     Row(kBirch, "SED", 2)})
                .only()
                .filter(),
            v1::FileCoverage::FILTER_SELECTED_ROWS);
}

TEST(FileCoverageTest, SeesThatRowsOfOneSizeOrOfOneDirectionWereTakenOut) {
  const std::string small =
      absl::StrReplaceAll(Row(kAlder, "WH", 0, "20"), {{"\t10\t20\t", "\t2\t20\t"}});
  const std::string falling = absl::StrReplaceAll(Row(kAlder, "AS"), {{"\t0.0\t", "\t-1.0\t"}});
  const auto filter_with = [](const std::vector<std::string>& more) {
    std::vector<std::string> rows = more;
    for (int i = 0; i < 7; ++i) {
      const std::string lea = absl::StrCat("016111", i, "0000000");
      for (const char* const group : {"ALL", "HI", "SED"}) rows.push_back(Row(lea, group, i % 4));
    }
    const Reading file(rows);
    EXPECT_THAT(file.refused(), IsEmpty());
    return file.only().filter();
  };
  EXPECT_EQ(filter_with({falling}), v1::FileCoverage::FILTER_SELECTED_ROWS) << "large groups only";
  EXPECT_EQ(filter_with({small}), v1::FileCoverage::FILTER_SELECTED_ROWS) << "nobody falls";
  EXPECT_EQ(filter_with({small, falling}), v1::FileCoverage::FILTER_UNSPECIFIED);
}

TEST(FileCoverageTest, TakesAFileOfOneLeaForThatLea) {
  const Reading file({Row(kAlder, "ALL", 2), Row(kAlder, "HI", 1), Row(kAlder, "SED")});

  EXPECT_EQ(file.only().filter(), v1::FileCoverage::FILTER_ONE_LEA);
  EXPECT_THAT(file.only().lea_cds(), ElementsAre(kAlder));
}

TEST(FileCoverageTest, GoesByWhatTheSenderSays) {
  EXPECT_TRUE(Reading(WholeCounty(), v1::COVERAGE_CLAIM_COMPLETE).only().statewide());
  const Reading partial(WholeCounty(), v1::COVERAGE_CLAIM_PARTIAL);
  EXPECT_EQ(partial.only().filter(), v1::FileCoverage::FILTER_CLAIMED);
  EXPECT_FALSE(partial.Covers(kAlder, "SWD"));
}

TEST(FileCoverageTest, RemembersTheEntityAndGroupOfARefusedRow) {
  std::vector<std::string> rows = WholeCounty();
  rows.push_back(Row(kAlder, "WH", 0, "a hundred"));
  const Reading file(rows);

  const std::vector<v1::RefusedRow> refused = file.refused();

  ASSERT_THAT(refused, SizeIs(1)) << file.outcome().message;
  EXPECT_EQ(refused[0].cds(), kAlder);
  EXPECT_EQ(refused[0].student_group(), education::v1::STUDENT_GROUP_WHITE);
  EXPECT_EQ(refused[0].collection(), v1::COLLECTION_CHRONIC_ABSENTEEISM);
  EXPECT_EQ(refused[0].dashboard_year(), 2023);
  EXPECT_EQ(refused[0].line(), 8);
  EXPECT_TRUE(file.Covers(kAlder, "WH")) << "the group is in the file, if not readable";
}

TEST(FileCoverageTest, RemembersLessWhereLessOfARefusedRowCouldBeRead) {
  std::vector<std::string> rows = WholeCounty();
  rows.push_back(Row(kAlder, "NOBODY"));
  rows.push_back(Row("0161119000X000", "WH"));
  const std::vector<v1::RefusedRow> refused = Reading(rows).refused();

  ASSERT_THAT(refused, SizeIs(2));
  EXPECT_THAT(refused[0].cds(), IsEmpty());
  EXPECT_EQ(refused[1].cds(), kAlder);
  EXPECT_EQ(refused[1].student_group(), education::v1::STUDENT_GROUP_UNSPECIFIED);
}

}  // namespace
}  // namespace sos::ingestion
