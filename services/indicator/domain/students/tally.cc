// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/tally.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/indicator/domain/students/language_progress.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kCountyFactor = 1'000'000'000'000;
constexpr int64_t kState = 0;
constexpr int32_t kNowhere = -1;
constexpr int64_t kTenthsPerPoint = 10;
constexpr int64_t kAfterLastStudent = std::numeric_limits<int64_t>::max();

// Students are counted in ranges of about so many shares: what is gathered of them at once fits
// into the processor's cache, and the memory for it does not grow with the state.
constexpr size_t kSharesPerRange = size_t{1} << 17;

// A share's accountable district as a code; 0 if its number names none, such as a county's.
int64_t AccountableDistrict(const Share& share) {
  constexpr int32_t kDistrictsPerCounty = 100'000;
  return share.accountable_district % kDistrictsPerCounty == 0
             ? 0
             : share.accountable_district * kSchoolFactor;
}

CdsCode CodeOf(int64_t number) { return *CdsCode::Parse(absl::StrFormat("%014d", number)); }

// Every student of `lists` once, in order.
std::vector<int64_t> StudentsOf(const std::vector<const std::vector<Share>*>& lists) {
  std::vector<int64_t> students;
  for (const std::vector<Share>* const list : lists) {
    for (const Share& share : *list) students.push_back(share.student);
  }
  std::sort(students.begin(), students.end());
  students.erase(std::unique(students.begin(), students.end()), students.end());
  return students;
}

// The shares of a list that belong to one of `students`, both in order.
std::vector<Share> SharesOf(const std::vector<Share>& list, const std::vector<int64_t>& students) {
  std::vector<Share> found;
  auto student = students.begin();
  for (const Share& share : list) {
    while (student != students.end() && *student < share.student) ++student;
    if (student == students.end()) break;
    if (*student == share.student) found.push_back(share);
  }
  return found;
}

// Where ranges of students begin, so that each has about as many shares. Ends with a value after
// the last student.
std::vector<int64_t> Ranges(const std::vector<const std::vector<Share>*>& lists) {
  size_t total = 0;
  for (const std::vector<Share>* const list : lists) total += list->size();
  const size_t count = total / kSharesPerRange + 1;
  // A sample of the students, some hundred for each range.
  const size_t step = std::max<size_t>(1, kSharesPerRange / 256);
  std::vector<int64_t> sample;
  size_t position = 0;
  for (const std::vector<Share>* const list : lists) {
    for (; position < list->size(); position += step) sample.push_back((*list)[position].student);
    position -= list->size();
  }
  std::sort(sample.begin(), sample.end());
  std::vector<int64_t> begins = {std::numeric_limits<int64_t>::min()};
  for (size_t i = 1; i < count && !sample.empty(); ++i) {
    const int64_t begin = sample[i * sample.size() / count];
    if (begin > begins.back()) begins.push_back(begin);
  }
  begins.push_back(kAfterLastStudent);
  return begins;
}

// Counts a student whose part is not published.
void AddLeftOut(const Share& share, const PointRanges& ranges, int times, Counts::Count& count) {
  count.left_out += times;
  if (share.grade < kKindergarten || share.grade > kHighestGrade || !ranges[share.grade]) return;
  count.least_tenths += kTenthsPerPoint * ranges[share.grade]->least * times;
  count.most_tenths += kTenthsPerPoint * ranges[share.grade]->most * times;
  if (share.points == kNoStandIn) return;
  count.stood_in += times;
  count.stand_in_tenths += kTenthsPerPoint * share.points * times;
}

}  // namespace

void Counts::Add(Standing standing, const Share& share, const PointRanges& ranges, int times) {
  if (!InDenominator(standing) && !share.to_be_tested) return;
  (share.groups | GroupSet(StudentGroup::kAll)).ForEach([&](StudentGroup group) {
    Count& count = by_group[static_cast<size_t>(group)];
    if (share.to_be_tested) count.to_be_tested += times;
    if (share.tested) count.tested += times;
    if (IsLeftOut(standing)) AddLeftOut(share, ranges, times, count);
    if (!InDenominator(standing)) return;
    count.denominator += times;
    count.point_tenths += kTenthsPerPoint * share.points * times;
    if (standing == Standing::kNumerator) count.numerator += times;
  });
}

