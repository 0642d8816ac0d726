// SPDX-License-Identifier: Apache-2.0

// No number about students leaves the suite unguarded: every field of every answer that somebody
// without the right to counts may get is guarded by its message's `disclosure`, or is named here
// with the reason why it tells nothing about a group.

#include <map>
#include <set>
#include <string>

#include "common/auth/access_table.h"
#include "common/test_util/contract_methods.h"
#include "gtest/gtest.h"
#include "sos/education/v1/education.pb.h"

namespace sos {
namespace {

using education::v1::Guarded;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

Guarded GuardOf(const FieldDescriptor& field) {
  return field.options().GetExtension(education::v1::guarded);
}

// Numbers that are not about students of a group.
const std::map<std::string, std::string>& Harmless() {
  static const auto* const kHarmless = new std::map<std::string, std::string>{
      {"revision", "numbers a commit"},
      {"dashboard_year", "a year"},
      {"school_year", "a year"},
      {"priority", "numbers a priority of the law"},
      {"priorities", "numbers priorities of the law"},
      {"method", "numbers a method"},
      {"total_group_count", "counts groups"},
      {"entitlement_dollars", "dollars, as published"},
      {"not_met_two_or_more_years", "an answer"},
      {"lea_count", "counts LEAs"},
      {"published_lea_count", "counts LEAs"},
      {"estimated_lea_count", "counts LEAs"},
      {"report_lea_count", "counts LEAs"},
      {"count", "counts entities of a flow"},
      {"from_year", "a year"},
      {"to_year", "a year"},
      {"withheld_count", "counts groups or schools"},
      {"partition_count", "counts partitions"},
      {"row_count", "counts rows of a file that the state publishes"},
      {"line", "numbers a line of such a file"},
      {"lines", "number lines of such a file"},
      {"written_revision", "numbers a commit"},
      {"newest_deletion", "numbers a commit"},
      {"known_lea_count", "counts LEAs"},
      {"entity_indexes", "number entities of the same message"},
      {"threshold", "a number of the rules"},
      {"color_size", "a number of the rules"},
      {"small_population_size", "a number of the rules"},
      {"file_number", "numbers a file of a pack"},
      {"file_count", "counts files of a pack"},
  };
  return *kHarmless;
}

// Packages and messages whose numbers are none of a group's, or are made from what may be shown.
bool IsApart(const Descriptor& message) {
  const std::string& name = message.full_name();
  if (name == "google.protobuf.Timestamp") return true;
  // Rules are public.
  if (message.file()->name().find("/rulebook.proto") != std::string::npos) return true;
  // Documents are composed from cells, which keep the `disclosure` of their results, and from
  // masked crossings; the attack reads every one.
  static const auto* const kDocuments =
      new std::set<std::string>{"gap_list", "lcap_pack",   "peer_list", "red_list",
                                "report",   "target_list", "view",      "year_changes"};
  const std::string path = message.file()->name();
  const std::string folder = "sos/reporting/v1/";
  if (path.rfind(folder, 0) == 0 &&
      kDocuments->contains(path.substr(folder.size(), path.find('.') - folder.size()))) {
    return true;
  }
  // Stands in ResultCrossings, where it is guarded, and in such documents.
  if (name == "sos.indicator.v1.Crossing") return true;
  // Exact numbers as text: the field that holds one is looked at instead.
  return name == "sos.education.v1.Decimal";
}

bool TellsNumbers(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return true;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field.message_type()->full_name() == "sos.education.v1.Decimal";
    default:
      return false;
  }
}

void Reach(const Descriptor* message, std::set<const Descriptor*>& reached) {
  if (!reached.insert(message).second) return;
  // ListPartitions describes partitions without their contents, which StreamPartitions gives the
  // state and services only.
  if (message->full_name() == "sos.ingestion.v1.Partition") return;
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor& field = *message->field(i);
    // What stands in a guarded field leaves the answer with it.
    if (GuardOf(field) != education::v1::GUARDED_UNSPECIFIED) continue;
    if (field.message_type() != nullptr) Reach(field.message_type(), reached);
  }
}

// Whether somebody without the right to counts gets answers of the method about everything.
bool IsForEverybody(const auth::AccessRule& rule) {
  return rule.reach == auth::Reach::kEverything &&
         (rule.Admits(auth::Role::kPublic) || rule.Admits(auth::Role::kLea) ||
          rule.Admits(auth::Role::kCounty));
}

std::set<const Descriptor*> AnswersForEverybody() {
  std::set<const Descriptor*> reached;
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const auth::AccessRule* const rule = auth::FindAccessRule(name);
    if (rule != nullptr && IsForEverybody(*rule)) Reach(method->output_type(), reached);
  }
  return reached;
}

TEST(DisclosureContractTest, GuardsEveryNumberThatEverybodyMayGet) {
  int guarded = 0;
  for (const Descriptor* const message : AnswersForEverybody()) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      if (GuardOf(field) != education::v1::GUARDED_UNSPECIFIED) {
        ++guarded;
        continue;
      }
      if (IsApart(*message) || !TellsNumbers(field)) continue;
      EXPECT_TRUE(Harmless().contains(field.name()))
          << field.full_name() << ": guard it, or say why it tells nothing about a group";
    }
  }
  EXPECT_GT(guarded, 10);
}

TEST(DisclosureContractTest, HasADisclosureBesideEveryGuardedNumber) {
  for (const Descriptor* const message : AnswersForEverybody()) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      const Guarded guard = GuardOf(field);
      if (guard == education::v1::GUARDED_TEXT) {
        const auto* const masked = message->FindFieldByName("masked_" + field.name());
        ASSERT_NE(masked, nullptr) << field.full_name();
        EXPECT_EQ(masked->type(), FieldDescriptor::TYPE_STRING) << masked->full_name();
      } else if (guard != education::v1::GUARDED_UNSPECIFIED) {
        // Of columns there is one disclosure a row.
        const auto* const row_wise = message->FindFieldByName("disclosures");
        const auto* const disclosure =
            row_wise != nullptr ? row_wise : message->FindFieldByName("disclosure");
        ASSERT_NE(disclosure, nullptr) << message->full_name();
        EXPECT_EQ(disclosure->enum_type(), education::v1::Disclosure_descriptor())
            << message->full_name();
      }
    }
  }
}

TEST(DisclosureContractTest, KnowsWhatEveryAnswerWithGuardedNumbersIsAbout) {
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const auth::AccessRule* const rule = auth::FindAccessRule(name);
    if (rule == nullptr || !IsForEverybody(*rule)) continue;
    std::set<const Descriptor*> reached;
    Reach(method->output_type(), reached);
    bool guarded = false;
    for (const Descriptor* const message : reached) {
      for (int i = 0; i < message->field_count(); ++i) {
        guarded = guarded || GuardOf(*message->field(i)) != education::v1::GUARDED_UNSPECIFIED;
      }
    }
    EXPECT_FALSE(guarded && rule->scope_fields.empty())
        << name << ": older revisions are read by those whose scope covers what is asked for";
  }
}

}  // namespace
}  // namespace sos
