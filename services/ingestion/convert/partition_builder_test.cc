// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/partition_builder.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "common/column/column.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kDistrict[] = "01611190000000";
constexpr char kSchool[] = "01611190130229";
constexpr char kOther[] = "01611270000000";

RowHeader HeaderOf(const char* cds, Collection collection = Collection::kGraduation, int line = 2) {
  return {.collection = collection,
          .dashboard_year = 2023,
          .line = line,
          .cds = *CdsCode::Parse(cds),
          .school_name = "Valley High",
          .district_name = "Valley Unified",
          .county_name = "Alameda"};
}

std::vector<std::string> Names(const PartitionBuilder& builder) {
  std::vector<std::string> names;
  names.reserve(builder.partitions().size());
  for (const auto& [key, partition] : builder.partitions()) names.push_back(partition.name());
  return names;
}

// The only partition.
const v1::Partition& Only(const PartitionBuilder& builder) {
  EXPECT_THAT(builder.partitions(), SizeIs(1));
  return builder.partitions().begin()->second;
}

TEST(PartitionBuilderTest, NamesAPartitionByCollectionYearAndLea) {
  const PartitionKey key{.lea = *CdsCode::Parse(kDistrict),
                         .collection = Collection::kEnglishLearnerProgress,
                         .dashboard_year = 2023};
  EXPECT_EQ(PartitionName(key), "partitions/english-learner-progress-2023-01611190000000");

  PartitionBuilder builder;
  builder.OnMeasure({.header = HeaderOf(kSchool, Collection::kEnglishLearnerProgress)});
  EXPECT_EQ(KeyOf(Only(builder)), key) << "a school's rows are its district's";
}

TEST(PartitionBuilderTest, SortsRowsIntoPartitionsByLeaCollectionAndYear) {
  PartitionBuilder builder;
  RowHeader later = HeaderOf(kDistrict);
  later.dashboard_year = 2024;
  builder.OnMeasure({.header = HeaderOf(kOther)});
  builder.OnMeasure({.header = later});
  builder.OnMeasure({.header = HeaderOf(kDistrict, Collection::kSuspension)});
  builder.OnMeasure({.header = HeaderOf(kDistrict)});
  builder.OnMeasure({.header = HeaderOf(kSchool)});

  EXPECT_THAT(Names(builder), ElementsAre("partitions/suspension-2023-01611190000000",
                                          "partitions/graduation-2023-01611190000000",
                                          "partitions/graduation-2024-01611190000000",
                                          "partitions/graduation-2023-01611270000000"));
}

TEST(PartitionBuilderTest, KeepsARowOfMeasuresAsColumns) {
  PartitionBuilder builder;
  MeasureRow row{.header = HeaderOf(kSchool),
                 .alternative = true,
                 .school_type = "HS",
                 .group = StudentGroup::kHomeless,
                 .flags = kPairShare,
                 .current_numerator = 5,
                 .current_denominator = 10,
                 .current_status = Tenths{500},
                 .published_color = 3,
                 .color_published = true};
  builder.OnMeasure(row);

  const v1::MeasureBlock& block = Only(builder).measures();
  EXPECT_THAT(block.student_groups(), ElementsAre(education::v1::STUDENT_GROUP_HOMELESS));
  EXPECT_THAT(block.current_numerators(), ElementsAre(5));
  EXPECT_THAT(block.current_denominators(), ElementsAre(10));
  EXPECT_THAT(block.prior_numerators(), ElementsAre(kNoCount));
  EXPECT_THAT(block.current_status_tenths(), ElementsAre(500));
  EXPECT_THAT(block.change_tenths(), ElementsAre(std::numeric_limits<int32_t>::min()))
      << "no change is not a change of 0";
  EXPECT_THAT(block.flags(), ElementsAre(kPairShare));
  EXPECT_THAT(block.published_colors(), ElementsAre(3));
  EXPECT_THAT(block.lines(), ElementsAre(2));
  EXPECT_TRUE(block.color_published());
  EXPECT_FALSE(block.change_published());
  ASSERT_EQ(block.entities_size(), 1);
  EXPECT_EQ(block.entities(0).entity().name(), "entities/01611190130229");
  EXPECT_EQ(block.entities(0).school_type(), "HS");
  EXPECT_TRUE(block.entities(0).alternative());
}

TEST(PartitionBuilderTest, AnEntityOfABlockStandsThereOnce) {
  PartitionBuilder builder;
  builder.OnMeasure({.header = HeaderOf(kDistrict)});
  builder.OnMeasure({.header = HeaderOf(kSchool)});
  builder.OnMeasure({.header = HeaderOf(kDistrict), .group = StudentGroup::kWhite});

  EXPECT_EQ(Only(builder).measures().entities_size(), 2);
  EXPECT_THAT(Only(builder).measures().entity_indexes(), ElementsAre(0, 1, 0));
}

