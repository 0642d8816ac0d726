// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/long_table.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/education/proto.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

// The record type of the published files.
std::string RecordType(const education::v1::Entity& entity, const CdsCode& cds) {
  if (entity.type() == education::v1::ENTITY_TYPE_STATE) return "X";
  return cds.IsSchool() ? "S" : "D";
}

std::string Yes(bool yes) { return yes ? "Y" : ""; }

// A count, or "" for one that is not known.
std::string CountText(int64_t count) { return count < 0 ? "" : absl::StrCat(count); }

}  // namespace

Listing LongListing() {
  using Kind = Listing::Kind;
  return Listing({{"cds"},
                  {"rtype"},
                  {"schoolname"},
                  {"districtname"},
                  {"countyname"},
                  {"charter_flag"},
                  {"coe_flag"},
                  {"dass_flag"},
                  {"studentgroup"},
                  {"studentgroup.long"},
                  {"indicator"},
                  {"currdenom", Kind::kNumber},
                  {"currstatus", Kind::kNumber},
                  {"statuslevel", Kind::kNumber},
                  {"changelevel", Kind::kNumber},
                  {"change", Kind::kNumber},
                  {"color", Kind::kNumber},
                  {"reportingyear", Kind::kNumber},
                  {"box", Kind::kNumber},
                  {"currnumer", Kind::kNumber},
                  {"priornumer", Kind::kNumber},
                  {"priordenom", Kind::kNumber},
                  {"curr_prep", Kind::kNumber},
                  {"prior_prep", Kind::kNumber}});
}

void AddLongRows(const indicator::v1::ResultBlock& block, Listing& listing) {
  const bool colored = block.publication() == indicator::v1::IndicatorRules::PUBLICATION_COLOR;
  const bool prepared = block.indicator() == education::v1::INDICATOR_COLLEGE_CAREER;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    const CdsCode cds = CdsCode::Parse(CdsOf(entity)).value_or(CdsCode());
    const bool known = !block.undetermined_reasons().contains(i);
    const auto answer = [](bool given, int value) { return given ? absl::StrCat(value) : ""; };
    const std::string numerator = CountText(block.current_numerators(i));
    const std::string prior_numerator = CountText(block.prior_numerators(i));
    const education::v1::StudentGroup group = block.student_groups(i);
    listing.Add({std::string(cds.text()),
                 RecordType(entity, cds),
                 cds.IsSchool() ? entity.display_name() : "",
                 cds.IsSchool() ? entity.district_name() : entity.display_name(),
                 entity.county_name(),
                 Yes(entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL),
                 Yes(cds.Lea().IsCountyOffice()),
                 "",
                 std::string(Code(group)),
                 std::string(Label(group)),
                 std::string(Code(block.indicator())),
                 CountText(block.current_denominators(i)),
                 TenthsText(block.status_tenths(i)),
                 answer(known || block.status_levels(i) != 0, block.status_levels(i)),
                 answer(colored && (known || block.change_levels(i) != 0), block.change_levels(i)),
                 TenthsText(block.change_tenths(i)),
                 answer(colored && known, ColorCode(block.colors(i))),
                 absl::StrCat(block.dashboard_year()),
                 answer(colored && known, block.boxes(i)),
                 prepared ? "" : numerator,
                 prepared ? "" : prior_numerator,
                 CountText(block.prior_denominators(i)),
                 prepared ? numerator : "",
                 prepared ? prior_numerator : ""});
  }
}

}  // namespace sos::suite
