// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_ROW_FILTER_H_
#define SOS_SERVICES_SUITE_COMMANDS_ROW_FILTER_H_

#include <CLI/CLI.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "services/suite/session.h"
#include "sos/education/v1/education.pb.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::suite {

// `--county`, `--kind`, `--group`, `--indicator` and `--color` of lists whose services answer with
// more than that: what was typed. Empty: all.
struct RowFilterWords {
  std::string county;
  std::string kind;
  std::string group;
  std::string indicator;
  std::string color;
};

// Which of these options a list has. A list has those that it has a column for.
enum RowFilterOption : unsigned {
  kByCounty = 1,
  kByKind = 2,
  kByGroup = 4,
  kByIndicator = 8,
  kByColor = 16,
};

// Adds the options to a command. `words` outlives the command line.
void AddRowFilter(CLI::App& command, RowFilterWords& words, unsigned options);

// What those words leave of the rows.
class RowFilter {
 public:
  // An error names the option, and what would be right.
  static absl::StatusOr<RowFilter> Read(Session& session, const RowFilterWords& words);

  // True where the filter leaves something out.
  bool IsSet() const;
  bool Has(const education::v1::Entity& entity) const;
  bool Has(education::v1::StudentGroup group) const;
  bool Has(education::v1::Indicator indicator) const;
  bool Has(education::v1::Color color) const;
  // Asks for no other rows, as far as a service can leave them out.
  void AddTo(indicator::v1::ResultFilter& filter) const;
  // True where a student group was asked for.
  bool AsksForGroup() const { return group_ != education::v1::STUDENT_GROUP_UNSPECIFIED; }
  // True where a group or an indicator was asked for.
  bool AsksForResults() const {
    return AsksForGroup() || indicator_ != education::v1::INDICATOR_UNSPECIFIED;
  }

 private:
  // Two digits.
  std::string county_;
  education::v1::EntityType kind_ = education::v1::ENTITY_TYPE_UNSPECIFIED;
  education::v1::StudentGroup group_ = education::v1::STUDENT_GROUP_UNSPECIFIED;
  education::v1::Indicator indicator_ = education::v1::INDICATOR_UNSPECIFIED;
  education::v1::Color color_ = education::v1::COLOR_UNSPECIFIED;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_ROW_FILTER_H_
