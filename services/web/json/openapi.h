// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_OPENAPI_H_
#define SOS_SERVICES_WEB_JSON_OPENAPI_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.pb.h"

namespace sos::web {

// The OpenAPI 3.1 document of the RPCs, as ConnectGateway answers them, from the descriptors of the
// contract with their comments. Methods that admit only the services themselves are left out.
// `version` is that of the program. Returns kInvalidArgument for descriptors that do not fit
// together.
absl::StatusOr<std::string> OpenApiDocument(const google::protobuf::FileDescriptorSet& contract,
                                            absl::string_view version);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_OPENAPI_H_
