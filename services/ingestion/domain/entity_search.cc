// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/entity_search.h"

#include <algorithm>
#include <bitset>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/education/cds_code.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/edit_distance.h"

namespace sos::ingestion {
namespace {

// Digits of the parts of a code, and the fewest that are looked for.
constexpr size_t kCountyPart = 2;
constexpr size_t kDistrictPart = 5;
constexpr size_t kSchoolPart = 7;
constexpr size_t kLeaPart = kCountyPart + kDistrictPart;
constexpr size_t kFewestDigits = kLeaPart;

// Words with fewer letters than this have no slips, or they would be like any other.
constexpr size_t kFewestSlipLetters = 3;
// Words with at most so many letters have one slip, longer ones two.
constexpr size_t kOneSlipLetters = 5;

// What one word costs: slips before words of others' names before words that only begin so. Sums
// over the words of a query stay below the next unit: a query has at most 200 bytes.
constexpr uint32_t kSlip = 1 << 16;
constexpr uint32_t kNotOwn = 1 << 8;
constexpr uint32_t kBegun = 1;
constexpr uint32_t kNotFound = std::numeric_limits<uint32_t>::max();

// Adds a word; instead of a short form, its words, and of words that are written in two ways one.
void AddFull(const std::string& word, std::vector<std::string>& words) {
  static const auto* const kForms = new absl::flat_hash_map<std::string, std::vector<std::string>>{
      {"acad", {"academy"}},
      {"coe", {"county", "office", "education"}},
      {"dist", {"district"}},
      {"elem", {"elementary"}},
      {"es", {"elementary", "school"}},
      {"esd", {"elementary", "school", "district"}},
      {"hs", {"high", "school"}},
      {"hsd", {"high", "school", "district"}},
      {"jhs", {"junior", "high", "school"}},
      {"jr", {"junior"}},
      {"ms", {"middle", "school"}},
      {"mt", {"mount"}},
      {"saint", {"st"}},
      {"sch", {"school"}},
      {"schools", {"school"}},
      {"sd", {"school", "district"}},
      {"sr", {"senior"}},
      {"uhsd", {"union", "high", "school", "district"}},
      {"unif", {"unified"}},
      {"usd", {"unified", "school", "district"}}};
  const auto found = kForms->find(word);
  if (found != kForms->end()) {
    words.insert(words.end(), found->second.begin(), found->second.end());
  } else if (word != "and" && word != "of" && word != "the") {
    words.push_back(word);
  }
}

// The words of a name or query, each as the index has it. Little words count only where there is
// nothing else.
std::vector<std::string> SearchWords(absl::string_view text) {
  const std::vector<std::string> folded = FoldedWords(text);
  std::vector<std::string> words;
  for (const std::string& word : folded) AddFull(word, words);
  return words.empty() ? folded : words;
}

// Without the words that names have or not: `Valley High School` is `Valley High`.
std::vector<std::string> Essential(const std::vector<std::string>& words) {
  std::vector<std::string> essential;
  for (const std::string& word : words) {
    if (word != "school" && word != "district" && word != "county") essential.push_back(word);
  }
  return essential.empty() ? words : essential;
}

uint64_t LetterBits(absl::string_view word) {
  constexpr int kBits = 64;
  uint64_t letters = 0;
  for (const char letter : word) letters |= uint64_t{1} << (static_cast<uint8_t>(letter) % kBits);
  return letters;
}

int SlipsAllowed(const std::string& word) {
  const bool number = std::all_of(word.begin(), word.end(),
                                  [](char letter) { return absl::ascii_isdigit(letter); });
  if (number || word.size() < kFewestSlipLetters) return 0;
  return word.size() <= kOneSlipLetters ? 1 : 2;
}

// The digits of a query that is a code, with the zeros that its parts lack; nullopt if it is none.
std::optional<std::string> TypedCode(absl::string_view query) {
  std::vector<std::string> parts;
  for (const absl::string_view part :
       absl::StrSplit(query, absl::ByAnyChar(" -.\t"), absl::SkipEmpty())) {
    if (!std::all_of(part.begin(), part.end(), absl::ascii_isdigit)) return std::nullopt;
    parts.emplace_back(part);
  }
  constexpr size_t kWidths[] = {kCountyPart, kDistrictPart, kSchoolPart};
  const bool apart = parts.size() >= 2 && parts.size() <= std::size(kWidths) &&
                     std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
                       return part.size() <= kWidths[&part - parts.data()];
                     });
  std::string code;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (apart) code.append(kWidths[i] - parts[i].size(), '0');
    code += parts[i];
  }
  if (code.size() < kFewestDigits || code.size() > CdsCode::kDigits) return std::nullopt;
  return code;
}

}  // namespace

EntitySearch::EntitySearch(const std::vector<SearchedEntity>& entities) {
  absl::flat_hash_map<std::string, size_t> by_text;
  for (const SearchedEntity& entity : entities) {
    const auto index = static_cast<uint32_t>(entities_.size());
    const std::vector<std::string> name = SearchWords(entity.name);
    for (size_t i = 0; i < name.size(); ++i) {
      AddWord(name[i], index, true, by_text);
      // Names of places are written as one word, too.
      if (i > 0) AddWord(name[i - 1] + name[i], index, true, by_text);
    }
    for (const std::string& word : entity.kind_words) AddWord(word, index, true, by_text);
    for (const std::string* const above : {&entity.district, &entity.county}) {
      for (const std::string& word : SearchWords(*above)) AddWord(word, index, false, by_text);
    }
    if (!entity.district.empty()) AddWord("district", index, false, by_text);
    if (!entity.county.empty()) AddWord("county", index, false, by_text);
    entities_.push_back({entity.cds, Essential(name), name.size(), entity.rank});
  }
  std::sort(words_.begin(), words_.end(),
            [](const Word& a, const Word& b) { return a.text < b.text; });
}

