// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/file_name.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/education/dashboard_year.h"
#include "services/ingestion/domain/cell_value.h"

namespace sos::ingestion {
namespace {

// Longer names are cut; no file system has them.
constexpr size_t kLongestName = 1024;
constexpr size_t kNamedYearDigits = 4;

// What stands before the year in the names of files: first the state's stems, then words by which
// people call the same lists. `#` is the number of a priority.
constexpr absl::string_view kStems[] = {
    "chronicdownload", "suspdownload", "elpidownload", "graddownload", "eladownload",
    "mathdownload", "ccidownload", "sciencedownload", "ela11download", "math11download",
    "ela38download", "math38download", "censusenrollratesdownload", "localindperf", "pr#",
    "priority#", "assistancestatus", "charterassistance", "essaassistance",
    "essaassistancestudentgroup", "lowperfleasnonall", "lowperfschnonall", "lowperfsch",
    "supportlevel", "leas", "lcffem", "elpacpart",
    //
    "equitymultiplier", "multiplier", "requiredgoals", "goals", "latecertification", "directory",
    "census", "colors", "localindicators", "chronic", "susp", "elpi", "grad", "ela", "math", "cci",
    "science", "entities", "lowperf"};

// Those whose years the state also writes with two digits.
constexpr absl::string_view kShortYearStems[] = {"assistancestatus",
                                                 "charterassistance",
                                                 "essaassistance",
                                                 "essaassistancestudentgroup",
                                                 "lowperfleasnonall",
                                                 "lowperfschnonall",
                                                 "lowperfsch",
                                                 "lowperf",
                                                 "lcffem"};

// Their school years are named by the year in which they begin.
constexpr absl::string_view kBeginningStems[] = {"equitymultiplier", "lcffem"};

constexpr absl::string_view kMonths[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};

struct NameWord {
  std::string text;
  // What stands before it: one character, a blank for several.
  char before = ' ';
};

std::vector<NameWord> WordsOf(absl::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  if (slash != absl::string_view::npos) name.remove_prefix(slash + 1);
  std::vector<NameWord> words;
  bool inside = false;
  char before = ' ';
  int between = 0;
  for (const unsigned char c : name.substr(0, kLongestName)) {
    if (!absl::ascii_isalnum(c)) {
      // A dash outside ASCII has three bytes.
      before = ++between == 1 ? static_cast<char>(c) : (c >= 0x80 ? '-' : ' ');
      inside = false;
      continue;
    }
    if (!inside) words.push_back({.text = {}, .before = before});
    words.back().text += static_cast<char>(absl::ascii_tolower(c));
    inside = true;
    between = 0;
  }
  return words;
}

bool IsMonth(absl::string_view word) {
  return word.size() >= 3 &&
         std::any_of(std::begin(kMonths), std::end(kMonths),
                     [word](absl::string_view month) { return absl::StartsWith(month, word); });
}

// One or two digits from 1 to `most`.
bool IsPartOfDate(absl::string_view word, int most) {
  int value = 0;
  return word.size() <= 2 && IsDigits(word) && absl::SimpleAtoi(word, &value) && value >= 1 &&
         value <= most;
}

bool IsFourDigits(absl::string_view word) {
  return word.size() == kNamedYearDigits && IsDigits(word);
}

// Removes `stem` from the front of `word`; `#` of the stem is a priority, `10` before `1`.
bool ConsumeStem(absl::string_view& word, absl::string_view stem) {
  if (!absl::ConsumeSuffix(&stem, "#")) return absl::ConsumePrefix(&word, stem);
  absl::string_view rest = word;
  if (!absl::ConsumePrefix(&rest, stem)) return false;
  for (const absl::string_view priority : {"10", "1", "2", "3", "6", "7", "9"}) {
    absl::string_view year = rest;
    if (!absl::ConsumePrefix(&year, priority)) continue;
    // `pr102018` is of priority 10, `pr12018` of priority 1.
    if (!year.empty() && absl::ascii_isdigit(year[0]) && !absl::StartsWith(year, "20")) continue;
    word = year;
    return true;
  }
  return false;
}

bool IsAmong(absl::Span<const absl::string_view> stems, absl::string_view stem) {
  return std::find(stems.begin(), stems.end(), stem) != stems.end();
}

// The year behind a stem: `2023`, `2017f` and, if `may_be_short`, `23`, each also with letters
// behind, as in `23data`. 0 if there is none.
int YearBehindStem(absl::string_view rest, bool may_be_short) {
  const size_t digits =
      std::find_if_not(rest.begin(), rest.end(), absl::ascii_isdigit) - rest.begin();
  const absl::string_view year = rest.substr(0, digits);
  if (digits == kNamedYearDigits) return ParseDashboardYear(year).value_or(0);
  if (digits == 2 && may_be_short) return ParseDashboardYear(absl::StrCat("20", year)).value_or(0);
  return 0;
}

// Finds the years of a name word by word.
class YearFinder {
 public:
  explicit YearFinder(absl::string_view name) : words_(WordsOf(name)) {
    for (size_t i = 0; i < words_.size(); i += Take(i)) {
    }
  }

  NamedYear Result() const {
    const std::set<int>& years = behind_stem_.empty() ? loose_ : behind_stem_;
    NamedYear named;
    named.candidates.assign(years.begin(), years.end());
    if (years.size() == 1) named.year = *years.begin();
    return named;
  }

