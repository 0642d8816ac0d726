// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_NEGOTIATE_H_
#define SOS_SERVICES_WEB_PAGES_NEGOTIATE_H_

#include <string>
#include <vector>

#include "services/web/pages/page.h"

namespace sos::web {

// The language of an answer: the argument `lang`, else what the header Accept-Language likes best
// of `languages`, else the first of them. An argument that names none of them is passed over.
std::string LanguageOf(const HttpRequest& request, const std::vector<std::string>& languages);

// The arguments that links keep.
QueryArguments KeptArguments(const HttpRequest& request);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_NEGOTIATE_H_
