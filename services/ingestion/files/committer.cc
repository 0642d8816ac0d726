// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/committer.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/digest/sha256.h"
#include "common/status/macros.h"
#include "common/text/printable.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/domain/student/record_values.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/coverage.h"
#include "services/ingestion/files/part_reader.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/files/record_validation.h"
#include "services/ingestion/files/replacement.h"

namespace sos::ingestion {
namespace {

// Rows that a submission may put into quarantine, unless it says otherwise.
constexpr int64_t kDefaultMaxQuarantinedRows = 1000;
// Warnings that are kept of a submission; all are counted.
constexpr size_t kMaxKeptWarnings = 10'000;
// Issues in the answer to a dry run.
constexpr size_t kMaxShownIssues = 1000;
// How often a submission is compared with what is stored and committed, when others commit the same
// partitions in between: of so many at once, of one LEA, all get through, as one does each time.
constexpr int kMaxCommitAttempts = 10;

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

// No file is of a later Dashboard year than the next one.
int LastDashboardYear() {
  return static_cast<int>(absl::ToCivilYear(absl::Now(), absl::UTCTimeZone()).year()) + 1;
}

// How the bytes of a submission are to be read.
ReadRequest RequestFor(const v1::Submission& submission, absl::string_view bytes,
                       const RecordLayouts& layouts, MemoryAccount& memory) {
  ReadRequest request{.bytes = bytes,
                      .display_name = submission.display_name(),
                      .dashboard_year = submission.dashboard_year(),
                      .last_dashboard_year = LastDashboardYear(),
                      .max_quarantined_row_count = submission.has_max_quarantined_row_count()
                                                       ? submission.max_quarantined_row_count()
                                                       : kDefaultMaxQuarantinedRows,
                      .contradictions_accepted = submission.contradictions_accepted(),
                      .record_layouts = &layouts,
                      .memory = &memory};
  request.lea = ParseLea(submission.lea_cds());
  request.all_students = submission.coverage_claim() == v1::COVERAGE_CLAIM_COMPLETE;
  if (submission.collection() != v1::COLLECTION_UNSPECIFIED) {
    request.collection = FromProto(submission.collection());
  }
  return request;
}

// The issues of a submission, in file order: of quarantined rows, and warnings as far as they are
// kept.
std::vector<Issue> AllIssues(std::vector<Issue> fatal, std::vector<Issue> warnings) {
  if (warnings.empty()) return fatal;
  warnings.resize(std::min(warnings.size(), kMaxKeptWarnings));
  std::vector<Issue> all = std::move(fatal);
  std::move(warnings.begin(), warnings.end(), std::back_inserter(all));
  std::stable_sort(all.begin(), all.end(),
                   [](const Issue& a, const Issue& b) { return a.line < b.line; });
  return all;
}

// How often each kind occurs, the most frequent first.
void Summarize(const std::vector<Issue>& fatal, const std::vector<Issue>& warnings,
               v1::Submission& submission) {
  std::map<std::pair<IssueKind, Severity>, v1::Submission::IssueSummary> summaries;
  for (const std::vector<Issue>* const issues : {&fatal, &warnings}) {
    for (const Issue& issue : *issues) {
      v1::Submission::IssueSummary& summary = summaries[{issue.kind, issue.severity}];
      summary.set_kind(ToProto(issue).kind());
      summary.set_severity(ToProto(issue.severity));
      summary.set_issue_count(summary.issue_count() + 1);
      if (summary.issue_count() == 1 || issue.line < summary.first_line()) {
        summary.set_first_line(issue.line);
      }
    }
  }
  std::vector<v1::Submission::IssueSummary> ordered;
  ordered.reserve(summaries.size());
  for (auto& [kind, summary] : summaries) ordered.push_back(std::move(summary));
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.issue_count() > b.issue_count(); });
  for (auto& summary : ordered) *submission.add_issue_summaries() = std::move(summary);
}

SubmissionNotes NotesOf(const std::vector<Issue>& issues) {
  SubmissionNotes notes;
  for (const Issue& issue : issues) {
    notes.issues.push_back(ToProto(issue));
    if (!issue.local_student ||
        (!notes.students.empty() && notes.students.back().line() == issue.line &&
         notes.students.back().issue().sheet() == issue.sheet)) {
      continue;
    }
    v1::QuarantinedStudent& student = notes.students.emplace_back();
    student.set_line(issue.line);
    student.set_local_student(*issue.local_student);
    *student.mutable_issue() = notes.issues.back();
  }
  return notes;
}

// What a dry run answers beside the counts.
void ShowIssues(const SubmissionNotes& notes, v1::Submission& submission) {
  for (size_t i = 0; i < notes.issues.size() && i < kMaxShownIssues; ++i) {
    *submission.add_validation_issues() = notes.issues[i];
  }
}

