// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/eligibility_listing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

// What is missing, in lines of text; JSON has it all.
constexpr size_t kMaxMissingLines = 20;

using eligibility::v1::Determination;
using Kind = Listing::Kind;

// What every program's rows begin with.
std::vector<std::string> Beginning(const Determination& d) {
  return {absl::StrCat(d.dashboard_year()), std::string(CdsOf(d.entity())),
          d.entity().display_name(),        d.entity().county_name(),
          OutcomeWord(d.eligibility()),     d.status()};
}

// The files that would decide what is open, each once.
std::string FilesToLoad(const Determination& d) {
  std::set<std::string> files;
  for (const auto& gap : d.data_gaps()) files.insert(gap.file());
  return absl::StrJoin(files, "; ");
}

// A table beside which the files to load are told has a column of them where `files` says so.
Listing WithColumns(std::vector<Listing::Column> own, bool files) {
  std::vector<Listing::Column> columns = {
      {"year", Kind::kNumber},           {"cds"},      {"lea"},
      {.name = "county", .minor = true}, {"eligible"}, {"status"}};
  columns.insert(columns.end(), own.begin(), own.end());
  if (files) columns.push_back({"load"});
  return Listing(std::move(columns));
}

void Add(const Determination& d, std::vector<std::string> own, bool files, Listing& listing) {
  std::vector<std::string> cells = Beginning(d);
  cells.insert(cells.end(), std::make_move_iterator(own.begin()),
               std::make_move_iterator(own.end()));
  cells.push_back(UndecidedReasons(d));
  if (files) cells.push_back(FilesToLoad(d));
  listing.Add(std::move(cells));
}

std::string Total(const Determination& d) {
  return d.total_group_count() < 0 ? "" : absl::StrCat(d.total_group_count());
}

Listing LcffListing(const std::vector<Determination>& determinations, bool files) {
  Listing listing = WithColumns({{"groups"},
                                 {"total_groups", Kind::kNumber, /*minor=*/true},
                                 {.name = "m1", .minor = true},
                                 {.name = "m2", .minor = true},
                                 {.name = "m3", .minor = true},
                                 {.name = "m4", .minor = true},
                                 {.name = "ec52072", .minor = true},
                                 {.name = "ec52071f", .minor = true},
                                 {.name = "supporter", .minor = true},
                                 {"undecided"}},
                                files);
  for (const Determination& d : determinations) {
    std::vector<std::string> methods(4);
    for (const auto& method : d.methods()) {
      methods[method.method() - 1] = OutcomeWord(method.outcome());
    }
    Add(d,
        {GroupWords(d.groups()), Total(d), methods[0], methods[1], methods[2], methods[3],
         d.has_intensive() ? OutcomeWord(d.intensive().outcome()) : "",
         d.has_geographic_lead() ? OutcomeWord(d.geographic_lead().outcome()) : "", d.supporter()},
        files, listing);
  }
  return listing;
}

Listing EssaListing(const std::vector<Determination>& determinations, bool files) {
  Listing listing = WithColumns({{"groups"},
                                 {"total_groups", Kind::kNumber, /*minor=*/true},
                                 {.name = "exit", .minor = true},
                                 {"undecided"}},
                                files);
  for (const Determination& d : determinations) {
    Add(d, {GroupWords(d.groups()), Total(d), d.exit()}, files, listing);
  }
  return listing;
}

Listing MultiplierListing(const std::vector<Determination>& determinations, bool files) {
  Listing listing = WithColumns({{"enrollment", Kind::kNumber},
                                 {"nonstability", Kind::kNumber},
                                 {"disadvantaged", Kind::kNumber},
                                 {"classroom_based"},
                                 {"entitlement", Kind::kNumber},
                                 {"undecided"}},
                                files);
  for (const Determination& d : determinations) {
    const auto& answer = d.equity_multiplier();
    Add(d,
        {absl::StrCat(answer.enrollment()), ThousandthsText(answer.nonstability_thousandths()),
         ThousandthsText(answer.disadvantaged_thousandths()), OutcomeWord(answer.classroom_based()),
         answer.entitlement_dollars() < 0 ? "" : absl::StrCat(answer.entitlement_dollars())},
        files, listing);
  }
  return listing;
}

