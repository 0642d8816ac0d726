// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_ENUMS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_ENUMS_H_

#include <optional>

#include "common/education/proto.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/education/v1/education.pb.h"
#include "sos/eligibility/v1/determination.pb.h"
#include "sos/eligibility/v1/reasoning.pb.h"
#include "sos/eligibility/v1/rulebook.pb.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::eligibility {

// The enums of this domain in the contract, and back: each value of one has its twin in the other.
// The domain has a value for UNSPECIFIED where none is one of its answers.
using sos::FromProto;
using sos::ToProto;
v1::Outcome ToProto(Outcome outcome);
v1::LetterBasis ToProto(LetterBasis basis);
v1::Program ToProto(Program program);
v1::Reading ToProto(Reading reading);
v1::Evidence::Origin ToProto(Origin origin);
education::v1::Disclosure ToProto(Disclosure disclosure);
ingestion::v1::LocalRating::Performance ToProto(LocalRating rating);
v1::DutyRule::Kind ToProto(DutyKind kind);
v1::SupporterRule::Case ToProto(SupportCase support_case);
v1::Basis ToProto(Basis value);
v1::Reasoning::Combination ToProto(Combination value);

// Nullopt for UNSPECIFIED without a twin, and for a value of a later contract than this program's.
std::optional<LetterBasis> FromProto(v1::LetterBasis basis);
std::optional<Program> FromProto(v1::Program program);
std::optional<Reading> FromProto(v1::Reading reading);
std::optional<Origin> FromProto(v1::Evidence::Origin origin);
std::optional<Disclosure> FromProto(education::v1::Disclosure disclosure);
std::optional<LocalRating> FromProto(ingestion::v1::LocalRating::Performance rating);
std::optional<DutyKind> FromProto(v1::DutyRule::Kind kind);
std::optional<SupportCase> FromProto(v1::SupporterRule::Case support_case);
std::optional<Basis> FromProto(v1::Basis value);
std::optional<Combination> FromProto(v1::Reasoning::Combination value);

// An outcome that is not there, or unknown, is insufficient data.
Outcome FromProto(v1::Outcome outcome);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_ENUMS_H_
