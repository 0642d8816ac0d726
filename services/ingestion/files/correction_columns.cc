// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/correction_columns.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/resource_names/resource_names.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/records.h"

namespace sos::ingestion {
namespace {

constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

// `a|b` is either of the two, as in Header::Find(); `*a` and `a*` are names that end and begin so.
bool Names(absl::string_view pattern, absl::string_view column) {
  const std::string name = NormalizedColumn(pattern);
  if (absl::StartsWith(pattern, "*")) return absl::EndsWith(column, name);
  if (absl::EndsWith(pattern, "*")) return absl::StartsWith(column, name);
  return column == name;
}

template <typename Rows, typename Predicate>
bool Any(const Rows& rows, Predicate predicate) {
  return std::any_of(rows.begin(), rows.end(), predicate);
}

// Collects the first column that the file lacks although the stored rows have values in it.
class ColumnCheck {
 public:
  explicit ColumnCheck(absl::Span<const std::string> columns) : columns_(columns) {}

  // The file needs a column that one of `names` names if `needed`.
  void Need(absl::string_view names, bool needed) {
    if (!needed || !status_.ok()) return;
    const std::vector<absl::string_view> patterns = absl::StrSplit(names, '|');
    const bool found = Any(columns_, [&](const std::string& column) {
      return Any(patterns, [&](absl::string_view pattern) { return Names(pattern, column); });
    });
    if (!found) Lacks(patterns.front());
  }
  // What is stored and the file both have the column, or both lack it.
  void NeedSame(absl::string_view column, bool stored, bool file) {
    if (stored == file || !status_.ok()) return;
    if (stored) return Lacks(column);
    status_ = absl::FailedPreconditionError(
        absl::StrCat("the file has the column ", column, ", which the stored rows came without"));
  }

  const absl::Status& status() const { return status_; }

 private:
  void Lacks(absl::string_view column) {
    column = absl::StripSuffix(absl::StripPrefix(column, "*"), "*");
    status_ = absl::FailedPreconditionError(absl::StrCat("the file lacks the column ",
                                                         absl::StripAsciiWhitespace(column),
                                                         ", in which stored rows have values"));
  }

