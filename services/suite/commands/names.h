// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_NAMES_H_
#define SOS_SERVICES_SUITE_COMMANDS_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/education/proto.h"
#include "services/suite/commands/options.h"
#include "services/suite/session.h"
#include "sos/education/v1/education.pb.h"
#include "sos/eligibility/v1/determination.pb.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::suite {

// Reads what a person typed on the command line. Errors name what would be right.
absl::StatusOr<ingestion::v1::Collection> ParseCollectionOption(const std::string& text);

// A program by its code, such as `lcff`.
absl::StatusOr<eligibility::v1::Program> ParseProgramOption(const std::string& text);

// A program, for people.
std::string ProgramLabel(eligibility::v1::Program program);

// The two digits of a county, by them or by its name, with or without `County`; near matches in the
// error.
absl::StatusOr<std::string> CountyCode(Session& session, const std::string& county);

// The code of an LEA, by the seven or fourteen digits of any, or by the name of a known one. Empty
// for an empty text.
absl::StatusOr<std::string> LeaCode(Session& session, const std::string& lea);

// Refuses a year of which nothing is loaded, naming those that are.
absl::Status CheckYear(Session& session, int year);

// A status that says that no rulebook of the year is known, with what was loaded of the year all
// the same; any other status as it is.
absl::Status WithLoadedOf(Session& session, int year, const absl::Status& status);

// Says that no Dashboard rulebook of the year is known, if so.
absl::Status CheckDashboardRules(Session& session, int year);

// The 14 digits of `entities/{cds}`.
absl::string_view CdsOf(const education::v1::Entity& entity);

// The code of the published files: 0 none, 1 Red to 5 Blue.
int ColorCode(education::v1::Color color);

// `yes`, `no` or `undecided`; "" for none.
std::string OutcomeWord(eligibility::v1::Outcome outcome);

// "12.3", or "" for the value that stands for none.
std::string TenthsText(int32_t tenths);

// "0.250" of 250.
std::string ThousandthsText(int64_t thousandths);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_NAMES_H_
