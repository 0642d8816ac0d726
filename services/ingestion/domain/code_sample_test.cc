// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/code_sample.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// What rows of code, record type, school, district and indicator show.
CodeFindings FindingsOf(const std::vector<absl::string_view>& rows) {
  const Header header({"cds", "rtype", "schoolname", "districtname", "indicator"});
  CodeSample sample(header);
  for (const absl::string_view row : rows) {
    const std::vector<absl::string_view> cells = absl::StrSplit(row, '|');
    sample.Add(cells);
  }
  return sample.findings();
}

TEST(CodeSampleTest, ACodeWithTwoNamesIsOneOfTwo) {
  const CodeFindings findings = FindingsOf(
      {"01611190130229|S|Valley High|Valley|GRAD", "01611190130230|S|Hill High|Valley|GRAD",
       "01611190130229|S|Oak High|Valley|GRAD", "01611190000000|D||Valley|GRAD"});
  EXPECT_THAT(findings.of_two_names, UnorderedElementsAre("01611190130229"));
  EXPECT_FALSE(findings.cut);
}

TEST(CodeSampleTest, OneNameInSeveralSpellingsAndRowsIsOne) {
  const CodeFindings findings = FindingsOf(
      {"01611190130229|S|Valley High|Valley|GRAD", "01611190130229|S|VALLEY  HIGH|Valley|GRAD",
       "01611190130229|S||Valley|GRAD", "01611190130229|S|Valley Senior High|Valley|ELA"});
  EXPECT_THAT(findings.of_two_names, IsEmpty()) << "another file may have another name";
}

TEST(CodeSampleTest, ASchoolWhoseCodeEndsInTooManyZerosShowsThatDigitsAreLost) {
  EXPECT_TRUE(
      FindingsOf({"19647300000000|D||Valley|GRAD", "19647300000000|S|Oak High|Valley|GRAD"}).cut);
  EXPECT_TRUE(FindingsOf({"19647300000000|D||Valley|GRAD", "19647300000000|D||Hill|GRAD"}).cut);
  EXPECT_FALSE(FindingsOf({"19647300000000|D||Valley|GRAD", "00000000000000|X||State|GRAD"}).cut)
      << "an LEA may have such a code";
}

}  // namespace
}  // namespace sos::ingestion
