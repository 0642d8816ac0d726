// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/support.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/language/terms.h"
#include "services/reporting/sentences/result.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Determination;
using language::Messages;

// `lcff` of PROGRAM_LCFF.
std::string ProgramKey(eligibility::v1::Program program) {
  const std::string name = eligibility::v1::Program_Name(program);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "PROGRAM_"));
}

absl::string_view OutcomeKey(eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return "met";
    case eligibility::v1::OUTCOME_NOT_MET:
      return "not_met";
    default:
      return "undecided";
  }
}

// The status of a school in words. The state's own word where this service has none for it.
std::string StatusText(const Messages& messages, const std::string& status) {
  const std::string key =
      absl::StrCat("status.", absl::StrReplaceAll(absl::AsciiStrToLower(status), {{" ", "_"}}));
  return messages.Has(key) ? messages.Text(key) : status;
}

// The supporter in the language. What rulebooks newer than the messages name stays as it is.
std::string SupporterText(const Messages& messages, const std::string& supporter) {
  constexpr std::pair<absl::string_view, absl::string_view> kSupporters[] = {
      {"County superintendent of schools", "supporter.county"},
      {"County superintendent of schools of the county where the school is located",
       "supporter.county_of_school"},
      {"California Department of Education (Superintendent of Public Instruction)",
       "supporter.state"},
      {"California Collaborative for Educational Excellence", "supporter.collaborative"},
      {"California Collaborative for Educational Excellence, with the county superintendent of "
       "schools",
       "supporter.collaborative_with_county"},
      {"Geographic lead agency", "supporter.lead"},
      {"Geographic lead agency, with the county superintendent of schools",
       "supporter.lead_with_county"},
      {"Its local educational agency; the county office of education approves the plan of a CSI "
       "school's LEA",
       "supporter.lea"}};
  for (const auto& [text, key] : kSupporters) {
    if (supporter == text) return messages.Text(key);
  }
  return supporter;
}

// `Chronic Absenteeism (Red)`: the results by which a group met criteria, each once.
std::vector<std::string> EvidenceTexts(const Messages& messages, const Determination& determination,
                                       education::v1::StudentGroup group) {
  std::vector<std::string> texts;
  std::set<std::string> seen;
  for (const auto& finding : determination.findings()) {
    if (finding.student_group() != group || finding.outcome() != eligibility::v1::OUTCOME_MET) {
      continue;
    }
    for (const auto& evidence : finding.evidence()) {
      const bool shown =
          evidence.color() > education::v1::COLOR_NONE || evidence.status_level() > 0;
      const bool asks = evidence.indicator() != education::v1::INDICATOR_UNSPECIFIED;
      if (!asks || evidence.origin() == eligibility::v1::Evidence::ORIGIN_NO_ROW) continue;
      std::string text =
          shown ? messages.Text("item.rating",
                                {{"name", language::Term(messages, evidence.indicator())},
                                 {"rating", RatingText(messages, evidence.indicator(),
                                                       evidence.color(), evidence.status_level())}})
                : messages.Text("support.evidence_withheld");
      if (seen.insert(text).second) texts.push_back(std::move(text));
    }
  }
  return texts;
}

std::string GroupText(const Messages& messages, const Determination& determination,
                      const eligibility::v1::GroupAnswer& group) {
  const std::string name = language::Term(messages, group.student_group());
  const std::string evidence =
      messages.List(EvidenceTexts(messages, determination, group.student_group()));
  if (group.priorities().empty()) {
    return messages.Text(evidence.empty() ? "support.group_plain" : "support.group_plain_by",
                         {{"group", name}, {"evidence", evidence}});
  }
  std::vector<std::string> priorities;
  for (const int priority : group.priorities()) {
    priorities.push_back(messages.Text(
        "support.priority", {{"number", std::to_string(priority)},
                             {"name", messages.Text(absl::StrCat("priority.", priority))}}));
  }
  return messages.Text(evidence.empty() ? "support.group" : "support.group_by",
                       {{"group", name},
                        {"count", static_cast<int64_t>(priorities.size())},
                        {"list", messages.List(priorities)},
                        {"evidence", evidence}});
}

