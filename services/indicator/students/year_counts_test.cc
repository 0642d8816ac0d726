// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/year_counts.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/column/column.h"
#include "common/revision/revision.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/rulebooks/rulebook_files.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Collection;
using ingestion::v1::Partition;
using ingestion::v1::RecordField;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr int kYear = 2024;
constexpr char kAlameda[] = "01611190000000";
constexpr char kAlbany[] = "01611270000000";
constexpr char kAlpine[] = "02613330000000";

// A store of student records in memory that remembers whose columns were asked for.
class FakeStore : public MeasureSource {
 public:
  // Stores students at school 0000001 of an LEA, in a new revision: each with its days absent of
  // 180, or suspended.
  void PutAbsences(const std::string& lea, const std::map<int64_t, int64_t>& absent) {
    std::map<RecordField, std::vector<int64_t>> columns;
    for (const auto& [student, days] : absent) {
      columns[ingestion::v1::RECORD_FIELD_STUDENT].push_back(student);
      columns[ingestion::v1::RECORD_FIELD_DAYS_ATTENDED].push_back(18000 - days * 100);
      columns[ingestion::v1::RECORD_FIELD_DAYS_UNEXCUSED].push_back(days * 100);
    }
    const std::vector<int64_t> zeros(absent.size());
    for (const RecordField field : {ingestion::v1::RECORD_FIELD_EXEMPT,
                                    ingestion::v1::RECORD_FIELD_DAYS_OUT_OF_SCHOOL_SUSPENSION,
                                    ingestion::v1::RECORD_FIELD_DAYS_EXCUSED,
                                    ingestion::v1::RECORD_FIELD_DAYS_INCOMPLETE_STUDY}) {
      columns[field] = zeros;
    }
    columns[ingestion::v1::RECORD_FIELD_DAYS_EXPECTED] = std::vector<int64_t>(absent.size(), 18000);
    Put(ingestion::v1::COLLECTION_ABSENCE_SUMMARY, lea, std::move(columns));
  }
  void PutEnrollments(const std::string& lea, const std::vector<int64_t>& students) {
    const auto all = [&](int64_t value) { return std::vector<int64_t>(students.size(), value); };
    Put(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT, lea,
        {{ingestion::v1::RECORD_FIELD_STUDENT, students},
         {ingestion::v1::RECORD_FIELD_ENROLLMENT_START, all(19000)},
         {ingestion::v1::RECORD_FIELD_ENROLLMENT_STATUS, all(10)},
         {ingestion::v1::RECORD_FIELD_GRADE, all(5)}});
  }
  void PutSuspensions(const std::string& lea, const std::vector<int64_t>& students) {
    const auto all = [&](int64_t value) { return std::vector<int64_t>(students.size(), value); };
    Put(ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT, lea,
        {{ingestion::v1::RECORD_FIELD_STUDENT, students},
         {ingestion::v1::RECORD_FIELD_INCIDENT_RESULT, all(100)},
         {ingestion::v1::RECORD_FIELD_DURATION, all(100)}});
  }
  void Remove(const std::string& lea) {
    ++revision_;
    std::erase_if(partitions_, [&](const auto& entry) { return entry.first.first == lea; });
  }

  Revision revision() const {
    return {.number = revision_, .identity = absl::StrCat("identity-", revision_)};
  }
  // The LEAs whose columns were asked for since the last call.
  std::set<std::string> TakeRead() { return std::exchange(read_, {}); }

  absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, const Revision&, const rpc::CallContext&,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override {
    absl::MutexLock lock(&mutex_);
    if (!filter.record_fields().empty()) {
      read_.insert(filter.lea_cds().begin(), filter.lea_cds().end());
    }
    ingestion::v1::StreamPartitionsResponse message;
    for (const auto& [key, partition] : partitions_) {
      const bool wanted_lea =
          filter.lea_cds().empty() || std::find(filter.lea_cds().begin(), filter.lea_cds().end(),
                                                key.first) != filter.lea_cds().end();
      const bool wanted_year =
          filter.dashboard_years().empty() ||
          std::find(filter.dashboard_years().begin(), filter.dashboard_years().end(), kYear) !=
              filter.dashboard_years().end();
      if (wanted_lea && wanted_year) *message.add_partitions() = partition;
    }
    return visit(std::move(message));
  }

