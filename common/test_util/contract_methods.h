// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_CONTRACT_METHODS_H_
#define SOS_COMMON_TEST_UTIL_CONTRACT_METHODS_H_

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"
#include "sos/indicator/v1/indicator_service.pb.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"
#include "sos/replica/v1/replica_service.pb.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::test_util {

// Every method of the contract, by `package.Service/Method`: a test of all of them asks here, so
// that a new service is named in one place.
inline std::map<std::string, const google::protobuf::MethodDescriptor*> ContractMethods() {
  std::map<std::string, const google::protobuf::MethodDescriptor*> methods;
  for (const auto* file : {ingestion::v1::CreateSubmissionRequest::descriptor()->file(),
                           indicator::v1::GetResultRequest::descriptor()->file(),
                           eligibility::v1::GetDeterminationRequest::descriptor()->file(),
                           reporting::v1::GetReportRequest::descriptor()->file(),
                           replica::v1::StreamSharesRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const google::protobuf::MethodDescriptor* const method = file->service(s)->method(m);
        methods[absl::StrCat(method->service()->full_name(), "/", method->name())] = method;
      }
    }
  }
  return methods;
}

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_CONTRACT_METHODS_H_
