// SPDX-License-Identifier: Apache-2.0
#include "common/auth/on_behalf.h"

#include <optional>
#include <string>

#include "common/auth/access_control.h"
#include "grpcpp/test/server_context_test_spouse.h"
#include "gtest/gtest.h"

namespace sos::auth {
namespace {

const Role kAllRoles[] = {Role::kPublic,   Role::kLea,     Role::kCounty,   Role::kState,
                          Role::kOperator, Role::kService, Role::kUnchecked};

// An LEA's caller, or that of another role with the same scope.
Principal Somebody(Role role) {
  return {.subject = "somebody",
          .role = role,
          .leas = {*CdsCode::Parse("27661590000000")},
          .county_codes = {"27"}};
}

// A call with one entry of metadata, or none.
class CallWith {
 public:
  CallWith(const std::string& key, const std::string& value) : spouse_(&context_) {
    if (!key.empty()) spouse_.AddClientMetadata(key, value);
  }
  const grpc::ServerContext& context() const { return context_; }

 private:
  grpc::ServerContext context_;
  grpc::testing::ServerContextTestSpouse spouse_;
};

TEST(OnBehalfTest, APublicViewLowersEveryRoleAndItsScope) {
  const CallWith call(kViewKey, kPublicView);
  for (const Role role : kAllRoles) {
    Principal principal = Somebody(role);
    EXPECT_TRUE(LowerToView(call.context(), principal)) << RoleName(role);
    EXPECT_EQ(principal.role, Role::kPublic) << RoleName(role);
    EXPECT_FALSE(principal.sees_counts()) << RoleName(role);
    EXPECT_FALSE(principal.unlimited()) << RoleName(role);
    EXPECT_FALSE(principal.Covers(*CdsCode::Parse("27661590000000"))) << RoleName(role);
    EXPECT_FALSE(principal.CoversCounty("27")) << RoleName(role);
    EXPECT_EQ(principal.subject, "somebody") << "which logs name";
  }
}

TEST(OnBehalfTest, NoValueOfAViewRaisesRights) {
  for (const char* const value : {"", "PUBLIC", "state", "service", "unchecked", "public, state"}) {
    const CallWith call(kViewKey, value);
    for (const Role role : kAllRoles) {
      Principal principal = Somebody(role);
      LowerToView(call.context(), principal);
      EXPECT_EQ(principal.role, Role::kPublic) << RoleName(role) << " asks for '" << value << "'";
    }
  }
}

TEST(OnBehalfTest, WithoutAViewACallerStaysWhoItIs) {
  for (const char* const key : {"", "x-sos-end-user", "x-sos-role"}) {
    const CallWith call(key, "state");
    for (const Role role : kAllRoles) {
      Principal principal = Somebody(role);
      EXPECT_FALSE(LowerToView(call.context(), principal)) << key;
      EXPECT_EQ(principal.role, role) << key;
      EXPECT_EQ(principal.leas.size(), 1U) << key;
    }
  }
}

TEST(OnBehalfTest, CountsACallForAnEndUserWhereTheCallerIsTrusted) {
  EXPECT_EQ(LimitedCaller(Somebody(Role::kService), false, "192.0.2.1"), "for 192.0.2.1");
  EXPECT_EQ(LimitedCaller(Somebody(Role::kUnchecked), false, "192.0.2.1"), "for 192.0.2.1");
  EXPECT_EQ(LimitedCaller(Somebody(Role::kUnchecked), true, "192.0.2.1"), "for 192.0.2.1");
  EXPECT_EQ(LimitedCaller(Somebody(Role::kService), false, std::string(300, 'x')),
            "for " + std::string(kMaxEndUserBytes, 'x'));
}

TEST(OnBehalfTest, CountsEverybodyElseByItsOwnNameWhateverItSays) {
  for (const Role role :
       {Role::kPublic, Role::kLea, Role::kCounty, Role::kState, Role::kOperator}) {
    EXPECT_EQ(LimitedCaller(Somebody(role), false, "192.0.2.1"), "somebody") << RoleName(role);
    EXPECT_EQ(LimitedCaller(Somebody(role), false, ""), "somebody") << RoleName(role);
  }
}

TEST(OnBehalfTest, LimitsNoServiceThatSpeaksForItself) {
  EXPECT_EQ(LimitedCaller(Somebody(Role::kService), false, ""), "");
  EXPECT_EQ(LimitedCaller(Somebody(Role::kUnchecked), true, ""), "");
  EXPECT_EQ(LimitedCaller(Somebody(Role::kUnchecked), false, ""), "somebody");
}

// What a server does with a call from its own process: it has no limit of its own.
class AdmissionTest : public ::testing::Test {
 protected:
  AccessControl::Admission Admit(const std::string& key, const std::string& value) {
    const CallWith call(key, value);
    AccessControl::Admission admission;
    answer_ = access_->Admit(call.context(), "sos.test.v1", "sos.test.v1.TestService/Ask", nullptr,
                             CallerLimits::Kind::kWork, admission);
    return admission;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  std::unique_ptr<AccessControl> access_ =
      *AccessControl::Create({.limits = {.rate = 1, .burst = 2}}, nullptr, clock_);
  absl::Status answer_;
};

TEST_F(AdmissionTest, TheSameProcessIsUncheckedUntilItAsksForTheView) {
  EXPECT_EQ(Admit("", "").principal.role, Role::kUnchecked);
  EXPECT_EQ(Admit(kViewKey, kPublicView).principal.role, Role::kPublic);
  EXPECT_FALSE(Admit(kViewKey, kPublicView).sees_history);
}

TEST_F(AdmissionTest, CountsTheCallsForOneUserTogether) {
  for (int i = 0; i < 2; ++i) {
    Admit(kEndUserKey, "192.0.2.1");
    EXPECT_NE(answer_.code(), absl::StatusCode::kResourceExhausted) << i;
  }
  Admit(kEndUserKey, "192.0.2.1");
  EXPECT_EQ(answer_.code(), absl::StatusCode::kResourceExhausted) << "beyond a burst of 2";
  Admit(kEndUserKey, "192.0.2.2");
  EXPECT_NE(answer_.code(), absl::StatusCode::kResourceExhausted) << "another user";
  Admit("", "");
  EXPECT_NE(answer_.code(), absl::StatusCode::kResourceExhausted) << "the process itself";
}

}  // namespace
}  // namespace sos::auth
