// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_CARDS_H_
#define SOS_SERVICES_WEB_PAGES_CARDS_H_

#include "services/web/pages/page.h"

namespace sos::web {

// One card an indicator with the result of all students, for cards.tpl. `about` is whose page the
// cards lead to.
void FillCards(const PageContext& context, const Address& about,
               const reporting::v1::Report& report, Fields& cards);

// The counties of which something is loaded in the year that is shown, by name, into COUNTY
// sections. False where there are none.
bool FillCounties(const PageContext& context, Fields& counties);

// What a report, placement or view has beside its contents: whom it is about, its notice, its
// files.
template <typename Document>
void TakeFrame(const Document& document, Page& page) {
  page.entity = document.entity();
  page.notice = document.notice();
  page.files.assign(document.files().begin(), document.files().end());
}

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_CARDS_H_
