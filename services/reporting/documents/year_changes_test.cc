// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kChangedCounty[] = "01000000000000";
constexpr char kChangedLea[] = "01600020000000";
constexpr char kOtherLea[] = "01600030000000";
constexpr char kChangedSchool[] = "01600020000001";

const rpc::CallContext& ChangesCall() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

education::v1::Entity EntityOf(const char* cds) {
  education::v1::Entity entity;
  entity.set_name(absl::StrCat("entities/", cds));
  entity.set_display_name(absl::StrCat("Name of ", cds));
  return entity;
}

struct YearOfResult {
  education::v1::Color color = education::v1::COLOR_NONE;
  education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
};

// Adds a result of all students, or of a group.
void AddResult(const char* cds, int year, const YearOfResult& of, FakeReportSource& source,
               education::v1::StudentGroup group = education::v1::STUDENT_GROUP_ALL,
               indicator::v1::IndicatorRules::Publication publication =
                   indicator::v1::IndicatorRules::PUBLICATION_COLOR) {
  indicator::v1::ResultBlock& block = source.results.emplace_back();
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  block.set_dashboard_year(year);
  block.set_publication(publication);
  *block.add_entities() = EntityOf(cds);
  block.add_entity_indexes(0);
  block.add_student_groups(group);
  block.add_current_denominators(1234);
  block.add_current_numerators(56);
  block.add_status_tenths(45);
  block.add_change_tenths(-3);
  block.add_status_levels(3);
  block.add_change_levels(3);
  block.add_colors(of.color);
  block.add_boxes(120);
  block.add_current_size_met(true);
  block.add_disclosures(of.disclosure);
}

FakeReportSource EmptySource() {
  FakeReportSource source;
  for (const char* cds : {"00000000000000", kChangedCounty, kChangedLea, kChangedSchool}) {
    source.entities[*CdsCode::Parse(cds)] = EntityOf(cds);
  }
  return source;
}

v1::YearChanges ChangesOf(ReportSource& source, const char* cds, int from = 2023, int to = 2024,
                          int64_t from_revision = 7) {
  const DocumentKey key = {.kind = DocumentKey::Kind::kYearChanges,
                           .cds = *CdsCode::Parse(cds),
                           .dashboard_year = to,
                           .from_year = from};
  const auto changes = ComposeYearChanges(source, key, {.number = from_revision, .identity = ""},
                                          {.number = 7, .identity = ""}, ChangesCall());
  EXPECT_TRUE(changes.ok()) << changes.status();
  return changes.ok() ? *changes : v1::YearChanges();
}

std::string SentencesOf(const v1::YearChanges& changes) {
  std::string text;
  for (const std::string& sentence : changes.sentences()) absl::StrAppend(&text, sentence, "\n");
  return text;
}

TEST(YearChangesTest, TellsHowColorsMovedFromYearToYear) {
  FakeReportSource source = EmptySource();
  AddResult(kChangedLea, 2023, {.color = education::v1::COLOR_RED}, source);
  AddResult(kChangedLea, 2024, {.color = education::v1::COLOR_YELLOW}, source);
  const v1::YearChanges changes = ChangesOf(source, kChangedLea);
  EXPECT_EQ(changes.name(), "entities/01600020000000/yearChanges/2023-2024");
  ASSERT_EQ(changes.results_size(), 1);
  EXPECT_EQ(changes.results(0).before().color(), education::v1::COLOR_RED);
  EXPECT_EQ(changes.results(0).after().color(), education::v1::COLOR_YELLOW);
  EXPECT_THAT(changes.results(0).after().sentence(), HasSubstr("56 of 1,234 students"));
  ASSERT_EQ(changes.color_flows_size(), 1);
  EXPECT_EQ(changes.color_flows(0).from_color(), education::v1::COLOR_RED);
  EXPECT_EQ(changes.color_flows(0).to_color(), education::v1::COLOR_YELLOW);
  EXPECT_EQ(changes.color_flows(0).result_count(), 1);
  EXPECT_THAT(changes.sentences(), Contains("1 result improved from Red; none fell to Red."));
}

