// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/what_if_changes.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// The arguments of the link to which a request leads.
QueryArguments LinkOf(QueryArguments query) {
  HttpRequest request;
  request.query = std::move(query);
  return WhatIfArguments(ReadWhatIfChanges(request));
}

TEST(WhatIfChangesTest, KeepsTheStateInTheLink) {
  EXPECT_THAT(
      LinkOf(
          {{"c", "chronic-ALL-n:170"}, {"c", "college-career-SED-d:90"}, {"c", "ela-EL-s:-12.3"}}),
      ElementsAre(Pair("c", "chronic-ALL-n:170"), Pair("c", "college-career-SED-d:90"),
                  Pair("c", "ela-EL-s:-12.3")));
}

TEST(WhatIfChangesTest, ReadsTheFormAsTheLinkThatMeansTheSame) {
  EXPECT_THAT(LinkOf({{"c.chronic-ALL-n", "170"}, {"c.chronic-ALL-d", "1020"}, {"pick", "ela-EL"}}),
              ElementsAre(Pair("c", "chronic-ALL-n:170"), Pair("c", "chronic-ALL-d:1020"),
                          Pair("c", "ela-EL")));
  EXPECT_THAT(LinkOf({{"c.chronic-ALL-n", "170"}, {"drop", "chronic-ALL"}}), IsEmpty());
  EXPECT_THAT(LinkOf({{"c.chronic-ALL-n", ""}}), ElementsAre(Pair("c", "chronic-ALL")))
      << "an emptied field leaves the result picked";
  EXPECT_THAT(LinkOf({{"c.ela-ALL-s", "5"}}), ElementsAre(Pair("c", "ela-ALL-s:5.0")));
}

TEST(WhatIfChangesTest, LeavesOutWhatItCannotRead) {
  for (const char* const text :
       {"", "chronic", "chronic-ALL-n:-1", "chronic-ALL-n:1e3", "chronic-ALL-x:1", "none-ALL-n:1",
        "chronic-NONE-n:1", "ela-ALL-s:999999", "ela-ALL-s:x", "chronic-ALL-n:999999999999"}) {
    EXPECT_THAT(LinkOf({{"c", text}}), IsEmpty()) << text;
  }
}

TEST(WhatIfChangesTest, HasALimit) {
  QueryArguments query;
  for (const auto& group : kStudentGroups) {
    for (const char* const indicator : {"chronic", "suspension"}) {
      query.emplace_back("c", absl::StrCat(indicator, "-", group.code, "-n:1"));
    }
  }
  EXPECT_THAT(LinkOf(query), SizeIs(kMaxWhatIfChanges));
}

}  // namespace
}  // namespace sos::web
