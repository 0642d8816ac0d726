// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_MEASURE_PARSER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_MEASURE_PARSER_H_

#include <memory>

#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {

// A parser for the rows of indicator downloads.
std::unique_ptr<RowParser> MakeMeasureParser(const Layout& layout, const Header& header,
                                             const FileContext& context, SeenKeys& seen);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_MEASURE_PARSER_H_