TEST(YearChangesTest, AResultThatIsWithheldInEitherYearIsOnlyCounted) {
  for (const int withheld : {2023, 2024}) {
    FakeReportSource source = EmptySource();
    for (const int year : {2023, 2024}) {
      AddResult(kChangedLea, year, {.color = education::v1::COLOR_GREEN}, source);
      AddResult(kChangedLea, year,
                {.color = education::v1::COLOR_RED,
                 .disclosure = year == withheld ? education::v1::DISCLOSURE_WITHHELD
                                                : education::v1::DISCLOSURE_SHOWN},
                source, education::v1::STUDENT_GROUP_FOSTER_YOUTH);
    }
    const v1::YearChanges changes = ChangesOf(source, kChangedLea);
    EXPECT_EQ(changes.withheld_count(), 1) << withheld;
    ASSERT_EQ(changes.results_size(), 1) << withheld;
    EXPECT_EQ(changes.results(0).student_group(), education::v1::STUDENT_GROUP_ALL);
    ASSERT_EQ(changes.color_flows_size(), 1) << withheld;
    EXPECT_EQ(changes.color_flows(0).from_color(), education::v1::COLOR_GREEN);
    EXPECT_THAT(SentencesOf(changes), HasSubstr("1 result has a color in both 2023 and 2024"));
    EXPECT_THAT(changes.DebugString(), Not(HasSubstr("COLOR_RED"))) << withheld;
    EXPECT_THAT(changes.DebugString(), Not(HasSubstr("FOSTER"))) << withheld;
  }
}

TEST(YearChangesTest, AYearWithoutColorsIsNotComparedByColor) {
  FakeReportSource source = EmptySource();
  AddResult(kChangedLea, 2022, {}, source, education::v1::STUDENT_GROUP_ALL,
            indicator::v1::IndicatorRules::PUBLICATION_STATUS_ONLY);
  AddResult(kChangedLea, 2023, {.color = education::v1::COLOR_RED}, source);
  const v1::YearChanges changes = ChangesOf(source, kChangedLea, 2022, 2023);
  EXPECT_THAT(changes.color_flows(), IsEmpty());
  EXPECT_EQ(changes.results_size(), 1);
  EXPECT_THAT(SentencesOf(changes),
              HasSubstr("2022 has no colors for Suspension Rate: colors are not compared there."));
}

TEST(YearChangesTest, SaysWhichYearsInBetweenHadNoDashboard) {
  FakeReportSource source = EmptySource();
  AddResult(kChangedLea, 2019, {.color = education::v1::COLOR_RED}, source);
  AddResult(kChangedLea, 2023, {.color = education::v1::COLOR_RED}, source);
  EXPECT_THAT(SentencesOf(ChangesOf(source, kChangedLea, 2019, 2023)),
              HasSubstr("The state published no Dashboard for 2020 and 2021"));
}

TEST(YearChangesTest, AnIndicatorThatOneYearLacksHasNotMoved) {
  FakeReportSource source = EmptySource();
  AddResult(kChangedLea, 2024, {.color = education::v1::COLOR_RED}, source);
  const v1::YearChanges changes = ChangesOf(source, kChangedLea);
  EXPECT_THAT(changes.results(), IsEmpty());
  EXPECT_THAT(changes.color_flows(), IsEmpty());
  EXPECT_THAT(SentencesOf(changes), HasSubstr("No results of Suspension Rate are loaded for 2023"));
}

TEST(YearChangesTest, AResultWithoutRowInOneYearIsListedAndMovedNowhere) {
  FakeReportSource source = EmptySource();
  AddResult(kChangedLea, 2023, {.color = education::v1::COLOR_RED}, source);
  AddResult(kChangedLea, 2024, {.color = education::v1::COLOR_RED}, source);
  AddResult(kChangedLea, 2024, {.color = education::v1::COLOR_BLUE}, source,
            education::v1::STUDENT_GROUP_WHITE);
  const v1::YearChanges changes = ChangesOf(source, kChangedLea);
  ASSERT_EQ(changes.results_size(), 2);
  EXPECT_EQ(changes.results(1).before().state(), v1::Cell::STATE_ABSENT);
  EXPECT_EQ(changes.color_flows_size(), 1) << "only Red to Red: no row is no color";
}