// `66.7` of 0.667.
language::DecimalText PercentOf(int64_t thousandths) { return {ToString(Tenths{thousandths})}; }

void AddEquityMultiplier(const Messages& messages,
                         const eligibility::v1::EquityMultiplierAnswer& answer,
                         std::vector<std::string>& sentences) {
  if (answer.entitlement_dollars() > 0) {
    sentences.push_back(
        messages.Text("support.dollars", {{"dollars", answer.entitlement_dollars()}}));
  }
  if (answer.enrollment() < 0 || answer.nonstable_count() < 0) {
    sentences.push_back(messages.Text("support.numbers_withheld"));
    return;
  }
  sentences.push_back(
      messages.Text("support.nonstable", {{"count", answer.nonstable_count()},
                                          {"total", answer.enrollment()},
                                          {"rate", PercentOf(answer.nonstability_thousandths())}}));
  if (answer.disadvantaged_count() < 0) return;
  sentences.push_back(messages.Text("support.disadvantaged",
                                    {{"count", answer.disadvantaged_count()},
                                     {"total", answer.enrollment()},
                                     {"rate", PercentOf(answer.disadvantaged_thousandths())}}));
}

void AddDuties(const Messages& messages, const Determination& determination,
               std::vector<std::string>& sentences) {
  for (const auto& duty : determination.duties()) {
    if (duty.outcome() != eligibility::v1::OUTCOME_MET) continue;
    const std::string key = absl::StrCat("duty.", duty.duty());
    sentences.push_back(messages.Has(key) ? messages.Text(key) : duty.description());
  }
}

// What makes an LEA eligible beside its groups.
void AddMethods(const Messages& messages, const Determination& determination,
                std::vector<std::string>& sentences) {
  for (const auto& method : determination.methods()) {
    const std::string key = absl::StrCat("support.method.", method.method());
    if (method.outcome() == eligibility::v1::OUTCOME_MET && messages.Has(key)) {
      sentences.push_back(messages.Text(key));
    }
  }
}

void AddHelp(const Messages& messages, const Determination& determination,
             std::vector<std::string>& sentences) {
  if (!determination.supporter().empty()) {
    sentences.push_back(messages.Text(
        "support.who_helps", {{"supporter", SupporterText(messages, determination.supporter())}}));
  }
  if (determination.has_intensive() &&
      determination.intensive().outcome() == eligibility::v1::OUTCOME_MET) {
    sentences.push_back(messages.Text("support.intensive"));
  }
  if (determination.has_geographic_lead() && !determination.geographic_lead_agency().empty() &&
      determination.geographic_lead().outcome() == eligibility::v1::OUTCOME_MET) {
    sentences.push_back(
        messages.Text("support.lead", {{"lead", determination.geographic_lead_agency()}}));
  }
  const std::string ends = absl::StrCat("support.ends.", ProgramKey(determination.program()));
  if (messages.Has(ends)) sentences.push_back(messages.Text(ends));
}

std::string ChangeItem(const Messages& messages, const eligibility::v1::ProposedChange& change) {
  const std::string before =
      RatingText(messages, change.indicator(), change.from_color(), change.from_status_level());
  const std::string after =
      RatingText(messages, change.indicator(), change.to_color(), change.to_status_level());
  const std::string indicator = language::Term(messages, change.indicator());
  const std::string group = language::Term(messages, change.student_group());
  if (change.has_points()) {
    return messages.Text("nearest.points",
                         {{"points", language::DecimalText{change.points().value()}},
                          {"indicator", indicator},
                          {"group", group},
                          {"before", before},
                          {"after", after}});
  }
  const int64_t students = change.student_count();
  return messages.Text(students > 0 ? "nearest.students.more" : "nearest.students.less",
                       {{"count", students > 0 ? students : -students},
                        {"indicator", indicator},
                        {"group", group},
                        {"before", before},
                        {"after", after}});
}

}  // namespace

std::string ProgramLabel(const Messages& messages, eligibility::v1::Program program) {
  return messages.Text(absl::StrCat("program.", ProgramKey(program)));
}

