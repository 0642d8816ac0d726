// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_CALLER_H_
#define SOS_SERVICES_WEB_SIGN_IN_CALLER_H_

#include "services/web/http/message.h"
#include "services/web/rpc/clients.h"
#include "services/web/sign_in/sessions.h"

namespace sos::web {

// Who a request speaks for: whom its `Authorization: Bearer` header names, else whoever signed in,
// else anybody from its address (role public). The services check the token; this does not. What is
// answered to a caller who is signed_in() must be `Cache-Control: private, no-store`.
inline Caller CallerOf(const Sessions& sessions, const HttpRequest& request) {
  return {.token = sessions.TokenOf(request), .address = request.peer};
}

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_CALLER_H_
