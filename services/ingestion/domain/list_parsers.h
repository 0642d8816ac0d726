// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_LIST_PARSERS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_LIST_PARSERS_H_

#include <memory>

#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {

// Parsers for the rows of everything that is no indicator download.
std::unique_ptr<RowParser> MakeLocalRatingParser(const Layout& layout, const Header& header,
                                                 const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeAssistanceParser(const Layout& layout, const Header& header,
                                                const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeLowestPerformanceParser(const Layout& layout, const Header& header,
                                                       const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeEntityParser(const Layout& layout, const Header& header,
                                            const FileContext& context, SeenKeys& seen);
std::unique_ptr<RowParser> MakeRecordParser(const Layout& layout, const Header& header,
                                            const FileContext& context, SeenKeys& seen);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_LIST_PARSERS_H_
