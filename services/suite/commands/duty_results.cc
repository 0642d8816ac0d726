// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/duty_results.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

using education::v1::Indicator;
using education::v1::StudentGroup;
using eligibility::v1::Determination;

// The name of the result of a group. A school's English learner progress is a result of its English
// learners, though duties tell it with all students.
std::string DutyResultName(const education::v1::Entity& entity, int year, Indicator indicator,
                           StudentGroup group) {
  const bool progress = indicator == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS;
  return absl::StrCat(entity.name(), "/results/", year, "-", absl::AsciiStrToLower(Code(indicator)),
                      "-",
                      absl::AsciiStrToLower(
                          Code(progress ? education::v1::STUDENT_GROUP_ENGLISH_LEARNERS : group)));
}

// What to read: the LEAs with their schools, charter schools, and of whom by status alone.
struct DutyQuestion {
  std::set<std::string> leas;
  std::set<std::string> charters;
  std::set<int> years;
  // Indicators of which the lowest status counts, whatever the color.
  std::set<Indicator> by_status;
};

std::vector<indicator::v1::ResultFilter> DutyFilters(const DutyQuestion& question) {
  std::vector<indicator::v1::ResultFilter> filters;
  const auto add = [&](indicator::v1::ResultFilter filter) {
    for (const int year : question.years) filter.add_dashboard_years(year);
    filters.push_back(filter);
    filters.back().add_colors(education::v1::COLOR_RED);
    if (question.by_status.empty()) return;
    filters.push_back(filter);
    for (const Indicator indicator : question.by_status) filters.back().add_indicators(indicator);
  };
  indicator::v1::ResultFilter filter;
  for (const std::string& lea : question.leas) filter.add_leas(lea);
  if (!question.leas.empty()) add(filter);
  filter.Clear();
  for (const std::string& charter : question.charters) filter.add_entities(charter);
  if (!question.charters.empty()) add(filter);
  return filters;
}

}  // namespace

absl::StatusOr<DutyResults> DutyResults::Read(Session& session,
                                              const std::vector<Determination>& determinations) {
  DutyResults read;
  DutyQuestion question;
  std::set<std::string> rulebooks;
  for (const Determination& determination : determinations) {
    for (const auto& duty : determination.duties()) {
      if (duty.subjects().empty()) continue;
      rulebooks.insert(determination.rulebook());
      const education::v1::Entity& entity = determination.entity();
      const bool charter = entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
      (charter ? question.charters : question.leas).insert(entity.name());
    }
  }
  for (const std::string& name : rulebooks) {
    eligibility::v1::GetRulebookRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    eligibility::v1::Rulebook rulebook;
    SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(
        session.stubs().eligibility->GetRulebook(&context, request, &rulebook)));
    for (const auto& duty : rulebook.duties()) {
      if (duty.lowest().empty()) continue;
      const int year =
          duty.dashboard_year() != 0 ? duty.dashboard_year() : rulebook.dashboard_year();
      read.years_[{name, duty.name()}] = year;
      question.years.insert(year);
      for (const auto& test : duty.lowest()) {
        if (!test.status_levels().empty()) question.by_status.insert(test.indicator());
      }
    }
  }
  if (question.years.empty()) return read;
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  for (const auto& filter : DutyFilters(question)) {
    indicator::v1::StreamResultsRequest request;
    *request.mutable_filter() = filter;
    SetRevision(RevisionIn(snapshot), request);
    grpc::ClientContext context;
    const auto reader = session.stubs().indicator->StreamResults(&context, request);
    indicator::v1::StreamResultsResponse response;
    while (reader->Read(&response)) {
      for (const auto& block : response.blocks()) {
        for (int i = 0; i < block.entity_indexes_size(); ++i) {
          const std::string name =
              DutyResultName(block.entities(block.entity_indexes(i)), block.dashboard_year(),
                             block.indicator(), block.student_groups(i));
          const bool colored = block.colors(i) > education::v1::COLOR_NONE;
          read.results_[name] = {.color = colored ? std::string(Label(block.colors(i))) : "",
                                 .status = TenthsText(block.status_tenths(i)),
                                 .status_level = block.status_levels(i) == 0
                                                     ? ""
                                                     : absl::StrCat(block.status_levels(i))};
        }
      }
    }
    SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  }
  return read;
}

std::vector<DutyResult> DutyResults::Of(const Determination& determination,
                                        const eligibility::v1::DutyAnswer& duty) const {
  const auto year = years_.find({determination.rulebook(), duty.duty()});
  std::vector<DutyResult> results;
  for (const auto& subject : duty.subjects()) {
    if (subject.indicators().empty()) {
      results.push_back({.entity = subject.entity()});
      continue;
    }
    for (const int number : subject.indicators()) {
      const auto indicator = static_cast<Indicator>(number);
      DutyResult result = {.entity = subject.entity(),
                           .group = std::string(Code(subject.student_group())),
                           .indicator = std::string(Code(indicator))};
      if (year != years_.end()) {
        const auto found = results_.find(
            DutyResultName(subject.entity(), year->second, indicator, subject.student_group()));
        if (found != results_.end()) {
          result.color = found->second.color;
          result.status = found->second.status;
          result.status_level = found->second.status_level;
        }
      }
      results.push_back(std::move(result));
    }
  }
  return results;
}

std::string DutyResultText(const DutyResult& result) {
  std::string text = absl::StrCat(result.entity.display_name(), " (", CdsOf(result.entity), ")");
  if (!result.group.empty()) absl::StrAppend(&text, ", ", result.group);
  if (result.indicator.empty()) return text;
  absl::StrAppend(&text, ": ", result.indicator);
  if (!result.color.empty()) {
    absl::StrAppend(&text, " ", result.color);
  } else if (!result.status_level.empty()) {
    absl::StrAppend(&text, " level ", result.status_level);
  }
  absl::StrAppend(
      &text, ", ",
      result.status.empty() ? "status not known" : absl::StrCat("status ", result.status));
  return text;
}

}  // namespace sos::suite
