#include "common/table/workbook.h"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"

namespace sos::table {
namespace {

constexpr size_t kStepBytes = size_t{64} << 10;
// Longest text of one cell a spreadsheet program can hold is 32,767 characters, at most 4 bytes
// each.
constexpr size_t kMaxCellBytes = size_t{4} * 32'767;

struct ZipCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct ZipFileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct ParserFreer {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

// Receives the elements of one part of the workbook.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Start(absl::string_view element, const XML_Char** attributes) = 0;
  virtual void End(absl::string_view element) = 0;
  virtual void Text(absl::string_view text) = 0;

  // The first error the handler met; reading stops there.
  absl::Status status;
};

// The name without its namespace prefix: `x:row` is `row`.
absl::string_view LocalName(const XML_Char* name) {
  const absl::string_view full(name);
  return full.substr(full.find(':') == absl::string_view::npos ? 0 : full.find(':') + 1);
}

absl::string_view Attribute(const XML_Char** attributes, absl::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (absl::string_view(attributes[0]) == name) return attributes[1];
  }
  return {};
}

// An opened archive that counts what it unpacks.
class Archive {
 public:
  static absl::StatusOr<Archive> Open(absl::string_view bytes, const TableLimits& limits) {
    zip_error_t error;
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr) {
      if (source != nullptr) zip_source_free(source);
      return absl::InvalidArgumentError("the workbook is damaged or cut short: no zip directory");
    }
    return Archive(archive, limits.max_uncompressed_bytes);
  }

  bool Has(const std::string& part) const {
    return zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
  }

  absl::Status Parse(const std::string& part, XmlHandler& handler) {
    const zip_int64_t index = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
    std::unique_ptr<zip_file_t, ZipFileCloser> file(
        index < 0 ? nullptr : zip_fopen_index(archive_.get(), index, 0));
    if (file == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("the workbook has no readable part ", part));
    }
    std::unique_ptr<XML_ParserStruct, ParserFreer> parser(XML_ParserCreate(nullptr));
    XML_SetUserData(parser.get(), &handler);
    XML_SetElementHandler(
        parser.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<XmlHandler*>(self)->Start(LocalName(name), attributes);
        },
        [](void* self, const XML_Char* name) {
          static_cast<XmlHandler*>(self)->End(LocalName(name));
        });
    XML_SetCharacterDataHandler(parser.get(), [](void* self, const XML_Char* text, int length) {
      static_cast<XmlHandler*>(self)->Text({text, static_cast<size_t>(length)});
    });
    while (true) {
      void* buffer = XML_GetBuffer(parser.get(), kStepBytes);
      const zip_int64_t got = zip_fread(file.get(), buffer, kStepBytes);
      if (got < 0) {
        return absl::InvalidArgumentError(
            absl::StrCat("part ", part, " of the workbook is damaged"));
      }
      unpacked_bytes_ += got;
      if (unpacked_bytes_ > max_bytes_) {
        return absl::ResourceExhaustedError(
            absl::StrCat("the workbook unpacks to more than ", max_bytes_, " bytes"));
      }
      const bool parsed =
          XML_ParseBuffer(parser.get(), static_cast<int>(got), got == 0) != XML_STATUS_ERROR;
      SOS_RETURN_IF_ERROR(handler.status);
      if (!parsed) {
        return absl::InvalidArgumentError(
            absl::StrCat("part ", part, " of the workbook is not well-formed XML, line ",
                         XML_GetCurrentLineNumber(parser.get()), ": ",
                         XML_ErrorString(XML_GetErrorCode(parser.get()))));
      }
      if (got == 0) return absl::OkStatus();
    }
  }

 private:
  Archive(zip_t* archive, size_t max_bytes) : archive_(archive), max_bytes_(max_bytes) {}

  std::unique_ptr<zip_t, ZipCloser> archive_;
  size_t max_bytes_;
  size_t unpacked_bytes_ = 0;
};

// xl/workbook.xml: the sheets, in order, by relationship id.
class SheetList : public XmlHandler {
 public:
  void Start(absl::string_view element, const XML_Char** attributes) override {
    if (element != "sheet") return;
    sheets.emplace_back(Attribute(attributes, "name"), Attribute(attributes, "r:id"));
  }
  void End(absl::string_view) override {}
  void Text(absl::string_view) override {}

  std::vector<std::pair<std::string, std::string>> sheets;
};

// xl/_rels/workbook.xml.rels: relationship id to part name.
class Relationships : public XmlHandler {
 public:
  void Start(absl::string_view element, const XML_Char** attributes) override {
    if (element != "Relationship") return;
    absl::string_view target = Attribute(attributes, "Target");
    const bool absolute = absl::ConsumePrefix(&target, "/");
    parts[std::string(Attribute(attributes, "Id"))] = absl::StrCat(absolute ? "" : "xl/", target);
  }
  void End(absl::string_view) override {}
  void Text(absl::string_view) override {}

  std::map<std::string, std::string> parts;
};

