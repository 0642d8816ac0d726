// SPDX-License-Identifier: Apache-2.0
#include "common/embed/textproto.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace sos {
namespace {

// Remembers the first complaint of the parser.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty())
      text = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }

  std::string text;
};

}  // namespace

absl::Status ParseTextproto(const EmbeddedFile& file, google::protobuf::Message* message) {
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(std::string(file.contents), message)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(file.name, ", ", error.text));
}

}  // namespace sos
