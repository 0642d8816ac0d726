// SPDX-License-Identifier: Apache-2.0

// The four services together, through their contracts, without a network: what callers get for
// requests that are wrong, repeated, too many or too late.

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/suite/embedded_suite_fixture.h"

namespace sos::suite {
namespace {

using ::sos::test_util::IsError;
using ::sos::test_util::IsOk;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST_F(EmbeddedSuiteTest, ComputesAResultFromAFile) {
  const auto submission = Submit(kGraduation);
  ASSERT_EQ(submission.state(), ingestion::v1::Submission::STATE_COMMITTED);

  const auto result =
      GetResult("entities/01611190000000/results/2023-grad-all", submission.revision());

  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->status().value(), "64.0");
  EXPECT_EQ(result->change().value(), "3.2");
  EXPECT_EQ(result->color(), education::v1::COLOR_RED);
  EXPECT_EQ(result->box(), 240);
  EXPECT_EQ(result->rulebook(), "rulebooks/dashboard-2023");
  EXPECT_EQ(result->revision(), submission.revision());
}

TEST_F(EmbeddedSuiteTest, NamesTheFieldThatIsMissingOrWrong) {
  EXPECT_THAT(GetResult(""), IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(GetResult("entities/1/results/2023-grad-all"),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(EmbeddedSuiteTest, TellsAMissingResultFromAMissingRevision) {
  const int64_t revision = Submit(kGraduation).revision();
  EXPECT_THAT(GetResult("entities/01611190000000/results/2023-grad-swd", revision),
              IsError(absl::StatusCode::kNotFound, "RESULT_NOT_FOUND"));
  EXPECT_THAT(GetResult("entities/01611190000000/results/2023-grad-all", 999),
              IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_F(EmbeddedSuiteTest, TellsANameThatIsNoneFromAnUnknownEntity) {
  for (const char* name : {"entities/1", "01611190000000", "entities/0161119000000X", "x"}) {
    ingestion::v1::GetEntityRequest request;
    request.set_name(name);
    EXPECT_THAT(
        Call<ingestion::v1::EntityRecord>(
            stubs_.ingestion, &ingestion::v1::IngestionService::StubInterface::GetEntity, request),
        IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"))
        << name;
  }
}

TEST_F(EmbeddedSuiteTest, AppliesTheRulebooksOfADirectoryAsServersDo) {
  const auto refused = EmbeddedSuite::Create({.data_dir = directory_ + "/other",
                                              .rulebook_directory = directory_ + "/none",
                                              .durable = false});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);

  std::filesystem::create_directory(directory_ + "/rules");
  std::ofstream(directory_ + "/rules/dashboard-2030.textproto") << "name: 'rulebooks/other'";
  const auto wrong = EmbeddedSuite::Create({.data_dir = directory_ + "/other",
                                            .rulebook_directory = directory_ + "/rules",
                                            .durable = false});
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("rulebooks/other"));
}

TEST_F(EmbeddedSuiteTest, OffersEntitiesNearAnUnknownOne) {
  Submit(kGraduation);
  ingestion::v1::GetEntityRequest request;
  request.set_name("entities/01611190000001");

  const auto entity = Call<ingestion::v1::EntityRecord>(
      stubs_.ingestion, &ingestion::v1::IngestionService::StubInterface::GetEntity, request);

  EXPECT_THAT(entity, IsError(absl::StatusCode::kNotFound, "ENTITY_NOT_FOUND"));
  EXPECT_THAT(std::string(entity.status().message()), HasSubstr("01611190000000 Valley Unified"));
}

TEST_F(EmbeddedSuiteTest, PagesAListAndRefusesAForeignToken) {
  const int64_t revision = Submit(kGraduation).revision();
  indicator::v1::ListResultsRequest request;
  request.set_revision(revision);
  request.set_page_size(2);
  const auto list = [&] {
    return Call<indicator::v1::ListResultsResponse>(
        stubs_.indicator, &indicator::v1::IndicatorService::StubInterface::ListResults, request);
  };
  const auto first = list();
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->results(), SizeIs(2));

  request.set_page_token(first->next_page_token());
  const auto second = list();
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->results(), SizeIs(1));
  EXPECT_EQ(second->next_page_token(), "");

  request.mutable_filter()->add_dashboard_years(2022);
  EXPECT_THAT(list(), IsError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(list(), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(EmbeddedSuiteTest, RejectsAFileAsAnAnswerAndKeepsNothing) {
  const auto submission = Submit("no\theader\n1\t2\n");

  EXPECT_EQ(submission.state(), ingestion::v1::Submission::STATE_REJECTED);
  EXPECT_EQ(submission.rejection_reason(),
            ingestion::v1::Submission::REJECTION_REASON_UNKNOWN_LAYOUT);
  EXPECT_EQ(suite_->store().NewestRevision()->number, 0);
}

TEST_F(EmbeddedSuiteTest, QuarantinesAsManyRowsAsItIsTold) {
  std::string wrong = kGraduation;
  wrong.replace(wrong.find("\tEL\t"), 4, "\tXX\t");

  EXPECT_EQ(Submit(wrong).quarantined_row_count(), 1);
  EXPECT_EQ(Submit(wrong, "grad.txt", {.max_quarantined_row_count = 0}).rejection_reason(),
            ingestion::v1::Submission::REJECTION_REASON_TOO_MANY_QUARANTINED_ROWS);
}

TEST_F(EmbeddedSuiteTest, SaysWhatWouldHappenAndKeepsNothingWithValidateOnly) {
  const auto submission = Submit(kGraduation, "grad.txt", {.validate_only = true});

  EXPECT_EQ(submission.accepted_row_count(), 3);
  EXPECT_EQ(submission.revision(), 0);
  EXPECT_EQ(suite_->store().NewestRevision()->number, 0);
}

TEST_F(EmbeddedSuiteTest, ReadsAnOlderRevisionAsItWas) {
  const int64_t before = Submit(kGraduation).revision();
  std::string corrected = kGraduation;
  corrected.replace(corrected.find("55\t86\t64.0"), 10, "80\t86\t93.0");
  const int64_t after = Submit(corrected).revision();

  const std::string name = "entities/01611190000000/results/2023-grad-all";
  EXPECT_EQ(GetResult(name, before)->status().value(), "64.0");
  EXPECT_EQ(GetResult(name, after)->status().value(), "93.0");
}

TEST_F(EmbeddedSuiteTest, WalksOverThePagesOfOneRevisionWhateverIsCommittedMeanwhile) {
  const auto of_neighbor = [](absl::string_view name) {
    return absl::StrReplaceAll(kGraduation, {{"Valley", name}, {"0161119", "0161127"}});
  };
  Submit(kGraduation);
  Submit(of_neighbor("Canyon"));
  ingestion::v1::ListEntitiesRequest request;
  request.set_page_size(1);
  const auto next_page = [&] {
    return *Call<ingestion::v1::ListEntitiesResponse>(
        stubs_.ingestion, &ingestion::v1::IngestionService::StubInterface::ListEntities, request);
  };
  const auto walk = [&](const std::function<void()>& after_first) {
    std::vector<std::string> seen;
    request.clear_page_token();
    do {
      const auto page = next_page();
      for (const auto& record : page.entities()) {
        seen.push_back(absl::StrCat(record.entity().display_name(), "@", record.revision()));
      }
      request.set_page_token(page.next_page_token());
      if (seen.size() == 1) after_first();
    } while (!request.page_token().empty());
    return seen;
  };
  const auto before = walk([] {});
  ASSERT_GT(before.size(), 1);

  const auto during = walk([&] { Submit(of_neighbor("Renamed")); });

  EXPECT_EQ(during, before) << "every page is of the revision of the first";
  EXPECT_NE(walk([] {}), before) << "a walk that begins now is of the newest";
}

TEST_F(EmbeddedSuiteTest, TakesAPageTokenOnlyForTheListThatItIsOf) {
  Submit(kGraduation);
  Submit(absl::StrReplaceAll(kGraduation, {{"0161119", "0161127"}}));
  ingestion::v1::ListEntitiesRequest entities;
  entities.set_page_size(1);
  const auto page = *Call<ingestion::v1::ListEntitiesResponse>(
      stubs_.ingestion, &ingestion::v1::IngestionService::StubInterface::ListEntities, entities);
  ASSERT_FALSE(page.next_page_token().empty());
  ingestion::v1::ListPartitionsRequest partitions;
  partitions.set_page_token(page.next_page_token());

  EXPECT_THAT(Call<ingestion::v1::ListPartitionsResponse>(
                  stubs_.ingestion, &ingestion::v1::IngestionService::StubInterface::ListPartitions,
                  partitions),
              IsError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(EmbeddedSuiteTest, OpensALinkWhereItsHistoryIsHeldAndNowhereElse) {
  const auto submission = Submit(kGraduation);
  indicator::v1::GetResultRequest request;
  request.set_name("entities/01611190000000/results/2023-grad-all");
  request.set_revision_identity(submission.revision_identity());
  const auto get = [&] {
    return Call<indicator::v1::Result>(
        stubs_.indicator, &indicator::v1::IndicatorService::StubInterface::GetResult, request);
  };

  const auto result = get();
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->revision_identity(), submission.revision_identity());

  request.set_revision_identity(std::string(32, '0'));
  EXPECT_THAT(get(), IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
  request.set_revision(submission.revision());
  EXPECT_THAT(get(), IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"))
      << "the number alone is not the revision that was meant";
}

TEST_F(EmbeddedSuiteTest, RefusesACallWhoseDeadlineHasPassed) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() - std::chrono::seconds(1));
  ingestion::v1::Snapshot snapshot;

  EXPECT_EQ(stubs_.ingestion->GetSnapshot(&context, {}, &snapshot).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(EmbeddedSuiteTest, MasksASmallGroupInAReportWithWhatWouldGiveItAway) {
  const int64_t revision = Submit(kGraduation).revision();
  reporting::v1::GetReportRequest request;
  request.set_name("entities/01611190000000/reports/2023");
  request.set_revision(revision);

  const auto report = Call<reporting::v1::Report>(
      stubs_.reporting, &reporting::v1::ReportingService::StubInterface::GetReport, request);

  ASSERT_THAT(report, IsOk());
  for (const auto& row : report->rows()) {
    if (row.student_group() != education::v1::STUDENT_GROUP_ENGLISH_LEARNERS) continue;
    EXPECT_EQ(row.cells(0).state(), reporting::v1::Cell::STATE_MASKED);
    EXPECT_EQ(row.cells(0).student_count(), -1);
  }
}

TEST_F(EmbeddedSuiteTest, DecidesNothingWhereAYearsFilesAreMissing) {
  const int64_t revision = Submit(kGraduation).revision();
  eligibility::v1::GetDeterminationRequest request;
  request.set_name("entities/01611190000000/determinations/lcff-2023");
  request.set_revision(revision);

  const auto determination = Call<eligibility::v1::Determination>(
      stubs_.eligibility, &eligibility::v1::EligibilityService::StubInterface::GetDetermination,
      request);

  ASSERT_THAT(determination, IsOk());
  EXPECT_EQ(determination->eligibility(), eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_EQ(determination->status(), "");
}

TEST_F(EmbeddedSuiteTest, RefusesAYearWithoutRules) {
  eligibility::v1::GetDeterminationRequest request;
  request.set_name("entities/01611190000000/determinations/lcff-2021");

  EXPECT_THAT(Call<eligibility::v1::Determination>(
                  stubs_.eligibility,
                  &eligibility::v1::EligibilityService::StubInterface::GetDetermination, request),
              IsError(absl::StatusCode::kNotFound, "RULEBOOK_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::suite
