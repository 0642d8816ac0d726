// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/catalog.h"

#include <utility>
#include <vector>

namespace sos::reporting {

const language::Catalog& SentenceCatalog() {
  static const auto* const kCatalog = [] {
    std::vector<EmbeddedFile> files;
    for (const EmbeddedFile& file : language::TermFiles()) files.push_back(file);
    for (const EmbeddedFile& file : MessageFiles()) files.push_back(file);
    return new language::Catalog(language::Catalog::Create(files).value());
  }();
  return *kCatalog;
}

}  // namespace sos::reporting
