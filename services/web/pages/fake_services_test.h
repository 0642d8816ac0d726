// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_FAKE_SERVICES_TEST_H_
#define SOS_SERVICES_WEB_PAGES_FAKE_SERVICES_TEST_H_

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/auth/on_behalf.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "services/web/rpc/clients.h"

namespace sos::web {

inline constexpr char kDistrict[] = "99600010000000";
inline constexpr char kSchool[] = "99600016000011";
inline constexpr char kIdentity[] = "0123456789abcdef0123456789abcdef";
// A name that no template may take for markup.
inline constexpr char kHostileName[] = "<script>alert(1)</script> \"Oak\" & 'Elm'";

inline education::v1::Entity District() {
  education::v1::Entity entity;
  entity.set_name(absl::StrCat("entities/", kDistrict));
  entity.set_type(education::v1::ENTITY_TYPE_DISTRICT);
  entity.set_display_name(kHostileName);
  entity.set_county_name("Sample");
  return entity;
}

inline education::v1::Entity School() {
  education::v1::Entity entity;
  entity.set_name(absl::StrCat("entities/", kSchool));
  entity.set_type(education::v1::ENTITY_TYPE_SCHOOL);
  entity.set_display_name("Oak School");
  entity.set_district_name(kHostileName);
  entity.set_county_name("Sample");
  return entity;
}

inline reporting::v1::Cell RatedCell() {
  reporting::v1::Cell cell;
  cell.set_state(reporting::v1::Cell::STATE_RATED);
  cell.set_color(education::v1::COLOR_RED);
  cell.mutable_status()->set_value("17.8");
  cell.mutable_change()->set_value("-4.8");
  cell.set_status_level(2);
  cell.set_change_level(3);
  cell.set_student_count(1020);
  cell.set_sentence("181 of 1,020 students were chronically absent.");
  return cell;
}

// A masked cell as a service must never send it: with numbers. A page shows none of them.
inline reporting::v1::Cell MaskedCell() {
  reporting::v1::Cell cell;
  cell.set_state(reporting::v1::Cell::STATE_MASKED);
  cell.mutable_status()->set_value("77.7");
  cell.mutable_change()->set_value("66.6");
  cell.set_student_count(9);
  cell.set_sentence("Masked: fewer than 11 students.");
  return cell;
}

template <typename Document>
void FillCommon(Document* document) {
  if constexpr (requires { document->set_dashboard_year(2024); }) {
    document->set_dashboard_year(2024);
  }
  document->set_notice("These data are synthetic.");
  document->set_revision(3);
  document->set_revision_identity(kIdentity);
  auto* const file = document->add_files();
  file->set_display_name("chronicdownload2024.txt");
  file->set_dashboard_year(2024);
  file->mutable_load_time()->set_seconds(1'780'000'000);
}

// The services as the pages see them: one district with one school, one indicator, two groups.
class FakeServices {
 public:
  FakeServices() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ingestion_);
    builder.RegisterService(&indicator_);
    builder.RegisterService(&eligibility_);
    builder.RegisterService(&reporting_);
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel({});
    clients_ = {.ingestion = ingestion::v1::IngestionService::NewStub(channel),
                .indicator = indicator::v1::IndicatorService::NewStub(channel),
                .eligibility = eligibility::v1::EligibilityService::NewStub(channel),
                .reporting = reporting::v1::ReportingService::NewStub(channel)};
  }

  const Clients& clients() const { return clients_; }
  // What every method of reporting answers instead.
  absl::Status failure;
  bool with_release = false;
  // The identity of the newest revision.
  std::string newest = kIdentity;
  // How many reports were asked for.
  int reports = 0;
  // What listing entities answers instead.
  absl::Status listing_failure;
  // The language of the last report that was asked for.
  std::string language;
  eligibility::v1::EvaluateChangesRequest evaluated;
  // Of the district in 2024. Unspecified: nothing is known of it.
  eligibility::v1::Outcome decision = eligibility::v1::OUTCOME_UNSPECIFIED;

 private:
  static grpc::Status NotFound(const char* reason) {
    return rpc::ToGrpcStatus(MakeError(absl::StatusCode::kNotFound, "internal words of a service",
                                       "sos.reporting.v1", reason));
  }

