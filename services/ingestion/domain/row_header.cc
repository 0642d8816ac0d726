// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/row_header.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/education/county.h"
#include "common/education/dashboard_year.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/columns.h"

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

// Puts together the three parts of a code. A district's digits never begin with a zero; those of a
// school begin with 60, 61 or its county, or with a zero: six digits that begin like the former
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

// The code of a cell without its wrapping: 14 digits, 13 after a leading zero is lost, or parts
// between hyphens, of which the first two may be one.
std::optional<CdsCode> CodeOf(absl::string_view bare) {
  const std::vector<absl::string_view> parts = absl::StrSplit(bare, '-');
  if (parts.size() == 3) return JoinedCode(parts[0], parts[1], parts[2]);
  if (parts.size() == 2) {
    const std::string lea = Padded(parts[0], kCountyDigits + kDistrictDigits);
    if (lea.size() != kCountyDigits + kDistrictDigits) return std::nullopt;
    return JoinedCode(lea.substr(0, kCountyDigits), lea.substr(kCountyDigits), parts[1]);
  }
  return CdsCode::ParseCell(bare);
}

// The LEA of 7 digits, a county and a district as there are: some lists leave out the zeros behind.
std::optional<CdsCode> LeaOf(absl::string_view bare) {
  if (bare.size() != kCountyDigits + kDistrictDigits) return std::nullopt;
  const std::optional<CdsCode> lea =
      CdsCode::Parse(absl::StrCat(bare, std::string(kSchoolDigits, '0')));
  const bool exists = lea && (lea->HasCaliforniaDistrict() || lea->IsSynthetic());
  return exists ? lea : std::nullopt;
}

constexpr char kCodeHelp[] =
    "a code is 2 digits for the county, 5 for the district and 7 for the school; format it as text";
constexpr char kCodeWithExponent[] =
    "a spreadsheet has turned this code into a number with an exponent, and its last digits are "
    "lost; format the column as text in the file it came from, and save that again";

// What lists write where they have no name: of a school on the row of its district, and of a
// county on that of the state.
constexpr absl::string_view kNoNames[] = {"No Data", "District Aggregate", "County Aggregate",
                                          "State Aggregate", "CA State Aggregate"};

// True if `name` is the county's with this code. Selections of rows that lack names have `County
// 01`.
bool IsNameOfCounty(absl::string_view name, absl::string_view code) {
  return absl::EqualsIgnoreCase(name, CountyName(code)) || CountyCodeOf(name) == code ||
         name == absl::StrCat("County ", code);
}

constexpr size_t kYearDigits = 4;
constexpr absl::string_view kStateType = "X";

// What the Equity Multiplier's file calls the school of a row that is of a district itself.
constexpr absl::string_view kNameOfOffice = "District Office";

}  // namespace

int EntityColumn(const Header& header) { return header.Find(columns::kCds); }

int YearColumn(const Header& header) { return header.Find(columns::kYear); }

RowHeaderReader::RowHeaderReader(const Header& header, const FileContext& context)
    : context_(context),
      cds_(EntityColumn(header)),
      county_code_(header.Find(columns::kCountyCode)),
      district_code_(header.Find(columns::kDistrictCode)),
      school_code_(header.Find(columns::kSchoolCode)),
      record_type_(header.Find(columns::kRecordType)),
      school_name_(header.Find(columns::kSchoolName)),
      district_name_(header.Find(columns::kDistrictName)),
      county_name_(header.Find(columns::kCountyName)),
      charter_(header.Find(columns::kCharterFlag)),
      county_office_(header.Find(columns::kCountyOfficeFlag)),
      year_(YearColumn(header)) {}

std::optional<CdsCode> RowHeaderReader::ReadOneColumn(RowCells& cells) const {
  const absl::string_view text = cells.Text(cds_);
  if (const std::optional<CdsCode> cds = CdsCode::Parse(text); cds) return cds;
  if (text.empty()) {
    cells.Reject(IssueKind::kMissingValue, cds_, "every row needs an entity code");
    return std::nullopt;
  }
  if (HasExponent(text)) {
    cells.Reject(IssueKind::kMalformedValue, cds_, kCodeWithExponent);
    return std::nullopt;
  }
  const std::string bare = BareCode(text);
  // What is left of the zeros of the state.
  if (bare == "0" && cells.Text(record_type_) == kStateType) return CdsCode();
  if (CdsCode::MayLackLastDigit(bare) &&
      !IsNameOfCounty(cells.Text(county_name_), CdsCode::ParseCell(bare)->county())) {
    cells.Reject(IssueKind::kMalformedValue, cds_,
                 "13 digits may be a code without its first digit or without its last; a code has "
                 "14: format the column as text");
    return std::nullopt;
  }
  std::optional<CdsCode> cds = CodeOf(bare);
  if (!cds && !absl::EqualsIgnoreCase(cells.Text(record_type_), "S")) cds = LeaOf(bare);
  if (!cds) cells.Reject(IssueKind::kMalformedValue, cds_, kCodeHelp);
  return cds;
}

