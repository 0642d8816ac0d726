// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_REVISION_REVISION_H_
#define SOS_COMMON_REVISION_REVISION_H_

#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

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

// The view of a revision that callers have who have no right to what is not public in it: estimates
// that their LEA has not published. The identity has this ending, so that whatever is kept under it
// answers nobody who sees the whole, and the other way round. Ingestion holds the same rows under
// both; answers name the identity without the ending.
inline constexpr absl::string_view kPublicViewEnding = "-public";

inline bool IsPublicView(const Revision& revision) {
  return absl::EndsWith(revision.identity, kPublicViewEnding);
}
inline Revision PublicViewOf(Revision revision) {
  if (!IsPublicView(revision)) absl::StrAppend(&revision.identity, kPublicViewEnding);
  return revision;
}
// The revision whose view it is.
inline Revision WholeOf(Revision revision) {
  revision.identity = std::string(absl::StripSuffix(revision.identity, kPublicViewEnding));
  return revision;
}

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

// Writes it there. Requests pass the view on: nothing else does.
template <typename Message>
void SetRevision(const Revision& revision, Message& message) {
  const bool is_request = absl::EndsWith(Message::descriptor()->name(), "Request");
  message.set_revision(revision.number);
  message.set_revision_identity(is_request ? revision.identity : WholeOf(revision).identity);
}

}  // namespace sos

#endif  // SOS_COMMON_REVISION_REVISION_H_
