// SPDX-License-Identifier: Apache-2.0
#include "common/log/trace.h"

#include "gtest/gtest.h"

namespace sos::log {
namespace {

constexpr char kHeader[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceTest, ContinuesTheCallersTraceWithASpanOfItsOwn) {
  const Trace trace = ContinueTrace(kHeader);

  EXPECT_EQ(trace.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(trace.parent_id, "b7ad6b7169203331");
  EXPECT_NE(trace.span_id, trace.parent_id);
  EXPECT_EQ(trace.Header(), "00-0af7651916cd43dd8448eb211c80319c-" + trace.span_id + "-01");
}

TEST(TraceTest, BeginsATraceWhereTheCallerSentNone) {
  const Trace trace = ContinueTrace("");

  EXPECT_TRUE(ParseTraceParent(trace.Header()));
  EXPECT_EQ(trace.parent_id, "");
  EXPECT_NE(ContinueTrace("").trace_id, trace.trace_id);
}

TEST(TraceTest, TakesNothingForATraceThatIsNone) {
  for (const char* const header :
       {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "ff-" /* not a version */,
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", "x", "---"}) {
    EXPECT_FALSE(ParseTraceParent(header)) << header;
  }
}

TEST(TraceTest, TakesALaterVersionByItsFirstFourParts) {
  EXPECT_TRUE(ParseTraceParent("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"));
}

TEST(TraceTest, IsOfTheThreadWhileTheCallRuns) {
  const Trace outer = ContinueTrace("");
  const Trace inner = ContinueTrace("");
  const std::string request_id = "a-request";
  {
    const ScopedTrace outer_scope(outer, request_id);
    {
      const ScopedTrace inner_scope(inner, request_id);
      EXPECT_EQ(CurrentTrace(), &inner);
    }
    EXPECT_EQ(CurrentTrace(), &outer);
  }
  EXPECT_EQ(CurrentTrace(), nullptr);
}

}  // namespace
}  // namespace sos::log
