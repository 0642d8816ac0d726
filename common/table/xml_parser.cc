// SPDX-License-Identifier: Apache-2.0
#include "common/table/xml_parser.h"

#include <expat.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sos::table {
namespace {

// What the parser of this thread has allocated: expat's allocation functions are told nothing that
// could lead to its parser. Each block has its size in front.
thread_local size_t allocated_bytes = 0;
constexpr size_t kSizeBytes = alignof(std::max_align_t);

void* Allocate(size_t size) {
  if (size > kMaxXmlParserBytes || allocated_bytes + size > kMaxXmlParserBytes) return nullptr;
  auto* block = static_cast<char*>(std::malloc(kSizeBytes + size));
  if (block == nullptr) return nullptr;
  std::memcpy(block, &size, sizeof(size));
  allocated_bytes += size;
  return block + kSizeBytes;
}

size_t SizeOf(const void* memory) {
  size_t size = 0;
  std::memcpy(&size, static_cast<const char*>(memory) - kSizeBytes, sizeof(size));
  return size;
}

void Free(void* memory) {
  if (memory == nullptr) return;
  allocated_bytes -= SizeOf(memory);
  std::free(static_cast<char*>(memory) - kSizeBytes);
}

void* Reallocate(void* memory, size_t size) {
  void* grown = Allocate(size);
  if (grown == nullptr || memory == nullptr) return grown;
  std::memcpy(grown, memory, std::min(size, SizeOf(memory)));
  Free(memory);
  return grown;
}

absl::string_view LocalName(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

}  // namespace

absl::string_view XmlAttributes::operator[](absl::string_view name) const {
  for (const char** attribute = attributes_; *attribute != nullptr; attribute += 2) {
    if (attribute[0] == name) return attribute[1];
  }
  return {};
}

void XmlParser::Freer::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

template <typename Handle>
void XmlParser::Run(Handle handle) {
  if (!status_.ok()) return;
  status_ = handle();
  if (!status_.ok()) XML_StopParser(parser_.get(), XML_FALSE);
}

XmlParser::XmlParser(std::string part, const TableLimits& limits, XmlHandler& handler)
    : part_(std::move(part)), limits_(limits), handler_(handler) {
  constexpr XML_Memory_Handling_Suite kMemory = {Allocate, Reallocate, Free};
  parser_.reset(XML_ParserCreate_MM(nullptr, &kMemory, nullptr));
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(
      parser_.get(),
      [](void* user, const char* name, const char** attributes) {
        auto& self = *static_cast<XmlParser*>(user);
        self.Run([&] {
          if (++self.nesting_ > self.limits_.max_nesting) return self.NestingError();
          return self.handler_.Start(LocalName(name), XmlAttributes(attributes));
        });
      },
      [](void* user, const char* name) {
        auto& self = *static_cast<XmlParser*>(user);
        self.Run([&] {
          --self.nesting_;
          return self.handler_.End(LocalName(name));
        });
      });
  XML_SetCharacterDataHandler(parser_.get(), [](void* user, const char* text, int length) {
    auto& self = *static_cast<XmlParser*>(user);
    self.Run([&] { return self.handler_.Text({text, static_cast<size_t>(length)}); });
  });
  XML_SetStartDoctypeDeclHandler(
      parser_.get(), [](void* user, const char*, const char*, const char*, int) {
        auto& self = *static_cast<XmlParser*>(user);
        self.Run([&] {
          return absl::InvalidArgumentError(
              absl::StrCat("part ", self.part_,
                           " of the workbook declares a document type, which no spreadsheet "
                           "program writes; open the workbook in one and save it again"));
        });
      });
}

char* XmlParser::Buffer(size_t size) {
  return static_cast<char*>(XML_GetBuffer(parser_.get(), static_cast<int>(size)));
}

absl::Status XmlParser::Parse(size_t size, bool last) {
  const bool parsed =
      XML_ParseBuffer(parser_.get(), static_cast<int>(size), last) != XML_STATUS_ERROR;
  if (!status_.ok()) return status_;
  if (!parsed && XML_GetErrorCode(parser_.get()) == XML_ERROR_NO_MEMORY) return TooMuchMemory();
  if (!parsed) {
    return absl::InvalidArgumentError(
        absl::StrCat("part ", part_, " of the workbook is not well-formed XML, line ",
                     XML_GetCurrentLineNumber(parser_.get()), ": ",
                     XML_ErrorString(XML_GetErrorCode(parser_.get()))));
  }
  parsed_bytes_ += static_cast<int64_t>(size);
  // What the parser has of a tag or comment that has not ended yet.
  if (parsed_bytes_ - XML_GetCurrentByteIndex(parser_.get()) > limits_.max_tag_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "part ", part_, " of the workbook has a tag or comment of more than ",
        limits_.max_tag_bytes, " bytes; open it in a spreadsheet program and save it again"));
  }
  return absl::OkStatus();
}

absl::Status XmlParser::NestingError() const {
  return absl::ResourceExhaustedError(
      absl::StrCat("part ", part_, " of the workbook has elements more than ", limits_.max_nesting,
                   " deep; open it in a spreadsheet program and save it again"));
}

absl::Status XmlParser::TooMuchMemory() const {
  return absl::ResourceExhaustedError(absl::StrCat(
      "part ", part_, " of the workbook takes more than ", kMaxXmlParserBytes,
      " bytes of memory to parse; open it in a spreadsheet program and save it again"));
}

}  // namespace sos::table