TEST(PartitionBuilderTest, TellsYesNoAndNotSaidApart) {
  PartitionBuilder builder;
  builder.OnAssistance({.header = HeaderOf(kDistrict, Collection::kLcffAssistance),
                        .letters = {{StudentGroup::kWhite, 'K'}},
                        .statuses = {{2022, "General"}},
                        .methods = {{1, true}},
                        .ec52072 = true,
                        .ec52071f = false});

  const v1::AssistanceRecord& record = Only(builder).assistance().records(0);
  EXPECT_EQ(record.ec52072(), v1::ANSWER_YES);
  EXPECT_EQ(record.ec52071f(), v1::ANSWER_NO);
  EXPECT_EQ(record.ec47607(), v1::ANSWER_UNSPECIFIED);
  EXPECT_EQ(record.group_letters(0).letter(), "K");
  EXPECT_EQ(record.statuses(0).dashboard_year(), 2022);
  EXPECT_TRUE(record.methods(0).met());
  EXPECT_EQ(record.total_group_count(), kNoCount);
}

TEST(PartitionBuilderTest, TheColorsOfARowStandBehindThoseOfTheRowBefore) {
  const std::vector<Indicator> indicators = {Indicator::kSuspension, Indicator::kGraduation};
  const std::vector<Color> first = {Color::kRed, Color::kNone};
  const std::vector<Color> second = {Color::kBlue, Color::kGreen};
  PartitionBuilder builder;
  for (const std::vector<Color>* colors : {&first, &second}) {
    builder.OnColor({.header = HeaderOf(kSchool, Collection::kPublishedColors),
                     .indicators = indicators,
                     .colors = *colors});
  }

  const v1::ColorBlock& block = Only(builder).colors();
  EXPECT_THAT(block.indicators(), ElementsAre(education::v1::INDICATOR_SUSPENSION,
                                              education::v1::INDICATOR_GRADUATION));
  EXPECT_THAT(block.colors(), ElementsAre(education::v1::COLOR_RED, education::v1::COLOR_NONE,
                                          education::v1::COLOR_BLUE, education::v1::COLOR_GREEN));
  EXPECT_THAT(block.title_i(), IsEmpty()) << "the table has no such column";
  EXPECT_THAT(block.graduation_average_millionths(), IsEmpty());
}

TEST(PartitionBuilderTest, KeepsWhatIsListedOfSchools) {
  PartitionBuilder builder;
  builder.OnSchoolSupport({.header = HeaderOf(kSchool, Collection::kEssaAssistance),
                           .title_i = {{2023, true}},
                           .flagged = {StudentGroup::kAsian},
                           .enrollment = 12});
  builder.OnEquityMultiplier({.header = HeaderOf(kSchool, Collection::kEquityMultiplier),
                              .nonstable_count = 3,
                              .enrollment = 12,
                              .adjustment = -5});
  builder.OnLowestPerformance({.header = HeaderOf(kSchool, Collection::kLowestPerformanceSchools),
                               .indicators = {Indicator::kSuspension}});

  ASSERT_THAT(builder.partitions(), SizeIs(3));
  for (const auto& [key, partition] : builder.partitions()) {
    switch (key.collection) {
      case Collection::kEssaAssistance:
        EXPECT_EQ(partition.school_support().records(0).title_i(0).answer(), v1::ANSWER_YES);
        EXPECT_EQ(partition.school_support().records(0).enrollment(), 12);
        break;
      case Collection::kEquityMultiplier:
        EXPECT_EQ(partition.equity_multiplier().records(0).adjustment_dollars(), -5);
        break;
      default:
        EXPECT_THAT(partition.lowest_performance().entries(0).indicators(),
                    ElementsAre(education::v1::INDICATOR_SUSPENSION));
    }
  }
}

TEST(PartitionBuilderTest, ADirectorySpeaksOfTheCountyAndTheStateToo) {
  PartitionBuilder builder;
  builder.OnEntity({.header = HeaderOf(kSchool, Collection::kEntityDirectory), .level = "HS"});

  EXPECT_THAT(builder.entities(),
              UnorderedElementsAre(Pair(*CdsCode::Parse(kSchool), testing::_),
                                   Pair(*CdsCode::Parse("01000000000000"), testing::_),
                                   Pair(CdsCode(), testing::_)));
  EXPECT_EQ(builder.entities().at(CdsCode()).display_name(), "State of California");
  EXPECT_EQ(Only(builder).entities().entities_size(), 1) << "but the block has the school alone";
  EXPECT_EQ(Only(builder).entities().facts(0).level(), "HS");
}

TEST(PartitionBuilderTest, AListOfEntitiesSpeaksOfNoneButThese) {
  PartitionBuilder builder;
  builder.OnEntity({.header = HeaderOf(kDistrict, Collection::kLateCertification)});

  EXPECT_THAT(builder.entities(), SizeIs(1));
}

