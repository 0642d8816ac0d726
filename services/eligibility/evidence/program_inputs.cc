// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/program_inputs.h"

#include <set>
#include <vector>

#include "services/eligibility/evidence/evidence_collector.h"

namespace sos::eligibility {
namespace {

using education::v1::EntityType;

const std::vector<ProgramInputs>& AllInputs() {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): names of collections.
  static const auto* const kInputs = new std::vector<ProgramInputs>{
      {.program = Program::kLcff,
       .lists = {COLLECTION_LCFF_ASSISTANCE, COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS,
                 COLLECTION_LATE_CERTIFICATION},
       .local_indicators = true,
       .lea_rows_only = true,
       .means = [](const CdsCode& cds, EntityType, bool) { return cds.IsLea(); }},
      {.program = Program::kCharter,
       .lists = {COLLECTION_CHARTER_ASSISTANCE, COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS},
       .local_indicators = true,
       // Lists that do not say which schools are charter schools add to those that are known.
       .means =
           [](const CdsCode&, EntityType type, bool known) {
             return type == education::v1::ENTITY_TYPE_CHARTER_SCHOOL || known;
           }},
      {.program = Program::kEssa,
       .lists = {COLLECTION_ESSA_ASSISTANCE, COLLECTION_PUBLISHED_SCHOOL_COLORS,
                 COLLECTION_PUBLISHED_COLORS, COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
                 COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS},
       .means = [](const CdsCode& cds, EntityType, bool) { return cds.IsSchool(); }},
      {.program = Program::kEquityMultiplier,
       .lists = {COLLECTION_EQUITY_MULTIPLIER},
       // Schools of the Equity Multiplier have no results to look at.
       .results = false,
       // Students without a school stand under the code of the LEA.
       .means = [](const CdsCode&, EntityType, bool) { return true; }},
      {.program = Program::kLcap,
       .lists = {COLLECTION_LCFF_ASSISTANCE, COLLECTION_CHARTER_ASSISTANCE,
                 COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS, COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
                 COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS, COLLECTION_EQUITY_MULTIPLIER,
                 COLLECTION_LATE_CERTIFICATION},
       .local_indicators = true,
       .means = [](const CdsCode& cds, EntityType, bool) { return cds.IsSchool() || cds.IsLea(); }},
  };
  return *kInputs;
}

}  // namespace

std::set<ingestion::v1::Collection> ProgramInputs::Collections() const {
  std::set<ingestion::v1::Collection> collections = {ingestion::v1::COLLECTION_CENSUS_ENROLLMENT};
  collections.insert(lists.begin(), lists.end());
  if (local_indicators) {
    for (const LocalCollection& local : LocalCollections()) collections.insert(local.collection);
  }
  return collections;
}

const ProgramInputs& InputsOf(Program program) {
  for (const ProgramInputs& inputs : AllInputs()) {
    if (inputs.program == program) return inputs;
  }
  return AllInputs().front();
}

}  // namespace sos::eligibility
