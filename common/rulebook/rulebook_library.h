// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RULEBOOK_RULEBOOK_LIBRARY_H_
#define SOS_COMMON_RULEBOOK_RULEBOOK_LIBRARY_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/digest/sha256.h"
#include "common/embed/embedded_file.h"
#include "common/embed/textproto.h"
#include "common/status/macros.h"

namespace sos {

// A service's rulebooks, by program and year. Loaded whole, checked once, never changed.
// Thread-safe.
//
// Proto is the rulebook as its file has it, with `name` (`rulebooks/{program}-{year}`),
// `dashboard_year` and `digest`; Rules is what the domain works with. ToRules checks the one and
// makes the other; Invalid is the service's error for a rulebook (or file) and what is wrong with
// it.
template <typename Proto, typename Rules, absl::StatusOr<Rules> (*ToRules)(const Proto&),
          absl::Status (*Invalid)(absl::string_view rulebook, absl::string_view problem)>
class RulebookLibrary {
 public:
  struct Entry {
    Proto proto;
    Rules rules;
  };

  // Reads textprotos of Proto. Returns Invalid, naming the file and what is wrong, if one cannot be
  // parsed or repeats another's name, and what ToRules returns if one contradicts itself.
  static absl::StatusOr<RulebookLibrary> Load(absl::Span<const EmbeddedFile> files) {
    RulebookLibrary library;
    for (const EmbeddedFile& file : files) {
      Entry entry;
      if (absl::Status parsed = ParseTextproto(file, &entry.proto); !parsed.ok()) {
        return Invalid(file.name, parsed.message());
      }
      SOS_RETURN_IF_ERROR(Complete(entry));
      std::string name = entry.proto.name();
      if (!library.entries_.emplace(std::move(name), std::move(entry)).second) {
        return Invalid(file.name, "another file has the same name");
      }
    }
    library.SetDigest();
    return library;
  }

  // The same library with `rulebooks` in the place of those of their names, or beside them. Returns
  // what ToRules returns if one contradicts itself.
  template <typename Rulebooks>
  absl::StatusOr<RulebookLibrary> With(const Rulebooks& rulebooks) const {
    RulebookLibrary library = *this;
    for (const Proto& rulebook : rulebooks) {
      Entry entry{.proto = rulebook};
      entry.proto.clear_digest();
      SOS_RETURN_IF_ERROR(Complete(entry));
      std::string name = entry.proto.name();
      library.entries_.insert_or_assign(std::move(name), std::move(entry));
    }
    library.SetDigest();
    return library;
  }

  // Null where the year has none. Of a library of one program.
  const Entry* Find(int dashboard_year) const {
    for (const auto& [name, entry] : entries_) {
      if (entry.proto.dashboard_year() == dashboard_year) return &entry;
    }
    return nullptr;
  }

  // Null where none has the resource name.
  const Entry* Find(absl::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? nullptr : &found->second;
  }

  // Copies of up to `limit` rulebooks by program and year, after the first `skip`.
  std::vector<Proto> List(int64_t skip, int64_t limit) const {
    std::vector<Proto> listed;
    for (const auto& [name, entry] : entries_) {
      if (skip-- > 0) continue;
      if (static_cast<int64_t>(listed.size()) == limit) break;
      listed.push_back(entry.proto);
    }
    return listed;
  }

  // By resource name: the years of a program follow one another.
  const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }

  // A digest over all rulebooks: what the cache key of an answer carries that may rest on several
  // years' rules.
  const std::string& digest() const { return digest_; }

 private:
  static absl::Status Complete(Entry& entry) {
    SOS_ASSIGN_OR_RETURN(entry.rules, ToRules(entry.proto));
    entry.proto.set_digest(Sha256Hex(entry.proto.SerializeAsString()));
    return absl::OkStatus();
  }

  void SetDigest() {
    std::string digests;
    for (const auto& [name, entry] : entries_) digests += entry.proto.digest();
    digest_ = Sha256Hex(digests);
  }

  std::map<std::string, Entry, std::less<>> entries_;
  std::string digest_;
};

}  // namespace sos

#endif  // SOS_COMMON_RULEBOOK_RULEBOOK_LIBRARY_H_
