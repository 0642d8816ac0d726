// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_XML_PARSER_H_
#define SOS_COMMON_TABLE_XML_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/table/table.h"

struct XML_ParserStruct;

namespace sos::table {

// What a parser may allocate. Those of published workbooks take some 100 KiB.
inline constexpr size_t kMaxXmlParserBytes = size_t{8} << 20;

// The attributes of an element, as long as its start is handled.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** attributes) : attributes_(attributes) {}

  // The value of the attribute; "" where there is none.
  absl::string_view operator[](absl::string_view name) const;

 private:
  const char** attributes_;
};

// Receives the elements of one part of a workbook. An error ends the reading and is returned as it
// is.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // `element` is without the prefix of its namespace: `x:row` is `row`.
  virtual absl::Status Start(absl::string_view element, const XmlAttributes& attributes) = 0;
  virtual absl::Status End(absl::string_view element) = 0;
  virtual absl::Status Text(absl::string_view text) = 0;
};

// Parses one part of a workbook as its bytes come. What it allocates is bounded, whatever they are;
// a document type, which could define texts within texts, is refused, as no workbook has one.
//
// One parser at a time may exist in a thread.
class XmlParser {
 public:
  // `part` is what errors call the document.
  XmlParser(std::string part, const TableLimits& limits, XmlHandler& handler);

  // Room for the next `size` bytes. Null if the document takes too much memory.
  char* Buffer(size_t size);
  // Parses the first `size` bytes of the room. kInvalidArgument if they are not well-formed,
  // kResourceExhausted if they exceed a limit.
  absl::Status Parse(size_t size, bool last);
  absl::Status TooMuchMemory() const;

 private:
  struct Freer {
    void operator()(XML_ParserStruct* parser) const;
  };

  // Calls `handle`, unless an error was found before; a first error stops the parser.
  template <typename Handle>
  void Run(Handle handle);
  absl::Status NestingError() const;

  const std::string part_;
  const TableLimits& limits_;
  XmlHandler& handler_;
  absl::Status status_;
  int nesting_ = 0;
  int64_t parsed_bytes_ = 0;
  std::unique_ptr<XML_ParserStruct, Freer> parser_;
};

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_XML_PARSER_H_
