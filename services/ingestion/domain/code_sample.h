// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_CODE_SAMPLE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_CODE_SAMPLE_H_

#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/domain/layout.h"

namespace sos::ingestion {

// What the codes of entities in the first rows of a file say of all its codes. A row alone does not
// show that its code is wrong; another row beside it may.
struct CodeFindings {
  // Codes, in the digits of the file, that stand for two names.
  absl::flat_hash_set<std::string> of_two_names;
  // A school has a code that ends in more zeros than the code of a school can, or a code that does
  // stands for two names: the codes have been numbers with an exponent, and all that end so have
  // lost digits.
  bool cut = false;
};

// True for the digits of a code that ends in more zeros than the code of most LEAs.
bool EndsInManyZeros(absl::string_view digits);

class CodeSample {
 public:
  explicit CodeSample(const Header& header);

  void Add(absl::Span<const absl::string_view> cells);

  const CodeFindings& findings() const { return findings_; }

 private:
  const int code_;
  const int record_type_;
  const int school_;
  const int district_;
  // The columns that make several rows of an entity different rows.
  const std::array<int, 3> parts_;
  // The name with which a code came first.
  absl::flat_hash_map<std::string, std::string> names_;
  CodeFindings findings_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_CODE_SAMPLE_H_
