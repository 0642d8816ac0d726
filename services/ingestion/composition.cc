#include "services/ingestion/composition.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/options.h"
#include "services/ingestion/postgres/postgres_store.h"
#include "services/ingestion/record_layout_library.h"
#include "services/ingestion/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const Options& options, const Clock& clock) {
  if (!options.postgres.connection.empty()) return OpenPostgresStore(options.postgres, clock);
  std::error_code error;
  std::filesystem::create_directories(options.data_dir, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot create ", options.data_dir, ": ", error.message()));
  }
  return OpenSqliteStore(absl::StrCat(options.data_dir, "/", kSqliteFileName), clock);
}

class IngestionComposition : public Composition {
 public:
  static absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                             const Foundation& foundation) {
    auto composition = std::make_unique<IngestionComposition>();
    SOS_ASSIGN_OR_RETURN(composition->store_, OpenStore(options, *foundation.clock));
    SOS_ASSIGN_OR_RETURN(composition->layouts_, LoadRecordLayouts(LayoutFiles()));
    composition->service_ = std::make_unique<IngestionService>(
        composition->store_.get(), &composition->layouts_, StudentRecordReaders::kEverybody,
        StudentAccess(foundation.audit_log, false, options.student_list_token), foundation.calls,
        options.read_memory_bytes);
    return composition;
  }

  std::vector<grpc::Service*> services() override { return {service_.get()}; }
  void BeforeDrain() override { service_->StopWatches(); }

 private:
  std::unique_ptr<Store> store_;
  RecordLayouts layouts_;
  std::unique_ptr<IngestionService> service_;
};

}  // namespace

Compose ReadOptions(Environment& env) {
  return [options = Options::FromEnvironment(env)](const Foundation& foundation) {
    return IngestionComposition::Create(options, foundation);
  };
}

}  // namespace sos::ingestion
