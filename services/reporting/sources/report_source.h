// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_REPORT_SOURCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_REPORT_SOURCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"
#include "sos/eligibility/v1/rulebook.pb.h"
#include "sos/indicator/v1/indicator_service.pb.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::reporting {

// Why a result that is no more than a bound is undetermined.
inline constexpr char kLowerBoundReason[] = "LOWER_BOUND";

using StatusesByYear = std::map<std::string, std::map<int, std::string>>;
using TitleIByYear = std::map<std::string, std::map<int, bool>>;

// Census Day enrollment of one entity.
struct Enrollment {
  int64_t total = 0;
  // Of the groups that the file has.
  std::map<education::v1::StudentGroup, int64_t> groups;
};

// What files that are no results say of one LEA, by Dashboard year. A year that is not there is not
// loaded, or its files do not have the LEA.
struct PlanRecords {
  // The state's ratings of local indicators, by state priority.
  std::map<int, std::map<int, ingestion::v1::LocalRating::Performance>> ratings;
  std::map<int, Enrollment> enrollments;
};

// What reports are made of: what this service needs of the three others.
//
// Implementations are thread-safe. Errors are of this service's own catalog.
class ReportSource {
 public:
  virtual ~ReportSource() = default;

  // The description of an entity. ENTITY_NOT_FOUND, with near matches, for an unknown code.
  virtual absl::StatusOr<education::v1::Entity> GetEntity(const CdsCode& cds,
                                                          const Revision& revision,
                                                          const rpc::CallContext& context) = 0;

  // Results as columns, with what everybody may see of them. Those that are at least so high, and
  // no more than that, are left out: documents compare results.
  virtual absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetResults(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // How far other colors are from results, with what everybody may see of them. None where the year
  // has no rulebook.
  virtual absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GetCrossings(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // The same a year on: this year's numbers are the prior ones, too, and the rules of the next year
  // apply. `filter` names this year; the results that come are of the next. None where the next
  // year has no rulebook.
  virtual absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GetNextYearCrossings(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // The rules of a Dashboard year. Nullopt where the year has none.
  virtual absl::StatusOr<std::optional<indicator::v1::Rulebook>> GetDashboardRules(
      int dashboard_year, const rpc::CallContext& context) = 0;

  // The cut scores with which a result was compared. Nullopt where there is no such result, or none
  // were used.
  virtual absl::StatusOr<std::optional<indicator::v1::ScoreTable>> GetScoreTable(
      const std::string& result_name, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // What is loaded, and from which files.
  virtual absl::StatusOr<ingestion::v1::Snapshot> GetSnapshot(const Revision& revision,
                                                              const rpc::CallContext& context) = 0;

  // Determinations; none where the year has no rulebook or nothing is known of the LEA.
  virtual absl::StatusOr<std::vector<eligibility::v1::Determination>> GetDeterminations(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // Gives `use` the determinations one after another, as they come: a state has thousands. Ends
  // with the first error of `use`.
  virtual absl::Status ForEachDetermination(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(eligibility::v1::Determination&)> use) = 0;

  // Whether a program has rules of the year.
  virtual absl::StatusOr<bool> HasRules(eligibility::v1::Program program, int dashboard_year,
                                        const rpc::CallContext& context) = 0;

  // The cheapest ways into or out of eligibility; none where the program has no such question, or
  // the year no rulebook.
  virtual absl::StatusOr<std::vector<eligibility::v1::Nearest>> GetNearest(
      const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // One entity's decisions of all years, ascending; empty where nothing is known of it.
  virtual absl::StatusOr<eligibility::v1::History> GetHistory(eligibility::v1::Program program,
                                                              const CdsCode& cds,
                                                              const Revision& revision,
                                                              const rpc::CallContext& context) = 0;

  // The statuses of a program's entities in all years, by 14-digit code and Dashboard year. A year
  // that is undecided is left out.
  virtual absl::StatusOr<StatusesByYear> GetStatuses(eligibility::v1::Program program,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context) = 0;

  // Whether schools had Title I funds, by 14-digit code and the year in which the school year ends,
  // as far as files of the state say it.
  virtual absl::StatusOr<TitleIByYear> GetTitleI(const Revision& revision,
                                                 const rpc::CallContext& context) = 0;

  // The lists of lowest performance of a year that the state published and that are loaded, of the
  // entities that lie under `cds` (the state, a county, an LEA or a school). Whether a list that
  // has no entry of them is loaded says the snapshot.
  virtual absl::StatusOr<std::vector<ingestion::v1::LowestPerformance>> GetListedReds(
      const CdsCode& cds, int dashboard_year, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // The rules of a program of support of a year. Nullopt where the year has none.
  virtual absl::StatusOr<std::optional<eligibility::v1::Rulebook>> GetSupportRules(
      eligibility::v1::Program program, int dashboard_year, const rpc::CallContext& context) = 0;

  // The ratings and the enrollment of an LEA or charter school in the years. Counts are as the
  // state published them: whoever shows them leaves out the small ones.
  virtual absl::StatusOr<PlanRecords> GetPlanRecords(const CdsCode& cds,
                                                     const std::vector<int>& dashboard_years,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context) = 0;

  // What is stored of an LEA and year, without its contents.
  virtual absl::StatusOr<std::vector<ingestion::v1::Partition>> GetStoredOf(
      const CdsCode& lea, int dashboard_year, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // How far the indicators of a year are by what is stored of one LEA. Nullopt where the year has
  // no rules.
  virtual absl::StatusOr<std::optional<indicator::v1::Readiness>> GetReadiness(
      const CdsCode& lea, int dashboard_year, const Revision& revision,
      const rpc::CallContext& context) = 0;

  // Results as columns, as they would be if some measures were others: all of them, without what
  // everybody may see.
  virtual absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetChangedResults(
      const indicator::v1::ResultFilter& filter, std::vector<indicator::v1::MeasureChange> changes,
      const Revision& revision, const rpc::CallContext& context) = 0;

  // What would become of results and determinations if some measures were others. Nullopt where the
  // program has no rules of the year.
  virtual absl::StatusOr<std::optional<eligibility::v1::EvaluateChangesResponse>> EvaluateChanges(
      const eligibility::v1::DeterminationFilter& filter,
      std::vector<indicator::v1::MeasureChange> changes, const Revision& revision,
      const rpc::CallContext& context) = 0;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_REPORT_SOURCE_H_
