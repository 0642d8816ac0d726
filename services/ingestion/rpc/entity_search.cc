// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/entity_index.h"
#include "services/ingestion/rpc/ingestion_service.h"

namespace sos::ingestion {
namespace {

// The most bytes of a query. The longest names that are published have about 90.
constexpr size_t kMaxQueryBytes = 200;
// Matches of one answer.
constexpr int kMaxMatches = 100;
constexpr int kDefaultMatches = 10;

absl::Status CheckSearch(const v1::SearchEntitiesRequest& request) {
  if (request.query().size() > kMaxQueryBytes) {
    return errors::FieldInvalid("query", absl::StrCat(request.query().size(), " bytes"),
                                absl::StrCat("at most ", kMaxQueryBytes, " bytes"));
  }
  if (FoldedWords(request.query()).empty()) return errors::FieldRequired("query");
  if (request.page_size() < 0) {
    return errors::FieldInvalid("page_size", absl::StrCat(request.page_size()),
                                "a number that is not negative");
  }
  for (const int type : request.entity_types()) {
    if (type == education::v1::ENTITY_TYPE_UNSPECIFIED ||
        !education::v1::EntityType_IsValid(type)) {
      return errors::FieldInvalid("entity_types", absl::StrCat(type),
                                  "a type such as ENTITY_TYPE_DISTRICT");
    }
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status IngestionService::SearchEntities(grpc::ServerContext* context,
                                              const v1::SearchEntitiesRequest* request,
                                              v1::SearchEntitiesResponse* response) {
  return calls_.Run(
      *context, "SearchEntities", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(CheckSearch(*request));
        SOS_ASSIGN_OR_RETURN(const Revision revision, store_->Resolve(RevisionIn(*request)));
        SOS_ASSIGN_OR_RETURN(const std::shared_ptr<const EntityIndex> index,
                             entity_indexes_.At(revision));
        const auto& types = request->entity_types();
        const int asked = request->page_size() == 0 ? kDefaultMatches : request->page_size();
        const auto matches = index->search().Find(
            request->query(), static_cast<size_t>(std::min(asked, kMaxMatches)), [&](size_t i) {
              return types.empty() || std::find(types.begin(), types.end(),
                                                index->records()[i].entity().type()) != types.end();
            });
        for (const SearchMatch& match : matches) {
          v1::EntityMatch& added = *response->add_matches();
          *added.mutable_entity() = index->records()[match.index].entity();
          added.set_exact(match.exact);
        }
        return absl::OkStatus();
      });
}

}  // namespace sos::ingestion
