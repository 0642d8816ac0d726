// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/estimate_publication.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"

namespace sos {
namespace {

constexpr char kAnswerColumn[] = "publishestimates";
constexpr char kEntityColumn[] = "cds";
constexpr size_t kCodeDigits = 14;
constexpr absl::string_view kYes[] = {"y", "yes", "true", "t", "1"};

std::string Letters(const std::string& name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalnum(c)) letters += absl::ascii_tolower(c);
  }
  return letters;
}

// A code that has lost its first zeros.
std::string Padded(const std::string& code) {
  return code.size() < kCodeDigits ? std::string(kCodeDigits - code.size(), '0') + code : code;
}

}  // namespace

void AddPublished(const ingestion::v1::Partition& partition, PublishedEstimates& published) {
  if (partition.collection() != ingestion::v1::COLLECTION_ESTIMATE_PUBLICATION) return;
  const auto& columns = partition.records().columns();
  const auto place = [&columns](absl::string_view wanted) {
    return static_cast<int>(
        absl::c_find_if(columns, [&](const std::string& name) { return Letters(name) == wanted; }) -
        columns.begin());
  };
  const int answer = place(kAnswerColumn);
  const int entity = place(kEntityColumn);
  bool any_yes = false;
  bool any_no = false;
  for (const auto& record : partition.records().records()) {
    if (std::max(answer, entity) >= record.cells_size() ||
        Padded(record.cells(entity)) != partition.lea_cds()) {
      continue;
    }
    const bool yes = absl::c_linear_search(kYes, absl::AsciiStrToLower(record.cells(answer)));
    (yes ? any_yes : any_no) = true;
  }
  if (any_yes && !any_no) published.emplace(partition.lea_cds(), partition.dashboard_year());
}

}  // namespace sos
