// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_checks.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kPat = 1'000'000'001;
constexpr int64_t kSam = 1'000'000'002;

const CdsCode& TheLea() {
  static const auto* const kLea = new CdsCode(*CdsCode::Parse("01611190000000"));
  return *kLea;
}

// Rows with these columns, at lines 1, 2, and so on; student and school first.
StudentRows Rows(const std::vector<RecordField>& fields,
                 const std::vector<std::vector<int64_t>>& rows,
                 const std::vector<std::string>& local_ids = {}) {
  StudentRows table;
  table.columns.numbers = {RecordField::kStudent, RecordField::kSchool};
  table.columns.numbers.insert(table.columns.numbers.end(), fields.begin(), fields.end());
  table.numbers.resize(table.columns.numbers.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t c = 0; c < rows[i].size(); ++c) table.numbers[c].push_back(rows[i][c]);
    table.lines.push_back(static_cast<int64_t>(i) + 1);
  }
  if (!local_ids.empty()) {
    table.columns.texts = {RecordField::kLocalStudent};
    table.texts = {""};
    for (const std::string& id : local_ids) table.texts[0] += id + "\n";
  }
  return table;
}

// The issues as kind and line.
std::vector<std::pair<IssueKind, int64_t>> Found(Collection collection, const StudentRows& rows,
                                                 const StoredFacts& stored = {}) {
  std::vector<std::pair<IssueKind, int64_t>> found;
  for (const Issue& issue : CheckRecords(collection, TheLea(), rows, stored)) {
    EXPECT_EQ(issue.severity, Severity::kWarning);
    EXPECT_EQ(issue.value, "") << "a value could name a student";
    found.emplace_back(issue.kind, issue.line);
  }
  return found;
}

StudentRows Enrollments(const std::vector<std::vector<int64_t>>& rows) {
  return Rows(
      {RecordField::kEnrollmentStatus, RecordField::kEnrollmentStart, RecordField::kExitDate},
      rows);
}

TEST(RecordChecksTest, AnEnrollmentMayBeginOnTheDayTheOtherEnds) {
  EXPECT_THAT(Found(Collection::kStudentEnrollment,
                    Enrollments({{kPat, 1, 10, 100, 150}, {kPat, 2, 10, 150, -1}})),
              IsEmpty());
}

TEST(RecordChecksTest, AnEnrollmentMayNotBeginADayEarlier) {
  EXPECT_THAT(Found(Collection::kStudentEnrollment,
                    Enrollments({{kPat, 2, 10, 149, -1}, {kPat, 1, 10, 100, 150}})),
              ElementsAre(std::pair(IssueKind::kOverlappingEnrollment, int64_t{1})));
}

TEST(RecordChecksTest, ALongEnrollmentOverlapsAllThatBeginWithinIt) {
  EXPECT_THAT(
      Found(
          Collection::kStudentEnrollment,
          Enrollments({{kPat, 1, 10, 100, -1}, {kPat, 2, 10, 120, 130}, {kPat, 3, 10, 140, 150}})),
      ElementsAre(std::pair(IssueKind::kOverlappingEnrollment, int64_t{2}),
                  std::pair(IssueKind::kOverlappingEnrollment, int64_t{3})));
}

TEST(RecordChecksTest, OnlyPrimaryEnrollmentsOfOneStudentOverlap) {
  EXPECT_THAT(
      Found(Collection::kStudentEnrollment,
            Enrollments({{kPat, 1, 10, 100, -1}, {kPat, 2, 20, 120, -1}, {kSam, 1, 10, 100, -1}})),
      IsEmpty());
}

TEST(RecordChecksTest, ARecordNeedsAnEnrollmentAtItsSchool) {
  const std::vector<std::pair<int64_t, int64_t>> enrolled = {{kPat, 1}, {kSam, 2}};

  EXPECT_THAT(Found(Collection::kStudentProgram, Rows({}, {{kPat, 1}, {kPat, 2}, {kSam, 2}}),
                    {.enrolled = &enrolled}),
              ElementsAre(std::pair(IssueKind::kWithoutEnrollment, int64_t{2})));
}

TEST(RecordChecksTest, WithoutStoredEnrollmentsNothingIsSaidOfThem) {
  EXPECT_THAT(Found(Collection::kStudentProgram, Rows({}, {{kPat, 1}})), IsEmpty());
}

TEST(RecordChecksTest, ACohortOutcomeMayBeOfAnEarlierYearsStudent) {
  const std::vector<std::pair<int64_t, int64_t>> enrolled = {{kSam, 2}};

  EXPECT_THAT(Found(Collection::kCohortOutcome, Rows({}, {{kPat, 1}}), {.enrolled = &enrolled}),
              IsEmpty());
}

TEST(RecordChecksTest, DaysMayBeAllThatWereExpectedAndNoHundredthMore) {
  const std::vector<RecordField> fields = {RecordField::kDaysExpected,
                                           RecordField::kDaysAttended,
                                           RecordField::kDaysOutOfSchoolSuspension,
                                           RecordField::kDaysExcused,
                                           RecordField::kDaysUnexcused,
                                           RecordField::kDaysIncompleteStudy};

  EXPECT_THAT(Found(Collection::kAbsenceSummary,
                    Rows(fields, {{kPat, 1, 18000, 17500, 100, 200, 100, 100},
                                  {kSam, 1, 18000, 17500, 100, 200, 100, 101}})),
              ElementsAre(std::pair(IssueKind::kOverExpectedDays, int64_t{2})));
}

TEST(RecordChecksTest, ASchoolIsOneOfTheDirectoryOrNonpublic) {
  const absl::flat_hash_set<int64_t> schools = {1611190000005};

  EXPECT_THAT(Found(Collection::kStudentProgram,
                    Rows({}, {{kPat, 5}, {kPat, 6}, {kPat, 1}, {kPat, 2}}), {.schools = &schools}),
              ElementsAre(std::pair(IssueKind::kUnknownSchool, int64_t{2})));
}

TEST(RecordChecksTest, ALocalIdBelongsToOneStudent) {
  EXPECT_THAT(Found(Collection::kStudentProgram,
                    Rows({}, {{kPat, 5}, {kPat, 5}, {kSam, 5}, {kSam, 5}, {kPat, 5}},
                         {"L1", "L1", "L1", "", ""})),
              ElementsAre(std::pair(IssueKind::kDuplicateStudent, int64_t{3})));
}

}  // namespace
}  // namespace sos::ingestion