  class Ingestion final : public ingestion::v1::IngestionService::Service {
   public:
    explicit Ingestion(FakeServices* fake) : fake_(fake) {}
    grpc::Status GetRevision(grpc::ServerContext*, const ingestion::v1::GetRevisionRequest*,
                             ingestion::v1::Revision* response) override {
      response->set_revision(3);
      response->set_revision_identity(fake_->newest);
      return grpc::Status::OK;
    }
    // Who signed in is told the submissions of the files.
    grpc::Status GetSnapshot(grpc::ServerContext* context, const ingestion::v1::GetSnapshotRequest*,
                             ingestion::v1::Snapshot* response) override {
      for (const int year : {2023, 2024}) {
        auto* const coverage = response->add_coverages();
        coverage->set_collection(ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM);
        coverage->set_dashboard_year(year);
        coverage->add_county_codes("99");
        auto* const file = coverage->add_files();
        file->set_display_name(absl::StrCat("chronicdownload", year, ".txt"));
        file->set_content_digest("00ff00ff00ff00ff00ff");
        if (context->client_metadata().count("authorization") != 0) {
          file->set_submission("submissions/7");
        }
      }
      return grpc::Status::OK;
    }
    grpc::Status ListReleases(grpc::ServerContext*, const ingestion::v1::ListReleasesRequest*,
                              ingestion::v1::ListReleasesResponse* response) override {
      if (fake_->with_release) *response->add_releases() = Release();
      return grpc::Status::OK;
    }
    grpc::Status GetRelease(grpc::ServerContext*, const ingestion::v1::GetReleaseRequest* request,
                            ingestion::v1::Release* response) override {
      if (request->name() != Release().name()) return NotFound("RELEASE_NOT_FOUND");
      *response = Release();
      return grpc::Status::OK;
    }
    grpc::Status ListEntities(grpc::ServerContext*, const ingestion::v1::ListEntitiesRequest*,
                              ingestion::v1::ListEntitiesResponse* response) override {
      if (!fake_->listing_failure.ok()) return rpc::ToGrpcStatus(fake_->listing_failure);
      *response->add_entities()->mutable_entity() = District();
      *response->add_entities()->mutable_entity() = School();
      return grpc::Status::OK;
    }
    grpc::Status SearchEntities(grpc::ServerContext*,
                                const ingestion::v1::SearchEntitiesRequest* request,
                                ingestion::v1::SearchEntitiesResponse* response) override {
      if (request->query() == "nothing") return grpc::Status::OK;
      auto* const match = response->add_matches();
      *match->mutable_entity() = District();
      match->set_exact(request->query() == kDistrict);
      return grpc::Status::OK;
    }

   private:
    static ingestion::v1::Release Release() {
      ingestion::v1::Release release;
      release.set_name("releases/2024-final");
      release.set_revision(3);
      release.set_revision_identity(kIdentity);
      release.set_public_(true);
      return release;
    }
    FakeServices* const fake_;
  };

  class IndicatorFake final : public indicator::v1::IndicatorService::Service {
   public:
    grpc::Status ExplainResult(grpc::ServerContext*, const indicator::v1::ExplainResultRequest*,
                               indicator::v1::Explanation* response) override {
      auto* const step = response->add_steps();
      step->set_description("status: 181 / 1020");
      step->mutable_citation()->set_source("https://www.cde.ca.gov/");
      return grpc::Status::OK;
    }
    grpc::Status BatchGetResults(grpc::ServerContext*,
                                 const indicator::v1::BatchGetResultsRequest* request,
                                 indicator::v1::BatchGetResultsResponse* response) override {
      for (const std::string& name : request->names()) {
        auto* const result = response->add_results();
        result->set_name(name);
        result->set_color(education::v1::COLOR_RED);
        result->mutable_status()->set_value("17.8");
        result->mutable_measure()->set_current_numerator(181);
        result->mutable_measure()->set_current_denominator(1020);
        result->set_disclosure(education::v1::DISCLOSURE_SHOWN);
      }
      return grpc::Status::OK;
    }
    grpc::Status GetRulebook(grpc::ServerContext*, const indicator::v1::GetRulebookRequest*,
                             indicator::v1::Rulebook* response) override {
      auto* const rules = response->add_indicators();
      rules->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      rules->mutable_size()->set_minimum_for_color(30);
      *rules->add_tables() = Table();
      return grpc::Status::OK;
    }
    static indicator::v1::ScoreTable Table() {
      indicator::v1::ScoreTable table;
      for (int level = 1; level <= 5; ++level) {
        auto* const band = table.add_status_bands();
        band->set_level(level);
        if (level < 5) band->mutable_minimum()->set_value(absl::StrCat(25 - level * 5, ".1"));
        if (level > 1) band->mutable_maximum()->set_value(absl::StrCat(30 - level * 5, ".0"));
        auto* const row = table.add_grid();
        row->set_status_level(6 - level);
        for (int change = 1; change <= 5; ++change) row->add_colors(education::v1::COLOR_YELLOW);
      }
      return table;
    }
  };

