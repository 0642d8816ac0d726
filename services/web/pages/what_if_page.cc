// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/what_if_changes.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

// How far the slider of a status goes to both sides, in points.
constexpr int kSliderPoints = 200;

using ResultsByName = std::map<std::string, indicator::v1::Result>;

std::string NameOf(const PageContext& context, const WhatIfChange& change) {
  return ResultName(EntityName(context.address.cds), context.year(), change.indicator,
                    change.group);
}

std::string LabelOf(const PageContext& context, Indicator indicator, StudentGroup group) {
  return absl::StrCat(language::Term(context.messages, ToProto(indicator)), ", ",
                      language::Term(context.messages, ToProto(group)));
}

eligibility::v1::Program ProgramOf(education::v1::EntityType type) {
  switch (type) {
    case education::v1::ENTITY_TYPE_CHARTER_SCHOOL:
      return eligibility::v1::PROGRAM_CHARTER;
    case education::v1::ENTITY_TYPE_SCHOOL:
      return eligibility::v1::PROGRAM_ESSA;
    default:
      return eligibility::v1::PROGRAM_LCFF;
  }
}

// The results that can be picked: those that are shown, by indicator.
void FillPicks(const PageContext& context, const reporting::v1::Report& report, Fields& body) {
  for (int i = 0; i < report.indicators_size(); ++i) {
    const auto indicator = FromProto(report.indicators(i));
    if (!indicator) continue;
    Fields group;
    bool any = false;
    group.Set("NAME", language::Term(context.messages, report.indicators(i)));
    for (const auto& row : report.rows()) {
      const auto student_group = FromProto(row.student_group());
      if (i >= row.cells_size() || !student_group) continue;
      const reporting::v1::Cell& cell = row.cells(i);
      if (cell.state() != reporting::v1::Cell::STATE_RATED &&
          cell.state() != reporting::v1::Cell::STATE_UNRATED) {
        continue;
      }
      any = true;
      group.Add("OPTION")
          .Set("KEY", WhatIfKey({.indicator = *indicator, .group = *student_group}))
          .Set("TEXT", absl::StrCat(language::Term(context.messages, report.indicators(i)), ", ",
                                    language::Term(context.messages, row.student_group()), ": ",
                                    language::Term(context.messages, cell.color()), ", ",
                                    StatusText(context.messages, *indicator, cell.status())));
    }
    if (any) body.Add("GROUP") = std::move(group);
  }
}

struct FormField {
  absl::string_view letter;
  absl::string_view label;
  std::string now;
  std::string value;
  std::string minimum;
  std::string maximum;
  std::string slider;
  absl::string_view step = "1";
};

void AddFormField(const PageContext& context, const std::string& key, const FormField& field,
                  Fields& row) {
  row.Add("FIELD")
      .Set("ID", absl::StrCat("f-", key, "-", field.letter))
      .Set("NAME", absl::StrCat("c.", key, "-", field.letter))
      .Set("LABEL", context.Word(field.label))
      .Set("MIN", field.minimum)
      .Set("MAX", field.maximum)
      .Set("SLIDER", field.slider)
      .Set("STEP", field.step)
      .Set("VALUE", field.value)
      .Set("NOW", context.Word("now_is", {{"value", field.now}}));
}

