// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CONVERT_ENUMS_H_
#define SOS_SERVICES_INGESTION_CONVERT_ENUMS_H_

#include <optional>
#include <string>

#include "common/education/proto.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/domain/records.h"
#include "services/ingestion/domain/rejection.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// The enums of this domain in the contract, and back: each value of one has its twin in the other.
v1::Collection ToProto(Collection collection);
v1::SubmissionIssue::Kind ToProto(IssueKind kind);
v1::SubmissionIssue::Severity ToProto(Severity severity);
v1::Submission::RejectionReason ToProto(Rejection rejection);
v1::LocalRating::Performance ToProto(LocalPerformance performance);

// Nullopt for UNSPECIFIED, and for a value of a later contract than this program's.
std::optional<Collection> FromProto(v1::Collection collection);

// The code of a collection, such as `suspension`: empty for UNSPECIFIED, its number for a value of
// a later contract.
std::string CollectionCode(v1::Collection collection);

using sos::FromProto;
using sos::ToProto;

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_ENUMS_H_