  const absl::Span<const std::string> columns_;
  absl::Status status_;
};

template <typename Values, typename Blank>
bool AnyBut(const Values& values, Blank blank) {
  return std::any_of(values.begin(), values.end(), [&](const auto value) {
    return value != static_cast<decltype(value)>(blank);
  });
}
// What every kind of file says of entities. `charter` is the column that makes a school a charter
// school; empty where the kind of list does.
void CheckEntity(const education::v1::Entity& entity, absl::string_view charter,
                 ColumnCheck& check) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds) return;
  // Without its own, a school gets the name of its district.
  check.Need("schoolname|school|school name",
             cds->IsSchool() && entity.display_name() != entity.district_name());
  if (!charter.empty()) {
    check.Need(charter, entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  }
  check.Need("coe_flag",
             entity.type() == education::v1::ENTITY_TYPE_COUNTY_OFFICE && !cds->IsCountyOffice());
}

// As measure_parser.cc finds them.
void CheckMeasures(const v1::MeasureBlock& stored, const v1::MeasureBlock& file,
                   ColumnCheck& check) {
  check.NeedSame("statuslevel", stored.status_level_published(), file.status_level_published());
  check.NeedSame("change", stored.change_published(), file.change_published());
  check.NeedSame("color", stored.color_published(), file.color_published());
  check.Need("currnumer|curr_prep", AnyBut(stored.current_numerators(), kNoCount));
  check.Need("currdenom", AnyBut(stored.current_denominators(), kNoCount));
  check.Need("priornumer|prior_prep", AnyBut(stored.prior_numerators(), kNoCount));
  check.Need("priordenom", AnyBut(stored.prior_denominators(), kNoCount));
  check.Need("currtesters|currdenom_swd", AnyBut(stored.current_test_counts(), kNoCount));
  check.Need("priortesters|priordenom_swd", AnyBut(stored.prior_test_counts(), kNoCount));
  check.Need("currstatus", AnyBut(stored.current_status_tenths(), kNoTenths));
  check.Need("priorstatus", AnyBut(stored.prior_status_tenths(), kNoTenths));
  check.Need("changelevel", AnyBut(stored.published_change_levels(), 0));
  check.Need("box", AnyBut(stored.published_boxes(), 0));
  constexpr std::pair<const char*, MeasureFlag> kFlags[] = {
      {"certifyflag", kUncertified},    {"priorcertifyflag", kPriorUncertified},
      {"dataerrorflag", kDataError},    {"hscutpoints", kHighSchoolCuts},
      {"pairshare_method", kPairShare}, {"flag50pct", kUnderHalfTested},
      {"flag95pct", kUnder95Tested}};
  for (const auto& [column, flag] : kFlags) {
    const int bit = flag;
    check.Need(column, Any(stored.flags(), [bit](int flags) { return (flags & bit) != 0; }));
  }
  for (const v1::MeasuredEntity& entity : stored.entities()) {
    check.Need("charter_flag", entity.charter());
    check.Need("dass_flag", entity.alternative());
    check.Need("type", !entity.school_type().empty());
    CheckEntity(entity.entity(), "charter_flag", check);
  }
}

// The groups for which lists have columns; `suffix` follows the code in the column's name.
template <typename Groups>
void CheckGroups(const Groups& stored, const Groups& file, absl::string_view suffix,
                 ColumnCheck& check) {
  for (const int group : stored) {
    const std::string column =
        absl::StrCat(Code(static_cast<education::v1::StudentGroup>(group)), suffix);
    check.NeedSame(column, true, std::find(file.begin(), file.end(), group) != file.end());
  }
}

// Statuses of years; the file's own year may stand without its number.
template <typename Statuses>
void CheckStatuses(const Statuses& stored, int own_year, ColumnCheck& check) {
  for (const v1::YearStatus& status : stored) {
    const std::string column = absl::StrCat("assistancestatus", status.dashboard_year());
    check.Need(status.dashboard_year() == own_year
                   ? absl::StrCat(column, "|assistancestatus|assistance_status")
                   : column,
               true);
  }
}

void CheckAssistance(const v1::AssistanceRecord& stored, const v1::AssistanceRecord& file,
                     int own_year, ColumnCheck& check) {
  CheckGroups(stored.listed_groups(), file.listed_groups(), "priorities", check);
  check.NeedSame("priorities of the year before", stored.prior_letters_listed(),
                 file.prior_letters_listed());
  check.Need("totalstudentgroups|total_student_groups", stored.total_group_count() != kNoCount);
  CheckStatuses(stored.statuses(), own_year, check);
  for (const v1::MethodAnswer& method : stored.methods()) {
    check.Need(absl::StrCat("metmethod", method.method()), true);
  }
  check.Need("ec52072*", stored.ec52072() != v1::ANSWER_UNSPECIFIED);
  check.Need("ec52071f*", stored.ec52071f() != v1::ANSWER_UNSPECIFIED);
  check.Need("ec47607*", stored.ec47607() != v1::ANSWER_UNSPECIFIED);
  CheckEntity(stored.entity(), "", check);
}

// The column of the school year that ends in `year`: `titlei1718`.
std::string TitleIColumn(int year) {
  constexpr int kCentury = 100;
  return absl::StrFormat("titlei%02d%02d", year % kCentury - 1, year % kCentury);
}

void CheckSchoolSupport(const v1::SchoolSupportRecord& stored, const v1::SchoolSupportRecord& file,
                        int own_year, ColumnCheck& check) {
  for (const v1::YearAnswer& answer : stored.title_i()) {
    const std::string column = TitleIColumn(answer.school_year());
    check.Need(absl::StrCat(column, "|", absl::StrReplaceAll(column, {{"titlei", "titleistatus"}})),
               true);
  }
  CheckStatuses(stored.statuses(), own_year, check);
  CheckGroups(stored.listed_groups(), file.listed_groups(), "", check);
  check.Need("exit", !stored.exit().empty());
  check.Need("totstudgrps|totstudgrpsatsi|totstudgrpstsi", stored.total_group_count() != kNoCount);
  check.Need("dass", stored.alternative() != v1::ANSWER_UNSPECIFIED);
  check.Need("colors", stored.colored() != v1::ANSWER_UNSPECIFIED);
  check.Need("enrollmentcount", stored.enrollment() != kNoCount);
  CheckEntity(stored.entity(), "charter", check);
}

void CheckMultiplier(const v1::EquityMultiplierRecord& stored, ColumnCheck& check) {
  check.Need("* a-3", stored.published_nonstability_millionths() != kNoCount);
  check.Need("* b-2", stored.published_disadvantaged_millionths() != kNoCount);
  check.Need("* c-1", stored.published_nonstability_met() != v1::ANSWER_UNSPECIFIED);
  check.Need("* c-2", stored.published_disadvantaged_met() != v1::ANSWER_UNSPECIFIED);
  check.Need("* c-3", stored.classroom_based() != v1::ANSWER_UNSPECIFIED);
  check.Need("* c-4", stored.published_eligible() != v1::ANSWER_UNSPECIFIED);
  check.Need("* d-1", stored.statewide_rate() != kNoCount);
  check.Need("* d-2", stored.adjustment_dollars() != 0);
  check.Need("* d-3", stored.published_entitlement_dollars() != kNoCount);
  CheckEntity(stored.entity(), "", check);
}

void CheckLowestPerformance(const v1::LowestPerformance& stored, ColumnCheck& check) {
  constexpr std::pair<const char*, education::v1::Indicator> kColumns[] = {
      {"ela", education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS},
      {"math", education::v1::INDICATOR_MATHEMATICS},
      {"chronic", education::v1::INDICATOR_CHRONIC_ABSENTEEISM},
      {"cci", education::v1::INDICATOR_COLLEGE_CAREER},
      {"elpi", education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS},
      {"grad", education::v1::INDICATOR_GRADUATION},
      {"susp", education::v1::INDICATOR_SUSPENSION}};
  for (const auto& [column, indicator] : kColumns) {
    const int wanted = indicator;
    check.Need(column, Any(stored.indicators(), [wanted](int red) { return red == wanted; }));
  }
  CheckEntity(stored.entity(), "charter_flag", check);
}

void CheckDirectory(const v1::EntityBlock& stored, ColumnCheck& check) {
  for (const v1::DirectoryFacts& facts : stored.facts()) {
    check.Need("charter", facts.charter());
    check.Need("dass|dass_flag", facts.alternative());
    check.Need("doc", !facts.district_type().empty());
    check.Need("eilcode", !facts.level().empty());
    check.Need("fundingtype", !facts.funding_type().empty());
    check.Need("statustype", !facts.status().empty());
  }
  for (const education::v1::Entity& entity : stored.entities()) {
    CheckEntity(entity, "charter|charter_flag", check);
  }
}

std::string IndicatorCode(int indicator) {
  return std::string(Code(static_cast<education::v1::Indicator>(indicator)));
}

void CheckColors(const v1::ColorBlock& stored, const v1::ColorBlock& file, ColumnCheck& check) {
  // The columns of one block are in one order.
  const auto differs = std::mismatch(stored.indicators().begin(), stored.indicators().end(),
                                     file.indicators().begin(), file.indicators().end());
  if (differs.first != stored.indicators().end()) {
    check.NeedSame(IndicatorCode(*differs.first), true, false);
  } else if (differs.second != file.indicators().end()) {
    check.NeedSame(IndicatorCode(*differs.second), false, true);
  }
  const int stored_year = stored.title_i_school_year();
  const int file_year = file.title_i_school_year();
  if (stored_year != 0) check.NeedSame(TitleIColumn(stored_year), true, stored_year == file_year);
  if (file_year != 0) check.NeedSame(TitleIColumn(file_year), stored_year == file_year, true);
  check.NeedSame("grad_average", !stored.graduation_average_millionths().empty(),
                 !file.graduation_average_millionths().empty());
  for (const education::v1::Entity& entity : stored.entities()) {
    CheckEntity(entity, "charter_flag", check);
  }
}

void CheckRecords(const v1::RecordBlock& stored, const v1::RecordBlock& file, ColumnCheck& check) {
  const auto has = [](const v1::RecordBlock& block, const std::string& column) {
    return Any(block.columns(), [&](const std::string& name) {
      return NormalizedColumn(name) == NormalizedColumn(column);
    });
  };
  for (const std::string& column : stored.columns()) {
    check.NeedSame(column, true, has(file, column));
  }
  for (const std::string& column : file.columns()) {
    check.NeedSame(column, has(stored, column), true);
  }
}

}  // namespace