TEST(YearChangesTest, ListsWhoIsBelowAndNobodyElse) {
  FakeReportSource source = EmptySource();
  for (const int year : {2023, 2024}) {
    for (const char* cds : {kChangedLea, kOtherLea, kChangedSchool}) {
      AddResult(cds, year, {.color = education::v1::COLOR_RED}, source);
      AddResult(cds, year, {}, source, education::v1::STUDENT_GROUP_WHITE);
    }
  }
  const auto names = [&source](const char* cds) {
    std::vector<std::string> found;
    const v1::YearChanges changes = ChangesOf(source, cds);
    for (const auto& result : changes.results()) {
      found.push_back(result.entity().name().substr(9));
    }
    return found;
  };
  // Below, groups are listed where they have a color.
  EXPECT_THAT(names(kChangedCounty), ElementsAre(kChangedLea, kOtherLea));
  EXPECT_THAT(names(kChangedLea), ElementsAre(kChangedLea, kChangedLea, kChangedSchool));
  EXPECT_THAT(names(kChangedSchool), ElementsAre(kChangedSchool, kChangedSchool));
  EXPECT_THAT(names("00000000000000"), IsEmpty()) << "the flows count the LEAs of the state";
  EXPECT_EQ(ChangesOf(source, "00000000000000").color_flows(0).result_count(), 2);
}

void AddDetermination(const char* cds, int year, absl::string_view status,
                      eligibility::v1::Outcome outcome,
                      const std::vector<education::v1::StudentGroup>& met,
                      FakeReportSource& source) {
  eligibility::v1::Determination& determination = source.determinations.emplace_back();
  *determination.mutable_entity() = EntityOf(cds);
  determination.set_program(eligibility::v1::PROGRAM_LCFF);
  determination.set_dashboard_year(year);
  determination.set_status(std::string(status));
  determination.set_eligibility(outcome);
  for (const auto group : met) {
    eligibility::v1::GroupAnswer& answer = *determination.add_groups();
    answer.set_student_group(group);
    answer.set_outcome(eligibility::v1::OUTCOME_MET);
  }
}

FakeReportSource SourceOfCounty() {
  FakeReportSource source = EmptySource();
  source.programs = {eligibility::v1::PROGRAM_LCFF};
  using eligibility::v1::OUTCOME_INSUFFICIENT_DATA;
  using eligibility::v1::OUTCOME_MET;
  using eligibility::v1::OUTCOME_NOT_MET;
  AddDetermination(kChangedLea, 2023, "Year 1", OUTCOME_MET,
                   {education::v1::STUDENT_GROUP_WHITE, education::v1::STUDENT_GROUP_ASIAN},
                   source);
  AddDetermination(kChangedLea, 2024, "Year 1", OUTCOME_MET,
                   {education::v1::STUDENT_GROUP_ASIAN, education::v1::STUDENT_GROUP_HOMELESS},
                   source);
  AddDetermination(kOtherLea, 2023, "General Assistance", OUTCOME_NOT_MET, {}, source);
  AddDetermination(kOtherLea, 2024, "Year 1", OUTCOME_MET, {education::v1::STUDENT_GROUP_WHITE},
                   source);
  // Nothing is known of the one before, and the other is undecided in it.
  AddDetermination("01600040000000", 2024, "Year 1", OUTCOME_MET,
                   {education::v1::STUDENT_GROUP_WHITE}, source);
  AddDetermination("01600050000000", 2023, "", OUTCOME_INSUFFICIENT_DATA, {}, source);
  AddDetermination("01600050000000", 2024, "Year 1", OUTCOME_MET,
                   {education::v1::STUDENT_GROUP_WHITE}, source);
  return source;
}

TEST(YearChangesTest, TellsWhichGroupsCountNowAndNoLonger) {
  FakeReportSource source = SourceOfCounty();
  const v1::YearChanges changes = ChangesOf(source, kChangedCounty);
  ASSERT_EQ(changes.supports_size(), 4);
  EXPECT_THAT(changes.supports(0).added_groups(),
              ElementsAre(education::v1::STUDENT_GROUP_HOMELESS));
  EXPECT_THAT(changes.supports(0).removed_groups(),
              ElementsAre(education::v1::STUDENT_GROUP_WHITE));
  EXPECT_THAT(changes.supports(1).added_groups(), ElementsAre(education::v1::STUDENT_GROUP_WHITE));
  EXPECT_THAT(changes.supports(2).added_groups(), IsEmpty()) << "nothing is known of 2023";
  EXPECT_EQ(changes.supports(2).from_outcome(), eligibility::v1::OUTCOME_UNSPECIFIED);
  EXPECT_THAT(changes.supports(3).added_groups(), IsEmpty()) << "2023 is undecided";
}

