// SPDX-License-Identifier: Apache-2.0
#include "services/suite/cli/examples.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sos::suite {
namespace {

constexpr absl::string_view kExitCodes = "Exit codes: 0 done, 1 the answer is no, 2 refused.";

// By command: lines that can be typed as they are, on the county that `sos sample` writes.
const std::map<std::string, absl::string_view>& Examples() {
  static const auto* const kExamples = new std::map<std::string, absl::string_view>{
      {"ingest",
       "  sos ingest files/*.txt\n"
       "  sos ingest --validate-only suspdownload2024.txt\n"
       "  sos ingest --correct corrected.csv\n"},
      {"results",
       "  sos results --year 2024 --entity 99600020000000\n"
       "  sos results --indicator SUSP --group SWD --format csv --output susp.csv\n"},
      {"readiness", "  sos readiness --year 2025\n"},
      {"students",
       "  sos students --entity 99600020000000 --indicator CHRO --year 2025 \\\n"
       "      --purpose \"attendance outreach\"\n"},
      {"audit", "  sos audit\n"},
      {"eligibility",
       "  sos eligibility --program lcff --year 2024\n"
       "  sos eligibility --program essa --entity 99600026000001 --year 2024\n"
       "  sos eligibility --program lcff --year 2024 --layout cde\n"},
      {"report",
       "  sos report --entity 99600020000000 --year 2024\n"
       "  sos report --entity 99600020000000 --year 2024 --format html --output report.html\n"
       "  sos report --entity 99600020000000 --year 2024 --placement SUSP\n"},
      {"explain",
       "  sos explain --determination lcff-2024 --entity 99600020000000\n"
       "  sos explain --entity 99600020000000 --group EL --indicator SUSP --year 2024\n"},
      {"nearest", "  sos nearest --program lcff --year 2024 --max-cost 10\n"},
      {"whatif", "  sos whatif --year 2024 --change 99600020000000,SUSP,SWD,numerator=12\n"},
      {"simulate",
       "  sos rulebook --program lcff --year 2024 --format json > mine.json\n"
       "  sos simulate --years 2024 --rulebook mine.json --list\n"},
      {"history",
       "  sos history --program lcff --county Synthetic\n"
       "  sos history --program essa --flows\n"},
      {"rulebook", "  sos rulebook --program lcff --year 2025\n"},
      {"reconcile", "  sos reconcile suspdownload2023.txt assistancestatus_2023.xlsx\n"},
      {"release",
       "  sos release 2024-preview\n"
       "  sos release\n"},
      {"serve", "  sos serve --listen localhost:8080\n"},
      {"migrate", "  SOS_POSTGRES=\"host=db dbname=sos\" sos migrate\n"},
      {"backup", "  sos backup sos-2026-11-29.backup\n"},
      {"verify", "  sos verify\n"},
      {"restore", "  sos restore sos-2026-11-29.backup --data-dir restored\n"},
      {"diff", "  sos diff 2024-preview 2024-final --year 2024\n"},
      {"sample", "  sos sample --output files\n"},
      {"generate", "  sos generate --years 2025 --output records\n"},
      {"completion", "  source <(sos completion)\n"},
      {"manual", "  sos manual | man -l -\n"},
  };
  return *kExamples;
}

}  // namespace

void AddExamples(CLI::App& app) {
  app.footer(std::string(kExitCodes));
  for (CLI::App* const command : app.get_subcommands({})) {
    const auto found = Examples().find(command->get_name());
    command->footer(found == Examples().end()
                        ? std::string(kExitCodes)
                        : absl::StrCat("Examples:\n", found->second, "\n", kExitCodes));
  }
}

}  // namespace sos::suite
