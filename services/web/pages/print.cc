// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/print.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/time/clock.h"

namespace sos::web {
namespace {

constexpr char kWeasyPrint[] = "/usr/bin/weasyprint";
// How long one page may take.
constexpr absl::Duration kLongestPrint = absl::Seconds(40);
constexpr rlim_t kCpuSeconds = 40;
constexpr rlim_t kMemoryBytes = rlim_t{2} << 30;
constexpr size_t kMaxPdfBytes = size_t{32} << 20;
// Pages that are printed at once.
constexpr int kMaxPrinters = 2;

std::atomic<int> printers = 0;

class Printing {
 public:
  Printing() : granted_(printers.fetch_add(1) < kMaxPrinters) {}
  ~Printing() { printers.fetch_sub(1); }
  Printing(const Printing&) = delete;
  Printing& operator=(const Printing&) = delete;
  bool granted() const { return granted_; }

 private:
  const bool granted_;
};

// The two ends of a pipe, closed when they are no longer needed.
class Pipe {
 public:
  Pipe() { ok_ = pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    Close(0);
    Close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool ok() const { return ok_; }
  int end(size_t index) const { return ends_[index]; }
  void Close(size_t index) {
    if (ends_[index] >= 0) close(ends_[index]);
    ends_[index] = -1;
  }

 private:
  std::array<int, 2> ends_ = {-1, -1};
  bool ok_ = false;
};

// In the child, between fork and exec: calls only what is safe there.
[[noreturn]] void BecomePrinter(int input, int output) {
  const rlimit cpu = {kCpuSeconds, kCpuSeconds};
  const rlimit memory = {kMemoryBytes, kMemoryBytes};
  setrlimit(RLIMIT_CPU, &cpu);
  setrlimit(RLIMIT_AS, &memory);
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  const char* const arguments[] = {kWeasyPrint, "--quiet", "--encoding", "utf-8", "--pdf-variant",
                                   "pdf/ua-1",  "-",       "-",          nullptr};
  const char* const environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent",
                                     nullptr};
  execve(kWeasyPrint, const_cast<char* const*>(arguments), const_cast<char* const*>(environment));
  _exit(127);
}

// Writes `html` and reads the PDF at the same time, so that neither side waits for the other.
absl::StatusOr<std::string> PassThrough(const std::string& html, Pipe& input, Pipe& output) {
  const Stopwatch stopwatch;
  std::string pdf;
  size_t written = 0;
  std::array<char, size_t{64} << 10> buffer;
  while (true) {
    const int64_t left = absl::ToInt64Milliseconds(kLongestPrint - stopwatch.Elapsed());
    if (left <= 0) return absl::DeadlineExceededError("printing took too long");
    std::array<pollfd, 2> waiting = {pollfd{output.end(0), POLLIN, 0},
                                     pollfd{input.end(1), POLLOUT, 0}};
    if (poll(waiting.data(), waiting.size(), static_cast<int>(left)) <= 0) continue;
    if (waiting[1].revents != 0) {
      const ssize_t count = write(input.end(1), html.data() + written, html.size() - written);
      if (count > 0) written += static_cast<size_t>(count);
      if (written == html.size() || (count < 0 && errno != EAGAIN)) input.Close(1);
    }
    if (waiting[0].revents == 0) continue;
    const ssize_t count = read(output.end(0), buffer.data(), buffer.size());
    if (count <= 0) return pdf;
    pdf.append(buffer.data(), static_cast<size_t>(count));
    if (pdf.size() > kMaxPdfBytes) return absl::ResourceExhaustedError("the PDF is too large");
  }
}

}  // namespace

absl::StatusOr<std::string> PrintPdf(const std::string& html) {
  if (::access(kWeasyPrint, X_OK) != 0) {
    return absl::UnimplementedError("WeasyPrint is not installed");
  }
  const Printing printing;
  if (!printing.granted()) return absl::ResourceExhaustedError("too many pages are being printed");
  Pipe input;
  Pipe output;
  if (!input.ok() || !output.ok()) return absl::UnavailableError("no pipe for the printer");
  fcntl(input.end(1), F_SETFL, O_NONBLOCK);
  // A printer that ends early must not end the server.
  std::signal(SIGPIPE, SIG_IGN);
  const pid_t child = fork();
  if (child < 0) return absl::UnavailableError("no process for the printer");
  if (child == 0) BecomePrinter(input.end(0), output.end(1));
  input.Close(0);
  output.Close(1);
  absl::StatusOr<std::string> pdf = PassThrough(html, input, output);
  if (!pdf.ok()) kill(child, SIGKILL);
  int ended = 0;
  waitpid(child, &ended, 0);
  if (!pdf.ok()) return pdf;
  if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0 || pdf->empty()) {
    return absl::InternalError("the page could not be printed");
  }
  return pdf;
}

}  // namespace sos::web
