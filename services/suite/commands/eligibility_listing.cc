// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/eligibility_listing.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using Kind = Listing::Kind;

// What every program's rows begin with.
std::vector<std::string> Beginning(const Determination& d) {
  return {absl::StrCat(d.dashboard_year()), std::string(CdsOf(d.entity())),
          d.entity().display_name(),        d.entity().county_name(),
          OutcomeWord(d.eligibility()),     d.status()};
}

Listing WithColumns(std::vector<Listing::Column> own) {
  std::vector<Listing::Column> columns = {
      {"year", Kind::kNumber}, {"cds"}, {"lea"}, {"county"}, {"eligible"}, {"status"}};
  columns.insert(columns.end(), own.begin(), own.end());
  return Listing(std::move(columns));
}

void Add(const Determination& d, std::vector<std::string> own, Listing& listing) {
  std::vector<std::string> cells = Beginning(d);
  cells.insert(cells.end(), std::make_move_iterator(own.begin()),
               std::make_move_iterator(own.end()));
  cells.push_back(UndecidedReasons(d));
  listing.Add(std::move(cells));
}

std::string Total(const Determination& d) {
  return d.total_group_count() < 0 ? "" : absl::StrCat(d.total_group_count());
}

Listing LcffListing(const std::vector<Determination>& determinations) {
  Listing listing = WithColumns({{"groups"},
                                 {"total_groups", Kind::kNumber},
                                 {"m1"},
                                 {"m2"},
                                 {"m3"},
                                 {"m4"},
                                 {"ec52072"},
                                 {"ec52071f"},
                                 {"supporter"},
                                 {"undecided"}});
  for (const Determination& d : determinations) {
    std::vector<std::string> methods(4);
    for (const auto& method : d.methods()) {
      methods[method.method() - 1] = OutcomeWord(method.outcome());
    }
    Add(d,
        {GroupWords(d.groups()), Total(d), methods[0], methods[1], methods[2], methods[3],
         d.has_intensive() ? OutcomeWord(d.intensive().outcome()) : "",
         d.has_geographic_lead() ? OutcomeWord(d.geographic_lead().outcome()) : "", d.supporter()},
        listing);
  }
  return listing;
}

Listing EssaListing(const std::vector<Determination>& determinations) {
  Listing listing =
      WithColumns({{"groups"}, {"total_groups", Kind::kNumber}, {"exit"}, {"undecided"}});
  for (const Determination& d : determinations) {
    Add(d, {GroupWords(d.groups()), Total(d), d.exit()}, listing);
  }
  return listing;
}

Listing MultiplierListing(const std::vector<Determination>& determinations) {
  Listing listing = WithColumns({{"enrollment", Kind::kNumber},
                                 {"nonstability", Kind::kNumber},
                                 {"disadvantaged", Kind::kNumber},
                                 {"classroom_based"},
                                 {"entitlement", Kind::kNumber},
                                 {"undecided"}});
  for (const Determination& d : determinations) {
    const auto& answer = d.equity_multiplier();
    Add(d,
        {absl::StrCat(answer.enrollment()), ThousandthsText(answer.nonstability_thousandths()),
         ThousandthsText(answer.disadvantaged_thousandths()), OutcomeWord(answer.classroom_based()),
         answer.entitlement_dollars() < 0 ? "" : absl::StrCat(answer.entitlement_dollars())},
        listing);
  }
  return listing;
}

// One row a duty.
Listing LcapListing(const std::vector<Determination>& determinations) {
  Listing listing({{"year", Kind::kNumber},
                   {"cds"},
                   {"lea"},
                   {"county"},
                   {"duty"},
                   {"required"},
                   {"groups"},
                   {"schools_and_groups", Kind::kNumber},
                   {"undecided"}});
  for (const Determination& d : determinations) {
    for (const auto& duty : d.duties()) {
      std::vector<std::string> groups;
      for (const int group : duty.student_groups()) {
        groups.emplace_back(Code(static_cast<education::v1::StudentGroup>(group)));
      }
      listing.Add({absl::StrCat(d.dashboard_year()), std::string(CdsOf(d.entity())),
                   d.entity().display_name(), d.entity().county_name(), duty.duty(),
                   OutcomeWord(duty.outcome()), absl::StrJoin(groups, " "),
                   absl::StrCat(duty.subjects_size()), duty.reason()});
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

Listing DeterminationListing(const std::vector<Determination>& determinations,
                             eligibility::v1::Program program) {
  switch (program) {
    case eligibility::v1::PROGRAM_ESSA:
      return EssaListing(determinations);
    case eligibility::v1::PROGRAM_EQUITY_MULTIPLIER:
      return MultiplierListing(determinations);
    case eligibility::v1::PROGRAM_LCAP:
      return LcapListing(determinations);
    default:
      return LcffListing(determinations);
  }
}

}  // namespace sos::suite
