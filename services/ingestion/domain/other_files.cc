// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/other_files.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kInsteadOfStas =
    "ask the LEA for its STAS and SENR extracts, which are read, or wait for chronicdownload";
constexpr absl::string_view kInsteadOfScores =
    "it does not say which scores count; load the student score file of TOMS, By Tested LEA, or "
    "eladownload and mathdownload when they are out";

constexpr absl::string_view kNoCollegeCredit =
    "how its columns follow one another is known in part only; what it would add to College/Career "
    "is left out of that lower bound";
constexpr absl::string_view kMatchedBySender =
    "it has no SSID; name it together with the score file of CAASPP or with report 8.1 of Fall 1: "
    "`sos ingest` and `sos estimate` find its students there by name and birth date";

const std::vector<OtherFile>& OtherFiles() {
  static const auto* const kFiles = new std::vector<OtherFile>{
      {.name = "CALPADS report 14.2 (Student Absences, Student List)",
       .all_of = {"ssid", "daysexpecteda", "daysabsentcefg"},
       .none_of = {},
       .way_out = kInsteadOfStas},
      {.name = "CALPADS report 7.12 (Incident Results, Student List)",
       .all_of = {"ssid", "durationdays"},
       .none_of = {"daysexpecteda"},
       .way_out = "ask the LEA for its SINC, SIRS, SOFF and SENR extracts, which are read, or wait "
                  "for suspdownload"},
      {.name = "CALPADS report 15.2 (Cohort Outcome, Student Details)",
       .all_of = {"ssid", "cohortcategory"},
       .none_of = {},
       .way_out = "it lacks a column that the export has; export it with all columns, or wait for "
                  "graddownload"},
      {.name = "CALPADS report 1.23 (Graduates and Completers, Student List)",
       .all_of = {"ssid", "enrollmentstatus", "studentwithdisabilities", "homelessprogrameligible"},
       .none_of = {},
       .way_out = "it lacks a column of the completion status; export it with all columns, or ask "
                  "the LEA for its cohort outcomes as COHO records, which are read"},
      {.name = "CALPADS report 8.1 (Student Profile List, End of Year)",
       .all_of = {"ssid", "ethnicityrace", "socioeconomicallydisadvantaged"},
       .none_of = {"cohortcategory", "daysexpecteda", "homelessprogrameligible"},
       .way_out = "ask the LEA for its SENR, SINF, SPRG and SELA extracts, which are read"},
      {.name = "CALPADS report 3.20 (career technical education completers)",
       .all_of = {"ssid", "ctepathwaycode|ctepathwayname|pathwaycode|pathwayname"},
       .none_of = {},
       .way_out = "it does not say the grade of the capstone course, without which a completed "
                  "pathway makes nobody prepared; no indicator needs it"},
      {.name = "CALPADS report 16.14 (Students with Disabilities, Plan Student List)",
       .all_of = {"ssid", "districtofspecialeducationaccountability",
                  "planeffectivestartdate|plantype"},
       .none_of = {},
       .way_out = "ask the LEA for its SPED extract, which is read"},
      {.name = "student score file of TOMS, CAASPP",
       .all_of = {"recordtype", "ssid", "scalescore", "achievementlevels"},
       .none_of = {},
       .way_out =
           "it lacks a column that the score file of TOMS has; take the file as TOMS gives it, "
           "or load eladownload and mathdownload when they are out"},
      {.name = "student score file of TOMS, ELPAC",
       .all_of = {"recordtype", "ssid", "overallscalescore", "overallpl"},
       .none_of = {},
       .way_out =
           "it lacks a column that the score file of TOMS has; take the file as TOMS gives it, "
           "or load elpidownload when it is out"},
      {.name = "export of CERS",
       .all_of = {"studentidentifier", "assessmentname", "scalescoreachievementlevel"},
       .none_of = {},
       .way_out = kInsteadOfScores},
      {.name = "research file of CAASPP or ELPAC with results of schools",
       .all_of = {"countycode", "districtcode", "schoolcode", "testyear",
                  "studentgroupid|demographicid|subgroupid"},
       .none_of = {},
       .way_out = "its shares are no distances from standard; load eladownload, mathdownload and "
                  "elpidownload. The file of entities of the same page is read as a directory"},
      {.name = "student file of AP",
       .all_of = {"apnumberapid|apid", "examcode01", "examgrade01"},
       .none_of = {},
       .way_out = kMatchedBySender},
      {.name = "results of IB",
       .all_of = {"candidate", "subject", "level", "subjectgrade"},
       .none_of = {},
       .way_out = kMatchedBySender},
  };
  return *kFiles;
}

