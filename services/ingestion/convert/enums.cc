// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/enums.h"

namespace sos::ingestion {

v1::Collection ToProto(Collection collection) {
  switch (collection) {
    case Collection::kChronicAbsenteeism:
      return v1::COLLECTION_CHRONIC_ABSENTEEISM;
    case Collection::kSuspension:
      return v1::COLLECTION_SUSPENSION;
    case Collection::kEnglishLearnerProgress:
      return v1::COLLECTION_ENGLISH_LEARNER_PROGRESS;
    case Collection::kGraduation:
      return v1::COLLECTION_GRADUATION;
    case Collection::kEnglishLanguageArts:
      return v1::COLLECTION_ENGLISH_LANGUAGE_ARTS;
    case Collection::kMathematics:
      return v1::COLLECTION_MATHEMATICS;
    case Collection::kCollegeCareer:
      return v1::COLLECTION_COLLEGE_CAREER;
    case Collection::kScience:
      return v1::COLLECTION_SCIENCE;
    case Collection::kEnglishLanguageArtsGrade11:
      return v1::COLLECTION_ENGLISH_LANGUAGE_ARTS_GRADE_11;
    case Collection::kMathematicsGrade11:
      return v1::COLLECTION_MATHEMATICS_GRADE_11;
    case Collection::kElpacLevels:
      return v1::COLLECTION_ELPAC_LEVELS;
    case Collection::kLocalPriority1:
      return v1::COLLECTION_LOCAL_PRIORITY_1;
    case Collection::kLocalPriority2:
      return v1::COLLECTION_LOCAL_PRIORITY_2;
    case Collection::kLocalPriority3:
      return v1::COLLECTION_LOCAL_PRIORITY_3;
    case Collection::kLocalPriority6:
      return v1::COLLECTION_LOCAL_PRIORITY_6;
    case Collection::kLocalPriority7:
      return v1::COLLECTION_LOCAL_PRIORITY_7;
    case Collection::kLocalPriority9:
      return v1::COLLECTION_LOCAL_PRIORITY_9;
    case Collection::kLocalPriority10:
      return v1::COLLECTION_LOCAL_PRIORITY_10;
    case Collection::kLcffAssistance:
      return v1::COLLECTION_LCFF_ASSISTANCE;
    case Collection::kEssaAssistance:
      return v1::COLLECTION_ESSA_ASSISTANCE;
    case Collection::kLowestPerformanceLeaGroups:
      return v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS;
    case Collection::kLowestPerformanceSchools:
      return v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS;
    case Collection::kLowestPerformanceSchoolGroups:
      return v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS;
    case Collection::kEntityDirectory:
      return v1::COLLECTION_ENTITY_DIRECTORY;
    case Collection::kCensusEnrollment:
      return v1::COLLECTION_CENSUS_ENROLLMENT;
    case Collection::kEquityMultiplier:
      return v1::COLLECTION_EQUITY_MULTIPLIER;
    case Collection::kPublishedColors:
      return v1::COLLECTION_PUBLISHED_COLORS;
    case Collection::kLateCertification:
      return v1::COLLECTION_LATE_CERTIFICATION;
    case Collection::kStudentEnrollment:
      return v1::COLLECTION_STUDENT_ENROLLMENT;
    case Collection::kStudentInformation:
      return v1::COLLECTION_STUDENT_INFORMATION;
    case Collection::kStudentProgram:
      return v1::COLLECTION_STUDENT_PROGRAM;
    case Collection::kEnglishLanguageAcquisition:
      return v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION;
    case Collection::kSpecialEducation:
      return v1::COLLECTION_SPECIAL_EDUCATION;
    case Collection::kAbsenceSummary:
      return v1::COLLECTION_ABSENCE_SUMMARY;
    case Collection::kStudentIncident:
      return v1::COLLECTION_STUDENT_INCIDENT;
    case Collection::kStudentIncidentResult:
      return v1::COLLECTION_STUDENT_INCIDENT_RESULT;
    case Collection::kStudentOffense:
      return v1::COLLECTION_STUDENT_OFFENSE;
    case Collection::kCohortOutcome:
      return v1::COLLECTION_COHORT_OUTCOME;
    case Collection::kCharterAssistance:
      return v1::COLLECTION_CHARTER_ASSISTANCE;
    case Collection::kRequiredGoals:
      return v1::COLLECTION_REQUIRED_GOALS;
    case Collection::kPublishedSchoolColors:
      return v1::COLLECTION_PUBLISHED_SCHOOL_COLORS;
    case Collection::kSelfReflectionPriority1:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_1;
    case Collection::kSelfReflectionPriority2:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_2;
    case Collection::kSelfReflectionPriority3:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_3;
    case Collection::kSelfReflectionPriority6:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_6;
    case Collection::kSelfReflectionPriority7:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_7;
    case Collection::kSelfReflectionPriority9:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_9;
    case Collection::kSelfReflectionPriority10:
      return v1::COLLECTION_SELF_REFLECTION_PRIORITY_10;
    case Collection::kAbsenceReport:
      return v1::COLLECTION_ABSENCE_REPORT;
    case Collection::kProfileReport:
      return v1::COLLECTION_PROFILE_REPORT;
    case Collection::kIncidentReport:
      return v1::COLLECTION_INCIDENT_REPORT;
    case Collection::kPlanReport:
      return v1::COLLECTION_PLAN_REPORT;
    case Collection::kFosterReport:
      return v1::COLLECTION_FOSTER_REPORT;
    case Collection::kLanguageTest:
      return v1::COLLECTION_LANGUAGE_TEST;
    case Collection::kAcademicTest:
      return v1::COLLECTION_ACADEMIC_TEST;
    case Collection::kCohortReport:
      return v1::COLLECTION_COHORT_REPORT;
    case Collection::kCompleterReport:
      return v1::COLLECTION_COMPLETER_REPORT;
    case Collection::kCensusReport:
      return v1::COLLECTION_CENSUS_REPORT;
    case Collection::kReclassificationReport:
      return v1::COLLECTION_RECLASSIFICATION_REPORT;
    case Collection::kFormerFosterReport:
      return v1::COLLECTION_FORMER_FOSTER_REPORT;
    case Collection::kExamination:
      return v1::COLLECTION_EXAMINATION;
    case Collection::kEstimatePublication:
      return v1::COLLECTION_ESTIMATE_PUBLICATION;
  }
  return v1::COLLECTION_UNSPECIFIED;
}

std::optional<Collection> FromProto(v1::Collection collection) {
  switch (collection) {
    case v1::COLLECTION_CHRONIC_ABSENTEEISM:
      return Collection::kChronicAbsenteeism;
    case v1::COLLECTION_SUSPENSION:
      return Collection::kSuspension;
    case v1::COLLECTION_ENGLISH_LEARNER_PROGRESS:
      return Collection::kEnglishLearnerProgress;
    case v1::COLLECTION_GRADUATION:
      return Collection::kGraduation;
    case v1::COLLECTION_ENGLISH_LANGUAGE_ARTS:
      return Collection::kEnglishLanguageArts;
    case v1::COLLECTION_MATHEMATICS:
      return Collection::kMathematics;
    case v1::COLLECTION_COLLEGE_CAREER:
      return Collection::kCollegeCareer;
    case v1::COLLECTION_SCIENCE:
      return Collection::kScience;
    case v1::COLLECTION_ENGLISH_LANGUAGE_ARTS_GRADE_11:
      return Collection::kEnglishLanguageArtsGrade11;
    case v1::COLLECTION_MATHEMATICS_GRADE_11:
      return Collection::kMathematicsGrade11;
    case v1::COLLECTION_ELPAC_LEVELS:
      return Collection::kElpacLevels;
    case v1::COLLECTION_LOCAL_PRIORITY_1:
      return Collection::kLocalPriority1;
    case v1::COLLECTION_LOCAL_PRIORITY_2:
      return Collection::kLocalPriority2;
    case v1::COLLECTION_LOCAL_PRIORITY_3:
      return Collection::kLocalPriority3;
    case v1::COLLECTION_LOCAL_PRIORITY_6:
      return Collection::kLocalPriority6;
    case v1::COLLECTION_LOCAL_PRIORITY_7:
      return Collection::kLocalPriority7;
    case v1::COLLECTION_LOCAL_PRIORITY_9:
      return Collection::kLocalPriority9;
    case v1::COLLECTION_LOCAL_PRIORITY_10:
      return Collection::kLocalPriority10;
    case v1::COLLECTION_LCFF_ASSISTANCE:
      return Collection::kLcffAssistance;
    case v1::COLLECTION_ESSA_ASSISTANCE:
      return Collection::kEssaAssistance;
    case v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS:
      return Collection::kLowestPerformanceLeaGroups;
    case v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS:
      return Collection::kLowestPerformanceSchools;
    case v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS:
      return Collection::kLowestPerformanceSchoolGroups;
    case v1::COLLECTION_ENTITY_DIRECTORY:
      return Collection::kEntityDirectory;
    case v1::COLLECTION_CENSUS_ENROLLMENT:
      return Collection::kCensusEnrollment;
    case v1::COLLECTION_EQUITY_MULTIPLIER:
      return Collection::kEquityMultiplier;
    case v1::COLLECTION_PUBLISHED_COLORS:
      return Collection::kPublishedColors;
    case v1::COLLECTION_LATE_CERTIFICATION:
      return Collection::kLateCertification;
    case v1::COLLECTION_STUDENT_ENROLLMENT:
      return Collection::kStudentEnrollment;
    case v1::COLLECTION_STUDENT_INFORMATION:
      return Collection::kStudentInformation;
    case v1::COLLECTION_STUDENT_PROGRAM:
      return Collection::kStudentProgram;
    case v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION:
      return Collection::kEnglishLanguageAcquisition;
    case v1::COLLECTION_SPECIAL_EDUCATION:
      return Collection::kSpecialEducation;
    case v1::COLLECTION_ABSENCE_SUMMARY:
      return Collection::kAbsenceSummary;
    case v1::COLLECTION_STUDENT_INCIDENT:
      return Collection::kStudentIncident;
    case v1::COLLECTION_STUDENT_INCIDENT_RESULT:
      return Collection::kStudentIncidentResult;
    case v1::COLLECTION_STUDENT_OFFENSE:
      return Collection::kStudentOffense;
    case v1::COLLECTION_COHORT_OUTCOME:
      return Collection::kCohortOutcome;
    case v1::COLLECTION_CHARTER_ASSISTANCE:
      return Collection::kCharterAssistance;
    case v1::COLLECTION_REQUIRED_GOALS:
      return Collection::kRequiredGoals;
    case v1::COLLECTION_PUBLISHED_SCHOOL_COLORS:
      return Collection::kPublishedSchoolColors;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_1:
      return Collection::kSelfReflectionPriority1;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_2:
      return Collection::kSelfReflectionPriority2;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_3:
      return Collection::kSelfReflectionPriority3;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_6:
      return Collection::kSelfReflectionPriority6;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_7:
      return Collection::kSelfReflectionPriority7;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_9:
      return Collection::kSelfReflectionPriority9;
    case v1::COLLECTION_SELF_REFLECTION_PRIORITY_10:
      return Collection::kSelfReflectionPriority10;
    case v1::COLLECTION_ABSENCE_REPORT:
      return Collection::kAbsenceReport;
    case v1::COLLECTION_PROFILE_REPORT:
      return Collection::kProfileReport;
    case v1::COLLECTION_INCIDENT_REPORT:
      return Collection::kIncidentReport;
    case v1::COLLECTION_PLAN_REPORT:
      return Collection::kPlanReport;
    case v1::COLLECTION_FOSTER_REPORT:
      return Collection::kFosterReport;
    case v1::COLLECTION_LANGUAGE_TEST:
      return Collection::kLanguageTest;
    case v1::COLLECTION_ACADEMIC_TEST:
      return Collection::kAcademicTest;
    case v1::COLLECTION_COHORT_REPORT:
      return Collection::kCohortReport;
    case v1::COLLECTION_COMPLETER_REPORT:
      return Collection::kCompleterReport;
    case v1::COLLECTION_CENSUS_REPORT:
      return Collection::kCensusReport;
    case v1::COLLECTION_RECLASSIFICATION_REPORT:
      return Collection::kReclassificationReport;
    case v1::COLLECTION_FORMER_FOSTER_REPORT:
      return Collection::kFormerFosterReport;
    case v1::COLLECTION_EXAMINATION:
      return Collection::kExamination;
    case v1::COLLECTION_ESTIMATE_PUBLICATION:
      return Collection::kEstimatePublication;
    default:
      return std::nullopt;
  }
}

v1::SubmissionIssue::Kind ToProto(IssueKind kind) {
  switch (kind) {
    case IssueKind::kMissingValue:
      return v1::SubmissionIssue::KIND_MISSING_VALUE;
    case IssueKind::kMalformedValue:
      return v1::SubmissionIssue::KIND_MALFORMED_VALUE;
    case IssueKind::kUnknownCode:
      return v1::SubmissionIssue::KIND_UNKNOWN_CODE;
    case IssueKind::kOutOfRange:
      return v1::SubmissionIssue::KIND_OUT_OF_RANGE;
    case IssueKind::kContradiction:
      return v1::SubmissionIssue::KIND_CONTRADICTION;
    case IssueKind::kDuplicateRow:
      return v1::SubmissionIssue::KIND_DUPLICATE_ROW;
    case IssueKind::kWrongEntity:
      return v1::SubmissionIssue::KIND_WRONG_ENTITY;
    case IssueKind::kWithoutEnrollment:
      return v1::SubmissionIssue::KIND_WITHOUT_ENROLLMENT;
    case IssueKind::kOverlappingEnrollment:
      return v1::SubmissionIssue::KIND_OVERLAPPING_ENROLLMENT;
    case IssueKind::kOverExpectedDays:
      return v1::SubmissionIssue::KIND_OVER_EXPECTED_DAYS;
    case IssueKind::kUnknownSchool:
      return v1::SubmissionIssue::KIND_UNKNOWN_SCHOOL;
    case IssueKind::kDuplicateStudent:
      return v1::SubmissionIssue::KIND_DUPLICATE_STUDENT;
    case IssueKind::kUnknownLea:
      return v1::SubmissionIssue::KIND_UNKNOWN_LEA;
    case IssueKind::kWrongYear:
      return v1::SubmissionIssue::KIND_WRONG_YEAR;
    case IssueKind::kCodeContradictsName:
      return v1::SubmissionIssue::KIND_CODE_CONTRADICTS_NAME;
  }
  return v1::SubmissionIssue::KIND_UNSPECIFIED;
}

v1::SubmissionIssue::Severity ToProto(Severity severity) {
  switch (severity) {
    case Severity::kFatal:
      return v1::SubmissionIssue::SEVERITY_FATAL;
    case Severity::kWarning:
      return v1::SubmissionIssue::SEVERITY_WARNING;
  }
  return v1::SubmissionIssue::SEVERITY_UNSPECIFIED;
}

v1::Submission::RejectionReason ToProto(Rejection rejection) {
  switch (rejection) {
    case Rejection::kNone:
      return v1::Submission::REJECTION_REASON_UNSPECIFIED;
    case Rejection::kUnreadableFile:
      return v1::Submission::REJECTION_REASON_UNREADABLE_FILE;
    case Rejection::kUnknownLayout:
      return v1::Submission::REJECTION_REASON_UNKNOWN_LAYOUT;
    case Rejection::kAmbiguousLayout:
      return v1::Submission::REJECTION_REASON_AMBIGUOUS_LAYOUT;
    case Rejection::kUnknownYear:
      return v1::Submission::REJECTION_REASON_UNKNOWN_YEAR;
    case Rejection::kTooManyQuarantinedRows:
      return v1::Submission::REJECTION_REASON_TOO_MANY_QUARANTINED_ROWS;
    case Rejection::kNoRows:
      return v1::Submission::REJECTION_REASON_NO_ROWS;
    case Rejection::kDuplicateColumn:
      return v1::Submission::REJECTION_REASON_DUPLICATE_COLUMN;
    case Rejection::kShrinks:
      return v1::Submission::REJECTION_REASON_SHRINKS;
    case Rejection::kTooCostly:
      return v1::Submission::REJECTION_REASON_TOO_COSTLY;
    case Rejection::kSelectedStudents:
      return v1::Submission::REJECTION_REASON_SELECTED_STUDENTS;
    case Rejection::kUnknownLea:
      return v1::Submission::REJECTION_REASON_UNKNOWN_LEA;
  }
  return v1::Submission::REJECTION_REASON_UNSPECIFIED;
}

v1::LocalRating::Performance ToProto(LocalPerformance performance) {
  switch (performance) {
    case LocalPerformance::kMet:
      return v1::LocalRating::PERFORMANCE_MET;
    case LocalPerformance::kNotMet:
      return v1::LocalRating::PERFORMANCE_NOT_MET;
    case LocalPerformance::kNotMetTwoOrMoreYears:
      return v1::LocalRating::PERFORMANCE_NOT_MET_TWO_OR_MORE_YEARS;
    case LocalPerformance::kNotApplicable:
      return v1::LocalRating::PERFORMANCE_NOT_APPLICABLE;
  }
  return v1::LocalRating::PERFORMANCE_UNSPECIFIED;
}

std::string CollectionCode(v1::Collection collection) {
  if (collection == v1::COLLECTION_UNSPECIFIED) return "";
  const std::optional<Collection> twin = FromProto(collection);
  return twin ? std::string(kCollections.Code(*twin)) : std::to_string(collection);
}

}  // namespace sos::ingestion
