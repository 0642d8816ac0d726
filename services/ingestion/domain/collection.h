#ifndef SOS_SERVICES_INGESTION_DOMAIN_COLLECTION_H_
#define SOS_SERVICES_INGESTION_DOMAIN_COLLECTION_H_

#include "common/education/code_table.h"

namespace sos::ingestion {

// A kind of data. The values are those of sos.ingestion.v1.Collection less one; the codes stand in
// partition names.
enum class Collection {
  kChronicAbsenteeism,
  kSuspension,
  kEnglishLearnerProgress,
  kGraduation,
  kEnglishLanguageArts,
  kMathematics,
  kCollegeCareer,
  kScience,
  kEnglishLanguageArtsGrade11,
  kMathematicsGrade11,
  kElpacLevels,
  kLocalPriority1,
  kLocalPriority2,
  kLocalPriority3,
  kLocalPriority6,
  kLocalPriority7,
  kLocalPriority9,
  kLocalPriority10,
  kLcffAssistance,
  kEssaAssistance,
  kLowestPerformanceLeaGroups,
  kLowestPerformanceSchools,
  kLowestPerformanceSchoolGroups,
  kEntityDirectory,
  kCensusEnrollment,
  kEquityMultiplier,
  kPublishedColors,
  kLateCertification,
  kStudentEnrollment,
  kStudentInformation,
  kStudentProgram,
  kEnglishLanguageAcquisition,
  kSpecialEducation,
  kAbsenceSummary,
  kStudentIncident,
  kStudentIncidentResult,
  kStudentOffense,
  kCohortOutcome,
  kCharterAssistance,
  kRequiredGoals,
  kPublishedSchoolColors,
};

inline constexpr CodeEntry<Collection> kCollectionEntries[] = {
    {Collection::kChronicAbsenteeism, "chronic-absenteeism", "chronic absenteeism"},
    {Collection::kSuspension, "suspension", "suspension"},
    {Collection::kEnglishLearnerProgress, "english-learner-progress", "English learner progress"},
    {Collection::kGraduation, "graduation", "graduation"},
    {Collection::kEnglishLanguageArts, "english-language-arts", "English language arts"},
    {Collection::kMathematics, "mathematics", "mathematics"},
    {Collection::kCollegeCareer, "college-career", "college/career"},
    {Collection::kScience, "science", "science"},
    {Collection::kEnglishLanguageArtsGrade11, "english-language-arts-grade-11",
     "English language arts, grade 11"},
    {Collection::kMathematicsGrade11, "mathematics-grade-11", "mathematics, grade 11"},
    {Collection::kElpacLevels, "elpac-levels", "ELPAC levels"},
    {Collection::kLocalPriority1, "local-priority-1", "local indicator, priority 1"},
    {Collection::kLocalPriority2, "local-priority-2", "local indicator, priority 2"},
    {Collection::kLocalPriority3, "local-priority-3", "local indicator, priority 3"},
    {Collection::kLocalPriority6, "local-priority-6", "local indicator, priority 6"},
    {Collection::kLocalPriority7, "local-priority-7", "local indicator, priority 7"},
    {Collection::kLocalPriority9, "local-priority-9", "local indicator, priority 9"},
    {Collection::kLocalPriority10, "local-priority-10", "local indicator, priority 10"},
    {Collection::kLcffAssistance, "lcff-assistance", "LCFF assistance status"},
    {Collection::kEssaAssistance, "essa-assistance", "ESSA assistance status"},
    {Collection::kLowestPerformanceLeaGroups, "lowest-performance-lea-groups",
     "lowest performance, LEAs by group"},
    {Collection::kLowestPerformanceSchools, "lowest-performance-schools",
     "lowest performance, schools"},
    {Collection::kLowestPerformanceSchoolGroups, "lowest-performance-school-groups",
     "lowest performance, schools by group"},
    {Collection::kEntityDirectory, "entity-directory", "entity directory"},
    {Collection::kCensusEnrollment, "census-enrollment", "Census Day enrolment"},
    {Collection::kEquityMultiplier, "equity-multiplier", "LCFF Equity Multiplier"},
    {Collection::kPublishedColors, "published-colors", "published colours by group"},
    {Collection::kLateCertification, "late-certification", "late certification"},
    {Collection::kStudentEnrollment, "student-enrollment", "student enrollment (SENR)"},
    {Collection::kStudentInformation, "student-information", "student information (SINF)"},
    {Collection::kStudentProgram, "student-program", "student programs (SPRG)"},
    {Collection::kEnglishLanguageAcquisition, "english-language-acquisition",
     "English language acquisition (SELA)"},
    {Collection::kSpecialEducation, "special-education", "special education (SPED)"},
    {Collection::kAbsenceSummary, "absence-summary", "absence summaries (STAS)"},
    {Collection::kStudentIncident, "student-incident", "student incidents (SINC)"},
    {Collection::kStudentIncidentResult, "student-incident-result",
     "student incident results (SIRS)"},
    {Collection::kStudentOffense, "student-offense", "student offenses (SOFF)"},
    {Collection::kCohortOutcome, "cohort-outcome", "cohort outcomes"},
    {Collection::kCharterAssistance, "charter-assistance", "LCFF assistance of charter schools"},
    {Collection::kRequiredGoals, "required-goals", "required LCAP goals"},
    {Collection::kPublishedSchoolColors, "published-school-colors",
     "published colours, schools as a whole"},
};
inline constexpr CodeTable kCollections(kCollectionEntries);
inline constexpr int kCollectionCount = 41;

// The shape of a collection's rows, and with it of its partitions' contents.
enum class RecordKind {
  kMeasure,
  kLocalRating,
  kAssistance,
  kLowestPerformance,
  kEntity,
  kSchoolSupport,
  kColor,
  kEquityMultiplier,
  kRequiredGoal,
  kRecord,
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_COLLECTION_H_
