// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/measure_collections.h"

#include <set>

#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(MeasureCollectionsTest, EveryIndicatorHasACollectionOfItsOwn) {
  std::set<ingestion::v1::Collection> collections;
  for (const auto& entry : kIndicators) {
    const ingestion::v1::Collection measures = MeasuresOf(entry.value);
    EXPECT_NE(measures, ingestion::v1::COLLECTION_UNSPECIFIED) << entry.code;
    EXPECT_TRUE(collections.insert(measures).second) << entry.code;
    EXPECT_EQ(IndicatorOf(measures), entry.value) << entry.code;
  }
}

TEST(MeasureCollectionsTest, OtherCollectionsHaveNoIndicator) {
  EXPECT_EQ(IndicatorOf(ingestion::v1::COLLECTION_UNSPECIFIED), std::nullopt);
  EXPECT_EQ(IndicatorOf(ingestion::v1::COLLECTION_LCFF_ASSISTANCE), std::nullopt);
}

}  // namespace
}  // namespace sos