 private:
  const std::string& Text(size_t i) const {
    static const std::string* const kNone = new std::string();
    return i < words_.size() ? words_[i].text : *kNone;
  }
  // True if word `i` stands right behind the one before it.
  bool Joined(size_t i) const {
    return i < words_.size() && absl::StrContains("-_./", words_[i].before);
  }

  // Reads what begins at word `i`, and returns how many words it takes.
  size_t Take(size_t i) {
    if (const size_t date = DateAt(i); date > 0) return date;
    if (IsFourDigits(Text(i))) return TakeYear(i);
    if (const auto year = ParseDashboardYear(Text(i)); year) loose_.insert(*year);  // `2017f`
    TakeStem(i);
    return 1;
  }

  // The number of words of the date that begins at word `i`; 0 if none does.
  size_t DateAt(size_t i) const {
    constexpr int kDays = 31;
    constexpr int kLastMonth = 12;
    constexpr size_t kDate = 3;
    constexpr size_t kMonthOfYear = 2;
    if (IsFourDigits(Text(i)) && Joined(i + 1) && IsPartOfDate(Text(i + 1), kLastMonth)) {
      if (Joined(i + 2) && IsPartOfDate(Text(i + 2), kDays)) return kDate;
      if (Text(i + 1).size() == 2 && !SchoolYearEnd(absl::StrCat(Text(i), "-", Text(i + 1)))) {
        return kMonthOfYear;
      }
    }
    if (IsPartOfDate(Text(i), kDays) && Joined(i + 1) && IsPartOfDate(Text(i + 1), kDays) &&
        Joined(i + 2) && IsFourDigits(Text(i + 2))) {
      return kDate;
    }
    if (!IsMonth(Text(i))) return 0;
    size_t end = i + 1;
    if (IsPartOfDate(Text(end), kDays)) ++end;
    return IsFourDigits(Text(end)) ? end + 1 - i : 0;
  }

  // A year, or a school year of two.
  size_t TakeYear(size_t i) {
    int year = 0;
    if (!absl::SimpleAtoi(Text(i), &year)) return 1;
    const bool behind = i > 0 && IsStem(Text(i - 1));
    std::set<int>& years = behind ? behind_stem_ : loose_;
    const auto add = [&years](int found) {
      if (ParseDashboardYear(absl::StrCat(found))) years.insert(found);
    };
    add(year);
    const bool span =
        Joined(i + 1) && SchoolYearEnd(absl::StrCat(Text(i), "-", Text(i + 1))).has_value();
    if (!span) return 1;
    const bool beginning = i > 0 && IsAmong(kBeginningStems, Text(i - 1));
    if (!beginning) add(year + 1);
    return 2;
  }

  void TakeStem(size_t i) {
    for (const absl::string_view stem : kStems) {
      absl::string_view rest = Text(i);
      if (!ConsumeStem(rest, stem) || rest.empty()) continue;
      const int year = YearBehindStem(rest, IsAmong(kShortYearStems, stem));
      if (year != 0) behind_stem_.insert(year);
    }
    // `sb_ca2023entities` of the directories of the tests.
    absl::string_view rest = Text(i);
    if (i > 0 && Text(i - 1) == "sb" && absl::ConsumePrefix(&rest, "ca")) {
      if (const int year = YearBehindStem(rest, false); year != 0) behind_stem_.insert(year);
    }
  }

  static bool IsStem(absl::string_view word) {
    return std::any_of(std::begin(kStems), std::end(kStems), [word](absl::string_view stem) {
      absl::string_view rest = word;
      return ConsumeStem(rest, stem) && rest.empty();
    });
  }

  const std::vector<NameWord> words_;
  std::set<int> behind_stem_;
  std::set<int> loose_;
};

// The words of a name without the numbers in them: `eladownload2018` gives `eladownload`, and
// `ela11download2017f` gives `ela`, `download` and `f`.
std::set<std::string> LettersOf(absl::string_view name) {
  std::set<std::string> words;
  for (const NameWord& word : WordsOf(name)) {
    for (const absl::string_view part :
         absl::StrSplit(word.text, absl::ByAnyChar("0123456789"), absl::SkipEmpty())) {
      words.emplace(part);
    }
  }
  return words;
}

// True if the words have one of the hints `a|b`, alone or as the stem `adownload`.
bool Hints(const std::set<std::string>& words, absl::string_view hints) {
  const std::vector<absl::string_view> all = absl::StrSplit(hints, '|');
  return std::any_of(all.begin(), all.end(), [&words](absl::string_view hint) {
    return words.contains(std::string(hint)) || words.contains(absl::StrCat(hint, "download"));
  });
}

}  // namespace

NamedYear YearInName(absl::string_view name) { return YearFinder(name).Result(); }

std::optional<Collection> CollectionByName(const Layout& layout, absl::string_view name) {
  if (layout.collections.size() == 1) return layout.collections.front();
  const std::set<std::string> words = LettersOf(name);
  std::optional<Collection> found;
  for (size_t i = 0; i < layout.name_hints.size(); ++i) {
    if (!Hints(words, layout.name_hints[i])) continue;
    if (found) return std::nullopt;
    found = layout.collections[i];
  }
  return found;
}

}  // namespace sos::ingestion
