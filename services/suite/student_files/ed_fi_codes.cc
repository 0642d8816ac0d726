// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/ed_fi_codes.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/suite/student_files/ed_fi_code_files.h"

namespace sos::suite {
namespace {

constexpr std::pair<absl::string_view, EdFiCodes::Table> kTables[] = {
    {"grades", EdFiCodes::Table::kGrades},
    {"races", EdFiCodes::Table::kRaces},
    {"programs", EdFiCodes::Table::kPrograms},
    {"absences", EdFiCodes::Table::kAbsences},
    {"school_days", EdFiCodes::Table::kSchoolDays},
    {"results", EdFiCodes::Table::kResults},
    {"identification_systems", EdFiCodes::Table::kIdentificationSystems},
};
constexpr absl::string_view kSource = "source";

// `Third grade` of `uri://ed-fi.org/GradeLevelDescriptor#Third grade`.
absl::string_view CodeValue(absl::string_view descriptor) {
  const size_t at = descriptor.rfind('#');
  return at == absl::string_view::npos ? descriptor : descriptor.substr(at + 1);
}

}  // namespace

EdFiCodes EdFiCodes::Known() {
  EdFiCodes codes;
  // What is built in was tested.
  if (!codes.Add(EdFiCodeFiles()[0].contents).ok()) std::abort();
  return codes;
}

absl::Status EdFiCodes::Add(absl::string_view json) {
  const auto parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) {
    return absl::InvalidArgumentError("codes of Ed-Fi descriptors are a JSON object of tables");
  }
  for (const auto& [name, entries] : parsed.items()) {
    if (name == kSource) continue;
    const auto* const table = std::find_if(std::begin(kTables), std::end(kTables),
                                           [&](const auto& one) { return one.first == name; });
    if (table == std::end(kTables) || !entries.is_object()) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", name,
                       "' is no table of Ed-Fi codes; there are grades, races, programs, "
                       "absences, school_days, results and identification_systems"));
    }
    for (const auto& [descriptor, code] : entries.items()) {
      if (!code.is_string()) {
        return absl::InvalidArgumentError(
            absl::StrCat("the code of '", descriptor, "' in ", name, " is a text such as \"03\""));
      }
      tables_[table->second][descriptor] = code.get<std::string>();
    }
  }
  return absl::OkStatus();
}

std::optional<std::string> EdFiCodes::Find(Table table, absl::string_view descriptor) const {
  const auto found = tables_.find(table);
  if (found == tables_.end()) return std::nullopt;
  // A whole descriptor may have a code of its own, before its last part.
  for (const absl::string_view key : {descriptor, CodeValue(descriptor)}) {
    const auto code = found->second.find(key);
    if (code != found->second.end()) return code->second;
  }
  return std::nullopt;
}

}  // namespace sos::suite
