// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/ceds.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/language/terms.h"
#include "common/text/csv_cell.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

constexpr char kElements[] =
    "School Year,LEA Identifier (State),LEA Name,School Identifier (State),School Name,"
    "Comprehensive Support and Improvement Status,Targeted Support and Improvement Status,"
    "Additional Targeted Support and Improvement Status,Comprehensive Support,"
    "Comprehensive Support Reason Applicability,Subgroup\r\n";

std::string CedsWord(Standing standing, const std::string& name) {
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

}  // namespace

std::string CedsSupport(const std::vector<SchoolSupport>& schools, int dashboard_year) {
  const language::Messages& words = *SentenceCatalog().Find("");
  std::string text = kElements;
  for (const SchoolSupport& school : schools) {
    // Reason and subgroup of each line.
    std::vector<std::pair<std::string, std::string>> reasons;
    if (school.low_performance) reasons.emplace_back("CSILOWPERF", "");
    if (school.low_graduation) reasons.emplace_back("CSILOWGR", "");
    for (const education::v1::StudentGroup group : school.groups) {
      reasons.emplace_back("", language::Term(words, group));
    }
    if (reasons.empty()) reasons.emplace_back();
    for (const auto& [reason, subgroup] : reasons) {
      const std::vector<std::string> cells = {absl::StrCat(dashboard_year, "-", dashboard_year + 1),
                                              school.lea_code,
                                              school.lea_name,
                                              school.school_code,
                                              school.school_name,
                                              CedsWord(school.comprehensive, "CSI"),
                                              CedsWord(school.targeted, "TSI"),
                                              CedsWord(school.additional, "ADDLTSI"),
                                              reason,
                                              reason.empty() ? "" : "ReasonApplies",
                                              subgroup};
      absl::StrAppend(&text,
                      absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, CsvCell(cell));
                                    }),
                      "\r\n");
    }
  }
  return text;
}

}  // namespace sos::reporting
