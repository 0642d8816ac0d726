// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_DISCLOSURE_MASK_H_
#define SOS_COMMON_DISCLOSURE_MASK_H_

#include "common/auth/principal.h"
#include "google/protobuf/message.h"

namespace sos {

// True for callers who see every count: the state, services, and everybody without authentication.
// An LEA or county sees those of its own entities, besides.
bool SeesAllCounts(const auth::Principal& principal);

// Takes out of an answer what `principal` has no right to: the one place where that is done, for
// every message of the contract. What is guarded says the contract (`sos.education.v1.guarded`),
// and whether it is withheld the message (`disclosure`); a message that does not say is withheld.
// Whose numbers they are says the nearest message around them with a field `entity`.
void MaskFor(const auth::Principal& principal, google::protobuf::Message& answer);

// The answer as everybody may see it.
void MaskForPublic(google::protobuf::Message& answer);

}  // namespace sos

#endif  // SOS_COMMON_DISCLOSURE_MASK_H_