// CONTENT_MISMATCH unless what was received is what is meant, as far as either is known.
absl::Status CheckMeant(const v1::Submission& submission, const CommitTerms& terms) {
  const bool closed = submission.state() != v1::Submission::STATE_UPLOADING;
  if (terms.byte_count && *terms.byte_count != submission.received_byte_count()) {
    return errors::ContentMismatch(submission.name(), "byte_count",
                                   absl::StrCat(submission.received_byte_count()),
                                   absl::StrCat(*terms.byte_count), closed);
  }
  if (!terms.content_digest.empty() && !submission.content_digest().empty() &&
      terms.content_digest != submission.content_digest()) {
    return errors::ContentMismatch(submission.name(), "content_digest", submission.content_digest(),
                                   terms.content_digest, closed);
  }
  return absl::OkStatus();
}

void TellReplacedRows(const Effect& effect, v1::Submission& submission) {
  std::map<PartitionKey, int64_t> stored;
  for (const v1::Submission::Replacement& replacement : effect.replacements) {
    stored[{.lea = *CdsCode::Parse(replacement.lea_cds()),
            .collection = *FromProto(replacement.collection()),
            .dashboard_year = replacement.dashboard_year()}] = replacement.stored_row_count();
  }
  for (v1::Submission::CertificationRow& row : *submission.mutable_certification()) {
    const auto found = stored.find({.lea = *CdsCode::Parse(row.lea_cds()),
                                    .collection = *FromProto(row.collection()),
                                    .dashboard_year = row.dashboard_year()});
    row.set_replaced_row_count(found == stored.end() ? 0 : found->second);
  }
}

void TellReset(const Effect& effect, v1::Submission& submission) {
  for (const PartitionKey& key : effect.reset) {
    for (v1::FileCoverage& coverage : *submission.mutable_coverages()) {
      if (coverage.collection() == ToProto(key.collection) &&
          coverage.dashboard_year() == key.dashboard_year) {
        coverage.add_reset_lea_cds(key.lea.ToString());
      }
    }
  }
}

// Says which rows that earlier files could not give the file settles. Returns whether anything
// about what is covered or refused becomes another thing by it.
absl::StatusOr<bool> TellSettled(Store& store, const Revision& newest, const PartitionBuilder& rows,
                                 const CommitTerms& terms, v1::Submission& submission) {
  if (submission.coverages().empty()) return false;
  LoadedFilesReader own(&store);
  LoadedFilesReader& reader = terms.loaded_files == nullptr ? own : *terms.loaded_files;
  SOS_ASSIGN_OR_RETURN(const auto files, reader.At(newest));
  for (v1::RefusedRow& row :
       files->SettledBy(rows.partitions(), submission.coverages(), submission.refused_rows())) {
    *submission.add_settled_rows() = std::move(row);
  }
  return files->LearnFrom(submission);
}

// What the file covers, and which of its rows could not be read.
void TellCoverage(const PartitionBuilder& rows, const std::vector<RowPlace>& refused,
                  v1::Submission& submission) {
  const v1::CoverageClaim claim =
      submission.corrects() ? v1::COVERAGE_CLAIM_PARTIAL : submission.coverage_claim();
  const std::vector<v1::FileCoverage> coverages = CoverageOf(rows.partitions(), refused, claim);
  for (v1::RefusedRow& row : RefusedRows(refused, coverages)) {
    *submission.add_refused_rows() = std::move(row);
  }
  submission.mutable_coverages()->Add(coverages.begin(), coverages.end());
}

// Which report the file is an export of, and what was read of it.
void TellReport(const ReadOutcome& outcome, v1::Submission& submission) {
  if (outcome.report == nullptr) return;
  v1::Submission::ReadReport& report = *submission.mutable_report();
  report.set_report(outcome.report->report);
  report.set_title(outcome.report->title);
  report.set_status(outcome.report_status);
  const ReadColumns& columns = outcome.report_columns;
  report.mutable_read_columns()->Add(columns.read.begin(), columns.read.end());
  report.mutable_ignored_columns()->Add(columns.ignored.begin(), columns.ignored.end());
  report.mutable_missing_columns()->Add(columns.missing.begin(), columns.missing.end());
}

absl::StatusOr<v1::Submission> Reject(Store& store, v1::Submission submission, Rejection rejection,
                                      const std::string& message, const SubmissionNotes& notes,
                                      bool validate_only) {
  submission.set_rejection_reason(ToProto(rejection));
  submission.set_rejection_message(Printable(message));
  submission.set_accepted_row_count(0);
  if (!validate_only) return store.Reject(submission, notes);
  submission.set_state(v1::Submission::STATE_REJECTED);
  return submission;
}

