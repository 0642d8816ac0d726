// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/address.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

struct Spelling {
  std::string path;
  // The spelling that links use. Empty: no address.
  std::string canonical;
};

TEST(AddressTest, ReadsEveryAddressAndKnowsItsOneSpelling) {
  const Spelling spellings[] = {
      {"/", "/"},
      {"/search", "/search"},
      {"/search.json", "/search.json"},
      {"/state", "/state"},
      {"/state/2019/groups", "/state/2019/groups"},
      {"/counties/27", "/counties/27"},
      {"/counties/27/2024.xlsx", "/counties/27/2024.xlsx"},
      {"/leas/27661590000000", "/leas/27661590000000"},
      {"/leas/27661590000000/", "/leas/27661590000000"},
      {"/leas/27661590000000/2024", "/leas/27661590000000/2024"},
      {"/leas/27661590000000/2024/groups.csv", "/leas/27661590000000/2024/groups.csv"},
      {"/leas/27661590000000/indicators/CHRO", "/leas/27661590000000/indicators/chronic"},
      {"/leas/27661590000000/indicators/college-career/sed.json",
       "/leas/27661590000000/indicators/college-career/sed.json"},
      {"/schools/27661596026519/indicators/ela/ALL", "/schools/27661596026519/indicators/ela/all"},
      {"/leas/27661590000000/five-by-five/suspension.svg",
       "/leas/27661590000000/five-by-five/suspension.svg"},
      {"/leas/27661590000000/support.pdf", "/leas/27661590000000/support.pdf"},
      {"/leas/27661590000000/2024/compare", "/leas/27661590000000/2024/compare"},
      {"/leas/27661590000000/what-if", "/leas/27661590000000/what-if"},
      // The kind of place is in the code.
      {"/e/27661596026519", "/schools/27661596026519"},
      {"/e/27000000000000", "/counties/27"},
      {"/e/00000000000000", "/state"},
      {"/leas/27661596026519", "/schools/27661596026519"},
      {"/about/indicators/grad", "/about/indicators/graduation"},
      {"/about/colors", "/about/colors"},
      {"/about/support", "/about/support"},
      {"/about/data.json", "/about/data.json"},
      {"/about/dataquest", "/about/dataquest"},
      {"/about/api", "/about/api"},
  };
  for (const Spelling& spelling : spellings) {
    const auto address = ParseAddress(spelling.path);
    ASSERT_TRUE(address.has_value()) << spelling.path;
    EXPECT_EQ(PathOf(*address), spelling.canonical) << spelling.path;
    EXPECT_EQ(ParseAddress(PathOf(*address)), address) << spelling.path;
  }
}

TEST(AddressTest, RefusesWhatIsNoAddress) {
  for (const char* const path : {"",
                                 "x",
                                 "/x",
                                 "/leas",
                                 "/leas/",
                                 "/leas/2766159",
                                 "/leas/2766159000000x",
                                 "/counties/60",
                                 "/counties/270",
                                 "/leas/27661590000000/2016",
                                 "/leas/27661590000000/groups/2024",
                                 "/leas/27661590000000/indicators",
                                 "/leas/27661590000000/indicators/none",
                                 "/leas/27661590000000/indicators/ela/none",
                                 "/leas/27661590000000/indicators/ela/all/x",
                                 "/leas/27661590000000/five-by-five",
                                 "/leas/27661590000000/five-by-five/ela/all",
                                 "/leas/27661590000000/plan",
                                 "/leas/27661590000000/groups.exe",
                                 "/.json",
                                 "/about",
                                 "/about/none",
                                 "/about/indicators",
                                 "/about/colors/x",
                                 "/e/1",
                                 "//",
                                 "/leas//groups"}) {
    EXPECT_FALSE(ParseAddress(path).has_value()) << path;
  }
}

}  // namespace
}  // namespace sos::web
