// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
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
using ::testing::SizeIs;

constexpr char kLea[] = "99600020000000";
constexpr char kSchoolA[] = "99600026000001";
constexpr char kSchoolB[] = "99600026000002";
constexpr char kCharterSchool[] = "99600020139998";
constexpr int kRedYear = 2023;

education::v1::Entity RedEntity(const char* cds) {
  const std::map<std::string, std::pair<std::string, education::v1::EntityType>> names = {
      {kLea, {"Bay Unified", education::v1::ENTITY_TYPE_DISTRICT}},
      {kSchoolA, {"Alder School", education::v1::ENTITY_TYPE_SCHOOL}},
      {kSchoolB, {"Birch School", education::v1::ENTITY_TYPE_SCHOOL}},
      {kCharterSchool, {"Cedar Charter", education::v1::ENTITY_TYPE_CHARTER_SCHOOL}}};
  education::v1::Entity entity;
  entity.set_name(EntityName(cds));
  entity.set_display_name(names.at(cds).first);
  entity.set_type(names.at(cds).second);
  if (cds != std::string(kLea)) entity.set_district_name("Bay Unified");
  entity.set_county_name("Sample");
  return entity;
}

// A row of a block: Red, level 1, of 40 students, if not said otherwise.
struct RedRow {
  const char* cds;
  education::v1::StudentGroup group;
  education::v1::Color color = education::v1::COLOR_RED;
  int level = 1;
  education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
  bool size_met = true;
};

indicator::v1::ResultBlock BlockOf(education::v1::Indicator indicator,
                                   const std::vector<RedRow>& rows, bool status_only = false) {
  indicator::v1::ResultBlock block;
  block.set_dashboard_year(kRedYear);
  block.set_indicator(indicator);
  block.set_publication(status_only ? indicator::v1::IndicatorRules::PUBLICATION_STATUS_ONLY
                                    : indicator::v1::IndicatorRules::PUBLICATION_COLOR);
  for (const RedRow& row : rows) {
    *block.add_entities() = RedEntity(row.cds);
    block.add_entity_indexes(block.entities_size() - 1);
    block.add_student_groups(row.group);
    block.add_current_denominators(40);
    block.add_status_tenths(-987);
    block.add_change_tenths(-12);
    block.add_status_levels(row.level);
    block.add_change_levels(1);
    block.add_colors(status_only ? education::v1::COLOR_NONE : row.color);
    block.add_boxes(110);
    block.add_current_size_met(row.size_met);
    block.add_disclosures(row.disclosure);
  }
  return block;
}

FakeReportSource RedSource() {
  FakeReportSource source;
  for (const char* const cds : {kLea, kSchoolA, kSchoolB, kCharterSchool}) {
    source.entities[*CdsCode::Parse(cds)] = RedEntity(cds);
  }
  return source;
}

void LoadList(FakeReportSource& source, ingestion::v1::Collection collection) {
  auto& coverage = *source.snapshot.add_coverages();
  coverage.set_collection(collection);
  coverage.set_dashboard_year(kRedYear);
}

void List(FakeReportSource& source, const char* cds, education::v1::StudentGroup group,
          education::v1::Indicator indicator) {
  auto& entry = source.listed_reds.emplace_back();
  *entry.mutable_entity() = RedEntity(cds);
  entry.set_student_group(group);
  entry.add_indicators(indicator);
}

absl::StatusOr<v1::RedList> TryRedList(FakeReportSource source, const char* cds = kLea,
                                       const char* language = "en") {
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const DocumentKey key = {.kind = DocumentKey::Kind::kRedList,
                           .cds = *CdsCode::Parse(cds),
                           .dashboard_year = kRedYear,
                           .language_code = language};
  return ComposeRedList(source, key, Revision(), call);
}

// `Alder School HOM ELA`.
template <typename Row>
std::string RedText(const Row& row) {
  return row.entity().display_name() + " " + std::string(Code(row.student_group())) + " " +
         std::string(Code(row.indicator()));
}

std::vector<std::string> RedTexts(const v1::RedList& list) {
  std::vector<std::string> texts;
  for (const auto& red : list.results()) texts.push_back(RedText(red));
  return texts;
}

constexpr auto kEla = education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS;
constexpr auto kChronic = education::v1::INDICATOR_CHRONIC_ABSENTEEISM;
constexpr auto kProgress = education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS;
constexpr auto kCareer = education::v1::INDICATOR_COLLEGE_CAREER;
constexpr auto kAllOf = education::v1::STUDENT_GROUP_ALL;
constexpr auto kHomeless = education::v1::STUDENT_GROUP_HOMELESS;
constexpr auto kLearners = education::v1::STUDENT_GROUP_ENGLISH_LEARNERS;

