// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/county_source.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>

#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using indicator::v1::ResultBlock;
using indicator::v1::ResultFilter;

// Appends value `row` of a column to that column of `kept`.
void AppendRow(const Reflection& reflection, const FieldDescriptor& column,
               const ResultBlock& block, int row, ResultBlock& kept) {
  switch (column.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.AddInt32(&kept, &column, reflection.GetRepeatedInt32(block, &column, row));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.AddInt64(&kept, &column, reflection.GetRepeatedInt64(block, &column, row));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.AddBool(&kept, &column, reflection.GetRepeatedBool(block, &column, row));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.AddEnumValue(&kept, &column, reflection.GetRepeatedEnumValue(block, &column, row));
      break;
    default:
      break;
  }
}

// Columns have a value a row; `entities` and `school_types` one an entity.
bool IsColumn(const FieldDescriptor& field) {
  return field.is_repeated() && field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
         field.cpp_type() != FieldDescriptor::CPPTYPE_STRING;
}

template <typename Values, typename Value>
bool IsWanted(const Values& wanted, const Value& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

// The LEA that the filter is about alone; nullopt where it is about more, or asks for what rows in
// memory do not tell.
std::optional<CdsCode> LeaOf(const ResultFilter& filter) {
  if (!filter.counties().empty() || !filter.entity_types().empty() || !filter.colors().empty() ||
      filter.since_revision() != 0) {
    return std::nullopt;
  }
  std::optional<CdsCode> lea;
  for (const auto* names : {&filter.entities(), &filter.leas()}) {
    for (const std::string& name : *names) {
      const auto cds = ParseEntityName(name);
      if (!cds || cds->IsState() || cds->IsCounty() || (lea && *lea != cds->Lea())) {
        return std::nullopt;
      }
      lea = cds->Lea();
    }
  }
  return lea;
}

bool HasRow(const ResultFilter& filter, const ResultBlock& block, int row) {
  const std::string& name = block.entities(block.entity_indexes(row)).name();
  const education::v1::EntityType type = block.entities(block.entity_indexes(row)).type();
  if (!IsWanted(filter.student_groups(), static_cast<int>(block.student_groups(row))) ||
      (filter.lea_rows_only() && type != education::v1::ENTITY_TYPE_DISTRICT &&
       type != education::v1::ENTITY_TYPE_COUNTY_OFFICE)) {
    return false;
  }
  return IsWanted(filter.entities(), name);
}

}  // namespace

ResultBlock RowsOf(const ResultBlock& block, absl::FunctionRef<bool(int row)> keeps) {
  std::vector<int> rows;
  for (int row = 0; row < block.entity_indexes_size(); ++row) {
    if (keeps(row)) rows.push_back(row);
  }
  if (static_cast<int>(rows.size()) == block.entity_indexes_size()) return block;
  ResultBlock kept = block;
  const Reflection& reflection = *ResultBlock::GetReflection();
  const auto& descriptor = *ResultBlock::descriptor();
  for (int f = 0; f < descriptor.field_count(); ++f) {
    const FieldDescriptor& field = *descriptor.field(f);
    if (!IsColumn(field)) continue;
    const int size = reflection.FieldSize(block, &field);
    reflection.ClearField(&kept, &field);
    for (const int row : rows) {
      if (row < size) AppendRow(reflection, field, block, row, kept);
    }
  }
  kept.clear_undetermined_reasons();
  kept.clear_exception_reasons();
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto undetermined = block.undetermined_reasons().find(rows[i]);
    if (undetermined != block.undetermined_reasons().end()) {
      (*kept.mutable_undetermined_reasons())[static_cast<int>(i)] = undetermined->second;
    }
    const auto exception = block.exception_reasons().find(rows[i]);
    if (exception != block.exception_reasons().end()) {
      (*kept.mutable_exception_reasons())[static_cast<int>(i)] = exception->second;
    }
  }
  return kept;
}