 private:
  void Put(Collection collection, const std::string& lea,
           std::map<RecordField, std::vector<int64_t>> columns) {
    const size_t row_count = columns.at(ingestion::v1::RECORD_FIELD_STUDENT).size();
    columns[ingestion::v1::RECORD_FIELD_SCHOOL] = std::vector<int64_t>(row_count, 1);
    Partition partition;
    partition.set_name(absl::StrCat("partitions/", collection, "-", lea));
    partition.set_collection(collection);
    partition.set_dashboard_year(kYear);
    partition.set_lea_cds(lea);
    partition.set_revision(++revision_);
    partition.set_revision_identity(revision().identity);
    auto& block = *partition.mutable_student_records();
    block.set_row_count(static_cast<int64_t>(row_count));
    for (const auto& [field, values] : columns) {
      column::PackedNumbers packed = column::PackNumbers(values);
      auto& added = *block.add_columns();
      added.set_field(field);
      added.set_width(packed.width);
      added.set_base(packed.base);
      added.set_packed(packed.bytes);
    }
    partitions_[{lea, collection}] = std::move(partition);
  }

  int64_t revision_ = 0;
  absl::Mutex mutex_;
  std::set<std::string> read_;
  std::map<std::pair<std::string, int>, Partition> partitions_;
};

std::shared_ptr<const SchoolDirectory> TheDirectory() {
  Partition partition;
  partition.set_dashboard_year(kYear);
  for (const char* school : {"01611190000001", "01611270000001", "02613330000001"}) {
    partition.mutable_entities()->add_entities()->set_name(absl::StrCat("entities/", school));
    partition.mutable_entities()->add_facts()->set_status("Active");
  }
  SchoolDirectory directory;
  directory.Add(partition);
  directory.Finish();
  return std::make_shared<const SchoolDirectory>(std::move(directory));
}

class YearCountsTest : public ::testing::Test {
 protected:
  YearCountsTest() {
    store_.PutEnrollments(kAlameda, {1, 2, 3});
    store_.PutAbsences(kAlameda, {{1, 0}, {2, 17}, {3, 18}});
    store_.PutEnrollments(kAlbany, {3, 4});
    store_.PutAbsences(kAlbany, {{3, 17}, {4, 90}});
    store_.PutEnrollments(kAlpine, {5});
    store_.PutAbsences(kAlpine, {{5, 0}});
  }

  YearCounts NewCounts() const { return YearCounts(rules_, kYear, directory_, 2); }
  void Update(YearCounts& counts) {
    const rpc::CallContext context(absl::InfiniteDuration(), "test");
    const auto inventory = TakeInventory(store_, store_.revision(), context);
    ASSERT_TRUE(inventory.ok()) << inventory.status();
    store_.TakeRead();
    LocalShareMaker maker(&store_);
    const absl::Status updated = counts.Update(maker, *inventory, context);
    ASSERT_TRUE(updated.ok()) << updated;
  }
  // The state's numerator and denominator; -1 where the indicator is not made.
  static std::vector<int64_t> StateOf(const YearCounts& counts, Indicator indicator) {
    const auto found = counts.counts().find(indicator);
    if (found == counts.counts().end()) return {-1};
    const auto& all = found->second->at(CdsCode()).by_group[0];
    return {all.numerator, all.denominator};
  }
  void ExpectAsIfNew(const YearCounts& counts) {
    YearCounts anew = NewCounts();
    Update(anew);
    ASSERT_EQ(counts.counts().size(), anew.counts().size());
    for (const auto& [indicator, of_indicator] : anew.counts()) {
      EXPECT_EQ(*counts.counts().at(indicator), *of_indicator);
    }
  }

