// SPDX-License-Identifier: Apache-2.0
#include "common/disclosure/mask.h"

#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "sos/education/v1/education.pb.h"

namespace sos {
namespace {

using education::v1::Guarded;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kNotToldCount = -1;

Guarded GuardOf(const FieldDescriptor& field) {
  return field.options().GetExtension(education::v1::guarded);
}

// What a message type has to do with masking.
struct Shape {
  // Guarded fields of the message itself.
  std::vector<const FieldDescriptor*> guarded;
  // Fields in whose messages guarded ones may be.
  std::vector<const FieldDescriptor*> inner;
  const FieldDescriptor* disclosure = nullptr;
  const FieldDescriptor* entity = nullptr;
  // Of messages with columns: entry `i` of each belongs to row `i`.
  const FieldDescriptor* disclosures = nullptr;
  const FieldDescriptor* entities = nullptr;
  const FieldDescriptor* entity_indexes = nullptr;
  // Not known yet, because the message contains itself.
  bool unfinished = true;

  bool matters() const { return unfinished || !guarded.empty() || !inner.empty(); }
};

// The shapes of all message types that have occurred. Thread-safe.
class Shapes {
 public:
  const Shape& Of(const Descriptor* type) {
    absl::MutexLock lock(&mutex_);
    return Find(type);
  }

 private:
  // A message that contains itself is taken for one that has guarded fields.
  const Shape& Find(const Descriptor* type) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (const auto found = shapes_.find(type); found != shapes_.end()) return *found->second;
    shapes_[type] = std::make_unique<Shape>();
    auto shape = std::make_unique<Shape>();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* const field = type->field(i);
      if (GuardOf(*field) != education::v1::GUARDED_UNSPECIFIED) shape->guarded.push_back(field);
      if (field->message_type() == nullptr) continue;
      if (Find(field->message_type()).matters()) shape->inner.push_back(field);
    }
    shape->unfinished = false;
    shape->disclosure = type->FindFieldByName("disclosure");
    shape->disclosures = type->FindFieldByName("disclosures");
    shape->entities = type->FindFieldByName("entities");
    shape->entity_indexes = type->FindFieldByName("entity_indexes");
    if (const FieldDescriptor* const entity = type->FindFieldByName("entity");
        entity != nullptr && entity->message_type() == education::v1::Entity::descriptor()) {
      shape->entity = entity;
    }
    return *(shapes_[type] = std::move(shape));
  }

  absl::Mutex mutex_;
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<const Shape>> shapes_
      ABSL_GUARDED_BY(mutex_);
};

const Shape& ShapeOf(const Message& message) {
  static auto* const kShapes = new Shapes();
  return kShapes->Of(message.GetDescriptor());
}

education::v1::Disclosure DisclosureOf(const Message& message, const Shape& shape) {
  if (shape.disclosure == nullptr) return education::v1::DISCLOSURE_UNSPECIFIED;
  return static_cast<education::v1::Disclosure>(
      message.GetReflection()->GetEnumValue(message, shape.disclosure));
}

bool IsWithheld(Guarded guard, education::v1::Disclosure disclosure) {
  if (guard == education::v1::GUARDED_ALWAYS) return true;
  if (disclosure == education::v1::DISCLOSURE_SHOWN) return false;
  return guard == education::v1::GUARDED_CHANGE ||
         disclosure != education::v1::DISCLOSURE_CHANGE_WITHHELD;
}

// The sentence without what is withheld takes the place of the one with it.
void MaskText(const FieldDescriptor& field, Message& message) {
  const auto* const reflection = message.GetReflection();
  const FieldDescriptor* const masked =
      message.GetDescriptor()->FindFieldByName(absl::StrCat("masked_", field.name()));
  std::string text = reflection->GetString(message, masked);
  reflection->ClearField(&message, masked);
  if (!text.empty()) reflection->SetString(&message, &field, std::move(text));
}

void ClearGuarded(const FieldDescriptor& field, Message& message) {
  const auto* const reflection = message.GetReflection();
  reflection->ClearField(&message, &field);
  if (!field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    reflection->SetInt64(&message, &field, kNotToldCount);
  }
}

bool Covers(const auth::Principal& principal, const Message& entity) {
  const auto cds = ParseEntityName(static_cast<const education::v1::Entity&>(entity).name());
  return cds && principal.SeesCountsOf(*cds);
}

