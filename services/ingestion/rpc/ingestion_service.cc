// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/rpc/ingestion_service.h"

#include <utility>

namespace sos::ingestion {

IngestionService::IngestionService(Store* store, const RecordLayouts* layouts, const Rules& rules,
                                   StudentAccess student_access, rpc::Calls::Options calls)
    : store_(store),
      loaded_files_(store),
      snapshots_(store, &loaded_files_),
      entity_indexes_(store),
      layouts_(layouts),
      rules_(rules),
      student_access_(std::move(student_access)),
      read_memory_(rules.read_memory_bytes),
      calls_([&calls] {
        calls.service = v1::IngestionService::service_full_name();
        return std::move(calls);
      }()),
      unpublished_(store),
      deletion_(store),
      feed_(store, &unpublished_, &deletion_) {}

void IngestionService::StopWatches() { feed_.Stop(); }

}  // namespace sos::ingestion
