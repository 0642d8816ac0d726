// SPDX-License-Identifier: Apache-2.0
#include "common/education/proto.h"

#include <set>

#include "gtest/gtest.h"

namespace sos {
namespace {

// Every value of a contract's enum but UNSPECIFIED has a twin, no two the same one, and back. The
// table has them all, `count` of them: arrays by that enum are as long.
template <typename Proto, typename Table>
void ExpectTwins(const google::protobuf::EnumDescriptor& descriptor, const Table& table,
                 int count) {
  std::set<int> domain;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const auto value = static_cast<Proto>(descriptor.value(i)->number());
    const auto twin = FromProto(value);
    EXPECT_EQ(twin.has_value(), value != 0) << descriptor.value(i)->name();
    if (!twin) continue;
    EXPECT_EQ(ToProto(*twin), value) << descriptor.value(i)->name();
    EXPECT_TRUE(domain.insert(static_cast<int>(*twin)).second) << descriptor.value(i)->name();
  }
  int entries = 0;
  for (const auto& entry : table) {
    EXPECT_EQ(FromProto(ToProto(entry.value)), entry.value) << entry.code;
    ++entries;
  }
  EXPECT_EQ(static_cast<int>(domain.size()), entries);
  EXPECT_EQ(entries, count);
}

TEST(EducationProtoTest, EveryIndicatorHasItsTwin) {
  ExpectTwins<education::v1::Indicator>(*education::v1::Indicator_descriptor(), kIndicators,
                                        kIndicatorCount);
}

TEST(EducationProtoTest, EveryStudentGroupHasItsTwin) {
  ExpectTwins<education::v1::StudentGroup>(*education::v1::StudentGroup_descriptor(),
                                           kStudentGroups, kStudentGroupCount);
}

TEST(EducationProtoTest, EveryColorHasItsTwin) {
  ExpectTwins<education::v1::Color>(*education::v1::Color_descriptor(), kColors, 6);
}

TEST(EducationProtoTest, AValueOfALaterContractHasNone) {
  EXPECT_EQ(FromProto(static_cast<education::v1::Indicator>(99)), std::nullopt);
  EXPECT_EQ(FromProto(static_cast<education::v1::StudentGroup>(-1)), std::nullopt);
  EXPECT_EQ(Code(static_cast<education::v1::StudentGroup>(99)), "");
  EXPECT_EQ(Label(education::v1::COLOR_UNSPECIFIED), "");
}

TEST(EducationProtoTest, SaysCodesAndLabels) {
  EXPECT_EQ(Code(education::v1::INDICATOR_SUSPENSION), "SUSP");
  EXPECT_EQ(Label(education::v1::INDICATOR_SUSPENSION), "Suspension Rate");
  EXPECT_EQ(Code(education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS), "LTEL");
  EXPECT_EQ(Label(education::v1::STUDENT_GROUP_ALL), "All Students");
  EXPECT_EQ(Label(education::v1::COLOR_NONE), "No Color");
}

}  // namespace
}  // namespace sos