TEST(RedListTest, HasGroupsOfTheLeaSchoolsAndTheirGroupsAndNotAllStudentsOfTheLea) {
  auto source = RedSource();
  source.results = {BlockOf(kEla, {{kLea, kAllOf},
                                   {kLea, kHomeless},
                                   {kSchoolB, kAllOf},
                                   {kSchoolA, kHomeless},
                                   {kSchoolA, kAllOf, education::v1::COLOR_ORANGE, 2}})};
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(RedTexts(*list),
              ElementsAre("Bay Unified HOM ELA", "Alder School HOM ELA", "Birch School ALL ELA"));
  EXPECT_EQ(list->results(0).level(), v1::RedResult::LEVEL_LEA_GROUP);
  EXPECT_EQ(list->results(1).level(), v1::RedResult::LEVEL_SCHOOL_GROUP);
  EXPECT_EQ(list->results(2).level(), v1::RedResult::LEVEL_SCHOOL);
  EXPECT_EQ(list->results(0).cell().status().value(), "-98.7");
  EXPECT_TRUE(list->results(0).in_results());
  EXPECT_FALSE(list->results(0).in_state_list());
  EXPECT_THAT(list->sentences(), Contains(HasSubstr("3 results are Red")));
  EXPECT_THAT(list->sentences(), Contains(HasSubstr("with the most of them is Homeless: 2.")));
}

TEST(RedListTest, ShowsNothingOfWhatIsWithheldButHowMuchItIs) {
  auto source = RedSource();
  source.results = {BlockOf(
      kEla,
      {{kLea, kHomeless, education::v1::COLOR_RED, 1, education::v1::DISCLOSURE_WITHHELD},
       {kSchoolA, kHomeless, education::v1::COLOR_GREEN, 4, education::v1::DISCLOSURE_WITHHELD}})};
  // Neither a list of the state nor a duty of the plan brings it back.
  LoadList(source, ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
  List(source, kLea, kHomeless, kEla);
  source.support_rules.emplace_back().set_program(eligibility::v1::PROGRAM_LCAP);
  auto& determination = source.determinations.emplace_back();
  determination.set_program(eligibility::v1::PROGRAM_LCAP);
  *determination.mutable_entity() = RedEntity(kLea);
  auto& duty = *determination.add_duties();
  duty.set_duty("lowest-performance");
  duty.set_outcome(eligibility::v1::OUTCOME_MET);
  auto& subject = *duty.add_subjects();
  *subject.mutable_entity() = RedEntity(kLea);
  subject.set_student_group(kHomeless);
  subject.add_indicators(kEla);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->results(), IsEmpty());
  EXPECT_THAT(list->by_group_and_indicator(), IsEmpty());
  EXPECT_THAT(list->by_school_and_group(), IsEmpty());
  EXPECT_THAT(list->by_school_and_indicator(), IsEmpty());
  EXPECT_EQ(list->withheld_count(), 2) << "whatever its color";
  EXPECT_THAT(list->DebugString(), Not(HasSubstr("HOMELESS")));
  EXPECT_THAT(list->DebugString(), Not(HasSubstr("98.7")));
  ASSERT_THAT(list->required_actions(), SizeIs(1)) << "the duty alone";
  EXPECT_FALSE(list->required_actions(0).has_cell());
  EXPECT_THAT(list->sentences(), Contains(HasSubstr("2 results are not shown")));
}

TEST(RedListTest, OfCollegeAndCareerWithoutColorsHasTheLowestStatusOfEnoughStudents) {
  auto source = RedSource();
  source.results = {
      BlockOf(kCareer,
              {{kLea, kHomeless},
               {kSchoolA, kAllOf, education::v1::COLOR_NONE, 2},
               {kSchoolB, kAllOf, education::v1::COLOR_NONE, 1, education::v1::DISCLOSURE_SHOWN,
                /*size_met=*/false}},
              /*status_only=*/true)};
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(RedTexts(*list), ElementsAre("Bay Unified HOM CCI"));
  EXPECT_EQ(list->results(0).cell().color(), education::v1::COLOR_NONE);
  EXPECT_EQ(list->results(0).cell().status_level(), 1);
}

