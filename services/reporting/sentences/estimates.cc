// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/estimates.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/language/terms.h"

namespace sos::reporting {
namespace {

using education::v1::Indicator;
using language::Messages;
using Readiness = indicator::v1::IndicatorReadiness;

// The file that says who the students of an indicator are.
std::string SourceOf(const Messages& messages, Indicator indicator) {
  switch (indicator) {
    case education::v1::INDICATOR_GRADUATION:
    case education::v1::INDICATOR_COLLEGE_CAREER:
      return messages.Text("estimate.source.cohort");
    case education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS:
    case education::v1::INDICATOR_MATHEMATICS:
    case education::v1::INDICATOR_SCIENCE:
    case education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS:
      return messages.Text("estimate.source.scores");
    default:
      return messages.Text("estimate.source.profile");
  }
}

std::string GroupList(const Messages& messages,
                      const google::protobuf::RepeatedField<int>& groups) {
  std::vector<std::string> names;
  names.reserve(groups.size());
  for (const int group : groups) {
    names.push_back(language::Term(messages, static_cast<education::v1::StudentGroup>(group)));
  }
  return messages.List(names);
}

}  // namespace

std::string CollectionText(const Messages& messages, absl::string_view code) {
  const std::string key =
      absl::StrCat("estimate.collection.", absl::StrReplaceAll(code, {{"-", "_"}}));
  return messages.Has(key) ? messages.Text(key) : std::string(code);
}

std::string MissingText(const Messages& messages, const Readiness& readiness) {
  std::vector<std::string> names;
  for (const std::string& code : readiness.awaited_collections()) {
    const std::string key =
        absl::StrCat("estimate.waits_for.", absl::StrReplaceAll(code, {{"-", "_"}}));
    names.push_back(messages.Text(messages.Has(key) ? key : "estimate.waits_for.published"));
  }
  if (names.empty()) return messages.Text("estimate.not_made");
  return messages.Text("estimate.missing", {{"list", messages.List(names)}});
}

std::vector<std::string> ErrorSourceTexts(const Messages& messages, const Readiness& readiness) {
  std::vector<std::string> sentences;
  for (const int source : readiness.error_sources()) {
    const std::string name = absl::AsciiStrToLower(
        absl::StripPrefix(Readiness::ErrorSource_Name(source), "ERROR_SOURCE_"));
    sentences.push_back(messages.Text(absl::StrCat("estimate.error.", name),
                                      {{"source", SourceOf(messages, readiness.indicator())}}));
  }
  return sentences;
}

std::string PossibleColorText(const Messages& messages, const v1::ResultEstimate& result) {
  if (result.lower_bound()) return messages.Text("estimate.color.lower_bound");
  if (!result.has_range()) return "";
  const auto worst = result.worst_color();
  const auto best = result.best_color();
  if (worst == education::v1::COLOR_NONE && best == education::v1::COLOR_NONE) {
    return messages.Text("estimate.color.none");
  }
  if (worst <= education::v1::COLOR_NONE || best <= education::v1::COLOR_NONE) {
    return messages.Text("estimate.color.unknown");
  }
  const std::string worst_name = language::Term(messages, worst);
  if (worst == best) return messages.Text("estimate.color.certain", {{"color", worst_name}});
  const int64_t students = result.range().left_out_count();
  const std::string why = students == 0 ? messages.Text("estimate.depends.before")
                          : result.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS
                              ? messages.Text("estimate.depends.other_test", {{"count", students}})
                              : messages.Text("estimate.depends.alternate", {{"count", students}});
  return messages.Text(
      best - worst == 1 ? "estimate.color.two" : "estimate.color.several",
      {{"worst", worst_name}, {"best", language::Term(messages, best)}, {"why", why}});
}

std::string PossibleSupportText(const Messages& messages, const v1::SupportEstimate& support) {
  const auto worst = support.worst_case();
  const auto best = support.best_case();
  const std::string worst_groups = GroupList(messages, support.worst_case_groups());
  const std::string best_groups = GroupList(messages, support.best_case_groups());
  if (best == eligibility::v1::OUTCOME_MET) {
    if (best_groups == worst_groups) {
      return best_groups.empty()
                 ? messages.Text("estimate.support.always")
                 : messages.Text("estimate.support.always_for", {{"groups", best_groups}});
    }
    return best_groups.empty()
               ? messages.Text("estimate.support.always_worst", {{"more", worst_groups}})
               : messages.Text("estimate.support.always_and_more",
                               {{"groups", best_groups}, {"more", worst_groups}});
  }
  if (worst == eligibility::v1::OUTCOME_NOT_MET) return messages.Text("estimate.support.never");
  if (worst != eligibility::v1::OUTCOME_MET) return messages.Text("estimate.support.undecided");
  // A program may decide by more than groups.
  const std::string whom =
      worst_groups.empty() ? messages.Text("estimate.support.whole") : worst_groups;
  return messages.Text(best == eligibility::v1::OUTCOME_NOT_MET ? "estimate.support.depends"
                                                                : "estimate.support.possible",
                       {{"groups", whom}});
}

}  // namespace sos::reporting
