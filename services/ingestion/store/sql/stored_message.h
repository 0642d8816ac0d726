// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_STORED_MESSAGE_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_STORED_MESSAGE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/errors.h"

namespace sos::ingestion::store {

// The message that is stored under `name`. A stored message that cannot be read is damage, never an
// empty message.
template <typename Message>
absl::StatusOr<Message> StoredMessage(absl::string_view name, absl::string_view bytes) {
  Message message;
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return message;
  return errors::StoreDamaged(name);
}

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_STORED_MESSAGE_H_
