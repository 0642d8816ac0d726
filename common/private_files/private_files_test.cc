// SPDX-License-Identifier: Apache-2.0
#include "common/private_files/private_files.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "common/private_files/core_dumps.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::HasSubstr;
using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;

// Whoever calls the programs may have set any umask: these tests run with the most open one.
class PrivateFilesTest : public ::testing::Test {
 protected:
  PrivateFilesTest() : umask_(umask(0)) {
    folder_ = (std::filesystem::path(::testing::TempDir()) / "sos-private-XXXXXX").string();
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~PrivateFilesTest() override {
    umask(umask_);
    std::filesystem::remove_all(folder_);
  }

  std::string In(const std::string& name) const { return folder_ + "/" + name; }
  static int ModeOf(const std::string& path) {
    struct stat facts {};
    return stat(path.c_str(), &facts) == 0 ? static_cast<int>(facts.st_mode & 0777) : -1;
  }
  static std::string Contents(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::string folder_;
  const mode_t umask_;
};

TEST_F(PrivateFilesTest, EveryDirectoryThatIsMadeIsOpenToItsUserAlone) {
  ASSERT_TRUE(MakePrivateDirectory(In("a/b/c")).ok());

  for (const char* made : {"a", "a/b", "a/b/c"}) EXPECT_EQ(ModeOf(In(made)), 0700) << made;
}

TEST_F(PrivateFilesTest, ADirectoryThatIsThereStaysAndIsWarnedOfOnce) {
  ASSERT_EQ(mkdir(In("shared").c_str(), 0755), 0);

  CaptureStderr();
  EXPECT_TRUE(MakePrivateDirectory(In("shared")).ok());
  EXPECT_THAT(GetCapturedStderr(), HasSubstr(R"("mode":"0755")"));
  CaptureStderr();
  EXPECT_TRUE(MakePrivateDirectory(In("shared")).ok());
  EXPECT_EQ(GetCapturedStderr(), "");
  EXPECT_EQ(ModeOf(In("shared")), 0755) << "it is its user's";
}

TEST_F(PrivateFilesTest, ADirectoryOfItsUserAloneIsNotWarnedOf) {
  ASSERT_EQ(mkdir(In("own").c_str(), 0700), 0);

  CaptureStderr();
  EXPECT_TRUE(MakePrivateDirectory(In("own")).ok());
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST_F(PrivateFilesTest, ADirectoryThatCannotBeMadeSaysWhy) {
  std::ofstream(In("file")) << "x";

  EXPECT_THAT(MakePrivateDirectory(In("file")).message(), HasSubstr("it is a file"));
  EXPECT_THAT(MakePrivateDirectory(In("file/below")).message(), HasSubstr("Not a directory"));
}

TEST_F(PrivateFilesTest, AFileIsOpenToItsUserAlone) {
  ASSERT_TRUE(WritePrivateFile(In("new"), "one student").ok());

  EXPECT_EQ(ModeOf(In("new")), 0600);
  EXPECT_EQ(Contents(In("new")), "one student");
}

TEST_F(PrivateFilesTest, AFileThatIsThereIsClosedToOthersBeforeItIsWritten) {
  std::ofstream(In("old")) << "something longer than what comes";
  ASSERT_EQ(ModeOf(In("old")), 0666);

  const auto file = OpenPrivateFile(In("old"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(ModeOf(In("old")), 0600) << "before a word is written";
  ASSERT_TRUE(WritePrivateFile(In("old"), "short").ok());

  EXPECT_EQ(Contents(In("old")), "short");
}

TEST_F(PrivateFilesTest, WhatIsNoFileIsWrittenAsItIs) {
  const int before = ModeOf("/dev/null");

  EXPECT_TRUE(WritePrivateFile("/dev/null", "x").ok());
  EXPECT_EQ(ModeOf("/dev/null"), before);
}

TEST_F(PrivateFilesTest, AFileThatCannotBeWrittenSaysWhy) {
  EXPECT_THAT(WritePrivateFile(In("none/file"), "x").message(),
              HasSubstr("No such file or directory"));
  EXPECT_FALSE(WritePrivateFile("/dev/full", "x").ok());
}

bool LeavesNoCoreFile() {
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
#ifndef __SANITIZE_ADDRESS__
  if (prctl(PR_GET_DUMPABLE) != 0) return false;
#endif
  return limit.rlim_cur == 0 && limit.rlim_max == 0;
}

TEST(CoreDumpsTest, AProcessThatKeepsItsMemoryToItselfLeavesNoCoreFile) {
  EXPECT_EXIT(
      {
        KeepMemoryPrivate();
        std::exit(LeavesNoCoreFile() ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sos
