// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_PACK_INDEX_H_
#define SOS_SERVICES_REPORTING_RENDER_PACK_INDEX_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "common/revision/revision.h"

namespace sos::reporting {

struct IndexLink {
  // Relative to the index.
  std::string path;
  std::string label;
};

struct IndexSection {
  std::string heading;
  // May be empty.
  std::string status;
  std::vector<IndexLink> links;
  std::vector<IndexLink> schools;
};

// The first page of a pack.
struct PackIndex {
  // The county.
  std::string title;
  int dashboard_year = 0;
  // May be empty.
  std::string notice;
  Revision revision;
  std::vector<IndexSection> sections;
};

// One self-contained page without scripts. Names come from files: nothing but text comes of them.
std::string RenderIndex(const PackIndex& index, const language::Messages& words);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_PACK_INDEX_H_
