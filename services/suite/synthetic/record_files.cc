// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/record_files.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/private_files/private_files.h"
#include "services/suite/synthetic/buffered_file.h"
#include "services/suite/synthetic/dice.h"
#include "services/suite/synthetic/report_files.h"
#include "services/suite/synthetic/synthetic_outcome.h"
#include "services/suite/synthetic/synthetic_person.h"
#include "services/suite/synthetic/synthetic_student.h"

namespace sos::suite {
namespace {

constexpr char kDirectory[] = "directory";

// The width of a row of each record type, and where the common fields stand, from 1.
struct RecordShape {
  const char* type;
  int width;
  int lea, school, year, student, local;
};
constexpr RecordShape kShapes[] = {
    {"SENR", 39, 4, 5, 7, 8, 9}, {"SINF", 42, 6, 7, 8, 9, 10}, {"SPRG", 25, 4, 5, 6, 7, 8},
    {"SELA", 15, 4, 5, 6, 7, 8}, {"SPED", 16, 4, 5, 6, 7, 8},  {"STAS", 21, 4, 5, 6, 7, 8},
    {"SIRS", 17, 4, 5, 6, 7, 8}, {"COHO", 17, 4, 5, 6, 7, 8},
};

const RecordShape& ShapeOf(const std::string& type) {
  return *std::find_if(std::begin(kShapes), std::end(kShapes),
                       [&](const RecordShape& shape) { return type == shape.type; });
}

// A cell at its CALPADS position, from 1.
struct Cell {
  int position;
  std::string text;
};

// Writes one year's records, a file for each record type that is wanted.
class YearWriter {
 public:
  YearWriter(const SyntheticCalifornia& california, const RecordFilesRequest& request, int year)
      : california_(california), request_(request), year_(year), errors_(request.seed, 77) {}

  void Open(const std::string& type, const std::string& path) { files_.try_emplace(type, path); }

  void WriteStudent(const SyntheticStudent& student) {
    for (const SyntheticStay& stay : student.stays) WriteStay(student, stay);
    const int home = student.stays.front().school;
    for (const int program : student.programs) {
      Row("SPRG", home, student,
          {{13, absl::StrCat(program)}, {15, absl::StrFormat("%d0815", year_ - 1)}});
    }
    Row("SELA", home, student, {{13, student.language_status}, {14, student.language_start}});
    if (student.special_education) {
      Row("SPED", home, student,
          {{16, student.accountable_district < 0 ? "" : LeaDigits(student.accountable_district)}});
    }
    for (const SyntheticResult& result : student.results) {
      Row("SIRS", student.stays[result.stay].school, student,
          {{13, result.incident}, {14, absl::StrCat(result.code)}, {16, result.duration}});
    }
  }

  void WriteOutcomes(const SyntheticStudent& student, int class_year) {
    for (const SyntheticOutcome& outcome :
         MakeOutcomes(california_, request_.seed, student, class_year, year_)) {
      Row("COHO", outcome.school, student,
          {{13, absl::StrCat(outcome.class_year)},
           {14, outcome.exit},
           {15, outcome.exit_reason},
           {16, outcome.completion},
           {17, outcome.enrolled_later ? "Y" : "N"}});
    }
  }

  absl::Status Close() {
    for (auto& [type, file] : files_) {
      if (!file.Close()) {
        return absl::UnavailableError(absl::StrCat("cannot write the ", type, " file of ", year_));
      }
    }
    return absl::OkStatus();
  }

 private:
  std::string LeaDigits(int entity) const {
    return std::string(california_.entities()[entity].cds.text().substr(0, 7));
  }

  void WriteStay(const SyntheticStudent& student, const SyntheticStay& stay) {
    Row("SENR", stay.school, student,
        {{22, stay.start},
         {23, absl::StrCat(stay.enrollment_status)},
         {24, student.grade},
         {25, stay.exit},
         {26, stay.exit_reason},
         {27, stay.completion}});
    std::vector<Cell> race = {{23, student.hispanic ? "Y" : "N"},
                              {38, absl::StrCat(student.parent_education)}};
    for (size_t i = 0; i < student.races.size(); ++i) {
      race.push_back({25 + static_cast<int>(i), absl::StrCat(student.races[i])});
    }
    Row("SINF", stay.school, student, race);
    if (!stay.summarized) return;
    Row("STAS", stay.school, student,
        {{13, stay.exempt ? "Y" : "N"},
         {15, stay.expected},
         {16, stay.attended},
         {17, stay.suspended_out},
         {18, stay.suspended_in},
         {19, stay.excused},
         {20, stay.unexcused},
         {21, stay.incomplete_study}});
  }

