// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/edfacts.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/csv_cell.h"

namespace sos::reporting {
namespace {

// California in the federal files.
constexpr char kStateCode[] = "06";
constexpr char kAgencyNumber[] = "01";
// Digits of the identity of a revision in the file identifier, which has room for 32 characters.
constexpr size_t kIdentityDigits = 12;

using Fields = std::vector<std::string>;

std::string StandingWord(Standing standing, const std::string& name) {
  switch (standing) {
    case Standing::kIn:
      return name;
    case Standing::kLeft:
      return absl::StrCat(name, "EXIT");
    case Standing::kNot:
      return absl::StrCat("NOT", name);
    case Standing::kUnknown:
      break;
  }
  return "MISSING";
}

// The subgroups of the specification. Foster, homeless and long-term English learners have none.
std::string SubgroupOf(education::v1::StudentGroup group) {
  static const auto* const kSubgroups = new std::map<education::v1::StudentGroup, std::string>{
      {education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED, "ECODIS"},
      {education::v1::STUDENT_GROUP_STUDENTS_WITH_DISABILITIES, "WDIS"},
      {education::v1::STUDENT_GROUP_ENGLISH_LEARNERS, "LEP"},
      {education::v1::STUDENT_GROUP_AMERICAN_INDIAN, "MAN"},
      {education::v1::STUDENT_GROUP_ASIAN, "MA"},
      {education::v1::STUDENT_GROUP_AFRICAN_AMERICAN, "MB"},
      {education::v1::STUDENT_GROUP_FILIPINO, "MF"},
      {education::v1::STUDENT_GROUP_HISPANIC, "MHL"},
      {education::v1::STUDENT_GROUP_PACIFIC_ISLANDER, "MNP"},
      {education::v1::STUDENT_GROUP_WHITE, "MW"},
      {education::v1::STUDENT_GROUP_TWO_OR_MORE_RACES, "MM"},
  };
  const auto found = kSubgroups->find(group);
  return found == kSubgroups->end() ? "MISSING" : found->second;
}

std::string ExplanationOf(education::v1::StudentGroup group) {
  switch (group) {
    case education::v1::STUDENT_GROUP_FOSTER_YOUTH:
      return "Identified for foster youth, for whom the specification has no subgroup.";
    case education::v1::STUDENT_GROUP_HOMELESS:
      return "Identified for homeless students, for whom the specification has no subgroup.";
    case education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS:
      return "Identified for long-term English learners, for whom the specification has no "
             "subgroup.";
    default:
      return "";
  }
}

std::string Line(const Fields& fields) {
  return absl::StrCat(absl::StrJoin(fields, ",",
                                    [](std::string* out, const std::string& field) {
                                      absl::StrAppend(out, CsvCell(field));
                                    }),
                      "\r\n");
}

// The header and the records, each with its number. A determination of a Dashboard year is in force
// in the school year that begins then.
std::string WriteRecords(const std::string& type, const std::string& number,
                         const std::string& abbreviation, int dashboard_year,
                         const Revision& revision, const std::vector<Fields>& records) {
  std::string text =
      Line({type, absl::StrCat(records.size()), absl::StrCat("CASCH", abbreviation, "v000001.csv"),
            absl::StrCat(number, "-", revision.identity.substr(0, kIdentityDigits)),
            absl::StrCat(dashboard_year, "-", dashboard_year + 1), ""});
  for (size_t i = 0; i < records.size(); ++i) {
    Fields fields = {absl::StrCat(i + 1), kStateCode, kAgencyNumber};
    fields.insert(fields.end(), records[i].begin(), records[i].end());
    text += Line(fields);
  }
  return text;
}

Fields Reason(const SchoolSupport& school, std::string table, std::string why, std::string subgroup,
              std::string explanation) {
  return {school.lea_code,        school.school_code,  std::move(table),
          std::move(why),         std::move(subgroup), "",
          std::move(explanation), "RESNAPPLYES"};
}

}  // namespace

std::string EdfactsFs206(const std::vector<SchoolSupport>& schools, int dashboard_year,
                         const Revision& revision) {
  std::vector<Fields> records;
  records.reserve(schools.size());
  for (const SchoolSupport& school : schools) {
    records.push_back({school.lea_code, school.school_code,
                       StandingWord(school.comprehensive, "CSI"),
                       StandingWord(school.targeted, "TSI"),
                       StandingWord(school.additional, "ADDLTSI"), "", "", ""});
  }
  return WriteRecords("SCH CSI TSI", "c206", "CSITSI", dashboard_year, revision, records);
}

std::string EdfactsFs212(const std::vector<SchoolSupport>& schools, int dashboard_year,
                         const Revision& revision) {
  std::vector<Fields> records;
  for (const SchoolSupport& school : schools) {
    if (school.low_performance) {
      records.push_back(Reason(school, "CSIREASONS", "CSILOWPERF", "", ""));
    }
    if (school.low_graduation) {
      records.push_back(Reason(school, "CSIREASONS", "CSILOWGR", "", ""));
    }
    const std::string table = school.additional == Standing::kIn ? "ATSIREASONS" : "TSIREASONS";
    for (const education::v1::StudentGroup group : school.groups) {
      records.push_back(Reason(school, table, "", SubgroupOf(group), ExplanationOf(group)));
    }
  }
  return WriteRecords("SCHOOL CSI TSI REASON", "c212", "CSITSIRSN", dashboard_year, revision,
                      records);
}

}  // namespace sos::reporting
