// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_SHEET_PARTS_H_
#define SOS_SERVICES_REPORTING_RENDER_SHEET_PARTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/language/messages.h"
#include "common/revision/revision.h"
#include "common/workbook/workbook.h"
#include "google/protobuf/util/time_util.h"
#include "services/reporting/render/words.h"
#include "sos/reporting/v1/report.pb.h"

// What the tables of all documents are made of.
namespace sos::reporting {

using SheetRow = std::vector<SheetCell>;

inline SheetCell Text(std::string text) { return {.text = std::move(text)}; }
inline SheetCell Number(std::string text) {
  const bool is_number = !text.empty();
  return {.text = std::move(text), .is_number = is_number};
}
// A count; blank where it is -1, which stands for none.
inline SheetCell Count(int64_t count) { return Number(count < 0 ? "" : absl::StrCat(count)); }
// A level; blank for none.
inline SheetCell Level(int level) { return Number(level == 0 ? "" : absl::StrCat(level)); }

inline std::vector<SheetColumn> Columns(const language::Messages& words,
                                        const std::vector<std::string>& keys) {
  std::vector<SheetColumn> columns;
  columns.reserve(keys.size());
  for (const std::string& key : keys) {
    columns.push_back({.key = key, .heading = words.Text(absl::StrCat("column.", key))});
  }
  return columns;
}

inline std::string StateText(const language::Messages& words, v1::Cell::State state) {
  switch (state) {
    case v1::Cell::STATE_MASKED:
      return words.Text("state.masked");
    case v1::Cell::STATE_RATED:
      return words.Text("state.rated");
    case v1::Cell::STATE_UNRATED:
      return words.Text("state.unrated");
    default:
      return words.Text("state.absent");
  }
}

// The first sheet: a heading and a text a row.
class About {
 public:
  About(const language::Messages& words, const education::v1::Entity& entity, int dashboard_year)
      : words_(words) {
    sheet_ = {.name = words.Text("sheet.about"), .columns = Columns(words, {"what", "text"})};
    Add("name", entity.display_name());
    Add("cds", std::string(Cds(entity)));
    Add("county", entity.county_name());
    Add("year", std::to_string(dashboard_year));
  }

  void Add(absl::string_view key, std::string text) {
    if (text.empty()) return;
    sheet_.rows.push_back({Text(words_.Text(absl::StrCat("column.", key))), Text(std::move(text))});
  }

  template <typename Texts>
  void AddAll(absl::string_view key, const Texts& texts) {
    for (const std::string& text : texts) Add(key, text);
  }

  // Notice, files and revision, which all documents have.
  template <typename Document>
  Sheet Finish(const Document& document) {
    Add("notice", document.notice());
    for (const v1::SourceFile& file : document.files()) {
      std::string text = absl::StrCat(file.dashboard_year(), ", ", file.display_name());
      if (file.has_load_time()) {
        absl::StrAppend(&text, ", ", google::protobuf::util::TimeUtil::ToString(file.load_time()));
      }
      if (!file.content_digest().empty()) absl::StrAppend(&text, ", ", file.content_digest());
      if (file.partial()) absl::StrAppend(&text, " ", words_.Text("file.partial"));
      Add("file", std::move(text));
    }
    Add("revision", ToString(RevisionIn(document)));
    return std::move(sheet_);
  }

 private:
  const language::Messages& words_;
  Sheet sheet_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_SHEET_PARTS_H_
