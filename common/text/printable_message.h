// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEXT_PRINTABLE_MESSAGE_H_
#define SOS_COMMON_TEXT_PRINTABLE_MESSAGE_H_

#include "google/protobuf/message.h"

namespace sos {

// Makes every string in `message`, and in the messages within it, printable. Whoever turns a
// message into text does it with such a one, so that no field is forgotten.
void MakePrintable(google::protobuf::Message& message);

template <typename Message>
Message PrintableMessage(Message message) {
  MakePrintable(message);
  return message;
}

}  // namespace sos

#endif  // SOS_COMMON_TEXT_PRINTABLE_MESSAGE_H_
