// SPDX-License-Identifier: Apache-2.0

// The inner loops, by themselves, with Google Benchmark.

#include <string>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "common/decimal/decimal.h"
#include "common/table/table.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/domain/score.h"
#include "services/indicator/rulebooks/rulebook_files.h"

namespace sos {
namespace {

void BM_RoundedPercentChange(benchmark::State& state) {
  int64_t n = 1;
  for (auto _ : state) {
    ++n;
    benchmark::DoNotOptimize(RoundedPercentChange({n % 997, 1000}, {n % 991, 998}));
  }
}
BENCHMARK(BM_RoundedPercentChange);

void BM_ScoreMeasure(benchmark::State& state) {
  const auto library = *indicator::RulebookLibrary::Load(indicator::RulebookFiles());
  const auto* rules = library.Find(2024)->rules.Find(Indicator::kSuspension);
  indicator::Measure measure{.school_type = "HS",
                             .current_denominator = 1000,
                             .prior_numerator = 30,
                             .prior_denominator = 990};
  int64_t n = 0;
  for (auto _ : state) {
    measure.current_numerator = ++n % 200;
    benchmark::DoNotOptimize(indicator::ScoreMeasure(measure, *rules));
  }
}
BENCHMARK(BM_ScoreMeasure);

class CountingVisitor : public table::RowVisitor {
 public:
  void BeginSheet(absl::string_view) override {}
  absl::Status VisitRow(const table::Row& row) override {
    cells += static_cast<int64_t>(row.cells.size());
    return absl::OkStatus();
  }
  int64_t cells = 0;
};

void BM_ReadTabs(benchmark::State& state) {
  std::string text;
  for (int row = 0; row < 10'000; ++row) {
    for (int cell = 0; cell < 30; ++cell)
      absl::StrAppend(&text, row * cell, cell == 29 ? "\n" : "\t");
  }
  for (auto _ : state) {
    CountingVisitor visitor;
    benchmark::DoNotOptimize(table::ReadTable(text, {}, visitor));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(BM_ReadTabs);

}  // namespace
}  // namespace sos

BENCHMARK_MAIN();
