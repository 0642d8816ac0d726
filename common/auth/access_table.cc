// SPDX-License-Identifier: Apache-2.0
#include "common/auth/access_table.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/descriptor.h"
#include "sos/access/v1/access.pb.h"

namespace sos::auth {
namespace {

std::optional<Role> ToRole(int role) {
  switch (role) {
    case access::v1::ROLE_PUBLIC:
      return Role::kPublic;
    case access::v1::ROLE_LEA:
      return Role::kLea;
    case access::v1::ROLE_COUNTY:
      return Role::kCounty;
    case access::v1::ROLE_STATE:
      return Role::kState;
    case access::v1::ROLE_OPERATOR:
      return Role::kOperator;
    case access::v1::ROLE_SERVICE:
      return Role::kService;
    default:
      return std::nullopt;
  }
}

// Nullopt for a reach that this program does not know: nobody is admitted then.
std::optional<Reach> ToReach(access::v1::Reach reach) {
  switch (reach) {
    case access::v1::REACH_UNSPECIFIED:
      return Reach::kEverything;
    case access::v1::REACH_NAMED:
      return Reach::kNamed;
    case access::v1::REACH_OWN:
      return Reach::kOwn;
    default:
      return std::nullopt;
  }
}

// Reads the rule of a method from the contract; null if it has none.
std::unique_ptr<const AccessRule> ReadRule(const std::string& method) {
  const size_t slash = method.find('/');
  if (slash == std::string::npos) return nullptr;
  const auto* const service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      method.substr(0, slash));
  if (service == nullptr) return nullptr;
  const auto* const declared = service->FindMethodByName(method.substr(slash + 1));
  if (declared == nullptr || !declared->options().HasExtension(access::v1::access)) return nullptr;
  const access::v1::AccessRule& option = declared->options().GetExtension(access::v1::access);
  const std::optional<Reach> reach = ToReach(option.reach());
  if (!reach) return nullptr;
  auto rule = std::make_unique<AccessRule>();
  rule->method = method;
  for (const int role : option.roles()) {
    if (const std::optional<Role> known = ToRole(role); known) rule->roles.push_back(*known);
  }
  rule->reach = *reach;
  rule->scope_fields = {option.scope_fields().begin(), option.scope_fields().end()};
  rule->audited = option.audited();
  return rule;
}

// The rules of the methods that were asked for. Thread-safe.
class RulesRead {
 public:
  const AccessRule* Find(absl::string_view method) {
    const absl::MutexLock lock(&mutex_);
    if (const auto found = rules_.find(method); found != rules_.end()) return found->second.get();
    const std::string name(method);
    std::unique_ptr<const AccessRule> rule = ReadRule(name);
    // Names that are no method come from callers; they are not kept.
    return rule == nullptr ? nullptr : (rules_[name] = std::move(rule)).get();
  }

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::unique_ptr<const AccessRule>> rules_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace

bool AccessRule::Admits(Role role) const {
  return role == Role::kUnchecked || std::find(roles.begin(), roles.end(), role) != roles.end();
}

const AccessRule* FindAccessRule(absl::string_view method) {
  static auto* const kRules = new RulesRead();
  return kRules->Find(method);
}

}  // namespace sos::auth
