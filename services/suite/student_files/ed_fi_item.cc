// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/ed_fi_item.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace sos::suite {

// By the name of the file, or else by what an item has.
std::optional<EdFiResource> RecognizeEdFi(absl::string_view file_name, const nlohmann::json& item) {
  struct Sign {
    absl::string_view name;
    // Fields of which any tells the resource, besides the one that it must have.
    std::vector<std::string> any_of;
    std::string has;
    EdFiResource resource;
  };
  static const auto* const kSigns = new std::vector<Sign>{
      {"studentschoolassociations", {"entryDate"}, "schoolReference", EdFiResource::kStay},
      {"studenteducationorganizationassociations",
       {"hispanicLatinoEthnicity", "races", "studentCharacteristics", "studentIdentificationCodes"},
       "educationOrganizationReference",
       EdFiResource::kPerson},
      {"studentlanguageinstructionprogramassociations",
       {"englishLearnerParticipation", "englishLanguageProficiencyAssessments"},
       "programReference",
       EdFiResource::kLanguage},
      {"studentspecialeducationprogramassociations",
       {"ideaEligibility", "iepBeginDate", "specialEducationSettingDescriptor"},
       "programReference",
       EdFiResource::kSpecialEducation},
      {"studenthomelessprogramassociations",
       {"homelessPrimaryNighttimeResidenceDescriptor", "homelessUnaccompaniedYouth"},
       "programReference",
       EdFiResource::kHomeless},
      {"calendardates", {"calendarEvents"}, "calendarReference", EdFiResource::kCalendarDate},
      {"studentschoolattendanceevents",
       {"attendanceEventCategoryDescriptor"},
       "schoolReference",
       EdFiResource::kAttendance},
      {"disciplineactions",
       {"disciplines"},
       "disciplineActionIdentifier",
       EdFiResource::kDiscipline}};
  std::string name;
  for (const char c : file_name) {
    if (absl::ascii_isalpha(c)) name += absl::ascii_tolower(c);
  }
  for (const Sign& sign : *kSigns) {
    if (absl::StrContains(name, sign.name)) return sign.resource;
  }
  for (const Sign& sign : *kSigns) {
    const bool any = std::any_of(sign.any_of.begin(), sign.any_of.end(),
                                 [&](const std::string& field) { return item.contains(field); });
    if (any && item.contains(sign.has)) return sign.resource;
  }
  return std::nullopt;
}

std::string EdFiItem::TextIn(const nlohmann::json& json, absl::string_view path) {
  const nlohmann::json* at = &json;
  while (!path.empty()) {
    const size_t slash = path.find('/');
    if (!at->is_object()) return "";
    const auto found = at->find(std::string(path.substr(0, slash)));
    if (found == at->end()) return "";
    at = &*found;
    path = slash == absl::string_view::npos ? "" : path.substr(slash + 1);
  }
  if (at->is_string()) return at->get<std::string>();
  return at->is_number() ? at->dump() : "";
}

std::optional<bool> EdFiItem::Flag(const std::string& field) const {
  const auto found = json_.find(field);
  if (found == json_.end() || !found->is_boolean()) return std::nullopt;
  return found->get<bool>();
}

std::vector<const nlohmann::json*> EdFiItem::List(const std::string& field) const {
  std::vector<const nlohmann::json*> items;
  const auto found = json_.find(field);
  if (found == json_.end() || !found->is_array()) return items;
  for (const nlohmann::json& item : *found) items.push_back(&item);
  return items;
}

}  // namespace sos::suite
