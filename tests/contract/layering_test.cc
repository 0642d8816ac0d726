// SPDX-License-Identifier: Apache-2.0

// Walks the includes and keeps dependencies pointing one way (ARCHITECTURE.md, "Rooms").

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

struct Source {
  // From the project's root, such as `services/indicator/domain/score.cc`.
  std::string path;
  std::vector<std::string> includes;
  std::string text;
};

std::vector<Source> Sources(const std::string& folder) {
  std::vector<Source> sources;
  const std::filesystem::path root(SOS_SOURCE_DIR);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
    if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
    Source source{.path = std::filesystem::relative(entry.path(), root).string()};
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      absl::StrAppend(&source.text, line, "\n");
      if (!absl::StartsWith(line, "#include ")) continue;
      const size_t begin = line.find_first_of("<\"") + 1;
      source.includes.push_back(line.substr(begin, line.find_first_of(">\"", begin) - begin));
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

bool IsTest(const std::string& path) {
  return absl::StrContains(path, "_test.") || absl::StrContains(path, "_redistest.") ||
         absl::StrContains(path, "_postgrestest.") || absl::StrContains(path, "_conformance.h") ||
         absl::StartsWith(path, "common/test_util/");
}

void ExpectAll(const std::string& folder,
               const std::function<bool(const Source&, const std::string&)>& allowed) {
  int seen = 0;
  for (const Source& source : Sources(folder)) {
    for (const std::string& include : source.includes) {
      ++seen;
      EXPECT_TRUE(allowed(source, include)) << source.path << " includes " << include;
    }
  }
  EXPECT_GT(seen, 0) << folder;
}

TEST(LayeringTest, KeepsDomainsPure) {
  for (const std::string service : {"ingestion", "indicator", "eligibility"}) {
    const std::string domain = absl::StrCat("services/", service, "/domain/");
    ExpectAll(domain, [&](const Source& source, const std::string& include) {
      if (IsTest(source.path)) return true;
      const bool standard = !absl::StrContains(include, "/") && !absl::StrContains(include, ".h");
      return standard || absl::StartsWith(include, "absl/") || absl::StartsWith(include, domain) ||
             absl::StartsWith(include, "common/decimal/") ||
             (absl::StartsWith(include, "common/education/") &&
              include != "common/education/proto.h") ||
             absl::StartsWith(include, "common/status/") ||
             absl::StartsWith(include, "common/text/") || absl::StartsWith(include, "common/time/");
    });
  }
}

// Names of entities, results and releases are made and read in one place.
TEST(LayeringTest, MakesResourceNamesInOnePlace) {
  for (const char* const folder : {"common", "services"}) {
    for (const Source& source : Sources(folder)) {
      if (IsTest(source.path) || absl::StartsWith(source.path, "common/resource_names/")) continue;
      for (const char* const prefix : {"\"entities/\"", "\"releases/\""}) {
        EXPECT_FALSE(absl::StrContains(source.text, prefix))
            << source.path << " has " << prefix << "; see common/resource_names";
      }
    }
  }
}

TEST(LayeringTest, KeepsCommonBelowTheServices) {
  ExpectAll("common", [](const Source&, const std::string& include) {
    return !absl::StartsWith(include, "services/");
  });
  // Nor their contracts, but for tests: the shared nouns are sos/education.
  ExpectAll("common", [](const Source& source, const std::string& include) {
    for (const char* const service : {"ingestion", "indicator", "eligibility", "reporting"}) {
      if (absl::StartsWith(include, absl::StrCat("sos/", service, "/"))) {
        return IsTest(source.path);
      }
    }
    return true;
  });
}

// The pages know the contracts and no service, but for the client that watches revisions; only the
// program of all of them starts the pages.
TEST(LayeringTest, KeepsTheWebOutsideOfTheServices) {
  ExpectAll("services/web", [](const Source& source, const std::string& include) {
    return !absl::StartsWith(include, "services/") || absl::StartsWith(include, "services/web/") ||
           (source.path == "services/web/factory.cc" &&
            include == "services/ingestion/client/revision_watch.h");
  });
  ExpectAll("services", [](const Source& source, const std::string& include) {
    if (!absl::StartsWith(include, "services/web/")) return true;
    return absl::StartsWith(source.path, "services/web/") ||
           (absl::StartsWith(source.path, "services/suite/") &&
            include == "services/web/factory.h");
  });
}

TEST(LayeringTest, LetsServicesMeetInTheContractOnly) {
  for (const std::string service :
       {"ingestion", "indicator", "eligibility", "reporting", "improvement"}) {
    ExpectAll("services/" + service, [&](const Source&, const std::string& include) {
      return !absl::StartsWith(include, "services/") ||
             absl::StartsWith(include, "services/" + service + "/") ||
             absl::StartsWith(include, "services/ingestion/client/");
    });
  }
}

// What each room of a service may include of the others; a room that is not named here does not
// exist. The program, its settings and what builds its objects may include all.
TEST(LayeringTest, LetsEachRoomOfAServiceSeeTheRoomsBelowIt) {
  using Rooms = std::map<std::string, std::set<std::string>>;
  const std::map<std::string, Rooms> services = {
      {"ingestion",
       {{"client", {}},
        {"errors", {}},
        {"domain", {}},
        {"layouts", {}},
        {"convert", {"domain"}},
        {"store", {"client", "convert", "domain", "errors"}},
        {"files", {"client", "convert", "domain", "errors", "store"}},
        {"rpc", {"convert", "domain", "errors", "files", "store"}}}},
      {"indicator",
       {{"errors", {}},
        {"domain", {}},
        {"rulebooks", {}},
        {"convert", {"domain", "errors"}},
        {"sources", {"errors"}},
        {"messages", {}},
        {"results", {"convert", "domain", "errors", "messages", "sources"}},
        {"students", {"convert", "domain", "errors", "sources"}},
        {"rpc", {"convert", "domain", "errors", "results", "sources", "students"}}}},
      {"eligibility",
       {{"errors", {}},
        {"domain", {}},
        {"rulebooks", {}},
        {"evidence", {"convert", "domain"}},
        {"convert", {"domain", "errors", "evidence"}},
        {"sources", {"convert", "domain", "errors", "evidence"}},
        {"analysis", {"convert", "domain", "errors", "evidence", "sources"}},
        {"rpc", {"analysis", "convert", "domain", "errors", "evidence", "sources"}}}},
      {"improvement", {{"domain", {}}}},
      {"reporting",
       {{"errors", {}},
        {"domain", {}},
        {"render", {"sentences"}},
        {"sentences", {}},
        {"sources", {"errors"}},
        {"state_layouts", {}},
        {"lcap", {}},
        {"documents",
         {"domain", "errors", "lcap", "render", "sentences", "sources", "state_layouts"}},
        {"exports", {"documents", "errors", "render", "sentences", "sources"}},
        {"rpc", {"documents", "errors", "exports", "render", "sentences", "sources"}}}},
      {"web",
       {{"http", {}},
        {"rpc", {}},
        {"assets", {}},
        {"messages", {}},
        {"templates", {}},
        {"routes", {"http"}},
        {"json", {"http", "routes", "rpc"}},
        {"sign_in", {"http"}},
        {"pages", {"assets", "http", "messages", "routes", "rpc", "templates"}}}}};
  for (const auto& [service, rooms] : services) {
    const std::string root = absl::StrCat("services/", service, "/");
    const auto room_of = [&root](absl::string_view path) {
      absl::ConsumePrefix(&path, root);
      return std::string(path.substr(0, path.find_first_of("/.")));
    };
    ExpectAll(root, [&](const Source& source, const std::string& include) {
      const std::string room = room_of(source.path);
      if (IsTest(source.path) || room == "main" || room == "factory" || room == "options" ||
          source.path == "services/web/run_web.cc") {
        return true;
      }
      const auto found = rooms.find(room);
      if (found == rooms.end()) return false;
      if (!absl::StartsWith(include, root)) return true;
      const std::string other = room_of(include);
      // eligibility: the enums lie in convert/ and are a target of their own, below evidence/.
      if (room == "evidence" && other == "convert") {
        return include == "services/eligibility/convert/enums.h";
      }
      return other == room || found->second.contains(other);
    });
  }
}

// Only handlers know of the call that they serve.
TEST(LayeringTest, ShowsTheServersContextToHandlersAlone) {
  for (const std::string service : {"ingestion", "indicator", "eligibility", "reporting", "web"}) {
    for (const Source& source : Sources("services/" + service)) {
      if (absl::StrContains(source.path, "/rpc/") || IsTest(source.path)) continue;
      std::ifstream file(std::filesystem::path(SOS_SOURCE_DIR) / source.path);
      for (std::string line; std::getline(file, line);) {
        EXPECT_FALSE(absl::StrContains(line, "grpc::ServerContext")) << source.path << ": " << line;
      }
    }
  }
}

TEST(LayeringTest, KeepsEachForeignLibraryInItsOwnRoom) {
  const auto only_in = [](const std::string& header, const std::string& room,
                          const std::string& or_room = "") {
    for (const std::string folder : {"common", "services"}) {
      for (const Source& source : Sources(folder)) {
        for (const std::string& include : source.includes) {
          EXPECT_TRUE(!absl::StartsWith(include, header) || absl::StartsWith(source.path, room) ||
                      (!or_room.empty() && absl::StartsWith(source.path, or_room)) ||
                      IsTest(source.path))
              << source.path << " includes " << include;
        }
      }
    }
  };
  only_in("hiredis/", "common/cache/redis_");
  only_in("sqlite3.h", "common/sql/sqlite/");
  only_in("libpq-fe.h", "common/sql/postgres/");
  only_in("jwt/", "common/auth/signed_token.cc");
  only_in("curl/", "services/web/sign_in/curl_provider_calls.cc");
  only_in("prometheus/", "common/metrics/");
  only_in("zip.h", "common/table/");
  only_in("expat.h", "common/table/");
  only_in("zstd.h", "common/column/");
  only_in("CLI/", "services/suite/");
  only_in("microhttpd.h", "services/web/http/");
  only_in("unicode/", "common/language/", "common/text/fold.cc");
  only_in("xlsxwriter", "common/workbook/workbook.cc");
  only_in("ctemplate/", "services/reporting/render/", "services/web/pages/template.cc");
  only_in("librsvg/", "common/picture/png.cc");
  only_in("cairo.h", "common/picture/png.cc");
  only_in("png.h", "common/picture/png.cc");
}

TEST(LayeringTest, ReadsTheEnvironmentInOnePlace) {
  for (const std::string folder : {"common", "services"}) {
    for (const Source& source : Sources(folder)) {
      std::ifstream file(std::filesystem::path(SOS_SOURCE_DIR) / source.path);
      for (std::string line; std::getline(file, line);) {
        EXPECT_FALSE(absl::StrContains(line, "std::getenv(") &&
                     source.path != "common/config/environment.cc")
            << source.path;
      }
    }
  }
}

// The time of day is set now and then, also backwards: an interval that is taken from it keeps
// callers out, or a key in, for as long as it was set back.
TEST(LayeringTest, AsksForTheTimeOfDayOnlyWhereItIsWrittenDown) {
  const std::vector<std::string> asks = {"absl::Now(",    "lock_.Now(",   "lock.Now(",
                                         "lock->Now(",    "system_clock", "GetCurrentTimeNanos",
                                         "gettimeofday(", "std::time(",   "CLOCK_REALTIME",
                                         "localtime",     "gmtime"};
  // absl::Mutex waits until a time of day; SteadyWait does not.
  const std::vector<std::string> waits = {"AwaitWithTimeout", "AwaitWithDeadline",
                                          "WaitWithTimeout", "WaitWithDeadline",
                                          "NotificationWithTimeout"};
  const auto is_allowed = [](const std::string& path) {
    for (const absl::string_view place :
         {"common/time/clock.h",
          // Times of tokens.
          "common/auth/token_verifier.cc", "services/web/sign_in/oidc_client.cc",
          // Ends of sessions.
          "services/web/sign_in/sessions.cc",
          // Times of entries, lines and rows.
          "common/audit/audit_log.cc", "common/log/log.cc", "services/ingestion/store/sql/",
          // Since when a data directory is held, and the year beyond which no row may lie.
          "common/sql/sqlite/directory_lock.cc", "services/ingestion/files/committer.cc",
          // The name of a backup.
          "services/suite/commands/backup.cc"}) {
      if (absl::StartsWith(path, place)) return true;
    }
    return false;
  };
  const auto expect_none = [](const std::string& path, const std::vector<std::string>& words) {
    std::ifstream file(std::filesystem::path(SOS_SOURCE_DIR) / path);
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      const std::string code = line.substr(0, line.find("//"));
      for (const std::string& word : words) {
        EXPECT_FALSE(absl::StrContains(code, word)) << path << ":" << number << ": " << line;
      }
    }
  };
  for (const std::string folder : {"common", "services"}) {
    for (const Source& source : Sources(folder)) {
      if (IsTest(source.path)) continue;
      if (!is_allowed(source.path)) expect_none(source.path, asks);
      expect_none(source.path, waits);
    }
  }
}

