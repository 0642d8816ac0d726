// SPDX-License-Identifier: Apache-2.0

// Documents whose every string is hostile, in every form.

#include <optional>
#include <regex>
#include <string>

#include "common/text/printable.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/reporting/render/render.h"

namespace sos::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using ::testing::HasSubstr;
using ::testing::Not;

// A formula, the title of a terminal, CSI in one character, an override, a line of its own, a tag.
constexpr char kHostile[] =
    "=HYPERLINK(\"http://x\")\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\n-2+3<b>&";

// Sets every field of `message`: strings to kHostile, lists to one element, enums to the first
// value that means something.
void Fill(google::protobuf::Message& message) {
  const auto* const reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = message.GetDescriptor()->field(i);
    if (field->is_map() || (field->containing_oneof() != nullptr && i > 0)) continue;
    const bool list = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        // Messages within themselves end somewhere.
        if (field->message_type() == message.GetDescriptor()) continue;
        Fill(list ? *reflection->AddMessage(&message, field)
                  : *reflection->MutableMessage(&message, field));
        break;
      case FieldDescriptor::CPPTYPE_STRING: {
        const bool number = message.GetDescriptor()->full_name() == "sos.education.v1.Decimal";
        const std::string text = number ? "-1.5" : kHostile;
        list ? reflection->AddString(&message, field, text)
             : reflection->SetString(&message, field, text);
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* const rated = field->enum_type()->FindValueByName("STATE_RATED");
        const auto* const value = rated != nullptr ? rated : field->enum_type()->value(1);
        list ? reflection->AddEnum(&message, field, value)
             : reflection->SetEnum(&message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_INT32:
        list ? reflection->AddInt32(&message, field, 1) : reflection->SetInt32(&message, field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        list ? reflection->AddInt64(&message, field, 1) : reflection->SetInt64(&message, field, 1);
        break;
      default:
        break;
    }
  }
}

template <typename Document>
Document Hostile() {
  Document document;
  Fill(document);
  return document;
}

template <typename Document>
class HostileNamesTest : public ::testing::Test {};

using Documents = ::testing::Types<v1::Report, v1::Placement, v1::CountyReport>;
TYPED_TEST_SUITE(HostileNamesTest, Documents);

TYPED_TEST(HostileNamesTest, AreTextToATerminal) {
  const std::string text = *Render(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_TEXT);

  EXPECT_THAT(text, HasSubstr(R"(\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\x0a-2+3<b>)"));
  EXPECT_EQ(text, Printable(text, Keep::kLines));
}

TYPED_TEST(HostileNamesTest, HaveNoColorsButOurs) {
  const std::string text = *Render(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_ANSI);

  EXPECT_THAT(text, HasSubstr(R"(\x1b]0;owned\x07)"));
  EXPECT_EQ(text, Printable(text, Keep::kLinesAndColors));
}

TYPED_TEST(HostileNamesTest, AreTextToASpreadsheet) {
  const std::string text = *Render(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_CSV);

  EXPECT_THAT(text, HasSubstr(R"("'=HYPERLINK(""http://x"")\x1b]0;owned\x07)"));
  EXPECT_EQ(text, Printable(text, Keep::kLines));
  EXPECT_FALSE(std::regex_search(text, std::regex("(^|[,\\n])\"?[=+@]"))) << text;
  EXPECT_FALSE(std::regex_search(text, std::regex("(^|[,\\n])\"?-[^0-9]"))) << text;
}

TYPED_TEST(HostileNamesTest, AreTextOnAPage) {
  const std::string page = *Render(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_HTML);

  EXPECT_THAT(page, HasSubstr(R"(\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\x0a-2+3&lt;b&gt;)"));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_EQ(page, Printable(page, Keep::kLines));
}

TYPED_TEST(HostileNamesTest, AreTheSameValuesInJson) {
  const std::string json = *Render(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_JSON);

  EXPECT_EQ(json, Printable(json, Keep::kLines));
  EXPECT_EQ(nlohmann::json::parse(json)["name"], kHostile);
}

TEST(RenderTest, PaintsRedCells) {
  EXPECT_THAT(*Render(Hostile<v1::Placement>(), v1::DOCUMENT_FORMAT_TEXT), Not(HasSubstr("\033[")));
  auto placement = Hostile<v1::Placement>();
  placement.mutable_cells(0)->set_color(education::v1::COLOR_RED);

  EXPECT_THAT(*Render(placement, v1::DOCUMENT_FORMAT_ANSI), HasSubstr("\033[41;97mR Red\033[0m"));
}

TEST(RenderTest, RefusesAFormatThatIsNone) {
  EXPECT_EQ(Render(v1::Report(), v1::DOCUMENT_FORMAT_UNSPECIFIED), std::nullopt);
}

}  // namespace
}  // namespace sos::reporting
