// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_PROTO_H_
#define SOS_COMMON_EDUCATION_PROTO_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "sos/education/v1/education.pb.h"

namespace sos {

// The shared enums in the contract and in domains: each value of one has its twin in the other.
education::v1::Indicator ToProto(Indicator indicator);
education::v1::StudentGroup ToProto(StudentGroup group);
education::v1::Color ToProto(Color color);

// Nullopt for UNSPECIFIED, and for a value of a later contract than this program's.
std::optional<Indicator> FromProto(education::v1::Indicator indicator);
std::optional<StudentGroup> FromProto(education::v1::StudentGroup group);
std::optional<Color> FromProto(education::v1::Color color);

// The codes of the published files and the words for people. Empty where there is no twin.
absl::string_view Code(education::v1::Indicator indicator);
absl::string_view Code(education::v1::StudentGroup group);
absl::string_view Label(education::v1::Indicator indicator);
absl::string_view Label(education::v1::StudentGroup group);
absl::string_view Label(education::v1::Color color);

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_PROTO_H_
