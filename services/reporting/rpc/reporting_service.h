// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RPC_REPORTING_SERVICE_H_
#define SOS_SERVICES_REPORTING_RPC_REPORTING_SERVICE_H_

#include <string>

#include "common/cache/cache.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "common/rpc/worker_pool.h"
#include "services/ingestion/client/revisions.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/report_source.h"
#include "services/reporting/sources/rules_in_force.h"
#include "sos/reporting/v1/reporting_service.grpc.pb.h"

namespace sos::reporting {

// The RPCs of the reporting service. Thread-safe.
//
// GetReport is a raw callback method: a report that is in the cache is sent as the bytes it is kept
// as, without being parsed. What has to be composed goes to a pool of threads.
class ReportingService final
    : public v1::ReportingService::WithRawCallbackMethod_GetReport<v1::ReportingService::Service> {
 public:
  struct Dependencies {
    ReportSource* source;
    Revisions* revisions;
    Cache* cache;
    RulesInForce* rules;
    int worker_count = 8;
  };

  // The dependencies must outlive the service.
  ReportingService(const Dependencies& dependencies, rpc::Calls::Options calls);

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::Status GetPlacement(grpc::ServerContext* context, const v1::GetPlacementRequest* request,
                            v1::Placement* response) override;
  grpc::Status GetCountyReport(grpc::ServerContext* context,
                               const v1::GetCountyReportRequest* request,
                               v1::CountyReport* response) override;
  grpc::Status GetIndicatorView(grpc::ServerContext* context,
                                const v1::GetIndicatorViewRequest* request,
                                v1::IndicatorView* response) override;
  grpc::Status GetSupportView(grpc::ServerContext* context,
                              const v1::GetSupportViewRequest* request,
                              v1::SupportView* response) override;
  grpc::Status GetRedList(grpc::ServerContext* context, const v1::GetRedListRequest* request,
                          v1::RedList* response) override;
  grpc::Status GetTargetList(grpc::ServerContext* context, const v1::GetTargetListRequest* request,
                             v1::TargetList* response) override;
  grpc::Status GetYearChanges(grpc::ServerContext* context,
                              const v1::GetYearChangesRequest* request,
                              v1::YearChanges* response) override;
  grpc::Status GetPeerList(grpc::ServerContext* context, const v1::GetPeerListRequest* request,
                           v1::PeerList* response) override;
  grpc::Status GetGapList(grpc::ServerContext* context, const v1::GetGapListRequest* request,
                          v1::GapList* response) override;
  grpc::Status GetLcapPack(grpc::ServerContext* context, const v1::GetLcapPackRequest* request,
                           v1::LcapPack* response) override;
  grpc::Status GetEstimate(grpc::ServerContext* context, const v1::GetEstimateRequest* request,
                           v1::Estimate* response) override;
  grpc::Status GetBacktest(grpc::ServerContext* context, const v1::GetBacktestRequest* request,
                           v1::Backtest* response) override;
  grpc::Status FillPlanExport(grpc::ServerContext* context,
                              const v1::FillPlanExportRequest* request,
                              v1::FillPlanExportResponse* response) override;
  grpc::Status RenderDocument(grpc::ServerContext* context,
                              const v1::RenderDocumentRequest* request,
                              grpc::ServerWriter<v1::RenderDocumentResponse>* writer) override;

  grpc::Status StreamCountyPack(grpc::ServerContext* context,
                                const v1::StreamCountyPackRequest* request,
                                grpc::ServerWriter<v1::StreamCountyPackResponse>* writer) override;

  grpc::Status StreamDifferences(
      grpc::ServerContext* context, const v1::StreamDifferencesRequest* request,
      grpc::ServerWriter<v1::StreamDifferencesResponse>* writer) override;
  grpc::Status StreamExport(grpc::ServerContext* context, const v1::StreamExportRequest* request,
                            grpc::ServerWriter<v1::StreamExportResponse>* writer) override;
  grpc::Status StreamStateFile(grpc::ServerContext* context,
                               const v1::StreamStateFileRequest* request,
                               grpc::ServerWriter<v1::StreamStateFileResponse>* writer) override;

 private:
  absl::StatusOr<Revision> Resolve(const Revision& asked, const rpc::CallContext& context);
  // The cache key of a document, which tells what kind of message it holds; empty while the rules
  // in force are not known.
  std::string KeyOf(const DocumentKey& key, const Revision& revision) const;

  // Answers a unary call with one document.
  template <typename Document, typename Request, typename Compose>
  grpc::Status Answer(grpc::ServerContext& context, absl::string_view method,
                      DocumentKey::Kind kind, const Request& request, Compose compose,
                      Document* response);
  absl::Status ComposeInto(const DocumentKey& key, const Revision& revision,
                           const rpc::CallContext& context, grpc::ByteBuffer* response);
  template <typename Document, typename Compose>
  absl::StatusOr<Document> Get(const DocumentKey& key, const Revision& revision, Compose compose,
                               const rpc::CallContext& context);

  const Dependencies deps_;
  rpc::Calls calls_;
  rpc::WorkerPool workers_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RPC_REPORTING_SERVICE_H_
