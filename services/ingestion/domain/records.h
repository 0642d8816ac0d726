// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_RECORDS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_RECORDS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/decimal/decimal.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/student/record_field.h"

namespace sos::ingestion {

// Text in these records is a view into the row that is being read; a sink copies what it keeps.

// Where a row comes from and whom it is about.
struct RowHeader {
  Collection collection = Collection::kGraduation;
  int dashboard_year = 0;
  int64_t line = 0;
  CdsCode cds;
  absl::string_view school_name;
  absl::string_view district_name;
  absl::string_view county_name;
  bool charter = false;
  bool county_office = false;
};

// A count that the row does not have.
inline constexpr int64_t kNoCount = -1;

// Facts of a row that a rule may read; the bits are those of MeasureBlock.Flag.
enum MeasureFlag : int32_t {
  kUncertified = 1,
  kPriorUncertified = 2,
  kDataError = 4,
  kHighSchoolCuts = 8,
  kPairShare = 16,
  kUnderHalfTested = 32,
  kUnder95Tested = 64,
};

// One row of an indicator download.
struct MeasureRow {
  RowHeader header;
  bool alternative = false;
  absl::string_view school_type;
  StudentGroup group = StudentGroup::kAll;
  int32_t flags = 0;
  int64_t current_numerator = kNoCount;
  int64_t current_denominator = kNoCount;
  int64_t prior_numerator = kNoCount;
  int64_t prior_denominator = kNoCount;
  int64_t current_test_count = kNoCount;
  int64_t prior_test_count = kNoCount;
  std::optional<Tenths> current_status;
  std::optional<Tenths> prior_status;
  std::optional<Tenths> change;
  int published_status_level = 0;
  int published_change_level = 0;
  int published_color = 0;
  int published_box = 0;
  // The file has columns of the status level, of change and of color.
  bool status_level_published = false;
  bool change_published = false;
  bool color_published = false;
};

// How an LEA did on a local indicator; its twin in the contract is LocalRating.Performance.
enum class LocalPerformance { kMet, kNotMet, kNotMetTwoOrMoreYears, kNotApplicable };

struct LocalRatingRow {
  RowHeader header;
  int priority = 0;
  LocalPerformance performance = LocalPerformance::kNotApplicable;
};

// One row of a published LCFF assistance file.
struct AssistanceRow {
  RowHeader header;
  std::vector<std::pair<StudentGroup, char>> letters;
  absl::Span<const StudentGroup> listed_groups;
  int64_t total_group_count = kNoCount;
  std::vector<std::pair<int, absl::string_view>> statuses;
  std::vector<std::pair<int, bool>> methods;
  std::optional<bool> ec52072;
  std::optional<bool> ec52071f;
  // Charter schools: the letters of the year before, and the flag of intensive assistance.
  std::vector<std::pair<StudentGroup, char>> prior_letters;
  bool prior_letters_listed = false;
  std::optional<bool> ec47607;
};

// One row of a published ESSA list.
struct SchoolSupportRow {
  RowHeader header;
  // By the year in which the school year ends.
  std::vector<std::pair<int, bool>> title_i;
  std::vector<std::pair<int, absl::string_view>> statuses;
  absl::string_view exit;
  std::vector<StudentGroup> flagged;
  absl::Span<const StudentGroup> listed_groups;
  int64_t total_group_count = kNoCount;
  std::optional<bool> alternative;
  std::optional<bool> colored;
  int64_t enrollment = kNoCount;
};

// One row of a table of colors.
struct ColorRow {
  RowHeader header;
  StudentGroup group = StudentGroup::kAll;
  absl::Span<const Indicator> indicators;
  // In the order of the indicators.
  absl::Span<const Color> colors;
  // The year in which the school year of `title_i` ends; 0 without such a column.
  int title_i_school_year = 0;
  std::optional<bool> title_i;
  bool graduation_average_listed = false;
  // In millionths of a percent.
  int64_t graduation_average = kNoCount;
};

// One school of the Equity Multiplier file.
struct EquityMultiplierRow {
  RowHeader header;
  int64_t nonstable_count = kNoCount;
  int64_t enrollment = kNoCount;
  int64_t disadvantaged_count = kNoCount;
  std::optional<bool> classroom_based;
  // Rates in millionths of one.
  int64_t published_nonstability = kNoCount;
  int64_t published_disadvantaged = kNoCount;
  std::optional<bool> published_nonstability_met;
  std::optional<bool> published_disadvantaged_met;
  std::optional<bool> published_eligible;
  int64_t published_entitlement = kNoCount;
  int64_t adjustment = 0;
  // In units of 10^-10 dollars.
  int64_t statewide_rate = kNoCount;
};

// One LEA with a required goal.
struct RequiredGoalRow {
  RowHeader header;
  std::vector<StudentGroup> groups;
};

struct LowestPerformanceRow {
  RowHeader header;
  StudentGroup group = StudentGroup::kAll;
  std::vector<Indicator> indicators;
};

// One row of a directory, or of a list of entities.
struct EntityRow {
  RowHeader header;
  bool charter = false;
  bool alternative = false;
  absl::string_view district_type;
  absl::string_view level;
  absl::string_view funding_type;
  absl::string_view status;
};

// A row that is kept as published.
struct RecordRow {
  RowHeader header;
  absl::Span<const absl::string_view> columns;
  absl::Span<const absl::string_view> cells;
};

// The columns of one kind of student record, in the order of a row's numbers and texts.
struct StudentColumns {
  std::vector<RecordField> numbers;
  std::vector<RecordField> texts;
};

// One student record.
struct StudentRecordRow {
  Collection collection = Collection::kStudentEnrollment;
  int dashboard_year = 0;
  int64_t line = 0;
  // The LEA that reports: a district, a county office or a charter school.
  CdsCode lea;
  const StudentColumns* columns = nullptr;
  absl::Span<const int64_t> numbers;
  absl::Span<const absl::string_view> texts;
};

// Receives the accepted rows of a file, in order.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void OnMeasure(const MeasureRow& row) = 0;
  virtual void OnLocalRating(const LocalRatingRow& row) = 0;
  virtual void OnAssistance(const AssistanceRow& row) = 0;
  virtual void OnLowestPerformance(const LowestPerformanceRow& row) = 0;
  virtual void OnEntity(const EntityRow& row) = 0;
  virtual void OnSchoolSupport(const SchoolSupportRow& row) = 0;
  virtual void OnColor(const ColorRow& row) = 0;
  virtual void OnEquityMultiplier(const EquityMultiplierRow& row) = 0;
  virtual void OnRequiredGoal(const RequiredGoalRow& row) = 0;
  virtual void OnRecord(const RecordRow& row) = 0;
  virtual void OnStudentRecord(const StudentRecordRow& row) = 0;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_RECORDS_H_