TEST(YearChangesTest, FlowsSumToTheNumberOfEntities) {
  FakeReportSource source = SourceOfCounty();
  const v1::YearChanges changes = ChangesOf(source, kChangedCounty);
  int total = 0;
  for (const v1::StatusFlow& flow : changes.status_flows()) total += flow.entity_count();
  EXPECT_EQ(total, changes.supports_size());
  ASSERT_EQ(changes.status_flows_size(), 3);
  EXPECT_EQ(changes.status_flows(0).from_status(), "") << "undecided, or not known";
  EXPECT_EQ(changes.status_flows(0).entity_count(), 2);
  EXPECT_THAT(SentencesOf(changes), HasSubstr("1 of 4 LEAs are newly eligible"));
  EXPECT_THAT(SentencesOf(changes), HasSubstr("2 are undecided or not known in 2023 or 2024."));
}

TEST(YearChangesTest, SaysWhichGroupsTheEarlierRulesDidNotKnow) {
  FakeReportSource source = SourceOfCounty();
  const v1::YearChanges changes = ChangesOf(source, kChangedCounty);
  EXPECT_THAT(SentencesOf(changes), HasSubstr("the rules of 2023 do not know Homeless"));
  EXPECT_THAT(SentencesOf(changes), Not(HasSubstr("do not know White")));
}

// Undecided by results; decided by what the state published.
class PublishedSource : public FakeReportSource {
 public:
  absl::StatusOr<std::vector<eligibility::v1::Determination>> GetDeterminations(
      const eligibility::v1::DeterminationFilter& filter, const Revision&,
      const rpc::CallContext&) override {
    const bool published = filter.letter_basis() == eligibility::v1::LETTER_BASIS_PUBLISHED;
    FakeReportSource of_basis;
    if (filter.program() == eligibility::v1::PROGRAM_LCFF) {
      AddDetermination(
          kChangedLea, filter.dashboard_year(), published ? "Year 1" : "",
          published ? eligibility::v1::OUTCOME_MET : eligibility::v1::OUTCOME_INSUFFICIENT_DATA, {},
          of_basis);
    }
    return of_basis.determinations;
  }
};

TEST(YearChangesTest, TakesWhatTheStatePublishedWhereResultsDecideNothing) {
  PublishedSource source;
  source.entities = EmptySource().entities;
  source.programs = {eligibility::v1::PROGRAM_LCFF};
  const v1::YearChanges changes = ChangesOf(source, kChangedLea);
  ASSERT_EQ(changes.supports_size(), 1);
  EXPECT_EQ(changes.supports(0).from_status(), "Year 1");
  EXPECT_EQ(changes.supports(0).to_outcome(), eligibility::v1::OUTCOME_MET);
}

// A source whose suspension results are Red at revision 3 and Orange afterwards.
class RevisedSource : public FakeReportSource {
 public:
  absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetResults(
      const indicator::v1::ResultFilter&, const Revision& revision,
      const rpc::CallContext&) override {
    FakeReportSource of_revision;
    AddResult(
        kChangedLea, 2024,
        {.color = revision.number == 3 ? education::v1::COLOR_RED : education::v1::COLOR_ORANGE},
        of_revision);
    return of_revision.results;
  }
};

TEST(YearChangesTest, ComparesOneYearInTwoRevisions) {
  RevisedSource source;
  source.entities = EmptySource().entities;
  const v1::YearChanges changes = ChangesOf(source, kChangedLea, 2024, 2024, /*from_revision=*/3);
  EXPECT_EQ(changes.from_revision(), 3);
  ASSERT_EQ(changes.results_size(), 1);
  EXPECT_EQ(changes.results(0).before().color(), education::v1::COLOR_RED);
  EXPECT_EQ(changes.results(0).after().color(), education::v1::COLOR_ORANGE);
  EXPECT_THAT(SentencesOf(changes), HasSubstr("2024 (revision 3) and 2024 (revision 7)"));
  EXPECT_EQ(ChangesOf(source, kChangedLea, 2024, 2024).from_revision(), 0);
}

TEST(YearChangesTest, NothingKnownOfEitherYearIsNoDocument) {
  FakeReportSource source = EmptySource();
  const DocumentKey key = {.kind = DocumentKey::Kind::kYearChanges,
                           .cds = *CdsCode::Parse(kChangedLea),
                           .dashboard_year = 2024,
                           .from_year = 2023};
  const auto changes = ComposeYearChanges(source, key, Revision(), Revision(), ChangesCall());
  EXPECT_EQ(changes.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sos::reporting
