// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/record_measure_source.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/errors.h"
#include "services/indicator/students/measure_partitions.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Partition;
using ingestion::v1::PartitionFilter;
using ingestion::v1::StreamPartitionsResponse;

// Students' shares of other years that stay in memory when a year is counted, some 40 bytes each.
// A state's year has 24 million, so that it makes way; many years of a county stay.
constexpr int64_t kMaxOtherShares = 4'000'000;
// Revisions of which is known what they hold.
constexpr size_t kMaxStocks = 8;

// Partitions of one message.
constexpr int kPartitionsPerMessage = 32;

template <typename Range, typename Value>
bool Allows(const Range& wanted, const Value& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

// True if a filter asks for an indicator that the year's rules make from records.
bool WantsAny(const PartitionFilter& filter, const Rulebook& rules) {
  return std::any_of(rules.indicators.begin(), rules.indicators.end(),
                     [&](const IndicatorRules& indicator) {
                       return indicator.calculation &&
                              Allows(filter.collections(), MeasuresOf(indicator.indicator));
                     });
}

// The LEAs of which a year has all that an indicator is made of.
std::set<CdsCode> CompleteLeas(const records::Calculation& calculation, const YearStock& year) {
  std::set<CdsCode> leas;
  for (const auto& [lea, stock] : year.by_lea) {
    const std::optional<CdsCode> cds = CdsCode::Parse(lea);
    if (cds && Awaited(calculation, CollectionsOf(stock)).empty()) leas.insert(*cds);
  }
  return leas;
}

// The LEAs of which there is no more to come for an indicator: those that are complete, and of a
// cohort also those that sent other records and whose schools had no counts the year before: they
// have no high school. What their students are counted for elsewhere is theirs alone. `prior` may
// be null.
std::set<CdsCode> SettledLeas(const records::Calculation& calculation, const YearStock& year,
                              const records::CountsByEntity* prior) {
  std::set<CdsCode> leas = CompleteLeas(calculation, year);
  if (calculation.cohort() == nullptr) return leas;
  std::set<CdsCode> had;
  if (prior != nullptr) {
    for (const auto& [cds, counts] : *prior) {
      if (cds.IsSchool()) had.insert(cds.Lea());
    }
  }
  for (const auto& [lea, stock] : year.by_lea) {
    const std::optional<CdsCode> cds = CdsCode::Parse(lea);
    if (cds && !had.contains(*cds)) leas.insert(*cds);
  }
  return leas;
}

// Counties and the state that are made of other LEAs last year than this year: what is there of
// last year cannot be compared with this year.
std::set<CdsCode> OfOtherLeas(const records::Calculation& calculation, const YearStock& now,
                              const YearStock& before) {
  const std::set<CdsCode> leas_now = CompleteLeas(calculation, now);
  const std::set<CdsCode> leas_before = CompleteLeas(calculation, before);
  std::vector<CdsCode> differing;
  std::set_symmetric_difference(leas_now.begin(), leas_now.end(), leas_before.begin(),
                                leas_before.end(), std::back_inserter(differing));
  std::set<CdsCode> others;
  for (const CdsCode& lea : differing) {
    others.insert(lea.County());
    others.insert(CdsCode());
  }
  return others;
}

// Takes such counties and the state out of last year's counts.
void DropIncomparable(const Rulebook& rules, const YearStock& now, const YearStock& before,
                      YearCounts::Counts& prior) {
  for (auto& [indicator, counts] : prior) {
    const std::set<CdsCode> others = OfOtherLeas(*rules.Find(indicator)->calculation, now, before);
    if (others.empty()) continue;
    records::CountsByEntity comparable = *counts;
    for (const CdsCode& cds : others) comparable.erase(cds);
    counts = std::make_shared<const records::CountsByEntity>(std::move(comparable));
  }
}

// LEAs of whose fifth-year graduates nothing is known, where the rate counts them: it is no rate
// that another year's could be compared with.
std::set<CdsCode> WithoutFifthYear(const records::Calculation& calculation,
                                   const RecordInventory& inventory, int year) {
  const auto* const cohort = std::get_if<records::CohortRules>(&calculation.method);
  const YearStock* const stock = inventory.Find(year);
  std::set<CdsCode> leas;
  if (cohort == nullptr || !cohort->five_year_graduates_added || stock == nullptr) return leas;
  const YearStock* const before = inventory.Find(year - 1);
  for (const CdsCode& lea : CompleteLeas(calculation, *stock)) {
    const std::string code = lea.ToString();
    if (!KnowsFifthYear(*stock->Find(code), before == nullptr ? nullptr : before->Find(code))) {
      leas.insert(lea);
    }
  }
  return leas;
}

// Takes LEAs and what is above them out of last year's counts.
void DropLeas(const std::set<CdsCode>& leas,
              std::shared_ptr<const records::CountsByEntity>& counts) {
  if (leas.empty() || counts == nullptr) return;
  std::set<CdsCode> counties;
  for (const CdsCode& lea : leas) counties.insert(lea.County());
  records::CountsByEntity kept = *counts;
  std::erase_if(kept, [&](const auto& entry) {
    const CdsCode& cds = entry.first;
    return cds.IsState() || (cds.IsCounty() ? counties.contains(cds) : leas.contains(cds.Lea()));
  });
  counts = std::make_shared<const records::CountsByEntity>(std::move(kept));
}

// The state and counties.
bool IsAbove(const CdsCode& cds) { return cds.IsState() || cds.IsCounty(); }
bool AnyEntity(int, const CdsCode&) { return true; }

// Whether the filter can mean the state or a county.
bool MayConcernAbove(const PartitionFilter& filter) {
  return filter.lea_cds().empty() ||
         std::any_of(filter.lea_cds().begin(), filter.lea_cds().end(), [](const std::string& lea) {
           const std::optional<CdsCode> cds = CdsCode::Parse(lea);
           return !cds || IsAbove(*cds);
         });
}

// Passes partitions on, some in a message.
class Sender {
 public:
  explicit Sender(absl::FunctionRef<absl::Status(StreamPartitionsResponse)> visit)
      : visit_(visit) {}

  absl::Status Send(Partition partition) {
    *message_.add_partitions() = std::move(partition);
    return message_.partitions_size() < kPartitionsPerMessage ? absl::OkStatus() : Flush();
  }
  absl::Status Flush() {
    if (message_.partitions().empty()) return absl::OkStatus();
    StreamPartitionsResponse message;
    message.Swap(&message_);
    return visit_(std::move(message));
  }

 private:
  absl::FunctionRef<absl::Status(StreamPartitionsResponse)> visit_;
  StreamPartitionsResponse message_;
};

}  // namespace

