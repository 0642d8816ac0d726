// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "services/web/json/envelope.h"
#include "services/web/json/gateway_fixture_test.h"
#include "services/web/json/stream_bodies.h"

namespace sos::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Json = nlohmann::json;

constexpr char kEnvelopes[] = "application/connect+json";

// The pieces of a stream, and `broken` where it breaks the connection.
std::vector<std::string> PiecesOf(const HttpResponse& response) {
  std::vector<std::string> pieces;
  while (true) {
    const auto piece = response.stream->Next();
    if (!piece.ok()) pieces.emplace_back("broken");
    if (!piece.ok() || !piece->has_value()) return pieces;
    pieces.push_back(**piece);
  }
}

class StreamGatewayTest : public GatewayTest {
 protected:
  HttpResponse Lines(const std::string& since) {
    HttpRequest request = Post("WatchRevisions", absl::StrCat(R"({"sinceRevision":)", since, "}"));
    request.headers["accept"] = "application/x-ndjson";
    return Answer(request);
  }
  HttpResponse Envelopes(const std::string& since) {
    return Answer(Post("WatchRevisions",
                       Enveloped(0, absl::StrCat(R"({"sinceRevision":)", since, "}")), kEnvelopes));
  }
};

TEST_F(StreamGatewayTest, WritesAMessageALine) {
  const HttpResponse response = Lines("4");
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/x-ndjson");
  EXPECT_THAT(PiecesOf(response), ElementsAre("{\"revision\":\"1\"}\n", "{\"revision\":\"2\"}\n",
                                              "{\"revision\":\"3\"}\n", "{\"revision\":\"4\"}\n"));
}

TEST_F(StreamGatewayTest, WritesNothingForAStreamWithoutMessages) {
  const HttpResponse response = Lines("0");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(PiecesOf(response), IsEmpty());
}

TEST_F(StreamGatewayTest, AnswersAnErrorBeforeTheFirstLineAsAnyOther) {
  EXPECT_EQ(CodeAndReason(Lines("-1")), "400 invalid_argument FIELD_INVALID");
  EXPECT_EQ(CodeAndReason(Lines("\"x\"")), "400 invalid_argument REQUEST_MALFORMED");
}

TEST_F(StreamGatewayTest, WritesALateErrorAsLastLineAndBreaksTheConnection) {
  const std::vector<std::string> pieces = PiecesOf(Lines("2"));
  ASSERT_THAT(pieces, ElementsAre("{\"revision\":\"1\"}\n", "{\"revision\":\"2\"}\n",
                                  StartsWith("{\"error\":"), "broken"));
  EXPECT_EQ(CodeAndReason(Json::parse(pieces[2])["error"]), "data_loss STORE_DAMAGED");
}

TEST_F(StreamGatewayTest, WritesLinesForAnAddressAlone) {
  EXPECT_THAT(PiecesOf(Answer(Get("WatchRevisions", {{"message", R"({"sinceRevision":1})"}}))),
              ElementsAre("{\"revision\":\"1\"}\n"));
}

TEST_F(StreamGatewayTest, PutsMessagesIntoEnvelopesAndEndsWell) {
  const HttpResponse response = Envelopes("1");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), kEnvelopes);
  EXPECT_THAT(PiecesOf(response),
              ElementsAre(Enveloped(0, R"({"revision":"1"})"), Enveloped(kEndStreamFlag, "{}")));
}

TEST_F(StreamGatewayTest, PutsBytesIntoEnvelopesForWhoeverSendsBytes) {
  ingestion::v1::WatchRevisionsRequest request;
  request.set_since_revision(1);
  ingestion::v1::WatchRevisionsResponse first;
  first.set_revision(1);
  const HttpResponse response = Answer(Post(
      "WatchRevisions", Enveloped(0, request.SerializeAsString()), "application/connect+proto"));
  EXPECT_THAT(PiecesOf(response), ElementsAre(Enveloped(0, first.SerializeAsString()),
                                              Enveloped(kEndStreamFlag, "{}")));
}

// The error in the last envelope of a stream that answered 200.
std::string EndOf(const HttpResponse& response) {
  EXPECT_EQ(response.status, 200);
  const std::vector<std::string> pieces = PiecesOf(response);
  if (pieces.empty() || pieces.back()[0] != kEndStreamFlag) return "no end";
  return CodeAndReason(Json::parse(pieces.back().substr(kEnvelopePrefixBytes))["error"]);
}

TEST_F(StreamGatewayTest, EndsAConnectStreamWithItsError) {
  EXPECT_EQ(EndOf(Envelopes("2")), "data_loss STORE_DAMAGED");
  EXPECT_EQ(EndOf(Envelopes("-1")), "invalid_argument FIELD_INVALID");
  EXPECT_EQ(EndOf(Envelopes("\"x\"")), "invalid_argument REQUEST_MALFORMED");
}

TEST_F(StreamGatewayTest, RejectsWhatIsNotOneEnvelope) {
  const auto end = [this](const std::string& body) {
    return EndOf(Answer(Post("WatchRevisions", body, kEnvelopes)));
  };
  EXPECT_EQ(end(""), "invalid_argument REQUEST_MALFORMED");
  EXPECT_EQ(end("{}"), "invalid_argument REQUEST_MALFORMED");
  EXPECT_EQ(end(Enveloped(0, "{}") + Enveloped(0, "{}")), "invalid_argument REQUEST_MALFORMED");
  EXPECT_EQ(end(Enveloped(kCompressedFlag, "{}")), "unimplemented COMPRESSION_UNSUPPORTED");
}

TEST_F(StreamGatewayTest, ReadsNoStreamsOfRequests) {
  const HttpResponse response = Answer(Post("UploadSubmission", "{}"));
  EXPECT_EQ(CodeAndReason(response), "501 unimplemented METHOD_NEEDS_GRPC");
  EXPECT_THAT(response.body, HasSubstr("stream of requests"));
  EXPECT_EQ(EndOf(Answer(Post("UploadSubmission", Enveloped(0, "{}"), kEnvelopes))),
            "unimplemented METHOD_NEEDS_GRPC");
}

TEST_F(StreamGatewayTest, CancelsTheCallOfAClientThatWentAway) {
  HttpResponse response = Envelopes("3");
  EXPECT_THAT(response.stream->Next(), test_util::IsOk());
  response.stream.reset();
  service_.cancelled().WaitForNotification();
}

TEST_F(StreamGatewayTest, EndsAStreamAtTheDeadlineOfItsCaller) {
  HttpRequest request = Post("WatchRevisions", R"({"sinceRevision":3})");
  request.headers["connect-timeout-ms"] = "200";
  const std::vector<std::string> pieces = PiecesOf(Answer(request));
  ASSERT_GE(pieces.size(), 2);
  EXPECT_EQ(CodeAndReason(Json::parse(pieces[pieces.size() - 2])["error"]), "deadline_exceeded");
  EXPECT_EQ(pieces.back(), "broken");
}

TEST_F(StreamGatewayTest, OpensNoMoreStreamsThanItMay) {
  Start({.max_streams = 1});
  HttpResponse first = Envelopes("3");
  EXPECT_EQ(CodeAndReason(Lines("1")), "429 resource_exhausted TOO_MANY_STREAMS");
  first.stream.reset();
  EXPECT_THAT(PiecesOf(Lines("1")), ElementsAre("{\"revision\":\"1\"}\n"));
}

}  // namespace
}  // namespace sos::web
