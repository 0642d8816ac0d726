// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/source_files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace sos::reporting {
namespace {

using ingestion::v1::LoadedFile;

// Every collection of the state's files; those after it are student records.
constexpr int kLastPublished = ingestion::v1::COLLECTION_LATE_CERTIFICATION;

// Whether a file has rows that an entity's numbers can be from.
bool Covers(const LoadedFile& file, const CdsCode& cds) {
  const auto& coverage = file.coverage();
  if (cds.IsState()) return coverage.state_row() || coverage.statewide();
  if (!coverage.lea_cds().empty() && !cds.IsCounty()) {
    return std::any_of(coverage.lea_cds().begin(), coverage.lea_cds().end(),
                       [&cds](const std::string& text) {
                         const std::optional<CdsCode> lea = CdsCode::Parse(text);
                         return lea && (*lea == cds || lea->Lea() == cds.Lea());
                       });
  }
  return std::any_of(coverage.areas().begin(), coverage.areas().end(), [&cds](const auto& area) {
    return std::find(area.county_codes().begin(), area.county_codes().end(), cds.county()) !=
           area.county_codes().end();
  });
}

v1::SourceFile ToSourceFile(const LoadedFile& file, int dashboard_year) {
  v1::SourceFile source;
  source.set_display_name(file.display_name());
  source.set_dashboard_year(dashboard_year);
  *source.mutable_load_time() = file.create_time();
  source.set_content_digest(file.content_digest());
  source.set_partial(!file.coverage().statewide());
  return source;
}

}  // namespace

Collections CollectionsOf(education::v1::Indicator indicator) {
  switch (indicator) {
    case education::v1::INDICATOR_CHRONIC_ABSENTEEISM:
      return {ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM};
    case education::v1::INDICATOR_SUSPENSION:
      return {ingestion::v1::COLLECTION_SUSPENSION};
    case education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS:
      return {ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS,
              ingestion::v1::COLLECTION_ELPAC_LEVELS};
    case education::v1::INDICATOR_GRADUATION:
      return {ingestion::v1::COLLECTION_GRADUATION};
    case education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS:
      return {ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS,
              ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS_GRADE_11};
    case education::v1::INDICATOR_MATHEMATICS:
      return {ingestion::v1::COLLECTION_MATHEMATICS,
              ingestion::v1::COLLECTION_MATHEMATICS_GRADE_11};
    case education::v1::INDICATOR_COLLEGE_CAREER:
      return {ingestion::v1::COLLECTION_COLLEGE_CAREER};
    case education::v1::INDICATOR_SCIENCE:
      return {ingestion::v1::COLLECTION_SCIENCE};
    default:
      return {};
  }
}

Collections DeterminationCollections() {
  Collections collections;
  for (int value = 1; value <= kLastPublished; ++value) {
    if (value == ingestion::v1::COLLECTION_ENTITY_DIRECTORY) continue;
    collections.insert(static_cast<ingestion::v1::Collection>(value));
  }
  return collections;
}

std::set<int> LoadedYears(const ingestion::v1::Snapshot& snapshot) {
  std::set<int> years;
  for (const auto& coverage : snapshot.coverages()) {
    const int collection = coverage.collection();
    if (collection <= ingestion::v1::COLLECTION_SCIENCE || collection > kLastPublished) {
      years.insert(coverage.dashboard_year());
    }
  }
  return years;
}

bool IsCovered(const ingestion::v1::Snapshot& snapshot, const Collections& collections,
               const CdsCode& lea, int dashboard_year) {
  using ingestion::v1::FileCoverage;
  const auto speaks_for = [&lea](const LoadedFile& file) {
    const FileCoverage& coverage = file.coverage();
    if (coverage.statewide()) return true;
    const bool unfiltered = coverage.filter() == FileCoverage::FILTER_UNSPECIFIED ||
                            coverage.filter() == FileCoverage::FILTER_ONE_LEA;
    return unfiltered && Covers(file, lea);
  };
  return std::any_of(
      snapshot.coverages().begin(), snapshot.coverages().end(), [&](const auto& coverage) {
        return coverage.dashboard_year() == dashboard_year &&
               collections.contains(coverage.collection()) &&
               std::any_of(coverage.files().begin(), coverage.files().end(), speaks_for);
      });
}

std::vector<v1::SourceFile> SourceFilesOf(const ingestion::v1::Snapshot& snapshot,
                                          const Collections& collections, const CdsCode& cds,
                                          int first_year, int last_year) {
  std::vector<v1::SourceFile> files;
  std::set<std::tuple<std::string, int, int64_t>> seen;
  for (const auto& coverage : snapshot.coverages()) {
    const int year = coverage.dashboard_year();
    if (!collections.contains(coverage.collection()) || year < first_year || year > last_year) {
      continue;
    }
    for (const LoadedFile& file : coverage.files()) {
      if (!Covers(file, cds)) continue;
      // A file of several collections is one file.
      if (!seen.emplace(file.display_name(), year, file.revision()).second) continue;
      files.push_back(ToSourceFile(file, year));
    }
  }
  std::stable_sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    return std::make_pair(-a.dashboard_year(), a.display_name()) <
           std::make_pair(-b.dashboard_year(), b.display_name());
  });
  return files;
}

}  // namespace sos::reporting
