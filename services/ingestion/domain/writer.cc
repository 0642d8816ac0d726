// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/writer.h"

#include <algorithm>
#include <iterator>

namespace sos::ingestion {

Writer WriterOf(Collection collection) {
  // A collection that is added says here whose it is: without a default, the compiler asks.
  switch (collection) {
    case Collection::kChronicAbsenteeism:
    case Collection::kSuspension:
    case Collection::kEnglishLearnerProgress:
    case Collection::kGraduation:
    case Collection::kEnglishLanguageArts:
    case Collection::kMathematics:
    case Collection::kCollegeCareer:
    case Collection::kScience:
    case Collection::kEnglishLanguageArtsGrade11:
    case Collection::kMathematicsGrade11:
    case Collection::kElpacLevels:
    case Collection::kLocalPriority1:
    case Collection::kLocalPriority2:
    case Collection::kLocalPriority3:
    case Collection::kLocalPriority6:
    case Collection::kLocalPriority7:
    case Collection::kLocalPriority9:
    case Collection::kLocalPriority10:
    case Collection::kLcffAssistance:
    case Collection::kEssaAssistance:
    case Collection::kLowestPerformanceLeaGroups:
    case Collection::kLowestPerformanceSchools:
    case Collection::kLowestPerformanceSchoolGroups:
    case Collection::kEntityDirectory:
    case Collection::kCensusEnrollment:
    case Collection::kEquityMultiplier:
    case Collection::kPublishedColors:
    case Collection::kLateCertification:
    case Collection::kCharterAssistance:
    case Collection::kRequiredGoals:
    case Collection::kPublishedSchoolColors:
      return Writer::kState;
    case Collection::kStudentEnrollment:
    case Collection::kStudentInformation:
    case Collection::kStudentProgram:
    case Collection::kEnglishLanguageAcquisition:
    case Collection::kSpecialEducation:
    case Collection::kAbsenceSummary:
    case Collection::kStudentIncident:
    case Collection::kStudentIncidentResult:
    case Collection::kStudentOffense:
    case Collection::kCohortOutcome:
    case Collection::kAbsenceReport:
    case Collection::kProfileReport:
    case Collection::kIncidentReport:
    case Collection::kPlanReport:
    case Collection::kFosterReport:
    case Collection::kLanguageTest:
    case Collection::kAcademicTest:
    case Collection::kCohortReport:
    case Collection::kCompleterReport:
    case Collection::kCensusReport:
    case Collection::kReclassificationReport:
    case Collection::kFormerFosterReport:
    case Collection::kExamination:
    case Collection::kEstimatePublication:
    case Collection::kSelfReflectionPriority1:
    case Collection::kSelfReflectionPriority2:
    case Collection::kSelfReflectionPriority3:
    case Collection::kSelfReflectionPriority6:
    case Collection::kSelfReflectionPriority7:
    case Collection::kSelfReflectionPriority9:
    case Collection::kSelfReflectionPriority10:
      return Writer::kAgency;
  }
  return Writer::kState;
}

bool IsOfStudents(Collection collection) {
  if (WriterOf(collection) != Writer::kAgency) return false;
  if (collection == Collection::kEstimatePublication) return false;
  // The others are what an agency says of itself.
  return std::none_of(std::begin(kCollectionEntries), std::end(kCollectionEntries),
                      [collection](const CodeEntry<Collection>& entry) {
                        return SelfReflectionOf(entry.value) == collection;
                      });
}

bool GoesWithStudents(Collection collection) {
  return IsOfStudents(collection) || collection == Collection::kEstimatePublication;
}

std::optional<Collection> SelfReflectionOf(Collection collection) {
  switch (collection) {
    case Collection::kLocalPriority1:
      return Collection::kSelfReflectionPriority1;
    case Collection::kLocalPriority2:
      return Collection::kSelfReflectionPriority2;
    case Collection::kLocalPriority3:
      return Collection::kSelfReflectionPriority3;
    case Collection::kLocalPriority6:
      return Collection::kSelfReflectionPriority6;
    case Collection::kLocalPriority7:
      return Collection::kSelfReflectionPriority7;
    case Collection::kLocalPriority9:
      return Collection::kSelfReflectionPriority9;
    case Collection::kLocalPriority10:
      return Collection::kSelfReflectionPriority10;
    default:
      return std::nullopt;
  }
}

}  // namespace sos::ingestion
