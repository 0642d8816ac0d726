// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/state_file.h"

#include <map>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/strip.h"
#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/render/state_file.h"

namespace sos::reporting {
namespace {

bool Has(const v1::StateLayout& layout, v1::StateColumn::Content content) {
  return absl::c_any_of(layout.columns(), [content](const v1::StateColumn& column) {
    return column.content() == content;
  });
}

// What is known of one entity; nothing if it is not there.
template <typename Value>
std::map<int, Value> Of(const std::map<std::string, std::map<int, Value>>& all,
                        const std::string& cds) {
  const auto found = all.find(cds);
  return found == all.end() ? std::map<int, Value>() : found->second;
}

}  // namespace

absl::Status WriteStateFile(ReportSource& source, const v1::StateLayout& layout,
                            const eligibility::v1::DeterminationFilter& filter,
                            const Revision& revision, const auth::Principal& reader,
                            const rpc::CallContext& context,
                            absl::FunctionRef<absl::Status(absl::string_view)> write) {
  StatusesByYear statuses;
  if (Has(layout, v1::StateColumn::CONTENT_STATUS)) {
    SOS_ASSIGN_OR_RETURN(statuses, source.GetStatuses(layout.program(), revision, context));
  }
  TitleIByYear title_i;
  if (Has(layout, v1::StateColumn::CONTENT_TITLE_I)) {
    SOS_ASSIGN_OR_RETURN(title_i, source.GetTitleI(revision, context));
  }
  SOS_RETURN_IF_ERROR(write(StateFileHeader(layout)));
  return source.ForEachDetermination(
      filter, revision, context, [&](eligibility::v1::Determination& determination) {
        MaskFor(reader, determination);
        const std::string cds(EntityId(determination.entity().name()));
        const std::string line = StateFileLine(
            layout, determination, {.statuses = Of(statuses, cds), .title_i = Of(title_i, cds)});
        return line.empty() ? absl::OkStatus() : write(line);
      });
}

}  // namespace sos::reporting
