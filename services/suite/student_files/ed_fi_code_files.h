// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_CODE_FILES_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_CODE_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::suite {

// The one file ed_fi_codes.json of this directory.
absl::Span<const EmbeddedFile> EdFiCodeFiles();

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_CODE_FILES_H_
