#ifndef SOS_SERVICES_INGESTION_SQLITE_READER_H_
#define SOS_SERVICES_INGESTION_SQLITE_READER_H_

#include <memory>
#include <utility>

#include "services/ingestion/sqlite/sqlite_store.h"

namespace sos::ingestion {

class SqliteStore::Reader {
 public:
  Reader(SqliteStore* store, std::unique_ptr<sqlite::Database> database)
      : store_(store), database_(std::move(database)) {}
  Reader(Reader&&) = default;
  ~Reader() {
    if (database_ == nullptr) return;
    absl::MutexLock lock(&store_->readers_mutex_);
    store_->idle_readers_.push_back(std::move(database_));
  }

  sqlite::Database& operator*() const { return *database_; }
  sqlite::Database* operator->() const { return database_.get(); }

 private:
  SqliteStore* store_;
  std::unique_ptr<sqlite::Database> database_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_SQLITE_READER_H_