  class Eligibility final : public eligibility::v1::EligibilityService::Service {
   public:
    explicit Eligibility(FakeServices* fake) : fake_(fake) {}
    grpc::Status EvaluateChanges(grpc::ServerContext*,
                                 const eligibility::v1::EvaluateChangesRequest* request,
                                 eligibility::v1::EvaluateChangesResponse* response) override {
      fake_->evaluated = *request;
      auto* const before = response->add_before();
      *before->mutable_entity() = District();
      before->set_eligibility(eligibility::v1::OUTCOME_MET);
      auto* const after = response->add_after();
      *after->mutable_entity() = District();
      after->set_eligibility(eligibility::v1::OUTCOME_NOT_MET);
      auto* const result = response->add_results();
      result->set_result(request->changes(0).name());
      result->mutable_before()->set_color(education::v1::COLOR_RED);
      result->mutable_after()->set_color(education::v1::COLOR_GREEN);
      return grpc::Status::OK;
    }
    grpc::Status StreamDeterminations(
        grpc::ServerContext*, const eligibility::v1::StreamDeterminationsRequest*,
        grpc::ServerWriter<eligibility::v1::StreamDeterminationsResponse>* writer) override {
      if (fake_->decision == eligibility::v1::OUTCOME_UNSPECIFIED) return grpc::Status::OK;
      eligibility::v1::StreamDeterminationsResponse response;
      auto& determination = *response.add_determinations();
      *determination.mutable_entity() = District();
      determination.set_dashboard_year(2024);
      determination.set_eligibility(fake_->decision);
      writer->Write(response);
      return grpc::Status::OK;
    }
    grpc::Status ListRulebooks(grpc::ServerContext*, const eligibility::v1::ListRulebooksRequest*,
                               eligibility::v1::ListRulebooksResponse* response) override {
      auto* const rulebook = response->add_rulebooks();
      rulebook->set_program(eligibility::v1::PROGRAM_LCFF);
      rulebook->set_dashboard_year(2024);
      rulebook->set_description("The 2024 rules.");
      return grpc::Status::OK;
    }

   private:
    FakeServices* const fake_;
  };

