// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeterminationsRpcTest : public EligibilityRpcTest {
 protected:
  absl::StatusOr<v1::ListDeterminationsResponse> List(
      const v1::ListDeterminationsRequest& request) {
    return Call<v1::ListDeterminationsResponse>(&Stub::ListDeterminations, request);
  }
  auto StreamOf(const v1::DeterminationFilter& filter) {
    v1::StreamDeterminationsRequest request;
    *request.mutable_filter() = filter;
    return Stream<v1::StreamDeterminationsResponse>(&Stub::StreamDeterminations, request);
  }
};

TEST_F(DeterminationsRpcTest, DecidesTheSameQuestionOnce) {
  v1::GetDeterminationRequest request;
  request.set_name(absl::StrCat("entities/", kStruggling, "/determinations/lcff-2024"));
  const auto first = Call<v1::Determination>(&Stub::GetDetermination, request);
  const auto again = Call<v1::Determination>(&Stub::GetDetermination, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(evidence_.loaded, SizeIs(1));

  request.set_letter_basis(v1::LETTER_BASIS_PUBLISHED);
  ASSERT_THAT(Call<v1::Determination>(&Stub::GetDetermination, request), IsOk());
  EXPECT_THAT(evidence_.loaded, SizeIs(2)) << "on another basis it is another question";
  revisions_.newest = {.number = 2, .identity = "second"};
  const auto newer = Call<v1::Determination>(&Stub::GetDetermination, request);
  ASSERT_THAT(newer, IsOk());
  EXPECT_EQ(newer->revision(), 2);
  EXPECT_THAT(evidence_.loaded, SizeIs(3)) << "and of another revision";
}

TEST_F(DeterminationsRpcTest, LettersRestOnWhatWasPublishedWhereAskedTo) {
  evidence_.evidence.histories[*CdsCode::Parse(kQuiet)].years[kYear].published =
      PublishedYear{.letters = {{StudentGroup::kWhite, 'C'}}};
  v1::ListDeterminationsRequest request;
  *request.mutable_filter() = FilterOfYear(kYear);
  request.mutable_filter()->add_entities(absl::StrCat("entities/", kQuiet));
  const auto by_results = List(request);
  ASSERT_THAT(by_results, IsOk());
  ASSERT_EQ(by_results->determinations_size(), 1);
  EXPECT_EQ(by_results->determinations(0).eligibility(), v1::OUTCOME_NOT_MET);

  request.mutable_filter()->set_letter_basis(v1::LETTER_BASIS_PUBLISHED);
  const auto by_letters = List(request);
  ASSERT_THAT(by_letters, IsOk());
  EXPECT_EQ(by_letters->determinations(0).eligibility(), v1::OUTCOME_MET);
  EXPECT_EQ(by_letters->determinations(0).letter_basis(), v1::LETTER_BASIS_PUBLISHED);
}

TEST_F(DeterminationsRpcTest, AllPagesAreOfTheRevisionOfTheFirst) {
  v1::ListDeterminationsRequest request;
  *request.mutable_filter() = FilterOfYear(kYear);
  request.set_page_size(1);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  revisions_.newest = {.number = 2, .identity = "second"};
  EXPECT_THAT(List(request), IsError(kNotFound, "REVISION_NOT_FOUND"))
      << "a page of the newer revision would miss or repeat rows";
}

TEST_F(DeterminationsRpcTest, APageTokenFitsItsOwnQueryOnly) {
  v1::ListDeterminationsRequest request;
  *request.mutable_filter() = FilterOfYear(kYear);
  request.set_page_size(1);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  request.mutable_filter()->add_counties("99");
  EXPECT_THAT(List(request), IsError(kInvalid, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(List(request), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(evidence_.loaded, SizeIs(1)) << "refused before anything is read";
}

TEST_F(DeterminationsRpcTest, StreamsFiftyDeterminationsAMessage) {
  evidence_.evidence = {};
  for (int i = 0; i < 51; ++i) {
    AddQuietDistrict(absl::StrCat("9960", 100 + i, "0000000"), evidence_.evidence);
  }
  const auto streamed = StreamOf(FilterOfYear(kYear));
  EXPECT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(2));
  EXPECT_EQ(streamed.messages[0].determinations_size(), 50);
  ASSERT_EQ(streamed.messages[1].determinations_size(), 1);
  EXPECT_EQ(streamed.messages[1].determinations(0).entity().name(), "entities/99601500000000");
  EXPECT_EQ(streamed.messages[1].determinations(0).revision_identity(), "first");
}

TEST_F(DeterminationsRpcTest, OfTheEntitiesAskedForStreamsThoseTheProgramDecidesOn) {
  v1::DeterminationFilter filter = FilterOfYear(kYear);
  filter.add_entities(absl::StrCat("entities/", kStruggling));
  const auto one = StreamOf(filter);
  ASSERT_THAT(one.messages, SizeIs(1));
  EXPECT_EQ(one.messages[0].determinations_size(), 1);
  const auto schools = StreamOf(FilterOfYear(kYear, v1::PROGRAM_ESSA));
  EXPECT_THAT(schools.status, IsOk());
  EXPECT_THAT(schools.messages, IsEmpty()) << "the county has no school";
}

TEST_F(DeterminationsRpcTest, SaysWhatIsWrongWithAFilterBeforeAnythingIsRead) {
  v1::DeterminationFilter no_program = FilterOfYear(kYear);
  no_program.clear_program();
  EXPECT_THAT(StreamOf(no_program).status, IsError(kInvalid, "FIELD_INVALID"));
  v1::DeterminationFilter county = FilterOfYear(kYear);
  county.add_counties("1");
  EXPECT_THAT(StreamOf(county).status, IsError(kInvalid, "FIELD_INVALID"));
  v1::DeterminationFilter entity = FilterOfYear(kYear);
  entity.add_entities("entities/9960001");
  EXPECT_THAT(StreamOf(entity).status, IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(StreamOf(FilterOfYear(2020)).status, IsError(kNotFound, "RULEBOOK_NOT_FOUND"));
  EXPECT_THAT(evidence_.loaded, IsEmpty());
}

}  // namespace
}  // namespace sos::eligibility
