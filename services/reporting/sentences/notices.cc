// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/notices.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/language/terms.h"

namespace sos::reporting {

std::string SyntheticNotice(const language::Messages& messages, const CdsCode& cds) {
  return cds.IsSynthetic() ? messages.Text("notice.synthetic") : "";
}

std::string LeasText(const language::Messages& messages,
                     const indicator::v1::LeaCoverage& coverage) {
  const int64_t known = coverage.known_lea_count();
  return messages.Text(known == 0 ? "notice.leas" : "notice.leas_of",
                       {{"count", int64_t{coverage.lea_count()}}, {"known", known}});
}

std::string EstimatesNotice(const language::Messages& messages,
                            const std::set<education::v1::Indicator>& indicators,
                            const std::set<std::string>& leas) {
  std::vector<std::string> names;
  for (const education::v1::Indicator indicator : indicators) {
    names.push_back(language::Term(messages, indicator));
  }
  const std::string notice =
      messages.Text("notice.estimates", {{"indicators", absl::StrJoin(names, ", ")}});
  if (leas.empty()) return notice;
  return JoinNotices(notice,
                     messages.Text("notice.records", {{"leas", absl::StrJoin(leas, ", ")}}));
}

std::string JoinNotices(const std::string& first, const std::string& second) {
  return absl::StrCat(first, first.empty() || second.empty() ? "" : " ", second);
}

}  // namespace sos::reporting
