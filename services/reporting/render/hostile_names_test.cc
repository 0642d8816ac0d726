// SPDX-License-Identifier: Apache-2.0

// Documents whose every string is hostile, in every form.

#include <zip.h>

#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "common/text/printable.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/reporting/render/render.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

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
std::optional<std::string> RenderIn(const Document& document, v1::DocumentFormat format,
                                    const char* language = "en") {
  return Render(document, format, *SentenceCatalog().Find(language));
}

// The files within a workbook, each with its name before its contents.
std::vector<std::string> WorkbookTexts(const std::string& workbook) {
  std::vector<std::string> texts;
  zip_error_t error;
  zip_source_t* const source =
      zip_source_buffer_create(workbook.data(), workbook.size(), 0, &error);
  zip_t* const archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) return texts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_file_t* const file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    std::string contents;
    char buffer[4096];
    for (zip_int64_t n = 0; (n = zip_fread(file, buffer, sizeof(buffer))) > 0;) {
      contents.append(buffer, static_cast<size_t>(n));
    }
    zip_fclose(file);
    texts.push_back(std::string(zip_get_name(archive, static_cast<zip_uint64_t>(i), 0)) + "\n" +
                    contents);
  }
  zip_discard(archive);
  return texts;
}

template <typename Document>
class HostileNamesTest : public ::testing::Test {};

using Documents = ::testing::Types<v1::Report, v1::Placement, v1::CountyReport>;
TYPED_TEST_SUITE(HostileNamesTest, Documents);

template <typename Document>
class HostileFilesTest : public ::testing::Test {};

// Views are made as text, CSV, JSON and workbook.
using AllDocuments = ::testing::Types<v1::Report, v1::Placement, v1::CountyReport,
                                      v1::IndicatorView, v1::SupportView, v1::TargetList>;
TYPED_TEST_SUITE(HostileFilesTest, AllDocuments);

TYPED_TEST(HostileFilesTest, AreTextToATerminal) {
  const std::string text = *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_TEXT);

  EXPECT_THAT(text, HasSubstr(R"(\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\x0a-2+3<b>)"));
  EXPECT_EQ(text, Printable(text, Keep::kLines));
}

TYPED_TEST(HostileNamesTest, HaveNoColorsButOurs) {
  const std::string text = *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_ANSI);

  EXPECT_THAT(text, HasSubstr(R"(\x1b]0;owned\x07)"));
  EXPECT_EQ(text, Printable(text, Keep::kLinesAndColors));
}

TYPED_TEST(HostileFilesTest, AreTextToASpreadsheet) {
  const std::string text = *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_CSV);

  EXPECT_THAT(text, HasSubstr(R"("'=HYPERLINK(""http://x"")\x1b]0;owned\x07)"));
  EXPECT_EQ(text, Printable(text, Keep::kLines));
  EXPECT_FALSE(std::regex_search(text, std::regex("(^|[,\\n])\"?[=+@]"))) << text;
  EXPECT_FALSE(std::regex_search(text, std::regex("(^|[,\\n])\"?-[^0-9]"))) << text;
}

TYPED_TEST(HostileNamesTest, AreTextOnAPage) {
  const std::string page = *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_HTML);

  EXPECT_THAT(page, HasSubstr(R"(\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\x0a-2+3&lt;b&gt;)"));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_EQ(page, Printable(page, Keep::kLines));
}

TYPED_TEST(HostileFilesTest, AreTheSameValuesInJson) {
  const std::string json = *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_JSON);

  EXPECT_EQ(json, Printable(json, Keep::kLines));
  EXPECT_EQ(nlohmann::json::parse(json)["name"], kHostile);
}

TYPED_TEST(HostileFilesTest, AreTextInAWorkbook) {
  const std::string workbook = *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_XLSX);

  const std::vector<std::string> parts = WorkbookTexts(workbook);
  ASSERT_THAT(parts, Not(IsEmpty()));
  bool found = false;
  for (const std::string& part : parts) {
    // Neither a formula, nor a link, nor a connection, nor a name.
    EXPECT_FALSE(std::regex_search(part, std::regex("<(f|hyperlink|connection|definedName)[ >]")))
        << part;
    EXPECT_FALSE(std::regex_search(part, std::regex("externalLink|oleObject|vbaProject"))) << part;
    found = found || part.find("=HYPERLINK") != std::string::npos;
  }
  EXPECT_TRUE(found) << "the name is there, as text";
}

TYPED_TEST(HostileFilesTest, AreTheSameBytesInEveryWorkbookOfADocument) {
  EXPECT_EQ(*RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_XLSX),
            *RenderIn(Hostile<TypeParam>(), v1::DOCUMENT_FORMAT_XLSX));
}

TEST(RenderTest, KeepsTheZerosOfCodesAndFreezesTheHeadersOfAWorkbook) {
  v1::IndicatorView view;
  view.mutable_entity()->set_name("entities/01100170000000");
  v1::GroupResult& group = *view.add_groups();
  group.mutable_cell()->set_state(v1::Cell::STATE_RATED);
  group.mutable_cell()->mutable_status()->set_value("-12.3");
  group.set_numerator(-1);
  std::string all;
  for (const std::string& part : WorkbookTexts(*RenderIn(view, v1::DOCUMENT_FORMAT_XLSX))) {
    all += part;
  }
  EXPECT_THAT(all, HasSubstr(">01100170000000<"));
  EXPECT_THAT(all, HasSubstr("<v>-12.3</v>"));
  EXPECT_THAT(all, HasSubstr("state=\"frozen\""));
}

TEST(RenderTest, HasHeadingsOfTheLanguageForPeopleAndTheSameNamesForPrograms) {
  const v1::IndicatorView view;
  EXPECT_THAT(*RenderIn(view, v1::DOCUMENT_FORMAT_CSV, "es"), StartsWith("part,cds,name,year,"));
  std::string all;
  for (const std::string& part : WorkbookTexts(*RenderIn(view, v1::DOCUMENT_FORMAT_XLSX, "es"))) {
    all += part;
  }
  EXPECT_THAT(all, HasSubstr("Grupo de estudiantes"));
}

TEST(RenderTest, MakesNoPageOfAView) {
  EXPECT_EQ(RenderIn(v1::IndicatorView(), v1::DOCUMENT_FORMAT_HTML), std::nullopt);
  EXPECT_EQ(RenderIn(v1::SupportView(), v1::DOCUMENT_FORMAT_ANSI), std::nullopt);
}

TEST(RenderTest, PaintsRedCells) {
  EXPECT_THAT(*RenderIn(Hostile<v1::Placement>(), v1::DOCUMENT_FORMAT_TEXT),
              Not(HasSubstr("\033[")));
  auto placement = Hostile<v1::Placement>();
  placement.mutable_cells(0)->set_color(education::v1::COLOR_RED);

  EXPECT_THAT(*RenderIn(placement, v1::DOCUMENT_FORMAT_ANSI), HasSubstr("\033[41;97mR Red\033[0m"));
}

TEST(RenderTest, RefusesAFormatThatIsNone) {
  EXPECT_EQ(RenderIn(v1::Report(), v1::DOCUMENT_FORMAT_UNSPECIFIED), std::nullopt);
}

}  // namespace
}  // namespace sos::reporting
