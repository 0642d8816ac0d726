// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_FAKE_STORE_H_
#define SOS_SERVICES_INGESTION_STORE_FAKE_STORE_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/hash/hash.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/entity_sources.h"
#include "services/ingestion/domain/writer.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// A store in memory, for tests. It passes the suite of all stores; nothing expires in it, and there
// is room for whatever comes.
class FakeStore : public Store {
 public:
  // From now on every method answers `failure`; an OK status ends that.
  void FailWith(absl::Status failure) {
    absl::MutexLock lock(&mutex_);
    failure_ = std::move(failure);
  }

  absl::StatusOr<v1::Submission> CreateSubmission(const v1::Submission& submission,
                                                  absl::string_view request_id) override {
    absl::MutexLock lock(&mutex_);
    SOS_RETURN_IF_ERROR(failure_);
    const std::string request = submission.SerializeAsString();
    for (const auto& [id, upload] : uploads_) {
      if (request_id.empty() || upload.request_id != request_id) continue;
      if (upload.request != request) return errors::RequestIdReused(request_id);
      return upload.submission;
    }
    Upload upload{
        .submission = submission, .request_id = std::string(request_id), .request = request};
    upload.submission.set_name(absl::StrCat("submissions/", ++last_id_));
    upload.submission.set_state(v1::Submission::STATE_UPLOADING);
    return uploads_.emplace(last_id_, std::move(upload)).first->second.submission;
  }

