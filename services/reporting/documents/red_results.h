// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_RED_RESULTS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_RED_RESULTS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "common/language/messages.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sources/report_source.h"
#include "sos/education/v1/education.pb.h"
#include "sos/indicator/v1/result.pb.h"
#include "sos/indicator/v1/rulebook.pb.h"
#include "sos/reporting/v1/red_list.pb.h"

namespace sos::reporting {

// True for schools, charter schools among them.
bool IsSchoolType(education::v1::EntityType type);

// Under which results, lists of the state and duties of plans meet: code, group and indicator.
using RedKey = std::tuple<std::string, education::v1::StudentGroup, education::v1::Indicator>;

// The key of a result. Lists and duties tell the English learner progress of a school with all
// students; it is a result of English learners.
RedKey RedKeyOf(const education::v1::Entity& entity, education::v1::StudentGroup group,
                education::v1::Indicator indicator);

// Whose result it is. Nullopt for what no list of Reds has: all students of an LEA, and everything
// of counties and the state.
std::optional<v1::RedResult::Level> RedLevelOf(const education::v1::Entity& entity,
                                               education::v1::StudentGroup group,
                                               education::v1::Indicator indicator);

// True for what the document is about: all for the state; a county's LEAs and schools; an LEA and
// its schools but for charter schools, which are LEAs of their own; a school.
bool IsInRedScope(const DocumentKey& key, const education::v1::Entity& entity);

// The LEA to whose plan an entity belongs; itself for an LEA or charter school.
education::v1::Entity LeaOfRed(const education::v1::Entity& entity);

// True for the color Red, or the lowest status level where the year publishes no colors of the
// indicator. `cell` is one of `block`.
bool IsLowest(const indicator::v1::ResultBlock& block, const v1::Cell& cell);

// True for groups that the rules of the year never give a color: they have status levels all the
// same. `rules` may be null.
bool NeverColored(const indicator::v1::Rulebook* rules, education::v1::Indicator indicator,
                  education::v1::StudentGroup group);

// What everybody may see of the results of one year.
struct RedResults {
  // The lowest results, and those that were wanted whatever they are.
  std::map<RedKey, v1::Cell> cells;
  // Of `cells`: those at the lowest performance.
  std::set<RedKey> lowest;
  // Wanted results that are withheld: they are shown in no way.
  std::set<RedKey> withheld;
  // All withheld results that could be in a list of Reds.
  int withheld_count = 0;
  // The indicators of which there are results.
  std::set<education::v1::Indicator> indicators;
  // The entities of `cells`, by code.
  std::map<std::string, education::v1::Entity> entities;
};

// What ReadRedYears() found.
struct RedYears {
  // By Dashboard year.
  std::map<int, RedResults> results;
  // The rules of those years; nullopt where there are none.
  std::map<int, std::optional<indicator::v1::Rulebook>> rules;
  // The indicators of the key's year whose results are made from student records.
  std::set<education::v1::Indicator> estimates;
};

// Reads the lowest results of the key's year and, of the years of `wanted`, what is wanted. The
// cells of a whole state have no words.
absl::StatusOr<RedYears> ReadRedYears(ReportSource& source, const DocumentKey& key,
                                      const std::map<int, std::set<RedKey>>& wanted,
                                      const Revision& revision, const rpc::CallContext& context);

// Reads a block of results into `results`: the lowest, and those of `wanted`. `rules` are those of
// the block's year, null where there are none. Without `sentences`, cells have no words.
void AddRedBlock(const DocumentKey& key, const indicator::v1::Rulebook* rules,
                 const std::set<RedKey>& wanted, bool sentences,
                 const indicator::v1::ResultBlock& block, RedResults& results);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_RED_RESULTS_H_