bool HasColumn(const Header& header, absl::string_view names) { return header.Find(names) >= 0; }

// The first of the names of a column, for people.
std::string NameOf(absl::string_view names) {
  return absl::StrReplaceAll(*absl::StrSplit(names, '|').begin(),
                             {{"{school year}", " with a school year such as 2425"}});
}

}  // namespace

const OtherFile* RecognizeOther(const Header& header) {
  const auto present = [&header](absl::string_view names) { return HasColumn(header, names); };
  for (const OtherFile& file : OtherFiles()) {
    if (std::all_of(file.all_of.begin(), file.all_of.end(), present) &&
        std::none_of(file.none_of.begin(), file.none_of.end(), present)) {
      return &file;
    }
  }
  return nullptr;
}

const OtherFile* RecognizeOtherRecord(absl::string_view record_type) {
  static const auto* const kRecords = new std::vector<std::pair<absl::string_view, OtherFile>>{
      {"SCSC",
       {.name = "CALPADS file SCSC (course completions of students)", .way_out = kNoCollegeCredit}},
      {"SCSE", {.name = "CALPADS file SCSE (courses of students)", .way_out = kNoCollegeCredit}},
      {"CRSC",
       {.name = "CALPADS file CRSC (courses that were completed)", .way_out = kNoCollegeCredit}},
      {"CRSE", {.name = "CALPADS file CRSE (courses)", .way_out = kNoCollegeCredit}},
      {"SCTE",
       {.name = "CALPADS file SCTE (career technical education)", .way_out = kNoCollegeCredit}},
      {"WBLR", {.name = "CALPADS file WBLR (work-based learning)", .way_out = kNoCollegeCredit}},
      {"CENR",
       {.name = "CALPADS file CENR (cumulative enrollment)",
        .way_out = "load the SENR file of the same enrollments"}},
  };
  const auto found = std::find_if(kRecords->begin(), kRecords->end(),
                                  [&](const auto& record) { return record_type == record.first; });
  return found == kRecords->end() ? nullptr : &found->second;
}

void NearestLayouts::Offer(const Header& header, int64_t line) {
  constexpr size_t kLeast = 2;
  for (const Layout& layout : Layouts()) {
    Near near{.layout = &layout, .line = line, .found = {}, .missing = {}};
    for (const absl::string_view names : layout.all_of) {
      (HasColumn(header, names) ? near.found : near.missing).push_back(NameOf(names));
    }
    if (!layout.any_of.empty()) {
      std::vector<std::string> any;
      for (const absl::string_view names : layout.any_of) any.push_back(NameOf(names));
      (HasColumn(header, absl::StrJoin(layout.any_of, "|")) ? near.found : near.missing)
          .push_back(absl::StrJoin(any, " or "));
    }
    if (near.found.size() < kLeast) continue;
    const auto same = std::find_if(nearest_.begin(), nearest_.end(),
                                   [&](const Near& other) { return other.layout == near.layout; });
    if (same != nearest_.end()) {
      if (near.found.size() > same->found.size()) *same = std::move(near);
    } else {
      nearest_.push_back(std::move(near));
    }
  }
  // Those that lack least come first, and of these those that have most.
  std::stable_sort(nearest_.begin(), nearest_.end(), [](const Near& a, const Near& b) {
    if (a.missing.size() != b.missing.size()) return a.missing.size() < b.missing.size();
    return a.found.size() > b.found.size();
  });
  if (nearest_.size() > kMost) nearest_.erase(nearest_.begin() + kMost, nearest_.end());
}

std::string NearestLayouts::Text() const {
  std::vector<std::string> texts;
  for (const Near& near : nearest_) {
    texts.push_back(absl::StrCat(near.layout->id, " (line ", near.line, " has ",
                                 absl::StrJoin(near.found, ", ")));
    if (!near.missing.empty()) {
      absl::StrAppend(&texts.back(), "; lacks ", absl::StrJoin(near.missing, ", "));
    }
    texts.back() += ')';
  }
  return absl::StrJoin(texts, "; ");
}

}  // namespace sos::ingestion