absl::Status RecordMeasureSource::Visit(
    const PartitionFilter& filter, const Revision& revision, const rpc::CallContext& context,
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
  if (!IsPublicView(revision)) {
    return SendMeasures(filter, revision, context, published, AnyEntity, visit);
  }
  // An LEA is counted as it is for itself, with the students whom other LEAs' records have of it;
  // what is above is made of the LEAs that are in the view.
  SOS_ASSIGN_OR_RETURN(const auto seen, Inventory(revision, context));
  const auto is_seen = [&seen](int year, const CdsCode& cds) {
    const YearStock* const stock = seen->Find(year);
    return !IsAbove(cds) && stock != nullptr && stock->Find(cds.Lea().ToString()) != nullptr;
  };
  SOS_RETURN_IF_ERROR(
      SendMeasures(filter, WithoutView(revision), context, published, is_seen, visit));
  const auto above = [](int, const CdsCode& cds) { return IsAbove(cds); };
  return MayConcernAbove(filter) ? SendMeasures(filter, revision, context, published, above, visit)
                                 : absl::OkStatus();
}

absl::Status RecordMeasureSource::SendMeasures(
    const PartitionFilter& filter, const Revision& revision, const rpc::CallContext& context,
    const std::set<PartitionKey>& published,
    absl::FunctionRef<bool(int dashboard_year, const CdsCode& lea)> is_wanted,
    absl::FunctionRef<absl::Status(StreamPartitionsResponse)> visit) {
  SOS_ASSIGN_OR_RETURN(const auto inventory, Inventory(revision, context));
  Sender sender(visit);
  for (const auto& [year, stock] : inventory->years) {
    const LoadedRulebook* const rulebook = rulebooks_->Find(year);
    if (!Allows(filter.dashboard_years(), year) || rulebook == nullptr ||
        !WantsAny(filter, rulebook->rules)) {
      continue;
    }
    SOS_ASSIGN_OR_RETURN(YearMeasures measures, Measures(year, revision, context));
    if (const YearStock* const before = inventory->Find(year - 1); before != nullptr) {
      DropIncomparable(rulebook->rules, stock, *before, measures.prior);
    }
    DropWithoutFifthYear(rulebook->rules, *inventory, year - 1, measures);
    SOS_RETURN_IF_ERROR(
        AddPublishedPriors(filter, rulebook->rules, stock, revision, context, measures));
    DropWithoutFifthYear(rulebook->rules, *inventory, year, measures);
    for (const auto& [indicator, current] : measures.current) {
      const int collection = MeasuresOf(indicator);
      if (!Allows(filter.collections(), collection)) continue;
      const IndicatorRules& rules = *rulebook->rules.Find(indicator);
      const auto wanted = [&, year = year](const CdsCode& lea) {
        return is_wanted(year, lea) && Allows(filter.lea_cds(), lea.ToString()) &&
               Allows(filter.counties(), lea.text().substr(0, 2)) &&
               !published.contains({collection, year, lea.ToString()});
      };
      const auto prior = measures.prior.find(indicator);
      for (Partition& partition : MeasurePartitions(
               rules, year, *current, prior == measures.prior.end() ? nullptr : prior->second.get(),
               SettledLeas(*rules.calculation, stock,
                           prior == measures.prior.end() ? nullptr : prior->second.get()),
               *measures.directory, wanted)) {
        SOS_RETURN_IF_ERROR(sender.Send(std::move(partition)));
      }
    }
  }
  return sender.Flush();
}

