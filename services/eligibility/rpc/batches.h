// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_RPC_BATCHES_H_
#define SOS_SERVICES_ELIGIBILITY_RPC_BATCHES_H_

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/status/macros.h"

namespace sos::eligibility {

// Entities in one message of a stream.
inline constexpr size_t kBatchSize = 200;

// Writes `items` in messages of kBatchSize; `add` gives the place for the next one.
template <typename Message, typename Item, typename Add>
absl::Status WriteBatches(std::vector<Item> items, Add add, const rpc::CallContext& call,
                          grpc::ServerWriter<Message>* writer) {
  for (size_t i = 0; i < items.size(); i += kBatchSize) {
    Message message;
    for (size_t j = i; j < std::min(items.size(), i + kBatchSize); ++j) {
      *add(message) = std::move(items[j]);
    }
    SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(message), writer));
  }
  return absl::OkStatus();
}

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_RPC_BATCHES_H_