// One row a duty, or one for each result that it is about.
Listing LcapListing(const std::vector<Determination>& determinations, const DutyResults& results,
                    bool files) {
  std::vector<Listing::Column> columns = {{"year", Kind::kNumber},
                                          {"cds"},
                                          {"lea"},
                                          {.name = "county", .minor = true},
                                          {"duty"},
                                          {"required"},
                                          {"about_cds"},
                                          {"about"},
                                          {"groups"},
                                          {"indicator"},
                                          {"color"},
                                          {"status", Kind::kNumber},
                                          {"status_level", Kind::kNumber, /*minor=*/true},
                                          {"undecided"}};
  if (files) columns.push_back({"load"});
  Listing listing(std::move(columns));
  for (const Determination& d : determinations) {
    for (const auto& duty : d.duties()) {
      std::vector<std::string> groups;
      for (const int group : duty.student_groups()) {
        groups.emplace_back(Code(static_cast<education::v1::StudentGroup>(group)));
      }
      std::vector<DutyResult> about = results.Of(d, duty);
      // About the LEA as a whole, or about groups of it.
      if (about.empty()) {
        about.push_back({.entity = d.entity(), .group = absl::StrJoin(groups, " ")});
      }
      for (const DutyResult& result : about) {
        std::vector<std::string> cells = {absl::StrCat(d.dashboard_year()),
                                          std::string(CdsOf(d.entity())),
                                          d.entity().display_name(),
                                          d.entity().county_name(),
                                          duty.duty(),
                                          OutcomeWord(duty.outcome()),
                                          std::string(CdsOf(result.entity)),
                                          result.entity.display_name(),
                                          result.group,
                                          result.indicator,
                                          result.color,
                                          result.status,
                                          result.status_level,
                                          duty.reason()};
        if (files) {
          // No file tells a rule that is not known.
          const bool of_data = !duty.reason().empty() && duty.reason() != "RULE_UNKNOWN";
          cells.push_back(of_data ? FilesToLoad(d) : "");
        }
        listing.Add(std::move(cells));
      }
    }
  }
  return listing;
}

}  // namespace

std::string GroupWords(
    const google::protobuf::RepeatedPtrField<eligibility::v1::GroupAnswer>& groups) {
  std::vector<std::string> words;
  for (const auto& group : groups) {
    if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
    std::string word(Code(group.student_group()));
    if (!group.letter_decided()) {
      word += ":?";
    } else if (!group.letter().empty()) {
      absl::StrAppend(&word, ":", group.letter());
    }
    words.push_back(std::move(word));
  }
  return absl::StrJoin(words, " ");
}

std::string UndecidedReasons(const Determination& determination) {
  std::set<std::string> reasons = {determination.reason()};
  for (const auto& method : determination.methods()) reasons.insert(method.reason());
  for (const auto& category : determination.categories()) reasons.insert(category.reason());
  for (const auto& duty : determination.duties()) reasons.insert(duty.reason());
  if (determination.status().empty()) {
    for (const auto& group : determination.groups()) reasons.insert(group.reason());
  }
  reasons.erase("");
  return absl::StrJoin(reasons, " ");
}

std::string SubjectTable(const Determination& determination, const DutyResults& results) {
  Listing listing({{"duty"},
                   {"cds"},
                   {"name"},
                   {"group"},
                   {"indicator"},
                   {"color"},
                   {"status", Kind::kNumber}});
  for (const auto& duty : determination.duties()) {
    for (const DutyResult& result : results.Of(determination, duty)) {
      listing.Add({duty.duty(), std::string(CdsOf(result.entity)), result.entity.display_name(),
                   result.group, result.indicator, result.color, result.status});
    }
  }
  return listing.size() == 0 ? "" : absl::StrCat("\nWhom the duties are about:\n", listing.Text());
}

std::string MissingDataLines(const std::vector<const DataGaps*>& answers) {
  // By what to do and why: how many ask for it.
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const DataGaps* const gaps : answers) {
    for (const auto& gap : *gaps) {
      if (!gap.reason().empty()) ++counts[{gap.reason(), gap.remedy()}];
    }
  }
  if (counts.empty()) return "";
  std::vector<std::pair<int, std::string>> lines;
  for (const auto& [gap, count] : counts) {
    lines.emplace_back(count,
                       absl::StrCat("  ", gap.first, gap.second.empty() ? "" : " ", gap.second));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text = "\nWhat is missing:\n";
  for (size_t i = 0; i < lines.size() && i < kMaxMissingLines; ++i) {
    absl::StrAppend(&text, lines[i].second,
                    answers.size() > 1 ? absl::StrCat(" (", lines[i].first, ")") : "", "\n");
  }
  if (lines.size() > kMaxMissingLines) {
    absl::StrAppend(&text, "  and ", lines.size() - kMaxMissingLines,
                    " more; --format json has them all\n");
  }
  return text;
}

Listing DeterminationListing(const std::vector<Determination>& determinations,
                             eligibility::v1::Program program, const DutyResults& duty_results,
                             bool files) {
  switch (program) {
    case eligibility::v1::PROGRAM_ESSA:
      return EssaListing(determinations, files);
    case eligibility::v1::PROGRAM_EQUITY_MULTIPLIER:
      return MultiplierListing(determinations, files);
    case eligibility::v1::PROGRAM_LCAP:
      return LcapListing(determinations, duty_results, files);
    default:
      return LcffListing(determinations, files);
  }
}

}  // namespace sos::suite
