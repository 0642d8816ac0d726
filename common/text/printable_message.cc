// SPDX-License-Identifier: Apache-2.0
#include "common/text/printable_message.h"

#include <string>
#include <vector>

#include "common/text/printable.h"

namespace sos {

using google::protobuf::FieldDescriptor;

void MakePrintable(google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        MakePrintable(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                           : *reflection.MutableMessage(&message, field));
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        std::string text = field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                : reflection.GetString(message, field);
        if (IsPrintable(text)) continue;
        if (field->is_repeated()) {
          reflection.SetRepeatedString(&message, field, i, Printable(text));
        } else {
          reflection.SetString(&message, field, Printable(text));
        }
      }
    }
  }
}

}  // namespace sos