std::string SupportHeadline(const Messages& messages, const Determination& determination) {
  return messages.Text(absl::StrCat("support.", ProgramKey(determination.program()), ".",
                                    OutcomeKey(determination.eligibility())),
                       {{"entity", determination.entity().display_name()},
                        {"year", std::to_string(determination.dashboard_year())},
                        {"status", StatusText(messages, determination.status())}});
}

std::vector<std::string> SupportSentences(const Messages& messages,
                                          const Determination& determination) {
  std::vector<std::string> sentences = {SupportHeadline(messages, determination)};
  if (determination.has_equity_multiplier()) {
    AddEquityMultiplier(messages, determination.equity_multiplier(), sentences);
  }
  AddDuties(messages, determination, sentences);
  for (const auto& group : determination.groups()) {
    if (group.outcome() == eligibility::v1::OUTCOME_MET) {
      sentences.push_back(GroupText(messages, determination, group));
    }
  }
  AddMethods(messages, determination, sentences);
  if (determination.eligibility() == eligibility::v1::OUTCOME_MET) {
    AddHelp(messages, determination, sentences);
  }
  if (determination.rests_on_inferred_rule()) {
    sentences.push_back(messages.Text("support.inferred"));
  }
  return sentences;
}

std::vector<std::string> GapSentences(const Messages& messages,
                                      const Determination& determination) {
  std::vector<std::string> sentences;
  for (const auto& gap : determination.data_gaps()) {
    std::vector<std::string> groups;
    for (const int group : gap.student_groups()) {
      groups.push_back(language::Term(messages, static_cast<education::v1::StudentGroup>(group)));
    }
    const bool indicator = gap.indicator() != education::v1::INDICATOR_UNSPECIFIED;
    sentences.push_back(messages.Text(!indicator       ? "gap.file"
                                      : groups.empty() ? "gap.indicator"
                                                       : "gap.groups",
                                      {{"file", gap.file()},
                                       {"year", std::to_string(gap.dashboard_year())},
                                       {"indicator", language::Term(messages, gap.indicator())},
                                       {"groups", messages.List(groups)}}));
  }
  if (sentences.empty() &&
      determination.eligibility() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
    sentences.push_back(messages.Text("gap.rule"));
  }
  return sentences;
}

std::vector<std::string> HistorySentences(
    const Messages& messages,
    const google::protobuf::RepeatedPtrField<eligibility::v1::HistoryYear>& history) {
  std::vector<std::string> met;
  std::vector<std::string> undecided;
  bool decided = false;
  for (const auto& year : history) {
    const std::string text = std::to_string(year.dashboard_year());
    if (year.eligibility() == eligibility::v1::OUTCOME_MET) met.push_back(text);
    if (year.eligibility() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      undecided.push_back(text);
    }
    decided = decided || year.eligibility() == eligibility::v1::OUTCOME_NOT_MET;
  }
  std::vector<std::string> sentences;
  if (!met.empty()) {
    sentences.push_back(messages.Text("history.years", {{"list", messages.List(met)}}));
  } else if (decided) {
    sentences.push_back(messages.Text("history.never"));
  }
  if (!undecided.empty()) {
    sentences.push_back(messages.Text("history.undecided", {{"list", messages.List(undecided)}}));
  }
  return sentences;
}

std::string NearestSentence(const Messages& messages, const eligibility::v1::Nearest& nearest) {
  const bool leave = nearest.direction() == eligibility::v1::Nearest::DIRECTION_LEAVE;
  if (!leave && nearest.direction() != eligibility::v1::Nearest::DIRECTION_ENTER) return "";
  if (nearest.changes().empty()) {
    if (nearest.obstacle().empty()) return "";
    return messages.Text(leave ? "nearest.obstacle.leave" : "nearest.obstacle.enter");
  }
  std::vector<std::string> items;
  for (const auto& change : nearest.changes()) {
    if (change.disclosure() != education::v1::DISCLOSURE_SHOWN) {
      return messages.Text("nearest.withheld");
    }
    items.push_back(ChangeItem(messages, change));
  }
  std::string sentence = messages.Text(leave ? "nearest.leave" : "nearest.enter",
                                       {{"list", absl::StrJoin(items, "; ")}});
  if (nearest.tied()) absl::StrAppend(&sentence, " ", messages.Text("nearest.tied"));
  return sentence;
}

}  // namespace sos::reporting
