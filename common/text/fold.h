// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEXT_FOLD_H_
#define SOS_COMMON_TEXT_FOLD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sos {

// The words of a text as a search compares them: runs of letters and digits, in small letters and
// without accents, so that `Peña` and `PENA` are one word. An apostrophe within a word is left out:
// `O'Neill` is `oneill`. So are marks that nobody sees, such as those of direction. `text` is
// UTF-8; bytes that are none, control characters and signs end a word.
std::vector<std::string> FoldedWords(absl::string_view text);

}  // namespace sos

#endif  // SOS_COMMON_TEXT_FOLD_H_
