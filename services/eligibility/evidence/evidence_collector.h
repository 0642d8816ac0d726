// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_EVIDENCE_COLLECTOR_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_EVIDENCE_COLLECTOR_H_

#include <string>

#include "absl/types/span.h"
#include "services/eligibility/evidence/coverage.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/indicator/v1/result.pb.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::eligibility {

// The lists of local indicators.
struct LocalCollection {
  ingestion::v1::Collection collection;
  int priority;
};
absl::Span<const LocalCollection> LocalCollections();

// Turns what the two services send into histories of entities.
class EvidenceCollector {
 public:
  // `query` must outlive the collector.
  EvidenceCollector(const EvidenceQuery& query, const ingestion::v1::Snapshot& snapshot)
      : query_(query), coverage_(snapshot) {}

  void AddResults(const indicator::v1::ResultBlock& block);
  // Notes the charter schools that a list knows as such. Lists that do not say so add only to what
  // is known of one already, so that all are asked before any is added.
  void AddCharterSchools(const ingestion::v1::Partition& partition);
  void AddPartition(const ingestion::v1::Partition& partition);

  // Turns what no file said into "not there" where a file covers the entity, and hands out the
  // evidence.
  Evidence Finish();

 private:
  bool IsWanted(const education::v1::Entity& entity, const CdsCode& cds) const;
  EntityHistory* HistoryOf(const education::v1::Entity& entity);
  // The entity's year; null for entities that are not meant.
  EntityYear* Touch(const education::v1::Entity& entity, int year);

  void AddAssistance(const ingestion::v1::AssistanceRecord& record, int year, bool charters);
  void AddReds(const ingestion::v1::LowestPerformance& entry, int year);
  void AddColors(const ingestion::v1::ColorBlock& block, int year);
  void AddSupport(const ingestion::v1::SchoolSupportRecord& record, int year);
  void AddMultiplier(const ingestion::v1::EquityMultiplierRecord& record, int year);
  void AddEnrollment(const ingestion::v1::RecordBlock& block, int year);

  static void ShareProgress(EntityYear& entity_year);
  void FillGaps(const EntityHistory& history, int year, EntityYear& entity_year) const;
  void FillLists(const EntityHistory& history, int year, EntityYear& entity_year) const;

  const EvidenceQuery& query_;
  const Coverage coverage_;
  Evidence evidence_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_EVIDENCE_COLLECTOR_H_
