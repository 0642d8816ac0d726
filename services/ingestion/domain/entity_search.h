// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_ENTITY_SEARCH_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ENTITY_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace sos::ingestion {

// An entity as a search looks at it.
struct SearchedEntity {
  // 14 digits.
  std::string cds;
  std::string name;
  // Empty where it has none.
  std::string district;
  std::string county;
  // What it is, in words that belong to it though its name may lack them, such as `school`.
  std::vector<std::string> kind_words;
  // Of entities that match equally, those with the smaller rank come first.
  int rank = 0;
};

// An entity that was found.
struct SearchMatch {
  // Its place in the list that was searched.
  size_t index = 0;
  // All words were found as they were typed, or the code was.
  bool exact = false;

  friend bool operator==(const SearchMatch&, const SearchMatch&) = default;
};

// Finds entities by what a person types. Immutable and thread-safe. Some ten thousand entities are
// searched in a few milliseconds, whatever the query is.
class EntitySearch {
 public:
  explicit EntitySearch(const std::vector<SearchedEntity>& entities);

  // The entities like `query` that are `wanted`, best first, at most `limit`.
  //
  // A query of digits, blanks, hyphens and dots is a code: whole, without its leading zeros, its
  // first 7 digits or more, or the 7 digits of a school. County, district and school may stand
  // apart, each without its zeros: `1-61119-130229`.
  //
  // Of any other query every word is found: as the beginning of a word of the name, of what the
  // entity is, or of its district or county, or with a slip in it (two in words of six letters or
  // more). Common short forms stand for their words: `HS`, `Elem`, `USD`. In order: the same name;
  // fewer slips; more words in the entity's own name; more whole words; rank; shorter names; code.
  std::vector<SearchMatch> Find(absl::string_view query, size_t limit,
                                absl::FunctionRef<bool(size_t)> wanted) const;

 private:
  // A word of an entity. `own` is of the name or the kind.
  struct Place {
    uint32_t entity = 0;
    bool own = false;
  };
  struct Word {
    std::string text;
    // A bit for each letter and digit that is in it.
    uint64_t letters = 0;
    std::vector<Place> places;
  };
  struct Known {
    std::string cds;
    // The words of the name without those that many names leave out.
    std::vector<std::string> name;
    size_t word_count = 0;
    int rank = 0;
  };

  void AddWord(const std::string& text, uint32_t entity, bool own,
               absl::flat_hash_map<std::string, size_t>& by_text);
  std::vector<SearchMatch> FindCode(absl::string_view query, size_t limit,
                                    absl::FunctionRef<bool(size_t)> wanted) const;
  // What the query's words cost by entity; kNotFound where one of them is missing.
  std::vector<uint32_t> Costs(const std::vector<std::string>& words, bool with_slips) const;
  // Lowers `best` to what `typed` costs where it is found.
  void Look(const std::string& typed, bool with_slips, std::vector<uint32_t>& best) const;

  // In the order of the list that was given.
  std::vector<Known> entities_;
  // Sorted by text.
  std::vector<Word> words_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ENTITY_SEARCH_H_
