// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/peers/peers.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::peers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Profile ProfileOf(const std::string& name, int64_t students, int64_t el = 200, int64_t sed = 500,
                  int64_t homeless = 30) {
  return {.name = name, .type = "UD", .students = students, .shares = {el, sed, homeless}};
}

std::vector<std::string> PeersOf(const Profile& own, const std::vector<Profile>& candidates,
                                 size_t most = 10) {
  std::vector<std::string> names;
  for (const RankedPeer& peer : NearestPeers(own, candidates, most).peers) {
    names.push_back(candidates[peer.index].name);
  }
  return names;
}

const Profile kOwn = ProfileOf("own", 1000);

TEST(PeersTest, HaveHalfToDoubleTheStudents) {
  EXPECT_THAT(PeersOf(kOwn, {ProfileOf("a", 499), ProfileOf("b", 500), ProfileOf("c", 2000),
                             ProfileOf("d", 2001)}),
              ElementsAre("b", "c"));
}

TEST(PeersTest, AreOfTheSameTypeAndNotTheEntityItself) {
  Profile other_type = ProfileOf("a", 1000);
  other_type.type = "ED";
  EXPECT_THAT(PeersOf(kOwn, {kOwn, other_type}), IsEmpty());
}

TEST(PeersTest, TheNearestComesFirstAndTiesAreOrderedByName) {
  const std::vector<Profile> candidates = {ProfileOf("b", 1000, 210), ProfileOf("a", 1000, 190),
                                           ProfileOf("far", 1000, 900), ProfileOf("same", 1000)};
  EXPECT_THAT(PeersOf(kOwn, candidates), ElementsAre("same", "a", "b", "far"));
  EXPECT_THAT(PeersOf(kOwn, candidates, 2), ElementsAre("same", "a"));
}

TEST(PeersTest, DistancesAreWeightedAsStated) {
  const auto distance = [](const Profile& other) {
    return NearestPeers(kOwn, {other}, 1).peers.at(0).distance;
  };
  EXPECT_EQ(distance(ProfileOf("a", 1000, 300, 500, 30)), 40) << "100 at 0.4";
  EXPECT_EQ(distance(ProfileOf("a", 1000, 200, 400, 30)), 40) << "100 at 0.4";
  EXPECT_EQ(distance(ProfileOf("a", 1000, 200, 500, 130)), 20) << "100 at 0.2";
}

TEST(PeersTest, WhatIsNotKnownIsNoZero) {
  Profile unknown = ProfileOf("a", 1000);
  unknown.shares[kHomeless].reset();
  EXPECT_THAT(PeersOf(kOwn, {unknown}), IsEmpty()) << "nobody can say how near it is";
  Profile own = kOwn;
  own.shares[kHomeless].reset();
  EXPECT_THAT(PeersOf(own, {unknown, ProfileOf("b", 1000)}), ElementsAre("a", "b"))
      << "compared by the two shares that are known of the entity";
  own.students.reset();
  EXPECT_THAT(PeersOf(own, {ProfileOf("b", 1000)}), IsEmpty());
}

TEST(PeersTest, ShareNothingWhereNothingIsKnown) {
  const Profile bare = {.name = "own", .type = "UD", .students = 1000};
  EXPECT_THAT(PeersOf(bare, {ProfileOf("a", 1000)}), IsEmpty());
}

}  // namespace
}  // namespace sos::reporting::peers
