// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/year_files.h"

#include <memory>
#include <string>
#include <utility>

namespace sos::eligibility {

size_t YearFile::Bytes() const {
  size_t bytes = sizeof(YearFile);
  for (const std::string& message : messages) {
    bytes += sizeof(std::string) + message.capacity();
  }
  return bytes;
}

std::shared_ptr<const YearFile> YearFiles::Find(const std::string& key) {
  const absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return found->second->file;
}

void YearFiles::Keep(const std::string& key, std::shared_ptr<const YearFile> file) {
  const size_t bytes = key.size() + file->Bytes();
  const absl::MutexLock lock(&mutex_);
  // Two calls may have read the same year at the same time.
  if (by_key_.contains(key) || bytes > max_bytes_) return;
  kept_.push_front({key, std::move(file), bytes});
  by_key_[key] = kept_.begin();
  bytes_ += bytes;
  while (bytes_ > max_bytes_) {
    bytes_ -= kept_.back().bytes;
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
  }
}

}  // namespace sos::eligibility
