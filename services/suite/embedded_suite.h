// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_EMBEDDED_SUITE_H_
#define SOS_SERVICES_SUITE_EMBEDDED_SUITE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/audit_log.h"
#include "common/auth/access_control.h"
#include "common/cache/memory_cache.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"
#include "services/eligibility/rpc/eligibility_service.h"
#include "services/eligibility/sources/cached_evidence.h"
#include "services/eligibility/sources/grpc_detail_source.h"
#include "services/eligibility/sources/grpc_evidence_source.h"
#include "services/indicator/rpc/indicator_service.h"
#include "services/indicator/sources/grpc_measure_source.h"
#include "services/indicator/students/record_measure_source.h"
#include "services/ingestion/client/revision_watch.h"
#include "services/ingestion/files/upload_sweeper.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"
#include "services/reporting/rpc/reporting_service.h"
#include "services/reporting/sources/grpc_report_source.h"
#include "services/reporting/sources/grpc_rules_in_force.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// The four services in this process, on one SQLite file and a cache in memory. They speak to each
// other and to the caller through the same contracts as in a cluster, only without a network.
class EmbeddedSuite {
 public:
  struct Options {
    // The directory of the data; created where there is none.
    std::string data_dir;
    // Where to listen for other programs too; empty for nowhere.
    std::string listen;
    // What other programs must send to be given lists of students; empty: nobody is given any. This
    // process itself may list them.
    std::string student_list_token;
    // A directory of rulebooks that replace those of the same file name, or are added to them;
    // empty: none. The servers' SOS_RULEBOOKS.
    std::string rulebook_directory;
    // For scratch copies that nobody will miss.
    bool durable = true;
    // Only reads the data, and works beside whoever writes them: files that are sent in are
    // refused.
    bool read_only = false;
  };

  // Returns kUnavailable if the directory, the store or the address cannot be used, STORE_HELD if
  // another process writes the data.
  static absl::StatusOr<std::unique_ptr<EmbeddedSuite>> Create(const Options& options);
  ~EmbeddedSuite();

  Stubs MakeStubs();
  // Blocks until SIGTERM or SIGINT, then drains. rpc::BlockStopSignals() must have been called.
  void ServeUntilSignalled();
  int port() const { return server_->port(); }
  ingestion::Store& store() { return *store_; }

 private:
  EmbeddedSuite();
  absl::Status Start(const Options& options);

  // Serves `service` in process, for the services above it.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ServeInside(grpc::Service* service);

  const SystemClock clock_{};
  MemoryCache cache_;
  std::unique_ptr<ingestion::Store> store_;
  std::unique_ptr<ingestion::UploadSweeper> sweeper_;
  std::unique_ptr<AuditLog> audit_log_;
  std::unique_ptr<auth::AccessControl> access_;
  ingestion::RecordLayouts record_layouts_;
  std::unique_ptr<ingestion::IngestionService> ingestion_;
  std::vector<std::unique_ptr<rpc::Server>> inner_servers_;
  Stubs inner_;
  std::unique_ptr<RevisionWatch> revisions_;
  std::unique_ptr<indicator::RulebookLibrary> dashboard_rulebooks_;
  std::unique_ptr<indicator::GrpcMeasureSource> stored_measures_;
  std::unique_ptr<indicator::LocalShareMaker> shares_;
  std::unique_ptr<indicator::RecordMeasureSource> measures_;
  std::unique_ptr<indicator::IndicatorService> indicator_;
  std::unique_ptr<eligibility::RulebookLibrary> eligibility_rulebooks_;
  std::unique_ptr<eligibility::GrpcEvidenceSource> loaded_evidence_;
  std::unique_ptr<eligibility::CachedEvidenceSource> evidence_;
  std::unique_ptr<eligibility::GrpcDetailSource> details_;
  std::unique_ptr<eligibility::EligibilityService> eligibility_;
  std::unique_ptr<reporting::GrpcReportSource> reports_;
  std::unique_ptr<reporting::GrpcRulesInForce> rules_;
  std::unique_ptr<reporting::ReportingService> reporting_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_EMBEDDED_SUITE_H_
