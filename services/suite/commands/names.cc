#include "services/suite/commands/names.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/collection.h"

namespace sos::suite {
namespace {

template <typename Table>
std::string Codes(const Table& table) {
  std::vector<absl::string_view> codes;
  for (const auto& entry : table) codes.push_back(entry.code);
  return absl::StrJoin(codes, ", ");
}

}  // namespace

absl::StatusOr<education::v1::Indicator> ParseIndicatorOption(const std::string& text) {
  const std::optional<Indicator> indicator = kIndicators.FromCode(text);
  if (!indicator) {
    return absl::InvalidArgumentError(
        absl::StrCat("--indicator ", text, ": expected one of ", Codes(kIndicators)));
  }
  return static_cast<education::v1::Indicator>(static_cast<int>(*indicator) + 1);
}

absl::StatusOr<education::v1::StudentGroup> ParseGroupOption(const std::string& text) {
  const std::optional<StudentGroup> group = ParseStudentGroup(text);
  if (!group) {
    return absl::InvalidArgumentError(
        absl::StrCat("--group ", text, ": expected one of ", Codes(kStudentGroups)));
  }
  return static_cast<education::v1::StudentGroup>(static_cast<int>(*group) + 1);
}

absl::StatusOr<ingestion::v1::Collection> ParseCollectionOption(const std::string& text) {
  if (text.empty()) return ingestion::v1::COLLECTION_UNSPECIFIED;
  const std::optional<ingestion::Collection> collection = ingestion::kCollections.FromCode(text);
  if (!collection) {
    return absl::InvalidArgumentError(
        absl::StrCat("--collection ", text, ": expected one of ", Codes(ingestion::kCollections)));
  }
  return static_cast<ingestion::v1::Collection>(static_cast<int>(*collection) + 1);
}

absl::Status CheckYear(Session& session, int year) {
  SOS_ASSIGN_OR_RETURN(const std::vector<int> years, session.Years(0));
  if (year == 0 || std::find(years.begin(), years.end(), year) != years.end()) {
    return absl::OkStatus();
  }
  return absl::NotFoundError(years.empty() ? "nothing is loaded yet; start with: sos ingest FILE..."
                                           : absl::StrCat("nothing is loaded for ", year,
                                                          "; the years at hand are ",
                                                          absl::StrJoin(years, ", ")));
}

absl::string_view CdsOf(const education::v1::Entity& entity) {
  return absl::StripPrefix(entity.name(), "entities/");
}

absl::string_view Code(education::v1::Indicator indicator) {
  return kIndicators.Code(static_cast<Indicator>(indicator - 1));
}
absl::string_view Code(education::v1::StudentGroup group) {
  return kStudentGroups.Code(static_cast<StudentGroup>(group - 1));
}
absl::string_view Label(education::v1::Indicator indicator) {
  return kIndicators.Label(static_cast<Indicator>(indicator - 1));
}
absl::string_view Label(education::v1::StudentGroup group) {
  return kStudentGroups.Label(static_cast<StudentGroup>(group - 1));
}
int ColorCode(education::v1::Color color) {
  return color == education::v1::COLOR_UNSPECIFIED ? 0 : color - 1;
}

std::string TenthsText(int32_t tenths) {
  return tenths == std::numeric_limits<int32_t>::min() ? "" : ToString(Tenths{tenths});
}

std::string OutcomeWord(eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return "yes";
    case eligibility::v1::OUTCOME_NOT_MET:
      return "no";
    default:
      return "undecided";
  }
}

}  // namespace sos::suite