TEST(RedListTest, LeavesGroupsOutThatNeverGetAColor) {
  auto source = RedSource();
  auto& rules = *source.dashboard_rules.emplace().add_indicators();
  rules.set_indicator(kEla);
  rules.add_uncolored_groups(education::v1::STUDENT_GROUP_ENGLISH_ONLY);
  source.results = {
      BlockOf(kEla, {{kLea, education::v1::STUDENT_GROUP_ENGLISH_ONLY}}, /*status_only=*/true)};
  LoadList(source, ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->results(), IsEmpty());
}

TEST(RedListTest, AResultThatOnlyAListOfTheStateHasIsThereWithoutNumbers) {
  auto source = RedSource();
  LoadList(source, ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS);
  List(source, kSchoolA, kAllOf, kProgress);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(RedTexts(*list), ElementsAre("Alder School EL ELPI"))
      << "a school's progress is a result of its English learners";
  EXPECT_EQ(list->results(0).level(), v1::RedResult::LEVEL_SCHOOL);
  EXPECT_EQ(list->results(0).cell().state(), v1::Cell::STATE_ABSENT);
  EXPECT_FALSE(list->results(0).in_results());
  EXPECT_TRUE(list->results(0).in_state_list());
  EXPECT_THAT(list->sentences(), Contains(HasSubstr("All of it is from the state's lists")));
  EXPECT_THAT(list->sentences(), Contains("Only 1 of the state's three lists is loaded."));
}

TEST(RedListTest, AResultThatIsNoRedButOnAListIsTheOneDifference) {
  auto source = RedSource();
  source.results = {
      BlockOf(kEla, {{kSchoolA, kAllOf, education::v1::COLOR_ORANGE, 2}, {kSchoolB, kAllOf}})};
  LoadList(source, ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS);
  List(source, kSchoolA, kAllOf, kEla);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(list->results(), SizeIs(2));
  EXPECT_EQ(list->results(0).cell().color(), education::v1::COLOR_ORANGE);
  EXPECT_FALSE(list->results(0).in_results());
  EXPECT_THAT(list->sentences(), Contains(HasSubstr("0 are in both the results and the state's "
                                                    "lists; 1 in the results but not")));
  EXPECT_THAT(list->sentences(),
              Contains(HasSubstr("1 in the lists though their result is another")));
}

// Of the LEA's group nothing is said: no list of its level is loaded.
TEST(RedListTest, SaysWhereResultsAndListsDiffer) {
  auto source = RedSource();
  source.results = {BlockOf(kEla, {{kLea, kHomeless}, {kSchoolA, kAllOf}}),
                    BlockOf(kProgress, {{kSchoolB, kLearners}})};
  LoadList(source, ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS);
  List(source, kSchoolA, kAllOf, kEla);
  List(source, kSchoolB, kAllOf, kProgress);
  List(source, kSchoolB, kAllOf, kEla);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(RedTexts(*list), ElementsAre("Bay Unified HOM ELA", "Alder School ALL ELA",
                                           "Birch School ALL ELA", "Birch School EL ELPI"));
  EXPECT_THAT(
      list->sentences(),
      Contains(
          "2 are in both the results and the state's lists; 0 in the results but not in the "
          "loaded list of their level; 0 in the lists though their result is another; 1 in the "
          "lists without a result that is loaded."));
}

TEST(RedListTest, ThePivotsHaveTheSameResultsAsTheFlatList) {
  auto source = RedSource();
  source.results = {
      BlockOf(
          kEla,
          {{kLea, kHomeless}, {kSchoolA, kHomeless}, {kSchoolB, kHomeless}, {kSchoolB, kAllOf}}),
      BlockOf(kChronic, {{kSchoolB, kHomeless}, {kSchoolB, kAllOf}, {kSchoolB, kLearners}})};
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  using Triple = std::tuple<std::string, int, int>;
  std::set<Triple> flat;
  for (const auto& red : list->results()) {
    flat.emplace(red.entity().name(), red.student_group(), red.indicator());
  }
  ASSERT_EQ(flat.size(), 7);
  std::set<Triple> schools;
  for (const auto& row : list->by_group_and_indicator()) {
    if (row.lea_itself()) schools.emplace(row.lea().name(), row.student_group(), row.indicator());
    for (const auto& school : row.schools()) {
      schools.emplace(school.name(), row.student_group(), row.indicator());
    }
  }
  EXPECT_EQ(schools, flat);
  std::set<Triple> indicators;
  for (const auto& row : list->by_school_and_group()) {
    for (const int one : row.indicators()) {
      indicators.emplace(row.entity().name(), row.student_group(), one);
    }
  }
  EXPECT_EQ(indicators, flat);
  std::set<Triple> groups;
  for (const auto& row : list->by_school_and_indicator()) {
    for (const int one : row.student_groups()) {
      groups.emplace(row.entity().name(), one, row.indicator());
    }
  }
  EXPECT_EQ(groups, flat);
}

