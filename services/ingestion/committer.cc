#include "services/ingestion/committer.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/digest/sha256.h"
#include "common/status/macros.h"
#include "services/ingestion/convert.h"
#include "services/ingestion/file_reader.h"
#include "services/ingestion/validate.h"

namespace sos::ingestion {
namespace {

void DescribeContents(const PartitionBuilder& rows, v1::Submission& submission) {
  std::set<v1::Collection> collections;
  std::set<int> years;
  for (const auto& [key, partition] : rows.partitions()) {
    collections.insert(partition.collection());
    years.insert(key.dashboard_year);
  }
  for (const v1::Collection collection : collections) {
    submission.add_committed_collections(collection);
  }
  for (const int year : years) submission.add_committed_years(year);
}

}  // namespace

absl::StatusOr<v1::Submission> CommitUpload(Store& store, const RecordLayouts& layouts,
                                            absl::string_view name, bool validate_only) {
  SOS_ASSIGN_OR_RETURN(v1::Submission submission, store.GetSubmission(name));
  if (submission.state() != v1::Submission::STATE_UPLOADING) return submission;
  SOS_ASSIGN_OR_RETURN(const std::string bytes, store.ReadBytes(name));

  PartitionBuilder rows;
  const ReadOutcome outcome =
      ReadFile({.bytes = bytes,
                .display_name = submission.display_name(),
                .collection = submission.collection() == v1::COLLECTION_UNSPECIFIED
                                  ? std::nullopt
                                  : std::optional<Collection>(FromProto(submission.collection())),
                .dashboard_year = submission.dashboard_year(),
                .max_quarantined_row_count = submission.has_max_quarantined_row_count()
                                                 ? submission.max_quarantined_row_count()
                                                 : kDefaultMaxQuarantinedRows,
                .contradictions_accepted = submission.contradictions_accepted(),
                .record_layouts = &layouts},
               rows);
  rows.Finish();
  submission.set_content_digest(Sha256Hex(bytes));
  submission.set_accepted_row_count(outcome.accepted_row_count);
  submission.set_quarantined_row_count(outcome.quarantined_row_count);
  std::vector<v1::SubmissionIssue> issues;
  for (const Issue& issue : outcome.issues) issues.push_back(ToProto(issue));

  if (outcome.rejection != Rejection::kNone) {
    submission.set_rejection_reason(ToProto(outcome.rejection));
    submission.set_rejection_message(outcome.message);
    submission.set_accepted_row_count(0);
    if (!validate_only) return store.Reject(submission, issues);
    submission.set_state(v1::Submission::STATE_REJECTED);
    return submission;
  }
  DescribeContents(rows, submission);
  if (!validate_only) {
    return store.Commit({.submission = submission,
                         .partitions = &rows.partitions(),
                         .entities = &rows.entities(),
                         .issues = std::move(issues)});
  }
  submission.set_state(v1::Submission::STATE_COMMITTED);
  submission.set_partition_count(static_cast<int64_t>(rows.partitions().size()));
  return submission;
}

}  // namespace sos::ingestion
