// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {

const language::Catalog& SentenceCatalog() {
  static const auto* const kCatalog =
      new language::Catalog(language::Catalog::CreateWithTerms(MessageFiles()).value());
  return *kCatalog;
}

}  // namespace sos::reporting
