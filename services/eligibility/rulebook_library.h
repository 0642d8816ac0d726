#ifndef SOS_SERVICES_ELIGIBILITY_RULEBOOK_LIBRARY_H_
#define SOS_SERVICES_ELIGIBILITY_RULEBOOK_LIBRARY_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// A rulebook as its file has it and as the rules use it.
struct LoadedRulebook {
  v1::Rulebook proto;
  Rulebook rules;
};

// All rulebooks of the LCFF programme, by year. Loaded whole, checked once, never changed.
// Thread-safe.
class RulebookLibrary {
 public:
  // Reads textprotos of sos.eligibility.v1.Rulebook. Returns RULEBOOK_INVALID, naming the file and
  // what is wrong, if one cannot be parsed, contradicts itself, or repeats another's year.
  static absl::StatusOr<RulebookLibrary> Load(absl::Span<const EmbeddedFile> files);

  // Null where the year has none.
  const LoadedRulebook* Find(int dashboard_year) const;
  const LoadedRulebook* Find(absl::string_view name) const;

  const std::map<int, LoadedRulebook>& by_year() const { return by_year_; }
  // All rules, as Determine() takes them. Points into this library.
  Rulebooks rules() const;
  // A digest over all rulebooks: a determination may rest on several years' rules.
  const std::string& digest() const { return digest_; }

 private:
  std::map<int, LoadedRulebook> by_year_;
  std::string digest_;
};

// Checks `proto` and turns it into rules. Returns RULEBOOK_INVALID with the first problem.
absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_RULEBOOK_LIBRARY_H_
