#ifndef SOS_COMMON_RULEBOOK_RULEBOOK_LIBRARY_H_
#define SOS_COMMON_RULEBOOK_RULEBOOK_LIBRARY_H_

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

// A service's rulebooks, by Dashboard year. Loaded whole, checked once, never changed. Thread-safe.
//
// Proto is the rulebook as its file has it, with `name`, `dashboard_year` and `digest`; Rules is
// what the domain works with. ToRules checks the one and makes the other; Invalid is the service's
// error for a rulebook (or file) and what is wrong with it.
template <typename Proto, typename Rules, absl::StatusOr<Rules> (*ToRules)(const Proto&),
          absl::Status (*Invalid)(absl::string_view rulebook, absl::string_view problem)>
class RulebookLibrary {
 public:
  struct Entry {
    Proto proto;
    Rules rules;
  };

  // Reads textprotos of Proto. Returns Invalid, naming the file and what is wrong, if one cannot be
  // parsed or repeats another's year, and what ToRules returns if one contradicts itself.
  static absl::StatusOr<RulebookLibrary> Load(absl::Span<const EmbeddedFile> files) {
    RulebookLibrary library;
    std::string digests;
    for (const EmbeddedFile& file : files) {
      Entry entry;
      if (absl::Status parsed = ParseTextproto(file, &entry.proto); !parsed.ok()) {
        return Invalid(file.name, parsed.message());
      }
      SOS_ASSIGN_OR_RETURN(entry.rules, ToRules(entry.proto));
      entry.proto.set_digest(Sha256Hex(entry.proto.SerializeAsString()));
      digests += entry.proto.digest();
      const int year = entry.proto.dashboard_year();
      if (!library.by_year_.emplace(year, std::move(entry)).second) {
        return Invalid(file.name, "another file has the same year");
      }
    }
    library.digest_ = Sha256Hex(digests);
    return library;
  }

  // Null where the year has none.
  const Entry* Find(int dashboard_year) const {
    const auto found = by_year_.find(dashboard_year);
    return found == by_year_.end() ? nullptr : &found->second;
  }

  // Null where none has the resource name.
  const Entry* Find(absl::string_view name) const {
    for (const auto& [year, entry] : by_year_) {
      if (entry.proto.name() == name) return &entry;
    }
    return nullptr;
  }

  // Copies of up to `limit` rulebooks in the order of their years, after the first `skip`.
  std::vector<Proto> List(int64_t skip, int64_t limit) const {
    std::vector<Proto> listed;
    for (const auto& [year, entry] : by_year_) {
      if (skip-- > 0) continue;
      if (static_cast<int64_t>(listed.size()) == limit) break;
      listed.push_back(entry.proto);
    }
    return listed;
  }

  const std::map<int, Entry>& by_year() const { return by_year_; }

  // A digest over all rulebooks: what the cache key of an answer carries that may rest on several
  // years' rules.
  const std::string& digest() const { return digest_; }

 private:
  std::map<int, Entry> by_year_;
  std::string digest_;
};

}  // namespace sos

#endif  // SOS_COMMON_RULEBOOK_RULEBOOK_LIBRARY_H_
