// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/row_header.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/county.h"
#include "common/education/dashboard_year.h"

namespace sos::ingestion {
namespace {

constexpr size_t kCountyDigits = 2;
constexpr size_t kDistrictDigits = 5;
constexpr size_t kSchoolDigits = 7;

// A code that a spreadsheet has turned into a number lost its leading zeros: give them back. One
// that is short and still begins with a zero lost others.
std::string Padded(absl::string_view digits, size_t width) {
  if (digits.size() >= width || (digits.size() > 1 && digits[0] == '0')) return std::string(digits);
  return absl::StrCat(std::string(width - digits.size(), '0'), digits);
}

// Puts together what stands in three columns. A district's digits never begin with a zero; those of
// a school begin with 60, 61 or its county, or with a zero: six digits that begin like the former
// lost their last.
std::optional<CdsCode> JoinedCode(absl::string_view county, absl::string_view district,
                                  absl::string_view school) {
  if (district.size() < kDistrictDigits && district != "0") return std::nullopt;
  const std::string padded_county = Padded(county, kCountyDigits);
  if (school.size() == kSchoolDigits - 1) {
    for (const absl::string_view begin :
         {absl::string_view("60"), absl::string_view("61"), absl::string_view(padded_county)}) {
      if (absl::StartsWith(school, begin)) return std::nullopt;
    }
  }
  return CdsCode::Parse(absl::StrCat(padded_county, Padded(district, kDistrictDigits),
                                     Padded(school, kSchoolDigits)));
}

// True if `name` is the county's with this code. Selections of rows that lack names have `County
// 01`.
bool IsNameOfCounty(absl::string_view name, absl::string_view code) {
  return absl::EqualsIgnoreCase(name, CountyName(code)) || CountyCodeOf(name) == code ||
         name == absl::StrCat("County ", code);
}

constexpr size_t kYearDigits = 4;

// What the Equity Multiplier's file calls the school of a row that is of a district itself.
constexpr absl::string_view kNameOfOffice = "District Office";

}  // namespace

int EntityColumn(const Header& header) { return header.Find("cds|cdscode|cds code|cds_code"); }

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
      cds_(EntityColumn(header)),
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
  const int column = cds_ >= 0 ? cds_ : county_code_;
  std::optional<CdsCode> cds;
  if (cds_ >= 0) {
    const absl::string_view text = cells.Text(cds_);
    cds = CdsCode::ParseCell(text);
    if (CdsCode::MayLackLastDigit(text) &&
        !IsNameOfCounty(cells.Text(county_name_), cds->county())) {
      cells.Reject(
          IssueKind::kMalformedValue, cds_,
          "13 digits may be a code without its first digit or without its last; a code has "
          "14: format the column as text");
      return CdsCode();
    }
  } else {
    for (const int part : {county_code_, district_code_, school_code_}) {
      if (!cells.Text(part).empty()) continue;
      cells.Reject(IssueKind::kMissingValue, part, "every row needs an entity code");
      return CdsCode();
    }
    cds =
        JoinedCode(cells.Text(county_code_), cells.Text(district_code_), cells.Text(school_code_));
  }
  if (!cds && cells.Text(column).empty()) {
    cells.Reject(IssueKind::kMissingValue, column, "every row needs an entity code");
  } else if (!cds) {
    cells.Reject(
        IssueKind::kMalformedValue, column,
        "a code is 2 digits for the county, 5 for the district and 7 for the school; format "
        "it as text");
  } else if (!cds->HasCaliforniaCounty()) {
    cells.Reject(IssueKind::kOutOfRange, column,
                 absl::StrCat("no county of California has the code ", cds->county(),
                              "; they are 01 to 58"));
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

void RowHeaderReader::CheckNames(RowCells& cells, const RowHeader& row) const {
  const absl::string_view county = row.cds.county();
  if (!row.county_name.empty() && !row.cds.IsSynthetic()) {
    // A made-up district is in whatever county its file says, but in no other real one.
    const bool real = row.cds.IsCounty() || row.cds.HasCaliforniaDistrict();
    const bool fits = (!row.cds.IsState() && IsNameOfCounty(row.county_name, county)) ||
                      (!real && CountyCodeOf(row.county_name).empty());
    if (!fits) {
      cells.Reject(IssueKind::kCodeContradictsName, county_name_,
                   row.cds.IsState()
                       ? "the code is that of the state; have the cells of the row moved?"
                       : absl::StrCat("county ", county, " is called ", CountyName(county),
                                      "; is the code wrong, or have the cells of the row moved?"));
      return;
    }
  }
  for (const int column : {county_name_, district_name_, school_name_}) {
    const absl::string_view name = cells.Text(column);
    if (name.empty() || LooksLikeName(name)) continue;
    cells.Reject(IssueKind::kCodeContradictsName, column,
                 "this is no name; have the cells of the row moved?");
    return;
  }
  if (row.cds.IsLea() && !row.school_name.empty() && row.school_name != row.district_name &&
      row.school_name != kNameOfOffice) {
    cells.Reject(IssueKind::kCodeContradictsName, school_name_,
                 "the code is that of a district, and the name that of a school");
  }
}

int RowHeaderReader::ReadYear(RowCells& cells) const {
  const absl::string_view text = cells.Text(year_);
  int year = context_.dashboard_year;
  if (!text.empty()) {
    const std::optional<int> parsed = ParseDashboardYear(text);
    // A number of four digits is a year, if not one of a Dashboard.
    const bool number =
        text.size() == kYearDigits && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
    if (!parsed && !number) {
      cells.Reject(IssueKind::kMalformedValue, year_, "expected a year such as 2023, or 2017f");
      return year;
    }
    year = parsed.value_or(0);
  } else if (year_ >= 0 && year == 0) {
    cells.Reject(IssueKind::kMissingValue, year_, "every row needs its Dashboard year");
    return year;
  } else if (context_.years.size() == 1) {
    year = context_.years.front();  // The row is of the same year as those that say theirs.
  }
  if (year < kFirstDashboardYear || year > context_.last_dashboard_year) {
    cells.Reject(IssueKind::kOutOfRange, year_,
                 absl::StrCat("expected a year from ", kFirstDashboardYear, " to ",
                              context_.last_dashboard_year));
  } else if (!context_.years.empty() && std::find(context_.years.begin(), context_.years.end(),
                                                  year) == context_.years.end()) {
    cells.Reject(IssueKind::kWrongYear, year_,
                 absl::StrCat("the file is of ", absl::StrJoin(context_.years, " and "),
                              "; send rows of another year in a file of their own"));
  }
  return year;
}

RowHeader RowHeaderReader::Read(RowCells& cells, Collection collection) const {
  RowHeader row;
  row.collection = collection;
  row.line = cells.line();
  // Where it could not be read, the caller passes any.
  if (!cells.bad()) cells.place().collection = collection;
  row.cds = ReadCds(cells);
  if (!cells.bad()) CheckRecordType(cells, row);
  // A code that contradicts its row may be anybody's.
  if (!cells.bad()) cells.place().cds = row.cds;
  row.school_name = cells.Name(school_name_);
  if (absl::EqualsIgnoreCase(row.school_name, "No Data")) row.school_name = {};
  row.district_name = cells.Name(district_name_);
  row.county_name = cells.Name(county_name_);
  row.charter = cells.Flag(charter_);
  row.county_office = cells.Flag(county_office_) || row.cds.Lea().IsCountyOffice();
  if (!cells.bad()) {
    CheckNames(cells, row);
    if (cells.bad()) cells.place().cds.reset();
  }
  row.dashboard_year = ReadYear(cells);
  const bool of_file = context_.years.empty() ||
                       std::find(context_.years.begin(), context_.years.end(),
                                 row.dashboard_year) != context_.years.end();
  if (of_file && row.dashboard_year >= kFirstDashboardYear &&
      row.dashboard_year <= context_.last_dashboard_year) {
    cells.place().dashboard_year = row.dashboard_year;
  }
  return row;
}

}  // namespace sos::ingestion