absl::Status CheckColumns(const v1::Partition& stored, const v1::Partition& file,
                          absl::Span<const std::string> columns) {
  ColumnCheck check(columns);
  const int year = stored.dashboard_year();
  switch (stored.contents_case()) {
    case v1::Partition::kMeasures:
      CheckMeasures(stored.measures(), file.measures(), check);
      break;
    case v1::Partition::kLocalRatings:
      for (const auto& rating : stored.local_ratings().ratings()) {
        CheckEntity(rating.entity(), "", check);
      }
      break;
    case v1::Partition::kAssistance:
      for (const auto& record : stored.assistance().records()) {
        CheckAssistance(record, file.assistance().records(0), year, check);
      }
      break;
    case v1::Partition::kLowestPerformance:
      for (const auto& entry : stored.lowest_performance().entries()) {
        CheckLowestPerformance(entry, check);
      }
      break;
    case v1::Partition::kEntities:
      CheckDirectory(stored.entities(), check);
      break;
    case v1::Partition::kSchoolSupport:
      for (const auto& record : stored.school_support().records()) {
        CheckSchoolSupport(record, file.school_support().records(0), year, check);
      }
      break;
    case v1::Partition::kColors:
      CheckColors(stored.colors(), file.colors(), check);
      break;
    case v1::Partition::kEquityMultiplier:
      for (const auto& record : stored.equity_multiplier().records()) {
        CheckMultiplier(record, check);
      }
      break;
    case v1::Partition::kRequiredGoals:
      for (const auto& record : stored.required_goals().records()) {
        CheckEntity(record.entity(), "", check);
      }
      break;
    case v1::Partition::kRecords:
      CheckRecords(stored.records(), file.records(), check);
      break;
    case v1::Partition::kStudentRecords:
    case v1::Partition::CONTENTS_NOT_SET:
      break;
  }
  return check.status();
}

}  // namespace sos::ingestion
