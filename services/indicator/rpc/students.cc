// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/computed.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/errors.h"
#include "services/indicator/rpc/indicator_service.h"
#include "services/indicator/rpc/requests.h"
#include "services/indicator/students/readiness.h"
#include "services/indicator/students/student_list.h"

namespace sos::indicator {

grpc::Status IndicatorService::GetReadiness(grpc::ServerContext* context,
                                            const v1::GetReadinessRequest* request,
                                            v1::Readiness* response) {
  return calls_.Run(
      *context, "GetReadiness", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        if (request->dashboard_year() == 0) return errors::FieldRequired("dashboard_year");
        const LoadedRulebook* const rulebook = deps_.rulebooks->Find(request->dashboard_year());
        if (rulebook == nullptr) {
          return errors::RulebookNotFound(RulebookName("dashboard", request->dashboard_year()));
        }
        std::optional<CdsCode> lea;
        if (!request->lea().empty()) {
          lea = ParseEntityName(request->lea());
          if (!lea || !lea->IsLea()) {
            return errors::FieldInvalid("lea", request->lea(), "entities/ and the code of an LEA");
          }
          // Which files one LEA has sent is for those who may see its counts.
          if (!call.principal().SeesCountsOf(*lea)) {
            return OutsideScopeError(errors::kDomain, "lea", request->lea());
          }
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        return rpc::Answer(
            Computed<v1::Readiness>(
                *deps_.cache,
                ComputedKey("readiness", deps_.rulebooks->digest(), revision, KeyOf(*request)),
                [&] { return ComputeReadiness(*deps_.measures, *rulebook, lea, revision, call); }),
            response);
      });
}

grpc::Status IndicatorService::ListStudents(grpc::ServerContext* context,
                                            const v1::ListStudentsRequest* request,
                                            v1::ListStudentsResponse* response) {
  return calls_.Run(
      *context, "ListStudents", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const ResultId key, ParseResultName(request->name()));
        if (!key.cds.IsSchool() && !key.cds.IsLea()) {
          return errors::FieldInvalid("name", request->name(), "a result of a school or an LEA");
        }
        SOS_RETURN_IF_ERROR(ValidatePurpose(errors::kDomain, request->purpose()));
        if (!v1::StudentStanding_IsValid(request->standing())) {
          return errors::FieldInvalid("standing", absl::StrCat(request->standing()),
                                      "a value of StudentStanding");
        }
        SOS_RETURN_IF_ERROR(deps_.student_access.Admit(*context, call.principal(), errors::kDomain,
                                                       "ListStudents", request->name(),
                                                       request->purpose()));
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListStudents", *request, call));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::CountedStudent>> {
          SOS_ASSIGN_OR_RETURN(
              std::vector<v1::CountedStudent> all,
              ListCountedStudents(*deps_.measures, key, request->standing(), page.revision, call));
          const auto first = all.begin() + std::min<int64_t>(skip, std::ssize(all));
          const auto last = first + std::min<int64_t>(limit, all.end() - first);
          return std::vector<v1::CountedStudent>(std::make_move_iterator(first),
                                                 std::make_move_iterator(last));
        };
        return rpc::AnswerPage("ListStudents", *request, page, response, list,
                               [](auto* r) { return r->add_students(); });
      });
}

}  // namespace sos::indicator
