// SPDX-License-Identifier: Apache-2.0
#include "common/audit/audit_log.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::HasSubstr;

class AuditLogTest : public ::testing::Test {
 protected:
  AuditLogTest() { std::filesystem::remove(path_); }
  ~AuditLogTest() override { std::filesystem::remove(path_); }

  std::string Contents() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void Write(const std::string& contents) const { std::ofstream(path_) << contents; }

  // One entry, by a process of its own.
  void Append(const std::string& resource) {
    const absl::Status appended = AuditLog(path_, clock_)
                                      .Append({.actor = "user a",
                                               .action = "ListStudents",
                                               .resource = resource,
                                               .purpose = "find an error",
                                               .outcome = "granted"});
    ASSERT_TRUE(appended.ok()) << appended;
  }

  const std::string path_ = ::testing::TempDir() + "/audit_" +
                            ::testing::UnitTest::GetInstance()->current_test_info()->name() +
                            ".jsonl";
  const FakeClock clock_{absl::FromUnixSeconds(0)};
};

TEST_F(AuditLogTest, NumbersEntriesOverProcessesAndChainsThem) {
  Append("first");
  Append("second");

  EXPECT_EQ(*VerifyAuditLog(path_), 2);
  EXPECT_THAT(Contents(), HasSubstr(R"({"sequence":2,"time":"1970-01-01T00:00:00Z")"));
  EXPECT_THAT(Contents(), HasSubstr(R"("resource":"second","purpose":"find an error")"));
}

TEST_F(AuditLogTest, SaysWhatWasAskedWithoutCommandsForATerminal) {
  Append("\x1b]0;owned\x07\u009b\u202e\nname");

  EXPECT_EQ(*VerifyAuditLog(path_), 1);
  EXPECT_THAT(Contents(), HasSubstr(R"("resource":"\u001b]0;owned\u0007\u009b\u202e\nname")"));
}

TEST_F(AuditLogTest, AChangedEntryShows) {
  Append("first");
  Append("second");
  std::string contents = Contents();
  contents.replace(contents.find("first"), 5, "other");
  Write(contents);

  EXPECT_THAT(VerifyAuditLog(path_).status().message(), HasSubstr(":2: this line, or one before"));
}

TEST_F(AuditLogTest, AMissingEntryShows) {
  Append("first");
  Append("second");
  Append("third");
  std::string contents = Contents();
  const size_t second = contents.find('\n') + 1;
  contents.erase(second, contents.find('\n', second) + 1 - second);
  Write(contents);

  EXPECT_TRUE(absl::IsDataLoss(VerifyAuditLog(path_).status()));
}

TEST_F(AuditLogTest, NothingIsAddedBelowADamagedEnd) {
  Write("{\"sequence\":1");
  EXPECT_TRUE(absl::IsDataLoss(AuditLog(path_, clock_).Append({.actor = "user a"})));
}

TEST_F(AuditLogTest, AnEntryThatIsTooLongIsRefusedAndKeepsNobodyOut) {
  const AuditEntry entry{.actor = "user a", .resource = std::string(100'000, 'x')};

  EXPECT_TRUE(absl::IsInvalidArgument(AuditLog(path_, clock_).Append(entry)));
  Append("after it");
  EXPECT_EQ(*VerifyAuditLog(path_), 1);
}

TEST_F(AuditLogTest, AFullDiskIsCalledOne) {
  EXPECT_THAT(AuditLog("/dev/full", clock_).Append({.actor = "user a"}).message(),
              HasSubstr("cannot write the audit log: No space left on device"));
}

TEST_F(AuditLogTest, IsReadableByItsOwnerAloneWhateverTheUmask) {
  const mode_t before = umask(0);
  Append("first");
  umask(before);

  EXPECT_EQ(std::filesystem::status(path_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(AuditLogTest, ALineWithAnotherTypeIsAChangedOne) {
  Write("{\"sequence\":1,\"previous\":5}\n");

  EXPECT_TRUE(absl::IsDataLoss(VerifyAuditLog(path_).status()));
}

}  // namespace
}  // namespace sos