absl::StatusOr<education::v1::Entity> CountySource::GetEntity(const CdsCode& cds,
                                                              const Revision& revision,
                                                              const rpc::CallContext& context) {
  const auto known = entities_.find(EntityName(cds));
  if (known != entities_.end()) return known->second;
  return source_->GetEntity(cds, revision, context);
}

absl::StatusOr<std::vector<ResultBlock>> CountySource::GetResults(const ResultFilter& filter,
                                                                  const Revision& revision,
                                                                  const rpc::CallContext& context) {
  const std::optional<CdsCode> lea = LeaOf(filter);
  if (!lea) return source_->GetResults(filter, revision, context);
  if (lea_ != lea) {
    ResultFilter all;
    all.add_leas(EntityName(*lea));
    lea_.reset();
    SOS_ASSIGN_OR_RETURN(results_, source_->GetResults(all, revision, context));
    lea_ = lea;
  }
  std::vector<ResultBlock> wanted;
  for (const ResultBlock& block : results_) {
    if (!IsWanted(filter.dashboard_years(), block.dashboard_year()) ||
        !IsWanted(filter.indicators(), static_cast<int>(block.indicator()))) {
      continue;
    }
    ResultBlock kept = RowsOf(block, [&](int row) { return HasRow(filter, block, row); });
    if (!kept.entity_indexes().empty()) wanted.push_back(std::move(kept));
  }
  return wanted;
}

absl::StatusOr<const CountySource::Determinations*> CountySource::OfCounty(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  const std::pair<int, int> key = {filter.program(), filter.dashboard_year()};
  const auto found = determinations_.find(key);
  if (found != determinations_.end()) return &found->second;
  eligibility::v1::DeterminationFilter whole = filter;
  whole.clear_entities();
  whole.clear_counties();
  whole.add_counties(county_);
  Determinations read;
  SOS_RETURN_IF_ERROR(source_->ForEachDetermination(
      whole, revision, context, [&](eligibility::v1::Determination& determination) {
        entities_.emplace(determination.entity().name(), determination.entity());
        const std::string name = determination.entity().name();
        read[name] = std::move(determination);
        return absl::OkStatus();
      }));
  return &(determinations_[key] = std::move(read));
}

absl::StatusOr<std::vector<eligibility::v1::Determination>> CountySource::GetDeterminations(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  const bool in_county =
      filter.letter_basis() != eligibility::v1::LETTER_BASIS_PUBLISHED &&
      !filter.entities().empty() &&
      std::all_of(filter.entities().begin(), filter.entities().end(), [&](const std::string& name) {
        const auto cds = ParseEntityName(name);
        return cds && cds->county() == county_;
      });
  if (!in_county) return source_->GetDeterminations(filter, revision, context);
  SOS_ASSIGN_OR_RETURN(const Determinations* const known, OfCounty(filter, revision, context));
  std::vector<eligibility::v1::Determination> wanted;
  for (const std::string& name : filter.entities()) {
    const auto found = known->find(name);
    if (found != known->end()) wanted.push_back(found->second);
  }
  return wanted;
}

absl::StatusOr<std::optional<indicator::v1::Rulebook>> CountySource::GetDashboardRules(
    int dashboard_year, const rpc::CallContext& context) {
  const auto known = dashboard_rules_.find(dashboard_year);
  if (known != dashboard_rules_.end()) return known->second;
  SOS_ASSIGN_OR_RETURN(auto rules, source_->GetDashboardRules(dashboard_year, context));
  return dashboard_rules_[dashboard_year] = std::move(rules);
}

absl::StatusOr<ingestion::v1::Snapshot> CountySource::GetSnapshot(const Revision& revision,
                                                                  const rpc::CallContext& context) {
  if (!snapshot_) {
    SOS_ASSIGN_OR_RETURN(snapshot_, source_->GetSnapshot(revision, context));
  }
  return *snapshot_;
}

absl::StatusOr<bool> CountySource::HasRules(eligibility::v1::Program program, int dashboard_year,
                                            const rpc::CallContext& context) {
  const std::pair<int, int> key = {program, dashboard_year};
  const auto known = has_rules_.find(key);
  if (known != has_rules_.end()) return known->second;
  SOS_ASSIGN_OR_RETURN(const bool has, source_->HasRules(program, dashboard_year, context));
  return has_rules_[key] = has;
}

absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> CountySource::GetCrossings(
    const ResultFilter& filter, const Revision& revision, const rpc::CallContext& context) {
  return source_->GetCrossings(filter, revision, context);
}

absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> CountySource::GetNextYearCrossings(
    const ResultFilter& filter, const Revision& revision, const rpc::CallContext& context) {
  return source_->GetNextYearCrossings(filter, revision, context);
}

absl::StatusOr<std::optional<indicator::v1::ScoreTable>> CountySource::GetScoreTable(
    const std::string& result_name, const Revision& revision, const rpc::CallContext& context) {
  return source_->GetScoreTable(result_name, revision, context);
}

absl::Status CountySource::ForEachDetermination(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context,
    absl::FunctionRef<absl::Status(eligibility::v1::Determination&)> use) {
  return source_->ForEachDetermination(filter, revision, context, use);
}

absl::StatusOr<std::vector<eligibility::v1::Nearest>> CountySource::GetNearest(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  return source_->GetNearest(filter, revision, context);
}

absl::StatusOr<eligibility::v1::History> CountySource::GetHistory(eligibility::v1::Program program,
                                                                  const CdsCode& cds,
                                                                  const Revision& revision,
                                                                  const rpc::CallContext& context) {
  return source_->GetHistory(program, cds, revision, context);
}

absl::StatusOr<StatusesByYear> CountySource::GetStatuses(eligibility::v1::Program program,
                                                         const Revision& revision,
                                                         const rpc::CallContext& context) {
  return source_->GetStatuses(program, revision, context);
}

absl::StatusOr<TitleIByYear> CountySource::GetTitleI(const Revision& revision,
                                                     const rpc::CallContext& context) {
  return source_->GetTitleI(revision, context);
}

absl::StatusOr<std::vector<ingestion::v1::LowestPerformance>> CountySource::GetListedReds(
    const CdsCode& cds, int dashboard_year, const Revision& revision,
    const rpc::CallContext& context) {
  return source_->GetListedReds(cds, dashboard_year, revision, context);
}

absl::StatusOr<std::optional<eligibility::v1::Rulebook>> CountySource::GetSupportRules(
    eligibility::v1::Program program, int dashboard_year, const rpc::CallContext& context) {
  return source_->GetSupportRules(program, dashboard_year, context);
}

absl::StatusOr<PlanRecords> CountySource::GetPlanRecords(const CdsCode& cds,
                                                         const std::vector<int>& dashboard_years,
                                                         const Revision& revision,
                                                         const rpc::CallContext& context) {
  return source_->GetPlanRecords(cds, dashboard_years, revision, context);
}

absl::StatusOr<std::vector<ingestion::v1::Partition>> CountySource::GetStoredOf(
    const CdsCode& lea, int dashboard_year, const Revision& revision,
    const rpc::CallContext& context) {
  return source_->GetStoredOf(lea, dashboard_year, revision, context);
}

absl::StatusOr<std::optional<indicator::v1::Readiness>> CountySource::GetReadiness(
    const CdsCode& lea, int dashboard_year, const Revision& revision,
    const rpc::CallContext& context) {
  return source_->GetReadiness(lea, dashboard_year, revision, context);
}

absl::StatusOr<std::vector<ResultBlock>> CountySource::GetChangedResults(
    const indicator::v1::ResultFilter& filter, std::vector<indicator::v1::MeasureChange> changes,
    const Revision& revision, const rpc::CallContext& context) {
  return source_->GetChangedResults(filter, std::move(changes), revision, context);
}

absl::StatusOr<std::optional<eligibility::v1::EvaluateChangesResponse>>
CountySource::EvaluateChanges(const eligibility::v1::DeterminationFilter& filter,
                              std::vector<indicator::v1::MeasureChange> changes,
                              const Revision& revision, const rpc::CallContext& context) {
  return source_->EvaluateChanges(filter, std::move(changes), revision, context);
}

}  // namespace sos::reporting
