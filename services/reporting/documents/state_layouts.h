// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_STATE_LAYOUTS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_STATE_LAYOUTS_H_

#include <map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "sos/reporting/v1/state_layout.pb.h"

namespace sos::reporting {

// The layouts of the state's files, by program and year. Loaded whole, checked once, never changed.
class StateLayouts {
 public:
  // Reads textprotos of StateLayout. kInvalidArgument, with the file and what is wrong, if one
  // cannot be read, names no program, year, source or column, has a column without header or
  // content, or repeats the program and year of another.
  static absl::StatusOr<StateLayouts> Load(absl::Span<const EmbeddedFile> files);

  // Null if no layout of the program and year is known.
  const v1::StateLayout* Find(eligibility::v1::Program program, int dashboard_year) const;

 private:
  std::map<std::pair<int, int>, v1::StateLayout> layouts_;
};

// The layouts that this program carries with it.
const StateLayouts& KnownStateLayouts();

// True for a year in which the state published no Dashboard.
bool IsUnpublishedYear(int dashboard_year);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_STATE_LAYOUTS_H_
