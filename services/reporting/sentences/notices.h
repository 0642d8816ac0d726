// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_NOTICES_H_
#define SOS_SERVICES_REPORTING_SENTENCES_NOTICES_H_

#include <set>
#include <string>

#include "common/education/cds_code.h"
#include "common/language/messages.h"
#include "sos/education/v1/education.pb.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::reporting {

// What a document says first where its county is this program's own. Empty elsewhere.
std::string SyntheticNotice(const language::Messages& messages, const CdsCode& cds);

// `1 LEA` or `2 of 24 LEAs`.
std::string LeasText(const language::Messages& messages,
                     const indicator::v1::LeaCoverage& coverage);

// Which indicators are estimates, and from whose records, as LeasText() tells them (may be empty).
std::string EstimatesNotice(const language::Messages& messages,
                            const std::set<education::v1::Indicator>& indicators,
                            const std::set<std::string>& leas);

// Both, with a blank between them where there are two.
std::string JoinNotices(const std::string& first, const std::string& second);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_NOTICES_H_
