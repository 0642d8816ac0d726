// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/request_texts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"

namespace sos::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status TooLong(absl::string_view domain, absl::string_view field, size_t size, size_t limit) {
  return FieldInvalidError(domain, field, absl::StrCat(size, " bytes"),
                           absl::StrCat("at most ", limit, " bytes"));
}

// `prefix` is the path of the message, such as `filter.`.
absl::Status CheckMessage(const Message& message, absl::string_view domain,
                          const std::string& prefix) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  std::string scratch;
  for (const FieldDescriptor* const field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string& text =
            field->is_repeated()
                ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                : reflection.GetStringReference(message, field, &scratch);
        if (text.size() > kMaxTextBytes) {
          return TooLong(domain, absl::StrCat(prefix, field->name()), text.size(), kMaxTextBytes);
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& below = field->is_repeated()
                                   ? reflection.GetRepeatedMessage(message, field, i)
                                   : reflection.GetMessage(message, field);
        SOS_RETURN_IF_ERROR(CheckMessage(below, domain, absl::StrCat(prefix, field->name(), ".")));
      } else {
        break;  // Numbers.
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTexts(const Message& request, absl::string_view domain) {
  return CheckMessage(request, domain, "");
}

absl::Status CheckSearch(absl::string_view domain, absl::string_view field,
                         absl::string_view text) {
  return text.size() <= kMaxSearchBytes ? absl::OkStatus()
                                        : TooLong(domain, field, text.size(), kMaxSearchBytes);
}

}  // namespace sos::rpc