// Commits the rows of a file to what is stored, or says what that would do.
absl::StatusOr<v1::Submission> CommitRows(Store& store, const v1::Submission& read,
                                          const PartitionBuilder& rows,
                                          const std::vector<std::string>& columns,
                                          const SubmissionNotes& notes, const CommitTerms& terms) {
  const bool validate_only = terms.validate_only;
  for (int attempt = 1; attempt <= kMaxCommitAttempts; ++attempt) {
    SOS_ASSIGN_OR_RETURN(const Revision newest, store.NewestRevision());
    SOS_ASSIGN_OR_RETURN(Effect effect, FindEffect(store, newest, rows, columns, read));
    v1::Submission submission = read;
    TellReplacedRows(effect, submission);
    TellReset(effect, submission);
    SOS_ASSIGN_OR_RETURN(const bool learns, TellSettled(store, newest, rows, terms, submission));
    TellReplacements(std::move(effect.replacements), submission);
    if (effect.rejection != Rejection::kNone) {
      submission.clear_certification();
      return Reject(store, std::move(submission), effect.rejection, effect.message, notes,
                    validate_only);
    }
    DescribeContents(rows, submission);
    if (validate_only) {
      submission.set_state(v1::Submission::STATE_COMMITTED);
      submission.set_partition_count(static_cast<int64_t>(rows.partitions().size()));
      return submission;
    }
    absl::StatusOr<v1::Submission> committed =
        store.Commit({.submission = std::move(submission),
                      .partitions = effect.merged.empty() ? &rows.partitions() : &effect.merged,
                      .entities = &rows.entities(),
                      .from_agency = terms.from_agency,
                      .always_a_revision = terms.always_a_revision || learns,
                      .notes = notes,
                      .built_on = newest});
    if (!absl::IsAborted(committed.status())) return committed;
  }
  return errors::kStore.Unavailable("commit the submission",
                                    "others commit the same LEA meanwhile");
}

}  // namespace

absl::StatusOr<v1::Submission> CommitUpload(Store& store, const RecordLayouts& layouts,
                                            absl::string_view name, const CommitTerms& terms) {
  const bool validate_only = terms.validate_only;
  SOS_ASSIGN_OR_RETURN(v1::Submission submission, store.GetSubmission(name));
  SOS_RETURN_IF_ERROR(CheckMeant(submission, terms));
  if (submission.state() != v1::Submission::STATE_UPLOADING) return submission;
  const int64_t byte_count = submission.received_byte_count();
  if (byte_count > MaxSubmissionBytes(terms.read_memory.limit_bytes())) {
    return errors::SubmissionTooLarge(name, MaxSubmissionBytes(terms.read_memory.limit_bytes()));
  }
  MemoryAccount memory(terms.read_memory, ReadMemoryLimit(byte_count));
  HeldMemory held_bytes(&memory);
  if (!held_bytes.Add(byte_count)) return errors::MemoryBudgetFull(terms.read_memory.limit_bytes());
  SOS_ASSIGN_OR_RETURN(std::string bytes, store.ReadBytes(name));

  // Worked out beside the reading of rows.
  std::future<std::string> digest =
      std::async(std::launch::async, [&bytes] { return Sha256Hex(bytes); });
  PartitionBuilder rows(&memory);
  ReadOutcome outcome =
      ReadInParts(RequestFor(submission, bytes, layouts, memory),
                  {.worker_count = static_cast<int>(std::thread::hardware_concurrency())}, rows);
  submission.set_content_digest(digest.get());
  SOS_RETURN_IF_ERROR(CheckMeant(submission, terms));
  if (memory.state() == MemoryAccount::State::kBudgetFull) {
    return errors::MemoryBudgetFull(terms.read_memory.limit_bytes());
  }
  bytes = std::string();  // The rows are what is left of them.
  held_bytes.Release(byte_count);
  RecordValidation validation;
  if (outcome.rejection == Rejection::kNone) {
    absl::StatusOr<RecordValidation> validated = ValidateRecords(store, rows, memory);
    if (validated.ok()) {
      validation = *std::move(validated);
    } else if (memory.state() == MemoryAccount::State::kOverLimit) {
      outcome.rejection = Rejection::kTooCostly;
      outcome.message = TooMuchMemory(memory, static_cast<size_t>(byte_count));
    } else {
      return memory.fits() ? validated.status()
                           : errors::MemoryBudgetFull(terms.read_memory.limit_bytes());
    }
  }
  rows.Finish();
  if (terms.from_agency) rows.KeepAsSelfReflections();
  for (const auto& [key, partition] : rows.partitions()) {
    SOS_RETURN_IF_ERROR(terms.may_commit(key));
  }
  submission.set_accepted_row_count(outcome.accepted_row_count);
  submission.set_quarantined_row_count(outcome.quarantined_row_count);
  TellReport(outcome, submission);
  Summarize(outcome.issues, validation.warnings, submission);
  const SubmissionNotes notes =
      NotesOf(AllIssues(std::move(outcome.issues), std::move(validation.warnings)));
  if (validate_only) ShowIssues(notes, submission);

  if (outcome.rejection != Rejection::kNone) {
    return Reject(store, std::move(submission), outcome.rejection, outcome.message, notes,
                  validate_only);
  }
  for (auto& row : validation.certification) *submission.add_certification() = std::move(row);
  TellCoverage(rows, outcome.refused, submission);
  return CommitRows(store, submission, rows, outcome.columns, notes, terms);
}

}  // namespace sos::ingestion