absl::StatusOr<std::shared_ptr<const RecordInventory>> RecordMeasureSource::Inventory(
    const Revision& revision, const rpc::CallContext& context) {
  absl::MutexLock lock(&mutex_);
  SOS_ASSIGN_OR_RETURN(Stock stock, TakeStock(revision, context));
  return stock.inventory;
}

absl::StatusOr<std::shared_ptr<const SchoolDirectory>> RecordMeasureSource::Directory(
    const Revision& revision, const rpc::CallContext& context) {
  absl::MutexLock lock(&mutex_);
  SOS_ASSIGN_OR_RETURN(const Stock stock, TakeStock(revision, context));
  return stock.directory;
}

absl::StatusOr<bool> RecordMeasureSource::HasSchools(const Revision& revision,
                                                     const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto directory, Directory(revision, context));
  return directory != nullptr && directory->schools().size() > 0;
}

absl::StatusOr<RecordMeasureSource::Stock> RecordMeasureSource::TakeStock(
    const Revision& revision, const rpc::CallContext& context) {
  for (const Stock& stock : stocks_) {
    if (stock.inventory->revision == revision) return stock;
  }
  Stock stock;
  SOS_ASSIGN_OR_RETURN(RecordInventory inventory, TakeInventory(*stored_, revision, context));
  stock.inventory = std::make_shared<const RecordInventory>(std::move(inventory));
  if (!stock.inventory->years.empty()) {
    SOS_ASSIGN_OR_RETURN(SchoolDirectory directory,
                         SchoolDirectory::Read(*stored_, revision, context));
    // A directory that is what it was is the same object: what rests on it can stay.
    for (const Stock& known : stocks_) {
      if (known.directory != nullptr && known.directory->revisions() == directory.revisions()) {
        stock.directory = known.directory;
      }
    }
    if (stock.directory == nullptr) {
      stock.directory = std::make_shared<const SchoolDirectory>(std::move(directory));
    }
  }
  stocks_.push_front(stock);
  if (stocks_.size() > kMaxStocks) stocks_.pop_back();
  return stock;
}

absl::StatusOr<RecordMeasureSource::CountedYear*> RecordMeasureSource::Counted(
    int dashboard_year, const Revision& revision, const rpc::CallContext& context) {
  const LoadedRulebook* const rulebook = rulebooks_->Find(dashboard_year);
  if (rulebook == nullptr) return nullptr;
  SOS_ASSIGN_OR_RETURN(const Stock stock, TakeStock(revision, context));
  if (stock.inventory->years.empty()) return nullptr;
  auto counted = std::find_if(years_.begin(), years_.end(), [&](const CountedYear& known) {
    return known.dashboard_year == dashboard_year && known.directory == stock.directory &&
           known.view == ViewOf(revision);
  });
  if (counted == years_.end()) {
    MakeRoom();
    years_.push_front(
        {.dashboard_year = dashboard_year,
         .view = ViewOf(revision),
         .directory = stock.directory,
         .current = YearCounts(&rulebook->rules, dashboard_year, stock.directory, worker_count_),
         .prior =
             YearCounts(&rulebook->rules, dashboard_year - 1, stock.directory, worker_count_)});
    counted = years_.begin();
  }
  years_.splice(years_.begin(), years_, counted);
  SOS_RETURN_IF_ERROR(counted->current.Update(*shares_, *stock.inventory, context));
  SOS_RETURN_IF_ERROR(counted->prior.Update(*shares_, *stock.inventory, context));
  return &*counted;
}

