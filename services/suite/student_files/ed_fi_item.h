// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_ITEM_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_ITEM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace sos::suite {

// The resources of an Ed-Fi ODS/API that are read.
enum class EdFiResource {
  kStay,
  kPerson,
  kLanguage,
  kSpecialEducation,
  kHomeless,
  kCalendarDate,
  kAttendance,
  kDiscipline,
};

// The resource of a file: by its name (`studentSchoolAssociations.json`), or else by what an item
// has. Nullopt if it is none that is read.
std::optional<EdFiResource> RecognizeEdFi(absl::string_view file_name, const nlohmann::json& item);

// One object of a list, and where it stands.
class EdFiItem {
 public:
  // `json` must outlive it.
  EdFiItem(std::string file, int64_t number, const nlohmann::json& json)
      : file_(std::move(file)), number_(number), json_(json) {}

  const std::string& file() const { return file_; }
  // From 1.
  int64_t number() const { return number_; }

  // The text at a path such as `studentReference/studentUniqueId`; a number as text. Empty where
  // there is none.
  std::string Text(absl::string_view path) const { return TextIn(json_, path); }
  static std::string TextIn(const nlohmann::json& json, absl::string_view path);

  // Nullopt where the item does not say it.
  std::optional<bool> Flag(const std::string& field) const;

  // The objects of a list; none where there is no list.
  std::vector<const nlohmann::json*> List(const std::string& field) const;

 private:
  const std::string file_;
  const int64_t number_;
  const nlohmann::json& json_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_ITEM_H_
