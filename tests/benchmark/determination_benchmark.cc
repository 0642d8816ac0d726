// SPDX-License-Identifier: Apache-2.0

// Loads several years of a state and decides, simulates and searches, in one process; prints one
// JSON line a figure. usage: determination_benchmark DIRECTORY-FOR-DATA NEWEST-YEAR FILE...

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/eligibility/analysis/decisions.h"
#include "services/eligibility/rulebooks/rulebook_files.h"
#include "services/eligibility/sources/grpc_evidence_source.h"
#include "services/suite/embedded_suite.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

using eligibility::v1::SimulatePolicyRequest;

constexpr int kRepeats = 5;

double Seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double Best(const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < kRepeats; ++i) best = std::min(best, Seconds(work));
  return best;
}

void Figure(const std::string& name, double value, double baseline, const std::string& more) {
  std::cout
      << absl::StrFormat(
             R"({"figure":"%s","value":%.4g,"unit":"s","baseline":"the same year's results streamed once","baseline_seconds":%.4g,"times_baseline":%.3g%s})",
             name, value, baseline, value / baseline, more)
      << std::endl;
}

// Reads all results of a year, as any caller would: what answers are compared with.
double StreamYear(const Stubs& stubs, int year) {
  return Best([&] {
    indicator::v1::StreamResultsRequest request;
    request.mutable_filter()->add_dashboard_years(year);
    grpc::ClientContext context;
    const auto reader = stubs.indicator->StreamResults(&context, request);
    indicator::v1::StreamResultsResponse response;
    while (reader->Read(&response)) {
    }
    if (!reader->Finish().ok()) std::exit(1);
  });
}

void Decide(const Stubs& stubs, int year, const Revision& revision, double baseline) {
  const auto library = *eligibility::RulebookLibrary::Load(eligibility::RulebookFiles());
  eligibility::GrpcEvidenceSource source(stubs.ingestion.get(), stubs.indicator.get());
  const rpc::CallContext context(absl::InfiniteDuration(), "benchmark");
  double all = 0;
  size_t entities = 0;
  for (const auto program : {eligibility::v1::PROGRAM_LCFF, eligibility::v1::PROGRAM_CHARTER,
                             eligibility::v1::PROGRAM_ESSA}) {
    eligibility::v1::DeterminationFilter filter;
    filter.set_program(program);
    filter.set_dashboard_year(year);
    const auto query = *eligibility::ToQuery(filter, library, revision);
    const auto evidence = *source.Load(query.evidence, context);
    size_t decided = 0;
    const double seconds = Best([&] {
      decided = eligibility::DecideAll(library, query, evidence, context)->entities.size();
    });
    all += seconds;
    entities += decided;
  }
  Figure("determinations of a statewide year, LCFF, charter schools and ESSA", all, baseline,
         absl::StrFormat(R"(,"entities":%d)", entities));
}

void Simulate(const Stubs& stubs, const SimulatePolicyRequest& request, const std::string& name,
              double baseline) {
  int transitions = 0;
  const auto ask = [&] {
    transitions = 0;
    grpc::ClientContext context;
    const auto reader = stubs.eligibility->SimulatePolicy(&context, request);
    eligibility::v1::SimulatePolicyResponse response;
    while (reader->Read(&response)) transitions += response.transitions_size();
    const grpc::Status status = reader->Finish();
    if (status.ok()) return;
    std::cerr << status.error_message() << "\n";
    std::exit(1);
  };
  ask();  // Loads the evidence.
  Figure(name, Best(ask), baseline,
         absl::StrFormat(R"(,"years":%d,"entities_that_differ":%d)", request.dashboard_years_size(),
                         transitions));
}

int Run(const std::string& directory, int newest, const std::vector<std::string>& files) {
  const auto suite = EmbeddedSuite::Create({.data_dir = directory});
  if (!suite.ok()) return 1;
  const Stubs stubs = (*suite)->MakeStubs();
  Revision revision;
  for (const std::string& file : files) {
    const auto submission = SubmitFile(*stubs.ingestion, file, {});
    if (!submission.ok() || submission->revision() == 0) return 1;
    revision = RevisionIn(*submission);
  }
  const double baseline = StreamYear(stubs, newest);
  Decide(stubs, newest, revision, baseline);

  // Orange counts like Red in priority 6, in each of the years.
  SimulatePolicyRequest request;
  request.set_program(eligibility::v1::PROGRAM_LCFF);
  for (const int year : {2018, 2019, 2022, 2023, 2024}) {
    request.add_dashboard_years(year);
    eligibility::v1::GetRulebookRequest get;
    get.set_name(absl::StrCat("rulebooks/lcff-", year));
    grpc::ClientContext context;
    eligibility::v1::Rulebook& rulebook = *request.add_rulebooks();
    if (!stubs.eligibility->GetRulebook(&context, get, &rulebook).ok()) return 1;
    for (auto& priority : *rulebook.mutable_priorities()) {
      auto& test = *priority.mutable_any_of(0)->mutable_all_of(0);
      if (priority.priority() == 6 && !test.colors().empty()) {
        test.add_colors(education::v1::COLOR_ORANGE);
      }
    }
  }
  Simulate(stubs, request, "policy of five years simulated, other criteria", baseline);

  // Groups count from 20 students instead of 30, in one year.
  SimulatePolicyRequest sizes;
  sizes.set_program(eligibility::v1::PROGRAM_LCFF);
  sizes.add_dashboard_years(newest);
  indicator::v1::GetRulebookRequest get;
  get.set_name(absl::StrCat("rulebooks/dashboard-", newest));
  grpc::ClientContext context;
  indicator::v1::Rulebook& rulebook = *sizes.add_dashboard_rulebooks();
  if (!stubs.indicator->GetRulebook(&context, get, &rulebook).ok()) return 1;
  for (auto& rules : *rulebook.mutable_indicators()) {
    rules.mutable_size()->set_minimum_for_color(20);
  }
  Simulate(stubs, sizes, "policy of a year simulated, other numbers of students", baseline);
  return 0;
}

}  // namespace
}  // namespace sos::suite

int main(int argc, char** argv) {
  int newest = 0;
  if (argc < 4 || !absl::SimpleAtoi(argv[2], &newest)) return 2;
  return sos::suite::Run(argv[1], newest, {argv + 3, argv + argc});
}
