// SPDX-License-Identifier: Apache-2.0

// Any text as a rulebook: what loads must be able to score any row.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/domain/score.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const sos::EmbeddedFile file{"fuzz", {reinterpret_cast<const char*>(data), size}};
  const auto library = sos::indicator::RulebookLibrary::Load({&file, 1});
  if (!library.ok()) return 0;
  for (const auto& [name, rulebook] : library->entries()) {
    for (const auto& rules : rulebook.rules.indicators) {
      for (int64_t n = 0; n < 200; n += 7) {
        (void)sos::indicator::ScoreMeasure({.current_numerator = n,
                                            .current_denominator = 200,
                                            .prior_numerator = 200 - n,
                                            .prior_denominator = 200},
                                           rules);
      }
    }
  }
  return 0;
}
