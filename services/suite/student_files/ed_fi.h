// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "services/suite/student_files/ed_fi_codes.h"
#include "services/suite/student_files/ed_fi_item.h"
#include "sos/ingestion/v1/submission.pb.h"
#include "sos/ingestion/v1/typed_record.pb.h"

namespace sos::suite {

// Student records of one collection.
struct RecordBatch {
  ingestion::v1::Collection collection = ingestion::v1::COLLECTION_UNSPECIFIED;
  std::vector<ingestion::v1::StudentRecord> records;
};

// Something in a file that was not read.
struct EdFiProblem {
  std::string file;
  // Which item of its list, from 1.
  int64_t item = 0;
  std::string field;
  std::string value;
  std::string reason;
};

// Students' facts as an Ed-Fi ODS/API (data standards 3.3 to 5.0) answers them, one resource a
// file: lists of JSON objects. They become the records that an LEA would submit to CALPADS.
//
// - studentSchoolAssociations become enrollments: primary ones, or secondary where `primarySchool`
//   is false.
// - studentEducationOrganizationAssociations say ethnicity, races and programs, and find the SSID
// of
//   a `studentUniqueId` that is none.
// - studentLanguageInstructionProgramAssociations that touch the school year make English learners;
//   who has only earlier ones is reclassified since the last of them ended.
// - studentSpecialEducationProgramAssociations and studentHomelessProgramAssociations count if they
//   touch the school year.
// - studentSchoolAttendanceEvents become absence summaries where calendarDates say which days the
//   school taught: without these, nobody knows how many days were expected. Of several calendars of
//   a school, an enrollment names its own. Days after the last
//   event are not counted: it is not known who was there.
// - disciplineActions become incident results; the length of an action of several kinds is that of
// the
//   suspension.
class EdFiReader {
 public:
  // `lea` is whose students they are; schools of others are problems. The school year ends in
  // `school_year`.
  EdFiReader(EdFiCodes codes, const CdsCode& lea, int school_year);

  // True if the text may be a list of JSON objects.
  static bool MayBe(absl::string_view bytes);

  // Reads one file. kInvalidArgument if it is no list of a resource that is read.
  absl::Status Read(const std::string& file_name, const std::string& bytes);

  // The records of all files together. Called once, after the last file.
  std::vector<RecordBatch> Finish();

  // Items that were not read, with the reason: the first of them, and how many there are.
  const std::vector<EdFiProblem>& problems() const { return problems_; }
  int64_t problem_count() const { return problem_count_; }

 private:
  // A person, as other resources refer to it.
  struct Student {
    int64_t ssid = 0;
    bool described = false;
    bool hispanic = false;
    std::vector<int> races;
    std::set<int> programs;
  };
  // Days since 1970-01-01; an open end is the greatest number.
  struct Span {
    int64_t begin = 0;
    int64_t end = 0;
  };
  struct Stay {
    std::string student;
    std::string school;
    std::string grade;
    bool primary = true;
    // Its code; empty where it is not said.
    std::string calendar;
    Span span;
  };
  struct Days {
    int64_t excused = 0;
    int64_t unexcused = 0;
  };
  struct Result {
    std::string student;
    std::string school;
    std::string incident;
    int code = 0;
    std::string days;
  };

  void ReadItem(EdFiResource resource, const EdFiItem& item);
  void ReadStay(const EdFiItem& item);
  void ReadPerson(const EdFiItem& item);
  void ReadLanguage(const EdFiItem& item);
  void ReadSpecialEducation(const EdFiItem& item);
  void ReadHomeless(const EdFiItem& item);
  void ReadCalendarDate(const EdFiItem& item);
  void ReadAttendance(const EdFiItem& item);
  void ReadDiscipline(const EdFiItem& item);
  void Note(const EdFiItem& item, std::string field, std::string value, std::string reason);

  bool InYear(const Span& span) const;
  // The days that the school taught a student of the stay. Null where that is not known.
  const std::set<int64_t>* DaysFor(const Stay& stay) const;
  // 0 for a student who has none.
  int64_t SsidOf(const std::string& student) const;
  ingestion::v1::StudentRecord NewRecord() const;
  void AddPerson(const Stay& stay, int64_t ssid, RecordBatch& people, RecordBatch& programs) const;
  void AddLanguage(const Stay& stay, int64_t ssid, RecordBatch& languages) const;
  void AddPlan(const Stay& stay, int64_t ssid, RecordBatch& plans) const;
  void AddAbsences(const std::string& student, const std::string& school,
                   const std::set<int64_t>& expected, RecordBatch& absences) const;

  const EdFiCodes codes_;
  const CdsCode lea_;
  const int school_year_;
  Span year_;
  std::map<std::string, Student> students_;
  std::vector<Stay> stays_;
  std::map<std::string, std::vector<Span>> languages_;
  std::map<std::string, std::vector<Span>> special_education_;
  // The days that each school taught, by its calendars.
  std::map<std::string, std::map<std::string, std::set<int64_t>>> calendars_;
  bool attendance_read_ = false;
  bool discipline_read_ = false;
  // The last day of an event: of later ones it is not known who was there.
  int64_t last_event_ = 0;
  // By student and school, then day: hundredths absent.
  std::map<std::pair<std::string, std::string>, std::map<int64_t, Days>> absences_;
  std::vector<Result> results_;
  std::vector<EdFiProblem> problems_;
  int64_t problem_count_ = 0;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_H_
