// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/routed_method.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/auth/access_table.h"
#include "common/auth/principal.h"

namespace sos::web {

std::string RoutedMethod::path() const {
  return absl::StrCat("/", service(), "/", descriptor->name());
}

const std::string& RoutedMethod::service() const { return descriptor->service()->full_name(); }

std::string RoutedMethod::name() const {
  return absl::StrCat(descriptor->service()->name(), ".", descriptor->name());
}

std::optional<RoutedMethod> FindRoutedMethod(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "/")) return std::nullopt;
  const auth::AccessRule* const rule = auth::FindAccessRule(path);
  if (rule == nullptr) return std::nullopt;
  const bool for_others = std::any_of(rule->roles.begin(), rule->roles.end(),
                                      [](auth::Role role) { return role != auth::Role::kService; });
  if (!for_others) return std::nullopt;
  const size_t slash = rule->method.find('/');
  const auto* const service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      rule->method.substr(0, slash));
  const auto* const method = service->FindMethodByName(rule->method.substr(slash + 1));
  return RoutedMethod{
      method, !rule->audited && !method->client_streaming() && rule->Admits(auth::Role::kState)};
}

}  // namespace sos::web
