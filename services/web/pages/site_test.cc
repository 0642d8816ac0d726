// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/site.h"

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/messages/message_files.h"
#include "services/web/pages/fake_services_test.h"
#include "services/web/pages/page.h"

namespace sos::web {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// Every page, with what it must show of the fakes.
struct Shown {
  std::string path;
  std::string text;
};
const Shown kPages[] = {
    {"/", "/counties/99"},
    {"/search?q=oak", "&lt;script&gt;"},
    {"/leas/99600010000000", "Chronic absenteeism is Red."},
    {"/leas/99600010000000/2023", "2023"},
    {"/schools/99600016000011", "Oak School"},
    {"/counties/99", "Sample"},
    {"/leas/99600010000000/groups", "c-red"},
    {"/leas/99600010000000/indicators/chronic", "12 fewer students would make it Orange."},
    {"/leas/99600010000000/indicators/chronic/all", "181 / 1020"},
    {"/leas/99600010000000/indicators/chronic/hom", "Masked: fewer than 11 students."},
    {"/leas/99600010000000/five-by-five/chronic", "Oak School"},
    {"/counties/99/five-by-five/chronic", "of=schools"},
    {"/leas/99600010000000/changes?from=2023", "yearChanges/2023-2024"},
    {"/leas/99600010000000/support", "Load suspdownload2023.txt."},
    {"/leas/99600010000000/reds", "Two Reds are shown."},
    {"/leas/99600010000000/gaps/chronic", "5.50 points worse."},
    {"/leas/99600010000000/lcap", "17.8 percent"},
    {"/leas/99600010000000/compare?with=99600016000011", "Oak School"},
    {"/leas/99600010000000/what-if?c=chronic-ALL-n:170", "c-green"},
    {"/leas/99600010000000/targets", "12 fewer students would make it Orange."},
    {"/counties/99/2024/targets", "12 fewer students would make it Orange."},
    {"/about/indicators/chronic", "30"},
    {"/about/colors", "c-orange"},
    {"/about/support", "The 2024 rules."},
    {"/about/data", "chronicdownload2024.txt"},
    {"/about/dataquest", "suspratecal.asp"},
    {"/about/api", "GetReport"},
};

class SiteTest : public ::testing::Test {
 protected:
  SiteTest() {
    absl::StatusOr<language::Catalog> catalog = SiteCatalog();
    EXPECT_TRUE(catalog.ok()) << catalog.status();
    site_ = MakeSite(fake_.clients(), *std::move(catalog), [this](const HttpRequest&) {
      return Caller{.token = token_, .address = "127.0.0.1"};
    });
  }

  HttpResponse Get(const std::string& url, const std::string& accept_language = "") {
    HttpRequest request = {.method = "GET"};
    const std::pair<std::string, std::string> parts = absl::StrSplit(url, absl::MaxSplits('?', 1));
    request.path = parts.first;
    for (const absl::string_view part : absl::StrSplit(parts.second, '&', absl::SkipEmpty())) {
      const std::pair<std::string, std::string> argument =
          absl::StrSplit(part, absl::MaxSplits('=', 1));
      request.query.push_back(argument);
    }
    if (!accept_language.empty()) request.headers["accept-language"] = accept_language;
    return site_->Handle(request);
  }

