// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/rpc/pack_renderer.h"

#include <any>
#include <optional>
#include <utility>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/reporting/render/left_out.h"
#include "services/reporting/rpc/render_by.h"
#include "services/reporting/sources/county_source.h"

namespace sos::reporting {
namespace {

// Made and not taken: this many entities for each thread.
constexpr size_t kBatchesAheadPerThread = 4;

// Composes documents, and keeps the last one for the other forms that it comes in.
class LastDocument {
 public:
  LastDocument(ReportSource& source, const Revision& revision, const rpc::CallContext& call)
      : source_(source), revision_(revision), call_(call) {}

  template <typename Document, typename Compose>
  absl::StatusOr<Document> Get(const DocumentKey& key, Compose compose) {
    const std::string name = key.Name();
    if (name != name_) {
      name_.clear();
      SOS_ASSIGN_OR_RETURN(Document composed, compose(source_, key, revision_, call_));
      document_ = std::move(composed);
      name_ = name;
    }
    return std::any_cast<const Document&>(document_);
  }

 private:
  ReportSource& source_;
  const Revision& revision_;
  const rpc::CallContext& call_;
  std::string name_;
  std::any document_;
};

}  // namespace

PackRenderer::PackRenderer(ReportSource* source, const PackPlan& plan, size_t first_file,
                           const rpc::CallContext& call, int thread_count)
    : source_(source),
      plan_(plan),
      call_(call),
      batches_ahead_(kBatchesAheadPerThread * static_cast<size_t>(thread_count)) {
  size_t position = 0;
  for (const PackSection& section : plan.sections) {
    Batch batch;
    for (const auto* files : {&section.files, &section.schools}) {
      for (const PackFile& file : *files) {
        if (position++ >= first_file) batch.files.push_back(&file);
      }
    }
    if (!batch.files.empty()) batches_.push_back(std::move(batch));
  }
  for (int i = 0; i < thread_count; ++i) threads_.emplace_back([this] { Work(); });
}

PackRenderer::~PackRenderer() {
  {
    const absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool PackRenderer::MayBegin() const {
  return stopped_ || begun_ == batches_.size() || begun_ < taken_ + batches_ahead_;
}

bool PackRenderer::IsReady() const { return batches_[taken_].done; }

absl::StatusOr<std::string> PackRenderer::Next() {
  const absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &PackRenderer::IsReady));
  Batch& batch = batches_[taken_];
  SOS_RETURN_IF_ERROR(batch.status);
  std::string bytes = std::move(batch.bytes[taken_file_++]);
  if (taken_file_ == batch.files.size()) {
    batch.bytes.clear();
    taken_file_ = 0;
    ++taken_;
  }
  return bytes;
}

void PackRenderer::Work() {
  CountySource source(source_, std::string(plan_.key.cds.county()));
  for (;;) {
    size_t mine = 0;
    std::vector<const PackFile*> files;
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &PackRenderer::MayBegin));
      if (stopped_ || begun_ == batches_.size()) return;
      mine = begun_++;
      files = batches_[mine].files;
    }
    absl::StatusOr<std::vector<std::string>> made = Make(files, source);
    const absl::MutexLock lock(&mutex_);
    Batch& batch = batches_[mine];
    batch.status = made.status();
    if (made.ok()) batch.bytes = *std::move(made);
    batch.done = true;
  }
}

absl::StatusOr<std::vector<std::string>> PackRenderer::Make(
    const std::vector<const PackFile*>& files, ReportSource& source) {
  LastDocument last(source, plan_.revision, call_);
  std::vector<std::string> made;
  for (const PackFile* const file : files) {
    SOS_RETURN_IF_ERROR(call_.StillWanted());
    {
      const absl::MutexLock lock(&mutex_);
      if (stopped_) return absl::CancelledError("nobody takes the rest of the pack");
    }
    absl::StatusOr<std::string> bytes = RenderBy(
        file->key, file->format,
        [&]<typename Document>(auto compose) { return last.Get<Document>(file->key, compose); });
    if (!bytes.ok() && ErrorReason(bytes.status()) == "REPORT_NOT_FOUND") {
      std::optional<std::string> note = RenderLeftOut(file->label, file->format, file->key.Words());
      if (note) bytes = *std::move(note);
    }
    SOS_RETURN_IF_ERROR(bytes.status());
    made.push_back(*std::move(bytes));
  }
  return made;
}

}  // namespace sos::reporting
