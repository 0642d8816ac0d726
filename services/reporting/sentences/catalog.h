// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_CATALOG_H_
#define SOS_SERVICES_REPORTING_SENTENCES_CATALOG_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "common/language/messages.h"

namespace sos::reporting {

// The files of `services/reporting/messages`.
absl::Span<const EmbeddedFile> MessageFiles();

// The sentences of this service and the terms of the field, in every language. A message that
// cannot be read ends the program at its first use; tests read them all.
const language::Catalog& SentenceCatalog();

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_CATALOG_H_
