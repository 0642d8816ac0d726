// SPDX-License-Identifier: Apache-2.0

// An estimate is for the LEA that it is about: unlike every other document it withholds nothing.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/reporting/documents/backtest.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/possible_changes.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/estimates.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using education::v1::Indicator;
using eligibility::v1::Determination;
using indicator::v1::IndicatorReadiness;
using indicator::v1::ResultBlock;

std::optional<education::v1::Decimal> DecimalOf(int32_t tenths) {
  if (tenths == kNoTenths) return std::nullopt;
  education::v1::Decimal decimal;
  decimal.set_value(ToString(Tenths{tenths}));
  return decimal;
}

// `absence-report`, as partitions are named.
std::string CodeOf(ingestion::v1::Collection collection) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(
                                 ingestion::v1::Collection_Name(collection), "COLLECTION_")),
                             {{"_", "-"}});
}

// Results of the year before, and of the year as the state published them, of the LEA as a whole.
using PublishedResults = std::map<Indicator, v1::PublishedResult>;

// What the results of both years say.
struct YearResults {
  std::vector<v1::ResultEstimate> estimates;
  PublishedResults now;
  PublishedResults before;
};

v1::PublishedResult PublishedAt(const ResultBlock& block, int i) {
  v1::PublishedResult result;
  result.set_dashboard_year(block.dashboard_year());
  result.set_student_count(block.current_denominators(i));
  if (auto status = DecimalOf(block.status_tenths(i))) *result.mutable_status() = *status;
  result.set_status_level(block.status_levels(i));
  result.set_color(block.colors(i));
  return result;
}

void SetRange(const ResultBlock& block, int i, v1::ResultEstimate& result) {
  if (i >= block.left_out_counts_size()) return;
  const bool any = block.left_out_counts(i) > 0 || block.lowest_change_tenths(i) != kNoTenths;
  if (!any) return;
  indicator::v1::StatusRange& range = *result.mutable_range();
  range.set_left_out_count(block.left_out_counts(i));
  range.set_prior_left_out_count(block.prior_left_out_counts(i));
  if (auto value = DecimalOf(block.lowest_status_tenths(i)))
    *range.mutable_lowest_status() = *value;
  if (auto value = DecimalOf(block.highest_status_tenths(i))) {
    *range.mutable_highest_status() = *value;
  }
  if (auto value = DecimalOf(block.lowest_change_tenths(i)))
    *range.mutable_lowest_change() = *value;
  if (auto value = DecimalOf(block.highest_change_tenths(i))) {
    *range.mutable_highest_change() = *value;
  }
  if (auto value = DecimalOf(block.stand_in_status_tenths(i))) {
    *range.mutable_stand_in_status() = *value;
  }
  if (auto value = DecimalOf(block.held_status_tenths(i))) *range.mutable_held_status() = *value;
}

v1::ResultEstimate EstimateAt(const ResultBlock& block, int i) {
  v1::ResultEstimate result;
  *result.mutable_entity() = block.entities(block.entity_indexes(i));
  result.set_indicator(block.indicator());
  result.set_student_group(block.student_groups(i));
  result.set_numerator(block.current_numerators(i));
  result.set_student_count(block.current_denominators(i));
  if (auto status = DecimalOf(block.status_tenths(i))) *result.mutable_status() = *status;
  if (auto change = DecimalOf(block.change_tenths(i))) *result.mutable_change() = *change;
  result.set_status_level(block.status_levels(i));
  result.set_color(block.colors(i));
  result.set_prior_student_count(block.prior_denominators(i));
  result.set_prior_numerator(block.prior_numerators(i));
  const auto undetermined = block.undetermined_reasons().find(i);
  result.set_lower_bound(undetermined != block.undetermined_reasons().end() &&
                         undetermined->second == kLowerBoundReason);
  SetRange(block, i, result);
  if (!result.has_range()) {
    result.set_worst_color(block.colors(i));
    result.set_best_color(block.colors(i));
  }
  return result;
}

