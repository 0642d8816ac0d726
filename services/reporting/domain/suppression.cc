#include "services/reporting/domain/suppression.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace sos::reporting {
namespace {

// A group and the groups that divide it without overlap.
struct Division {
  StudentGroup parent;
  std::vector<StudentGroup> parts;
};

const std::vector<Division>& Divisions() {
  static const auto* const kDivisions = new std::vector<Division>{
      {StudentGroup::kAll,
       {StudentGroup::kAfricanAmerican, StudentGroup::kAmericanIndian, StudentGroup::kAsian,
        StudentGroup::kFilipino, StudentGroup::kHispanic, StudentGroup::kPacificIslander,
        StudentGroup::kWhite, StudentGroup::kTwoOrMoreRaces}},
      {StudentGroup::kEnglishLearners,
       {StudentGroup::kEnglishLearnersOnly, StudentGroup::kReclassifiedOnly}},
      {StudentGroup::kAll, {StudentGroup::kSmarterBalanced, StudentGroup::kAlternateAssessment}},
  };
  return *kDivisions;
}

// Masks the smallest shown parts until the masked ones cannot be worked out. True if any was.
bool Protect(const Division& division, const std::map<StudentGroup, int64_t>& counts,
             std::set<StudentGroup>& masked) {
  if (!counts.contains(division.parent) || masked.contains(division.parent)) return false;
  int64_t hidden = 0;
  int hidden_parts = 0;
  std::vector<StudentGroup> shown;
  for (const StudentGroup part : division.parts) {
    const auto count = counts.find(part);
    if (count == counts.end()) continue;
    if (masked.contains(part)) {
      hidden += count->second;
      ++hidden_parts;
    } else {
      shown.push_back(part);
    }
  }
  if (hidden_parts == 0) return false;
  std::stable_sort(shown.begin(), shown.end(), [&counts](StudentGroup a, StudentGroup b) {
    return counts.at(a) < counts.at(b);
  });
  bool changed = false;
  for (const StudentGroup part : shown) {
    if (hidden_parts >= 2 && hidden >= kMinimumShown) break;
    masked.insert(part);
    hidden += counts.at(part);
    ++hidden_parts;
    changed = true;
  }
  return changed;
}

}  // namespace

std::set<StudentGroup> MaskedGroups(const std::map<StudentGroup, int64_t>& counts) {
  std::set<StudentGroup> masked;
  for (const auto& [group, count] : counts) {
    if (count < kMinimumShown) masked.insert(group);
  }
  if (masked.contains(StudentGroup::kAll)) {
    for (const auto& [group, count] : counts) masked.insert(group);
    return masked;
  }
  // A part of one division may be the parent of another.
  bool changed = true;
  while (changed) {
    changed = false;
    for (const Division& division : Divisions()) changed |= Protect(division, counts, masked);
  }
  return masked;
}

}  // namespace sos::reporting
