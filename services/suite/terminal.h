// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_TERMINAL_H_
#define SOS_SERVICES_SUITE_TERMINAL_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "common/text/printable.h"

// The one place of the suite that writes to standard output and standard error. What commands say
// holds names and values from files: all of it is made printable here, so that no command has to
// think of it (tests/contract/layering_test.cc keeps it so).
namespace sos::suite {

// How many letters a line of standard output has; 0 where that is no terminal, and any line fits.
size_t TerminalColumns();

// Writes a workbook or picture, byte for byte, to standard output, which is no terminal.
void PrintBytes(absl::string_view bytes);

// Writes `text`, line ends and all, to standard output. What is longer than a terminal goes through
// the pager that SOS_PAGER or PAGER names (`cat` for none), or through less.
void Print(absl::string_view text, Keep keep = Keep::kLines);

// The same to standard error.
void PrintError(absl::string_view text);

// Writes `message` to standard error as one line that begins with the program's name.
void Say(absl::string_view message);

// Shows `text` on a line of standard error that is written over by the next; nothing where that is
// no terminal.
void ShowProgress(absl::string_view text);
// Wipes that line away.
void EndProgress();

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_TERMINAL_H_
