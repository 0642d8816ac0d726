// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/readiness.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/students/error_sources.h"

namespace sos::indicator {
namespace {

constexpr int kMaxIncompleteLeas = 1000;

// LEAs whose measures are published, and made from records.
struct Sources {
  int published = 0;
  int estimated = 0;
};

// `absence-summary`, as partitions are named.
std::string CodeOf(ingestion::v1::Collection collection) {
  const std::string& name = ingestion::v1::Collection_Name(collection);
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "COLLECTION_")),
                             {{"_", "-"}});
}

// Where the year's measures come from, by collection.
absl::StatusOr<std::map<int, Sources>> CountSources(MeasureSource& measures, const Rulebook& rules,
                                                    const std::optional<CdsCode>& only, int year,
                                                    const Revision& revision,
                                                    const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_dashboard_years(year);
  if (only) filter.add_lea_cds(only->ToString());
  for (const IndicatorRules& indicator : rules.indicators) {
    filter.add_collections(MeasuresOf(indicator.indicator));
  }
  std::map<int, Sources> sources;
  SOS_RETURN_IF_ERROR(measures.Visit(
      filter, revision, context, [&](const ingestion::v1::StreamPartitionsResponse& message) {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          const std::optional<CdsCode> lea = CdsCode::Parse(partition.lea_cds());
          if (!lea || lea->IsState() || lea->IsCounty()) continue;
          Sources& of_indicator = sources[partition.collection()];
          ++(partition.from_student_records() ? of_indicator.estimated : of_indicator.published);
        }
        return absl::OkStatus();
      }));
  return sources;
}

// What the LEA that has most of what an indicator is made of waits for.
Collections LeastAwaited(const records::Calculation& calculation, const YearStock* stock) {
  std::optional<Collections> least;
  if (stock != nullptr) {
    for (const auto& [lea, stored] : stock->by_lea) {
      Collections awaited = Awaited(calculation, CollectionsOf(stored));
      if (!least || awaited.size() < least->size()) least = std::move(awaited);
    }
  }
  return least ? *std::move(least) : Awaited(calculation, {});
}

// The stock of one LEA alone.
std::optional<YearStock> OfLea(const YearStock* stock, const CdsCode& lea) {
  const LeaStock* const stored = stock == nullptr ? nullptr : stock->Find(lea.ToString());
  if (stored == nullptr) return std::nullopt;
  return YearStock{.collections = CollectionsOf(*stored), .by_lea = {{lea.ToString(), *stored}}};
}

// What records lack, by what is stored of the year and of the year before.
void DescribeRecords(const records::Calculation& calculation, const YearStock* stock,
                     const YearStock* before, bool has_schools, v1::IndicatorReadiness& readiness) {
  if (readiness.state() == v1::IndicatorReadiness::STATE_AWAITING) {
    Collections awaited = LeastAwaited(calculation, stock);
    // A cohort alone says nothing of readiness.
    if (awaited.empty() && calculation.is_lower_bound()) {
      awaited = {ingestion::v1::COLLECTION_COHORT_REPORT};
    }
    for (const auto collection : awaited) readiness.add_awaited_collections(CodeOf(collection));
    if (!has_schools) {
      readiness.add_awaited_collections(CodeOf(ingestion::v1::COLLECTION_ENTITY_DIRECTORY));
    }
    return;
  }
  if (readiness.estimated_lea_count() == 0 || stock == nullptr) return;
  for (const auto& [lea, stored] : stock->by_lea) {
    if (Awaited(calculation, CollectionsOf(stored)).empty()) continue;
    // Not every LEA has a high school: one that had a cohort the year before does.
    if (calculation.cohort() != nullptr &&
        !(before != nullptr && before->by_lea.contains(lea) &&
          Awaited(calculation, CollectionsOf(before->by_lea.at(lea))).empty())) {
      continue;
    }
    if (readiness.incomplete_leas_size() < kMaxIncompleteLeas) readiness.add_incomplete_leas(lea);
  }
}

void DescribeBasis(const EstimateBasis& basis, v1::IndicatorReadiness& readiness) {
  readiness.set_report_lea_count(basis.report_lea_count);
  for (const auto source : basis.error_sources) readiness.add_error_sources(source);
}

}  // namespace

absl::StatusOr<v1::Readiness> ComputeReadiness(RecordMeasureSource& measures,
                                               const LoadedRulebook& rulebook,
                                               const std::optional<CdsCode>& lea,
                                               const Revision& revision,
                                               const rpc::CallContext& context) {
  const Rulebook& rules = rulebook.rules;
  const int year = rules.dashboard_year;
  SOS_ASSIGN_OR_RETURN(const auto inventory, measures.Inventory(revision, context));
  SOS_ASSIGN_OR_RETURN(const bool has_schools, measures.HasSchools(revision, context));
  SOS_ASSIGN_OR_RETURN(auto sources, CountSources(measures, rules, lea, year, revision, context));
  SOS_ASSIGN_OR_RETURN(auto prior, CountSources(measures, rules, lea, year - 1, revision, context));
  SOS_ASSIGN_OR_RETURN(const ProfileGaps gaps,
                       FindProfileGaps(measures.stored(), year, revision, context));
  const YearStock* stock = inventory->Find(year);
  const YearStock* before = inventory->Find(year - 1);
  std::optional<YearStock> of_lea;
  std::optional<YearStock> of_lea_before;
  if (lea) {
    of_lea = OfLea(stock, *lea);
    of_lea_before = OfLea(before, *lea);
    stock = of_lea ? &*of_lea : nullptr;
    before = of_lea_before ? &*of_lea_before : nullptr;
  }
  v1::Readiness readiness;
  readiness.set_dashboard_year(year);
  SetRevision(revision, readiness);
  for (const IndicatorRules& indicator : rules.indicators) {
    const ingestion::v1::Collection published = MeasuresOf(indicator.indicator);
    const Sources found = sources[published];
    v1::IndicatorReadiness& entry = *readiness.add_indicators();
    entry.set_indicator(static_cast<education::v1::Indicator>(published));
    entry.set_published_lea_count(found.published);
    entry.set_estimated_lea_count(found.estimated);
    entry.set_state(found.estimated > 0   ? v1::IndicatorReadiness::STATE_ESTIMATED
                    : found.published > 0 ? v1::IndicatorReadiness::STATE_PUBLISHED
                                          : v1::IndicatorReadiness::STATE_AWAITING);
    if (indicator.calculation) {
      DescribeRecords(*indicator.calculation, stock, before, has_schools, entry);
    } else if (entry.state() == v1::IndicatorReadiness::STATE_AWAITING) {
      entry.add_awaited_collections(CodeOf(published));
    }
    if (entry.state() != v1::IndicatorReadiness::STATE_ESTIMATED) continue;
    if (indicator.calculation && stock != nullptr) {
      DescribeBasis(BasisOf(*indicator.calculation, *stock, before, gaps), entry);
    }
    const records::TestScoreRules* const scores =
        indicator.calculation ? indicator.calculation->points() : nullptr;
    const bool comparable = scores == nullptr || !scores->published_prior_differs;
    if (indicator.calculation && indicator.calculation->is_lower_bound()) continue;
    if (comparable && prior[published].published > 0) {
      entry.set_prior_source("published");
    } else if (prior[published].estimated > 0) {
      entry.set_prior_source("records");
    }
  }
  return readiness;
}

}  // namespace sos::indicator
