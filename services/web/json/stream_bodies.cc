// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/stream_bodies.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/web/json/connect_error.h"
#include "services/web/json/envelope.h"
#include "services/web/json/json_form.h"

namespace sos::web {

ConnectStreamBody::ConnectStreamBody(const google::protobuf::Descriptor& message, bool json,
                                     std::unique_ptr<AnswerStream> answers)
    : message_(&message), json_(json), answers_(std::move(answers)) {}

absl::StatusOr<std::optional<std::string>> ConnectStreamBody::Next() {
  if (ended_) return std::nullopt;
  if (answers_ == nullptr) return End(failed_);
  absl::StatusOr<std::optional<std::string>> answer = answers_->Next();
  if (!answer.ok()) return End(answer.status());
  if (!answer->has_value()) return End(absl::OkStatus());
  if (!json_) return Enveloped(0, **answer);
  const absl::StatusOr<std::string> json = ToJson(*message_, **answer);
  if (!json.ok()) return End(json.status());
  return Enveloped(0, *json);
}

std::string ConnectStreamBody::End(const absl::Status& status) {
  ended_ = true;
  answers_.reset();
  return Enveloped(kEndStreamFlag,
                   status.ok() ? "{}" : absl::StrCat("{\"error\":", ErrorJson(status), "}"));
}

absl::StatusOr<std::unique_ptr<LinesBody>> LinesBody::Begin(
    const google::protobuf::Descriptor& message, std::unique_ptr<AnswerStream> answers) {
  std::unique_ptr<LinesBody> body(new LinesBody(message, std::move(answers)));
  absl::StatusOr<std::optional<std::string>> first = body->Line();
  SOS_RETURN_IF_ERROR(first.status());
  body->first_ = *std::move(first);
  return body;
}

absl::StatusOr<std::optional<std::string>> LinesBody::Line() {
  absl::StatusOr<std::optional<std::string>> answer = answers_->Next();
  SOS_RETURN_IF_ERROR(answer.status());
  if (!answer->has_value()) return std::nullopt;
  absl::StatusOr<std::string> json = ToJson(message_, **answer);
  SOS_RETURN_IF_ERROR(json.status());
  return absl::StrCat(*json, "\n");
}

absl::StatusOr<std::optional<std::string>> LinesBody::Next() {
  SOS_RETURN_IF_ERROR(broken_);
  if (first_) return std::exchange(first_, std::nullopt);
  absl::StatusOr<std::optional<std::string>> line = Line();
  if (line.ok()) return line;
  broken_ = line.status();
  return absl::StrCat("{\"error\":", ErrorJson(broken_), "}\n");
}

}  // namespace sos::web