absl::StatusOr<RecordMeasureSource::YearMeasures> RecordMeasureSource::Measures(
    int dashboard_year, const Revision& revision, const rpc::CallContext& context) {
  // One call counts, others for the same wait and share its work.
  absl::MutexLock lock(&mutex_);
  SOS_ASSIGN_OR_RETURN(const CountedYear* const counted,
                       Counted(dashboard_year, revision, context));
  if (counted == nullptr) return YearMeasures();
  return YearMeasures{.directory = counted->directory,
                      .current = counted->current.counts(),
                      .prior = counted->prior.counts()};
}

absl::StatusOr<CountedEntity> RecordMeasureSource::StudentsAt(const CdsCode& entity,
                                                              int dashboard_year,
                                                              Indicator indicator,
                                                              const Revision& revision,
                                                              const rpc::CallContext& context) {
  absl::MutexLock lock(&mutex_);
  SOS_ASSIGN_OR_RETURN(const CountedYear* const counted,
                       Counted(dashboard_year, WithoutView(revision), context));
  CountedEntity result;
  if (counted != nullptr) {
    result = {.students = counted->current.StudentsAt(entity, indicator),
              .directory = counted->directory};
  }
  if (!result.students.empty()) return result;
  return errors::ResultNotFound(
      ResultName(EntityName(entity), dashboard_year, indicator, StudentGroup::kAll));
}

void RecordMeasureSource::MakeRoom() {
  int64_t held = 0;
  for (const CountedYear& year : years_)
    held += year.current.share_count() + year.prior.share_count();
  for (; held > kMaxOtherShares; years_.pop_back()) {
    held -= years_.back().current.share_count() + years_.back().prior.share_count();
  }
}

void RecordMeasureSource::DropWithoutFifthYear(const Rulebook& rules,
                                               const RecordInventory& inventory, int year,
                                               YearMeasures& measures) {
  for (auto& [indicator, prior] : measures.prior) {
    DropLeas(WithoutFifthYear(*rules.Find(indicator)->calculation, inventory, year), prior);
  }
}

absl::Status RecordMeasureSource::AddPublishedPriors(const PartitionFilter& filter,
                                                     const Rulebook& rules, const YearStock& stock,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context,
                                                     YearMeasures& measures) {
  PartitionFilter published;
  *published.mutable_lea_cds() = filter.lea_cds();
  *published.mutable_counties() = filter.counties();
  published.add_dashboard_years(rules.dashboard_year - 1);
  for (const auto& [indicator, current] : measures.current) {
    const records::TestScoreRules* const scores = rules.Find(indicator)->calculation->points();
    if (scores != nullptr && scores->published_prior_differs) continue;
    published.add_collections(MeasuresOf(indicator));
  }
  if (published.collections().empty()) return absl::OkStatus();
  std::map<int, records::CountsByEntity> counts;
  SOS_RETURN_IF_ERROR(
      stored_->Visit(published, revision, context, [&](const StreamPartitionsResponse& message) {
        for (const Partition& partition : message.partitions()) {
          const auto collection = static_cast<ingestion::v1::Collection>(partition.collection());
          AddPublishedCounts(partition, *rules.Find(*IndicatorOf(collection)), counts[collection]);
        }
        return absl::OkStatus();
      }));
  for (auto& [collection, of_indicator] : counts) {
    const Indicator indicator = *IndicatorOf(static_cast<ingestion::v1::Collection>(collection));
    auto& prior = measures.prior[indicator];
    // The published counts of the state are those of all LEAs: some of them do not compare with it.
    if (!IsWholeState(SettledLeas(*rules.Find(indicator)->calculation, stock, &of_indicator),
                      *measures.directory)) {
      of_indicator.erase(CdsCode());
    }
    // Of an entity that the state published, records of the same year say nothing.
    if (prior != nullptr) of_indicator.insert(prior->begin(), prior->end());
    prior = std::make_shared<const records::CountsByEntity>(std::move(of_indicator));
  }
  return absl::OkStatus();
}

}  // namespace sos::indicator
