// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_SCHOOL_LIST_PARSERS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_SCHOOL_LIST_PARSERS_H_

#include <memory>

#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {

// Parsers for what the state publishes of schools and programs beside LCFF assistance.
std::unique_ptr<RowParser> MakeSchoolSupportParser(const Layout& layout, const Header& header,
                                                   const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeColorParser(const Layout& layout, const Header& header,
                                           const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeEquityMultiplierParser(const Layout& layout, const Header& header,
                                                      const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeRequiredGoalParser(const Layout& layout, const Header& header,
                                                  const FileContext& context, SeenKeys& seen);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_SCHOOL_LIST_PARSERS_H_
