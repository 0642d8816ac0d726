// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/replacement_lines.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/collection.h"

namespace sos::suite {
namespace {

using Replacement = ingestion::v1::Submission::Replacement;

std::string Counted(int64_t count, const std::string& what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

// `315 rows of LEA 27102720000000 (suspension 2018) by 302; 13 rows and 13 groups vanish`.
std::string Describe(const Replacement& replacement) {
  const std::string whose = replacement.lea_cds().empty()
                                ? "further LEAs"
                                : absl::StrCat("LEA ", replacement.lea_cds(), " (",
                                               ingestion::CollectionCode(replacement.collection()),
                                               " ", replacement.dashboard_year(), ")");
  const int64_t groups = replacement.vanished_group_count();
  return absl::StrCat(
      Counted(replacement.stored_row_count(), "row"), " of ", whose, " by ",
      replacement.row_count(), "; ", Counted(replacement.vanished_row_count(), "row"),
      groups == 0 ? "" : absl::StrCat(" and ", Counted(groups, "group")),
      groups == 0 && replacement.vanished_row_count() == 1 ? " vanishes" : " vanish");
}

}  // namespace

std::vector<std::string> ReplacementLines(const ingestion::v1::Submission& submission, bool done) {
  const std::string replaces = done ? "replaces " : "would replace ";
  std::vector<std::string> lines;
  size_t losing = 0;
  std::set<std::string> leas;
  int64_t stored = 0;
  int64_t after = 0;
  for (const Replacement& replacement : submission.replacements()) {
    if (replacement.vanished_row_count() > 0) {
      if (++losing <= kMaxShownReplacements) lines.push_back(replaces + Describe(replacement));
      continue;
    }
    leas.insert(replacement.lea_cds());
    stored += replacement.stored_row_count();
    after += replacement.row_count();
  }
  if (losing > kMaxShownReplacements) {
    lines.push_back(absl::StrCat("... and of ", losing - kMaxShownReplacements,
                                 " more; --format json lists them all"));
  }
  int64_t changed = 0;
  for (const Replacement& replacement : submission.replacements()) {
    changed += replacement.changed_row_count();
  }
  if (changed > 0) {
    lines.push_back(absl::StrCat(Counted(changed, "row"), changed == 1 ? " says" : " say",
                                 " something else than what was loaded before; this file holds"));
  }
  if (leas.empty()) return lines;
  const std::string of =
      absl::StrCat(Counted(stored, "row"), " of ",
                   Counted(static_cast<int64_t>(leas.size()), losing > 0 ? "other LEA" : "LEA"));
  if (submission.corrects()) {
    lines.push_back(absl::StrCat(done ? "corrects " : "would correct ", of, ", which ",
                                 done ? "are now " : "would be ", after, "; nothing vanishes"));
  } else {
    lines.push_back(absl::StrCat(replaces, of, " by ", after, "; nothing vanishes"));
  }
  return lines;
}

}  // namespace sos::suite
