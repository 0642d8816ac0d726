// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_FILE_NAMES_H_
#define SOS_SERVICES_INGESTION_CLIENT_FILE_NAMES_H_

#include <string>

#include "sos/ingestion/v1/submission.pb.h"

namespace sos {

// The state's own name of the file of a collection and Dashboard year, such as
// `suspdownload2023.txt`: what to look for on its pages. Words where the file has no fixed name.
std::string FileNameOf(ingestion::v1::Collection collection, int dashboard_year);

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_FILE_NAMES_H_
