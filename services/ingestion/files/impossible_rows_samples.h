// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_IMPOSSIBLE_ROWS_SAMPLES_H_
#define SOS_SERVICES_INGESTION_FILES_IMPOSSIBLE_ROWS_SAMPLES_H_

#include <ostream>
#include <string>
#include <vector>

namespace sos::ingestion {

// A small file of a collection that is accepted as it is, and cells of it that tests change. Each
// stands in the last row only.
struct Sample {
  std::string name;
  std::string display_name;
  std::string header;
  std::string row;
  // Parts of the row.
  std::string cds;
  std::string county;
  std::string count;
  std::string year;
  // What the row before has instead of `cds`.
  std::string other_cds;
};
inline void PrintTo(const Sample& sample, std::ostream* os) { *os << sample.name; }

inline const std::vector<Sample>& Samples() {
  static const auto* const kSamples = new std::vector<Sample>{
      {.name = "Measures",
       .display_name = "suspdownload2018.txt",
       .header = "cds\trtype\tschoolname\tdistrictname\tcountyname\ttype\tstudentgroup\tcurrnumer\t"
                 "currdenom\tcurrstatus\treportingyear",
       .row = "27102720000000\tD\t\tMonterey County Office of Education\tMonterey\tUD\tALL\t5\t7001"
              "\t0.1\t2018",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .count = "7001",
       .year = "2018"},
      {.name = "LocalIndicators",
       .display_name = "priority1_2023.txt",
       .header = "cdsCode\tlea\tcountyname\tpriorityNumber\tcountyPerformance\tyear",
       .row = "27102720000000\tMonterey County Office of Education\tMonterey\t1\tMet\t2023",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .year = "2023"},
      {.name = "Assistance",
       .display_name = "assistancestatus_2023.txt",
       .header = "CDS\tLEAname\tCountyname\tReportYear\tSWDpriorities\tWHpriorities\t"
                 "TotalStudentGroups\tAssistanceStatus2023",
       .row = "27102720000000\tMonterey County Office of Education\tMonterey\t2023\tA\t*\t19\t"
              "General Assistance",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .count = "\t19\t",
       .year = "\t2023"},
      {.name = "SchoolSupport",
       .display_name = "essaassistance23.txt",
       .header = "cds\tschoolname\tdistrictname\tcountyname\tTitleI2223\tAssistanceStatus2023\t"
                 "EnrollmentCount\tReportingYear",
       .row = "27102720112177\tMillennium Charter\tMonterey County Office of Education\tMonterey\t"
              "Yes\tATSI\t701\t2023",
       .cds = "27102720112177",
       .county = "Monterey\t",
       .count = "701",
       .year = "\t2023",
       .other_cds = "27102720112178"},
      {.name = "ListOfReds",
       .display_name = "lowperf23.txt",
       .header = "cds\trtype\tschoolname\tdistrictname\tcountyname\tstudentgroup\tela\tmath\t"
                 "chronic\tcci\telpi\tgrad\tsusp\treportingyear",
       .row =
           "27102720000000\tD\t\tMonterey County Office of Education\tMonterey\tEL\tY\t\t\t\t\t\t"
           "\t2023",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .year = "2023"},
      {.name = "Directory",
       .display_name = "directory-2024.txt",
       .header = "CDSCode\tCounty\tDistrict\tSchool\tStatusType\tyear",
       .row =
           "27102720000000\tMonterey\tMonterey County Office of Education\tNo Data\tActive\t2024",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .year = "2024"},
      {.name = "Census",
       .display_name = "censusenrollratesdownload2023.txt",
       .header = "cds\trtype\tschoolname\tdistrictname\tcountyname\tstudentgroup\ttotalenrollment\t"
                 "subgrouptotal\trate\treportingyear",
       .row =
           "27102720000000\tD\t\tMonterey County Office of Education\tMonterey\tAA\t392\t4\t1.0\t"
           "2023",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .count = "392",
       .year = "2023"},
      {.name = "ElpacLevels",
       .display_name = "elpidownload2018.txt",
       .header = "cds\trtype\tschoolname\tdistrictname\tcountyname\tPL_1\tPL1_Pct\tPL_2\tPL2_Pct\t"
                 "PL_3\tPL3_Pct\tPL_4\tPL4_Pct\tPLTotCt\treportingyear",
       .row =
           "27102720000000\tD\t\tMonterey County Office of Education\tMonterey\t14\t34.1\t19\t46.3"
           "\t6\t14.6\t2\t4.9\t41\t2018",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .count = "\t41\t",
       .year = "2018"},
      {.name = "EquityMultiplier",
       .display_name = "lcffem2023.txt",
       .header = "County Code\tDistrict Code\tSchool Code\tCounty Name\tSchool Name\tCharter Number"
                 "\tcount A-1\tcount A-2\tcount B-1\tyear",
       .row = "27\t10272\t0112177\tMonterey\tMillennium Charter\t\t20\t703\t90\t2023",
       .cds = "27\t10272\t0112177",
       .county = "Monterey\t",
       .count = "703",
       .year = "2023",
       .other_cds = "27\t10272\t0112178"},
      {.name = "RequiredGoals",
       .display_name = "goals2023.txt",
       .header = "CDS\tLEA name\tcounty\tTargeted Student Groups\tyear",
       .row = "27102720000000\tMonterey County Office of Education\tMonterey\tHomeless\t2023",
       .cds = "27102720000000",
       .county = "Monterey\t",
       .year = "2023"},
      {.name = "Colors",
       .display_name = "colors_2018.txt",
       .header = "cds\tschool\tcounty\tstudentgroup\tyear\tcci\tchronic\tela\tgrad\tmath\tsusp",
       .row =
           "27102720112177\tMillennium Charter\tMonterey\tAA\t2018\tRed\tRed\tRed\tRed\tRed\tRed",
       .cds = "27102720112177",
       .county = "Monterey\t",
       .year = "2018",
       .other_cds = "27102720112178"}};
  return *kSamples;
}

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_IMPOSSIBLE_ROWS_SAMPLES_H_
