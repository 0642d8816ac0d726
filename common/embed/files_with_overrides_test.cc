// SPDX-License-Identifier: Apache-2.0
#include "common/embed/files_with_overrides.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

constexpr EmbeddedFile kEmbedded[] = {{"dashboard-2023.textproto", "old"},
                                      {"dashboard-2024.textproto", "old"}};

class FilesWithOverridesTest : public ::testing::Test {
 protected:
  FilesWithOverridesTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-rules-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
  }
  ~FilesWithOverridesTest() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, const std::string& contents) const {
    std::ofstream(directory_ + "/" + name) << contents;
  }
  // "name contents" of every file.
  static std::vector<std::string> Read(const std::string& directory) {
    const auto files = FilesWithOverrides::Read(kEmbedded, directory, {"dashboard-"});
    std::vector<std::string> found;
    for (const EmbeddedFile& file : files->files()) {
      found.push_back(std::string(file.name) + " " + std::string(file.contents));
    }
    return found;
  }

  std::string directory_;
};

TEST_F(FilesWithOverridesTest, KeepsTheEmbeddedFilesWithoutADirectory) {
  EXPECT_THAT(Read(""), ::testing::ElementsAre("dashboard-2023.textproto old",
                                               "dashboard-2024.textproto old"));
}

TEST_F(FilesWithOverridesTest, ReplacesByNameAndAddsTheRest) {
  Write("dashboard-2024.textproto", "new");
  Write("dashboard-2025.textproto", "new");
  Write("lcff-2025.textproto", "of another service");

  EXPECT_THAT(Read(directory_),
              ::testing::ElementsAre("dashboard-2023.textproto old", "dashboard-2024.textproto new",
                                     "dashboard-2025.textproto new"));
}

TEST_F(FilesWithOverridesTest, RefusesADirectoryThatIsNone) {
  EXPECT_EQ(
      FilesWithOverrides::Read(kEmbedded, directory_ + "/none", {"dashboard-"}).status().code(),
      absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sos
