// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/record_layout_library.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/embed/textproto.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/convert/layout_kinds.h"
#include "services/ingestion/domain/student/record_checks.h"
#include "sos/ingestion/v1/record_layout.pb.h"
#include "sos/ingestion/v1/report_layout.pb.h"

namespace sos::ingestion {
namespace {

// How the files of layouts of reports begin.
constexpr char kReportPrefix[] = "report-";

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

absl::StatusOr<ReportColumn> ToColumn(const v1::ReportColumn& proto) {
  const std::optional<ReportKind> kind = FromProto(proto.kind());
  if (proto.names().empty() || proto.field() == v1::RECORD_FIELD_UNSPECIFIED || !kind) {
    return absl::InvalidArgumentError("a column needs names, field and kind");
  }
  const bool digits = *kind == ReportKind::kDigits || *kind == ReportKind::kPaddedDigits;
  if (digits != (proto.digits() > 0) || (*kind == ReportKind::kWord) != (proto.words_size() > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat(proto.names(0),
                     ": digits go with KIND_DIGITS and KIND_PADDED_DIGITS, words with KIND_WORD"));
  }
  ReportColumn column{.names = absl::StrJoin(proto.names(), "|"),
                      .field = static_cast<RecordField>(proto.field()),
                      .kind = *kind,
                      .digits = proto.digits(),
                      .required = proto.required(),
                      .in_header = proto.in_header(),
                      .needed_where = static_cast<RecordField>(proto.needed_where()),
                      .needed_for = {proto.needed_for().begin(), proto.needed_for().end()}};
  for (const v1::ReportWord& word : proto.words()) {
    if (word.texts().empty()) {
      return absl::InvalidArgumentError(absl::StrCat(proto.names(0), ": a word needs texts"));
    }
    column.words.push_back({{word.texts().begin(), word.texts().end()}, word.number()});
  }
  return column;
}

absl::StatusOr<ReportLayout> ToLayout(const v1::ReportLayout& proto) {
  const std::optional<Collection> collection = FromProto(proto.collection());
  if (proto.report().empty() || proto.title().empty() || !collection || proto.source().empty() ||
      proto.known_by().empty() || proto.origin().empty()) {
    return absl::InvalidArgumentError(
        "a layout needs report, origin, title, collection, source and known_by");
  }
  ReportLayout layout{.report = proto.report(),
                      .origin = proto.origin(),
                      .title = proto.title(),
                      .collection = *collection,
                      .known_by = {proto.known_by().begin(), proto.known_by().end()},
                      .without = {proto.without().begin(), proto.without().end()},
                      .lists_everyone = proto.lists_everyone(),
                      .named_by_lea_and_year = proto.named_by_lea_and_year(),
                      .refused_name = proto.refused_name(),
                      .refused_because = proto.refused_because(),
                      .earlier_years = proto.earlier_years()};
  for (const v1::ReportColumn& column : proto.columns()) {
    SOS_ASSIGN_OR_RETURN(ReportColumn converted, ToColumn(column));
    layout.columns.push_back(std::move(converted));
  }
  for (const int field : proto.key()) layout.key.push_back(static_cast<RecordField>(field));
  return layout;
}

// Reads a file as a `Proto` and adds what it describes to `layouts`.
template <typename Proto, typename Layout>
absl::Status Add(const EmbeddedFile& file, std::vector<Layout>& layouts) {
  Proto proto;
  SOS_RETURN_IF_ERROR(ParseTextproto(file, &proto));
  absl::StatusOr<Layout> layout = ToLayout(proto);
  if (!layout.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(file.name, ": ", layout.status().message()));
  }
  layouts.push_back(*std::move(layout));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RecordLayouts> LoadRecordLayouts(absl::Span<const EmbeddedFile> files) {
  std::vector<RecordLayout> records;
  std::vector<ReportLayout> reports;
  for (const EmbeddedFile& file : files) {
    SOS_RETURN_IF_ERROR(absl::StartsWith(file.name, kReportPrefix)
                            ? Add<v1::ReportLayout>(file, reports)
                            : Add<v1::RecordLayout>(file, records));
  }
  return RecordLayouts(std::move(records), ReportLayouts(std::move(reports)));
}

}  // namespace sos::ingestion
