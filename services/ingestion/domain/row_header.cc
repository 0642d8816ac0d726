#include "services/ingestion/domain/row_header.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/education/dashboard_year.h"

namespace sos::ingestion {
namespace {

// A code that a spreadsheet has turned into a number lost its leading zeros: give them back.
std::string Padded(absl::string_view digits, size_t width) {
  return digits.size() >= width ? std::string(digits)
                                : absl::StrCat(std::string(width - digits.size(), '0'), digits);
}

}  // namespace

int YearColumn(const Header& header) {
  return header.Find("reportingyear|reportyear|repyr|test year|year|dashboardyear");
}

int YearInName(absl::string_view display_name) {
  for (size_t i = 0; i + 4 <= display_name.size(); ++i) {
    if (i > 0 && absl::ascii_isdigit(static_cast<unsigned char>(display_name[i - 1]))) continue;
    if (!absl::StartsWith(display_name.substr(i), "20")) continue;
    if (const std::optional<int> year = ParseDashboardYear(display_name.substr(i, 4)); year) {
      return *year;
    }
  }
  return 0;
}

RowHeaderReader::RowHeaderReader(const Header& header, const FileContext& context)
    : context_(context),
      cds_(header.Find("cds|cdscode|cds code|cds_code")),
      county_code_(header.Find("county code")),
      district_code_(header.Find("district code")),
      school_code_(header.Find("school code")),
      record_type_(header.Find("rtype")),
      school_name_(header.Find("schoolname|school|school name")),
      district_name_(header.Find("districtname|leaname|lea|district|district name|lea name")),
      county_name_(header.Find("countyname|county|county name")),
      charter_(header.Find("charter_flag")),
      county_office_(header.Find("coe_flag")),
      year_(YearColumn(header)) {}

CdsCode RowHeaderReader::ReadCds(RowCells& cells) const {
  std::optional<CdsCode> cds;
  if (cds_ >= 0) {
    cds = CdsCode::ParseCell(cells.Text(cds_));
  } else {
    cds = CdsCode::Parse(absl::StrCat(Padded(cells.Text(county_code_), 2),
                                      Padded(cells.Text(district_code_), 5),
                                      Padded(cells.Text(school_code_), 7)));
  }
  if (!cds) {
    const int column = cds_ >= 0 ? cds_ : county_code_;
    if (cells.Text(column).empty()) {
      cells.Reject(IssueKind::kMissingValue, column, "every row needs an entity code");
    } else {
      cells.Reject(IssueKind::kMalformedValue, column,
                   "a county-district-school code is 14 digits; format the column as text");
    }
  }
  return cds.value_or(CdsCode());
}

void RowHeaderReader::CheckRecordType(RowCells& cells, const RowHeader& row) const {
  if (record_type_ < 0) return;
  const absl::string_view type = cells.Text(record_type_);
  if (type == "S" || type == "D" || type == "X") {
    const bool fits = type == "S"   ? row.cds.IsSchool()
                      : type == "D" ? row.cds.IsLea()
                                    : row.cds.IsState();
    if (!fits) {
      cells.Reject(IssueKind::kWrongEntity, record_type_,
                   absl::StrCat("record type ", type, " does not fit the code ", row.cds.text()));
    }
  } else {
    cells.Reject(IssueKind::kUnknownCode, record_type_,
                 "expected S (school), D (district or county office) or X (state)");
  }
}

RowHeader RowHeaderReader::Read(RowCells& cells, Collection collection) const {
  RowHeader row;
  row.collection = collection;
  row.line = cells.line();
  row.cds = ReadCds(cells);
  if (!cells.bad()) CheckRecordType(cells, row);
  row.school_name = cells.Name(school_name_);
  if (absl::EqualsIgnoreCase(row.school_name, "No Data")) row.school_name = {};
  row.district_name = cells.Name(district_name_);
  row.county_name = cells.Name(county_name_);
  row.charter = cells.Flag(charter_);
  row.county_office = cells.Flag(county_office_) || row.cds.Lea().IsCountyOffice();
  const absl::string_view year = cells.Text(year_);
  if (year_ < 0 || (year.empty() && context_.dashboard_year != 0)) {
    row.dashboard_year = context_.dashboard_year;
  } else if (const std::optional<int> parsed = ParseDashboardYear(year); parsed) {
    row.dashboard_year = *parsed;
  } else if (year.empty()) {
    cells.Reject(IssueKind::kMissingValue, year_, "every row needs its Dashboard year");
  } else {
    cells.Reject(IssueKind::kMalformedValue, year_, "expected a year such as 2023, or 2017f");
  }
  return row;
}

}  // namespace sos::ingestion
