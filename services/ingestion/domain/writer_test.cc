// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/writer.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

TEST(WriterTest, LeavesToAgenciesTheirStudentRecordsAndWhatTheySayOfThemselves) {
  int agency = 0;
  for (const auto& entry : kCollectionEntries) {
    if (WriterOf(entry.value) == Writer::kAgency) ++agency;
    EXPECT_TRUE(!absl::StartsWith(entry.code, "self-reflection-") ||
                WriterOf(entry.value) == Writer::kAgency)
        << entry.code;
  }
  EXPECT_EQ(agency, 31) << "ten kinds of student records, seven priorities, thirteen kinds of "
                           "exports, one word of publication";
}

TEST(WriterTest, KeepsEveryLocalIndicatorOfAnAgencyApartFromTheStates) {
  for (const auto& entry : kCollectionEntries) {
    const auto own = SelfReflectionOf(entry.value);
    ASSERT_EQ(own.has_value(), absl::StartsWith(entry.code, "local-priority-")) << entry.code;
    if (!own) continue;
    EXPECT_EQ(WriterOf(*own), Writer::kAgency);
    EXPECT_EQ(kCollections.Code(*own), "self-reflection-" + std::string(entry.code.substr(6)));
  }
}

TEST(WriterTest, WhatAnAgencyKnowsOfStudentsIsNotWhatItSaysOfItself) {
  EXPECT_TRUE(IsOfStudents(Collection::kStudentEnrollment));
  EXPECT_TRUE(IsOfStudents(Collection::kCohortReport));
  EXPECT_TRUE(IsOfStudents(Collection::kExamination));
  EXPECT_FALSE(IsOfStudents(Collection::kSelfReflectionPriority1));
  EXPECT_FALSE(IsOfStudents(Collection::kSelfReflectionPriority10));
  EXPECT_FALSE(IsOfStudents(Collection::kEstimatePublication));
  EXPECT_FALSE(IsOfStudents(Collection::kGraduation));
}

}  // namespace
}  // namespace sos::ingestion
