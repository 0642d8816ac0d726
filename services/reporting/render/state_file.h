// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_STATE_FILE_H_
#define SOS_SERVICES_REPORTING_RENDER_STATE_FILE_H_

#include <map>
#include <string>

#include "sos/eligibility/v1/determination.pb.h"
#include "sos/reporting/v1/state_layout.pb.h"

namespace sos::reporting {

// What the columns of an entity say beside its determination.
struct StateFileContext {
  // Statuses by Dashboard year.
  std::map<int, std::string> statuses;
  // Title I funds by the year in which the school year ends.
  std::map<int, bool> title_i;
};

// The first line of the file.
std::string StateFileHeader(const v1::StateLayout& layout);

// The line of one entity. `determination` is as the caller may see it. Empty where the file does
// not list the entity.
std::string StateFileLine(const v1::StateLayout& layout,
                          const eligibility::v1::Determination& determination,
                          const StateFileContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_STATE_FILE_H_
