// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_PAGES_H_
#define SOS_SERVICES_WEB_PAGES_PAGES_H_

#include "absl/status/statusor.h"
#include "services/web/pages/page.h"

// The pages, one file each: what a page asks the services for, and what it fills. An error is that
// of the service; ErrorPage() makes a page of it.
namespace sos::web {

absl::StatusOr<Page> HomePage(const PageContext& context);
absl::StatusOr<Page> SearchPage(const PageContext& context);
// The overview of the state, an LEA or a school.
absl::StatusOr<Page> EntityPage(const PageContext& context);
// The overview of a county: its LEAs and which of them are eligible.
absl::StatusOr<Page> CountyPage(const PageContext& context);
absl::StatusOr<Page> GroupsPage(const PageContext& context);
absl::StatusOr<Page> IndicatorPage(const PageContext& context);
absl::StatusOr<Page> ResultPage(const PageContext& context);
absl::StatusOr<Page> PlacementPage(const PageContext& context);
absl::StatusOr<Page> SupportPage(const PageContext& context);
absl::StatusOr<Page> ComparePage(const PageContext& context);
absl::StatusOr<Page> WhatIfPage(const PageContext& context);
absl::StatusOr<Page> RedsPage(const PageContext& context);
absl::StatusOr<Page> TargetsPage(const PageContext& context);
absl::StatusOr<Page> ChangesPage(const PageContext& context);
absl::StatusOr<Page> GapsPage(const PageContext& context);
absl::StatusOr<Page> SimilarPage(const PageContext& context);
absl::StatusOr<Page> LcapPage(const PageContext& context);
absl::StatusOr<Page> EstimatePage(const PageContext& context);
absl::StatusOr<Page> AboutIndicatorPage(const PageContext& context);
absl::StatusOr<Page> AboutColorsPage(const PageContext& context);
absl::StatusOr<Page> AboutSupportPage(const PageContext& context);
absl::StatusOr<Page> AboutDataPage(const PageContext& context);
absl::StatusOr<Page> AboutDataQuestPage(const PageContext& context);
absl::StatusOr<Page> AboutApiPage(const PageContext& context);

// Whom the grid of a county or the state shows: its LEAs, or with `of=schools` its schools.
Placed PlacedOf(const PageContext& context);
// The year with which ChangesPage() compares: that of the argument `from`, else the loaded one
// before.
int EarlierYearOf(const PageContext& context);

// True for an address at which an entity and year that are known may have nothing: an indicator, a
// group or a grid that there is in other years or elsewhere.
bool MayBeAbsent(const Address& address);
// The page that says so. Of an entity or year of which nothing is known it is the error of that.
absl::StatusOr<Page> AbsentPage(const PageContext& context);

// The page for an error of a service, of an address or of this program: what happened, why, what to
// do. Never what a program says to programs.
Page ErrorPage(const PageContext& context, const absl::Status& error);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_PAGES_H_
