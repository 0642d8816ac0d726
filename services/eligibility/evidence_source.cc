#include "services/eligibility/evidence_source.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/eligibility/coverage.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::Collection;

constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

constexpr struct {
  Collection collection;
  int priority;
} kLocalCollections[] = {{ingestion::v1::COLLECTION_LOCAL_PRIORITY_1, 1},
                         {ingestion::v1::COLLECTION_LOCAL_PRIORITY_2, 2},
                         {ingestion::v1::COLLECTION_LOCAL_PRIORITY_3, 3},
                         {ingestion::v1::COLLECTION_LOCAL_PRIORITY_6, 6},
                         {ingestion::v1::COLLECTION_LOCAL_PRIORITY_7, 7},
                         {ingestion::v1::COLLECTION_LOCAL_PRIORITY_9, 9},
                         {ingestion::v1::COLLECTION_LOCAL_PRIORITY_10, 10}};

std::optional<CdsCode> CodeOf(const education::v1::Entity& entity) {
  return CdsCode::Parse(absl::StripPrefix(entity.name(), "entities/"));
}

std::optional<Tenths> FromColumn(int32_t tenths) {
  return tenths == kNoTenths ? std::nullopt : std::optional<Tenths>(Tenths{tenths});
}

// Collects what the two services send into histories.
class Collector {
 public:
  Collector(const EvidenceQuery& query, const ingestion::v1::Snapshot& snapshot)
      : query_(query), coverage_(snapshot) {}

  void AddResults(const indicator::v1::ResultBlock& block) {
    const auto indicator = static_cast<size_t>(block.indicator() - 1);
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      LeaYear* year = Touch(block.entities(block.entity_indexes(i)), block.dashboard_year());
      if (year == nullptr) continue;
      Performance& performance =
          EvidenceIn(*year, static_cast<StudentGroup>(block.student_groups(i) - 1))[indicator];
      performance = {.origin = Origin::kResult,
                     .status = FromColumn(block.status_tenths(i)),
                     .change = FromColumn(block.change_tenths(i)),
                     .student_count = block.current_denominators(i)};
      if (block.undetermined_reasons().contains(i)) {
        performance.undetermined = true;
      } else {
        performance.colors = Bit(block.colors(i) - 1);
        performance.status_levels = Bit(block.current_size_met(i) ? block.status_levels(i) : 0);
      }
    }
  }

  void AddPartition(const ingestion::v1::Partition& partition) {
    const int year = partition.dashboard_year();
    for (const auto& rating : partition.local_ratings().ratings()) {
      if (LeaYear* lea_year = Touch(rating.entity(), year); lea_year != nullptr) {
        lea_year->local_ratings[rating.priority()] =
            static_cast<LocalRating>(rating.performance() - 1);
      }
    }
    for (const auto& record : partition.assistance().records()) AddAssistance(record, year);
    for (const auto& entry : partition.lowest_performance().entries()) AddReds(entry, year);
    if (partition.collection() == ingestion::v1::COLLECTION_LATE_CERTIFICATION) {
      for (const auto& entity : partition.entities().entities()) {
        if (LeaYear* lea_year = Touch(entity, year); lea_year != nullptr) {
          lea_year->late_certification = Outcome::kMet;
        }
      }
    }
  }

  // Turns what no file said into "not there" where a file covers the LEA, and hands out the
  // evidence.
  Evidence Finish() {
    for (auto& [cds, history] : evidence_.histories) {
      for (const int year : query_.years) FillGaps(cds, year, history.years[year]);
    }
    return std::move(evidence_);
  }

 private:
  // The LEA's year; null for entities that are no LEA here or were not asked for.
  LeaYear* Touch(const education::v1::Entity& entity, int year) {
    const std::optional<CdsCode> cds = CodeOf(entity);
    if (!cds || !cds->IsLea()) return nullptr;
    if (!query_.county_code.empty() && cds->county() != query_.county_code) return nullptr;
    LeaHistory& history = evidence_.histories[*cds];
    history.cds = *cds;
    evidence_.entities.emplace(*cds, entity);
    if (year == query_.dashboard_year) evidence_.leas_of_year.insert(*cds);
    return &history.years[year];
  }

  static GroupEvidence& EvidenceIn(LeaYear& year, StudentGroup group) { return year.groups[group]; }

  void AddAssistance(const ingestion::v1::AssistanceRecord& record, int year) {
    LeaYear* lea_year = Touch(record.entity(), year);
    if (lea_year == nullptr) return;
    PublishedYear published;
    for (const auto& letter : record.group_letters()) {
      published.letters[static_cast<StudentGroup>(letter.student_group() - 1)] = letter.letter()[0];
    }
    for (const auto& status : record.statuses()) {
      if (status.dashboard_year() == year) published.status = status.status();
    }
    lea_year->published = std::move(published);
  }

  void AddReds(const ingestion::v1::LowestPerformance& entry, int year) {
    LeaYear* lea_year = Touch(entry.entity(), year);
    if (lea_year == nullptr) return;
    GroupEvidence& evidence =
        EvidenceIn(*lea_year, static_cast<StudentGroup>(entry.student_group() - 1));
    for (const int indicator : entry.indicators()) {
      Performance& performance = evidence[indicator - 1];
      if (performance.origin == Origin::kResult) continue;
      performance = {.origin = Origin::kRedList,
                     .colors = Bit(static_cast<int>(Color::kRed)),
                     .status_levels = Bit(1)};
    }
  }

  // What holds for an indicator about which no row says anything.
  Performance Unsaid(const CdsCode& cds, int year, int indicator) const {
    if (coverage_.Covers(static_cast<Collection>(indicator + 1), year, cds)) {
      return {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
    }
    if (coverage_.Covers(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS, year, cds)) {
      return {.origin = Origin::kRedList,
              .colors = static_cast<Mask>(kAllValues & ~Bit(static_cast<int>(Color::kRed))),
              .status_levels = static_cast<Mask>(kAllValues & ~Bit(1))};
    }
    return {};
  }

  void FillGaps(const CdsCode& cds, int year, LeaYear& lea_year) const {
    for (int indicator = 0; indicator < kIndicatorCount; ++indicator) {
      const Performance unsaid = Unsaid(cds, year, indicator);
      lea_year.default_evidence[indicator] = unsaid;
      for (auto& [group, evidence] : lea_year.groups) {
        if (evidence[indicator].origin == Origin::kMissing) evidence[indicator] = unsaid;
      }
    }
    for (const auto& local : kLocalCollections) {
      lea_year.local_covered[local.priority] = coverage_.Covers(local.collection, year, cds);
    }
    if (!lea_year.published &&
        coverage_.Covers(ingestion::v1::COLLECTION_LCFF_ASSISTANCE, year, cds)) {
      lea_year.published = PublishedYear();
    }
    if (lea_year.late_certification == Outcome::kInsufficientData &&
        coverage_.Has(ingestion::v1::COLLECTION_LATE_CERTIFICATION, year)) {
      lea_year.late_certification = Outcome::kNotMet;
    }
  }

  const EvidenceQuery& query_;
  const Coverage coverage_;
  Evidence evidence_;
};

}  // namespace

