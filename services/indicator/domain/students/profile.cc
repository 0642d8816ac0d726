// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/profile.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "services/indicator/domain/students/share_search.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kRaceFactor = 1000;

// The race of a row of student information.
GroupSet RaceIn(const InformationTable& table, size_t row) {
  std::vector<int> codes;
  for (int64_t races = table.races[row]; races != 0; races /= kRaceFactor) {
    codes.push_back(static_cast<int>(races % kRaceFactor));
  }
  const std::optional<StudentGroup> race = RaceOf(table.hispanic[row] != 0, codes);
  return race ? GroupSet(*race) : GroupSet();
}

// Which report a share has its race from: a later year's before an earlier one's, the school's own
// before others, then the greatest code.
struct RaceReport {
  int year = 0;
  bool own_school = false;
  int64_t school = -1;
  GroupSet race;

  bool Outranks(const RaceReport& other) const {
    return std::tie(year, own_school, school) >=
           std::tie(other.year, other.own_school, other.school);
  }
};

// Which year's record a share has its accountable district from.
struct DistrictReport {
  int year = 0;
  int64_t district = 0;
};

class ProfileWriter {
 public:
  ProfileWriter(const LeaRecords& records, const ShareContext& context,
                absl::Span<const int> last_years, std::vector<Share>& shares)
      : context_(context),
        last_years_(last_years),
        shares_(shares),
        lea_schools_(records.lea, context.schools),
        races_(shares.size()),
        districts_(shares.size()) {
    for (int years_before = 0; years_before < context.membership.SchoolYears(); ++years_before) {
      counted_.push_back(context.membership.CountedFrom(years_before));
    }
  }

  void Add(const ProfileTables& tables, int year) {
    year_ = year;
    AddInformation(tables.information);
    AddPrograms(tables.programs);
    AddLanguages(tables.languages);
    AddSpecialEducation(tables.special_education);
    AddStatedGroups(tables.stated_groups);
  }

  void Finish() {
    for (size_t i = 0; i < shares_.size(); ++i) {
      shares_[i].groups |= races_[i].race;
      if (context_.enrollment.special_education_district_accountable) {
        shares_[i].accountable_district = static_cast<int32_t>(districts_[i].district);
      }
    }
  }

 private:
  // Calls `visit` with the place of each share of the student for which the year counts, and the
  // groups for which it does.
  template <typename Visit>
  void ForEachShare(ShareSearch& search, int64_t student, Visit visit) {
    for (size_t i = search.First(student); i < shares_.size() && shares_[i].student == student;
         ++i) {
      const int years_before = last_years_[i] - year_;
      if (years_before < 0 || years_before >= static_cast<int>(counted_.size())) continue;
      visit(i, counted_[years_before]);
    }
  }

  void AddGroups(ShareSearch& search, int64_t student, GroupSet groups) {
    if (groups == GroupSet()) return;
    ForEachShare(search, student,
                 [&](size_t i, GroupSet counted) { shares_[i].groups |= groups.Within(counted); });
  }

  void AddInformation(const InformationTable& table) {
    ShareSearch search(shares_);
    for (size_t row = 0; row < table.student.size(); ++row) {
      const std::optional<int32_t> school = lea_schools_.Find(table.school[row]);
      RaceReport report{.year = year_, .school = table.school[row], .race = RaceIn(table, row)};
      const GroupSet groups =
          context_.membership.OfParentEducation(static_cast<int>(table.parent_education[row]));
      ForEachShare(search, table.student[row], [&](size_t i, GroupSet counted) {
        report.own_school = school == shares_[i].school;
        if (report.Outranks(races_[i])) races_[i] = report;
        shares_[i].groups |= groups.Within(counted);
      });
    }
  }

  void AddPrograms(const ProgramTable& table) {
    ShareSearch search(shares_);
    for (size_t row = 0; row < table.student.size(); ++row) {
      AddGroups(search, table.student[row],
                context_.membership.OfProgram(static_cast<int>(table.program[row])));
    }
  }

  void AddLanguages(const LanguageTable& table) {
    const auto year_end = std::chrono::year(year_) / std::chrono::June / 30;
    ShareSearch search(shares_);
    for (size_t row = 0; row < table.student.size(); ++row) {
      std::optional<std::chrono::year_month_day> since;
      if (table.start[row] != kNoDate) {
        since = std::chrono::sys_days(std::chrono::days(table.start[row]));
      }
      AddGroups(search, table.student[row],
                context_.membership.OfLanguageStatus(LanguageStatusWord(table.status[row]), since,
                                                     year_end));
    }
  }

  void AddStatedGroups(const StatedGroupTable& table) {
    ShareSearch search(shares_);
    for (size_t row = 0; row < table.student.size(); ++row) {
      AddGroups(search, table.student[row],
                GroupSet::FromBits(static_cast<uint32_t>(table.groups[row])));
    }
  }

  void AddSpecialEducation(const SpecialEducationTable& table) {
    const GroupSet groups = context_.membership.OfSpecialEducation();
    ShareSearch search(shares_);
    for (size_t row = 0; row < table.student.size(); ++row) {
      ForEachShare(search, table.student[row], [&](size_t i, GroupSet counted) {
        if (groups.Within(counted) == GroupSet()) return;
        shares_[i].groups |= groups.Within(counted);
        if (year_ > districts_[i].year) districts_[i] = {year_, 0};
        if (year_ == districts_[i].year) {
          districts_[i].district = std::max(districts_[i].district, table.district[row]);
        }
      });
    }
  }

  const ShareContext& context_;
  const absl::Span<const int> last_years_;
  std::vector<Share>& shares_;
  LeaSchools lea_schools_;
  std::vector<RaceReport> races_;
  std::vector<DistrictReport> districts_;
  // The groups that a record counts for, by how many years before the last one it is.
  std::vector<GroupSet> counted_;
  int year_ = 0;
};

}  // namespace

void AddProfiles(const LeaRecords& records, const ShareContext& context,
                 absl::Span<const int> last_years, std::vector<Share>& shares) {
  ProfileWriter writer(records, context, last_years, shares);
  for (const auto& [year, tables] : records.profiles) writer.Add(tables, year);
  writer.Finish();
}

}  // namespace sos::indicator::records
