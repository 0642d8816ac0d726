// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_SERVICES_H_
#define SOS_SERVICES_WEB_PAGES_SERVICES_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/revision/revision.h"
#include "services/web/rpc/clients.h"

namespace sos::web {

// Who stands in the cells of a placement of a county or the state. Below an LEA there are schools,
// and below a school groups, whatever is asked for.
enum class Placed { kSchools, kLeas };

// The services, asked for one page: on behalf of one caller, in one language, of one revision.
// Every error is that of the service, with its ErrorInfo.
class Services {
 public:
  // `clients` outlives this. `language_code` is one that reporting knows, such as `es`.
  Services(const Clients& clients, Caller caller, std::string language_code)
      : clients_(clients), caller_(std::move(caller)), language_code_(std::move(language_code)) {}

  // All later questions about data are about `revision`.
  void set_revision(Revision revision) { revision_ = std::move(revision); }
  const Caller& caller() const { return caller_; }
  // False once a question had an error: a page may lack something that it would show next time.
  bool whole() const { return whole_; }
  // The identities of the revisions that answers said they are of. Not all of them say it.
  const std::set<std::string>& identities() const { return identities_; }

  absl::StatusOr<ingestion::v1::Snapshot> GetSnapshot();
  absl::StatusOr<ingestion::v1::Revision> GetRevision();
  absl::StatusOr<ingestion::v1::Release> GetRelease(const std::string& id);
  // At most 1000, newest first.
  absl::StatusOr<std::vector<ingestion::v1::Release>> ListReleases();
  absl::StatusOr<education::v1::Entity> GetEntity(const CdsCode& cds);
  // The entities of a county or LEA by code, at most `kMaxListed` of them.
  absl::StatusOr<std::vector<education::v1::Entity>> ListEntities(
      const ingestion::v1::ListEntitiesRequest& filter);
  absl::StatusOr<std::vector<ingestion::v1::EntityMatch>> Search(const std::string& query,
                                                                 int count);

  absl::StatusOr<reporting::v1::Report> GetReport(const CdsCode& cds, int year);
  absl::StatusOr<reporting::v1::CountyReport> GetCountyReport(const CdsCode& cds, int year);
  absl::StatusOr<reporting::v1::IndicatorView> GetIndicatorView(const CdsCode& cds, int year,
                                                                Indicator indicator);
  absl::StatusOr<reporting::v1::SupportView> GetSupportView(const CdsCode& cds, int year);
  absl::StatusOr<reporting::v1::Placement> GetPlacement(const CdsCode& cds, int year,
                                                        Indicator indicator, Placed placed);
  absl::StatusOr<reporting::v1::RedList> GetRedList(const CdsCode& cds, int year);
  absl::StatusOr<reporting::v1::TargetList> GetTargetList(const CdsCode& cds, int year);
  absl::StatusOr<reporting::v1::YearChanges> GetYearChanges(const CdsCode& cds, int from_year,
                                                            int year);
  absl::StatusOr<reporting::v1::PeerList> GetPeerList(const CdsCode& cds, int year);
  absl::StatusOr<reporting::v1::GapList> GetGapList(const CdsCode& cds, int year,
                                                    Indicator indicator);
  absl::StatusOr<reporting::v1::LcapPack> GetLcapPack(const CdsCode& cds, int year);
  // For callers whose scope has the LEA.
  absl::StatusOr<reporting::v1::Estimate> GetEstimate(const CdsCode& cds, int year);
  // The bytes of a document: of a report, placement or county report by its name.
  absl::StatusOr<std::string> RenderDocument(const std::string& name,
                                             reporting::v1::DocumentFormat format);

  absl::StatusOr<indicator::v1::Explanation> ExplainResult(const std::string& name);
  absl::StatusOr<std::vector<indicator::v1::Result>> BatchGetResults(
      const std::vector<std::string>& names);
  absl::StatusOr<indicator::v1::Rulebook> GetDashboardRulebook(int year);
  // Whether the entities of a county are eligible under LCFF in a year, by name. Those of which
  // nothing is known are not in it.
  absl::StatusOr<std::map<std::string, eligibility::v1::Outcome>> DecisionsIn(
      const std::string& county_code, int year);
  absl::StatusOr<eligibility::v1::EvaluateChangesResponse> EvaluateChanges(
      eligibility::v1::EvaluateChangesRequest request);
  absl::StatusOr<std::vector<eligibility::v1::Rulebook>> ListSupportRulebooks();

  // The most entities that one page lists.
  static constexpr int kMaxListed = 5000;
  // The most bytes of one document.
  static constexpr size_t kMaxDocumentBytes = size_t{64} << 20;

 private:
  // Asks for one document of reporting.
  template <typename Document, typename Request, typename Method>
  absl::StatusOr<Document> GetDocument(Method method, std::string name);
  // Asks one method of one service and turns its status into ours.
  template <typename Response, typename Stub, typename Method, typename Request>
  absl::StatusOr<Response> Ask(Stub& stub, Method method, const Request& request);

  const Clients& clients_;
  const Caller caller_;
  const std::string language_code_;
  Revision revision_;
  bool whole_ = true;
  std::set<std::string> identities_;
};

// The names that reporting gives its documents. `collection` is such as `redLists`.
std::string YearName(absl::string_view collection, const CdsCode& cds, int year);

// The name of a document of an entity, year and indicator, such as a `gapLists`.
std::string WithIndicator(absl::string_view collection, const CdsCode& cds, int year,
                          Indicator indicator);
std::string ReportName(const CdsCode& cds, int year);
std::string CountyReportName(const CdsCode& cds, int year);
std::string PlacementName(const CdsCode& cds, int year, Indicator indicator, Placed placed);
std::string YearChangesName(const CdsCode& cds, int from_year, int year);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_SERVICES_H_
