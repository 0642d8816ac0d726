// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/history_answers.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/convert/enums.h"

namespace sos::eligibility {
namespace {

constexpr char kNotThere[] = "-";

absl::string_view ReasonOf(const Determination& determination) {
  if (determination.eligibility != Outcome::kInsufficientData) return "";
  if (!determination.reason.empty()) return determination.reason;
  // The first part of the answer that says it.
  const auto first_of = [](const auto& parts) -> absl::string_view {
    for (const auto& part : parts) {
      if (!part.reason.empty()) return part.reason;
    }
    return "";
  };
  if (const auto* lcff = determination.As<LcffAnswer>()) return first_of(lcff->methods);
  if (const auto* charter = determination.As<CharterAnswer>()) return first_of(charter->methods);
  if (const auto* essa = determination.As<EssaAnswer>()) return first_of(essa->categories);
  return "";
}

// The status that the state published; empty where it published none.
std::string PublishedStatus(const EntityYear& year) {
  if (year.support) return year.support->status;
  return year.published ? year.published->status : "";
}

// Whether the words of a published status mean that the entity is eligible.
bool MeansEligible(const Rulebook& rules, const std::string& status) {
  const auto* essa = std::get_if<EssaRules>(&rules.rules);
  if (essa == nullptr) return status == rules.status.eligible;
  return status != essa->none_status && !absl::c_linear_search(essa->none_status_aliases, status);
}

v1::HistoryYear ToYear(const Determination& determination, int year) {
  v1::HistoryYear proto;
  proto.set_dashboard_year(year);
  proto.set_status(determination.status);
  proto.set_eligibility(ToProto(determination.eligibility));
  proto.set_basis(ToProto(determination.letter_basis));
  proto.set_reason(std::string(ReasonOf(determination)));
  for (const GroupAnswer& group : determination.groups) {
    if (group.outcome == Outcome::kMet) *proto.add_groups() = ToProto(group);
  }
  return proto;
}

bool IsIn(const v1::HistoryYear& year) { return year.eligibility() == v1::OUTCOME_MET; }
bool IsOut(const v1::HistoryYear& year) { return year.eligibility() == v1::OUTCOME_NOT_MET; }

}  // namespace

void HistoryBuilder::AddYear(const Decisions& results, const Decisions& published) {
  const int year = results.rulebook->rules.dashboard_year;
  years_.push_back(year);
  std::map<CdsCode, const Decision*> by_publication;
  for (const Decision& decision : published.entities) {
    if (decision.determination.letter_basis == LetterBasis::kPublished) {
      by_publication[decision.history->cds] = &decision;
    }
  }
  for (const Decision& decision : results.entities) {
    const CdsCode& cds = decision.history->cds;
    const Determination* determination = &decision.determination;
    const auto found = by_publication.find(cds);
    if (determination->eligibility == Outcome::kInsufficientData && found != by_publication.end()) {
      determination = &found->second->determination;
    }
    Entity& entity = entities_[cds];
    entity.entity = *decision.entity;
    v1::HistoryYear added = ToYear(*determination, year);
    const std::string status = PublishedStatus(decision.history->YearOf(year));
    if (added.status().empty() && !status.empty()) {
      added.set_status(status);
      added.set_eligibility(ToProto(FromBool(MeansEligible(results.rulebook->rules, status))));
      added.set_basis(v1::LETTER_BASIS_PUBLISHED);
      added.clear_reason();
    }
    if (!entity.years.empty() && years_.size() > 1) {
      const int before = years_[years_.size() - 2];
      added.set_after_gap(year - before > 1);
      if (const auto last = entity.years.find(before); last != entity.years.end()) {
        added.set_entered(IsIn(added) && IsOut(last->second));
        added.set_left(IsOut(added) && IsIn(last->second));
      }
    }
    entity.years[year] = std::move(added);
  }
}

std::vector<v1::History> HistoryBuilder::Histories() const {
  std::vector<v1::History> histories;
  for (const auto& [cds, entity] : entities_) {
    v1::History& history = histories.emplace_back();
    *history.mutable_entity() = entity.entity;
    history.set_program(ToProto(program_));
    for (const auto& [year, proto] : entity.years) *history.add_years() = proto;
  }
  return histories;
}

std::vector<v1::Flow> HistoryBuilder::Flows() const {
  std::vector<v1::Flow> flows;
  for (size_t i = 1; i < years_.size(); ++i) {
    const int from = years_[i - 1];
    const int to = years_[i];
    const auto status = [](const Entity& entity, int year) {
      const auto found = entity.years.find(year);
      return found == entity.years.end() ? std::string(kNotThere) : found->second.status();
    };
    std::map<std::pair<std::string, std::string>, int> counts;
    for (const auto& [cds, entity] : entities_) {
      const auto states = std::make_pair(status(entity, from), status(entity, to));
      if (states.first != kNotThere || states.second != kNotThere) ++counts[states];
    }
    for (const auto& [states, count] : counts) {
      v1::Flow& flow = flows.emplace_back();
      flow.set_from_year(from);
      flow.set_to_year(to);
      flow.set_from_status(states.first);
      flow.set_to_status(states.second);
      flow.set_count(count);
      flow.set_across_gap(to - from > 1);
    }
  }
  return flows;
}

}  // namespace sos::eligibility
