// SPDX-License-Identifier: Apache-2.0
#include "services/suite/terminal.h"

#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/config/environment.h"

namespace sos::suite {
namespace {

constexpr absl::string_view kLineStart = "\r";
constexpr absl::string_view kWipeRest = "\x1b[K";

// Whether the text has more lines than the terminal, where standard output is one.
bool IsLongerThanTerminal(absl::string_view text) {
  winsize size = {};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return false;
  return size.ws_row > 0 && std::count(text.begin(), text.end(), '\n') >= size.ws_row;
}

// What shows long texts page by page: the command in SOS_PAGER or PAGER, or less, which ends by
// itself where everything fits. Empty, where that is `cat`, for none.
std::string Pager() {
  Environment environment;
  const std::string less = "LESS=\"${LESS-FRX}\" less 2>/dev/null";
  const std::string pager = environment.String("SOS_PAGER", environment.String("PAGER", less));
  return pager == "cat" ? "" : pager;
}

// False where there is no such command: nothing was shown.
bool ShowInPager(const std::string& text) {
  const std::string pager = Pager();
  if (pager.empty()) return false;
  std::FILE* const pipe = popen(pager.c_str(), "w");
  if (pipe == nullptr) return false;
  // Whoever has read enough leaves, and the rest is not wanted.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  std::fwrite(text.data(), 1, text.size(), pipe);
  const int status = pclose(pipe);
  std::signal(SIGPIPE, before);
  constexpr int kNoSuchCommand = 127;
  return !(WIFEXITED(status) && WEXITSTATUS(status) == kNoSuchCommand);
}

bool ShowsProgress() { return isatty(STDERR_FILENO) != 0; }

}  // namespace

size_t TerminalColumns() {
  winsize size = {};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

void Print(absl::string_view text, Keep keep) {
  const std::string printable = Printable(text, keep);
  if (IsLongerThanTerminal(printable) && ShowInPager(printable)) return;
  std::cout.write(printable.data(), static_cast<std::streamsize>(printable.size()));
  std::cout.flush();
}

void PrintBytes(absl::string_view bytes) {
  std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  std::cout.flush();
}

void PrintError(absl::string_view text) { std::cerr << Printable(text, Keep::kLines); }

void Say(absl::string_view message) { PrintError(absl::StrCat("sos: ", Printable(message), "\n")); }

void ShowProgress(absl::string_view text) {
  if (ShowsProgress()) std::cerr << kLineStart << Printable(text) << kWipeRest << std::flush;
}

void EndProgress() {
  if (ShowsProgress()) std::cerr << kLineStart << kWipeRest << std::flush;
}

}  // namespace sos::suite
