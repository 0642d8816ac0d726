// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_MEASURE_PARSER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_MEASURE_PARSER_H_

#include <memory>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/education/indicator.h"
#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {

// The indicator that a cell names: by the code of the published files, its name, or another word
// that people use. Nullopt for anything else.
std::optional<Indicator> ParseIndicator(absl::string_view text);

// A parser for the rows of indicator downloads.
std::unique_ptr<RowParser> MakeMeasureParser(const Layout& layout, const Header& header,
                                             const FileContext& context, SeenKeys& seen);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_MEASURE_PARSER_H_
