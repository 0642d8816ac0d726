// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/export.h"

#include <string>
#include <vector>

#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/errors.h"
#include "services/reporting/exports/ceds.h"
#include "services/reporting/exports/ed_fi.h"
#include "services/reporting/exports/edfacts.h"
#include "services/reporting/exports/red_lists.h"
#include "services/reporting/exports/school_support.h"
#include "services/reporting/sentences/catalog.h"
#include "services/reporting/sources/rulebook_program.h"

namespace sos::reporting {
namespace {

absl::StatusOr<std::vector<SchoolSupport>> SchoolsOf(
    ReportSource& source, const eligibility::v1::DeterminationFilter& filter,
    const Revision& revision, const rpc::CallContext& context) {
  std::vector<SchoolSupport> schools;
  SOS_RETURN_IF_ERROR(source.ForEachDetermination(
      filter, revision, context, [&](eligibility::v1::Determination& determination) {
        schools.push_back(SchoolSupportOf(determination));
        return absl::OkStatus();
      }));
  return schools;
}

absl::Status AddRatedResults(ReportSource& source,
                             const eligibility::v1::DeterminationFilter& filter,
                             const Revision& revision, const rpc::CallContext& context,
                             EdFiRatings& ratings) {
  indicator::v1::ResultFilter results;
  results.add_dashboard_years(filter.dashboard_year());
  *results.mutable_entities() = filter.entities();
  *results.mutable_counties() = filter.counties();
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(results, revision, context));
  const language::Messages& words = *SentenceCatalog().Find("");
  for (const indicator::v1::ResultBlock& block : blocks) {
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      ratings.Add({.entity = block.entities(block.entity_indexes(i)),
                   .indicator = block.indicator(),
                   .student_group = block.student_groups(i),
                   .cell = CellOf(words, nullptr, FactsOf(block, i))});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> MakeExport(ReportSource& source, v1::ExportFormat format,
                                       const eligibility::v1::DeterminationFilter& filter,
                                       const Revision& revision, const rpc::CallContext& context) {
  if (format == v1::EXPORT_FORMAT_UNSPECIFIED || !v1::ExportFormat_IsValid(format)) {
    return errors::FieldInvalid("format", v1::ExportFormat_Name(format), "an ExportFormat");
  }
  if (IsRedList(format)) return StateRedList(source, format, filter, revision, context);
  SOS_ASSIGN_OR_RETURN(const bool has_rules,
                       source.HasRules(filter.program(), filter.dashboard_year(), context));
  if (!has_rules) {
    return errors::ReportNotFound(
        RulebookName(RulebookProgram(filter.program()), filter.dashboard_year()));
  }
  if (format == v1::EXPORT_FORMAT_ED_FI_RATINGS) {
    EdFiRatings ratings(filter.dashboard_year());
    SOS_RETURN_IF_ERROR(source.ForEachDetermination(
        filter, revision, context, [&](eligibility::v1::Determination& determination) {
          MaskForPublic(determination);
          ratings.Add(determination);
          return absl::OkStatus();
        }));
    SOS_RETURN_IF_ERROR(AddRatedResults(source, filter, revision, context, ratings));
    return ratings.Json();
  }
  if (filter.program() != eligibility::v1::PROGRAM_ESSA) {
    return errors::FieldInvalid("filter.program", eligibility::v1::Program_Name(filter.program()),
                                "PROGRAM_ESSA: the format is about support of schools");
  }
  SOS_ASSIGN_OR_RETURN(const auto schools, SchoolsOf(source, filter, revision, context));
  switch (format) {
    case v1::EXPORT_FORMAT_EDFACTS_FS206:
      return EdfactsFs206(schools, filter.dashboard_year(), revision);
    case v1::EXPORT_FORMAT_EDFACTS_FS212:
      return EdfactsFs212(schools, filter.dashboard_year(), revision);
    default:
      return CedsSupport(schools, filter.dashboard_year());
  }
}

}  // namespace sos::reporting
