// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_ROUTED_METHOD_H_
#define SOS_SERVICES_WEB_JSON_ROUTED_METHOD_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace google::protobuf {
class MethodDescriptor;
}

namespace sos::web {

// One method of the contract that may be called over HTTP.
struct RoutedMethod {
  const google::protobuf::MethodDescriptor* descriptor;
  // Without side effects, and fit for an address: may be called by GET. So is every method that the
  // access table does not audit and admits the state to. Those that admit neither the public nor
  // the state list students; what they are asked does not belong into addresses, which browsers,
  // proxies and logs keep.
  bool by_get;

  // `/sos.indicator.v1.IndicatorService/GetResult`.
  std::string path() const;
  // `sos.indicator.v1.IndicatorService`.
  const std::string& service() const;
  // `IndicatorService.GetResult`, for messages.
  std::string name() const;
};

// The method that `path` names. Nullopt where the contract has no such method, or the access table
// admits nobody but the services themselves. Thread-safe.
std::optional<RoutedMethod> FindRoutedMethod(absl::string_view path);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_ROUTED_METHOD_H_
