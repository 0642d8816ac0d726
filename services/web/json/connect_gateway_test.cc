// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/connect_gateway.h"

#include <string>

#include "services/web/json/gateway_fixture_test.h"

namespace sos::web {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

TEST_F(GatewayTest, AnswersInJsonWithInt64AsTextAndWithoutWhatIsNotSet) {
  const HttpResponse response = Answer(Post("GetRevision", R"({"revision": "1"})"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
  EXPECT_EQ(response.body, R"({"revision":"9007199254740993"})");
}

TEST_F(GatewayTest, ReadsTheNamesOfJsonAndThoseOfTheContract) {
  for (const char* const body :
       {R"({"revisionIdentity": "x"})", R"({"revision_identity": "x"})", "{}", " { } "}) {
    EXPECT_EQ(Answer(Post("GetRevision", body)).body, "{}") << body;
  }
}

TEST_F(GatewayTest, AnswersBytesToWhoeverSendsBytes) {
  ingestion::v1::GetRevisionRequest request;
  request.set_revision(2);
  const HttpResponse response =
      Answer(Post("GetRevision", request.SerializeAsString(), "application/proto"));
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/proto");
  ingestion::v1::Revision revision;
  ASSERT_TRUE(revision.ParseFromString(response.body));
  EXPECT_EQ(revision.revision(), 18'014'398'509'481'986);
}

TEST_F(GatewayTest, KeepsTheDetailsOfAnError) {
  const HttpResponse response = Answer(Post("GetRevision", R"({"revision": 404})"));
  EXPECT_EQ(CodeAndReason(response), "404 not_found REVISION_NOT_FOUND");
  const Json error = Json::parse(response.body);
  EXPECT_EQ(error["message"], "There is no revision 404.");
  ASSERT_EQ(error["details"].size(), 2);
  for (const Json& detail : error["details"]) {
    EXPECT_THAT(detail["value"].get<std::string>(), ::testing::Not(HasSubstr("=")));
  }
}

TEST_F(GatewayTest, SaysWhenToRetry) {
  const HttpResponse response = Answer(Post("GetRevision", R"({"revision": 503})"));
  EXPECT_EQ(CodeAndReason(response), "429 resource_exhausted OVERLOADED");
  EXPECT_EQ(HeaderOf(response, "Retry-After"), "2") << "1.5 s in whole seconds";
}

TEST_F(GatewayTest, NamesTheFieldOfWrongJson) {
  const HttpResponse response = Answer(Post("GetRevision", R"({"revision": "many"})"));
  EXPECT_EQ(CodeAndReason(response), "400 invalid_argument REQUEST_MALFORMED");
  EXPECT_THAT(Json::parse(response.body)["message"].get<std::string>(),
              HasSubstr("is not a GetRevisionRequest: revision: invalid value"));
}

TEST_F(GatewayTest, RejectsABodyThatIsNoObject) {
  for (const char* const body : {"", "null", "[]", "3", "{", "{}{}", "{\"revision\":"}) {
    EXPECT_EQ(CodeAndReason(Answer(Post("GetRevision", body))),
              "400 invalid_argument REQUEST_MALFORMED")
        << body;
  }
}

TEST_F(GatewayTest, TakesRequestsUpToItsLimit) {
  std::string body = R"({"revision": 1})";
  body.resize(kMaxRequestBytes, ' ');
  EXPECT_EQ(Answer(Post("GetRevision", body)).status, 200);
  EXPECT_EQ(CodeAndReason(Answer(Post("GetRevision", body + " "))),
            "429 resource_exhausted REQUEST_TOO_LARGE");
}

TEST_F(GatewayTest, ReadsARequestFromAnAddress) {
  const std::string message = R"({"revision":"1"})";
  const std::string expected = R"({"revision":"9007199254740993"})";
  EXPECT_EQ(
      Answer(Get("GetRevision", {{"connect", "v1"}, {"encoding", "json"}, {"message", message}}))
          .body,
      expected);
  EXPECT_EQ(Answer(Get("GetRevision", {{"message", message}})).body, expected);
  EXPECT_EQ(
      Answer(Get("GetRevision", {{"base64", "1"}, {"message", "eyJyZXZpc2lvbiI6IjEifQ"}})).body,
      expected);
  EXPECT_EQ(
      Answer(Get("GetRevision", {{"base64", "1"}, {"message", "eyJyZXZpc2lvbiI6IjEifQ=="}})).body,
      expected);
  EXPECT_EQ(Answer(Get("GetRevision", {})).body, "{}");
}

TEST_F(GatewayTest, RejectsAnAddressThatItCannotRead) {
  const auto refused = [this](std::vector<std::pair<std::string, std::string>> query) {
    return CodeAndReason(Answer(Get("GetRevision", std::move(query))));
  };
  EXPECT_EQ(refused({{"connect", "v2"}}), "400 invalid_argument PROTOCOL_VERSION_UNSUPPORTED");
  EXPECT_EQ(refused({{"encoding", "xml"}}), "415 unimplemented CONTENT_TYPE_UNSUPPORTED");
  EXPECT_EQ(refused({{"compression", "gzip"}}), "501 unimplemented COMPRESSION_UNSUPPORTED");
  EXPECT_EQ(refused({{"base64", "1"}, {"message", "%"}}), "400 invalid_argument REQUEST_MALFORMED");
  EXPECT_EQ(refused({{"message", "x"}}), "400 invalid_argument REQUEST_MALFORMED");
}

TEST_F(GatewayTest, ChangesNothingByGet) {
  const HttpResponse response = Answer(Get("CommitSubmission", {{"message", "{}"}}));
  EXPECT_EQ(CodeAndReason(response), "405 unimplemented VERB_NOT_ALLOWED");
  EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
}

TEST_F(GatewayTest, FindsOnlyMethodsOfTheContract) {
  for (const char* const path :
       {"/sos.ingestion.v1.IngestionService/Get", "/sos.ingestion.v1.IngestionService/",
        "/sos.ingestion.v1.IngestionService", "/sos.ingestion.v1.IngestionService/GetRevision/",
        "//sos.ingestion.v1.IngestionService/GetRevision", "/grpc.health.v1.Health/Check",
        "/sos.ingestion.v1.IngestionService.GetRevision", "",
        // Of no service that this gateway has a channel to.
        "/sos.reporting.v1.ReportingService/GetReport"}) {
    HttpRequest request = Post("", "{}");
    request.path = path;
    EXPECT_EQ(CodeAndReason(Answer(request)), "404 unimplemented METHOD_NOT_FOUND") << path;
  }
}

TEST_F(GatewayTest, SupportsTheContentTypesOfConnect) {
  for (const char* const type :
       {"application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\""}) {
    EXPECT_EQ(Answer(Post("GetRevision", "{}", type)).status, 200) << type;
  }
  for (const char* const type :
       {"", "text/plain", "application/connect+json", "application/grpc",
        "application/x-www-form-urlencoded", "application/json; charset=latin1"}) {
    const HttpResponse response = Answer(Post("GetRevision", "{}", type));
    EXPECT_EQ(CodeAndReason(response), "415 unimplemented CONTENT_TYPE_UNSUPPORTED") << type;
    EXPECT_EQ(HeaderOf(response, "Accept-Post"), "application/json, application/proto");
  }
}

TEST_F(GatewayTest, ChecksTheHeadersOfTheProtocol) {
  const auto answer = [this](const char* header, const char* value) {
    HttpRequest request = Post("GetRevision", "{}");
    request.headers[header] = value;
    return CodeAndReason(Answer(request));
  };
  EXPECT_EQ(answer("connect-protocol-version", "1"), "200 no code");
  EXPECT_EQ(answer("connect-protocol-version", "2"),
            "400 invalid_argument PROTOCOL_VERSION_UNSUPPORTED");
  EXPECT_EQ(answer("connect-timeout-ms", "9999999999"), "200 no code");
  for (const char* const timeout : {"10000000000", "-1", "1s", "1.5", " 1"}) {
    EXPECT_EQ(answer("connect-timeout-ms", timeout), "400 invalid_argument TIMEOUT_INVALID");
  }
  EXPECT_EQ(answer("content-encoding", "identity"), "200 no code");
  EXPECT_EQ(answer("content-encoding", "gzip"), "501 unimplemented COMPRESSION_UNSUPPORTED");
}

TEST_F(GatewayTest, EndsWhenTheCallerNoLongerWaits) {
  HttpRequest request = Post("GetSnapshot", "{}");
  request.headers["connect-timeout-ms"] = "50";
  EXPECT_EQ(CodeAndReason(Answer(request)), "504 deadline_exceeded");
}

TEST_F(GatewayTest, SpeaksForTheCallerWhoseTokenItGot) {
  const auto identity = [this](const char* authorization) {
    HttpRequest request = Post("GetRevision", "{}");
    request.headers["authorization"] = authorization;
    return Answer(request).body;
  };
  EXPECT_EQ(identity("Bearer abc"), R"({"revisionIdentity":"Bearer abc"})");
  EXPECT_EQ(identity("bearer  abc"), R"({"revisionIdentity":"Bearer abc"})");
  EXPECT_EQ(Answer(Post("GetRevision", "{}")).body, "{}") << "without a token it is the public";
}

TEST_F(GatewayTest, TakesNobodyForThePublicWhoseAuthorizationItCannotRead) {
  for (const char* const authorization : {"Basic dTpw", "Bearer", "Bearer ", "abc"}) {
    HttpRequest request = Post("GetRevision", "{}");
    request.headers["authorization"] = authorization;
    const HttpResponse response = Answer(request);
    EXPECT_EQ(CodeAndReason(response), "401 unauthenticated AUTHORIZATION_UNSUPPORTED");
    EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"), "Bearer");
  }
}

TEST_F(GatewayTest, LetsNoOtherOriginInUnlessItIsTold) {
  HttpRequest request = Post("GetRevision", "{}");
  request.headers["origin"] = "https://a.example";
  EXPECT_EQ(HeaderOf(Answer(request), "Access-Control-Allow-Origin"), "none");
  request.method = "OPTIONS";
  request.headers["access-control-request-method"] = "POST";
  EXPECT_EQ(Answer(request).status, 405);
}

TEST_F(GatewayTest, LetsTheOriginsInThatItIsTold) {
  Start({.cors_origins = {"https://a.example"}});
  HttpRequest request = Post("GetRevision", R"({"revision": 404})");
  request.headers["origin"] = "https://a.example";
  const HttpResponse response = Answer(request);
  EXPECT_EQ(response.status, 404) << "errors are read by the page, too";
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://a.example");
  request.method = "OPTIONS";
  request.headers["access-control-request-method"] = "POST";
  EXPECT_EQ(Answer(request).status, 204);
}

}  // namespace
}  // namespace sos::web
