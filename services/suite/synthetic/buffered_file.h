// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_BUFFERED_FILE_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_BUFFERED_FILE_H_

#include <cstddef>
#include <fstream>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/private_files/private_files.h"

namespace sos::suite {

// A file of lines that is written through a buffer, and that its owner alone may read.
class BufferedFile {
 public:
  explicit BufferedFile(const std::string& path) {
    absl::StatusOr<std::ofstream> opened = OpenPrivateFile(path);
    if (opened.ok()) {
      out_ = *std::move(opened);
    } else {
      out_.setstate(std::ios::failbit);  // Which Close() tells.
    }
  }

  void Write(absl::string_view line) {
    buffer_.append(line.data(), line.size());
    buffer_.push_back('\n');
    if (buffer_.size() >= kFlushBytes) Flush();
  }
  // False if anything could not be written.
  bool Close() {
    Flush();
    out_.close();
    return !out_.fail();
  }

 private:
  static constexpr size_t kFlushBytes = size_t{1} << 20;

  void Flush() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }

  std::ofstream out_;
  std::string buffer_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_BUFFERED_FILE_H_
