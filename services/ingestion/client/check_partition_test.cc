// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/check_partition.h"

#include "gtest/gtest.h"

namespace sos {
namespace {

using ingestion::v1::Partition;

// Two groups of one district, with every column.
Partition MeasuresOfTwoGroups() {
  Partition partition;
  partition.set_lea_cds("99600020000000");
  partition.set_collection(ingestion::v1::COLLECTION_GRADUATION);
  auto& block = *partition.mutable_measures();
  block.add_entities()->mutable_entity()->set_name("entities/99600020000000");
  for (const auto group :
       {education::v1::STUDENT_GROUP_ALL, education::v1::STUDENT_GROUP_ENGLISH_LEARNERS}) {
    block.add_entity_indexes(0);
    block.add_student_groups(group);
    block.add_flags(0);
    block.add_current_numerators(9);
    block.add_current_denominators(10);
    block.add_prior_numerators(9);
    block.add_prior_denominators(10);
    block.add_current_test_counts(-1);
    block.add_prior_test_counts(-1);
    block.add_current_status_tenths(900);
    block.add_prior_status_tenths(900);
    block.add_change_tenths(0);
    block.add_published_status_levels(0);
    block.add_published_change_levels(0);
    block.add_published_colors(0);
    block.add_published_boxes(0);
    block.add_lines(2);
  }
  return partition;
}

TEST(CheckPartitionTest, TakesWhatIngestionMakes) {
  EXPECT_TRUE(CheckPartition(MeasuresOfTwoGroups()).ok());
}

TEST(CheckPartitionTest, FindsAnIndexThatPointsBeyondItsTable) {
  for (const int index : {-1, 1, 1 << 30}) {
    Partition partition = MeasuresOfTwoGroups();
    partition.mutable_measures()->set_entity_indexes(1, index);

    EXPECT_EQ(CheckPartition(partition).code(), absl::StatusCode::kDataLoss) << index;
  }
}

TEST(CheckPartitionTest, FindsEveryColumnThatLacksARow) {
  const Partition whole = MeasuresOfTwoGroups();
  const auto* const descriptor = ingestion::v1::MeasureBlock::descriptor();
  int columns = 0;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* const field = descriptor->field(i);
    if (!field->is_repeated() || field->message_type() != nullptr) continue;
    // What a status could be is in no stored block.
    if (whole.measures().GetReflection()->FieldSize(whole.measures(), field) == 0) continue;
    ++columns;
    Partition partition = whole;
    auto& block = *partition.mutable_measures();
    ingestion::v1::MeasureBlock::GetReflection()->RemoveLast(&block, field);

    EXPECT_EQ(CheckPartition(partition).code(), absl::StatusCode::kDataLoss) << field->name();
  }
  EXPECT_EQ(columns, 17);
}

TEST(CheckPartitionTest, RefusesMeasuresThatSayWhatTheyCouldBe) {
  Partition partition = MeasuresOfTwoGroups();
  partition.mutable_measures()->add_left_out_counts(1);
  EXPECT_EQ(CheckPartition(partition).code(), absl::StatusCode::kDataLoss);
}

TEST(CheckPartitionTest, FindsCodesThatAreInNoList) {
  Partition partition = MeasuresOfTwoGroups();
  partition.mutable_measures()->set_student_groups(1,
                                                   static_cast<education::v1::StudentGroup>(1000));
  EXPECT_FALSE(CheckPartition(partition).ok());

  partition.mutable_measures()->set_student_groups(1, education::v1::STUDENT_GROUP_UNSPECIFIED);
  EXPECT_FALSE(CheckPartition(partition).ok());

  partition = MeasuresOfTwoGroups();
  partition.mutable_measures()->mutable_entities(0)->mutable_entity()->set_name("entities/1");
  EXPECT_FALSE(CheckPartition(partition).ok());

  partition = MeasuresOfTwoGroups();
  partition.set_lea_cds("");
  EXPECT_FALSE(CheckPartition(partition).ok());
}

TEST(CheckPartitionTest, FindsColorsThatDoNotFillTheirTable) {
  Partition partition;
  partition.set_lea_cds("99600020000000");
  partition.set_collection(ingestion::v1::COLLECTION_PUBLISHED_COLORS);
  auto& block = *partition.mutable_colors();
  block.add_indicators(education::v1::INDICATOR_GRADUATION);
  block.add_entities()->set_name("entities/99600020000001");
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  EXPECT_FALSE(CheckPartition(partition).ok()) << "no color for its one row";

  block.add_colors(education::v1::COLOR_RED);
  EXPECT_TRUE(CheckPartition(partition).ok());

  block.add_title_i(ingestion::v1::ANSWER_YES);
  block.add_title_i(ingestion::v1::ANSWER_YES);
  EXPECT_FALSE(CheckPartition(partition).ok());
}

}  // namespace
}  // namespace sos
