// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/file_report.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

constexpr size_t kMaxShownDifferences = 20;

int64_t Sum(const std::map<std::string, std::map<std::string, int64_t>>& cells,
            const std::string& field) {
  int64_t sum = 0;
  if (const auto found = cells.find(field); found != cells.end()) {
    for (const auto& [reason, count] : found->second) sum += count;
  }
  return sum;
}

int64_t At(const std::map<std::string, int64_t>& cells, const std::string& field) {
  const auto found = cells.find(field);
  return found == cells.end() ? 0 : found->second;
}

std::set<std::string> Fields(const FileReport& report) {
  std::set<std::string> fields;
  for (const auto& [field, count] : report.compared) fields.insert(field);
  for (const auto& [field, count] : report.compared_none) fields.insert(field);
  for (const auto& [field, reasons] : report.excepted) fields.insert(field);
  for (const auto& [field, reasons] : report.undetermined) fields.insert(field);
  for (const Difference& difference : report.differences) fields.insert(difference.field);
  return fields;
}

Listing FieldListing(const std::vector<FileReport>& reports) {
  using Kind = Listing::Kind;
  Listing listing({{"file"},
                   {"kind"},
                   {"year"},
                   {"field"},
                   {"compared", Kind::kNumber},
                   {"agree", Kind::kNumber},
                   {"excepted", Kind::kNumber},
                   {"undetermined", Kind::kNumber},
                   {"differences", Kind::kNumber},
                   {"compared_none", Kind::kNumber},
                   {"agree_none", Kind::kNumber}});
  for (const FileReport& report : reports) {
    const std::string year = report.year == 0 ? "" : absl::StrCat(report.year);
    const std::set<std::string> fields = Fields(report);
    if (fields.empty()) {
      listing.Add({report.file, report.kind, year, "", "", "", "", "", "", "", ""});
    }
    for (const std::string& field : fields) {
      int64_t differences = 0;
      for (const Difference& d : report.differences) differences += d.field == field ? 1 : 0;
      listing.Add({report.file, report.kind, year, field, absl::StrCat(At(report.compared, field)),
                   absl::StrCat(At(report.agree, field)), absl::StrCat(Sum(report.excepted, field)),
                   absl::StrCat(Sum(report.undetermined, field)), absl::StrCat(differences),
                   absl::StrCat(At(report.compared_none, field)),
                   absl::StrCat(At(report.agree_none, field))});
    }
  }
  return listing;
}

// Also of no cells an object, which nlohmann would make a null.
template <typename Cells>
nlohmann::ordered_json Object(const Cells& cells) {
  return cells.empty() ? nlohmann::ordered_json::object() : nlohmann::ordered_json(cells);
}

}  // namespace

std::string ReportJson(const FileReport& report) {
  nlohmann::ordered_json json;
  json["file"] = report.file;
  json["kind"] = report.kind;
  json["year"] = report.year == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(report.year);
  json["rows"] = report.rows;
  json["basis"] = report.basis;
  json["compared"] = Object(report.compared);
  json["agree"] = Object(report.agree);
  json["comparedNone"] = Object(report.compared_none);
  json["agreeNone"] = Object(report.agree_none);
  json["excepted"] = Object(report.excepted);
  json["undetermined"] = Object(report.undetermined);
  json["differences"] = nlohmann::ordered_json::array();
  for (const Difference& d : report.differences) {
    json["differences"].push_back({{"cds", d.cds},
                                   {"group", d.group},
                                   {"field", d.field},
                                   {"published", d.published},
                                   {"computed", d.computed}});
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string ReportsText(const std::vector<FileReport>& reports) {
  std::string text = FieldListing(reports).Text();
  for (const FileReport& report : reports) {
    for (const auto& [title, cells] : {std::pair("excepted", &report.excepted),
                                       std::pair("undetermined", &report.undetermined)}) {
      for (const auto& [field, reasons] : *cells) {
        for (const auto& [reason, count] : reasons) {
          absl::StrAppend(&text, report.file, ": ", count, " cells of ", field, " ", title, ": ",
                          reason, "\n");
        }
      }
    }
    size_t shown = 0;
    for (const Difference& d : report.differences) {
      if (shown++ == kMaxShownDifferences) {
        absl::StrAppend(&text, report.file, ": ... and ",
                        report.differences.size() - kMaxShownDifferences,
                        " more differences; --format json lists them all\n");
        break;
      }
      absl::StrAppend(&text, report.file, ": ", d.cds, " ", d.group, " ", d.field, ": published ",
                      d.published.empty() ? "none" : d.published, ", computed ",
                      d.computed.empty() ? "none" : d.computed, "\n");
    }
  }
  return text;
}

std::string ReportsCsv(const std::vector<FileReport>& reports) {
  return FieldListing(reports).Csv();
}

}  // namespace sos::suite
