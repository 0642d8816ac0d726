// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_REVISION_REVISION_H_
#define SOS_COMMON_REVISION_REVISION_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"

namespace sos {

// A revision of the data. Its number says how many commits there are up to it; its identity says
// which: a digest over their contents. After a restore a number can be given again, an identity
// only to the same contents.
struct Revision {
  // 0: the newest, unless an identity says which; in an answer, that nothing is committed yet.
  int64_t number = 0;
  // 32 hexadecimal digits. Empty: not said; in an answer, that nothing is committed yet.
  std::string identity;

  bool newest() const { return number == 0 && identity.empty(); }
  friend bool operator==(const Revision&, const Revision&) = default;
};

// For messages: `42 (3f0c...)`.
inline std::string ToString(const Revision& revision) {
  if (revision.identity.empty()) return absl::StrCat(revision.number);
  return revision.number == 0 ? revision.identity
                              : absl::StrCat(revision.number, " (", revision.identity, ")");
}

// The revision in the fields `revision` and `revision_identity` of a message.
template <typename Message>
Revision RevisionIn(const Message& message) {
  return {.number = message.revision(), .identity = message.revision_identity()};
}

// Writes it there.
template <typename Message>
void SetRevision(const Revision& revision, Message& message) {
  message.set_revision(revision.number);
  message.set_revision_identity(revision.identity);
}

}  // namespace sos

#endif  // SOS_COMMON_REVISION_REVISION_H_