void EntitySearch::AddWord(const std::string& text, uint32_t entity, bool own,
                           absl::flat_hash_map<std::string, size_t>& by_text) {
  const auto [found, added] = by_text.try_emplace(text, words_.size());
  if (added) words_.push_back({text, LetterBits(text), {}});
  std::vector<Place>& places = words_[found->second].places;
  if (places.empty() || places.back().entity != entity) {
    places.push_back({entity, own});
  } else {
    places.back().own = places.back().own || own;
  }
}

std::vector<SearchMatch> EntitySearch::Find(absl::string_view query, size_t limit,
                                            absl::FunctionRef<bool(size_t)> wanted) const {
  std::vector<SearchMatch> matches = FindCode(query, limit, wanted);
  const std::vector<std::string> words = SearchWords(query);
  if (!matches.empty() || words.empty()) return matches;
  const std::vector<std::string> essential = Essential(words);
  for (const bool with_slips : {false, true}) {
    const std::vector<uint32_t> costs = Costs(words, with_slips);
    std::vector<size_t> found;
    for (size_t i = 0; i < costs.size(); ++i) {
      if (costs[i] != kNotFound && wanted(i)) found.push_back(i);
    }
    const size_t kept = std::min(limit, found.size());
    const auto key = [&](size_t i) {
      const Known& known = entities_[i];
      return std::tuple(known.name != essential, costs[i], known.rank, known.word_count,
                        absl::string_view(known.cds));
    };
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                      [&](size_t a, size_t b) { return key(a) < key(b); });
    matches.clear();
    for (size_t i = 0; i < kept; ++i) matches.push_back({found[i], costs[found[i]] < kSlip});
    if (matches.size() == limit) break;
  }
  return matches;
}

std::vector<SearchMatch> EntitySearch::FindCode(absl::string_view query, size_t limit,
                                                absl::FunctionRef<bool(size_t)> wanted) const {
  const std::optional<std::string> code = TypedCode(query);
  if (!code) return {};
  // How well a code fits: itself, the LEA that it begins with, without its zero, a school's part,
  // and codes that begin so.
  const auto fit = [&code](absl::string_view cds) -> int {
    const std::string zero = absl::StrCat("0", *code);
    if (cds == *code) return 0;
    if (cds == zero) return 1;
    const bool lea = absl::EndsWith(cds, std::string(kSchoolPart, '0'));
    if (lea && cds.substr(0, kLeaPart) == *code) return 2;
    if (!lea && code->size() == kSchoolPart && absl::EndsWith(cds, *code)) return 3;
    if (absl::StartsWith(cds, *code)) return 4;
    return absl::StartsWith(cds, zero) ? 5 : -1;
  };
  std::vector<std::pair<int, size_t>> found;
  for (size_t i = 0; i < entities_.size(); ++i) {
    const int how = fit(entities_[i].cds);
    if (how >= 0 && wanted(i)) found.emplace_back(how, i);
  }
  const auto key = [this](const std::pair<int, size_t>& match) {
    const Known& known = entities_[match.second];
    return std::tuple(match.first, known.rank, absl::string_view(known.cds));
  };
  std::sort(found.begin(), found.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::vector<SearchMatch> matches;
  for (const auto& [how, index] : found) {
    if (matches.size() < limit) matches.push_back({index, true});
  }
  return matches;
}

std::vector<uint32_t> EntitySearch::Costs(const std::vector<std::string>& words,
                                          bool with_slips) const {
  std::vector<uint32_t> costs(entities_.size(), 0);
  for (size_t w = 0; w < words.size(); ++w) {
    // A word that is typed again says nothing.
    if (std::find(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(w), words[w]) !=
        words.begin() + static_cast<std::ptrdiff_t>(w)) {
      continue;
    }
    std::vector<uint32_t> best(entities_.size(), kNotFound);
    Look(words[w], with_slips, best);
    bool any = false;
    for (size_t i = 0; i < costs.size(); ++i) {
      const bool found = costs[i] != kNotFound && best[i] != kNotFound;
      costs[i] = found ? costs[i] + best[i] : kNotFound;
      any = any || found;
    }
    if (!any) break;
  }
  return costs;
}

void EntitySearch::Look(const std::string& typed, bool with_slips,
                        std::vector<uint32_t>& best) const {
  const auto note = [&best](const Word& word, uint32_t cost) {
    for (const Place& place : word.places) {
      uint32_t& known = best[place.entity];
      known = std::min(known, cost + (place.own ? 0 : kNotOwn));
    }
  };
  const auto first =
      std::lower_bound(words_.begin(), words_.end(), typed,
                       [](const Word& word, const std::string& text) { return word.text < text; });
  for (auto word = first; word != words_.end() && absl::StartsWith(word->text, typed); ++word) {
    note(*word, word->text.size() == typed.size() ? 0 : kBegun);
  }
  const int slips = with_slips ? SlipsAllowed(typed) : 0;
  if (slips == 0) return;
  // A slip puts at most one letter in and one out.
  constexpr int kLettersPerSlip = 2;
  const uint64_t letters = LetterBits(typed);
  for (const Word& word : words_) {
    const auto other = static_cast<int>(std::bitset<64>(word.letters ^ letters).count());
    if (other > slips * kLettersPerSlip) continue;
    const int distance = SlipDistance(typed, word.text, slips);
    if (distance > 0 && distance <= slips) note(word, static_cast<uint32_t>(distance) * kSlip);
  }
}

}  // namespace sos::ingestion
