// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/lcff_check.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::AssistanceRecord;

std::string YesNo(bool yes) { return yes ? "Y" : "N"; }

// Compares one LEA.
class LeaCheck {
 public:
  LeaCheck(const AssistanceRecord& published, const Determinations& computed, FileReport& report)
      : published_(published),
        computed_(computed.Find(CdsOf(published.entity()))),
        report_(report),
        no_answer_(computed.Absence()),
        cds_(CdsOf(published.entity())) {}

  void Run() {
    // Letters that rest on the file itself would only agree with themselves.
    if (report_.basis == "results") {
      for (const int group : published_.listed_groups()) {
        CheckLetter(static_cast<education::v1::StudentGroup>(group));
      }
    }
    const bool charter =
        computed_ != nullptr && computed_->program() == eligibility::v1::PROGRAM_CHARTER;
    // What the totals of charter schools count is not known.
    if (published_.total_group_count() >= 0 && !charter) CheckTotal();
    for (const auto& method : published_.methods()) CheckMethod(method.method(), method.met());
    for (const auto& status : published_.statuses()) {
      if (status.dashboard_year() == report_.year) CheckStatus(status.status());
    }
    if (published_.ec52072() != ingestion::v1::ANSWER_UNSPECIFIED) {
      CheckRecurrence("ec52072", published_.ec52072(),
                      computed_ != nullptr && computed_->has_intensive(),
                      computed_ == nullptr ? kNone : computed_->intensive());
    }
    if (published_.ec47607() != ingestion::v1::ANSWER_UNSPECIFIED) {
      Undetermined("ec47607", "COLUMN_UNKNOWN");
    }
    if (published_.ec52071f() != ingestion::v1::ANSWER_UNSPECIFIED) {
      CheckRecurrence("ec52071f", published_.ec52071f(),
                      computed_ != nullptr && computed_->has_geographic_lead(),
                      computed_ == nullptr ? kNone : computed_->geographic_lead());
    }
  }

 private:
  void Undetermined(const std::string& field, const std::string& reason) {
    report_.Undetermined(field, reason);
  }

  void CheckLetter(education::v1::StudentGroup group) {
    std::string letter;
    for (const auto& published : published_.group_letters()) {
      if (published.student_group() == group) letter = published.letter();
    }
    if (computed_ == nullptr) return Undetermined("group_letters", no_answer_);
    for (const auto& answer : computed_->groups()) {
      if (answer.student_group() != group) continue;
      if (!answer.years().empty()) {
        // A charter school's column is about this year, its group about several.
        const auto& year = *answer.years().rbegin();
        if (year.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
          return Undetermined("group_letters", answer.reason());
        }
        report_.Compare(cds_, Code(group), "group_letters", letter, year.letter());
        return;
      }
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
      // Of charter schools it is not known which years the column speaks of; and an answer that is
      // the state's own would only agree with itself.
      if (computed_->program() == eligibility::v1::PROGRAM_CHARTER) {
        return Undetermined(field, "COLUMN_UNKNOWN");
      }
      if (answer.basis() == eligibility::v1::LETTER_BASIS_PUBLISHED) {
        return Undetermined(field, "LOCAL_INDICATORS_MISSING");
      }
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
      for (const auto& group : computed_->groups()) {
        if (!group.reason().empty()) return Undetermined("assistance_status", group.reason());
      }
      return Undetermined("assistance_status", "HISTORY_MISSING");
    }
    report_.Compare(cds_, "", "assistance_status", status, computed_->status());
  }

  void CheckRecurrence(const std::string& field, ingestion::v1::Answer published, bool judged,
                       const eligibility::v1::RecurrenceAnswer& computed) {
    if (computed_ == nullptr) return Undetermined(field, no_answer_);
    if (!judged) return Undetermined(field, kNoRulebook);
    if (computed.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      return Undetermined(field, computed.reason());
    }
    report_.Compare(cds_, "", field, YesNo(published == ingestion::v1::ANSWER_YES),
                    YesNo(computed.outcome() == eligibility::v1::OUTCOME_MET));
  }

  inline static const eligibility::v1::RecurrenceAnswer kNone;
  const AssistanceRecord& published_;
  const Determination* const computed_;
  FileReport& report_;
  const std::string no_answer_;
  const absl::string_view cds_;
};

}  // namespace

absl::Status CheckLcffFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report) {
  // The files were committed a moment ago; reads that do not name a revision may still see an
  // older.
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(stubs));
  std::set<int> evidence = ResultCollections();
  evidence.insert(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
  const bool published_letters =
      basis == "published-letters" || (basis == "auto" && !Holds(snapshot, report.year, evidence));
  report.basis = published_letters ? "published-letters" : "results";
  const ingestion::v1::Collection collection = submission.committed_collections(0);
  SOS_ASSIGN_OR_RETURN(
      const Determinations determinations,
      ReadDeterminations(stubs,
                         {.program = collection == ingestion::v1::COLLECTION_CHARTER_ASSISTANCE
                                         ? eligibility::v1::PROGRAM_CHARTER
                                         : eligibility::v1::PROGRAM_LCFF,
                          .year = report.year,
                          .revision = RevisionIn(snapshot),
                          .published_letters = published_letters}));
  return VisitSubmitted(stubs, submission, collection, [&](const auto& partition) {
    for (const AssistanceRecord& record : partition.assistance().records()) {
      LeaCheck(record, determinations, report).Run();
    }
  });
}

}  // namespace sos::suite
