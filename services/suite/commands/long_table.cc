// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/long_table.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/stored_rows.h"

namespace sos::suite {
namespace {

using ingestion::v1::MeasureBlock;

// The record type of the published files.
std::string RecordType(const education::v1::Entity& entity, const CdsCode& cds) {
  if (entity.type() == education::v1::ENTITY_TYPE_STATE) return "X";
  return cds.IsSchool() ? "S" : "D";
}

std::string FlagWord(bool yes) { return yes ? "Y" : ""; }

// A count, or "" for one that is not known.
std::string CountWord(int64_t count) { return count < 0 ? "" : absl::StrCat(count); }

// The first columns are those that every such table has; the others are of some indicators.
std::vector<Listing::Column> LongColumns() {
  constexpr auto kNumber = Listing::Kind::kNumber;
  return {{"cds"},
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
          {"currdenom", kNumber},
          {"currstatus", kNumber},
          {"statuslevel", kNumber},
          {"changelevel", kNumber},
          {"change", kNumber},
          {"color", kNumber},
          {"reportingyear", kNumber},
          {"box", kNumber},
          {"type"},
          {"currnumer", kNumber},
          {"priornumer", kNumber},
          {"priordenom", kNumber},
          {"priorstatus", kNumber},
          {"curr_prep", kNumber},
          {"prior_prep", kNumber},
          {"currtesters", kNumber},
          {"priortesters", kNumber},
          {"currdenom_swd", kNumber},
          {"priordenom_swd", kNumber},
          {"certifyflag"},
          {"priorcertifyflag"},
          {"dataerrorflag"},
          {"hscutpoints"},
          {"flag50pct"},
          {"flag95pct"},
          {"pairshare_method"}};
}

}  // namespace

LongTable::LongTable(Session& session)
    : session_(session), listing_(LongColumns()), read_(education::v1::INDICATOR_UNSPECIFIED, 0) {}

absl::Status LongTable::ReadFacts(education::v1::Indicator indicator, int year) {
  if (read_ == std::pair(indicator, year)) return absl::OkStatus();
  read_ = {indicator, year};
  facts_.clear();
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session_.Snapshot());
  ingestion::v1::StreamRowsRequest request;
  // The first collections are the indicators, by number.
  request.set_collection(static_cast<ingestion::v1::Collection>(indicator));
  request.add_dashboard_years(year);
  SetRevision(RevisionIn(snapshot), request);
  SOS_ASSIGN_OR_RETURN(const StoredRows stored, StoredRows::Read(session_.stubs(), request));
  for (const StoredRows::Row& row : stored.rows()) {
    Facts& facts = facts_[{row.cds(), stored.Cell(row, "group")}];
    facts.school_type = stored.Cell(row, "school_type");
    facts.alternative = stored.Cell(row, "alternative") == "Y";
    facts.prior_status = stored.Cell(row, "prior_status");
    facts.test_count = stored.Cell(row, "test_count");
    facts.prior_test_count = stored.Cell(row, "prior_test_count");
    if (!absl::SimpleAtoi(stored.Cell(row, "flags"), &facts.flags)) facts.flags = 0;
  }
  return absl::OkStatus();
}

absl::Status LongTable::Add(const indicator::v1::ResultBlock& block) {
  if (!block.from_student_records()) {
    SOS_RETURN_IF_ERROR(ReadFacts(block.indicator(), block.dashboard_year()));
  }
  const bool colored = block.publication() == indicator::v1::IndicatorRules::PUBLICATION_COLOR;
  const bool prepared = block.indicator() == education::v1::INDICATOR_COLLEGE_CAREER;
  const bool progress = block.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS;
  const auto answer = [](bool given, int value) { return given ? absl::StrCat(value) : ""; };
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    const CdsCode cds = CdsCode::Parse(CdsOf(entity)).value_or(CdsCode());
    const std::string group(Code(block.student_groups(i)));
    const auto found = facts_.find({cds.ToString(), group});
    const Facts facts =
        block.from_student_records() || found == facts_.end() ? Facts() : found->second;
    const auto flag = [&facts](int bit) { return FlagWord((facts.flags & bit) != 0); };
    // Without its numbers the answer "none" may be one that is not known.
    const bool known = !block.undetermined_reasons().contains(i);
    const std::string numerator = CountWord(block.current_numerators(i));
    const std::string prior_numerator = CountWord(block.prior_numerators(i));
    listing_.Add({cds.ToString(),
                  RecordType(entity, cds),
                  cds.IsSchool() ? entity.display_name() : "",
                  cds.IsSchool() ? entity.district_name() : entity.display_name(),
                  entity.county_name(),
                  FlagWord(entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL),
                  FlagWord(cds.Lea().IsCountyOffice()),
                  FlagWord(facts.alternative),
                  group,
                  std::string(Label(block.student_groups(i))),
                  std::string(Code(block.indicator())),
                  CountWord(block.current_denominators(i)),
                  TenthsText(block.status_tenths(i)),
                  answer(known || block.status_levels(i) != 0, block.status_levels(i)),
                  answer(colored && (known || block.change_levels(i) != 0), block.change_levels(i)),
                  TenthsText(block.change_tenths(i)),
                  answer(colored && known, ColorCode(block.colors(i))),
                  absl::StrCat(block.dashboard_year()),
                  answer(colored && known, block.boxes(i)),
                  facts.school_type,
                  prepared ? "" : numerator,
                  prepared ? "" : prior_numerator,
                  CountWord(block.prior_denominators(i)),
                  facts.prior_status,
                  prepared ? numerator : "",
                  prepared ? prior_numerator : "",
                  progress ? facts.test_count : "",
                  progress ? facts.prior_test_count : "",
                  progress ? "" : facts.test_count,
                  progress ? "" : facts.prior_test_count,
                  flag(MeasureBlock::FLAG_UNCERTIFIED),
                  flag(MeasureBlock::FLAG_PRIOR_UNCERTIFIED),
                  flag(MeasureBlock::FLAG_DATA_ERROR),
                  flag(MeasureBlock::FLAG_HIGH_SCHOOL_CUTS),
                  flag(MeasureBlock::FLAG_UNDER_HALF_TESTED),
                  flag(MeasureBlock::FLAG_UNDER_95_TESTED),
                  (facts.flags & MeasureBlock::FLAG_PAIR_SHARE) != 0 ? "DA" : ""});
  }
  return absl::OkStatus();
}

}  // namespace sos::suite
