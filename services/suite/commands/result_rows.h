// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_RESULT_ROWS_H_
#define SOS_SERVICES_SUITE_COMMANDS_RESULT_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/suite/session.h"

// The rows of `sos results`, and those that no rule of ours makes: what is loaded without rules of
// its year, and what only a list of Reds tells.
namespace sos::suite {

// Which results are meant. Empty, or 0, means all.
struct ResultsOptions {
  int year = 0;
  // 14 digits.
  std::string entity;
  // Two digits.
  std::string county;
  std::string indicator;
  std::string group;
  // A color of the Dashboard, and a kind of entity; unspecified means all.
  education::v1::Color color = education::v1::COLOR_UNSPECIFIED;
  education::v1::EntityType kind = education::v1::ENTITY_TYPE_UNSPECIFIED;
  // `own`, or `long` for the columns of the state's files.
  std::string layout = "own";
};

// A row of the answer; whole numbers and decimals as text, empty for none.
struct ResultRow {
  int year = 0;
  std::string cds;
  std::string name;
  std::string indicator;
  std::string group;
  std::string students;
  std::string status;
  std::string change;
  std::string status_level;
  std::string change_level;
  // 0 none, 1 Red to 5 Blue.
  int color = 0;
  std::string box;
  std::string counts_from;
  std::string undetermined;
  // `1` or `2 of 24`: the LEAs from whose records the state or a county was made.
  std::string from_leas;
};

// Adds the published rows of the years and indicators that no known rulebook has, and says that
// there are such: their levels and colors are the file's, if it has any.
absl::Status ReadRowsWithoutRules(Session& session, const ResultsOptions& options,
                                  std::vector<ResultRow>& rows);

// Adds the Reds that loaded lists name, unless `rows` has a result of the same entity, group,
// indicator and year.
absl::Status ReadReds(Session& session, const ResultsOptions& options,
                      std::vector<ResultRow>& rows);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_RESULT_ROWS_H_
