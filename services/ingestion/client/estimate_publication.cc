// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/estimate_publication.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"

namespace sos {
namespace {

constexpr char kColumn[] = "publishestimates";
constexpr absl::string_view kYes[] = {"y", "yes", "true", "t", "1"};

std::string Letters(const std::string& name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalnum(c)) letters += absl::ascii_tolower(c);
  }
  return letters;
}

}  // namespace

void AddPublished(const ingestion::v1::Partition& partition, PublishedEstimates& published) {
  if (partition.collection() != ingestion::v1::COLLECTION_ESTIMATE_PUBLICATION) return;
  const auto& columns = partition.records().columns();
  const auto column =
      absl::c_find_if(columns, [](const std::string& name) { return Letters(name) == kColumn; });
  const auto at = static_cast<int>(column - columns.begin());
  for (const auto& record : partition.records().records()) {
    if (at < record.cells_size() &&
        absl::c_linear_search(kYes, absl::AsciiStrToLower(record.cells(at)))) {
      published.emplace(partition.lea_cds(), partition.dashboard_year());
    }
  }
}

}  // namespace sos