absl::StatusOr<Evidence> GrpcEvidenceSource::Load(const EvidenceQuery& query,
                                                  const rpc::CallContext& context) {
  ingestion::v1::GetSnapshotRequest snapshot_request;
  snapshot_request.set_revision(query.revision);
  ingestion::v1::Snapshot snapshot;
  {
    const auto client_context = context.NewClientContext();
    SOS_RETURN_IF_ERROR(
        errors::FromUpstream(rpc::FromGrpcStatus(ingestion_->GetSnapshot(
                                 client_context.get(), snapshot_request, &snapshot)),
                             "ingestion", query.revision));
  }
  Collector collector(query, snapshot);

  indicator::v1::StreamResultsRequest results_request;
  results_request.set_revision(query.revision);
  indicator::v1::ResultFilter& filter = *results_request.mutable_filter();
  ingestion::v1::StreamPartitionsRequest lists_request;
  lists_request.set_revision(query.revision);
  ingestion::v1::PartitionFilter& lists = *lists_request.mutable_filter();
  for (const int year : query.years) {
    filter.add_dashboard_years(year);
    lists.add_dashboard_years(year);
  }
  for (const CdsCode& lea : query.leas) {
    filter.add_entities(absl::StrCat("entities/", lea.text()));
    lists.add_lea_cds(lea.ToString());
  }
  if (!query.county_code.empty()) {
    filter.add_county_codes(query.county_code);
    lists.add_county_codes(query.county_code);
  }
  filter.set_lea_rows_only(true);
  for (const auto& local : kLocalCollections) lists.add_collections(local.collection);
  for (const Collection collection : {ingestion::v1::COLLECTION_LCFF_ASSISTANCE,
                                      ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS,
                                      ingestion::v1::COLLECTION_LATE_CERTIFICATION}) {
    lists.add_collections(collection);
  }
  {
    const auto client_context = context.NewClientContext();
    const auto reader = indicator_->StreamResults(client_context.get(), results_request);
    indicator::v1::StreamResultsResponse response;
    while (reader->Read(&response)) {
      for (const auto& block : response.blocks()) collector.AddResults(block);
    }
    SOS_RETURN_IF_ERROR(
        errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "indicator", query.revision));
  }
  const auto client_context = context.NewClientContext();
  const auto reader = ingestion_->StreamPartitions(client_context.get(), lists_request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) collector.AddPartition(partition);
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "ingestion", query.revision));
  return collector.Finish();
}

}  // namespace sos::eligibility
