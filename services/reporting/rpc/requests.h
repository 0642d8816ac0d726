// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RPC_REQUESTS_H_
#define SOS_SERVICES_REPORTING_RPC_REQUESTS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "common/status/macros.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/catalog.h"

// What the handlers share in reading requests.
namespace sos::reporting {

// The document that a request names, in the language that it asks for.
template <typename Request>
absl::StatusOr<DocumentKey> KeyIn(const Request& request, std::optional<DocumentKey::Kind> kind) {
  SOS_ASSIGN_OR_RETURN(DocumentKey key, kind ? ParseDocumentName(request.name(), *kind)
                                             : ParseDocumentName(request.name()));
  const language::Messages* const words = SentenceCatalog().Find(request.language_code());
  if (words == nullptr) {
    return errors::LanguageUnknown(request.language_code(), SentenceCatalog().Languages());
  }
  key.language_code = words->language_code();
  return key;
}

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RPC_REQUESTS_H_
