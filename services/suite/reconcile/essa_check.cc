// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/essa_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using ingestion::v1::SchoolSupportRecord;

// Compares one school.
class SchoolCheck {
 public:
  SchoolCheck(const SchoolSupportRecord& published, const Determinations& computed,
              const eligibility::v1::Rulebook& rulebook, FileReport& report)
      : published_(published),
        computed_(computed.Find(CdsOf(published.entity()))),
        rulebook_(rulebook),
        report_(report),
        no_answer_(computed.Absence()),
        cds_(CdsOf(published.entity())) {}

  void Run() {
    for (const auto& status : published_.statuses()) {
      if (status.dashboard_year() == report_.year) CheckStatus(Canonical(status.status()));
    }
    // Flags that rest on the file itself would only agree with themselves.
    if (report_.basis == "results") {
      for (const int group : published_.listed_groups()) {
        CheckFlag(static_cast<education::v1::StudentGroup>(group));
      }
    }
    if (published_.total_group_count() >= 0 && !published_.listed_groups().empty()) CheckTotal();
    if (!published_.exit().empty()) CheckExit();
  }

 private:
  // Files of different years have different words for no category.
  std::string Canonical(const std::string& status) const {
    const auto& aliases = rulebook_.essa().none_status_aliases();
    return absl::c_linear_search(aliases, status) ? rulebook_.essa().none_status() : status;
  }

  // What is published is known as an exception: for the school, its status; for a group, its flag.
  bool IsPublished(const eligibility::v1::KnownException& exception) const {
    if (exception.student_group() != education::v1::STUDENT_GROUP_UNSPECIFIED) {
      return absl::c_linear_search(published_.flagged_groups(), exception.student_group());
    }
    return absl::c_any_of(published_.statuses(), [&](const auto& status) {
      return status.dashboard_year() == report_.year && status.status() == exception.published();
    });
  }

  // The reason of a known exception of the school, or of one group; empty if there is none.
  std::string Exception(education::v1::StudentGroup group) const {
    for (const auto& exception : rulebook_.known_exceptions()) {
      const bool whole_school =
          exception.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED;
      // What is known of a group also moves the school's status and total.
      const bool concerns = whole_school || exception.student_group() == group ||
                            group == education::v1::STUDENT_GROUP_UNSPECIFIED;
      if (exception.cds() == cds_ && concerns && IsPublished(exception)) return exception.reason();
    }
    return "";
  }

  void Compare(education::v1::StudentGroup group, const std::string& field,
               const std::string& published, const std::string& computed) {
    const std::string exception = published == computed ? "" : Exception(group);
    if (!exception.empty()) {
      report_.Except(field, exception);
    } else {
      report_.Compare(cds_, group == education::v1::STUDENT_GROUP_UNSPECIFIED ? "" : Code(group),
                      field, published, computed);
    }
  }

  std::string StatusReason() const {
    for (const auto& category : computed_->categories()) {
      if (!category.reason().empty()) return category.reason();
    }
    return "PRIOR_STATUS_MISSING";
  }

  void CheckStatus(const std::string& status) {
    if (computed_ == nullptr) return report_.Undetermined("assistance_status", no_answer_);
    if (computed_->status().empty()) {
      return report_.Undetermined("assistance_status", StatusReason());
    }
    Compare(education::v1::STUDENT_GROUP_UNSPECIFIED, "assistance_status", status,
            Canonical(computed_->status()));
  }

  void CheckFlag(education::v1::StudentGroup group) {
    if (computed_ == nullptr) return report_.Undetermined("group_flags", no_answer_);
    const bool flagged = absl::c_linear_search(published_.flagged_groups(), group);
    for (const auto& answer : computed_->groups()) {
      if (answer.student_group() != group) continue;
      if (!answer.letter_decided()) return report_.Undetermined("group_flags", answer.reason());
      Compare(group, "group_flags", flagged ? "1" : "0",
              answer.outcome() == eligibility::v1::OUTCOME_MET ? "1" : "0");
      return;
    }
    Compare(group, "group_flags", flagged ? "1" : "0", "0");
  }

  void CheckTotal() {
    if (computed_ == nullptr) return report_.Undetermined("total_groups", no_answer_);
    if (computed_->total_group_count() < 0) {
      for (const auto& answer : computed_->groups()) {
        if (!answer.letter_decided()) {
          return report_.Undetermined("total_groups", answer.reason());
        }
      }
    }
    Compare(education::v1::STUDENT_GROUP_UNSPECIFIED, "total_groups",
            absl::StrCat(published_.total_group_count()),
            absl::StrCat(computed_->total_group_count()));
  }

  void CheckExit() {
    if (computed_ == nullptr) return report_.Undetermined("exit", no_answer_);
    if (computed_->exit().empty()) return report_.Undetermined("exit", StatusReason());
    Compare(education::v1::STUDENT_GROUP_UNSPECIFIED, "exit", published_.exit(), computed_->exit());
  }

  const SchoolSupportRecord& published_;
  const Determination* const computed_;
  const eligibility::v1::Rulebook& rulebook_;
  FileReport& report_;
  const std::string no_answer_;
  const absl::string_view cds_;
};

}  // namespace

absl::Status CheckEssaFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(stubs));
  std::set<int> evidence = ResultCollections();
  evidence.insert({ingestion::v1::COLLECTION_PUBLISHED_COLORS,
                   ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS,
                   ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
                   ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS});
  const bool published_letters =
      basis == "published-letters" || (basis == "auto" && !Holds(snapshot, report.year, evidence));
  report.basis = published_letters ? "published-letters" : "results";
  SOS_ASSIGN_OR_RETURN(const eligibility::v1::Rulebook rulebook,
                       ReadRulebook(stubs, RulebookName("essa", report.year)));
  // Two postings of one year must each be taken by itself.
  SOS_ASSIGN_OR_RETURN(
      const Determinations determinations,
      ReadDeterminations(
          stubs, {.program = eligibility::v1::PROGRAM_ESSA,
                  .year = report.year,
                  .revision = published_letters ? RevisionIn(submission) : RevisionIn(snapshot),
                  .published_letters = published_letters}));
  return VisitSubmitted(
      stubs, submission, ingestion::v1::COLLECTION_ESSA_ASSISTANCE, [&](const auto& partition) {
        for (const SchoolSupportRecord& record : partition.school_support().records()) {
          SchoolCheck(record, determinations, rulebook, report).Run();
        }
      });
}

}  // namespace sos::suite
