// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_CRUMBS_H_
#define SOS_SERVICES_WEB_PAGES_CRUMBS_H_

#include <string>

#include "services/web/pages/page.h"

namespace sos::web {

// The way from the state down to `entity` and the page itself, into the section CRUMBS.
void FillCrumbs(const PageContext& context, const education::v1::Entity& entity, Fields& crumbs);

// The page of an entity: its overview, of the year that is shown.
std::string EntityLink(const PageContext& context, const education::v1::Entity& entity);

// The name, of a county as `Alameda County`.
std::string EntityTitle(const PageContext& context, const education::v1::Entity& entity);

// What an entity is and where it lies, such as `School district in Monterey County, code
// 27661590000000`.
std::string EntityLine(const PageContext& context, const education::v1::Entity& entity);

// The code of an entity; the state's where its name is none of an entity.
CdsCode CodeOf(const education::v1::Entity& entity);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_CRUMBS_H_
