// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/typed_records.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/domain/student/record_parser.h"
#include "services/ingestion/domain/student/record_values.h"
#include "services/ingestion/errors.h"

namespace sos::ingestion {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kCellDelimiter[] = "^";

// Which message is a record of which collection.
struct TypedCollection {
  Collection collection;
  absl::string_view message;
};
constexpr TypedCollection kTypedCollections[] = {
    {Collection::kStudentEnrollment, "StudentEnrollment"},
    {Collection::kStudentInformation, "StudentInformation"},
    {Collection::kStudentProgram, "StudentProgram"},
    {Collection::kEnglishLanguageAcquisition, "EnglishLanguageAcquisition"},
    {Collection::kSpecialEducation, "SpecialEducation"},
    {Collection::kAbsenceSummary, "AbsenceSummary"},
    {Collection::kStudentIncident, "StudentIncident"},
    {Collection::kStudentIncidentResult, "StudentIncidentResult"},
    {Collection::kStudentOffense, "StudentOffense"},
    {Collection::kCohortOutcome, "CohortOutcome"},
};

absl::string_view MessageOf(Collection collection) {
  for (const TypedCollection& typed : kTypedCollections) {
    if (typed.collection == collection) return typed.message;
  }
  return {};
}

// The message of the record's oneof; null if none is set.
const Message* ContentsOf(const v1::StudentRecord& record) {
  const Reflection& reflection = *v1::StudentRecord::GetReflection();
  const auto* const oneof = v1::StudentRecord::GetDescriptor()->FindOneofByName("record");
  const FieldDescriptor* const field = reflection.GetOneofFieldDescriptor(record, oneof);
  return field == nullptr ? nullptr : &reflection.GetMessage(record, field);
}

// The cell of a field; empty for what is absent. `digits` is the width of codes that are numbers.
std::string CellOf(const Message& message, const FieldDescriptor* field, int index, int digits) {
  const Reflection& reflection = *message.GetReflection();
  if (field->is_repeated()) {
    return absl::StrFormat("%0*d", digits, reflection.GetRepeatedInt32(message, field, index));
  }
  int64_t number = 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, field);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!reflection.HasField(message, field)) return "";
      return reflection.GetBool(message, field) ? "Y" : "N";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return static_cast<const education::v1::Decimal&>(reflection.GetMessage(message, field))
          .value();
    case FieldDescriptor::CPPTYPE_INT64:
      number = reflection.GetInt64(message, field);
      break;
    default:
      number = reflection.GetInt32(message, field);
  }
  return number == 0 ? "" : absl::StrFormat("%0*d", digits, number);
}

// True for text that is read as it was written: a quote at the beginning would begin a quoted cell.
bool FitsIntoLine(absl::string_view cell) {
  return cell.find_first_of("^\r\n") == absl::string_view::npos && !absl::StartsWith(cell, "\"");
}

// Puts a field of the record into the cells that the layout has for it; a list takes several.
absl::Status Fill(const Message& message, const FieldDescriptor* field, const RecordLayout& layout,
                  std::vector<std::string>& cells) {
  const auto wanted = static_cast<RecordField>(field->options().GetExtension(v1::record_field));
  const int count = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
  int index = 0;
  for (const LayoutField& place : layout.fields) {
    if (place.field != wanted || index == count) continue;
    std::string cell = CellOf(message, field, index++, place.digits);
    if (!FitsIntoLine(cell)) {
      return errors::FieldInvalid(absl::StrCat("records.", field->name()), "",
                                  "text without line breaks, ^ and a quote at its beginning");
    }
    cells[place.position] = std::move(cell);
  }
  if (index == count) return absl::OkStatus();
  return errors::FieldInvalid(absl::StrCat("records.", field->name()),
                              absl::StrCat(count, " values"),
                              absl::StrCat("at most ", index, " of them"));
}

}  // namespace

absl::StatusOr<std::string> LineOf(const v1::StudentRecord& record, v1::Collection collection,
                                   const RecordLayouts& layouts) {
  const Message* const contents = ContentsOf(record);
  if (contents == nullptr) return errors::FieldRequired("records.record");
  const std::optional<int> year = ParseAcademicYear(record.academic_year());
  if (!year) {
    return errors::FieldInvalid("records.academic_year", record.academic_year(),
                                "a school year such as 2023-2024");
  }
  // The layout whose collection the message is of, in the record's year.
  const std::string& type = contents->GetDescriptor()->name();
  const auto layout =
      std::find_if(layouts.all().begin(), layouts.all().end(), [&](const RecordLayout& candidate) {
        return MessageOf(candidate.collection) == type &&
               layouts.Find(candidate.record_type, *year) == &candidate;
      });
  if (layout == layouts.all().end() || ToProto(layout->collection) != collection) {
    return errors::FieldInvalid("records.record", type,
                                absl::StrCat("a record of ", v1::Collection_Name(collection)));
  }
  std::vector<std::string> cells(NamesOf(*layout).size());
  cells[0] = layout->record_type;
  cells[layout->lea_position] = record.lea_code();
  cells[layout->year_position] = record.academic_year();
  for (int i = 0; i < contents->GetDescriptor()->field_count(); ++i) {
    SOS_RETURN_IF_ERROR(Fill(*contents, contents->GetDescriptor()->field(i), *layout, cells));
  }
  if (!FitsIntoLine(record.lea_code())) {
    return errors::FieldInvalid("records.lea_code", "", "digits");
  }
  return absl::StrCat(absl::StrJoin(cells, kCellDelimiter), "\n");
}

}  // namespace sos::ingestion
