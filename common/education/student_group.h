// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_STUDENT_GROUP_H_
#define SOS_COMMON_EDUCATION_STUDENT_GROUP_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "common/education/code_table.h"

namespace sos {

// A student group of the Dashboard, by its code in the published files. Its twin in the contract is
// sos.education.v1.StudentGroup (common/education/proto.h).
enum class StudentGroup {
  kAll,
  kAfricanAmerican,
  kAmericanIndian,
  kAsian,
  kFilipino,
  kHispanic,
  kPacificIslander,
  kWhite,
  kTwoOrMoreRaces,
  kEnglishLearners,
  kLongTermEnglishLearners,
  kSocioeconomicallyDisadvantaged,
  kStudentsWithDisabilities,
  kFosterYouth,
  kHomeless,
  kEnglishLearnersOnly,
  kReclassifiedOnly,
  kEnglishOnly,
  kSmarterBalanced,
  kAlternateAssessment,
  kScienceTest,
};

inline constexpr CodeEntry<StudentGroup> kStudentGroupEntries[] = {
    {StudentGroup::kAll, "ALL", "All Students"},
    {StudentGroup::kAfricanAmerican, "AA", "African American"},
    {StudentGroup::kAmericanIndian, "AI", "American Indian"},
    {StudentGroup::kAsian, "AS", "Asian"},
    {StudentGroup::kFilipino, "FI", "Filipino"},
    {StudentGroup::kHispanic, "HI", "Hispanic"},
    {StudentGroup::kPacificIslander, "PI", "Pacific Islander"},
    {StudentGroup::kWhite, "WH", "White"},
    {StudentGroup::kTwoOrMoreRaces, "MR", "Two or More Races"},
    {StudentGroup::kEnglishLearners, "EL", "English Learners"},
    {StudentGroup::kLongTermEnglishLearners, "LTEL", "Long-Term English Learners"},
    {StudentGroup::kSocioeconomicallyDisadvantaged, "SED", "Socioeconomically Disadvantaged"},
    {StudentGroup::kStudentsWithDisabilities, "SWD", "Students with Disabilities"},
    {StudentGroup::kFosterYouth, "FOS", "Foster Youth"},
    {StudentGroup::kHomeless, "HOM", "Homeless"},
    {StudentGroup::kEnglishLearnersOnly, "ELO", "English Learners Only"},
    {StudentGroup::kReclassifiedOnly, "RFP", "Recently Reclassified Only"},
    {StudentGroup::kEnglishOnly, "EO", "English Only"},
    {StudentGroup::kSmarterBalanced, "SBA", "Took the Smarter Balanced Tests"},
    {StudentGroup::kAlternateAssessment, "CAA", "Took the Alternate Assessment"},
    {StudentGroup::kScienceTest, "CAST", "Took the Science Test"},
};
inline constexpr CodeTable kStudentGroups(kStudentGroupEntries);
inline constexpr int kStudentGroupCount = 21;

// Reads a group code as any published file writes it: also TOM and MULTI for MR, `LT EL`, RFEP and
// REFP spellings, and the labels in words.
std::optional<StudentGroup> ParseStudentGroup(absl::string_view text);

// True for the race and ethnicity groups, which divide ALL without overlap.
bool IsRaceOrEthnicity(StudentGroup group);

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_STUDENT_GROUP_H_
