// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/measure_collections.h"

namespace sos {

ingestion::v1::Collection MeasuresOf(Indicator indicator) {
  switch (indicator) {
    case Indicator::kChronicAbsenteeism:
      return ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM;
    case Indicator::kSuspension:
      return ingestion::v1::COLLECTION_SUSPENSION;
    case Indicator::kEnglishLearnerProgress:
      return ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS;
    case Indicator::kGraduation:
      return ingestion::v1::COLLECTION_GRADUATION;
    case Indicator::kEnglishLanguageArts:
      return ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS;
    case Indicator::kMathematics:
      return ingestion::v1::COLLECTION_MATHEMATICS;
    case Indicator::kCollegeCareer:
      return ingestion::v1::COLLECTION_COLLEGE_CAREER;
    case Indicator::kScience:
      return ingestion::v1::COLLECTION_SCIENCE;
  }
  return ingestion::v1::COLLECTION_UNSPECIFIED;
}

std::optional<Indicator> IndicatorOf(ingestion::v1::Collection measures) {
  for (const auto& entry : kIndicators) {
    if (MeasuresOf(entry.value) == measures) return entry.value;
  }
  return std::nullopt;
}

}  // namespace sos
