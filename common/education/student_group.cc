// SPDX-License-Identifier: Apache-2.0
#include "common/education/student_group.h"

#include <iterator>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "common/education/student_group_names.h"

namespace sos {
namespace {

// Other spellings seen in published files, and in exports that replaced codes by words.
constexpr StudentGroupName kAliases[] = {
    {"TOM", StudentGroup::kTwoOrMoreRaces},
    {"MULTI", StudentGroup::kTwoOrMoreRaces},
    {"Multiple Races/Two or More", StudentGroup::kTwoOrMoreRaces},
    {"LT EL", StudentGroup::kLongTermEnglishLearners},
    {"Long Term English Learners", StudentGroup::kLongTermEnglishLearners},
    {"Long-Term English Learner", StudentGroup::kLongTermEnglishLearners},
    {"English Learner", StudentGroup::kEnglishLearners},
    {"RFEP", StudentGroup::kReclassifiedOnly},
    {"Black/African American", StudentGroup::kAfricanAmerican},
    {"American Indian or Alaska Native", StudentGroup::kAmericanIndian},
    {"Hispanic or Latino", StudentGroup::kHispanic},
    {"Native Hawaiian or Pacific Islander", StudentGroup::kPacificIslander},
    {"Foster", StudentGroup::kFosterYouth},
    {"Homeless Youth", StudentGroup::kHomeless},
    {"Homeless Students", StudentGroup::kHomeless},
    {"African-American", StudentGroup::kAfricanAmerican},
    {"Black", StudentGroup::kAfricanAmerican},
    {"American Indian/Alaska Native", StudentGroup::kAmericanIndian},
    {"American Indian or Alaskan Native", StudentGroup::kAmericanIndian},
    {"Hispanic/Latino", StudentGroup::kHispanic},
    {"Latino", StudentGroup::kHispanic},
    {"Native Hawaiian/Pacific Islander", StudentGroup::kPacificIslander},
    {"Socio-economically Disadvantaged", StudentGroup::kSocioeconomicallyDisadvantaged},
    {"Socio-Economically Disadvantaged Students", StudentGroup::kSocioeconomicallyDisadvantaged},
    {"Socioeconomically Disadvantaged Students", StudentGroup::kSocioeconomicallyDisadvantaged},
    {"Low-Income", StudentGroup::kSocioeconomicallyDisadvantaged},
    {"Foster Students", StudentGroup::kFosterYouth},
    {"English Learner Students", StudentGroup::kEnglishLearners},
    {"Two or More Races Students", StudentGroup::kTwoOrMoreRaces},
    {"Black or African American", StudentGroup::kAfricanAmerican},
    {"Students with a Disability", StudentGroup::kStudentsWithDisabilities},
    {"Two or More", StudentGroup::kTwoOrMoreRaces},
    {"Multiple Races", StudentGroup::kTwoOrMoreRaces},
    {"RFEPs Only", StudentGroup::kReclassifiedOnly},
    {"Reclassified Only", StudentGroup::kReclassifiedOnly},
    {"Smarter Balanced Assessment", StudentGroup::kSmarterBalanced},
    {"CA Alternative Assessment", StudentGroup::kAlternateAssessment},
    {"California Alternate Assessment", StudentGroup::kAlternateAssessment},
};

}  // namespace

const std::vector<StudentGroupName>& StudentGroupNames() {
  static const auto* const kNames = [] {
    auto* const names = new std::vector<StudentGroupName>(std::begin(kAliases), std::end(kAliases));
    for (const CodeEntry<StudentGroup>& entry : kStudentGroups) {
      names->push_back({entry.label, entry.value});
    }
    return names;
  }();
  return *kNames;
}

std::optional<StudentGroup> ParseStudentGroup(absl::string_view text) {
  if (const std::optional<StudentGroup> group = kStudentGroups.FromCode(text); group) return group;
  for (const CodeEntry<StudentGroup>& entry : kStudentGroups) {
    if (absl::EqualsIgnoreCase(entry.label, text)) return entry.value;
  }
  for (const StudentGroupName& alias : kAliases) {
    if (absl::EqualsIgnoreCase(alias.text, text)) return alias.group;
  }
  return std::nullopt;
}

bool IsRaceOrEthnicity(StudentGroup group) {
  return group >= StudentGroup::kAfricanAmerican && group <= StudentGroup::kTwoOrMoreRaces;
}

}  // namespace sos
