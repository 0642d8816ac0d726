// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_DOCUMENT_KEY_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_DOCUMENT_KEY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "common/language/messages.h"
#include "sos/education/v1/education.pb.h"

namespace sos::reporting {

// What a document's name says.
struct DocumentKey {
  enum class Kind {
    kReport,
    kPlacement,
    kLeaPlacement,
    kCountyReport,
    kIndicatorView,
    kSupportView,
    kRedList,
    kTargetList,
    kYearChanges,
    kPeerList,
    kGapList,
    kLcapPack,
    kCountyPack,
    kEstimate,
  };
  Kind kind = Kind::kReport;
  CdsCode cds;
  int dashboard_year = 0;
  // Of changes between years: the earlier one.
  int from_year = 0;
  // Of a placement, of a view of an indicator and of its gaps.
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
  // The language of its sentences, one that SentenceCatalog() has. Not a part of the name.
  std::string language_code = "en";

  // The document's resource name.
  std::string Name() const;
  // The resource name of the entity that the document is about.
  std::string EntityName() const;
  // The sentences of the language.
  const language::Messages& Words() const;
  // What a document says first where its county is this program's own. Empty elsewhere.
  std::string Notice() const;
};

// Reads the name of a document of any kind. FIELD_REQUIRED or FIELD_INVALID.
absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name);

// The same for the name of one kind: that of another is FIELD_INVALID.
absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name, DocumentKey::Kind kind);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_DOCUMENT_KEY_H_
