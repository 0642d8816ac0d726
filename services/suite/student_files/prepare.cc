// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/prepare.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/status/macros.h"
#include "common/text/printable.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/collection.h"
#include "services/suite/student_files/examinations.h"
#include "services/suite/student_files/list_parts.h"
#include "services/suite/student_files/roster.h"

namespace sos::suite {
namespace {

// A text shows what it is within so many bytes. A workbook is read whole, up to so many: the
// examinations of a large district have some 5 MB.
constexpr size_t kHeadBytes = size_t{256} << 10;
constexpr uintmax_t kMaxWorkbookBytes = uintmax_t{16} << 20;
constexpr char kZip[] = "PK";
// Of parts that are joined: of 250,000 students' scores, some 1.6 kB a test.
constexpr size_t kMaxJoinedBytes = size_t{1} << 30;
constexpr char kExaminations[] = "examinations of AP and IB";

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// Empty for a file that cannot be read: it is refused when it is sent.
std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string ReadHead(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(kHeadBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(file.gcount()));
  if (!absl::StartsWith(head, kZip)) return head;
  std::error_code error;
  return std::filesystem::file_size(path, error) <= kMaxWorkbookBytes ? ReadBytes(path) : "";
}

std::string ProblemLine(const EdFiProblem& problem) {
  std::string line = absl::StrCat(problem.file, ": ");
  if (problem.item > 0) absl::StrAppend(&line, "item ", problem.item, ", ");
  absl::StrAppend(&line, problem.field);
  if (!problem.value.empty()) absl::StrAppend(&line, " '", problem.value, "'");
  return Printable(absl::StrCat(line, ": ", problem.reason));
}

void Refuse(const std::vector<PreparedFile*>& files, const std::string& why) {
  for (PreparedFile* const file : files) {
    if (!std::holds_alternative<absl::Status>(file->contents)) {
      file->contents = absl::InvalidArgumentError(why);
    }
  }
}

// Leaves out the files at `found`, in whose place something else is sent.
void Erase(const std::vector<PreparedFile*>& found, std::vector<PreparedFile>& files) {
  std::set<std::string> paths;
  for (const PreparedFile* const file : found) paths.insert(file->path);
  std::erase_if(files, [&](const PreparedFile& file) { return paths.contains(file.path); });
}

// Finds the students of examinations in the other files. The files of all schools and of both
// programs are sent together: each submission replaces what the one before said.
void MatchExaminations(const std::vector<std::string>& paths, std::vector<PreparedFile>& files) {
  std::vector<PreparedFile*> found;
  ExaminationFile all;
  for (PreparedFile& file : files) {
    if (!ReadExaminations(ReadHead(file.path))) continue;
    found.push_back(&file);
    ExaminationFile one = *ReadExaminations(ReadBytes(file.path));
    std::move(one.examinations.begin(), one.examinations.end(),
              std::back_inserter(all.examinations));
    all.rows_without_person += one.rows_without_person;
  }
  if (found.empty()) return;
  Roster roster;
  for (const std::string& path : paths) AddPeople(ReadBytes(path), roster);
  if (roster.empty()) {
    return Refuse(
        found,
        "it has no SSID, and no file beside it has names, birth dates and SSIDs: name the "
        "score file of CAASPP or report 8.1 of Fall 1 with it");
  }
  MatchedExaminations matched = Match(all, roster);
  if (matched.student_count == 0) {
    return Refuse(found, "none of its students is in the other files");
  }
  PreparedFile sent{.path = kExaminations, .contents = std::move(matched.text)};
  for (const PreparedFile* const file : found) {
    sent.notes.push_back(absl::StrCat("made of ", NameOf(file->path)));
  }
  sent.notes.push_back(absl::StrCat(matched.student_count,
                                    " students found by name and birth date, ",
                                    matched.unknown_student_count,
                                    " in none of the other files or in several places; names and "
                                    "birth dates are not sent"));
  Erase(found, files);
  files.push_back(std::move(sent));
}

// Sends parts of one list as one: each submission replaces what the one before said. From the last,
// most final file on, those that have nobody in common with the ones before are joined to it.
void JoinLists(std::vector<PreparedFile>& files) {
  // One file alone is no part, and is not read for it.
  if (files.size() < 2) return;
  std::vector<std::pair<PreparedFile*, StudentList>> lists;
  for (PreparedFile& file : files) {
    if (!std::holds_alternative<std::monostate>(file.contents)) continue;
    if (auto list = ReadStudentList(NameOf(file.path), ReadBytes(file.path))) {
      lists.emplace_back(&file, *std::move(list));
    }
  }
  std::vector<PreparedFile*> joined;
  std::vector<PreparedFile> sent;
  while (!lists.empty()) {
    std::vector<std::pair<PreparedFile*, StudentList>> parts;
    parts.push_back(std::move(lists.back()));
    lists.pop_back();
    for (size_t i = lists.size(); i-- > 0;) {
      const auto is_part = [&](const auto& part) {
        return lists[i].second.IsPartOfOneWith(part.second);
      };
      if (!std::all_of(parts.begin(), parts.end(), is_part)) continue;
      parts.push_back(std::move(lists[i]));
      lists.erase(lists.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (parts.size() == 1) continue;
    PreparedFile one{.path = parts.front().first->path};
    std::vector<std::string> contents;
    for (const auto& [file, list] : parts) {
      contents.push_back(ReadBytes(file->path));
      one.notes.push_back(absl::StrCat("made of ", NameOf(file->path)));
      joined.push_back(file);
    }
    one.notes.emplace_back("parts of one list: they have the same columns and nobody in common");
    std::optional<std::string> text = JoinParts(contents, kMaxJoinedBytes);
    if (text) {
      one.contents = *std::move(text);
    } else {
      one.contents = absl::InvalidArgumentError(
          "it is one of several parts that together are too large to be joined here: name the "
          "whole list instead");
    }
    sent.push_back(std::move(one));
  }
  Erase(joined, files);
  std::move(sent.rbegin(), sent.rend(), std::back_inserter(files));
}

absl::StatusOr<EdFiCodes> CodesOf(const StudentFacts& facts) {
  EdFiCodes codes = EdFiCodes::Known();
  if (facts.ed_fi_codes.empty()) return codes;
  const std::string bytes = ReadBytes(facts.ed_fi_codes);
  if (bytes.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", facts.ed_fi_codes));
  }
  const absl::Status added = codes.Add(bytes);
  if (added.ok()) return codes;
  return absl::InvalidArgumentError(absl::StrCat(facts.ed_fi_codes, ": ", added.message()));
}

// Reads the Ed-Fi files among `files`, in whose place their records come. Where one of them cannot
// be read, none is sent: a student whose enrollment is missing would be another's.
absl::Status ReadEdFi(const StudentFacts& facts, std::vector<PreparedFile>& files) {
  std::vector<PreparedFile*> found;
  for (PreparedFile& file : files) {
    if (EdFiReader::MayBe(ReadHead(file.path))) found.push_back(&file);
  }
  if (found.empty()) return absl::OkStatus();
  const auto refuse = [&](const std::string& why) {
    Refuse(found, why);
    return absl::OkStatus();
  };
  const std::optional<CdsCode> lea = CdsCode::Parse(facts.lea);
  if (!lea || facts.dashboard_year == 0) {
    return refuse("Ed-Fi files do not say whose they are; say --lea and --year");
  }
  SOS_ASSIGN_OR_RETURN(EdFiCodes codes, CodesOf(facts));
  EdFiReader reader(std::move(codes), *lea, facts.dashboard_year);
  bool damaged = false;
  for (PreparedFile* const file : found) {
    const absl::Status read = reader.Read(NameOf(file->path), ReadBytes(file->path));
    if (read.ok()) continue;
    file->contents = read;
    damaged = true;
  }
  if (damaged) return refuse("another Ed-Fi file beside it cannot be read: they are read together");
  std::vector<RecordBatch> batches = reader.Finish();
  std::vector<std::string> notes;
  if (reader.problem_count() > 0) {
    notes.push_back(absl::StrCat(reader.problem_count(), " Ed-Fi items were not read"));
    for (const EdFiProblem& problem : reader.problems()) notes.push_back(ProblemLine(problem));
  }
  if (batches.empty()) {
    found.front()->notes = std::move(notes);
    return refuse("no item of the Ed-Fi files makes a record: they need studentSchoolAssociations");
  }
  Erase(found, files);
  for (RecordBatch& batch : batches) {
    const std::string code(ingestion::CollectionCode(batch.collection));
    files.push_back({.path = absl::StrCat("ed-fi ", code),
                     .contents = std::move(batch),
                     .notes = std::exchange(notes, {})});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<PreparedFile>> PrepareFiles(const std::vector<std::string>& paths,
                                                       const StudentFacts& facts) {
  std::vector<PreparedFile> files;
  files.reserve(paths.size());
  for (const std::string& path : paths) files.push_back({.path = path});
  MatchExaminations(paths, files);
  SOS_RETURN_IF_ERROR(ReadEdFi(facts, files));
  if (!facts.lea.empty()) JoinLists(files);
  return files;
}

absl::StatusOr<ingestion::v1::Submission> Send(
    ingestion::v1::IngestionService::StubInterface& ingestion, const PreparedFile& file,
    UploadOptions options) {
  if (const auto* const refused = std::get_if<absl::Status>(&file.contents)) {
    return absl::InvalidArgumentError(absl::StrCat(file.path, ": ", refused->message()));
  }
  if (const auto* const text = std::get_if<std::string>(&file.contents)) {
    return SubmitText(ingestion, NameOf(file.path), *text, options);
  }
  if (const auto* const batch = std::get_if<RecordBatch>(&file.contents)) {
    options.collection = batch->collection;
    return SubmitRecords(ingestion, file.path, batch->records, options);
  }
  return SubmitFile(ingestion, file.path, options);
}

}  // namespace sos::suite
