// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RPC_RENDER_BY_H_
#define SOS_SERVICES_REPORTING_RPC_RENDER_BY_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/status/macros.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/errors.h"
#include "services/reporting/render/render.h"

namespace sos::reporting {

// Changes between two years of one revision.
inline absl::StatusOr<v1::YearChanges> ComposeYearChangesOf(ReportSource& source,
                                                            const DocumentKey& key,
                                                            const Revision& revision,
                                                            const rpc::CallContext& context) {
  return ComposeYearChanges(source, key, revision, revision, context);
}

// The document of `key` as a file. `get` makes it: a callable `get<Document>(compose)` that returns
// a StatusOr<Document>. FIELD_INVALID and FORMAT_UNKNOWN for a format in which there is none.
template <typename GetDocument>
absl::StatusOr<std::string> RenderBy(const DocumentKey& key, v1::DocumentFormat format,
                                     GetDocument get) {
  const std::string format_name = v1::DocumentFormat_Name(format);
  if (format == v1::DOCUMENT_FORMAT_UNSPECIFIED || format_name.empty()) {
    return errors::FieldInvalid("format", format_name, "a DocumentFormat");
  }
  const auto render = [&]<typename Document>(auto compose,
                                             const Document*) -> absl::StatusOr<std::string> {
    if (!IsRendered<Document>(format)) return errors::FormatUnknown(key.Name(), format_name);
    SOS_ASSIGN_OR_RETURN(const Document document, get.template operator()<Document>(compose));
    std::optional<std::string> text = Render(document, format, key.Words());
    if (!text) return errors::FormatUnknown(key.Name(), format_name);
    return *std::move(text);
  };
  switch (key.kind) {
    case DocumentKey::Kind::kReport:
      return render(ComposeReport, static_cast<const v1::Report*>(nullptr));
    case DocumentKey::Kind::kPlacement:
    case DocumentKey::Kind::kLeaPlacement:
      return render(ComposePlacement, static_cast<const v1::Placement*>(nullptr));
    case DocumentKey::Kind::kCountyReport:
      return render(ComposeCountyReport, static_cast<const v1::CountyReport*>(nullptr));
    case DocumentKey::Kind::kIndicatorView:
      return render(ComposeIndicatorView, static_cast<const v1::IndicatorView*>(nullptr));
    case DocumentKey::Kind::kSupportView:
      return render(ComposeSupportView, static_cast<const v1::SupportView*>(nullptr));
    case DocumentKey::Kind::kRedList:
      return render(ComposeRedList, static_cast<const v1::RedList*>(nullptr));
    case DocumentKey::Kind::kTargetList:
      return render(ComposeTargetList, static_cast<const v1::TargetList*>(nullptr));
    case DocumentKey::Kind::kYearChanges:
      return render(ComposeYearChangesOf, static_cast<const v1::YearChanges*>(nullptr));
    case DocumentKey::Kind::kPeerList:
      return render(ComposePeerList, static_cast<const v1::PeerList*>(nullptr));
    case DocumentKey::Kind::kGapList:
      return render(ComposeGapList, static_cast<const v1::GapList*>(nullptr));
    case DocumentKey::Kind::kLcapPack:
      return render(ComposeLcapPack, static_cast<const v1::LcapPack*>(nullptr));
    case DocumentKey::Kind::kCountyPack:
    // Everybody may render; an estimate is for its LEA.
    case DocumentKey::Kind::kEstimate:
      break;
  }
  return errors::FormatUnknown(key.Name(), format_name);
}

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RPC_RENDER_BY_H_
