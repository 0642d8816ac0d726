// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_COLUMNS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_COLUMNS_H_

#include "absl/strings/string_view.h"

// The columns of published files under all their names, `a|b` for either of the two. Whoever looks
// for a column, to recognize a file or to read it, looks for these. The names are as
// NormalizedColumn() makes them, so that each stands for every case and separator.
namespace sos::ingestion::columns {

// --- whom a row is about ------------------------------------------------------------------------
inline constexpr char kCds[] = "cds|cdscode|countydistrictschoolcode";
inline constexpr char kCountyCode[] = "countycode";
inline constexpr char kDistrictCode[] = "districtcode";
inline constexpr char kSchoolCode[] = "schoolcode";
inline constexpr char kRecordType[] = "rtype|recordtype";
inline constexpr char kSchoolName[] = "schoolname|school";
inline constexpr char kDistrictName[] = "districtname|leaname|lea|district";
inline constexpr char kCountyName[] = "countyname|county";
inline constexpr char kCharterFlag[] = "charterflag";
inline constexpr char kCountyOfficeFlag[] = "coeflag";
inline constexpr char kAlternativeFlag[] = "dassflag";
inline constexpr char kYear[] =
    "reportingyear|reportyear|repyr|testyear|year|dashboardyear|academicyear|schoolyear";
// The names of the groups stand beside the codes in the tables of some county offices.
inline constexpr char kStudentGroup[] = "studentgroup|studentgrouplong|studentgroupname";

// --- indicator downloads ------------------------------------------------------------------------
inline constexpr char kIndicator[] = "indicator|indicatorcode|indicatorname";
inline constexpr char kSchoolType[] = "type";
inline constexpr char kCurrentNumerator[] = "currnumer";
inline constexpr char kCurrentPrepared[] = "currprep";
inline constexpr char kCurrentDenominator[] = "currdenom";
inline constexpr char kCurrentTesters[] = "currtesters";
inline constexpr char kCurrentDisabled[] = "currdenomswd";
inline constexpr char kCurrentStatus[] = "currstatus";
inline constexpr char kPriorNumerator[] = "priornumer";
inline constexpr char kPriorPrepared[] = "priorprep";
inline constexpr char kPriorDenominator[] = "priordenom";
inline constexpr char kPriorTesters[] = "priortesters";
inline constexpr char kPriorDisabled[] = "priordenomswd";
inline constexpr char kPriorStatus[] = "priorstatus";
inline constexpr char kChange[] = "change";
inline constexpr char kStatusLevel[] = "statuslevel";
inline constexpr char kChangeLevel[] = "changelevel";
inline constexpr char kColor[] = "color";
inline constexpr char kBox[] = "box";
inline constexpr char kPairShare[] = "pairsharemethod";
inline constexpr char kProgressed[] = "currprogressed";
inline constexpr char kCalculation[] = "calmethod";
inline constexpr char kFiveYearNumerator[] = "fiveyrnumer";
inline constexpr char kCertifyFlag[] = "certifyflag";
inline constexpr char kPriorCertifyFlag[] = "priorcertifyflag";
inline constexpr char kDataErrorFlag[] = "dataerrorflag";
inline constexpr char kUnderHalfTestedFlag[] = "flag50pct";
inline constexpr char kUnder95TestedFlag[] = "flag95pct";
inline constexpr char kAlternateDenominator[] = "caadenom";
inline constexpr char kHighSchoolCuts[] = "hscutpoints";

// --- lists --------------------------------------------------------------------------------------
inline constexpr char kPriority[] = "localindicator|prioritynumber|priorityid";
inline constexpr char kRating[] = "countyperformance|performance";
inline constexpr char kTitleI[] = "titlei{school year}|titleistatus{school year}";
inline constexpr char kTargetedGroups[] = "targetedstudentgroups|targetedstudentgroup";
inline constexpr char kTotalGroups[] = "totalstudentgroups";
inline constexpr char kOwnStatus[] = "assistancestatus";
inline constexpr char kElpiColumn[] = "elpi";
inline constexpr char kDisabledLetters[] = "swdpriorities";
inline constexpr char kWhiteLetters[] = "whpriorities";
// The letters of charter schools; the names are known from one reader's code only.
inline constexpr char kCharterLetters[] =
    "swdcurrent|swdprioritiescurrent|swdcurrentpriorities|swdprioritycurrent|swdcurrentpriority";
inline constexpr char kGraduationAverage[] = "gradaverage";
inline constexpr char kLateCertification[] = "latecertification";
inline constexpr char kPublishEstimates[] = "publishestimates";
inline constexpr char kCharterNumber[] = "charternumber";
inline constexpr char kTotalEnrollment[] = "totalenrollment";
inline constexpr char kGroupTotal[] = "subgrouptotal";
inline constexpr char kLevelTotal[] = "pltotct";
inline constexpr char kEntityType[] = "typeid";
inline constexpr char kStatusType[] = "statustype";

}  // namespace sos::ingestion::columns

#endif  // SOS_SERVICES_INGESTION_DOMAIN_COLUMNS_H_