// What a cell of a column is where there is none: of counts -1, of tenths the least number.
void ClearCell(const FieldDescriptor& column, int row, Message& message) {
  const auto* const reflection = message.GetReflection();
  switch (column.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetRepeatedInt64(&message, &column, row, kNotToldCount);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetRepeatedInt32(
          &message, &column, row,
          column.type() == FieldDescriptor::TYPE_SINT32 ? std::numeric_limits<int32_t>::min() : 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetRepeatedEnumValue(&message, &column, row, 0);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetRepeatedBool(&message, &column, row, false);
    default:
      std::abort();  // The test of the contract admits no other column.
  }
}

// Takes the entry of a row out of a map by row.
void ClearEntry(const FieldDescriptor& by_row, int row, Message& message) {
  const auto* const reflection = message.GetReflection();
  const FieldDescriptor* const key = by_row.message_type()->map_key();
  for (int i = reflection->FieldSize(message, &by_row) - 1; i >= 0; --i) {
    const Message& entry = reflection->GetRepeatedMessage(message, &by_row, i);
    if (entry.GetReflection()->GetInt32(entry, key) != row) continue;
    reflection->SwapElements(&message, &by_row, i, reflection->FieldSize(message, &by_row) - 1);
    reflection->RemoveLast(&message, &by_row);
  }
}

// Masks a message whose fields are columns. A row without a disclosure is withheld.
void MaskColumns(const auth::Principal& principal, const Shape& shape, Message& message) {
  const auto* const reflection = message.GetReflection();
  std::vector<bool> covered;
  covered.reserve(reflection->FieldSize(message, shape.entities));
  for (int i = 0; i < reflection->FieldSize(message, shape.entities); ++i) {
    covered.push_back(
        Covers(principal, reflection->GetRepeatedMessage(message, shape.entities, i)));
  }
  const int told = reflection->FieldSize(message, shape.disclosures);
  for (int row = 0; row < reflection->FieldSize(message, shape.entity_indexes); ++row) {
    const int entity = reflection->GetRepeatedInt32(message, shape.entity_indexes, row);
    if (covered[entity]) continue;
    const auto disclosure =
        row < told ? static_cast<education::v1::Disclosure>(
                         reflection->GetRepeatedEnumValue(message, shape.disclosures, row))
                   : education::v1::DISCLOSURE_UNSPECIFIED;
    for (const FieldDescriptor* const column : shape.guarded) {
      if (!IsWithheld(GuardOf(*column), disclosure)) continue;
      if (column->is_map()) {
        ClearEntry(*column, row, message);
      } else if (row < reflection->FieldSize(message, column)) {
        ClearCell(*column, row, message);
      }
    }
  }
}

void Mask(const auth::Principal& principal, bool covered, Message& message) {
  const Shape& shape = ShapeOf(message);
  if (!shape.matters()) return;
  if (shape.disclosures != nullptr) return MaskColumns(principal, shape, message);
  const auto* const reflection = message.GetReflection();
  if (shape.entity != nullptr) {
    covered = Covers(principal, reflection->GetMessage(message, shape.entity));
  }
  if (!covered) {
    const education::v1::Disclosure disclosure = DisclosureOf(message, shape);
    for (const FieldDescriptor* const field : shape.guarded) {
      if (GuardOf(*field) == education::v1::GUARDED_TEXT) {
        MaskText(*field, message);
      } else if (IsWithheld(GuardOf(*field), disclosure)) {
        ClearGuarded(*field, message);
      }
    }
  }
  for (const FieldDescriptor* const field : shape.inner) {
    if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        Mask(principal, covered, *reflection->MutableRepeatedMessage(&message, field, i));
      }
    } else if (reflection->HasField(message, field)) {
      Mask(principal, covered, *reflection->MutableMessage(&message, field));
    }
  }
}

}  // namespace

bool SeesAllCounts(const auth::Principal& principal) {
  return principal.unlimited() && principal.sees_counts();
}

void MaskFor(const auth::Principal& principal, Message& answer) {
  if (!SeesAllCounts(principal)) Mask(principal, false, answer);
}

void MaskForPublic(Message& answer) { Mask({.role = auth::Role::kPublic}, false, answer); }

}  // namespace sos
