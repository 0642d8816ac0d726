// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/record_layout_library.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/embed/textproto.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/domain/student/record_checks.h"
#include "sos/ingestion/v1/record_layout.pb.h"

namespace sos::ingestion {
namespace {

absl::StatusOr<LayoutField> ToField(const v1::LayoutField& proto) {
  if (proto.position() < 2 || proto.field() == v1::RECORD_FIELD_UNSPECIFIED ||
      proto.kind() == v1::LayoutField::KIND_UNSPECIFIED || proto.name().empty()) {
    return absl::InvalidArgumentError("a field needs position, field, name and kind");
  }
  if ((proto.kind() == v1::LayoutField::KIND_DIGITS) != (proto.digits() > 0) ||
      (proto.kind() == v1::LayoutField::KIND_WORD) != (proto.words_size() > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat(proto.name(), ": digits go with KIND_DIGITS, words with KIND_WORD"));
  }
  const std::optional<FieldKind> kind = FromProto(proto.kind());
  if (!kind)
    return absl::InvalidArgumentError(absl::StrCat(proto.name(), ": a field without kind"));
  return LayoutField{.position = proto.position() - 1,
                     .field = static_cast<RecordField>(proto.field()),
                     .name = proto.name(),
                     .kind = *kind,
                     .digits = proto.digits(),
                     .required = proto.required(),
                     .codes = {proto.codes().begin(), proto.codes().end()},
                     .words = {proto.words().begin(), proto.words().end()}};
}

absl::StatusOr<RecordLayout> ToLayout(const v1::RecordLayout& proto) {
  const std::optional<Collection> collection = FromProto(proto.collection());
  if (proto.record_type().empty() || !collection || proto.lea_position() < 2 ||
      proto.year_position() < 2 || proto.source().empty()) {
    return absl::InvalidArgumentError(
        "a layout needs record_type, collection, lea_position, year_position and source");
  }
  RecordLayout layout{.record_type = proto.record_type(),
                      .collection = *collection,
                      .first_year = proto.first_year(),
                      .last_year = proto.last_year(),
                      .lea_position = proto.lea_position() - 1,
                      .year_position = proto.year_position() - 1};
  for (const v1::LayoutField& field : proto.fields()) {
    SOS_ASSIGN_OR_RETURN(LayoutField converted, ToField(field));
    layout.fields.push_back(std::move(converted));
  }
  for (const RecordField field : CheckedFields(layout.collection)) {
    if (std::none_of(layout.fields.begin(), layout.fields.end(),
                     [&](const LayoutField& has) { return has.field == field; })) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the collection needs ", v1::RecordField_Name(static_cast<v1::RecordField>(field))));
    }
  }
  for (const int field : proto.key()) layout.key.push_back(static_cast<RecordField>(field));
  return layout;
}

}  // namespace

absl::StatusOr<RecordLayouts> LoadRecordLayouts(absl::Span<const EmbeddedFile> files) {
  std::vector<RecordLayout> layouts;
  for (const EmbeddedFile& file : files) {
    v1::RecordLayout proto;
    SOS_RETURN_IF_ERROR(ParseTextproto(file, &proto));
    absl::StatusOr<RecordLayout> layout = ToLayout(proto);
    if (!layout.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(file.name, ": ", layout.status().message()));
    }
    layouts.push_back(*std::move(layout));
  }
  return RecordLayouts(std::move(layouts));
}

}  // namespace sos::ingestion
