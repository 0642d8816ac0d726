// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_texts.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/near_match.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/entity_index.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

// The words of a query in lower case; each must stand in the name of an entity.
std::vector<std::string> WordsOf(const std::string& query) {
  return absl::StrSplit(absl::AsciiStrToLower(query), ' ', absl::SkipEmpty());
}

// True for an entity that a ListEntities request with these words asks for.
bool Wanted(const education::v1::Entity& entity, const v1::ListEntitiesRequest& request,
            const std::vector<std::string>& words) {
  if (!request.county_name().empty() &&
      !absl::EqualsIgnoreCase(entity.county_name(), request.county_name())) {
    return false;
  }
  constexpr size_t kLeaPrefix = 16;  // `entities/` and the seven digits of the LEA.
  const bool in_lea =
      request.leas().empty() ||
      std::any_of(request.leas().begin(), request.leas().end(), [&](const std::string& lea) {
        return absl::StartsWith(entity.name(), lea.substr(0, kLeaPrefix));
      });
  if (!in_lea) return false;
  const absl::string_view county = EntityId(entity.name()).substr(0, 2);
  if (!request.counties().empty() && std::find(request.counties().begin(), request.counties().end(),
                                               county) == request.counties().end()) {
    return false;
  }
  const std::string name = absl::AsciiStrToLower(entity.display_name());
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return absl::StrContains(name, word); });
}

}  // namespace

grpc::Status IngestionService::GetEntity(grpc::ServerContext* context,
                                         const v1::GetEntityRequest* request,
                                         v1::EntityRecord* response) {
  return calls_.Run(
      *context, "GetEntity", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const CdsCode cds, ParseEntityName("name", request->name()));
        absl::StatusOr<v1::EntityRecord> record = store_->GetEntity(cds, RevisionIn(*request));
        if (ErrorReason(record.status()) != "ENTITY_NOT_FOUND") {
          return rpc::Answer(std::move(record), response);
        }
        const absl::string_view wanted = EntityId(request->name());
        // No file has rows of most counties and of the state: that is no mistyped code.
        if (cds.IsCounty() || cds.IsState()) return errors::EntityNotFound(wanted, {});
        NearMatches near(wanted);
        SOS_RETURN_IF_ERROR(
            store_->VisitEntities(RevisionIn(*request), [&](const v1::EntityRecord& record) {
              near.Offer(EntityId(record.entity().name()), record.entity().display_name());
              return absl::OkStatus();
            }));
        return errors::EntityNotFound(wanted, near.Best());
      });
}

grpc::Status IngestionService::ListEntities(grpc::ServerContext* context,
                                            const v1::ListEntitiesRequest* request,
                                            v1::ListEntitiesResponse* response) {
  return calls_.Run(
      *context, "ListEntities", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(rpc::CheckSearch(errors::kDomain, "query", request->query()));
        SOS_RETURN_IF_ERROR(
            rpc::CheckSearch(errors::kDomain, "county_name", request->county_name()));
        for (const std::string& lea : request->leas()) {
          SOS_RETURN_IF_ERROR(ParseEntityName("leas", lea).status());
        }
        for (const std::string& county : request->counties()) {
          if (!IsCountyCode(county)) {
            return errors::FieldInvalid("counties", county, "codes of two digits");
          }
        }
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListEntities", *request));
        const std::vector<std::string> words = WordsOf(request->query());
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::EntityRecord>> {
          SOS_ASSIGN_OR_RETURN(const std::shared_ptr<const EntityIndex> index,
                               entity_indexes_.At(page.revision));
          std::vector<v1::EntityRecord> rows;
          int64_t seen = 0;
          for (const v1::EntityRecord& record : index->records()) {
            if (static_cast<int64_t>(rows.size()) == limit) break;
            if (Wanted(record.entity(), *request, words) && seen++ >= skip) rows.push_back(record);
          }
          return rows;
        };
        return rpc::AnswerPage("ListEntities", *request, page, response, list,
                               [](auto* r) { return r->add_entities(); });
      });
}

}  // namespace sos::ingestion
