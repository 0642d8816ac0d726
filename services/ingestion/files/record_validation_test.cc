// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/record_validation.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kDirectory[] =
    "CDSCode\tCounty\tDistrict\tSchool\tStatusType\n"
    "27102720000000\tMonterey\tMonterey County Office of Education\tNo Data\tActive\n"
    "27661420000000\tMonterey\tSalinas City Elementary\tNo Data\tActive\n";

class RecordValidationTest : public ::testing::Test {
 protected:
  RecordValidationTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-validation-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    store_ = *OpenSqliteStore(directory_ + "/sos.sqlite", clock_);
  }
  ~RecordValidationTest() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  static PartitionBuilder Read(const std::string& text) {
    static const auto* const kLayouts = new RecordLayouts(*LoadRecordLayouts(LayoutFiles()));
    PartitionBuilder rows;
    const ReadOutcome outcome = ReadFile({.bytes = text,
                                          .display_name = "file 2023.txt",
                                          .max_quarantined_row_count = 10,
                                          .record_layouts = kLayouts},
                                         rows);
    EXPECT_THAT(outcome.issues, IsEmpty());
    EXPECT_EQ(outcome.message, "");
    return rows;
  }

  void Commit(const std::string& text) {
    const PartitionBuilder rows = Read(text);
    v1::Submission asked;
    asked.set_display_name("directory.txt");
    ASSERT_TRUE(store_
                    ->Commit({.submission = *store_->CreateSubmission(asked, ""),
                              .partitions = &rows.partitions(),
                              .entities = &rows.entities()})
                    .ok());
  }

  std::vector<Issue> Warnings(const std::string& text) {
    MemoryBudget budget(kDefaultReadMemoryBytes);
    MemoryAccount memory(budget, kDefaultReadMemoryBytes);
    return ValidateRecords(*store_, Read(text), memory)->warnings;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::string directory_;
  std::unique_ptr<Store> store_;
};

std::string Measures(const std::vector<std::string>& codes_and_groups) {
  std::string text = "cds\trtype\ttype\tstudentgroup\tcurrnumer\tcurrdenom\treportingyear\n";
  for (const std::string& row : codes_and_groups) absl::StrAppend(&text, row, "\t1\t20\t2023\n");
  return text;
}

TEST_F(RecordValidationTest, WarnsOnceOfAnLeaThatNoDirectoryHas) {
  Commit(kDirectory);

  const std::vector<Issue> warnings = Warnings(Measures(
      {"00000000000000\tX\tUD\tALL", "27661420000000\tD\tUD\tALL", "27661430000000\tD\tUD\tALL",
       "27661430000000\tD\tUD\tEL", "27661430112177\tS\tES\tALL", "27102720112177\tS\tES\tALL"}));

  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].kind, IssueKind::kUnknownLea);
  EXPECT_EQ(warnings[0].severity, Severity::kWarning);
  EXPECT_EQ(warnings[0].line, 4) << "the first of its rows";
  EXPECT_EQ(warnings[0].value, "27661430000000");
  EXPECT_THAT(warnings[0].description, HasSubstr("LEA 27661430000000 is in no directory"));
}

TEST_F(RecordValidationTest, SaysNothingOfLeasWhereThereIsNoDirectory) {
  EXPECT_THAT(Warnings(Measures({"27661430000000\tD\tUD\tALL"})), IsEmpty());
}

TEST_F(RecordValidationTest, ANewDirectorySaysItselfWhichLeasThereAre) {
  Commit(kDirectory);

  EXPECT_THAT(Warnings("CDSCode\tCounty\tDistrict\tSchool\tStatusType\n"
                       "27661430000000\tMonterey\tNew Elementary\tNo Data\tActive\n"),
              IsEmpty());
}

TEST_F(RecordValidationTest, WarnsOfListsAndOfStudentRecordsToo) {
  Commit(kDirectory);

  for (const std::string& text :
       {std::string("CDS\tLEAname\tlocalindicator\tperformance\n"
                    "27661430000000\tNew Elementary\tBasic-Priority Area 1\tMet\n"),
        std::string("cds\tLEAname\tCountyname\tSWDpriorities\tWHpriorities\n"
                    "27661430000000\tNew Elementary\tMonterey\tA\tB\n"),
        absl::StrCat(
            "SPRG^A^^2766143^0112177^2022-2023^1000000001^L1^^^^^181^^20220815^^^^^^^^^^\n",
            "SPRG^A^^2766143^0112177^2022-2023^1000000002^L2^^^^^181^^20220815^^^^^^^^^^\n",
            "SPRG^A^^2766142^0112177^2022-2023^1000000003^L3^^^^^181^^20220815^^^^^^^^^^"
            "\n")}) {
    std::vector<Issue> warnings = Warnings(text);
    std::erase_if(warnings,
                  [](const Issue& issue) { return issue.kind != IssueKind::kUnknownLea; });
    ASSERT_THAT(warnings, SizeIs(1)) << text;
    EXPECT_EQ(warnings[0].value, "27661430000000");
  }
}

}  // namespace
}  // namespace sos::ingestion