  static std::string Header(const HttpResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  static std::string In(const std::string& path, const std::string& language) {
    return path + (absl::StrContains(path, "?") ? "&lang=" : "?lang=") + language;
  }

  FakeServices fake_;
  std::string token_;
  std::unique_ptr<HttpHandler> site_;
};

TEST_F(SiteTest, ShowsEstimatesToThoseWhoMaySeeThemAlone) {
  const std::string path = "/leas/99600010000000/2024/estimate";
  for (const char* const language : {"en", "es"}) {
    token_.clear();
    const HttpResponse refused = Get(In(path, language));
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, Not(HasSubstr("17.6")));
    EXPECT_EQ(Get(In(path + ".json", language)).status, 403);
    EXPECT_THAT(Get(In("/leas/99600010000000/2024", language)).body, Not(HasSubstr("/estimate")));
    token_ = "of the LEA";
    const HttpResponse shown = Get(In(path, language));
    EXPECT_EQ(shown.status, 200);
    EXPECT_THAT(shown.body,
                AllOf(HasSubstr("17.6"), HasSubstr("20.4"), HasSubstr("Orange in every case."),
                      HasSubstr("It waits for report 15.2."), HasSubstr("14.2.csv"),
                      HasSubstr("Because of the alternate assessments."),
                      HasSubstr("Not eligible in any case."), HasSubstr("c-orange")));
    EXPECT_EQ(Header(shown, "Cache-Control"), "private, no-store");
    EXPECT_THAT(Get(In("/leas/99600010000000/2024", language)).body, HasSubstr("/estimate"));
  }
}

TEST_F(SiteTest, ShowsEveryPageInBothLanguagesWithWhatEveryPageHas) {
  for (const char* const language : {"en", "es"}) {
    for (const Shown& page : kPages) {
      SCOPED_TRACE(In(page.path, language));
      const HttpResponse response = Get(In(page.path, language));
      EXPECT_EQ(response.status, 200);
      EXPECT_EQ(Header(response, "Content-Type"), "text/html; charset=utf-8");
      EXPECT_THAT(
          response.body,
          AllOf(HasSubstr(page.text), HasSubstr(std::string("<html lang=\"") + language),
                HasSubstr("hreflang=\"es\""), HasSubstr("href=\"#content\""), HasSubstr("<h1>")));
      // A key without a message would be shown itself; a hostile name would be markup.
      EXPECT_THAT(response.body,
                  AllOf(Not(ContainsRegex("page\\.[a-z]")), Not(HasSubstr("<script>alert")),
                        Not(ContainsRegex(
                            "[> ](indicator|group|color|status|change|program|entity)\\.[a-z]"))));
      EXPECT_THAT(response.body, AllOf(Not(HasSubstr(" style=")), Not(HasSubstr(" onclick="))));
      // No number of a masked cell, even where a service has sent one.
      EXPECT_THAT(response.body,
                  AllOf(Not(HasSubstr("77.7")), Not(HasSubstr("66.6")), Not(HasSubstr("77,7"))));
    }
  }
}

TEST_F(SiteTest, SpeaksTheLanguageOfTheLinkElseThatOfTheBrowser) {
  const std::string path = "/leas/99600010000000";
  EXPECT_THAT(Get(path).body, HasSubstr("<html lang=\"en\""));
  EXPECT_THAT(Get(path, "fr, es-MX;q=0.8, en;q=0.5").body, HasSubstr("<html lang=\"es\""));
  EXPECT_EQ(fake_.language, "es") << "the sentences are asked for in the same language";
  EXPECT_THAT(Get(path + "?lang=en", "es").body, HasSubstr("<html lang=\"en\""));
  EXPECT_THAT(Get(path + "?lang=xx").body, HasSubstr("<html lang=\"en\""));
  EXPECT_THAT(Get(path + "?lang=es").body, HasSubstr("/groups?lang=es")) << "links keep it";
}

TEST_F(SiteTest, ShowsTheNoticeTheFilesAndALinkToCite) {
  const std::string newest = Get("/leas/99600010000000").body;
  EXPECT_THAT(newest,
              AllOf(HasSubstr("These data are synthetic."), HasSubstr("chronicdownload2024.txt"),
                    HasSubstr(std::string("revision=") + kIdentity)));
}

TEST_F(SiteTest, CitesAPublicReleaseWhereThereIsOne) {
  fake_.with_release = true;
  EXPECT_THAT(Get("/leas/99600010000000").body, HasSubstr("release=2024-final"));
}

TEST_F(SiteTest, LetsPagesOfANamedRevisionBeKeptForGood) {
  EXPECT_EQ(Header(Get("/leas/99600010000000"), "Cache-Control"), "public, max-age=60");
  EXPECT_EQ(Header(Get("/leas/99600010000000?release=2024-final"), "Cache-Control"),
            "public, max-age=31536000, immutable");
  token_ = "somebody";
  EXPECT_EQ(Header(Get("/leas/99600010000000?release=2024-final"), "Cache-Control"),
            "private, no-store");
}

TEST_F(SiteTest, TellsNobodyElseWhatACallerWhoSignedInWasTold) {
  token_ = "of the state";
  EXPECT_THAT(Get("/about/data.json").body, HasSubstr("submissions/7"));
  token_.clear();
  EXPECT_THAT(Get("/about/data.json").body, Not(HasSubstr("submissions/7")));
  token_ = "of the state";
  EXPECT_THAT(Get("/about/data.json").body, HasSubstr("submissions/7"));
}

TEST_F(SiteTest, RedirectsToTheOneSpelling) {
  const HttpResponse response = Get("/e/99600016000011?lang=es");
  EXPECT_EQ(response.status, 301);
  EXPECT_EQ(Header(response, "Location"), "/schools/99600016000011?lang=es");
  const HttpResponse code = Get(std::string("/search?q=") + kDistrict);
  EXPECT_EQ(code.status, 303);
  EXPECT_EQ(Header(code, "Location"), "/leas/99600010000000");
}

TEST_F(SiteTest, MakesPagesOfErrors) {
  struct Case {
    std::string path;
    int status;
  };
  for (const Case& one : {Case{"/nothing", 404}, Case{"/leas/99600020000000", 404},
                          Case{"/leas/99600010000000?revision=x", 400},
                          Case{"/leas/99600010000000?release=none", 404},
                          Case{"/leas/99600020000000/indicators/chronic/wh", 404},
                          Case{"/leas/99600010000000/indicators/chronic/wh.json", 404},
                          Case{"/leas/99600010000000/groups.svg", 404}}) {
    const HttpResponse response = Get(one.path);
    EXPECT_EQ(response.status, one.status) << one.path;
    EXPECT_THAT(response.body, AllOf(HasSubstr("<h1>"), Not(HasSubstr("internal words"))));
    EXPECT_EQ(Header(response, "Cache-Control"), "no-store");
  }
  EXPECT_THAT(Get("/leas/99600020000000").body, HasSubstr("/leas/99600010000000"))
      << "with what is near";
}

TEST_F(SiteTest, SaysWhatAnEntityThatIsKnownDoesNotHave) {
  const HttpResponse english = Get("/leas/99600010000000/2024/indicators/chronic/wh");
  EXPECT_EQ(english.status, 200) << "links of other years and groups lead here";
  EXPECT_THAT(english.body, AllOf(HasSubstr("Chronic Absenteeism, White, 2024"),
                                  HasSubstr("There is no result of this in this year"),
                                  HasSubstr("/leas/99600010000000/2024")));
  EXPECT_THAT(Get("/leas/99600010000000/2024/indicators/chronic/wh?lang=es").body,
              HasSubstr("No hay ningún resultado"));
}

TEST_F(SiteTest, SaysWhenToComeAgain) {
  fake_.failure = absl::UnavailableError("internal words");
  const HttpResponse down = Get("/leas/99600010000000?lang=es");
  EXPECT_EQ(down.status, 503);
  EXPECT_FALSE(Header(down, "Retry-After").empty());
  fake_.failure = absl::ResourceExhaustedError("internal words");
  EXPECT_EQ(Get("/leas/99600010000000").status, 429);
  fake_.failure = absl::PermissionDeniedError("internal words");
  EXPECT_EQ(Get("/leas/99600010000000").status, 403);
  fake_.failure = absl::InternalError("internal words");
  const HttpResponse defect = Get("/leas/99600010000000");
  EXPECT_EQ(defect.status, 500);
  EXPECT_THAT(defect.body, Not(HasSubstr("internal words")));
}

TEST_F(SiteTest, CallsADistrictNotEligibleOnlyWhereThatWasDecided) {
  EXPECT_THAT(Get("/counties/99").body,
              AllOf(HasSubstr("Undecided"), Not(HasSubstr("Not eligible"))))
      << "nothing is known of it";
  fake_.decision = eligibility::v1::OUTCOME_NOT_MET;
  // The first answer is kept.
  EXPECT_THAT(Get("/counties/99?lang=en").body,
              AllOf(HasSubstr("Not eligible"), Not(HasSubstr("Undecided"))));
}

TEST_F(SiteTest, GivesFilesASaneNameAndType) {
  const HttpResponse csv = Get("/leas/99600010000000/2024.csv");
  EXPECT_EQ(csv.body, "entities/99600010000000/reports/2024,3");
  EXPECT_EQ(Header(csv, "Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(Header(csv, "Content-Disposition"),
            "attachment; filename=\"leas-99600010000000-2024.csv\"");
  EXPECT_THAT(Get("/leas/99600010000000/2024.csv?bom=1").body, StartsWith("\xEF\xBB\xBF"));
  EXPECT_THAT(Get("/leas/99600010000000/groups.xlsx").body, HasSubstr(",6"));
  EXPECT_THAT(Get("/leas/99600010000000/five-by-five/chronic.csv").body,
              HasSubstr("placements/2024-chro"));
  EXPECT_THAT(Get("/counties/99/five-by-five/chronic.csv").body,
              HasSubstr("leaPlacements/2024-chro"));
  EXPECT_THAT(Get("/counties/99/five-by-five/chronic.csv?of=schools").body,
              HasSubstr("/placements/2024-chro"));
  EXPECT_THAT(Get("/leas/99600010000000/changes.csv?from=2022").body,
              HasSubstr("yearChanges/2022-2024"));
  EXPECT_THAT(Get("/leas/99600010000000/changes.svg").body, HasSubstr("yearChanges/2023-2024"));
  EXPECT_THAT(Get("/counties/99.json").body, HasSubstr("countyReports/2024"));
}

TEST_F(SiteTest, WritesTheResultsOfOneIndicatorAsATable) {
  const std::string csv = Get("/leas/99600010000000/indicators/chronic.csv").body;
  EXPECT_THAT(csv, HasSubstr(",2024,CHRO,ALL,All Students,Red,17.8,-4.8,1020\r\n"));
  EXPECT_THAT(csv, AllOf(HasSubstr(",HOM,"), Not(HasSubstr("77.7"))));
}

TEST_F(SiteTest, DrawsPicturesThatStandAlone) {
  const HttpResponse svg = Get("/leas/99600010000000/indicators/chronic.svg");
  EXPECT_EQ(Header(svg, "Content-Type"), "image/svg+xml");
  EXPECT_THAT(svg.body,
              AllOf(StartsWith("<svg"), HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script"))));
  const HttpResponse png = Get("/leas/99600010000000/five-by-five/chronic.png");
  EXPECT_THAT(png.body, StartsWith("\x89PNG"));
}

TEST_F(SiteTest, SuggestsAsJson) {
  EXPECT_THAT(
      Get("/search.json?q=oak&lang=es").body,
      AllOf(HasSubstr("\"cds\":\"99600010000000\""), HasSubstr("/leas/99600010000000?lang=es")));
  EXPECT_EQ(Get("/search.json?q=nothing").body, "{\"matches\":[]}");
  EXPECT_THAT(Get("/search?q=nothing").body, HasSubstr("Nothing was found"));
}

TEST_F(SiteTest, SendsTheFormOfWhatIfToTheLinkThatHoldsItsState) {
  const HttpResponse form =
      Get("/leas/99600010000000/what-if?lang=es&c.chronic-ALL-n=170&c.chronic-ALL-d=1020&pick=");
  EXPECT_EQ(form.status, 303);
  EXPECT_EQ(Header(form, "Location"),
            "/leas/99600010000000/2024/what-if?c=chronic-ALL-n:170&c=chronic-ALL-d:1020&lang=es");
  Get("/leas/99600010000000/what-if?c=chronic-ALL-n:170&c=chronic-ALL-d:1020");
  ASSERT_EQ(fake_.evaluated.changes_size(), 1);
  EXPECT_EQ(fake_.evaluated.changes(0).name(), "entities/99600010000000/results/2024-chro-all");
  EXPECT_EQ(fake_.evaluated.changes(0).current_numerator(), 170);
  EXPECT_FALSE(fake_.evaluated.changes(0).has_current_denominator()) << "it is what it was";
  EXPECT_EQ(fake_.evaluated.filter().program(), eligibility::v1::PROGRAM_LCFF);
}

TEST_F(SiteTest, AsksNobodyAboutNumbersThatCannotBe) {
  const HttpResponse page = Get("/leas/99600010000000/what-if?c=chronic-ALL-n:2000");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("role=\"alert\""));
  EXPECT_EQ(fake_.evaluated.changes_size(), 0);
}

TEST_F(SiteTest, ServesAssetsByTheirDigest) {
  const std::string home = Get("/").body;
  const size_t at = home.find("/assets/site.css?v=");
  ASSERT_NE(at, std::string::npos);
  const HttpResponse css = Get(home.substr(at, home.find('"', at) - at));
  EXPECT_EQ(css.status, 200);
  EXPECT_THAT(Header(css, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(Get("/assets/none.css").status, 404);
}

// The same keys in every language, and every key that a template uses.
TEST(PageMessagesTest, AreWholeInEveryLanguage) {
  const absl::StatusOr<language::Catalog> catalog = SiteCatalog();
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  const auto english = catalog->Find("en")->Keys();
  for (const std::string& language : catalog->Languages()) {
    EXPECT_EQ(catalog->Find(language)->Keys(), english) << language;
  }
  for (const std::string& key : MessageKeysOfTemplates()) {
    EXPECT_TRUE(catalog->Find("en")->Has(key)) << key;
  }
}

}  // namespace
}  // namespace sos::web
