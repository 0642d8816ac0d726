// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_REVISION_REVISION_H_
#define SOS_COMMON_REVISION_REVISION_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

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

// What callers see of a revision who have no right to all that is in it: of estimates that their
// LEA has not published, those of their own LEAs and counties. The identity has this ending, and
// the codes of those, so that whatever is kept under it answers nobody else. Ingestion holds the
// same rows under all of them; answers name the identity without endings.
inline constexpr char kViewEnding[] = "-public";

// The ending of a view with its codes. Empty for a whole revision.
inline std::string ViewOf(const Revision& revision) {
  const size_t at = revision.identity.find(kViewEnding);
  return at == std::string::npos ? "" : revision.identity.substr(at);
}
inline bool IsPublicView(const Revision& revision) { return !ViewOf(revision).empty(); }

// `scope` has LEAs of 14 digits and counties of two; without any, it is everybody's view.
inline Revision PublicViewOf(Revision revision, const std::vector<std::string>& scope = {}) {
  if (IsPublicView(revision)) return revision;
  absl::StrAppend(&revision.identity, kViewEnding);
  for (const std::string& code : scope) absl::StrAppend(&revision.identity, "-", code);
  return revision;
}
// Whether the estimates of an LEA are in the view, published or not.
inline bool ViewHas(const Revision& revision, absl::string_view lea) {
  const std::string view = ViewOf(revision);
  const std::vector<absl::string_view> codes = absl::StrSplit(view, '-');
  return std::find(codes.begin(), codes.end(), lea) != codes.end() ||
         std::find(codes.begin(), codes.end(), lea.substr(0, 2)) != codes.end();
}
// All of the revision that the view is of, as it is after deletions.
inline Revision WithoutView(Revision revision) {
  revision.identity.resize(revision.identity.size() - ViewOf(revision).size());
  return revision;
}

// A deletion of student records takes them out of earlier revisions, too: what was made of these
// before is not asked for again, since their identities then have this ending with its number.
inline constexpr char kDeletionEnding[] = "-after-";

inline int64_t DeletionIn(const Revision& revision) {
  const size_t at = revision.identity.find(kDeletionEnding);
  int64_t number = 0;
  if (at == std::string::npos) return 0;
  absl::string_view text =
      absl::string_view(revision.identity).substr(at + std::size(kDeletionEnding) - 1);
  text = text.substr(0, text.find('-'));
  return absl::SimpleAtoi(text, &number) ? number : 0;
}
// `revision` has no endings; 0 is no deletion.
inline Revision AfterDeletion(Revision revision, int64_t deletion) {
  if (deletion > 0) absl::StrAppend(&revision.identity, kDeletionEnding, deletion);
  return revision;
}

// The revision without endings.
inline Revision WholeOf(Revision revision) {
  revision.identity.resize(std::min(revision.identity.size(), revision.identity.find('-')));
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
