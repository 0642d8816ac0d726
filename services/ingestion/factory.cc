// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/factory.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/files/upload_sweeper.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/options.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/store/postgres/postgres_store.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const Options& options, const Clock& clock) {
  if (!options.postgres.connection.empty()) {
    return OpenPostgresStore(options.postgres, clock, options.uploads);
  }
  SOS_RETURN_IF_ERROR(MakePrivateDirectory(options.data_dir));
  const std::string file = absl::StrCat(options.data_dir, "/", kSqliteFileName);
  if (options.store_use == Options::StoreUse::kRead) return OpenSqliteStoreToRead(file, clock);
  return OpenSqliteStore(file, clock,
                         options.store_use == Options::StoreUse::kScratch
                             ? sqlite::Durability::kNone
                             : sqlite::Durability::kFull,
                         options.uploads);
}

class IngestionComposition : public StoreComposition {
 public:
  static absl::StatusOr<std::unique_ptr<StoreComposition>> Create(const Options& options,
                                                                  const ServiceRuntime& runtime) {
    auto composition = std::make_unique<IngestionComposition>();
    SOS_ASSIGN_OR_RETURN(composition->store_, OpenStore(options, *runtime.clock));
    SOS_ASSIGN_OR_RETURN(composition->layouts_, LoadRecordLayouts(LayoutFiles()));
    composition->service_ = std::make_unique<IngestionService>(
        composition->store_.get(), &composition->layouts_,
        IngestionService::Rules{
            .record_readers = runtime.one_process ? StudentRecordReaders::kSameProcess
                                                  : StudentRecordReaders::kEverybody,
            .commit_digest_required = options.commit_digest_required,
            .always_a_revision = options.store_use == Options::StoreUse::kScratch,
            .read_memory_bytes = options.read_memory_bytes},
        StudentAccess(runtime.audit_log, runtime.one_process, options.student_list_token),
        runtime.calls);
    if (options.store_use != Options::StoreUse::kRead) {
      composition->sweeper_ = std::make_unique<UploadSweeper>(composition->store_.get());
    }
    return composition;
  }

  std::vector<grpc::Service*> services() override { return {service_.get()}; }
  void BeforeDrain() override { service_->StopWatches(); }
  Store& store() override { return *store_; }

 private:
  std::unique_ptr<Store> store_;
  RecordLayouts layouts_;
  std::unique_ptr<IngestionService> service_;
  std::unique_ptr<UploadSweeper> sweeper_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<StoreComposition>> Create(const Options& options,
                                                         const ServiceRuntime& runtime) {
  return IngestionComposition::Create(options, runtime);
}

ServiceFactory MakeServiceFactory(Environment& env) {
  return [options = Options::FromEnvironment(env)](const ServiceRuntime& runtime) {
    return Create(options, runtime);
  };
}

}  // namespace sos::ingestion
