#ifndef SOS_SERVICES_INGESTION_CONVERT_CONVERT_H_
#define SOS_SERVICES_INGESTION_CONVERT_CONVERT_H_

#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/domain/records.h"
#include "services/ingestion/domain/rejection.h"
#include "sos/education/v1/education.pb.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// Domain to contract and back. Every enum of the contract counts from 1 where the domain's counts
// from 0, which convert_test.cc proves for every value.
v1::Collection ToProto(Collection collection);
Collection FromProto(v1::Collection collection);
education::v1::StudentGroup ToProto(StudentGroup group);
education::v1::Indicator ToProto(Indicator indicator);
v1::SubmissionIssue::Severity ToProto(Severity severity);
v1::SubmissionIssue ToProto(const Issue& issue);
v1::Submission::RejectionReason ToProto(Rejection rejection);

// The entity that a row is about.
education::v1::Entity ToEntity(const RowHeader& row);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_CONVERT_H_