// xl/sharedStrings.xml: the texts of cells, by number. Phonetic runs (rPh) are left out.
class SharedStrings : public XmlHandler {
 public:
  void Start(absl::string_view element, const XML_Char**) override {
    if (element == "si") strings.emplace_back();
    if (element == "rPh") phonetic_ = true;
    if (element == "t") in_text_ = !phonetic_;
  }
  void End(absl::string_view element) override {
    if (element == "rPh") phonetic_ = false;
    if (element == "t") in_text_ = false;
  }
  void Text(absl::string_view text) override {
    if (in_text_ && !strings.empty() && strings.back().size() < kMaxCellBytes) {
      strings.back().append(text.data(), text.size());
    }
  }

  std::vector<std::string> strings;

 private:
  bool in_text_ = false;
  bool phonetic_ = false;
};

// The zero-based column of a reference such as `BC12`; -1 where there is none.
int64_t ColumnOf(absl::string_view reference) {
  int64_t column = 0;
  for (const char c : reference) {
    if (!absl::ascii_isupper(static_cast<unsigned char>(c)) || column > 1'000'000) break;
    column = column * 26 + (c - 'A' + 1);
  }
  return column - 1;
}

// xl/worksheets/sheetN.xml: the rows.
class SheetRows : public XmlHandler {
 public:
  SheetRows(const std::vector<std::string>& strings, const TableLimits& limits, RowVisitor& visitor)
      : strings_(strings), limits_(limits), visitor_(visitor) {}

  void Start(absl::string_view element, const XML_Char** attributes) override {
    if (element == "row") {
      const absl::string_view number = Attribute(attributes, "r");
      if (!absl::SimpleAtoi(number, &line_)) ++line_;
      used_ = 0;
    } else if (element == "c") {
      const int64_t column = ColumnOf(Attribute(attributes, "r"));
      BeginCell(column < 0 ? used_ : static_cast<size_t>(column));
      type_ = std::string(Attribute(attributes, "t"));
    } else if (element == "v" || element == "t") {
      in_value_ = true;
    }
  }

  void End(absl::string_view element) override {
    if (element == "v" || element == "t") in_value_ = false;
    if (element == "c") EndCell();
    if (element == "row") EndRow();
  }

  void Text(absl::string_view text) override {
    if (in_value_ && used_ > 0 && cells_[used_ - 1].size() < kMaxCellBytes) {
      cells_[used_ - 1].append(text.data(), text.size());
    }
  }

 private:
  void BeginCell(size_t column) {
    if (column >= limits_.max_columns) {
      status = absl::ResourceExhaustedError(
          absl::StrCat("row ", line_, " has more than ", limits_.max_columns, " cells"));
      column = limits_.max_columns - 1;
    }
    if (column >= cells_.size()) cells_.resize(column + 1);
    for (size_t i = used_; i <= column; ++i) cells_[i].clear();
    used_ = column + 1;
  }

  void EndCell() {
    if (used_ == 0) return;
    std::string& cell = cells_[used_ - 1];
    if (type_ == "s") {
      size_t index = 0;
      cell = absl::SimpleAtoi(cell, &index) && index < strings_.size() ? strings_[index] : "";
    } else if (type_ == "b") {
      cell = cell == "1" ? "TRUE" : "FALSE";
    } else if (type_.empty() || type_ == "n") {
      double number = 0;
      // A whole number is already printed in full; only decimals and exponents need the detour.
      if (absl::StrContains(cell, '.') || absl::StrContains(cell, 'E')) {
        if (absl::SimpleAtod(cell, &number)) cell = absl::StrFormat("%.15g", number);
      }
    }
  }

  void EndRow() {
    views_.clear();
    bool blank = true;
    for (size_t i = 0; i < used_; ++i) {
      views_.push_back(absl::StripAsciiWhitespace(cells_[i]));
      blank = blank && views_.back().empty();
    }
    if (blank || !status.ok()) return;
    status = visitor_.VisitRow({.line = line_, .cells = views_});
  }

  const std::vector<std::string>& strings_;
  const TableLimits& limits_;
  RowVisitor& visitor_;
  std::vector<std::string> cells_;
  std::vector<absl::string_view> views_;
  size_t used_ = 0;
  int64_t line_ = 0;
  std::string type_;
  bool in_value_ = false;
};

}  // namespace

absl::Status ReadWorkbook(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor) {
  SOS_ASSIGN_OR_RETURN(Archive archive, Archive::Open(bytes, limits));
  SheetList list;
  SOS_RETURN_IF_ERROR(archive.Parse("xl/workbook.xml", list));
  Relationships relationships;
  SOS_RETURN_IF_ERROR(archive.Parse("xl/_rels/workbook.xml.rels", relationships));
  SharedStrings shared;
  if (archive.Has("xl/sharedStrings.xml")) {
    SOS_RETURN_IF_ERROR(archive.Parse("xl/sharedStrings.xml", shared));
  }
  for (const auto& [name, id] : list.sheets) {
    const auto part = relationships.parts.find(id);
    if (part == relationships.parts.end()) continue;  // A chart sheet has no rows.
    visitor.BeginSheet(name);
    SheetRows rows(shared.strings, limits, visitor);
    SOS_RETURN_IF_ERROR(archive.Parse(part->second, rows));
  }
  return absl::OkStatus();
}

}  // namespace sos::table
