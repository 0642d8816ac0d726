// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/ed_fi.h"

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "nlohmann/json.hpp"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

// The most characters of each text, as the resource has them.
constexpr size_t kMaxTitle = 60;
constexpr size_t kMaxRating = 35;
constexpr char kOrganization[] = "California Dept of Education";
constexpr char kDashboard[] = "California School Dashboard";

std::string ProgramWord(eligibility::v1::Program program) {
  switch (program) {
    case eligibility::v1::PROGRAM_LCFF:
      return "LCFF";
    case eligibility::v1::PROGRAM_CHARTER:
      return "LCFF charter";
    case eligibility::v1::PROGRAM_ESSA:
      return "ESSA";
    case eligibility::v1::PROGRAM_EQUITY_MULTIPLIER:
      return "Equity Multiplier";
    case eligibility::v1::PROGRAM_LCAP:
      return "LCAP";
    default:
      return "";
  }
}

}  // namespace

void EdFiRatings::AddRating(const education::v1::Entity& entity, const std::string& title,
                            const std::string& rating, const std::string& program) {
  int64_t code = 0;
  if (rating.empty() || !absl::SimpleAtoi(EntityId(entity.name()), &code)) return;
  const nlohmann::ordered_json json = {
      {"educationOrganizationReference", {{"educationOrganizationId", code}}},
      {"schoolYearTypeReference", {{"schoolYear", dashboard_year_}}},
      {"ratingTitle", title.substr(0, kMaxTitle)},
      {"rating", rating.substr(0, kMaxRating)},
      {"ratingOrganization", kOrganization},
      {"ratingProgram", program}};
  lines_.push_back(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void EdFiRatings::Add(const eligibility::v1::Determination& determination) {
  const std::string program = ProgramWord(determination.program());
  AddRating(determination.entity(), absl::StrCat(program, " support"), determination.status(),
            program);
}

void EdFiRatings::Add(const RatedResult& result) {
  if (result.cell.state() != v1::Cell::STATE_RATED &&
      result.cell.state() != v1::Cell::STATE_UNRATED) {
    return;
  }
  const std::string title =
      absl::StrCat("Dashboard ", Code(result.indicator), " ", Code(result.student_group));
  if (result.cell.color() > education::v1::COLOR_NONE) {
    AddRating(result.entity, absl::StrCat(title, " color"),
              std::string(ColorName(result.cell.color())), kDashboard);
  }
  AddRating(result.entity, absl::StrCat(title, " status"), result.cell.status().value(),
            kDashboard);
}

std::string EdFiRatings::Json() const {
  return absl::StrCat("[", absl::StrJoin(lines_, ",\n "), "]\n");
}

}  // namespace sos::reporting
