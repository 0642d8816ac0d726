// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_DOCUMENTS_H_
#define SOS_SERVICES_SUITE_COMMANDS_DOCUMENTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/suite/session.h"

namespace sos::suite {

// The format that the command line asks for.
reporting::v1::DocumentFormat DocumentFormatOf(const GlobalOptions& global);

// The bytes of one of reporting's documents, in the format that the command line asks for. `name`
// is such as `entities/99600020000000/redLists/2024`. An empty language is English.
absl::StatusOr<std::string> RenderDocument(Session& session, const std::string& name,
                                           const std::string& language);

// Renders the document, writes it where the command line says, and returns the exit code. Where
// nothing is known of the year, says why.
int ShowDocument(const GlobalOptions& global, Session& session, const std::string& name, int year,
                 const std::string& language);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_DOCUMENTS_H_