YearResults Read(const DocumentKey& key, const std::vector<ResultBlock>& blocks) {
  YearResults read;
  for (const ResultBlock& block : blocks) {
    const bool of_year = block.dashboard_year() == key.dashboard_year;
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      if (of_year && block.from_student_records()) {
        read.estimates.push_back(EstimateAt(block, i));
        continue;
      }
      const bool whole = block.entities(block.entity_indexes(i)).name() == key.EntityName() &&
                         block.student_groups(i) == WholeGroup(block.indicator());
      if (!whole || block.from_student_records()) continue;
      (of_year ? read.now : read.before)[block.indicator()] = PublishedAt(block, i);
    }
  }
  // The LEA itself comes first, its schools by name.
  const auto order = [&key](const v1::ResultEstimate& result) {
    return std::make_tuple(result.entity().name() != key.EntityName(),
                           result.entity().display_name(), result.entity().name(),
                           result.indicator(), result.student_group());
  };
  std::stable_sort(read.estimates.begin(), read.estimates.end(),
                   [&order](const auto& a, const auto& b) { return order(a) < order(b); });
  return read;
}

void SetGroups(const Determination& determination, google::protobuf::RepeatedField<int>& groups) {
  for (const auto& answer : determination.groups()) {
    if (answer.outcome() == eligibility::v1::OUTCOME_MET) groups.Add(answer.student_group());
  }
}

