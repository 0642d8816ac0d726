// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/generic_call.h"

#include <utility>
#include <vector>

#include "common/rpc/grpc_status.h"

namespace sos::web {
namespace {

// Every call has a queue of its own with one operation at a time, so that tags need no identity.
void* const kTag = nullptr;

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

absl::StatusOr<std::string> ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  // An empty message has no slices and is none that fails.
  if (buffer.Valid() && !buffer.Dump(&slices).ok()) {
    return absl::InternalError("The bytes of an answer cannot be read.");
  }
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

bool AwaitNext(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

absl::StatusOr<std::string> CallUnary(const std::shared_ptr<grpc::ChannelInterface>& channel,
                                      const std::string& method, grpc::ClientContext& context,
                                      const std::string& request) {
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareUnaryCall(&context, method, ToBuffer(request), &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, kTag);
  AwaitNext(queue);
  queue.Shutdown();
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return ToBytes(answer);
}

AnswerStream::AnswerStream(const std::shared_ptr<grpc::ChannelInterface>& channel,
                           const std::string& method, std::unique_ptr<grpc::ClientContext> context,
                           const std::string& request)
    : context_(std::move(context)), stub_(channel) {
  call_ = stub_.PrepareCall(context_.get(), method, &queue_);
  call_->StartCall(kTag);
  bool alive = Await();
  if (alive) {
    call_->WriteLast(ToBuffer(request), grpc::WriteOptions(), kTag);
    alive = Await();
  }
  if (!alive) Finish();
}

AnswerStream::~AnswerStream() {
  if (!status_) {
    context_->TryCancel();
    Finish();
  }
  queue_.Shutdown();
  while (AwaitNext(queue_)) {
  }
}

bool AnswerStream::Await() { return AwaitNext(queue_); }

void AnswerStream::Finish() {
  grpc::Status status;
  call_->Finish(&status, kTag);
  Await();
  status_ = rpc::FromGrpcStatus(status);
}

absl::StatusOr<std::optional<std::string>> AnswerStream::Next() {
  if (!status_) {
    grpc::ByteBuffer answer;
    call_->Read(&answer, kTag);
    if (Await()) {
      absl::StatusOr<std::string> bytes = ToBytes(answer);
      if (!bytes.ok()) return bytes.status();
      return std::optional<std::string>(*std::move(bytes));
    }
    Finish();
  }
  if (!status_->ok()) return *status_;
  return std::optional<std::string>();
}

}  // namespace sos::web
