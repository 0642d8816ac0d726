// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/determinations.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"

namespace sos::suite {

using eligibility::v1::Determination;

const Determination* Determinations::Find(absl::string_view cds) const {
  const auto found = by_cds.find(std::string(cds));
  return found == by_cds.end() ? nullptr : &found->second;
}

absl::StatusOr<Determinations> ReadDeterminations(const Stubs& stubs,
                                                  const DeterminationsQuery& query) {
  eligibility::v1::StreamDeterminationsRequest request;
  request.mutable_filter()->set_program(query.program);
  request.mutable_filter()->set_dashboard_year(query.year);
  SetRevision(query.revision, request);
  request.mutable_filter()->set_letter_basis(query.published_letters
                                                 ? eligibility::v1::LETTER_BASIS_PUBLISHED
                                                 : eligibility::v1::LETTER_BASIS_RESULTS);
  grpc::ClientContext context;
  const auto reader = stubs.eligibility->StreamDeterminations(&context, request);
  Determinations determinations;
  eligibility::v1::StreamDeterminationsResponse response;
  while (reader->Read(&response)) {
    for (Determination& determination : *response.mutable_determinations()) {
      std::string cds(CdsOf(determination.entity()));
      determinations.by_cds[std::move(cds)] = std::move(determination);
    }
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  determinations.rulebook_known = !absl::IsNotFound(status);
  if (!status.ok() && determinations.rulebook_known) return status;
  return determinations;
}

reporting::reconcile::Answer TotalOf(const Determination& computed) {
  if (computed.total_group_count() < 0) {
    for (const auto& group : computed.groups()) {
      if (!group.letter_decided()) return reporting::reconcile::Answer::Open(group.reason());
    }
  }
  return {absl::StrCat(computed.total_group_count())};
}

std::string GroupCode(int group) {
  return group == education::v1::STUDENT_GROUP_UNSPECIFIED
             ? ""
             : std::string(Code(static_cast<education::v1::StudentGroup>(group)));
}

absl::StatusOr<eligibility::v1::Rulebook> ReadRulebook(const Stubs& stubs,
                                                       const std::string& name) {
  eligibility::v1::GetRulebookRequest request;
  request.set_name(name);
  eligibility::v1::Rulebook rulebook;
  grpc::ClientContext context;
  const absl::Status status =
      rpc::FromGrpcStatus(stubs.eligibility->GetRulebook(&context, request, &rulebook));
  if (!status.ok() && !absl::IsNotFound(status)) return status;
  return rulebook;
}

absl::StatusOr<ingestion::v1::Snapshot> ReadSnapshot(const Stubs& stubs) {
  ingestion::v1::Snapshot snapshot;
  grpc::ClientContext context;
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(stubs.ingestion->GetSnapshot(&context, {}, &snapshot)));
  return snapshot;
}

bool Holds(const ingestion::v1::Snapshot& snapshot, int year, const std::set<int>& collections) {
  return std::any_of(
      snapshot.coverages().begin(), snapshot.coverages().end(), [&](const auto& coverage) {
        return coverage.dashboard_year() == year && collections.contains(coverage.collection());
      });
}

const std::set<int>& ResultCollections() {
  static const auto* const kCollections = [] {
    auto* const collections = new std::set<int>();
    for (int i = ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM;
         i <= ingestion::v1::COLLECTION_COLLEGE_CAREER; ++i) {
      collections->insert(i);
    }
    return collections;
  }();
  return *kCollections;
}

absl::Status VisitSubmitted(const Stubs& stubs, const ingestion::v1::Submission& submission,
                            ingestion::v1::Collection collection,
                            absl::FunctionRef<void(const ingestion::v1::Partition&)> visit) {
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(RevisionIn(submission), request);
  request.mutable_filter()->add_collections(collection);
  *request.mutable_filter()->mutable_dashboard_years() = submission.committed_years();
  grpc::ClientContext context;
  const auto reader = stubs.ingestion->StreamPartitions(&context, request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      // Other partitions of the same revision came with earlier files.
      if (partition.revision() == submission.revision()) visit(partition);
    }
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace sos::suite
