// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/red_lists.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using education::v1::Indicator;
using ingestion::v1::Collection;
using ingestion::v1::FileCoverage;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kYear = 2023;
constexpr char kAlder[] = "99600010000000";
constexpr char kBirch[] = "99600020000000";
constexpr auto kHomeless = education::v1::STUDENT_GROUP_HOMELESS;

struct ColumnFile {
  Indicator indicator;
  Collection collection;
};

// The indicators of the list of LEA groups of 2023, with the files that they are in.
const std::vector<ColumnFile>& ColumnFiles() {
  static const auto* const kFiles = new std::vector<ColumnFile>{
      {education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS,
       ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS},
      {education::v1::INDICATOR_MATHEMATICS, ingestion::v1::COLLECTION_MATHEMATICS},
      {education::v1::INDICATOR_CHRONIC_ABSENTEEISM, ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM},
      {education::v1::INDICATOR_COLLEGE_CAREER, ingestion::v1::COLLECTION_COLLEGE_CAREER},
      {education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS,
       ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS},
      {education::v1::INDICATOR_GRADUATION, ingestion::v1::COLLECTION_GRADUATION},
      {education::v1::INDICATOR_SUSPENSION, ingestion::v1::COLLECTION_SUSPENSION}};
  return *kFiles;
}

class RedListsTest : public ::testing::Test {
 protected:
  // A result of homeless students of an LEA.
  void Load(const char* cds, Indicator indicator, education::v1::Color color,
            education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN) {
    auto& block = source_.results.emplace_back();
    block.set_dashboard_year(kYear);
    block.set_indicator(indicator);
    block.set_publication(indicator::v1::IndicatorRules::PUBLICATION_COLOR);
    auto& entity = *block.add_entities();
    entity.set_name(absl::StrCat("entities/", cds));
    entity.set_display_name("Alder Unified");
    entity.set_type(education::v1::ENTITY_TYPE_DISTRICT);
    entity.set_county_name("Sample");
    block.add_entity_indexes(0);
    block.add_student_groups(kHomeless);
    block.add_current_denominators(40);
    block.add_status_tenths(123);
    block.add_change_tenths(0);
    block.add_status_levels(1);
    block.add_change_levels(3);
    block.add_colors(color);
    block.add_boxes(13);
    block.add_current_size_met(true);
    block.add_disclosures(disclosure);
  }

  // A Red of every indicator but `except`.
  void LoadReds(const char* cds, Indicator except = education::v1::INDICATOR_UNSPECIFIED) {
    for (const ColumnFile& column : ColumnFiles()) {
      if (column.indicator != except) Load(cds, column.indicator, education::v1::COLOR_RED);
    }
  }

  // A file of the suspension collection with rows of that one LEA.
  void LoadSuspensionFile(const char* cds, FileCoverage::Filter filter) {
    auto& coverage = *source_.snapshot.add_coverages();
    coverage.set_collection(ingestion::v1::COLLECTION_SUSPENSION);
    coverage.set_dashboard_year(kYear);
    FileCoverage& file = *coverage.add_files()->mutable_coverage();
    file.add_lea_cds(cds);
    file.set_filter(filter);
  }

  absl::StatusOr<std::string> LeaGroups() {
    eligibility::v1::DeterminationFilter filter;
    filter.set_dashboard_year(kYear);
    filter.add_entities(absl::StrCat("entities/", kAlder));
    const rpc::CallContext call(absl::InfiniteDuration(), "test");
    return StateRedList(source_, v1::EXPORT_FORMAT_STATE_RED_LEA_GROUPS, filter, Revision(), call);
  }

  static std::vector<std::string> RowsOf(const absl::StatusOr<std::string>& list) {
    EXPECT_TRUE(list.ok()) << list.status();
    std::vector<std::string> lines;
    if (list.ok()) lines = absl::StrSplit(*list, "\r\n", absl::SkipEmpty());
    if (!lines.empty()) lines.erase(lines.begin());
    return lines;
  }

  FakeReportSource source_;
};

TEST_F(RedListsTest, SaysOfEveryResultWhetherItIsAtTheLowestPerformance) {
  LoadReds(kAlder, education::v1::INDICATOR_SUSPENSION);
  Load(kAlder, education::v1::INDICATOR_SUSPENSION, education::v1::COLOR_ORANGE);
  EXPECT_THAT(RowsOf(LeaGroups()),
              ElementsAre("2023,99600010000000,D,*,Alder Unified,Sample,*,HOM,Y,Y,Y,Y,Y,Y,*"));
}

TEST_F(RedListsTest, ALeaWithoutResultsOfAnIndicatorIsRefusedThoughAnotherHasThem) {
  LoadReds(kAlder);
  LoadReds(kBirch, education::v1::INDICATOR_SUSPENSION);
  const auto list = LeaGroups();
  EXPECT_EQ(list.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(list.status().message()), HasSubstr("SUSP (99600020000000)"));
}

TEST_F(RedListsTest, AFileThatCoversTheLeaSaysThatThereAreNone) {
  LoadReds(kAlder);
  LoadReds(kBirch, education::v1::INDICATOR_SUSPENSION);
  LoadSuspensionFile(kBirch, FileCoverage::FILTER_ONE_LEA);
  EXPECT_THAT(RowsOf(LeaGroups()),
              ElementsAre(HasSubstr("HOM,Y,Y,Y,Y,Y,Y,Y"), HasSubstr("HOM,Y,Y,Y,Y,Y,Y,*")));
}

TEST_F(RedListsTest, AFilteredFileSaysNothingOfWhatItDoesNotHave) {
  LoadReds(kBirch, education::v1::INDICATOR_SUSPENSION);
  LoadSuspensionFile(kBirch, FileCoverage::FILTER_COLORS);
  EXPECT_EQ(LeaGroups().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(RedListsTest, AWithheldRedHasTheSignForNoValue) {
  LoadReds(kAlder, education::v1::INDICATOR_SUSPENSION);
  Load(kAlder, education::v1::INDICATOR_SUSPENSION, education::v1::COLOR_RED,
       education::v1::DISCLOSURE_WITHHELD);
  EXPECT_THAT(RowsOf(LeaGroups()), ElementsAre(HasSubstr("HOM,Y,Y,Y,Y,Y,Y,*")));
}

TEST_F(RedListsTest, NothingLoadedIsNoEmptyList) {
  EXPECT_EQ(LeaGroups().status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sos::reporting
