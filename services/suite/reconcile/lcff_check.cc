#include "services/suite/reconcile/lcff_check.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::AssistanceRecord;

// The reason for cells of which no rules of the year are known, or that no determination covers.
constexpr char kNoRulebook[] = "NO_RULEBOOK_FOR_YEAR";
constexpr char kLeaNotJudged[] = "LEA_NOT_JUDGED";

bool HasEvidence(const ingestion::v1::Snapshot& snapshot, int year) {
  return std::any_of(
      snapshot.coverages().begin(), snapshot.coverages().end(), [year](const auto& c) {
        const bool results = c.collection() >= ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM &&
                             c.collection() <= ingestion::v1::COLLECTION_COLLEGE_CAREER;
        return c.dashboard_year() == year &&
               (results ||
                c.collection() == ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
      });
}

std::string YesNo(bool yes) { return yes ? "Y" : "N"; }

// Compares one LEA.
class LeaCheck {
 public:
  LeaCheck(const AssistanceRecord& published, const Determination* computed, bool rulebook_known,
           FileReport& report)
      : published_(published),
        computed_(computed),
        report_(report),
        no_answer_(rulebook_known ? kLeaNotJudged : kNoRulebook),
        cds_(CdsOf(published.entity())) {}

  void Run() {
    // Letters that rest on the file itself would only agree with themselves.
    if (report_.basis == "results") {
      for (const int group : published_.listed_groups()) {
        CheckLetter(static_cast<education::v1::StudentGroup>(group));
      }
    }
    if (published_.total_group_count() >= 0) CheckTotal();
    for (const auto& method : published_.methods()) CheckMethod(method.method(), method.met());
    for (const auto& status : published_.statuses()) {
      if (status.dashboard_year() == report_.year) CheckStatus(status.status());
    }
    if (published_.ec52072() != ingestion::v1::ANSWER_UNSPECIFIED) {
      CheckIntensive(published_.ec52072() == ingestion::v1::ANSWER_YES);
    }
  }

 private:
  void Undetermined(const std::string& field, const std::string& reason) {
    ++report_.undetermined[field][reason];
  }

  void CheckLetter(education::v1::StudentGroup group) {
    std::string letter;
    for (const auto& published : published_.group_letters()) {
      if (published.student_group() == group) letter = published.letter();
    }
    if (computed_ == nullptr) return Undetermined("group_letters", no_answer_);
    for (const auto& answer : computed_->groups()) {
      if (answer.student_group() != group) continue;
      if (!answer.letter_decided()) return Undetermined("group_letters", answer.reason());
      report_.Compare(cds_, Code(group), "group_letters", letter, answer.letter());
      return;
    }
    // The year's rules do not know the group; a letter for it would be a difference.
    report_.Compare(cds_, Code(group), "group_letters", letter, "");
  }

  void CheckTotal() {
    if (computed_ == nullptr) return Undetermined("total_groups", no_answer_);
    if (computed_->total_group_count() < 0) {
      for (const auto& answer : computed_->groups()) {
        if (!answer.letter_decided()) return Undetermined("total_groups", answer.reason());
      }
    }
    report_.Compare(cds_, "", "total_groups", absl::StrCat(published_.total_group_count()),
                    absl::StrCat(computed_->total_group_count()));
  }

  void CheckMethod(int method, bool met) {
    const std::string field = absl::StrCat("met_method_", method);
    if (computed_ == nullptr) return Undetermined(field, no_answer_);
    for (const auto& answer : computed_->methods()) {
      if (answer.method() != method) continue;
      if (answer.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
        return Undetermined(field, answer.reason());
      }
      report_.Compare(cds_, "", field, YesNo(met),
                      YesNo(answer.outcome() == eligibility::v1::OUTCOME_MET));
      return;
    }
    report_.Compare(cds_, "", field, YesNo(met), "");
  }

  void CheckStatus(const std::string& status) {
    if (computed_ == nullptr) return Undetermined("assistance_status", no_answer_);
    if (computed_->status().empty()) {
      for (const auto& answer : computed_->methods()) {
        if (!answer.reason().empty()) return Undetermined("assistance_status", answer.reason());
      }
      return Undetermined("assistance_status", "HISTORY_MISSING");
    }
    report_.Compare(cds_, "", "assistance_status", status, computed_->status());
  }

  void CheckIntensive(bool flagged) {
    if (computed_ == nullptr) return Undetermined("ec52072", no_answer_);
    if (!computed_->has_intensive()) return Undetermined("ec52072", kNoRulebook);
    if (computed_->intensive().outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      return Undetermined("ec52072", computed_->intensive().reason());
    }
    report_.Compare(cds_, "", "ec52072", YesNo(flagged),
                    YesNo(computed_->intensive().outcome() == eligibility::v1::OUTCOME_MET));
  }

  const AssistanceRecord& published_;
  const Determination* const computed_;
  FileReport& report_;
  const std::string no_answer_;
  const absl::string_view cds_;
};

absl::StatusOr<std::map<std::string, Determination>> Decide(const Stubs& stubs, int year,
                                                            int64_t revision,
                                                            bool published_letters,
                                                            bool& rulebook_known) {
  eligibility::v1::StreamDeterminationsRequest request;
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
  request.mutable_filter()->set_dashboard_year(year);
  request.set_revision(revision);
  request.mutable_filter()->set_letter_basis(published_letters
                                                 ? eligibility::v1::LETTER_BASIS_PUBLISHED
                                                 : eligibility::v1::LETTER_BASIS_RESULTS);
  grpc::ClientContext context;
  const auto reader = stubs.eligibility->StreamDeterminations(&context, request);
  std::map<std::string, Determination> determinations;
  eligibility::v1::StreamDeterminationsResponse response;
  while (reader->Read(&response)) {
    for (Determination& determination : *response.mutable_determinations()) {
      const std::string cds(CdsOf(determination.entity()));
      determinations[cds] = std::move(determination);
    }
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  rulebook_known = !absl::IsNotFound(status);
  if (!status.ok() && rulebook_known) return status;
  return determinations;
}

}  // namespace

absl::Status CheckLcffFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report) {
  // The files were committed a moment ago; reads that do not name a revision may still see an
  // older.
  ingestion::v1::Snapshot snapshot;
  {
    grpc::ClientContext context;
    SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(stubs.ingestion->GetSnapshot(&context, {}, &snapshot)));
  }
  const bool published_letters =
      basis == "published-letters" || (basis == "auto" && !HasEvidence(snapshot, report.year));
  report.basis = published_letters ? "published-letters" : "results";
  bool rulebook_known = true;
  SOS_ASSIGN_OR_RETURN(const auto determinations, Decide(stubs, report.year, snapshot.revision(),
                                                         published_letters, rulebook_known));

  ingestion::v1::StreamPartitionsRequest request;
  request.set_revision(submission.revision());
  request.mutable_filter()->add_collections(ingestion::v1::COLLECTION_LCFF_ASSISTANCE);
  request.mutable_filter()->add_dashboard_years(report.year);
  grpc::ClientContext context;
  const auto reader = stubs.ingestion->StreamPartitions(&context, request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      if (partition.revision() != submission.revision()) continue;
      for (const AssistanceRecord& record : partition.assistance().records()) {
        const auto found = determinations.find(std::string(CdsOf(record.entity())));
        LeaCheck(record, found == determinations.end() ? nullptr : &found->second, rulebook_known,
                 report)
            .Run();
      }
    }
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace sos::suite