TEST(LayeringTest, WritesToTheTerminalInOnePlace) {
  for (const Source& source : Sources("services")) {
    if (source.path == "services/suite/terminal.cc" || IsTest(source.path)) continue;
    std::ifstream file(std::filesystem::path(SOS_SOURCE_DIR) / source.path);
    for (std::string line; std::getline(file, line);) {
      for (const char* const way : {"std::cout", "std::cerr", "std::clog", "printf(", "std::puts(",
                                    "std::fputs(", "stdout", "stderr"}) {
        const bool other_printf = absl::StrContains(line, "snprintf(");
        EXPECT_TRUE(other_printf || !absl::StrContains(line, way)) << source.path << ": " << line;
      }
    }
  }
}

TEST(LayeringTest, LetsAnswersOutThroughOneDoor) {
  // rpc::Send() masks what leaves and stops where nobody waits; a watch tells revisions only.
  for (const std::string service :
       {"ingestion", "indicator", "eligibility", "reporting", "improvement"}) {
    for (const Source& source : Sources("services/" + service)) {
      if (IsTest(source.path) || source.path == "services/ingestion/rpc/revision_feed.cc") continue;
      std::ifstream file(std::filesystem::path(SOS_SOURCE_DIR) / source.path);
      for (std::string line; std::getline(file, line);) {
        for (const char* const way : {"writer->Write(", "StartWrite(", "WriteLast("}) {
          EXPECT_FALSE(absl::StrContains(line, way)) << source.path << ": " << line;
        }
      }
    }
  }
}

TEST(LayeringTest, KeepsMainsUnderFortyLines) {
  for (const std::string service :
       {"ingestion", "indicator", "eligibility", "reporting", "suite", "web"}) {
    std::ifstream file(absl::StrCat(SOS_SOURCE_DIR, "/services/", service, "/main.cc"));
    int lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    EXPECT_GT(lines, 0) << service;
    EXPECT_LT(lines, 40) << service;
  }
}

}  // namespace
}  // namespace sos
