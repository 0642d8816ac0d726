// SPDX-License-Identifier: Apache-2.0
#include "services/suite/cli/command_line.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/programs.h"

namespace sos::suite {
namespace {

const std::map<std::string, Format> kFormats = {{"text", Format::kText}, {"csv", Format::kCsv},
                                                {"json", Format::kJson}, {"html", Format::kHtml},
                                                {"xlsx", Format::kXlsx}, {"svg", Format::kSvg},
                                                {"png", Format::kPng}};

}  // namespace

void AddGlobal(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats) {
  command.add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command.add_option("--server", line.global.server,
                     "Running services to ask instead: ADDR, or "
                     "ingestion=ADDR,indicator=ADDR,eligibility=ADDR,reporting=ADDR");
  if (!formats.empty()) AddFormat(command, line, formats);
}

void AddFormat(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats) {
  std::map<std::string, Format> allowed;
  for (const std::string& name : formats) allowed[name] = kFormats.at(name);
  const CLI::Option* const format =
      command.add_option("--format", line.global.format, "How the answer is written")
          ->transform(CLI::CheckedTransformer(allowed, CLI::ignore_case).description(""))
          ->option_text(absl::StrCat("{", absl::StrJoin(formats, ","), "}"));
  command.add_option("--output", line.global.output,
                     "Write the answer to this file; its ending says how, unless --format does");
  if (allowed.count("csv") > 0) {
    command.add_flag("--excel", line.global.excel,
                     "CSV as a spreadsheet opens it right: codes keep their zeros");
  }
  if (allowed.count("text") > 0) {
    command.add_flag("--wide", line.global.wide,
                     "Tables as wide as they are, also where the terminal is not");
  }
  command.parse_complete_callback([&line, format, allowed] {
    const std::string ending = std::filesystem::path(line.global.output).extension().string();
    const auto meant = ending.empty() ? allowed.end() : allowed.find(ending.substr(1));
    if (format->count() == 0 && meant != allowed.end()) line.global.format = meant->second;
  });
}

void AddReadOptions(CLI::App& command, CommandLine& line) {
  command.add_option("--release", line.global.release,
                     "The release to read; the newest data if left out");
}

const std::vector<std::string>& Programs() {
  static const auto* const kPrograms = [] {
    auto* const codes = new std::vector<std::string>();
    for (const eligibility::ProgramTraits& traits : eligibility::AllPrograms()) {
      codes->emplace_back(traits.code);
    }
    return codes;
  }();
  return *kPrograms;
}

std::string OneOf(const std::vector<std::string>& words) {
  if (words.size() < 2) return absl::StrJoin(words, "");
  return absl::StrCat(absl::StrJoin(words.begin(), words.end() - 1, ", "), " or ", words.back());
}

void AddProgram(CLI::App& command, std::string& program) {
  command.add_option("--program", program, OneOf(Programs()))
      ->check(CLI::IsMember(Programs()))
      ->capture_default_str();
}

void AddBasis(CLI::App& command, std::string& basis) {
  command
      .add_option("--basis", basis,
                  "What the letters of groups rest on: results, or what the state published")
      ->check(CLI::IsMember({"results", "published-letters"}))
      ->capture_default_str();
}

void AddExamples(CLI::App& command, const std::string& examples) {
  command.footer(absl::StrCat("Examples:\n", examples, "\n", kExitCodes));
}

}  // namespace sos::suite
