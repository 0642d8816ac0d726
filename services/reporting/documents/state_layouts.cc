// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/state_layouts.h"

#include <cstdlib>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/embed/textproto.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "services/reporting/state_layouts/state_layout_files.h"

namespace sos::reporting {
namespace {

using v1::StateColumn;

absl::Status Invalid(absl::string_view file, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", problem));
}

// What the content of a column needs beside it.
absl::string_view MissingOf(const StateColumn& column) {
  switch (column.content()) {
    case StateColumn::CONTENT_UNSPECIFIED:
      return "content";
    case StateColumn::CONTENT_GROUP_LETTER:
    case StateColumn::CONTENT_GROUP_MET:
      return column.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED ? "student_group"
                                                                                : "";
    case StateColumn::CONTENT_STATUS:
      return column.dashboard_year() == 0 ? "dashboard_year" : "";
    case StateColumn::CONTENT_TITLE_I:
      return column.school_year() == 0 ? "school_year" : "";
    case StateColumn::CONTENT_METHOD:
      return column.method() == 0 ? "method" : "";
    case StateColumn::CONTENT_TEXT:
      return column.text().empty() ? "text" : "";
    case StateColumn::CONTENT_DUTY_GROUPS:
      return column.duty().empty() ? "duty" : "";
    default:
      return "";
  }
}

absl::Status Check(absl::string_view file, const v1::StateLayout& layout) {
  if (layout.program() == eligibility::v1::PROGRAM_UNSPECIFIED || layout.dashboard_year() == 0) {
    return Invalid(file, "program and dashboard_year are required");
  }
  if (layout.source().empty()) return Invalid(file, "source is required");
  if (layout.columns().empty()) return Invalid(file, "columns are required");
  std::set<std::string> headers;
  for (const StateColumn& column : layout.columns()) {
    if (column.header().empty()) return Invalid(file, "a column has no header");
    if (!headers.insert(column.header()).second) {
      return Invalid(file, absl::StrCat("two columns have the header ", column.header()));
    }
    if (const absl::string_view missing = MissingOf(column); !missing.empty()) {
      return Invalid(file, absl::StrCat("column ", column.header(), " needs ", missing));
    }
  }
  return absl::OkStatus();
}

// What this program carries with it was checked when it was built (state_layouts_test).
template <typename T>
T Carried(absl::StatusOr<T> loaded) {
  if (!loaded.ok()) {
    log::Error("The state's layouts in this program cannot be read.",
               {{"problem", std::string(loaded.status().message())}});
    std::abort();
  }
  return *std::move(loaded);
}

absl::StatusOr<std::set<int>> LoadUnpublishedYears(absl::Span<const EmbeddedFile> files) {
  std::set<int> years;
  for (const EmbeddedFile& file : files) {
    v1::DashboardCalendar calendar;
    SOS_RETURN_IF_ERROR(ParseTextproto(file, &calendar));
    for (const v1::UnpublishedYear& year : calendar.unpublished_years()) {
      years.insert(year.dashboard_year());
    }
  }
  return years;
}

}  // namespace

absl::StatusOr<StateLayouts> StateLayouts::Load(absl::Span<const EmbeddedFile> files) {
  StateLayouts layouts;
  for (const EmbeddedFile& file : files) {
    v1::StateLayout layout;
    SOS_RETURN_IF_ERROR(ParseTextproto(file, &layout));
    SOS_RETURN_IF_ERROR(Check(file.name, layout));
    const std::pair<int, int> key = {layout.program(), layout.dashboard_year()};
    if (!layouts.layouts_.emplace(key, std::move(layout)).second) {
      return Invalid(file.name, "another file has the same program and year");
    }
  }
  return layouts;
}

const v1::StateLayout* StateLayouts::Find(eligibility::v1::Program program,
                                          int dashboard_year) const {
  const auto found = layouts_.find({program, dashboard_year});
  return found == layouts_.end() ? nullptr : &found->second;
}

const StateLayouts& KnownStateLayouts() {
  static const auto* const kLayouts =
      new StateLayouts(Carried(StateLayouts::Load(StateLayoutFiles())));
  return *kLayouts;
}

bool IsUnpublishedYear(int dashboard_year) {
  static const auto* const kYears =
      new std::set<int>(Carried(LoadUnpublishedYears(DashboardCalendarFiles())));
  return kYears->contains(dashboard_year);
}

}  // namespace sos::reporting