// What LCFF decides with the results as they are, and with the worst and the best that they could
// be. Nullopt without rules of the year.
absl::StatusOr<std::optional<v1::SupportEstimate>> Support(
    ReportSource& source, const DocumentKey& key, const Revision& revision,
    const rpc::CallContext& context, const std::vector<v1::ResultEstimate>& results) {
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_entities(key.EntityName());
  SOS_ASSIGN_OR_RETURN(const auto determinations,
                       source.GetDeterminations(filter, revision, context));
  if (determinations.empty()) return std::nullopt;
  SOS_ASSIGN_OR_RETURN(const PossibleDeterminations possible,
                       EvaluatePossible(source, filter, revision, context, results));
  const Determination& now = determinations.front();
  Determination unknown;
  unknown.set_eligibility(eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  const Determination& otherwise = possible.any_change ? unknown : now;
  const Determination& worst = possible.worst ? *possible.worst : otherwise;
  const Determination& best = possible.best ? *possible.best : otherwise;
  v1::SupportEstimate support;
  support.set_program(now.program());
  support.set_eligibility(now.eligibility());
  *support.mutable_data_gaps() = now.data_gaps();
  SetGroups(now, *support.mutable_student_groups());
  support.set_worst_case(worst.eligibility());
  SetGroups(worst, *support.mutable_worst_case_groups());
  support.set_best_case(best.eligibility());
  SetGroups(best, *support.mutable_best_case_groups());
  return support;
}

v1::IndicatorEstimate::Basis BasisOf(const IndicatorReadiness& readiness, bool estimated,
                                     bool published) {
  if (!estimated) {
    return published ? v1::IndicatorEstimate::BASIS_PUBLISHED
                     : v1::IndicatorEstimate::BASIS_NOT_MADE;
  }
  const bool lower_bound = std::any_of(
      readiness.error_sources().begin(), readiness.error_sources().end(), [](int source) {
        return source == IndicatorReadiness::ERROR_SOURCE_FIFTH_YEAR_GRADUATES ||
               source == IndicatorReadiness::ERROR_SOURCE_READINESS_MEASURES;
      });
  return lower_bound ? v1::IndicatorEstimate::BASIS_LOWER_BOUND
                     : v1::IndicatorEstimate::BASIS_ESTIMATE;
}

void AddIndicators(const DocumentKey& key, const indicator::v1::Readiness& readiness,
                   const YearResults& read, v1::Estimate& estimate) {
  const language::Messages& words = key.Words();
  for (const IndicatorReadiness& entry : readiness.indicators()) {
    const Indicator indicator = entry.indicator();
    const auto own = std::find_if(
        read.estimates.begin(), read.estimates.end(), [&](const v1::ResultEstimate& result) {
          return result.indicator() == indicator && result.entity().name() == key.EntityName() &&
                 result.student_group() == WholeGroup(indicator);
        });
    const bool estimated = own != read.estimates.end();
    v1::IndicatorEstimate& made = *estimate.add_indicators();
    made.set_indicator(indicator);
    made.set_basis(BasisOf(entry, estimated, read.now.contains(indicator)));
    if (made.basis() == v1::IndicatorEstimate::BASIS_NOT_MADE) {
      made.set_missing(MissingText(words, entry));
    }
    if (estimated) {
      *made.mutable_result() = *own;
      for (std::string& sentence : ErrorSourceTexts(words, entry)) {
        made.add_error_sources(std::move(sentence));
      }
    }
    if (const auto now = read.now.find(indicator); now != read.now.end()) {
      *made.mutable_published() = now->second;
    }
    if (const auto before = read.before.find(indicator); before != read.before.end()) {
      *made.mutable_before() = before->second;
    }
  }
}

absl::Status AddFiles(ReportSource& source, const DocumentKey& key, const Revision& revision,
                      const rpc::CallContext& context, v1::Estimate& estimate) {
  SOS_ASSIGN_OR_RETURN(const auto stored,
                       source.GetStoredOf(key.cds, key.dashboard_year, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  std::map<int64_t, const ingestion::v1::LoadedFile*> by_revision;
  for (const auto& coverage : snapshot.coverages()) {
    for (const auto& file : coverage.files()) by_revision[file.revision()] = &file;
  }
  for (const ingestion::v1::Partition& partition : stored) {
    const std::string code = CodeOf(partition.collection());
    const std::string name = CollectionText(key.Words(), code);
    // Files of the state are no records of the LEA's.
    if (name == code) continue;
    v1::ReadFile& file = *estimate.add_files();
    file.set_collection(partition.collection());
    file.set_collection_name(name);
    file.set_revision(partition.revision());
    const auto found = by_revision.find(partition.revision());
    if (found == by_revision.end()) continue;
    file.set_display_name(found->second->display_name());
    *file.mutable_load_time() = found->second->create_time();
  }
  return absl::OkStatus();
}

// How far the estimates of the year before were off. None where that cannot be known.
absl::Status AddErrorsBefore(ReportSource& source, const DocumentKey& key, const Revision& revision,
                             const rpc::CallContext& context, v1::Estimate& estimate) {
  indicator::v1::ResultFilter filter;
  filter.add_leas(key.EntityName());
  filter.add_dashboard_years(key.dashboard_year - 1);
  const auto compared = CompareYear(source, filter, /*with_decisions=*/false, revision, context);
  // Also where an earlier revision is not there any more, after a restore.
  if (absl::IsNotFound(compared.status())) return absl::OkStatus();
  if (!compared.ok()) return compared.status();
  for (const auto& [group, errors] :
       Together(compared->groups, /*of_kinds=*/true, /*of_student_groups=*/true)) {
    if (errors.compared > 0) *estimate.add_errors_before() = ToProto(group, errors);
  }
  return absl::OkStatus();
}

// Adds the results, those of the LEA first, as far as a message may grow.
void AddResults(std::vector<v1::ResultEstimate>& results, v1::Estimate& estimate) {
  size_t bytes = 0;
  for (size_t i = 0; i < results.size(); ++i) {
    bytes += results[i].ByteSizeLong();
    if (bytes > rpc::kMaxPageBytes) {
      estimate.set_omitted_result_count(static_cast<int>(results.size() - i));
      return;
    }
    *estimate.add_results() = std::move(results[i]);
  }
}

}  // namespace

absl::StatusOr<v1::Estimate> ComposeEstimate(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto readiness,
                       source.GetReadiness(key.cds, key.dashboard_year, revision, context));
  if (!readiness) return errors::ReportNotFound(key.Name());
  v1::Estimate estimate;
  estimate.set_name(key.Name());
  estimate.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, estimate);
  SOS_ASSIGN_OR_RETURN(*estimate.mutable_entity(), FindEntity(source, key, revision, context));
  indicator::v1::ResultFilter filter;
  filter.add_leas(key.EntityName());
  filter.add_dashboard_years(key.dashboard_year - 1);
  filter.add_dashboard_years(key.dashboard_year);
  // Without changes: all results, also those that are no more than bounds.
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetChangedResults(filter, {}, revision, context));
  YearResults read = Read(key, blocks);
  SOS_RETURN_IF_ERROR(SetPossibleColors(source, key, revision, context, read.estimates));
  SOS_ASSIGN_OR_RETURN(const auto support, Support(source, key, revision, context, read.estimates));
  for (v1::ResultEstimate& result : read.estimates) {
    result.set_sentence(PossibleColorText(key.Words(), result));
  }
  if (support) {
    *estimate.add_support() = *support;
    v1::SupportEstimate& added = *estimate.mutable_support(0);
    added.set_sentence(PossibleSupportText(key.Words(), added));
  }
  AddIndicators(key, *readiness, read, estimate);
  SOS_RETURN_IF_ERROR(AddFiles(source, key, revision, context, estimate));
  SOS_RETURN_IF_ERROR(AddErrorsBefore(source, key, revision, context, estimate));
  AddResults(read.estimates, estimate);
  return estimate;
}

}  // namespace sos::reporting
