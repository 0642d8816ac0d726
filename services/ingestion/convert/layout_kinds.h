// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CONVERT_LAYOUT_KINDS_H_
#define SOS_SERVICES_INGESTION_CONVERT_LAYOUT_KINDS_H_

#include <optional>

#include "common/education/proto.h"
#include "services/ingestion/domain/student/record_layout.h"
#include "services/ingestion/domain/student/report_layout.h"
#include "sos/ingestion/v1/record_layout.pb.h"
#include "sos/ingestion/v1/report_layout.pb.h"

namespace sos::ingestion {

// How cells of student records and of reports are read, in the contract, and back: each value of
// one has its twin in the other.
v1::LayoutField::Kind ToProto(FieldKind kind);
v1::ReportColumn::Kind ToProto(ReportKind kind);

// Nullopt for UNSPECIFIED, and for a value of a later contract than this program's.
std::optional<FieldKind> FromProto(v1::LayoutField::Kind kind);
std::optional<ReportKind> FromProto(v1::ReportColumn::Kind kind);

using sos::FromProto;
using sos::ToProto;

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_LAYOUT_KINDS_H_
