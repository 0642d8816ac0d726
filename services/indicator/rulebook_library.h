#ifndef SOS_SERVICES_INDICATOR_RULEBOOK_LIBRARY_H_
#define SOS_SERVICES_INDICATOR_RULEBOOK_LIBRARY_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "services/indicator/domain/rulebook.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::indicator {

// A rulebook as its file has it and as the rules use it.
struct LoadedRulebook {
  v1::Rulebook proto;
  Rulebook rules;
};

// All rulebooks, by year. Loaded whole, checked once, never changed. Thread-safe.
class RulebookLibrary {
 public:
  // Reads textprotos of sos.indicator.v1.Rulebook. Returns RULEBOOK_INVALID, naming the file and
  // what is wrong, if one cannot be parsed, contradicts itself, or repeats another's year.
  static absl::StatusOr<RulebookLibrary> Load(absl::Span<const EmbeddedFile> files);

  // Null where the year has none.
  const LoadedRulebook* Find(int dashboard_year) const;
  const LoadedRulebook* Find(absl::string_view name) const;

  const std::map<int, LoadedRulebook>& by_year() const { return by_year_; }

  // A digest over all rulebooks: what cache keys of answers over several years carry.
  const std::string& digest() const { return digest_; }

 private:
  std::map<int, LoadedRulebook> by_year_;
  std::string digest_;
};

// Checks `proto` and turns it into rules. Returns RULEBOOK_INVALID with the first problem.
absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RULEBOOK_LIBRARY_H_
