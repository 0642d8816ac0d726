// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/file_names.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace sos {
namespace {

// `{year}` is the Dashboard year, `{yy}` its last two digits. Of several names of a collection the
// last holds whose first year has come.
struct NamePattern {
  ingestion::v1::Collection collection;
  int first_year;
  absl::string_view pattern;
};

constexpr NamePattern kPatterns[] = {
    {ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM, 0, "chronicdownload{year}.txt"},
    {ingestion::v1::COLLECTION_SUSPENSION, 0, "suspdownload{year}.txt"},
    {ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS, 0, "elpidownload{year}.txt"},
    {ingestion::v1::COLLECTION_GRADUATION, 0, "graddownload{year}.txt"},
    {ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS, 0, "eladownload{year}.txt"},
    {ingestion::v1::COLLECTION_MATHEMATICS, 0, "mathdownload{year}.txt"},
    {ingestion::v1::COLLECTION_COLLEGE_CAREER, 0, "ccidownload{year}.txt"},
    {ingestion::v1::COLLECTION_SCIENCE, 0, "sciencedownload{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_1, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_1, 2019, "Pr1{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_2, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_2, 2019, "Pr2{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_3, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_3, 2019, "Pr3{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_6, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_6, 2019, "Pr6{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_7, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_7, 2019, "Pr7{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_9, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_9, 2019, "Pr9{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_10, 0, "LocalIndPerf{year}.txt"},
    {ingestion::v1::COLLECTION_LOCAL_PRIORITY_10, 2019, "Pr10{year}.txt"},
    {ingestion::v1::COLLECTION_LCFF_ASSISTANCE, 0, "assistancestatus{yy}.xlsx"},
    {ingestion::v1::COLLECTION_CHARTER_ASSISTANCE, 0, "charterassistance{yy}.xlsx"},
    {ingestion::v1::COLLECTION_ESSA_ASSISTANCE, 0, "essaassistance{yy}.xlsx"},
    {ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS, 0, "lowperfleasnonall{yy}data.xlsx"},
    {ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS, 0, "lowperfsch{yy}data.xlsx"},
    {ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS, 0,
     "lowperfschnonall{yy}data.xlsx"},
    {ingestion::v1::COLLECTION_LATE_CERTIFICATION, 0,
     "the list of LEAs that certified late in {year}"},
    {ingestion::v1::COLLECTION_CENSUS_ENROLLMENT, 0, "censusenrollratesdownload{year}.txt"},
    {ingestion::v1::COLLECTION_EQUITY_MULTIPLIER, 0, "the LCFF Equity Multiplier file of {year}"},
    {ingestion::v1::COLLECTION_REQUIRED_GOALS, 0, "the list of EC 52064(e)(5) of {year}"},
};

}  // namespace

std::string FileNameOf(ingestion::v1::Collection collection, int dashboard_year) {
  absl::string_view pattern;
  for (const NamePattern& name : kPatterns) {
    if (name.collection == collection && dashboard_year >= name.first_year) pattern = name.pattern;
  }
  if (pattern.empty()) return absl::StrCat("a file of ", dashboard_year);
  const std::string year = absl::StrCat(dashboard_year);
  return absl::StrReplaceAll(pattern, {{"{year}", year}, {"{yy}", year.substr(2)}});
}

}  // namespace sos