void FillFormRow(const PageContext& context, const WhatIfChange& change,
                 const indicator::v1::Result& result, Fields& row) {
  const std::string key = WhatIfKey(change);
  row.Set("NAME", LabelOf(context, change.indicator, change.group)).Set("KEY", key);
  Fields& cell = row.Include("CELL", "cell.tpl");
  FillColor(context.messages, change.indicator, result.color(), result.status_level(), cell);
  if (result.has_status()) {
    cell.Add("STATUS").Set("TEXT", StatusText(context.messages, change.indicator, result.status()));
  }
  if (IsInPoints(change.indicator)) {
    const std::string& now = result.status().value();
    AddFormField(context, key,
                 {.letter = "s",
                  .label = "field_status",
                  .now = StatusText(context.messages, change.indicator, result.status()),
                  .value = change.status.empty() ? now : change.status,
                  .minimum = absl::StrCat(-kSliderPoints),
                  .maximum = absl::StrCat(kSliderPoints),
                  .slider = absl::StrCat(kSliderPoints),
                  .step = "0.1"},
                 row);
    return;
  }
  const int64_t numerator = result.measure().current_numerator();
  const int64_t denominator = result.measure().current_denominator();
  const int64_t whole = change.denominator.value_or(denominator);
  AddFormField(context, key,
               {.letter = "n",
                .label = "field_numerator",
                .now = CountText(context.messages, numerator),
                .value = absl::StrCat(change.numerator.value_or(numerator)),
                .minimum = "0",
                .maximum = absl::StrCat(whole),
                .slider = absl::StrCat(whole)},
               row);
  AddFormField(context, key,
               {.letter = "d",
                .label = "field_denominator",
                .now = CountText(context.messages, denominator),
                .value = absl::StrCat(whole),
                .minimum = "1",
                .maximum = "",
                .slider = absl::StrCat(std::max(whole, denominator) * 2)},
               row);
}

// The changes that differ from what is there.
eligibility::v1::EvaluateChangesRequest RequestOf(const PageContext& context,
                                                  const std::vector<WhatIfChange>& changes,
                                                  const ResultsByName& results) {
  eligibility::v1::EvaluateChangesRequest request;
  for (const WhatIfChange& change : changes) {
    const auto found = results.find(NameOf(context, change));
    if (found == results.end()) continue;
    const indicator::v1::Measure& measure = found->second.measure();
    indicator::v1::MeasureChange moved;
    moved.set_name(found->first);
    bool any = false;
    if (change.numerator && *change.numerator != measure.current_numerator()) {
      moved.set_current_numerator(*change.numerator);
      any = true;
    }
    if (change.denominator && *change.denominator != measure.current_denominator()) {
      moved.set_current_denominator(*change.denominator);
      any = true;
    }
    if (!change.status.empty() && change.status != found->second.status().value()) {
      moved.mutable_status()->set_value(change.status);
      any = true;
    }
    if (any) *request.add_changes() = std::move(moved);
  }
  return request;
}

void FillEvidence(const PageContext& context, Indicator indicator,
                  const eligibility::v1::Evidence& evidence, Fields& cell) {
  FillColor(context.messages, indicator, evidence.color(), evidence.status_level(), cell);
  if (evidence.has_status()) {
    cell.Add("STATUS").Set("TEXT", StatusText(context.messages, indicator, evidence.status()));
  }
  if (evidence.has_change()) {
    cell.Add("CHANGE").Set("TEXT", ChangeText(context.messages, evidence.change()));
  }
}

std::string DecisionText(const PageContext& context,
                         const eligibility::v1::Determination& determination) {
  const std::string outcome = OutcomeText(context.messages, determination.eligibility());
  if (determination.status().empty()) return outcome;
  return absl::StrCat(outcome, " (", determination.status(), ")");
}

void FillOutcome(const PageContext& context,
                 const eligibility::v1::EvaluateChangesResponse& response, Fields& body) {
  Fields& outcome = body.Add("OUTCOME");
  bool same = true;
  for (const auto& changed : response.results()) {
    const auto id = ParseResultId(changed.result());
    if (!id) continue;
    Fields& row = outcome.Add("RESULT");
    row.Set("NAME", LabelOf(context, id->indicator, id->group));
    FillEvidence(context, id->indicator, changed.before(), row.Include("BEFORE", "cell.tpl"));
    FillEvidence(context, id->indicator, changed.after(), row.Include("AFTER", "cell.tpl"));
    same = same && changed.before().color() == changed.after().color() &&
           changed.before().status_level() == changed.after().status_level();
  }
  for (int i = 0; i < response.before_size() && i < response.after_size(); ++i) {
    const std::string before = DecisionText(context, response.before(i));
    const std::string after = DecisionText(context, response.after(i));
    Fields& row = outcome.Add("DECISION");
    row.Set("NAME",
            context.Word("support_of", {{"name", response.before(i).entity().display_name()}}));
    row.Set("BEFORE", before).Set("AFTER", after);
    same = same && before == after;
  }
  if (same) outcome.Add("SAME");
}