  void Row(const char* type, int school, const SyntheticStudent& student,
           const std::vector<Cell>& cells) {
    const auto file = files_.find(type);
    if (file == files_.end()) return;
    const RecordShape& shape = ShapeOf(type);
    const CdsCode& cds = california_.entities()[school].cds;
    std::vector<std::string> row(shape.width);
    row[0] = type;
    row[1] = "A";
    row[shape.lea - 1] = std::string(cds.text().substr(0, 7));
    row[shape.school - 1] = std::string(cds.school());
    row[shape.year - 1] = absl::StrCat(year_ - 1, "-", year_);
    row[shape.student - 1] = absl::StrCat(student.id);
    row[shape.local - 1] = LocalIdOf(student);
    for (const Cell& cell : cells) row[cell.position - 1] = cell.text;
    if (errors_.Below(10'000) < request_.errors_per_ten_thousand) MakeWrong(shape, row);
    file->second.Write(absl::StrJoin(row, "^"));
  }

  // Makes a row wrong in one of the ways in which files are: each puts the row into quarantine.
  void MakeWrong(const RecordShape& shape, std::vector<std::string>& row) {
    switch (errors_.Below(4)) {
      case 0:
        row[shape.student - 1] = "123";
        break;
      case 1:
        row[shape.school - 1].clear();
        break;
      case 2:
        row[shape.year - 1] = absl::StrCat(year_, "-", year_);
        break;
      default:
        row[shape.lea - 1] = "ABCDEFG";
    }
  }

  const SyntheticCalifornia& california_;
  const RecordFilesRequest& request_;
  const int year_;
  Dice errors_;
  std::map<std::string, BufferedFile> files_;
};

const char* LevelOf(const std::string& school_type) {
  if (school_type == "ES") return "ELEM";
  if (school_type == "MS") return "INTMIDJR";
  return school_type == "HS" ? "HS" : "ELEMHIGH";
}

const char* DistrictTypeOf(const SyntheticEntity& entity) {
  if (entity.county_office) return "00";
  if (entity.school_type == "ED") return "52";
  return entity.school_type == "HD" ? "56" : "54";
}

absl::Status WriteDirectory(const SyntheticCalifornia& california, const std::string& path) {
  BufferedFile file(path);
  file.Write(
      "CDSCode\tStatusType\tCounty\tDistrict\tSchool\tCharter\tFundingType\tDOC\tEILCode\tDASS");
  std::string doc;
  for (const SyntheticEntity& entity : california.entities()) {
    const bool school = entity.cds.IsSchool();
    if (!school) doc = DistrictTypeOf(entity);
    file.Write(absl::StrJoin(
        std::vector<absl::string_view>{
            entity.cds.text(), "Active", entity.county_name, entity.district_name,
            school ? absl::string_view(entity.name) : "No Data", entity.charter ? "Y" : "N",
            entity.charter ? "Locally funded" : "No Data", doc,
            school ? LevelOf(entity.school_type) : "No Data", entity.alternative ? "Y" : "N"},
        "\t"));
  }
  return file.Close() ? absl::OkStatus() : absl::UnavailableError("cannot write " + path);
}

bool Wanted(const RecordFilesRequest& request, const std::string& name) {
  return request.collections.empty() ||
         std::find(request.collections.begin(), request.collections.end(), name) !=
             request.collections.end();
}

absl::Status WriteYear(const SyntheticCalifornia& california, const RecordFilesRequest& request,
                       int year, const std::string& directory, std::vector<std::string>& paths) {
  YearWriter writer(california, request, year);
  for (const RecordShape& shape : kShapes) {
    if (!Wanted(request, shape.type)) continue;
    paths.push_back(absl::StrCat(directory, "/", absl::AsciiStrToLower(shape.type), "-", year,
                                 "-synthetic.txt"));
    writer.Open(shape.type, paths.back());
  }
  ReportWriter reports(california, year, absl::StrCat(directory, "/reports-", year));
  const std::vector<SyntheticEntity>& entities = california.entities();
  for (size_t i = 0; i < entities.size(); ++i) {
    if (!entities[i].cds.IsSchool()) continue;
    for (int64_t ordinal = 0; ordinal < entities[i].enrollment; ++ordinal) {
      const auto student_of = [&](int of_year) {
        return MakeStudent(california, request.seed, static_cast<int>(i), static_cast<int>(ordinal),
                           of_year);
      };
      SyntheticStudent student = student_of(year);
      EndLastYear(california, request.seed, year, student);
      writer.WriteStudent(student);
      if (request.reports) reports.WriteStudent(student);
      const auto write_outcomes = [&](const SyntheticStudent& of_class, int class_year) {
        writer.WriteOutcomes(of_class, class_year);
        if (request.reports) reports.WriteOutcomes(of_class, request.seed, class_year);
      };
      if (student.grade == "12") {
        write_outcomes(student, year);
      } else if (entities[i].high_school) {
        const SyntheticStudent before = student_of(year - 1);
        if (before.grade == "12") write_outcomes(before, year - 1);
      }
    }
  }
  if (absl::Status closed = writer.Close(); !closed.ok()) return closed;
  return reports.Close(request.workbooks, paths);
}

}  // namespace

const std::vector<std::string>& RecordFileNames() {
  static const auto* const kNames = [] {
    auto* names = new std::vector<std::string>{kDirectory};
    for (const RecordShape& shape : kShapes) names->emplace_back(shape.type);
    return names;
  }();
  return *kNames;
}

absl::StatusOr<std::vector<std::string>> WriteRecordFiles(const SyntheticCalifornia& california,
                                                          const RecordFilesRequest& request,
                                                          const std::string& directory) {
  absl::Status made = MakePrivateDirectory(directory);
  if (!made.ok()) return made;
  std::vector<std::string> paths;
  if (Wanted(request, kDirectory)) {
    paths.push_back(absl::StrCat(directory, "/directory-", request.years.back(), "-synthetic.txt"));
    absl::Status written = WriteDirectory(california, paths.back());
    if (!written.ok()) return written;
  }
  for (const int year : request.years) {
    absl::Status written = WriteYear(california, request, year, directory, paths);
    if (!written.ok()) return written;
  }
  return paths;
}

}  // namespace sos::suite