TEST(RedListTest, ACharterSchoolIsAnLeaOfItsOwn) {
  auto source = RedSource();
  source.results = {BlockOf(kEla, {{kCharterSchool, kHomeless}, {kCharterSchool, kAllOf}})};
  const auto own = TryRedList(source, kCharterSchool);
  ASSERT_TRUE(own.ok()) << own.status();
  ASSERT_THAT(own->results(), SizeIs(2));
  EXPECT_EQ(own->results(0).level(), v1::RedResult::LEVEL_SCHOOL);
  EXPECT_EQ(own->results(1).level(), v1::RedResult::LEVEL_LEA_GROUP);
  EXPECT_EQ(TryRedList(source, kLea).status().code(), absl::StatusCode::kNotFound)
      << "its district has none of it";
  const auto county = TryRedList(source, "99000000000000");
  ASSERT_TRUE(county.ok()) << county.status();
  EXPECT_THAT(county->results(), SizeIs(2));
}

TEST(RedListTest, APlanMustAnswerEveryResultWithItsNumbersOfTheYearThatTheDutyIsAbout) {
  auto source = RedSource();
  source.results = {BlockOf(kEla, {{kSchoolA, kHomeless}})};
  auto& rules = source.support_rules.emplace_back();
  rules.set_program(eligibility::v1::PROGRAM_LCAP);
  rules.add_duties()->set_name("lowest-performance");
  rules.mutable_duties(0)->set_dashboard_year(kRedYear);
  auto& determination = source.determinations.emplace_back();
  determination.set_program(eligibility::v1::PROGRAM_LCAP);
  *determination.mutable_entity() = RedEntity(kLea);
  auto& duty = *determination.add_duties();
  duty.set_duty("lowest-performance");
  duty.set_description("Specific actions.");
  duty.set_outcome(eligibility::v1::OUTCOME_MET);
  auto& subject = *duty.add_subjects();
  *subject.mutable_entity() = RedEntity(kSchoolA);
  subject.set_student_group(kHomeless);
  subject.add_indicators(kEla);
  subject.add_indicators(kChronic);
  auto& groups = *determination.add_duties();
  groups.set_duty("ec52064e5");
  groups.set_outcome(eligibility::v1::OUTCOME_MET);
  groups.add_student_groups(kHomeless);
  determination.add_duties()->set_duty("language-programs");
  determination.mutable_duties(2)->set_outcome(eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(list->required_actions(), SizeIs(4));
  EXPECT_EQ(RedText(list->required_actions(0)), "Alder School HOM ELA");
  EXPECT_EQ(list->required_actions(0).cell().status().value(), "-98.7");
  EXPECT_EQ(list->required_actions(0).dashboard_year(), kRedYear);
  EXPECT_EQ(RedText(list->required_actions(1)), "Alder School HOM CHRO");
  EXPECT_EQ(list->required_actions(1).cell().state(), v1::Cell::STATE_ABSENT);
  EXPECT_EQ(list->required_actions(2).student_group(), kHomeless);
  EXPECT_FALSE(list->required_actions(2).has_cell());
  EXPECT_EQ(list->required_actions(3).outcome(), eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_THAT(list->sentences(), Contains("The plan of 1 LEA must answer something by the rules in "
                                          "force; of 1 LEA something is undecided."));
  const auto school = TryRedList(source, kSchoolA);
  ASSERT_TRUE(school.ok()) << school.status();
  EXPECT_THAT(school->required_actions(), SizeIs(2)) << "what is about the school";
}

TEST(RedListTest, WithoutResultsAndListsNothingIsCalledNotRed) {
  EXPECT_EQ(TryRedList(RedSource()).status().code(), absl::StatusCode::kNotFound);
  auto source = RedSource();
  source.support_rules.emplace_back().set_program(eligibility::v1::PROGRAM_LCAP);
  auto& determination = source.determinations.emplace_back();
  determination.set_program(eligibility::v1::PROGRAM_LCAP);
  *determination.mutable_entity() = RedEntity(kLea);
  const auto list = TryRedList(source);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->sentences(0), HasSubstr("what is Red is not known"));
  const auto spanish = TryRedList(source, kLea, "es");
  EXPECT_THAT(spanish->sentences(0), HasSubstr("no se sabe"));
}

}  // namespace
}  // namespace sos::reporting
