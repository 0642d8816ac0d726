// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/data_gaps.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/domain/reasons.h"
#include "services/eligibility/evidence/evidence_collector.h"
#include "services/ingestion/client/file_names.h"
#include "services/ingestion/client/measure_collections.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::Collection;

// The data gaps of one determination that are told at most: each is a file of one year.
constexpr int kMaxDataGaps = 50;

absl::string_view RowsOf(EntityKind kind) {
  switch (kind) {
    case EntityKind::kDistrict:
      return "district rows";
    case EntityKind::kCountyOffice:
      return "county office rows";
    case EntityKind::kCharterSchool:
      return "charter school rows";
    case EntityKind::kSchool:
      return "school rows";
  }
  return "rows";
}

// The collection of the list that answers an open reason, where there is one.
std::optional<Collection> ListFor(absl::string_view reason, EntityKind kind) {
  if (reason == reason::kLateCertificationListMissing) {
    return ingestion::v1::COLLECTION_LATE_CERTIFICATION;
  }
  if (reason == reason::kTitleIMissing || reason == reason::kPriorStatusMissing) {
    return ingestion::v1::COLLECTION_ESSA_ASSISTANCE;
  }
  if (reason == reason::kGraduationAverageMissing) return ingestion::v1::COLLECTION_GRADUATION;
  if (reason == reason::kMultiplierDataMissing || reason == reason::kClassroomBasedMissing) {
    return ingestion::v1::COLLECTION_EQUITY_MULTIPLIER;
  }
  if (reason == reason::kHistoryMissing) {
    return kind == EntityKind::kCharterSchool ? ingestion::v1::COLLECTION_CHARTER_ASSISTANCE
                                              : ingestion::v1::COLLECTION_LCFF_ASSISTANCE;
  }
  return std::nullopt;
}

std::optional<Collection> LocalList(int priority) {
  for (const LocalCollection& local : LocalCollections()) {
    if (local.priority == priority) return local.collection;
  }
  return std::nullopt;
}

// Why a performance is not known, in words about its file.
std::string WhyUnknown(const Performance& performance, const std::string& file, EntityKind kind,
                       const std::optional<RefusedPlace>& refused) {
  if (performance.origin == Origin::kRedList) {
    return "The list of Reds says that it is not Red, and nothing else.";
  }
  if (performance.origin == Origin::kResult) {
    return absl::StrCat("The result that was made of ", file, " is undetermined by its rules.");
  }
  switch (performance.silence) {
    case Silence::kNotLoaded:
      return absl::StrCat(file, " is not loaded.");
    case Silence::kElsewhere:
      return absl::StrCat(file, " is loaded for other LEAs only.");
    case Silence::kNoSuchEntities:
      return absl::StrCat("What is loaded of ", file, " has no ", RowsOf(kind), ".");
    case Silence::kSelection:
      return absl::StrCat("What is loaded of ", file,
                          " is a selection of rows, such as those of one student group.");
    case Silence::kNoSuchGroup:
      return absl::StrCat("What is loaded of ", file, " has no row of the student group.");
    case Silence::kEntityUnseen:
      return absl::StrCat("No file of the year that is loaded has a row of the ",
                          kind == EntityKind::kSchool ? "school" : "LEA", ".");
    case Silence::kIncomplete:
      return absl::StrCat("Rows are missing in what is loaded of ", file,
                          ": the groups do not add up to all students.");
    case Silence::kPartner:
      return absl::StrCat("A row is missing in what is loaded of ", file,
                          ": other indicators have students of the group.");
    case Silence::kRefused:
      return refused ? absl::StrCat("The row was refused: ", refused->file, ", line ",
                                    refused->line, ".")
                     : std::string("The row was refused.");
  }
  return "";
}

std::string Remedy(const Performance& performance, const std::string& file, EntityKind kind) {
  if (performance.origin == Origin::kResult) return "";
  if (performance.origin == Origin::kMissing && performance.silence == Silence::kRefused) {
    return "Mend that row and load the file again.";
  }
  return absl::StrCat(
      "Load ", file, " with ", RowsOf(kind),
      performance.silence == Silence::kNoSuchEntities || performance.silence == Silence::kNotLoaded
          ? ""
          : ", all groups of them",
      ".");
}

class Gaps {
 public:
  Gaps(const EntityHistory& history, const Rulebook& rulebook)
      : history_(history), rulebook_(rulebook) {}

  // Follows what is open down to what it rests on.
  void Visit(const Finding& finding, int year) {
    if (finding.outcome != Outcome::kInsufficientData) return;
    if (finding.dashboard_year != 0) year = finding.dashboard_year;
    for (const Observation& observed : finding.observed) Note(observed);
    for (const Finding& part : finding.parts) Visit(part, year);
    if (finding.parts.empty() && finding.observed.empty()) NoteReason(finding, year);
  }