TEST(PartitionBuilderTest, KeepsTheColumnsOfPublishedRowsOnce) {
  const std::vector<absl::string_view> columns = {"cds", "rate"};
  const std::vector<absl::string_view> cells = {kDistrict, "12.5"};
  PartitionBuilder builder;
  for (int line = 2; line <= 3; ++line) {
    builder.OnRecord({.header = HeaderOf(kDistrict, Collection::kCensusEnrollment, line),
                      .columns = columns,
                      .cells = cells});
  }

  const v1::RecordBlock& block = Only(builder).records();
  EXPECT_THAT(block.columns(), ElementsAre("cds", "rate"));
  ASSERT_EQ(block.records_size(), 2);
  EXPECT_THAT(block.records(1).cells(), ElementsAre(kDistrict, "12.5"));
  EXPECT_EQ(block.records(1).line(), 3);
}

TEST(PartitionBuilderTest, RemembersTheFirstLineOfEachLea) {
  PartitionBuilder builder;
  builder.OnMeasure({.header = HeaderOf(kDistrict, Collection::kGraduation, 2)});
  builder.OnMeasure({.header = HeaderOf(kOther, Collection::kGraduation, 3)});
  builder.OnMeasure({.header = HeaderOf(kSchool, Collection::kGraduation, 4)});

  EXPECT_THAT(builder.first_lines(),
              ElementsAre(Pair(*CdsCode::Parse(kDistrict), 2), Pair(*CdsCode::Parse(kOther), 3)));
}

TEST(PartitionBuilderTest, AnAgencysRatingsAreSelfReflections) {
  PartitionBuilder builder;
  builder.OnLocalRating({.header = HeaderOf(kDistrict, Collection::kLocalPriority1),
                         .priority = 1,
                         .performance = LocalPerformance::kMet});
  builder.OnMeasure({.header = HeaderOf(kDistrict)});
  builder.KeepAsSelfReflections();

  EXPECT_THAT(Names(builder),
              ElementsAre("partitions/graduation-2023-01611190000000",
                          "partitions/self-reflection-priority-1-2023-01611190000000"));
  EXPECT_EQ(builder.partitions().rbegin()->second.collection(),
            v1::COLLECTION_SELF_REFLECTION_PRIORITY_1);
}

const StudentColumns& StudentAndName() {
  static const auto* const kColumns =
      new StudentColumns{.numbers = {RecordField::kStudent}, .texts = {RecordField::kLocalStudent}};
  return *kColumns;
}

void AddStudent(PartitionBuilder& builder, int64_t line, int64_t student, absl::string_view local) {
  builder.OnStudentRecord({.collection = Collection::kStudentEnrollment,
                           .dashboard_year = 2023,
                           .line = line,
                           .lea = *CdsCode::Parse(kDistrict),
                           .columns = &StudentAndName(),
                           .numbers = {&student, 1},
                           .texts = {&local, 1}});
}

std::vector<int64_t> Numbers(const v1::StudentRecordBlock& block, v1::RecordField field) {
  for (const v1::StudentColumn& column : block.columns()) {
    if (column.field() != field) continue;
    return *column::UnpackNumbers(column.width(), column.base(), column.packed(),
                                  block.row_count());
  }
  return {};
}

TEST(PartitionBuilderTest, PacksStudentRecordsAtTheEnd) {
  PartitionBuilder builder;
  AddStudent(builder, 1, 1000000002, "B");
  AddStudent(builder, 2, 1000000001, "A");
  EXPECT_THAT(builder.partitions(), IsEmpty()) << "not packed yet";
  EXPECT_EQ(builder.student_rows().begin()->second.size(), 2);
  builder.Finish();

  EXPECT_THAT(builder.student_rows(), IsEmpty());
  const v1::StudentRecordBlock& block = Only(builder).student_records();
  EXPECT_EQ(block.row_count(), 2);
  EXPECT_THAT(Numbers(block, v1::RECORD_FIELD_STUDENT), ElementsAre(1000000002, 1000000001))
      << "in the order of the file";
  EXPECT_THAT(Numbers(block, v1::RECORD_FIELD_LINE), ElementsAre(1, 2));
}

TEST(PartitionBuilderTest, AppendsTheRecordsOfAnotherPartOfTheFile) {
  PartitionBuilder first;
  AddStudent(first, 1, 1000000001, "A");
  PartitionBuilder second;
  AddStudent(second, 1, 1000000002, "B");
  first.Append(std::move(second), 1);

  const StudentRows& rows = first.student_rows().begin()->second;
  EXPECT_THAT(rows.lines, ElementsAre(1, 2));
  EXPECT_THAT(*rows.Numbers(RecordField::kStudent), ElementsAre(1000000001, 1000000002));
  EXPECT_EQ(*rows.Texts(RecordField::kLocalStudent), "A\nB\n");
}

TEST(PartitionBuilderTest, CountsWhatItKeepsUntilItIsGone) {
  MemoryBudget budget(int64_t{1} << 30);
  MemoryAccount account(budget, int64_t{1} << 20);
  {
    PartitionBuilder builder(&account);
    EXPECT_EQ(account.held_bytes(), 0);
    builder.OnMeasure({.header = HeaderOf(kDistrict)});
    EXPECT_GT(account.held_bytes(), 0);
  }
  EXPECT_EQ(account.held_bytes(), 0);
}

}  // namespace
}  // namespace sos::ingestion
