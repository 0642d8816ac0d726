// SPDX-License-Identifier: Apache-2.0

// Reads files, commits them and computes results, in one process, and prints one JSON line a
// figure. usage: suite_benchmark DIRECTORY-FOR-DATA FILE...

#include <sys/resource.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/rulebooks/rulebook_files.h"
#include "services/indicator/sources/grpc_measure_source.h"
#include "services/suite/embedded_suite.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

double Seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// What `wc -l` does: read the file and count line ends.
int64_t CountLines(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string buffer(size_t{1} << 20, '\0');
  int64_t lines = 0;
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         file.gcount() > 0) {
    const char* p = buffer.data();
    const char* const end = p + file.gcount();
    while ((p = static_cast<const char*>(std::memchr(p, '\n', end - p))) != nullptr) {
      ++lines;
      ++p;
    }
  }
  return lines;
}

void Figure(const std::string& name, double value, const std::string& unit,
            const std::string& more = "") {
  std::cout << absl::StrFormat(R"({"figure":"%s","value":%.6g,"unit":"%s"%s})", name, value, unit,
                               more)
            << std::endl;
}

int Run(const std::string& directory, const std::vector<std::string>& files) {
  const auto suite = EmbeddedSuite::Create({.data_dir = directory});
  if (!suite.ok()) return 1;
  const Stubs stubs = (*suite)->MakeStubs();
  int64_t lines = 0;
  const double reading = Seconds([&] {
    for (const std::string& file : files) lines += CountLines(file);
  });
  int64_t rows = 0;
  Revision revision;
  const double ingesting = Seconds([&] {
    for (const std::string& file : files) {
      const auto submission = SubmitFile(*stubs.ingestion, file, {});
      if (!submission.ok() || submission->revision() == 0) std::exit(1);
      rows += submission->accepted_row_count();
      revision = RevisionIn(*submission);
    }
  });
  Figure("rows ingested, file to committed", static_cast<double>(rows) / ingesting, "rows/s",
         absl::StrFormat(
             ",\"rows\":%d,\"seconds\":%.3f,\"baseline\":\"counting the lines of the same files\","
             "\"baseline_seconds\":%.3f,\"times_baseline\":%.1f",
             rows, ingesting, reading, ingesting / reading));

  const auto rulebooks = *indicator::RulebookLibrary::Load(indicator::RulebookFiles());
  const auto selection = *indicator::ResultSelection::Create({});
  indicator::GrpcMeasureSource source(stubs.ingestion.get());
  const rpc::CallContext context(absl::InfiniteDuration(), "benchmark");
  for (const bool with_disclosures : {false, true}) {
    const indicator::Computation computation{.rulebooks = rulebooks,
                                             .selection = selection,
                                             .revision = revision,
                                             .with_disclosures = with_disclosures,
                                             .worker_count = 2};
    double best = 1e9;
    int64_t results = 0;
    for (int repeat = 0; repeat < 3; ++repeat) {
      results = 0;
      best = std::min(best, Seconds([&] {
                        const absl::Status status = indicator::ComputeAll(
                            source, computation, context,
                            [&](const std::vector<indicator::v1::ResultBlock>& blocks) {
                              for (const auto& block : blocks)
                                results += block.entity_indexes_size();
                              return absl::OkStatus();
                            });
                        if (!status.ok()) std::exit(1);
                      }));
    }
    // Status, change, two levels, color and box of each result.
    constexpr int kCellsPerResult = 6;
    Figure(with_disclosures ? "the same with what the public may see of it"
                            : "statewide year recomputed, 2 workers",
           best, "s",
           absl::StrFormat(R"(,"results":%d,"cells_per_second":%.4g)", results,
                           static_cast<double>(results) * kCellsPerResult / best));
  }
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  Figure("peak memory of the process", static_cast<double>(usage.ru_maxrss) / 1024, "MB");
  return 0;
}

}  // namespace
}  // namespace sos::suite

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  return sos::suite::Run(argv[1], {argv + 2, argv + argc});
}
