// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/year_counts.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "common/log/trace.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/domain/students/absence.h"
#include "services/indicator/domain/students/suspension.h"

namespace sos::indicator {
namespace {

using records::AbsenceRules;
using records::Calculation;
using records::CohortRules;
using records::LanguageProgressRules;
using records::Share;
using records::Standing;
using records::SuspensionRules;
using records::TestScoreRules;

// LEAs that are asked for at once. More would save calls, but hold more records in memory.
constexpr size_t kLeasPerRead = 8;

Standing StandingBy(const Calculation& calculation, const Share& share) {
  if (const auto* rules = std::get_if<AbsenceRules>(&calculation.method)) {
    return records::StandingOf({.expected = share.expected,
                                .attended = share.attended,
                                .absent = share.days,
                                .grade = share.grade},
                               *rules);
  }
  if (const auto* rules = std::get_if<SuspensionRules>(&calculation.method)) {
    return records::StandingOf(share.days, share.grade, *rules);
  }
  return share.in_cohort;
}

// Whom the counts add who were not tested; nobody without a test.
records::Untested UntestedOf(const Calculation& calculation) {
  if (const TestScoreRules* const rules = calculation.points(); rules != nullptr) {
    return {.minimum_tested_thousandths = rules->minimum_tested_thousandths,
            .points = rules->added_points,
            .ranges = records::RangesOf(*rules)};
  }
  const auto* const rules = std::get_if<LanguageProgressRules>(&calculation.method);
  return {.minimum_tested_thousandths = rules == nullptr ? 0 : rules->minimum_tested_thousandths};
}

}  // namespace

ingestion::v1::Collection CollectionOf(const Calculation& calculation) {
  if (std::holds_alternative<AbsenceRules>(calculation.method)) {
    return ingestion::v1::COLLECTION_ABSENCE_SUMMARY;
  }
  if (std::holds_alternative<SuspensionRules>(calculation.method)) {
    return ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT;
  }
  if (std::holds_alternative<LanguageProgressRules>(calculation.method)) {
    return ingestion::v1::COLLECTION_LANGUAGE_TEST;
  }
  if (calculation.points() != nullptr) return ingestion::v1::COLLECTION_ACADEMIC_TEST;
  return ingestion::v1::COLLECTION_COHORT_OUTCOME;
}

Collections Awaited(const Calculation& calculation, const Collections& stored) {
  Collections awaited = {CollectionOf(calculation)};
  // A cohort has its own records, but for schools that are judged by one year's students.
  // Scores say by themselves whose they are.
  const CohortRules* const cohort = calculation.cohort();
  const bool scores = std::holds_alternative<LanguageProgressRules>(calculation.method) ||
                      calculation.points() != nullptr;
  if (!scores && (cohort == nullptr || cohort->one_year)) {
    awaited.insert(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT);
  }
  for (const ingestion::v1::Collection collection : stored) awaited.erase(collection);
  return awaited;
}

void YearCounts::ChooseIndicators(const Collections& stored) {
  std::vector<Counted> chosen;
  for (const IndicatorRules& rules : rules_->indicators) {
    if (!rules.calculation || !Awaited(*rules.calculation, stored).empty()) continue;
    chosen.push_back({.indicator = rules.indicator, .calculation = &*rules.calculation});
  }
  const auto same = [](const Counted& a, const Counted& b) { return a.indicator == b.indicator; };
  if (std::equal(chosen.begin(), chosen.end(), counted_.begin(), counted_.end(), same)) return;
  counted_ = std::move(chosen);
  for (Counted& counted : counted_) {
    counted.tally = std::make_unique<records::Tally>(
        &directory_->schools(),
        [calculation = counted.calculation](const Share& share) {
          return StandingBy(*calculation, share);
        },
        UntestedOf(*counted.calculation));
  }
  bases_.clear();
  counts_.clear();
}

std::vector<records::StudentAt> YearCounts::StudentsAt(const CdsCode& entity,
                                                       Indicator indicator) const {
  for (const Counted& counted : counted_) {
    if (counted.indicator == indicator) return counted.tally->StudentsAt(entity);
  }
  return {};
}

int64_t YearCounts::share_count() const {
  int64_t count = 0;
  for (const Counted& counted : counted_) count += counted.tally->share_count();
  return count;
}

ShareTask YearCounts::Task(const Revision& revision) const {
  ShareTask task{.rules = rules_,
                 .school_year = school_year_,
                 .schools = &directory_->schools(),
                 .revision = revision};
  for (const Counted& counted : counted_) task.indicators.push_back(counted.indicator);
  return task;
}

std::map<std::string, YearCounts::Basis> YearCounts::BasesIn(
    const RecordInventory& inventory) const {
  std::map<std::string, Basis> bases;
  const YearStock* const stock = inventory.Find(school_year_);
  if (stock == nullptr || counted_.empty()) return bases;
  for (const auto& [lea, stored] : stock->by_lea) bases[lea][school_year_] = stored;
  const RecordScope scope = ScopeOf(Task(inventory.revision));
  // What counts of the years before.
  const auto add = [&](int year, absl::Span<const ingestion::v1::Collection> collections) {
    const YearStock* const earlier = inventory.Find(year);
    if (earlier == nullptr) return;
    for (auto& [lea, basis] : bases) {
      const auto stored = earlier->by_lea.find(lea);
      if (stored == earlier->by_lea.end()) continue;
      for (const ingestion::v1::Collection collection : collections) {
        const auto revision = stored->second.find(collection);
        if (revision != stored->second.end()) basis[year].insert(*revision);
      }
    }
  };
  for (int year = scope.first_year; year < school_year_; ++year) add(year, ProfileCollections());
  if (scope.first_test_year > 0) {
    for (int year = scope.first_test_year; year < school_year_; ++year) {
      add(year, {ingestion::v1::COLLECTION_ACADEMIC_TEST, ingestion::v1::COLLECTION_EXAMINATION});
    }
  }
  return bases;
}

absl::StatusOr<YearCounts::Shares> YearCounts::MakeShares(ShareMaker& maker,
                                                          const std::vector<std::string>& leas,
                                                          const Revision& revision,
                                                          const rpc::CallContext& context) const {
  const ShareTask task = Task(revision);
  const size_t reads = (leas.size() + kLeasPerRead - 1) / kLeasPerRead;
  const size_t workers = std::min<size_t>(std::max(1, worker_count_), reads);
  std::vector<Shares> by_worker(workers, Shares(counted_.size()));
  std::vector<absl::Status> statuses(workers);
  std::atomic<size_t> next = 0;
  {
    std::vector<std::jthread> threads;
    for (size_t w = 0; w < workers; ++w) {
      threads.emplace_back([&, w] {
        const log::ScopedTrace scope(context.trace(), context.request_id());
        for (size_t read = next++; read < reads && statuses[w].ok(); read = next++) {
          const size_t begin = read * kLeasPerRead;
          const size_t count = std::min(kLeasPerRead, leas.size() - begin);
          absl::StatusOr<Shares> made =
              maker.Make(task, absl::MakeConstSpan(leas).subspan(begin, count), context);
          statuses[w] = made.status();
          if (!made.ok()) break;
          for (size_t i = 0; i < made->size(); ++i) by_worker[w][i].merge((*made)[i]);
        }
      });
    }
  }
  for (const absl::Status& status : statuses) SOS_RETURN_IF_ERROR(status);
  Shares shares(counted_.size());
  for (Shares& part : by_worker) {
    for (size_t i = 0; i < part.size(); ++i) shares[i].merge(part[i]);
  }
  return shares;
}

void YearCounts::LeaveOutIncomplete(const YearStock& stock, const YearStock* before,
                                    Shares& shares) const {
  for (const auto& [code, stored] : stock.by_lea) {
    const Collections collections = CollectionsOf(stored);
    for (size_t i = 0; i < counted_.size(); ++i) {
      const Calculation& calculation = *counted_[i].calculation;
      // Few graduates of the fifth year are prepared: without them the rate would be no bound.
      const bool unbound =
          calculation.is_lower_bound() && calculation.cohort()->five_year_graduates_added &&
          !KnowsFifthYear(stored, before == nullptr ? nullptr : before->Find(code));
      if (!unbound && Awaited(calculation, collections).empty()) continue;
      const auto made = shares[i].find(*CdsCode::Parse(code));
      if (made != shares[i].end()) made->second.clear();
    }
  }
}

absl::Status YearCounts::Update(ShareMaker& maker, const RecordInventory& inventory,
                                const rpc::CallContext& context) {
  const YearStock* const stock = inventory.Find(school_year_);
  ChooseIndicators(stock == nullptr ? Collections() : stock->collections);
  std::map<std::string, Basis> bases = BasesIn(inventory);
  std::vector<std::string> changed;
  for (const auto& [lea, basis] : bases) {
    const auto known = bases_.find(lea);
    if (known == bases_.end() || known->second != basis) changed.push_back(lea);
  }
  SOS_ASSIGN_OR_RETURN(Shares shares, MakeShares(maker, changed, inventory.revision, context));
  if (stock != nullptr) LeaveOutIncomplete(*stock, inventory.Find(school_year_ - 1), shares);
  for (const auto& [lea, basis] : bases_) {
    if (bases.contains(lea)) continue;
    for (records::SharesByLea& gone : shares) gone[*CdsCode::Parse(lea)];
    changed.push_back(lea);
  }
  if (changed.empty()) return absl::OkStatus();
  for (size_t i = 0; i < counted_.size(); ++i) {
    counted_[i].tally->Replace(std::move(shares[i]), worker_count_);
    counts_[counted_[i].indicator] =
        std::make_shared<const records::CountsByEntity>(counted_[i].tally->Snapshot());
  }
  bases_ = std::move(bases);
  return absl::OkStatus();
}

}  // namespace sos::indicator
