#include "services/indicator/records/year_counts.h"

#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "common/status/macros.h"
#include "services/indicator/domain/records/absence.h"
#include "services/indicator/domain/records/share.h"
#include "services/indicator/domain/records/suspension.h"
#include "services/indicator/records/record_reader.h"

namespace sos::indicator {
namespace {

using records::LeaRecords;
using records::Share;

// LEAs whose shares may be worked out, or wait to be kept, at once; bounds memory.
constexpr size_t kLeasInFlightPerWorker = 4;

// One indicator's shares of all LEAs, with the rules that made them.
struct IndicatorShares {
  Indicator indicator;
  const records::Calculation* calculation;
  records::Membership membership;
  std::vector<std::vector<Share>> by_lea;

  std::vector<Share> Of(const LeaRecords& lea) const {
    if (std::holds_alternative<records::AbsenceRules>(calculation->method)) {
      return records::AbsenceShares(lea, calculation->enrollment, membership);
    }
    if (const auto* rules = std::get_if<records::SuspensionRules>(&calculation->method)) {
      return records::SuspensionShares(lea, calculation->enrollment, membership, *rules);
    }
    return {};
  }

  records::Standing Judge(const Share& share) const {
    if (const auto* rules = std::get_if<records::AbsenceRules>(&calculation->method)) {
      return records::StandingOf({.expected = share.expected,
                                  .attended = share.attended,
                                  .absent = share.days,
                                  .grade = share.grade},
                                 *rules);
    }
    return records::StandingOf(share.days, share.grade,
                               std::get<records::SuspensionRules>(calculation->method));
  }
};

// What an indicator is made of beside enrolments. Unspecified for cohorts, whose records are stored
// but not rolled up yet.
ingestion::v1::Collection CollectionOf(const records::Calculation& calculation) {
  if (std::holds_alternative<records::AbsenceRules>(calculation.method)) {
    return ingestion::v1::COLLECTION_ABSENCE_SUMMARY;
  }
  if (std::holds_alternative<records::SuspensionRules>(calculation.method)) {
    return ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT;
  }
  return ingestion::v1::COLLECTION_UNSPECIFIED;
}

// Collects the partitions of one LEA after the other and has their shares worked out.
class LeaByLea {
 public:
  LeaByLea(std::vector<IndicatorShares>& indicators, int year, size_t limit)
      : indicators_(indicators), year_(year), limit_(limit) {}

  absl::Status Add(const ingestion::v1::Partition& partition) {
    const std::optional<CdsCode> lea = CdsCode::Parse(partition.lea_cds());
    if (!lea) return absl::DataLossError("a partition without LEA");
    if (current_ != nullptr && current_->lea != *lea) Dispatch();
    if (current_ == nullptr) {
      current_ = std::make_unique<LeaRecords>(LeaRecords{.lea = *lea, .dashboard_year = year_});
    }
    return ReadRecords(partition, *current_);
  }

  void Finish() {
    if (current_ != nullptr) Dispatch();
    while (!in_flight_.empty()) KeepOldest();
  }

 private:
  using LeaShares = std::vector<std::vector<Share>>;

  void Dispatch() {
    if (in_flight_.size() >= limit_) KeepOldest();
    in_flight_.push_back(
        std::async(std::launch::async, [this, lea = std::shared_ptr(std::move(current_))] {
          LeaShares shares;
          for (const IndicatorShares& indicator : indicators_) shares.push_back(indicator.Of(*lea));
          return shares;
        }));
    current_ = nullptr;
  }

  void KeepOldest() {
    LeaShares shares = in_flight_.front().get();
    in_flight_.pop_front();
    for (size_t i = 0; i < indicators_.size(); ++i) {
      indicators_[i].by_lea.push_back(std::move(shares[i]));
    }
  }

  std::vector<IndicatorShares>& indicators_;
  const int year_;
  const size_t limit_;
  std::unique_ptr<LeaRecords> current_;
  std::deque<std::future<LeaShares>> in_flight_;
};

}  // namespace

std::vector<Indicator> CountableIndicators(const Rulebook& rules, const Collections& stored) {
  std::vector<Indicator> countable;
  if (!stored.contains(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT)) return countable;
  for (const IndicatorRules& indicator : rules.indicators) {
    if (indicator.calculation && stored.contains(CollectionOf(*indicator.calculation))) {
      countable.push_back(indicator.indicator);
    }
  }
  return countable;
}

absl::StatusOr<YearCounts> CountYear(MeasureSource& source, const Rulebook& rules,
                                     const std::vector<Indicator>& indicators, int year,
                                     const records::Schools& schools, int64_t revision,
                                     int worker_count, const rpc::CallContext& context) {
  std::vector<IndicatorShares> shares;
  for (const Indicator indicator : indicators) {
    const records::Calculation& calculation = *rules.Find(indicator)->calculation;
    shares.push_back({.indicator = indicator,
                      .calculation = &calculation,
                      .membership = records::Membership(calculation.groups)});
  }
  ingestion::v1::PartitionFilter filter;
  filter.add_dashboard_years(year);
  for (const auto collection : RecordCollections()) filter.add_collections(collection);
  for (const auto field : RecordFields()) filter.add_record_fields(field);
  LeaByLea leas(shares, year, kLeasInFlightPerWorker * std::max(1, worker_count));
  const absl::Status read =
      source.Visit(filter, revision, context,
                   [&](const ingestion::v1::StreamPartitionsResponse& message) -> absl::Status {
                     for (const ingestion::v1::Partition& partition : message.partitions()) {
                       SOS_RETURN_IF_ERROR(leas.Add(partition));
                     }
                     return absl::OkStatus();
                   });
  leas.Finish();
  SOS_RETURN_IF_ERROR(read);
  std::vector<std::future<records::Rollup>> rollups;
  rollups.reserve(shares.size());
  for (const IndicatorShares& indicator : shares) {
    rollups.push_back(std::async(std::launch::async, [&] {
      return records::RollUp(indicator.by_lea, schools,
                             [&](const Share& share) { return indicator.Judge(share); });
    }));
  }
  YearCounts counts;
  for (size_t i = 0; i < shares.size(); ++i) {
    counts[shares[i].indicator] = rollups[i].get();
  }
  return counts;
}

}  // namespace sos::indicator