  class Reporting final : public reporting::v1::ReportingService::Service {
   public:
    explicit Reporting(FakeServices* fake) : fake_(fake) {}
    grpc::Status GetReport(grpc::ServerContext*, const reporting::v1::GetReportRequest* request,
                           reporting::v1::Report* response) override {
      if (!fake_->failure.ok()) return rpc::ToGrpcStatus(fake_->failure);
      fake_->language = request->language_code();
      ++fake_->reports;
      if (request->name().find(kDistrict) == std::string::npos &&
          request->name().find(kSchool) == std::string::npos) {
        return NotFound("ENTITY_NOT_FOUND");
      }
      const bool school = request->name().find(kSchool) != std::string::npos;
      *response->mutable_entity() = school ? School() : District();
      FillCommon(response);
      response->add_indicators(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      response->add_sentences("Chronic absenteeism is Red.");
      auto* const all = response->add_rows();
      all->set_student_group(education::v1::STUDENT_GROUP_ALL);
      *all->add_cells() = RatedCell();
      auto* const masked = response->add_rows();
      masked->set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
      *masked->add_cells() = MaskedCell();
      auto* const struggling = response->add_struggling_groups();
      struggling->set_student_group(education::v1::STUDENT_GROUP_HISPANIC);
      struggling->add_indicators(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      response->mutable_determination()->set_eligibility(eligibility::v1::OUTCOME_MET);
      return grpc::Status::OK;
    }
    grpc::Status GetCountyReport(grpc::ServerContext*, const reporting::v1::GetCountyReportRequest*,
                                 reporting::v1::CountyReport* response) override {
      response->mutable_county()->set_name("entities/99000000000000");
      response->mutable_county()->set_type(education::v1::ENTITY_TYPE_COUNTY);
      response->mutable_county()->set_display_name("Sample");
      FillCommon(response);
      response->set_lea_count(1);
      return grpc::Status::OK;
    }
    grpc::Status GetIndicatorView(grpc::ServerContext*,
                                  const reporting::v1::GetIndicatorViewRequest*,
                                  reporting::v1::IndicatorView* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      response->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      *response->mutable_table() = IndicatorFake::Table();
      auto* const all = response->add_groups();
      all->set_student_group(education::v1::STUDENT_GROUP_ALL);
      *all->mutable_cell() = RatedCell();
      all->set_numerator(181);
      all->set_next_color("12 fewer students would make it Orange.");
      auto* const masked = response->add_groups();
      masked->set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
      *masked->mutable_cell() = MaskedCell();
      masked->set_numerator(-1);
      for (const int year : {2019, 2020, 2023, 2024}) {
        auto* const point = response->add_trend();
        point->set_dashboard_year(year);
        point->set_kind(year == 2020 ? reporting::v1::TrendPoint::KIND_BROKEN
                                     : reporting::v1::TrendPoint::KIND_COLOR);
        if (year != 2020) point->mutable_status()->set_value("12.5");
      }
      auto* const member = response->add_members();
      *member->mutable_entity() = School();
      *member->mutable_cell() = RatedCell();
      response->set_withheld_count(2);
      return grpc::Status::OK;
    }
    grpc::Status GetSupportView(grpc::ServerContext*, const reporting::v1::GetSupportViewRequest*,
                                reporting::v1::SupportView* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      auto* const program = response->add_programs();
      program->set_label("Differentiated Assistance");
      program->mutable_determination()->set_eligibility(eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
      program->add_gaps("Load suspdownload2023.txt.");
      auto* const year = program->add_history();
      year->set_dashboard_year(2023);
      year->set_eligibility(eligibility::v1::OUTCOME_NOT_MET);
      return grpc::Status::OK;
    }
    grpc::Status GetRedList(grpc::ServerContext*, const reporting::v1::GetRedListRequest*,
                            reporting::v1::RedList* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      response->add_sentences("Two Reds are shown.");
      auto* const red = response->add_results();
      red->set_level(reporting::v1::RedResult::LEVEL_SCHOOL);
      *red->mutable_entity() = School();
      red->set_student_group(education::v1::STUDENT_GROUP_ALL);
      red->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      *red->mutable_cell() = RatedCell();
      auto* const listed = response->add_results();
      *listed = *red;
      listed->set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
      // As no service sends it: a page shows none of it.
      *listed->mutable_cell() = MaskedCell();
      auto* const action = response->add_required_actions();
      *action->mutable_lea() = District();
      *action->mutable_entity() = School();
      action->set_description("Specific actions.");
      action->set_outcome(eligibility::v1::OUTCOME_MET);
      return grpc::Status::OK;
    }
    grpc::Status GetGapList(grpc::ServerContext*, const reporting::v1::GetGapListRequest*,
                            reporting::v1::GapList* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      response->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      auto* const gap = response->add_groups();
      gap->set_student_group(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
      *gap->mutable_cell() = RatedCell();
      gap->mutable_gap()->set_value("5.50");
      gap->add_sentences("5.50 points worse.");
      return grpc::Status::OK;
    }
    grpc::Status GetTargetList(grpc::ServerContext*, const reporting::v1::GetTargetListRequest*,
                               reporting::v1::TargetList* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      auto* const target = response->add_targets();
      *target->mutable_entity() = District();
      target->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      target->set_student_group(education::v1::STUDENT_GROUP_ALL);
      *target->mutable_cell() = RatedCell();
      target->mutable_next_color()->set_color(education::v1::COLOR_ORANGE);
      target->mutable_next_color()->set_student_count(-12);
      target->set_sentence("12 fewer students would make it Orange.");
      response->set_withheld_count(2);
      auto* const exit = response->add_exits();
      *exit->mutable_entity() = District();
      exit->set_program(eligibility::v1::PROGRAM_LCFF);
      exit->add_sentences("For Homeless it ends with 3 fewer students.");
      return grpc::Status::OK;
    }
    grpc::Status GetYearChanges(grpc::ServerContext*,
                                const reporting::v1::GetYearChangesRequest* request,
                                reporting::v1::YearChanges* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      response->set_from_year(2023);
      response->set_to_year(2024);
      response->add_sentences(absl::StrCat("What moved: ", request->name()));
      auto* const result = response->add_results();
      *result->mutable_entity() = School();
      result->set_indicator(education::v1::INDICATOR_SUSPENSION);
      result->set_student_group(education::v1::STUDENT_GROUP_ALL);
      result->mutable_before()->set_state(reporting::v1::Cell::STATE_RATED);
      result->mutable_before()->set_color(education::v1::COLOR_RED);
      result->mutable_after()->set_state(reporting::v1::Cell::STATE_RATED);
      result->mutable_after()->set_color(education::v1::COLOR_BLUE);
      response->add_color_flows()->set_indicator(education::v1::INDICATOR_SUSPENSION);
      auto* const flow = response->add_status_flows();
      flow->set_program(eligibility::v1::PROGRAM_ESSA);
      flow->set_to_status("ATSI");
      flow->set_entity_count(1);
      return grpc::Status::OK;
    }
    grpc::Status GetLcapPack(grpc::ServerContext*, const reporting::v1::GetLcapPackRequest*,
                             reporting::v1::LcapPack* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      auto* const metric = response->add_metrics();
      metric->set_priority(5);
      metric->set_code("chronic-absenteeism");
      metric->set_label("Chronic absenteeism rate");
      metric->set_student_group(education::v1::STUDENT_GROUP_ALL);
      metric->set_value("17.8");
      metric->set_unit("percent");
      metric->set_availability(reporting::v1::LcapMetric::AVAILABILITY_LOADED);
      *metric->mutable_cell() = RatedCell();
      auto* const withheld = response->add_metrics();
      *withheld = *metric;
      withheld->clear_value();
      withheld->set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
      withheld->set_availability(reporting::v1::LcapMetric::AVAILABILITY_WITHHELD);
      *withheld->mutable_cell() = MaskedCell();
      auto* const action = response->add_required_actions();
      *action->mutable_entity() = School();
      action->set_description("Specific actions for the lowest performance.");
      action->set_outcome(eligibility::v1::OUTCOME_MET);
      action->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      action->set_student_group(education::v1::STUDENT_GROUP_ALL);
      *action->mutable_cell() = RatedCell();
      auto* const prompt = response->add_prompts();
      prompt->set_code("lowest-overall");
      prompt->set_label("Lowest status for all students");
      prompt->add_facts("No indicator has the lowest status.");
      return grpc::Status::OK;
    }
    // For callers with a token only, as the access rules have it.
    grpc::Status GetEstimate(grpc::ServerContext* context, const reporting::v1::GetEstimateRequest*,
                             reporting::v1::Estimate* response) override {
      if (context->client_metadata().contains(auth::kViewKey)) {
        return {grpc::StatusCode::PERMISSION_DENIED, "not for everybody"};
      }
      *response->mutable_entity() = District();
      auto* const file = response->add_files();
      file->set_collection_name("CALPADS report 14.2");
      file->set_display_name("14.2.csv");
      auto* const made = response->add_indicators();
      made->set_indicator(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS);
      made->set_basis(reporting::v1::IndicatorEstimate::BASIS_ESTIMATE);
      made->add_error_sources("Because of the alternate assessments.");
      auto* const result = made->mutable_result();
      *result->mutable_entity() = District();
      result->set_indicator(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS);
      result->set_student_group(education::v1::STUDENT_GROUP_ALL);
      result->set_student_count(1020);
      result->mutable_status()->set_value("-17.6");
      result->set_status_level(2);
      result->set_color(education::v1::COLOR_ORANGE);
      result->mutable_range()->mutable_lowest_status()->set_value("-20.4");
      result->mutable_range()->mutable_highest_status()->set_value("-14.2");
      result->set_sentence("Orange in every case.");
      *response->add_results() = *result;
      auto* const missing = response->add_indicators();
      missing->set_indicator(education::v1::INDICATOR_GRADUATION);
      missing->set_basis(reporting::v1::IndicatorEstimate::BASIS_NOT_MADE);
      missing->set_missing("It waits for report 15.2.");
      response->add_support()->set_sentence("Not eligible in any case.");
      return grpc::Status::OK;
    }
    grpc::Status GetPlacement(grpc::ServerContext*, const reporting::v1::GetPlacementRequest*,
                              reporting::v1::Placement* response) override {
      *response->mutable_entity() = District();
      FillCommon(response);
      response->set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
      for (int status = 5; status >= 1; --status) {
        for (int change = 1; change <= 5; ++change) {
          auto* const cell = response->add_cells();
          cell->set_status_level(status);
          cell->set_change_level(change);
          cell->set_color(education::v1::COLOR_YELLOW);
        }
      }
      auto* const member = response->add_members();
      *member->mutable_entity() = School();
      member->set_status_level(2);
      member->set_change_level(3);
      return grpc::Status::OK;
    }
    grpc::Status RenderDocument(
        grpc::ServerContext*, const reporting::v1::RenderDocumentRequest* request,
        grpc::ServerWriter<reporting::v1::RenderDocumentResponse>* writer) override {
      reporting::v1::RenderDocumentResponse piece;
      piece.set_data(absl::StrCat(request->name(), ",", static_cast<int>(request->format())));
      writer->Write(piece);
      return grpc::Status::OK;
    }

   private:
    FakeServices* const fake_;
  };

  Ingestion ingestion_{this};
  IndicatorFake indicator_;
  Eligibility eligibility_{this};
  Reporting reporting_{this};
  std::unique_ptr<grpc::Server> server_;
  Clients clients_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_FAKE_SERVICES_TEST_H_