void Counts::Count::Add(const Count& other) {
  numerator += other.numerator;
  denominator += other.denominator;
  to_be_tested += other.to_be_tested;
  tested += other.tested;
  point_tenths += other.point_tenths;
  left_out += other.left_out;
  least_tenths += other.least_tenths;
  most_tenths += other.most_tenths;
  stand_in_tenths += other.stand_in_tenths;
  stood_in += other.stood_in;
}

bool Counts::IsEmpty() const { return *this == Counts(); }

Tally::Tally(const Schools* schools, Judge judge, Untested untested)
    : schools_(schools), judge_(std::move(judge)), untested_(untested) {
  NumberEntities();
}

void Tally::NumberEntities() {
  codes_.reserve(schools_->size());
  for (int32_t i = 0; i < schools_->size(); ++i) codes_.push_back((*schools_)[i].cds.Number());
  places_.reserve(schools_->size());
  const int32_t state = NumberOfEntity(kState);
  for (int32_t i = 0; i < schools_->size(); ++i) {
    const int64_t code = codes_[i];
    const int32_t county = NumberOfEntity(code / kCountyFactor * kCountyFactor);
    const int32_t district =
        (*schools_)[i].charter ? kNowhere : NumberOfEntity(code / kSchoolFactor * kSchoolFactor);
    places_.push_back({.school = i, .district = district, .county = county, .state = state});
  }
}

int32_t Tally::NumberOfEntity(int64_t code) {
  const auto [found, added] = numbers_.try_emplace(code, static_cast<int32_t>(codes_.size()));
  if (added) codes_.push_back(code);
  return found->second;
}

void Tally::NumberDistricts(const std::vector<Share>& shares) {
  for (const Share& share : shares) {
    if (AccountableDistrict(share) != 0) NumberOfEntity(AccountableDistrict(share));
  }
}

// The entities that a share counts for (METHODOLOGY.md).
Tally::Place Tally::PlaceOf(const Share& share) const {
  Place place = places_[share.school];
  if (share.reach == Reach::kSchoolOnly) place.district = place.county = place.state = kNowhere;
  if (share.reach == Reach::kAboveSchool) place.school = kNowhere;
  const int64_t accountable = AccountableDistrict(share);
  if (accountable != 0 && place.district != kNowhere) place.district = numbers_.at(accountable);
  return place;
}

void Tally::CountAt(const Place& place, const Share& share, int times, Table& table) const {
  const Standing standing = judge_(share);
  for (const int32_t entity : {place.school, place.district, place.county, place.state}) {
    if (entity != kNowhere) table[entity].Add(standing, share, untested_.ranges, times);
  }
}

void Tally::CountStudent(const Part* first, const Part* last, int times, Table& table) const {
  if (last - first == 1) {
    CountAt(PlaceOf(*first->share), *first->share, times, table);
    return;
  }
  struct Sum {
    int32_t entity;
    Share share;
  };
  std::vector<Sum> sums;
  const auto add = [&](int32_t entity, const Share& share) {
    if (entity == kNowhere) return;
    for (Sum& sum : sums) {
      if (sum.entity == entity) return sum.share.Add(share);
    }
    sums.push_back({entity, share});
  };
  for (const Part* part = first; part != last; ++part) {
    const Place place = PlaceOf(*part->share);
    for (const int32_t entity : {place.school, place.district, place.county, place.state}) {
      add(entity, *part->share);
    }
  }
  for (const Sum& sum : sums) {
    table[sum.entity].Add(judge_(sum.share), sum.share, untested_.ranges, times);
  }
}

void Tally::Count(const std::vector<const std::vector<Share>*>& lists, int64_t first, int64_t end,
                  int times, Table& table) const {
  const auto before = [](const Share& share, int64_t student) { return share.student < student; };
  std::vector<Part> parts;
  for (const std::vector<Share>* const list : lists) {
    auto share = std::lower_bound(list->begin(), list->end(), first, before);
    for (; share != list->end() && share->student < end; ++share) {
      parts.push_back({share->student, &*share});
    }
  }
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.student < b.student; });
  for (size_t i = 0; i < parts.size();) {
    size_t next = i + 1;
    while (next < parts.size() && parts[next].student == parts[i].student) ++next;
    CountStudent(&parts[i], parts.data() + next, times, table);
    i = next;
  }
}