  void NoteReason(absl::string_view reason, int year) {
    if (reason == reason::kPriorStatusMissing && rulebook_.program == Program::kEssa &&
        rulebook_.Of<EssaRules>().prior_year != 0) {
      year = rulebook_.Of<EssaRules>().prior_year;
    }
    if (reason == reason::kResultsMissing) {
      const std::string files = absl::StrCat("the indicator files of ", year);
      Add(year, files, std::nullopt, std::nullopt,
          absl::StrCat("What is loaded of ", files, " does not cover everyone it is about."),
          absl::StrCat("Load ", files, " with rows of LEAs and schools, all groups of them."));
    }
    if (const auto list = ListFor(reason, history_.kind); list) {
      const std::string file = FileNameOf(*list, year);
      Add(year, file, std::nullopt, std::nullopt,
          reason == reason::kHistoryMissing
              ? absl::StrCat("The letters of ", year,
                             " are not known: neither results of that year nor ", file,
                             " is loaded.")
              : absl::StrCat(file, " is not loaded, or does not name it."),
          absl::StrCat("Load ", file, "."));
    }
  }

  void Tell(DataGaps& data_gaps) const {
    for (const auto& [key, gap] : gaps_) {
      if (data_gaps.size() == kMaxDataGaps) return;
      v1::DataGap& added = *data_gaps.Add();
      added = gap;
      for (const StudentGroup group : groups_.at(key)) added.add_student_groups(ToProto(group));
    }
  }

 private:
  // By year, file and reason.
  using Key = std::tuple<int, std::string, std::string>;

  void Note(const Observation& observed) {
    if (observed.outcome != Outcome::kInsufficientData) return;
    const Performance& performance = *observed.performance;
    const Indicator indicator = observed.test->indicator;
    const std::string file = FileNameOf(MeasuresOf(indicator), observed.dashboard_year);
    std::optional<RefusedPlace> refused;
    const auto& places = history_.YearOf(observed.dashboard_year).refused;
    if (const auto found = places.find(indicator); found != places.end()) refused = found->second;
    Add(observed.dashboard_year, file, indicator, observed.group,
        WhyUnknown(performance, file, history_.kind, refused),
        Remedy(performance, file, history_.kind));
  }

  void NoteReason(const Finding& finding, int year) {
    if (finding.open_reason != reason::kLocalIndicatorsMissing) {
      NoteReason(finding.open_reason, year);
      return;
    }
    absl::string_view rule = finding.rule;
    int priority = 0;
    if (!absl::ConsumePrefix(&rule, "local-indicator-") || !absl::SimpleAtoi(rule, &priority)) {
      return;
    }
    const auto list = LocalList(priority);
    if (!list) return;
    // The rule may look at two years; either may be missing.
    std::set<int> years = {year};
    if (rulebook_.program == Program::kLcff && rulebook_.dashboard_year == year) {
      const auto& rule_of_year = rulebook_.Of<LcffRules>().local_rule;
      if (rule_of_year && rule_of_year->preceding_year != 0) {
        years.insert(rule_of_year->preceding_year);
      }
    }
    for (const int each : years) {
      const EntityYear& known = history_.YearOf(each);
      if (known.local_ratings.contains(priority)) continue;
      const auto covered = known.local_covered.find(priority);
      if (covered != known.local_covered.end() && covered->second) continue;
      const std::string file = FileNameOf(*list, each);
      Add(each, file, std::nullopt, std::nullopt,
          absl::StrCat("The rating on local indicator ", priority, " is not known."),
          absl::StrCat("Load ", file, "."));
    }
  }

  void Add(int year, const std::string& file, std::optional<Indicator> indicator,
           std::optional<StudentGroup> group, std::string reason, std::string remedy) {
    const Key key(year, file, reason);
    v1::DataGap& gap = gaps_[key];
    gap.set_dashboard_year(year);
    gap.set_file(file);
    if (indicator) gap.set_indicator(ToProto(*indicator));
    gap.set_reason(std::move(reason));
    gap.set_remedy(std::move(remedy));
    std::set<StudentGroup>& groups = groups_[key];
    if (group) groups.insert(*group);
  }

  const EntityHistory& history_;
  const Rulebook& rulebook_;
  std::map<Key, v1::DataGap> gaps_;
  std::map<Key, std::set<StudentGroup>> groups_;
};

}  // namespace

void AddDataGaps(const Determination& determination, const EntityHistory& history,
                 const Rulebook& rulebook, DataGaps& data_gaps) {
  Gaps gaps(history, rulebook);
  // What is decided may have open parts that are answers of their own, such as methods and duties.
  for (const Finding& part : determination.root.parts) {
    gaps.Visit(part, rulebook.dashboard_year);
  }
  if (const auto* const plan = determination.As<LcapAnswer>(); plan != nullptr) {
    // A duty that is there may be about more than is known.
    for (const DutyAnswer& duty : plan->duties) {
      if (duty.outcome == Outcome::kMet) gaps.NoteReason(duty.reason, rulebook.dashboard_year);
    }
  }
  if (determination.root.parts.empty()) gaps.Visit(determination.root, rulebook.dashboard_year);
  for (const Finding& further : determination.further) {
    gaps.Visit(further, rulebook.dashboard_year);
  }
  if (determination.eligibility == Outcome::kInsufficientData) {
    gaps.NoteReason(determination.reason, rulebook.dashboard_year);
  }
  gaps.Tell(data_gaps);
}

}  // namespace sos::eligibility