  absl::StatusOr<v1::Submission> GetSubmission(absl::string_view name) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(name));
    return upload->submission;
  }

  absl::StatusOr<std::vector<v1::Submission>> ListSubmissions(int64_t skip,
                                                              int64_t limit) override {
    absl::MutexLock lock(&mutex_);
    SOS_RETURN_IF_ERROR(failure_);
    std::vector<v1::Submission> all;
    for (const auto& [id, upload] : uploads_) all.push_back(upload.submission);
    return Part(all, skip, limit);
  }

  absl::StatusOr<int64_t> AppendBytes(absl::string_view name, int64_t offset,
                                      absl::string_view data) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, FindOpen(name));
    std::string& bytes = upload->bytes;
    const auto received = static_cast<int64_t>(bytes.size());
    if (offset > received) return errors::OffsetMismatch(name, offset, received);
    const absl::string_view repeated = absl::string_view(bytes).substr(offset, data.size());
    if (data.substr(0, repeated.size()) != repeated) return errors::BytesDiffer(name, offset);
    absl::StrAppend(&bytes, data.substr(repeated.size()));
    upload->submission.set_received_byte_count(static_cast<int64_t>(bytes.size()));
    return static_cast<int64_t>(bytes.size());
  }

  absl::StatusOr<std::string> ReadBytes(absl::string_view name) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(name));
    return upload->bytes;
  }

  absl::StatusOr<v1::Submission> Commit(const CommitContents& contents) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(contents.submission.name()));
    if (!upload->open()) return upload->submission;
    for (const auto& [key, partition] : *contents.partitions) {
      const auto stored = partitions_.find(key);
      if (contents.built_on && stored != partitions_.end() &&
          stored->second.rbegin()->first > contents.built_on->number) {
        return absl::AbortedError(PartitionName(key));
      }
      const auto deleted = deletions_.find({key.lea.ToString(), key.dashboard_year});
      if (contents.built_on && deleted != deletions_.end() && GoesWithStudents(key.collection) &&
          deleted->second > contents.built_on->number) {
        return absl::AbortedError(PartitionName(key));
      }
    }
    std::map<CdsCode, DescribedEntity> described;
    bool changes = identities_.empty() || contents.always_a_revision;
    for (const auto& [key, partition] : *contents.partitions) {
      const auto stored = partitions_.find(key);
      changes = changes || stored == partitions_.end() ||
                SerializeBare(stored->second.rbegin()->second) != SerializeBare(partition);
    }
    for (const auto& [cds, entity] : *contents.entities) {
      const auto stored = entities_.find(cds);
      const DescribedEntity before =
          stored == entities_.end() ? DescribedEntity() : stored->second.rbegin()->second;
      DescribedEntity known = before;
      Describe(entity, DescriberOf(cds, *contents.partitions, contents.from_agency), known);
      if (known.entity.SerializeAsString() == before.entity.SerializeAsString() &&
          known.sources.SerializeAsString() == before.sources.SerializeAsString()) {
        continue;
      }
      described[cds] = std::move(known);
    }
    if (!changes && described.empty()) {
      v1::Submission unchanged = contents.submission;
      unchanged.set_unchanged(true);
      SetRevision(
          {.number = static_cast<int64_t>(identities_.size()), .identity = identities_.back()},
          unchanged);
      unchanged.set_partition_count(static_cast<int64_t>(contents.partitions->size()));
      return Close(*upload, unchanged, v1::Submission::STATE_COMMITTED, contents.notes);
    }
    std::string written = identities_.empty() ? "" : identities_.back();
    for (const auto& [key, partition] : *contents.partitions) {
      absl::StrAppend(&written, partition.SerializeAsString());
    }
    const auto number = static_cast<int64_t>(identities_.size()) + 1;
    identities_.push_back(absl::StrFormat("%016x%016x", absl::HashOf(written), number));
    const Revision revision{.number = number, .identity = identities_.back()};
    for (const auto& [key, partition] : *contents.partitions) {
      v1::Partition& stored = partitions_[key][number] = partition;
      SetRevision(revision, stored);
    }
    for (auto& [cds, known] : described) entities_[cds][number] = std::move(known);
    v1::Submission committed = contents.submission;
    SetRevision(revision, committed);
    committed.set_partition_count(static_cast<int64_t>(contents.partitions->size()));
    return Close(*upload, committed, v1::Submission::STATE_COMMITTED, contents.notes);
  }

  absl::StatusOr<v1::Submission> Reject(const v1::Submission& submission,
                                        const SubmissionNotes& notes) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(submission.name()));
    if (!upload->open()) return upload->submission;
    return Close(*upload, submission, v1::Submission::STATE_REJECTED, notes);
  }

  absl::StatusOr<v1::Submission> DeleteStudentRecords(const v1::Submission& asked,
                                                      absl::string_view request_id) override {
    SOS_ASSIGN_OR_RETURN(v1::Submission opened, CreateSubmission(asked, request_id));
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(opened.name()));
    if (!upload->open()) return upload->submission;
    const size_t deleted = std::erase_if(partitions_, [&](const auto& entry) {
      return entry.first.lea.text() == asked.lea_cds() &&
             entry.first.dashboard_year == asked.dashboard_year() &&
             GoesWithStudents(entry.first.collection);
    });
    bool any = deleted > 0;
    for (auto& [id, other] : uploads_) {
      if (other.submission.lea_cds() != asked.lea_cds() ||
          other.submission.dashboard_year() != asked.dashboard_year()) {
        continue;
      }
      for (v1::QuarantinedStudent& student : other.notes.students) {
        any = any || !student.local_student().empty();
        student.clear_local_student();
      }
    }
    if (!any) {
      uploads_.erase(IdOf(opened.name()));
      return errors::StudentRecordsNotFound(asked.lea_cds(), asked.dashboard_year());
    }
    const auto number = static_cast<int64_t>(identities_.size()) + 1;
    deletions_[{asked.lea_cds(), asked.dashboard_year()}] = number;
    identities_.push_back(absl::StrFormat("%016x%016x", absl::HashOf(identities_), number));
    SetRevision({.number = number, .identity = identities_.back()}, opened);
    opened.set_partition_count(static_cast<int64_t>(deleted));
    return Close(*upload, opened, v1::Submission::STATE_COMMITTED, {});
  }

  absl::Status Delete(absl::string_view name) override {
    absl::MutexLock lock(&mutex_);
    SOS_RETURN_IF_ERROR(FindOpen(name).status());
    uploads_.erase(IdOf(name));
    return absl::OkStatus();
  }

  absl::StatusOr<int64_t> DeleteExpired() override { return 0; }

  absl::StatusOr<std::vector<v1::SubmissionIssue>> ListIssues(absl::string_view name, int64_t skip,
                                                              int64_t limit) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(name));
    return Part(upload->notes.issues, skip, limit);
  }

  absl::StatusOr<std::vector<v1::QuarantinedStudent>> ListQuarantinedStudents(
      absl::string_view name, int64_t skip, int64_t limit) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(name));
    return Part(upload->notes.students, skip, limit);
  }

  absl::StatusOr<Revision> Resolve(const Revision& asked) override {
    absl::MutexLock lock(&mutex_);
    return ResolveLocked(asked);
  }

  absl::StatusOr<v1::Snapshot> GetSnapshot(const Revision& revision) override {
    SOS_ASSIGN_OR_RETURN(const Revision resolved, Resolve(revision));
    std::map<std::pair<Collection, int>, v1::CollectionCoverage> coverages;
    const auto count = [&](const v1::Partition& partition) {
      const PartitionKey key = KeyOf(partition);
      v1::CollectionCoverage& coverage = coverages[{key.collection, key.dashboard_year}];
      coverage.set_collection(partition.collection());
      coverage.set_dashboard_year(key.dashboard_year);
      coverage.set_partition_count(coverage.partition_count() + 1);
      // Partitions come by LEA, so those of a county follow one another.
      if (coverage.county_codes().empty() ||
          *coverage.county_codes().rbegin() != key.lea.county()) {
        coverage.add_county_codes(std::string(key.lea.county()));
      }
      return absl::OkStatus();
    };
    SOS_RETURN_IF_ERROR(VisitPartitions({}, resolved, false, count));
    v1::Snapshot snapshot;
    SetRevision(resolved, snapshot);
    for (auto& [key, coverage] : coverages) *snapshot.add_coverages() = std::move(coverage);
    return snapshot;
  }

  absl::Status VisitCommits(int64_t after, const Revision& revision,
                            absl::FunctionRef<absl::Status(v1::Submission)> visit) override {
    std::map<int64_t, v1::Submission> commits;
    {
      absl::MutexLock lock(&mutex_);
      SOS_ASSIGN_OR_RETURN(const Revision resolved, ResolveLocked(revision));
      for (const auto& [id, upload] : uploads_) {
        const int64_t number = upload.submission.revision();
        if (upload.submission.state() == v1::Submission::STATE_COMMITTED && number > after &&
            number <= resolved.number) {
          commits.emplace(number, upload.submission);
        }
      }
    }
    for (auto& [number, committed] : commits) SOS_RETURN_IF_ERROR(visit(std::move(committed)));
    return absl::OkStatus();
  }

  absl::Status VisitPartitions(const v1::PartitionFilter& filter, const Revision& revision,
                               bool with_contents,
                               absl::FunctionRef<absl::Status(v1::Partition)> visit) override {
    std::vector<v1::Partition> found;
    {
      absl::MutexLock lock(&mutex_);
      SOS_ASSIGN_OR_RETURN(const Revision resolved, ResolveLocked(revision));
      for (const auto& [key, versions] : partitions_) {
        const v1::Partition* const partition = VersionAt(versions, resolved);
        if (partition == nullptr || !Admits(filter, *partition)) continue;
        found.push_back(with_contents ? WithFields(*partition, filter)
                                      : WithoutContents(*partition));
      }
    }
    for (v1::Partition& partition : found) SOS_RETURN_IF_ERROR(visit(std::move(partition)));
    return absl::OkStatus();
  }

  absl::Status VisitEntities(const Revision& revision,
                             absl::FunctionRef<absl::Status(v1::EntityRecord)> visit) override {
    std::vector<v1::EntityRecord> found;
    {
      absl::MutexLock lock(&mutex_);
      SOS_ASSIGN_OR_RETURN(const Revision resolved, ResolveLocked(revision));
      for (const auto& [cds, versions] : entities_) {
        const auto* const known = VersionAt(versions, resolved);
        if (known != nullptr) found.push_back(RecordOf(*known, resolved));
      }
    }
    for (v1::EntityRecord& record : found) SOS_RETURN_IF_ERROR(visit(std::move(record)));
    return absl::OkStatus();
  }

  absl::StatusOr<v1::EntityRecord> GetEntity(const CdsCode& cds,
                                             const Revision& revision) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(const Revision resolved, ResolveLocked(revision));
    const auto versions = entities_.find(cds);
    const auto* const known =
        versions == entities_.end() ? nullptr : VersionAt(versions->second, resolved);
    if (known == nullptr) return errors::EntityNotFound(cds.text(), {});
    return RecordOf(*known, resolved);
  }

  absl::StatusOr<v1::Release> CreateRelease(const v1::Release& release) override {
    absl::MutexLock lock(&mutex_);
    SOS_ASSIGN_OR_RETURN(const Revision named, ResolveLocked(RevisionIn(release)));
    for (const v1::Release& stored : releases_) {
      if (stored.name() != release.name()) continue;
      if (RevisionIn(stored) == named && stored.public_() == release.public_()) return stored;
      return errors::ReleaseExists(release.name(), RevisionIn(stored));
    }
    SOS_ASSIGN_OR_RETURN(const Revision newest, ResolveLocked({}));
    if (release.public_() && named != newest) {
      return errors::ReleaseNotNewest(release.name(), newest);
    }
    v1::Release& created = *releases_.insert(releases_.begin(), release);
    SetRevision(named, created);
    return created;
  }

  absl::StatusOr<v1::Release> GetRelease(absl::string_view name) override {
    absl::MutexLock lock(&mutex_);
    SOS_RETURN_IF_ERROR(failure_);
    for (const v1::Release& release : releases_) {
      if (release.name() == name) return release;
    }
    return errors::ReleaseNotFound(name);
  }

  absl::StatusOr<std::vector<v1::Release>> ListReleases(int64_t skip, int64_t limit) override {
    absl::MutexLock lock(&mutex_);
    SOS_RETURN_IF_ERROR(failure_);
    return Part(releases_, skip, limit);
  }

 private:
  struct Upload {
    v1::Submission submission;
    std::string request_id;
    std::string request;
    std::string bytes;
    SubmissionNotes notes;

    bool open() const { return submission.state() == v1::Submission::STATE_UPLOADING; }
  };

  template <typename Row>
  static std::vector<Row> Part(const std::vector<Row>& rows, int64_t skip, int64_t limit) {
    const auto size = static_cast<int64_t>(rows.size());
    const int64_t first = std::min(skip, size);
    return {rows.begin() + first, rows.begin() + std::min(first + limit, size)};
  }

  // What stood there at a revision; null where there was nothing yet.
  template <typename Value>
  static const Value* VersionAt(const std::map<int64_t, Value>& versions, const Revision& at) {
    const auto after = versions.upper_bound(at.number);
    return after == versions.begin() ? nullptr : &std::prev(after)->second;
  }

  template <typename List, typename Value>
  static bool Among(const List& list, const Value& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  }
  static bool Admits(const v1::PartitionFilter& filter, const v1::Partition& partition) {
    return Among(filter.collections(), partition.collection()) &&
           Among(filter.dashboard_years(), partition.dashboard_year()) &&
           Among(filter.lea_cds(), partition.lea_cds()) &&
           Among(filter.counties(), partition.lea_cds().substr(0, 2));
  }

  static v1::Partition WithFields(v1::Partition partition, const v1::PartitionFilter& filter) {
    if (!partition.has_student_records()) return partition;
    auto& columns = *partition.mutable_student_records()->mutable_columns();
    const auto unwanted =
        std::remove_if(columns.begin(), columns.end(), [&](const v1::StudentColumn& column) {
          return filter.record_fields().empty() || !Among(filter.record_fields(), column.field());
        });
    columns.erase(unwanted, columns.end());
    return partition;
  }

  static v1::EntityRecord RecordOf(const DescribedEntity& known, const Revision& revision) {
    v1::EntityRecord record;
    *record.mutable_entity() = known.entity;
    *record.mutable_sources() = known.sources.sources();
    record.set_revision(revision.number);
    return record;
  }

  // What is stored of a partition: not which revision wrote it.
  static std::string SerializeBare(v1::Partition partition) {
    partition.clear_revision();
    partition.clear_revision_identity();
    return partition.SerializeAsString();
  }

  static v1::Partition WithoutContents(const v1::Partition& partition) {
    v1::Partition bare;
    bare.set_name(partition.name());
    bare.set_collection(partition.collection());
    bare.set_dashboard_year(partition.dashboard_year());
    bare.set_lea_cds(partition.lea_cds());
    SetRevision(RevisionIn(partition), bare);
    return bare;
  }

  // 0 for what is no name of a submission.
  static int64_t IdOf(absl::string_view name) {
    int64_t id = 0;
    return absl::ConsumePrefix(&name, "submissions/") && absl::SimpleAtoi(name, &id) ? id : 0;
  }

  absl::StatusOr<Upload*> Find(absl::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    SOS_RETURN_IF_ERROR(failure_);
    const auto found = uploads_.find(IdOf(name));
    if (found == uploads_.end()) return errors::SubmissionNotFound(name);
    return &found->second;
  }
  absl::StatusOr<Upload*> FindOpen(absl::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    SOS_ASSIGN_OR_RETURN(Upload * upload, Find(name));
    if (!upload->open()) return errors::SubmissionClosed(name, "closed");
    return upload;
  }

  v1::Submission Close(Upload& upload, v1::Submission closed, v1::Submission::State state,
                       const SubmissionNotes& notes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    closed.set_state(state);
    closed.set_received_byte_count(upload.submission.received_byte_count());
    upload.submission = closed;
    upload.notes = notes;
    upload.bytes.clear();
    return closed;
  }

  absl::StatusOr<Revision> ResolveLocked(const Revision& view) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const Revision asked = WholeOf(view);
    SOS_RETURN_IF_ERROR(failure_);
    const Revision newest{.number = static_cast<int64_t>(identities_.size()),
                          .identity = identities_.empty() ? "" : identities_.back()};
    if (asked.newest()) return newest;
    for (int64_t number = 1; number <= newest.number; ++number) {
      const std::string& identity = identities_[number - 1];
      if ((asked.number == 0 || asked.number == number) &&
          (asked.identity.empty() || asked.identity == identity)) {
        return Revision{.number = number, .identity = identity};
      }
    }
    return errors::RevisionNotFound(asked, newest);
  }

  absl::Mutex mutex_;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  int64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  // The newest first.
  std::map<int64_t, Upload, std::greater<>> uploads_ ABSL_GUARDED_BY(mutex_);
  // Of revision 1 and those after it.
  std::vector<std::string> identities_ ABSL_GUARDED_BY(mutex_);
  // By LEA and year, the last revision that deleted its student records.
  std::map<std::pair<std::string, int>, int64_t> deletions_ ABSL_GUARDED_BY(mutex_);
  // By the revision that wrote them.
  std::map<PartitionKey, std::map<int64_t, v1::Partition>> partitions_ ABSL_GUARDED_BY(mutex_);
  std::map<CdsCode, std::map<int64_t, DescribedEntity>> entities_ ABSL_GUARDED_BY(mutex_);
  // The newest first.
  std::vector<v1::Release> releases_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_FAKE_STORE_H_
