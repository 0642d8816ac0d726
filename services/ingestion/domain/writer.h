// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_WRITER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_WRITER_H_

#include <optional>

#include "services/ingestion/domain/collection.h"

namespace sos::ingestion {

// Whose a collection is to write. What the state publishes decides who is eligible for support; an
// agency may not change it, not even about itself.
enum class Writer {
  // The state: indicator downloads, lists, directories, ratings of local indicators.
  kState,
  // The agency that the rows are about: its student records, and what it says of itself.
  kAgency,
};
Writer WriterOf(Collection collection);

// True for what an agency knows of its students: the collections of which a row is about one.
bool IsOfStudents(Collection collection);
// True for these, and for what says who may see estimates made from them: deleted with them.
bool GoesWithStudents(Collection collection);

// The collection in which an agency's own rating of a local indicator is kept; nothing for other
// collections. It never stands for the state's.
std::optional<Collection> SelfReflectionOf(Collection collection);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_WRITER_H_
