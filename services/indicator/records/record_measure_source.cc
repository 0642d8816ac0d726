#include "services/indicator/records/record_measure_source.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/indicator/records/measure_partitions.h"
#include "services/indicator/records/record_reader.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Partition;
using ingestion::v1::PartitionFilter;
using ingestion::v1::StreamPartitionsResponse;

// Years whose counts are kept.
constexpr size_t kMaxYears = 4;

// Partitions of one message.
constexpr int kPartitionsPerMessage = 32;

constexpr Indicator kFromRecords[] = {Indicator::kChronicAbsenteeism, Indicator::kSuspension};

// Collection, year and LEA.
using PartitionKey = std::tuple<int, int, std::string>;

template <typename Range, typename Value>
bool Allows(const Range& wanted, const Value& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

int CollectionOf(Indicator indicator) { return static_cast<int>(indicator) + 1; }

bool WantsAny(const PartitionFilter& filter) {
  return std::any_of(std::begin(kFromRecords), std::end(kFromRecords), [&](Indicator indicator) {
    return Allows(filter.collections(), CollectionOf(indicator));
  });
}

bool Wants(const PartitionFilter& filter, const Partition& partition) {
  return Allows(filter.collections(), static_cast<int>(partition.collection())) &&
         Allows(filter.dashboard_years(), partition.dashboard_year()) &&
         Allows(filter.lea_cds(), partition.lea_cds()) &&
         Allows(filter.county_codes(), partition.lea_cds().substr(0, 2));
}

}  // namespace

absl::Status RecordMeasureSource::Visit(
    const PartitionFilter& filter, int64_t revision, const rpc::CallContext& context,
    absl::FunctionRef<absl::Status(StreamPartitionsResponse)> visit) {
  std::set<PartitionKey> published;
  SOS_RETURN_IF_ERROR(
      stored_->Visit(filter, revision, context, [&](StreamPartitionsResponse message) {
        for (const Partition& partition : message.partitions()) {
          published.emplace(partition.collection(), partition.dashboard_year(),
                            partition.lea_cds());
        }
        return visit(std::move(message));
      }));
  if (!WantsAny(filter)) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const Inventory inventory, TakeInventory(revision, context));
  StreamPartitionsResponse message;
  for (const auto& [year, stored] : inventory.records_by_year) {
    if (!Allows(filter.dashboard_years(), year)) continue;
    SOS_ASSIGN_OR_RETURN(const std::shared_ptr<const Year> counted,
                         CountedYear(year, inventory, revision, context));
    if (counted == nullptr) continue;
    for (const auto& [indicator, current] : counted->current) {
      const auto prior = counted->prior.find(indicator);
      for (Partition& partition : MeasurePartitions(
               indicator, year, current, prior == counted->prior.end() ? nullptr : &prior->second,
               counted->directory)) {
        if (!Wants(filter, partition) ||
            published.contains(
                {partition.collection(), partition.dashboard_year(), partition.lea_cds()})) {
          continue;
        }
        *message.add_partitions() = std::move(partition);
        if (message.partitions_size() < kPartitionsPerMessage) continue;
        SOS_RETURN_IF_ERROR(visit(std::move(message)));
        message.Clear();
      }
    }
  }
  return message.partitions().empty() ? absl::OkStatus() : visit(std::move(message));
}

absl::StatusOr<RecordMeasureSource::Inventory> RecordMeasureSource::TakeInventory(
    int64_t revision, const rpc::CallContext& context) {
  // Without names of columns, partitions of records come without contents.
  PartitionFilter filter;
  for (const auto collection : RecordCollections()) filter.add_collections(collection);
  Inventory inventory;
  SOS_RETURN_IF_ERROR(
      stored_->Visit(filter, revision, context, [&](const StreamPartitionsResponse& message) {
        for (const Partition& partition : message.partitions()) {
          Inventory::Stored& stored = inventory.records_by_year[partition.dashboard_year()];
          stored.collections.insert(partition.collection());
          absl::StrAppend(&stored.fingerprint, partition.name(), "@", partition.revision(), " ");
        }
        return absl::OkStatus();
      }));
  return inventory;
}

absl::StatusOr<std::shared_ptr<const RecordMeasureSource::Year>> RecordMeasureSource::CountedYear(
    int year, const Inventory& inventory, int64_t revision, const rpc::CallContext& context) {
  const LoadedRulebook* const rulebook = rulebooks_->Find(year);
  if (rulebook == nullptr) return nullptr;
  const auto countable = [&](int school_year) {
    const auto stored = inventory.records_by_year.find(school_year);
    return stored == inventory.records_by_year.end()
               ? std::vector<Indicator>()
               : CountableIndicators(rulebook->rules, stored->second.collections);
  };
  const std::vector<Indicator> indicators = countable(year);
  if (indicators.empty()) return nullptr;
  auto counted = std::make_shared<Year>();
  PartitionFilter directories;
  directories.add_collections(ingestion::v1::COLLECTION_ENTITY_DIRECTORY);
  std::string directory_fingerprint;
  SOS_RETURN_IF_ERROR(
      stored_->Visit(directories, revision, context, [&](const StreamPartitionsResponse& message) {
        for (const Partition& partition : message.partitions()) {
          counted->directory.Add(partition);
          absl::StrAppend(&directory_fingerprint, partition.name(), "@", partition.revision(), " ");
        }
        return absl::OkStatus();
      }));
  counted->directory.Finish();
  const auto fingerprint_of = [&](int school_year) {
    const auto stored = inventory.records_by_year.find(school_year);
    return stored == inventory.records_by_year.end() ? std::string() : stored->second.fingerprint;
  };
  counted->fingerprint = absl::StrCat(year, ": ", fingerprint_of(year), "; ",
                                      fingerprint_of(year - 1), "; ", directory_fingerprint);
  // One call counts, others for the same wait and share its work.
  absl::MutexLock lock(&mutex_);
  for (const std::shared_ptr<const Year>& known : years_) {
    if (known->fingerprint == counted->fingerprint) return known;
  }
  SOS_ASSIGN_OR_RETURN(counted->current,
                       CountYear(*stored_, rulebook->rules, indicators, year,
                                 counted->directory.schools(), revision, worker_count_, context));
  SOS_ASSIGN_OR_RETURN(counted->prior,
                       CountYear(*stored_, rulebook->rules, countable(year - 1), year - 1,
                                 counted->directory.schools(), revision, worker_count_, context));
  years_.push_front(counted);
  if (years_.size() > kMaxYears) years_.pop_back();
  return counted;
}

}  // namespace sos::indicator
