// SPDX-License-Identifier: Apache-2.0
#include "services/suite/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"

namespace sos::suite {
namespace {

constexpr absl::string_view kLineStart = "\r";
constexpr absl::string_view kWipeRest = "\x1b[K";

bool ShowsProgress() { return isatty(STDERR_FILENO) != 0; }

}  // namespace

size_t TerminalColumns() {
  winsize size = {};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

void Print(absl::string_view text, Keep keep) {
  const std::string printable = Printable(text, keep);
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