// Whatever of the changes can be known before anybody is asked.
bool NumbersFit(const std::vector<WhatIfChange>& changes, const PageContext& context,
                const ResultsByName& results) {
  return std::all_of(changes.begin(), changes.end(), [&](const WhatIfChange& change) {
    const auto found = results.find(NameOf(context, change));
    if (found == results.end() || IsInPoints(change.indicator)) return true;
    const auto& measure = found->second.measure();
    return change.numerator.value_or(measure.current_numerator()) <=
           change.denominator.value_or(measure.current_denominator());
  });
}

absl::Status Evaluate(const PageContext& context, const std::vector<WhatIfChange>& changes,
                      const ResultsByName& results, education::v1::EntityType type, Fields& body) {
  eligibility::v1::EvaluateChangesRequest request = RequestOf(context, changes, results);
  if (request.changes().empty()) return absl::OkStatus();
  if (!NumbersFit(changes, context, results)) {
    body.Add("PROBLEM").Set("TEXT", context.Word("what_if_too_many"));
    return absl::OkStatus();
  }
  request.mutable_filter()->set_program(ProgramOf(type));
  request.mutable_filter()->set_dashboard_year(context.year());
  request.mutable_filter()->add_entities(EntityName(context.address.cds));
  const auto response = context.services.EvaluateChanges(std::move(request));
  if (response.ok()) {
    FillOutcome(context, *response, body);
    return absl::OkStatus();
  }
  switch (response.status().code()) {
    case absl::StatusCode::kPermissionDenied:
      body.Add("PROBLEM").Set("TEXT", context.Word("what_if_withheld"));
      return absl::OkStatus();
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      body.Add("PROBLEM").Set("TEXT", context.Word("what_if_invalid"));
      return absl::OkStatus();
    default:
      return response.status();
  }
}

}  // namespace

absl::StatusOr<Page> WhatIfPage(const PageContext& context) {
  std::vector<WhatIfChange> changes = ReadWhatIfChanges(context.request);
  Page page;
  const Address self = context.Sibling(PageKind::kWhatIf);
  if (IsWhatIfForm(context.request)) {
    page.redirect = context.Link(self, WhatIfArguments(changes));
    return page;
  }
  SOS_ASSIGN_OR_RETURN(const reporting::v1::Report report,
                       context.services.GetReport(context.address.cds, context.year()));
  TakeFrame(report, page);
  page.title = context.Word("what_if_title", {{"name", report.entity().display_name()}});
  page.subtitle = EntityLine(context, report.entity());
  page.body_template = "what_if.tpl";
  page.downloads = {FileKind::kPdf};
  Fields& body = page.body;
  body.Set("ACTION", PathOf(self)).Set("RESET_URL", context.Link(self));
  for (const auto& [name, value] : context.kept)
    body.Add("KEPT").Set("NAME", name).Set("VALUE", value);
  FillPicks(context, report, body);
  ResultsByName results;
  for (const WhatIfChange& change : changes) {
    // One by one: a result that is not there leaves the others.
    const auto found = context.services.BatchGetResults({NameOf(context, change)});
    const bool shown = found.ok() && found->size() == 1 &&
                       (*found)[0].disclosure() != education::v1::DISCLOSURE_WITHHELD;
    if (!shown) {
      body.Add("PROBLEM").Set(
          "TEXT", context.Word("what_if_missing",
                               {{"result", LabelOf(context, change.indicator, change.group)}}));
      continue;
    }
    FillFormRow(context, change, (*found)[0], body.Add("CHANGE"));
    results[NameOf(context, change)] = (*found)[0];
  }
  SOS_RETURN_IF_ERROR(Evaluate(context, changes, results, report.entity().type(), body));
  return page;
}

}  // namespace sos::web
