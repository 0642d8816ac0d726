// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;

class ReleasesTest : public ::testing::Test {
 protected:
  ReleasesTest() {
    EXPECT_THAT(ingestion_.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
    EXPECT_THAT(ingestion_.SendFile(SuspensionFile({kDistrict}, 6)), IsOk());
  }

  absl::StatusOr<v1::Release> Create(const std::string& name, int64_t revision,
                                     const std::string& request_id = "") {
    v1::CreateReleaseRequest request;
    request.mutable_release()->set_name(name);
    request.mutable_release()->set_revision(revision);
    request.set_request_id(request_id);
    return ingestion_.Call<v1::Release>(&Stub::CreateRelease, request);
  }
  absl::StatusOr<v1::Release> Get(const std::string& name) {
    v1::GetReleaseRequest request;
    request.set_name(name);
    return ingestion_.Call<v1::Release>(&Stub::GetRelease, request);
  }

  InProcessIngestion ingestion_;
};

TEST_F(ReleasesTest, NamesARevisionWithItsIdentity) {
  const auto created = Create("releases/2018-final", 1);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(RevisionIn(*created), *ingestion_.store.Resolve({.number = 1}));
  const auto found = Get("releases/2018-final");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->revision(), 1);
}

TEST_F(ReleasesTest, ANameStaysWithItsRevision) {
  ASSERT_THAT(Create("releases/2018-final", 1), IsOk());
  EXPECT_THAT(Create("releases/2018-final", 1), IsOk()) << "the same again";
  EXPECT_THAT(Create("releases/2018-final", 2),
              IsError(absl::StatusCode::kAlreadyExists, "RELEASE_EXISTS"));
}

TEST_F(ReleasesTest, OnlyTheNewestRevisionBecomesPublic) {
  v1::CreateReleaseRequest request;
  request.mutable_release()->set_name("releases/2018-final");
  request.mutable_release()->set_revision(1);
  request.mutable_release()->set_public_(true);
  EXPECT_THAT(ingestion_.Call<v1::Release>(&Stub::CreateRelease, request),
              IsError(absl::StatusCode::kFailedPrecondition, "RELEASE_NOT_NEWEST"));
  request.mutable_release()->set_revision(2);
  ASSERT_THAT(ingestion_.Call<v1::Release>(&Stub::CreateRelease, request), IsOk());
  EXPECT_TRUE(Get("releases/2018-final")->public_());
  ASSERT_THAT(ingestion_.SendFile(SuspensionFile({kDistrict}, 7)), IsOk());
  EXPECT_THAT(ingestion_.Call<v1::Release>(&Stub::CreateRelease, request), IsOk())
      << "the same again, though it is not the newest any more";
  request.mutable_release()->set_public_(false);
  EXPECT_THAT(ingestion_.Call<v1::Release>(&Stub::CreateRelease, request),
              IsError(absl::StatusCode::kAlreadyExists, "RELEASE_EXISTS"))
      << "what is public stays so";
}

TEST_F(ReleasesTest, RefusesWhatNoReleaseCanBe) {
  EXPECT_THAT(Create("", 1), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Create("releases/Final", 1), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Create("releases/final", 0), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Create("releases/final", 1, "no UUID"), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Create("releases/final", 3), IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST_F(ReleasesTest, DoesNotAskTheStoreForANameThatNoReleaseCanHave) {
  EXPECT_THAT(Get(""), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Get("releases/none"), IsError(kNotFound, "RELEASE_NOT_FOUND"));
  ingestion_.store.FailWith(errors::kStore.Unavailable("read the release", "no connection"));
  EXPECT_THAT(Get("releases/FINAL"), IsError(kNotFound, "RELEASE_NOT_FOUND"));
  EXPECT_THAT(Get("releases/final"), IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST_F(ReleasesTest, ListsTheNewestFirstPageByPage) {
  ASSERT_THAT(Create("releases/2018-preview", 1), IsOk());
  ASSERT_THAT(Create("releases/2018-final", 2), IsOk());
  v1::ListReleasesRequest request;
  request.set_page_size(1);
  const auto first = ingestion_.Call<v1::ListReleasesResponse>(&Stub::ListReleases, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->releases_size(), 1);
  EXPECT_EQ(first->releases(0).name(), "releases/2018-final");
  request.set_page_token(first->next_page_token());
  const auto second = ingestion_.Call<v1::ListReleasesResponse>(&Stub::ListReleases, request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->releases_size(), 1);
  EXPECT_EQ(second->releases(0).name(), "releases/2018-preview");
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace sos::ingestion
