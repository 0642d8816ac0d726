// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/check_partition.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::RepeatedField;

absl::Status Wrong(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("a partition is damaged: ", what));
}

// Every index in `indexes` points into `size` things.
absl::Status CheckIndexes(const RepeatedField<int32_t>& indexes, int size) {
  for (const int32_t index : indexes) {
    if (index < 0 || index >= size) return Wrong("an index points beyond its table");
  }
  return absl::OkStatus();
}

// Every column of the message (a repeated number or code) has `rows` rows, but those of `others`.
absl::Status CheckColumns(const Message& block, int rows,
                          std::initializer_list<absl::string_view> others) {
  const Reflection* const reflection = block.GetReflection();
  for (int i = 0; i < block.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = block.GetDescriptor()->field(i);
    if (!field->is_repeated() || field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) continue;
    bool other = false;
    for (const absl::string_view name : others) other = other || name == field->name();
    if (!other && reflection->FieldSize(block, field) != rows) {
      return Wrong(absl::StrCat("the column ", field->name(), " has other rows than its table"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCode(const FieldDescriptor& field, int number, bool repeated) {
  if (field.enum_type()->FindValueByNumber(number) == nullptr ||
      (repeated && number == 0 &&
       (field.enum_type()->name() == "StudentGroup" || field.enum_type()->name() == "Indicator"))) {
    return Wrong(absl::StrCat("the code ", number, " of ", field.name(), " is unknown"));
  }
  return absl::OkStatus();
}

// Every code in `message`, and below, is one of its list, and every entity has a CDS code.
absl::Status CheckCodes(const Message& message) {
  const Reflection* const reflection = message.GetReflection();
  if (message.GetDescriptor() == education::v1::Entity::descriptor()) {
    const auto& entity = static_cast<const education::v1::Entity&>(message);
    if (!ParseEntityName(entity.name())) {
      return Wrong("an entity has no code");
    }
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = message.GetDescriptor()->field(i);
    const bool code = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
    if (!code && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (code) {
        SOS_RETURN_IF_ERROR(CheckCode(*field, reflection->GetEnumValue(message, field), false));
      } else if (reflection->HasField(message, field)) {
        SOS_RETURN_IF_ERROR(CheckCodes(reflection->GetMessage(message, field)));
      }
      continue;
    }
    for (int j = 0; j < reflection->FieldSize(message, field); ++j) {
      SOS_RETURN_IF_ERROR(
          code ? CheckCode(*field, reflection->GetRepeatedEnumValue(message, field, j), true)
               : CheckCodes(reflection->GetRepeatedMessage(message, field, j)));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPartition(const ingestion::v1::Partition& partition) {
  if (!CdsCode::Parse(partition.lea_cds())) return Wrong("its LEA has no code");
  if (partition.collection() == ingestion::v1::COLLECTION_UNSPECIFIED) {
    return Wrong("it has no collection");
  }
  SOS_RETURN_IF_ERROR(CheckCodes(partition));
  if (partition.has_measures()) {
    const auto& block = partition.measures();
    SOS_RETURN_IF_ERROR(CheckIndexes(block.entity_indexes(), block.entities_size()));
    // What a status could be is found out of student records, and never stored.
    if (!block.left_out_counts().empty()) return Wrong("published measures with a range");
    return CheckColumns(block, block.entity_indexes_size(),
                        {"left_out_counts", "lowest_status_tenths", "highest_status_tenths",
                         "lowest_change_tenths", "highest_change_tenths", "stand_in_status_tenths",
                         "held_status_tenths", "prior_left_out_counts"});
  }
  if (partition.has_colors()) {
    const auto& block = partition.colors();
    const int rows = block.entity_indexes_size();
    SOS_RETURN_IF_ERROR(CheckIndexes(block.entity_indexes(), block.entities_size()));
    if (block.colors_size() != rows * block.indicators_size() ||
        (block.title_i_size() != 0 && block.title_i_size() != rows) ||
        (block.graduation_average_millionths_size() != 0 &&
         block.graduation_average_millionths_size() != rows)) {
      return Wrong("a column has other rows than its table");
    }
    return CheckColumns(block, rows,
                        {"indicators", "colors", "title_i", "graduation_average_millionths"});
  }
  if (partition.has_entities()) {
    const auto& block = partition.entities();
    if (block.facts_size() > block.entities_size()) return Wrong("facts without an entity");
  }
  return absl::OkStatus();
}

}  // namespace sos