void Tally::Replace(SharesByLea changed, int worker_count) {
  // The lists whose students are taken out, and those whose students are counted: the changed LEAs
  // before and after, and in both what other LEAs have of their students.
  std::vector<const std::vector<Share>*> out;
  std::vector<const std::vector<Share>*> in;
  SharesByLea before;
  for (auto& [lea, shares] : changed) {
    if (const auto old = leas_.find(lea); old != leas_.end()) before.insert(leas_.extract(old));
    NumberDistricts(shares);
    in.push_back(&shares);
  }
  for (const auto& [lea, shares] : before) out.push_back(&shares);
  std::vector<const std::vector<Share>*> both = out;
  both.insert(both.end(), in.begin(), in.end());
  std::vector<std::vector<Share>> elsewhere;
  if (!leas_.empty()) {
    const std::vector<int64_t> students = StudentsOf(both);
    for (const auto& [lea, shares] : leas_) elsewhere.push_back(SharesOf(shares, students));
    for (const std::vector<Share>& shares : elsewhere) {
      out.push_back(&shares);
      in.push_back(&shares);
      both.push_back(&shares);
    }
  }
  counts_.resize(codes_.size());

  const std::vector<int64_t> ranges = Ranges(both);
  const size_t workers = std::clamp<size_t>(worker_count, 1, ranges.size() - 1);
  std::vector<Table> tables(workers, Table(codes_.size()));
  {
    std::vector<std::jthread> threads;
    for (size_t w = 0; w < workers; ++w) {
      threads.emplace_back([&, w] {
        for (size_t r = w; r + 1 < ranges.size(); r += workers) {
          Count(out, ranges[r], ranges[r + 1], -1, tables[w]);
          Count(in, ranges[r], ranges[r + 1], 1, tables[w]);
        }
      });
    }
  }
  for (const Table& table : tables) {
    for (size_t e = 0; e < table.size(); ++e) {
      for (size_t g = 0; g < table[e].by_group.size(); ++g) {
        counts_[e].by_group[g].Add(table[e].by_group[g]);
      }
    }
  }
  std::erase_if(changed, [](const auto& lea) { return lea.second.empty(); });
  leas_.merge(changed);
}

int64_t Tally::share_count() const {
  int64_t count = 0;
  for (const auto& [lea, shares] : leas_) count += static_cast<int64_t>(shares.size());
  return count;
}

std::vector<StudentAt> Tally::StudentsAt(const CdsCode& entity) const {
  const int64_t code = entity.Number();
  std::map<int64_t, StudentAt> students;
  for (const auto& [lea, shares] : leas_) {
    for (const Share& share : shares) {
      const Place place = PlaceOf(share);
      const auto is_entity = [&](int32_t number) {
        return number != kNowhere && codes_[number] == code;
      };
      if (!is_entity(place.school) && !is_entity(place.district) && !is_entity(place.county) &&
          !is_entity(place.state)) {
        continue;
      }
      const auto [found, added] = students.try_emplace(share.student, StudentAt{share, {}, lea});
      if (added) continue;
      const int32_t before = found->second.sum.school;
      found->second.sum.Add(share);
      if (found->second.sum.school != before) found->second.lea = lea;
    }
  }
  std::vector<StudentAt> listed;
  listed.reserve(students.size());
  for (auto& [id, student] : students) {
    student.standing = judge_(student.sum);
    listed.push_back(student);
  }
  return listed;
}

CountsByEntity Tally::Snapshot() const {
  CountsByEntity counts;
  for (size_t e = 0; e < counts_.size(); ++e) {
    if (counts_[e].IsEmpty()) continue;
    Counts& of_entity = counts.emplace(CodeOf(codes_[e]), counts_[e]).first->second;
    for (Counts::Count& count : of_entity.by_group) {
      const int64_t added =
          AddedUntested(count.to_be_tested, count.tested, untested_.minimum_tested_thousandths);
      count.denominator += added;
      count.point_tenths += kTenthsPerPoint * untested_.points * added;
    }
  }
  return counts;
}

}  // namespace sos::indicator::records