std::optional<CdsCode> RowHeaderReader::ReadThreeColumns(RowCells& cells) const {
  std::array<std::string, 3> parts;
  const std::array<int, 3> columns = {county_code_, district_code_, school_code_};
  for (size_t i = 0; i < parts.size(); ++i) {
    const absl::string_view text = cells.Text(columns[i]);
    if (text.empty()) {
      cells.Reject(IssueKind::kMissingValue, columns[i], "every row needs an entity code");
      return std::nullopt;
    }
    parts[i] = BareCode(text);
  }
  const std::optional<CdsCode> cds = JoinedCode(parts[0], parts[1], parts[2]);
  if (!cds) cells.Reject(IssueKind::kMalformedValue, county_code_, kCodeHelp);
  return cds;
}

CdsCode RowHeaderReader::ReadCds(RowCells& cells) const {
  const std::optional<CdsCode> cds = cds_ >= 0 ? ReadOneColumn(cells) : ReadThreeColumns(cells);
  if (cds && !cds->HasCaliforniaCounty()) {
    cells.Reject(IssueKind::kOutOfRange, cds_ >= 0 ? cds_ : county_code_,
                 absl::StrCat("no county of California has the code ", cds->county(),
                              "; they are 01 to 58"));
  } else if (cds && context_.codes.cut && EndsInManyZeros(cds->text())) {
    cells.Reject(IssueKind::kMalformedValue, cds_, kCodeWithExponent);
  }
  return cds.value_or(CdsCode());
}

void RowHeaderReader::CheckRecordType(RowCells& cells, const RowHeader& row) const {
  if (record_type_ < 0) return;
  const absl::string_view type = cells.Text(record_type_);
  const bool school = absl::EqualsIgnoreCase(type, "S");
  const bool lea = absl::EqualsIgnoreCase(type, "D");
  if (school || lea || absl::EqualsIgnoreCase(type, kStateType)) {
    const bool fits = school ? row.cds.IsSchool() : lea ? row.cds.IsLea() : row.cds.IsState();
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

void RowHeaderReader::CheckNameOfCode(RowCells& cells, const RowHeader& row) {
  // Lists of LEAs name charter schools in the column of LEAs.
  const bool of_school = row.cds.IsSchool() && school_name_ >= 0;
  const absl::string_view name = of_school ? row.school_name : row.district_name;
  if (name.empty()) return;
  const uint64_t key = absl::HashOf(row.collection, row.dashboard_year, row.cds);
  const auto hash = static_cast<uint32_t>(absl::HashOf(NormalizedColumn(name)));
  const auto [found, added] = names_.try_emplace(key, hash);
  const bool sampled = !context_.codes.of_two_names.empty() &&
                       context_.codes.of_two_names.contains(BareCode(cells.Text(cds_)));
  if (!sampled && (added || found->second == hash)) return;
  cells.Reject(IssueKind::kCodeContradictsName, of_school ? school_name_ : district_name_,
               absl::StrCat("another row has the code ", row.cds.text(),
                            " with another name; which of the two is it?"));
}

absl::string_view RowHeaderReader::ReadName(RowCells& cells, int column) {
  const absl::string_view name = cells.Name(column);
  for (const absl::string_view none : kNoNames) {
    if (absl::EqualsIgnoreCase(name, none)) return {};
  }
  return name;
}

int RowHeaderReader::ReadYear(RowCells& cells) const {
  const absl::string_view text = cells.Text(year_);
  int year = context_.dashboard_year;
  if (!text.empty()) {
    const std::optional<int> parsed = ParseYearCell(text);
    // A number of four digits is a year, if not one of a Dashboard.
    const bool number =
        text.size() == kYearDigits && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
    if (!parsed && !number) {
      cells.Reject(IssueKind::kMalformedValue, year_,
                   "expected a year such as 2023, 2017f or 2022-23");
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

RowHeader RowHeaderReader::Read(RowCells& cells, Collection collection) {
  RowHeader row;
  row.collection = collection;
  row.line = cells.line();
  // Where it could not be read, the caller passes any.
  if (!cells.bad()) cells.place().collection = collection;
  row.cds = ReadCds(cells);
  if (!cells.bad()) CheckRecordType(cells, row);
  // A code that contradicts its row may be anybody's.
  if (!cells.bad()) cells.place().cds = row.cds;
  row.school_name = ReadName(cells, school_name_);
  row.district_name = ReadName(cells, district_name_);
  row.county_name = ReadName(cells, county_name_);
  row.charter = cells.Flag(charter_);
  row.county_office = cells.Flag(county_office_) || row.cds.Lea().IsCountyOffice();
  if (!cells.bad()) {
    CheckNames(cells, row);
    if (cells.bad()) cells.place().cds.reset();
  }
  row.dashboard_year = ReadYear(cells);
  const bool of_file =
      context_.years.empty() || std::find(context_.years.begin(), context_.years.end(),
                                          row.dashboard_year) != context_.years.end();
  if (of_file && row.dashboard_year >= kFirstDashboardYear &&
      row.dashboard_year <= context_.last_dashboard_year) {
    cells.place().dashboard_year = row.dashboard_year;
  }
  if (!cells.bad()) CheckNameOfCode(cells, row);
  return row;
}

}  // namespace sos::ingestion
