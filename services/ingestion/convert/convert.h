// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CONVERT_CONVERT_H_
#define SOS_SERVICES_INGESTION_CONVERT_CONVERT_H_

#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/domain/records.h"
#include "sos/education/v1/education.pb.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

v1::SubmissionIssue ToProto(const Issue& issue);

// The entity that a row is about.
education::v1::Entity ToEntity(const RowHeader& row);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_CONVERT_H_
