// SPDX-License-Identifier: Apache-2.0
#include "services/suite/cli/manual.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/program/version.h"
#include "services/ingestion/domain/near_match.h"

namespace sos::suite {
namespace {

// A word with more wrong letters than this is not offered a command.
constexpr int kMaxTypos = 2;

std::vector<const CLI::App*> CommandsOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// Text for troff: a backslash and a dash are themselves, and no line begins with a request.
std::string Roff(absl::string_view text) {
  const std::string escaped = absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(escaped, '\n')) {
    const bool request = absl::StartsWith(line, ".") || absl::StartsWith(line, "'");
    lines.push_back(absl::StrCat(request ? "\\&" : "", line));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace

std::string ManualPage(const CLI::App& app) {
  std::string page =
      absl::StrCat(".TH SOS 1 \"\" \"sos ", Version(),
                   "\" \"System of Support\"\n.SH NAME\nsos \\- ", Roff(app.get_description()),
                   "\n.SH SYNOPSIS\n.B sos\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH COMMANDS\n");
  for (const CLI::App* const command : CommandsOf(app)) {
    absl::StrAppend(&page, ".SS sos ", Roff(command->get_name()), "\n",
                    Roff(command->get_description()), ".\n");
    for (const CLI::Option* const option : command->get_options()) {
      absl::StrAppend(&page, ".TP\n\\fB", Roff(option->get_name(true, true)), "\\fR\n",
                      Roff(option->get_description()), "\n");
    }
    absl::StrAppend(&page, ".PP\n.nf\n", Roff(command->get_footer()), "\n.fi\n");
  }
  return page;
}

std::string BashCompletion(const CLI::App& app) {
  std::vector<std::string> names;
  std::string cases;
  for (const CLI::App* const command : CommandsOf(app)) {
    names.push_back(command->get_name());
    std::vector<std::string> options;
    for (const CLI::Option* const option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
    }
    absl::StrAppend(&cases, "    ", command->get_name(), ") options='", absl::StrJoin(options, " "),
                    "' ;;\n");
  }
  return absl::StrCat(
      "_sos() {\n  local options='' word=${COMP_WORDS[COMP_CWORD]}\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '",
      absl::StrJoin(names, " "),
      " --help --version' -- \"$word\"))\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n", cases,
      "  esac\n  case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
      "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}\n"
      "complete -o filenames -F _sos sos\n");
}

std::string UnknownCommand(const CLI::App& app, const std::string& word) {
  if (word.empty() || word[0] == '-') return "";
  std::string best;
  int least = kMaxTypos + 1;
  for (const CLI::App* const command : CommandsOf(app)) {
    const int typos = ingestion::EditDistance(word, command->get_name(), kMaxTypos);
    if (typos == 0) return "";
    if (typos < least) {
      least = typos;
      best = command->get_name();
    }
  }
  return absl::StrCat("There is no command '", word, "'.",
                      best.empty() ? "" : absl::StrCat(" Did you mean '", best, "'?"),
                      " 'sos --help' lists all commands.");
}

}  // namespace sos::suite
