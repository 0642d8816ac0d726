// SPDX-License-Identifier: Apache-2.0
#include "services/suite/cli/app.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::suite {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

struct Answer {
  int code = 0;
  std::string out;
  std::string errors;
};

Answer RunSos(std::vector<std::string> words) {
  words.insert(words.begin(), "sos");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Answer answer;
  answer.code = RunApp(static_cast<int>(argv.size()), argv.data());
  answer.out = ::testing::internal::GetCapturedStdout();
  answer.errors = ::testing::internal::GetCapturedStderr();
  return answer;
}

// Every command that the help lists.
std::vector<std::string> Commands() {
  std::vector<std::string> commands;
  bool listed = false;
  for (const absl::string_view line : absl::StrSplit(RunSos({"--help"}).out, '\n')) {
    if (absl::StartsWith(line, "Subcommands:")) {
      listed = true;
    } else if (listed && absl::StartsWith(line, "  ") && line.size() > 2 && line[2] != ' ') {
      commands.emplace_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  return commands;
}

TEST(AppTest, SaysItsVersion) {
  const Answer answer = RunSos({"--version"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, MatchesRegex("sos [0-9]+\\.[0-9]+\\.[0-9]+ \\(git .+\\)\n"));
}

TEST(AppTest, OffersTheCommandThatIsMostLikeAnUnknownOne) {
  for (const auto& [typed, meant] : std::vector<std::pair<std::string, std::string>>{
           {"reprot", "report"}, {"ingset", "ingest"}, {"elegibility", "eligibility"}}) {
    const Answer answer = RunSos({typed, "--year", "2024"});
    EXPECT_EQ(answer.code, 2) << typed;
    EXPECT_THAT(answer.out, IsEmpty());
    EXPECT_THAT(answer.errors, HasSubstr(absl::StrCat("Did you mean '", meant, "'?"))) << typed;
  }
  const Answer answer = RunSos({"frobnicate"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.errors, HasSubstr("There is no command 'frobnicate'"));
  EXPECT_THAT(answer.errors, Not(HasSubstr("Did you mean")));
}

TEST(AppTest, EveryCommandHasHelpWithExamplesAndWithoutInternals) {
  const std::vector<std::string> commands = Commands();
  ASSERT_GT(commands.size(), 20);
  for (const std::string& command : commands) {
    const Answer help = RunSos({command, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr(absl::StrCat("Examples:\n  "))) << command;
    EXPECT_THAT(help.out, HasSubstr(absl::StrCat("sos ", command))) << command;
    EXPECT_THAT(help.out, HasSubstr("Exit codes:")) << command;
    EXPECT_THAT(help.out, Not(HasSubstr("ENUM"))) << command;
    EXPECT_THAT(help.out, Not(HasSubstr("->"))) << command;
  }
}

TEST(AppTest, TheManualAndTheCompletionKnowEveryCommand) {
  const std::string manual = RunSos({"manual"}).out;
  const std::string completion = RunSos({"completion"}).out;
  EXPECT_THAT(manual, HasSubstr(".SH NAME\nsos"));
  for (const std::string& command : Commands()) {
    EXPECT_THAT(manual, HasSubstr(absl::StrCat(".SS sos ", command, "\n"))) << command;
    EXPECT_THAT(completion, HasSubstr(absl::StrCat("    ", command, ") options="))) << command;
  }
  EXPECT_THAT(completion, HasSubstr("complete -o filenames -F _sos sos"));
}

}  // namespace
}  // namespace sos::suite