  FakeStore store_;
  const RulebookLibrary library_ = *RulebookLibrary::Load(RulebookFiles());
  const Rulebook* const rules_ = &library_.Find(kYear)->rules;
  const std::shared_ptr<const SchoolDirectory> directory_ = TheDirectory();
};

TEST_F(YearCountsTest, CountsAStudentOfTwoDistrictsOnceInTheState) {
  YearCounts counts = NewCounts();
  Update(counts);

  EXPECT_THAT(store_.TakeRead(), UnorderedElementsAre(kAlameda, kAlbany, kAlpine));
  // Student 3 is absent 18 and 17 of 180 days: chronically in one district, not in the state.
  EXPECT_THAT(StateOf(counts, Indicator::kChronicAbsenteeism), ElementsAre(1, 5));
  EXPECT_THAT(StateOf(counts, Indicator::kSuspension), ElementsAre(-1)) << "no results are stored";
}

TEST_F(YearCountsTest, ReadsAndCountsOnlyTheLeaThatChanged) {
  YearCounts counts = NewCounts();
  Update(counts);
  store_.PutAbsences(kAlbany, {{3, 19}, {4, 0}});

  Update(counts);

  EXPECT_THAT(store_.TakeRead(), UnorderedElementsAre(kAlbany));
  EXPECT_THAT(StateOf(counts, Indicator::kChronicAbsenteeism), ElementsAre(1, 5)) << "student 3";
  ExpectAsIfNew(counts);
}

TEST_F(YearCountsTest, ReadsNothingWhereNothingChanged) {
  YearCounts counts = NewCounts();
  Update(counts);
  Update(counts);

  EXPECT_THAT(store_.TakeRead(), IsEmpty());
}

TEST_F(YearCountsTest, ForgetsAnLeaThatIsGone) {
  YearCounts counts = NewCounts();
  Update(counts);
  store_.Remove(kAlbany);

  Update(counts);

  EXPECT_THAT(store_.TakeRead(), IsEmpty());
  EXPECT_THAT(StateOf(counts, Indicator::kChronicAbsenteeism), ElementsAre(1, 4));
  ExpectAsIfNew(counts);
}

TEST_F(YearCountsTest, BeginsAnewWhenAFurtherIndicatorCanBeMade) {
  YearCounts counts = NewCounts();
  Update(counts);
  store_.PutSuspensions(kAlpine, {5});

  Update(counts);

  EXPECT_THAT(store_.TakeRead(), UnorderedElementsAre(kAlameda, kAlbany, kAlpine));
  EXPECT_THAT(StateOf(counts, Indicator::kSuspension), ElementsAre(1, 1));
  ExpectAsIfNew(counts);
}

TEST_F(YearCountsTest, AnLeaWithoutIncidentsOfItsOwnHasNoSuspensionRate) {
  store_.PutSuspensions(kAlpine, {5});
  YearCounts counts = NewCounts();
  Update(counts);
  const auto& suspensions = *counts.counts().at(Indicator::kSuspension);
  EXPECT_TRUE(suspensions.contains(*CdsCode::Parse(kAlpine)));
  EXPECT_FALSE(suspensions.contains(*CdsCode::Parse(kAlameda)))
      << "none of its incidents is stored";

  store_.PutSuspensions(kAlameda, {1});
  Update(counts);

  EXPECT_THAT(StateOf(counts, Indicator::kSuspension), ElementsAre(2, 4));
  ExpectAsIfNew(counts);
}

TEST_F(YearCountsTest, AnLeaWhoseEnrollmentsAreGoneIsNotCountedByItsAbsences) {
  YearCounts counts = NewCounts();
  Update(counts);
  store_.Remove(kAlbany);
  store_.PutAbsences(kAlbany, {{3, 17}, {4, 90}});

  Update(counts);

  EXPECT_THAT(StateOf(counts, Indicator::kChronicAbsenteeism), ElementsAre(1, 4));
  ExpectAsIfNew(counts);
}

}  // namespace
}  // namespace sos::indicator
