// SPDX-License-Identifier: Apache-2.0

// Any text as a number, an entity code, a resource name or a page token.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/decimal/decimal.h"
#include "common/education/cds_code.h"
#include "common/rpc/paging.h"
#include "services/eligibility/convert/determination.h"
#include "services/indicator/convert/convert.h"
#include "services/reporting/documents/document_key.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto tenths = sos::ParseTenths(text); tenths) {
    if (sos::ParseTenths(sos::ToString(*tenths)) != tenths) std::abort();
  }
  if (const auto cds = sos::CdsCode::Parse(text); cds && cds->ToString() != text) std::abort();
  (void)sos::indicator::ParseResultName(text);
  (void)sos::eligibility::ParseDeterminationName(text);
  (void)sos::reporting::ParseDocumentName(text);
  const auto page = sos::rpc::ReadPage(10, text, {"method", "query"}, "domain");
  if (page.ok() && page->skip < 0) std::abort();
  return 0;
}
