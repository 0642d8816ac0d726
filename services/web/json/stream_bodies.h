// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_STREAM_BODIES_H_
#define SOS_SERVICES_WEB_JSON_STREAM_BODIES_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/web/http/message.h"
#include "services/web/json/generic_call.h"

namespace google::protobuf {
class Descriptor;
}

// Streams of answers as bodies of HTTP. Destroying one cancels its call.
namespace sos::web {

// Messages in Connect's envelopes, in JSON or as bytes. The last envelope holds the error, if there
// is one, so that the connection ends well in either case.
class ConnectStreamBody final : public BodySource {
 public:
  ConnectStreamBody(const google::protobuf::Descriptor& message, bool json,
                    std::unique_ptr<AnswerStream> answers);
  // A stream that failed before its call was made.
  explicit ConnectStreamBody(const absl::Status& error) : failed_(error) {}

  absl::StatusOr<std::optional<std::string>> Next() override;

 private:
  std::string End(const absl::Status& status);

  const google::protobuf::Descriptor* message_ = nullptr;
  const bool json_ = false;
  std::unique_ptr<AnswerStream> answers_;
  const absl::Status failed_;
  bool ended_ = false;
};

// One message of JSON a line. An error is written as a last line `{"error":{...}}`, and then breaks
// the connection, so that nobody takes a part for the whole.
class LinesBody final : public BodySource {
 public:
  // Reads the first message, so that an error that comes before it is an error of the request.
  static absl::StatusOr<std::unique_ptr<LinesBody>> Begin(
      const google::protobuf::Descriptor& message, std::unique_ptr<AnswerStream> answers);

  absl::StatusOr<std::optional<std::string>> Next() override;

 private:
  LinesBody(const google::protobuf::Descriptor& message, std::unique_ptr<AnswerStream> answers)
      : message_(message), answers_(std::move(answers)) {}

  // The next line, nullopt at the end.
  absl::StatusOr<std::optional<std::string>> Line();

  const google::protobuf::Descriptor& message_;
  const std::unique_ptr<AnswerStream> answers_;
  std::optional<std::string> first_;
  // Not OK once the line of the error was written.
  absl::Status broken_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_STREAM_BODIES_H_
