// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/file_reader.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "common/table/table.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/code_sample.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/file_name.h"
#include "services/ingestion/domain/file_year.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/list_rows.h"
#include "services/ingestion/domain/measure_parser.h"
#include "services/ingestion/domain/other_files.h"
#include "services/ingestion/domain/student/record_parser.h"
#include "services/ingestion/domain/student/record_values.h"
#include "services/ingestion/domain/student/report_title.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/files/report_start.h"

namespace sos::ingestion {
namespace {

// Rows that wait for the year of their file take no more memory than this: a hundred published rows
// with their narratives have some 300 KB.
constexpr size_t kMaxHeldBytes = size_t{1} << 20;

// Below the rows of some lists stand notes (one cell that is no entity code) and totals.
bool IsNote(absl::Span<const absl::string_view> cells) {
  absl::string_view first;
  int filled = 0;
  for (const absl::string_view cell : cells) {
    if (IsBlankCell(cell)) continue;
    if (filled++ == 0) first = cell;
  }
  return (filled <= 1 && !CdsCode::ParseCell(BareCode(BareCell(first)))) ||
         absl::StartsWithIgnoreCase(first, "total");
}

class FileVisitor : public table::RowVisitor {
 public:
  FileVisitor(const ReadRequest& request, RecordSink& sink) : request_(request), sink_(sink) {}

  void BeginSheet(absl::string_view name) override {
    (void)ParseHeld();  // What ends the reading stands in the outcome.
    sheet_ = std::string(name);
    rows_before_header_ = 0;
    if (outcome.report != nullptr && parser_ != nullptr) {
      report_header_ = std::move(header_);
      report_parser_ = std::move(parser_);
    }
    title_ = {};
    parser_.reset();
    header_.reset();
  }

  absl::Status VisitRow(const table::Row& row) override {
    if (outcome.rejection != Rejection::kNone) return absl::AbortedError("rejected");
    if (parser_ == nullptr) return LookForHeader(row);
    if (!asking_rows_) return ParseRow(row);
    const int column = YearColumn(*header_);
    if (column >= 0 && column < static_cast<int>(row.cells.size())) {
      year_.Add(row.cells[column], request_.last_dashboard_year);
    }
    if (list_rows_) list_rows_->Add(row.cells);
    code_sample_->Add(row.cells);
    NoteIndicator(row.cells);
    held_.push_back({row.line, {row.cells.begin(), row.cells.end()}, row.open_ended});
    for (const absl::string_view cell : row.cells) held_bytes_ += cell.size();
    return held_.size() < FileYear::kRows && held_bytes_ < kMaxHeldBytes ? absl::OkStatus()
                                                                         : ParseHeld();
  }

  // Called at the end of the file.
  void Finish() {
    if (outcome.rejection == Rejection::kNone) (void)ParseHeld();
    if (outcome.rejection != Rejection::kNone) return;
    if (outcome.report != nullptr && !request_.all_students && !survey_.Selection().empty()) {
      (void)Reject(Rejection::kSelectedStudents,
                   absl::StrCat("this ", NameOf(*outcome.report), " holds selected students: ",
                                survey_.Selection(), "; run the report for all, or say --complete ",
                                "if the LEA has no others"));
    } else if (outcome.report != nullptr && outcome.quarantined_row_count > 0 &&
               outcome.report->collection == Collection::kCohortReport) {
      (void)Reject(
          Rejection::kSelectedStudents,
          absl::StrCat("this ", NameOf(*outcome.report), " has ", outcome.quarantined_row_count,
                       " rows that cannot be read, and a cohort without some of its "
                       "students has another rate: see the issues, and mend or tell them"));
    } else if (!recognized_) {
      const std::string nearest = nearest_.Text();
      (void)Reject(Rejection::kUnknownLayout,
                   absl::StrCat("no line is the header of a file this program knows",
                                nearest.empty() ? "" : "; closest are ", nearest));
    } else if (outcome.accepted_row_count == 0) {
      (void)Reject(Rejection::kNoRows, "the file has a header but no acceptable row");
    }
  }

  ReadOutcome outcome;

 private:
  // A row that waits until it is known of which year the file is.
  struct HeldRow {
    int64_t line;
    std::vector<std::string> cells;
    bool open_ended;
  };

  absl::Status Reject(Rejection rejection, std::string message) {
    outcome.rejection = rejection;
    outcome.message = std::move(message);
    return absl::AbortedError("rejected");  // Ends the reading; the outcome says why.
  }

  // Decides of which year the file is and, if its header does not tell, which list, and parses the
  // rows that waited for it.
  absl::Status ParseHeld() {
    if (!asking_rows_) return absl::OkStatus();
    asking_rows_ = false;
    if (list_rows_ && !request_.collection) {
      context_.collection = list_rows_->Kind();
      if (!context_.collection) {
        context_.collection = CollectionByName(*layout_, request_.display_name);
      }
      if (!context_.collection) return RejectAmbiguous();
    }
    context_.codes = code_sample_->findings();
    // A table that joins all indicators may join all years.
    // The sheets of a workbook are of one year.
    if (YearColumn(*header_) >= 0 && !years_known_ && indicators_.size() < 2) {
      context_.years = year_.Years(layout_->several_years, context_.dashboard_year);
      years_known_ = !context_.years.empty();
    }
    const std::vector<HeldRow> held = std::exchange(held_, {});
    for (const HeldRow& row : held) {
      const std::vector<absl::string_view> cells(row.cells.begin(), row.cells.end());
      SOS_RETURN_IF_ERROR(
          ParseRow({.line = row.line, .cells = cells, .open_ended = row.open_ended}));
    }
    return absl::OkStatus();
  }

  // Remembers of which indicators the rows are, where each says it.
  void NoteIndicator(absl::Span<const absl::string_view> cells) {
    if (!layout_->rows_name_indicator()) return;
    const int column = header_->Find(columns::kIndicator);
    if (column < 0 || column >= static_cast<int>(cells.size())) return;
    if (const auto indicator = ParseIndicator(BareCell(cells[column])); indicator) {
      indicators_.insert(*indicator);
    }
  }

  absl::Status ParseRow(const table::Row& row) {
    if (outcome.report != nullptr && IsFooter(*outcome.report, *header_, row.cells)) {
      return absl::OkStatus();
    }
    if (!of_students() && IsNote(row.cells)) return absl::OkStatus();
    RowCells cells(*header_, row.cells, row.line, sheet_, outcome.issues);
    bool parsed = false;
    if (IsCutShort(row)) {
      cells.Reject(IssueKind::kMissingValue, -1,
                   absl::StrCat("the line has ", row.cells.size(), " of ", header_->size(),
                                " cells; was the file cut short?"));
    } else if (sheet_.empty() && !student_records_ && HasCellsBeyondHeader(row.cells)) {
      cells.Reject(IssueKind::kMalformedValue, -1,
                   absl::StrCat("the line has ", row.cells.size(), " cells and the header ",
                                header_->size(), "; is there a separator inside a cell?"));
    } else {
      if (has_twins_) cells.CheckTwins();
      parser_->Parse(cells, sink_);
      parsed = true;
    }
    if (!cells.bad()) {
      ++outcome.accepted_row_count;
      return absl::OkStatus();
    }
    if (!of_students()) NoteRefused(cells, parsed);
    if (++outcome.quarantined_row_count <= request_.max_quarantined_row_count) {
      return absl::OkStatus();
    }
    return Reject(Rejection::kTooManyQuarantinedRows,
                  absl::StrCat("more than ", request_.max_quarantined_row_count,
                               " rows are wrong; the first issues say why"));
  }

  // Remembers what a row in quarantine is about. One of which the cells may have moved names its
  // entity at most.
  void NoteRefused(RowCells& cells, bool parsed) {
    RowPlace& place = cells.place();
    place.line = cells.line();
    if (!parsed) {
      place.collection = context_.collection;
      const auto cds = CdsCode::ParseCell(cells.Text(EntityColumn(*header_)));
      if (cds && cds->HasCaliforniaCounty()) place.cds = cds;
    }
    outcome.refused.push_back(place);
  }

  // A workbook leaves out trailing blanks, and so does a spreadsheet that saves a text. A line that
  // lacks what the layout needs was cut, and so was one in which the text ends.
  bool IsCutShort(const table::Row& row) const {
    if (!sheet_.empty() || static_cast<int>(row.cells.size()) >= header_->size()) return false;
    return student_records_ || row.open_ended ||
           static_cast<int>(row.cells.size()) <= last_needed_column_;
  }

  bool HasCellsBeyondHeader(absl::Span<const absl::string_view> cells) const {
    if (static_cast<int>(cells.size()) <= header_->size()) return false;
    cells.remove_prefix(header_->size());
    return !std::all_of(cells.begin(), cells.end(), IsBlankCell);
  }

  absl::Status LookForHeader(const table::Row& row) {
    if (request_.part_of != nullptr) return BeginStudentRecords(*request_.part_of, row);
    if (rows_before_header_++ >= kMaxHeaderRow) return absl::OkStatus();
    if (IsStudentRecord(row)) return ChooseStudentRecords(row);
    if (report_parser_ != nullptr && NamesStudent(*outcome.report, *report_header_, row.cells)) {
      // The rows of a large LEA run on over several sheets.
      header_ = std::move(report_header_);
      parser_ = std::move(report_parser_);
      return ParseRow(row);
    }
    auto header = std::make_unique<Header>(row.cells);
    if (request_.record_layouts != nullptr) {
      const ReportLayout* const report = request_.record_layouts->reports().Recognize(
          *header, ReportNumberIn(request_.display_name));
      if (report != nullptr) return BeginReport(*report, std::move(header));
    }
    const Layout* layout = Recognize(*header);
    if (layout == nullptr) return NoteOtherLine(*header, row);
    recognized_ = true;
    // A table that is joined from files of several years may spell a column in several ways.
    if (const auto repeated = header->Repeated(layout->rows_name_indicator()); repeated) {
      return Reject(
          Rejection::kDuplicateColumn,
          absl::StrCat("line ", row.line, " names the column ", header->name(repeated->first),
                       " twice, as number ", repeated->first + 1, " and ", repeated->second + 1,
                       "; take the one out that is not meant"));
    }
    header->set_decimal_comma(row.delimiter == ';');
    header_ = std::move(header);
    layout_ = layout;
    return BeginTable();
  }

  // Begins the table whose header was found.
  absl::Status BeginTable() {
    context_.last_dashboard_year = request_.last_dashboard_year;
    context_.contradictions_accepted = request_.contradictions_accepted;
    context_.collection = request_.collection && layout_->collections.size() > 1
                              ? request_.collection
                              : CollectionByName(*layout_, request_.display_name);
    list_rows_.reset();
    if (layout_->told_by_rows) {
      list_rows_.emplace(*header_);
    } else if (layout_->collections.size() > 1 && !context_.collection) {
      return RejectAmbiguous();
    }
    const NamedYear named = YearInName(request_.display_name);
    context_.dashboard_year = request_.dashboard_year != 0 ? request_.dashboard_year : named.year;
    if (context_.dashboard_year == 0 && named.candidates.empty()) {
      context_.dashboard_year = year_in_title_;
    }
    const int year_column = YearColumn(*header_);
    if (year_column < 0 && context_.dashboard_year == 0) {
      return Reject(Rejection::kUnknownYear,
                    named.candidates.empty()
                        ? "neither the file nor its name says the year; say --year"
                        : absl::StrCat("no column says the year, and the file's name may mean ",
                                       absl::StrJoin(named.candidates, " or "), "; say --year"));
    }
    NoteColumns();
    has_twins_ = header_->Repeated().has_value();
    last_needed_column_ = year_column;
    for (const absl::string_view names : layout_->all_of) {
      last_needed_column_ = std::max(last_needed_column_, header_->Find(names));
    }
    last_needed_column_ = std::max(last_needed_column_, header_->Find(columns::kStudentGroup));
    parser_ = MakeRowParser(*layout_, *header_, context_, seen_);
    code_sample_.emplace(*header_);
    asking_rows_ = true;
    return absl::OkStatus();
  }

  absl::Status RejectAmbiguous() {
    std::vector<absl::string_view> codes;
    for (const Collection collection : layout_->collections) {
      codes.push_back(kCollections.Code(collection));
    }
    return Reject(Rejection::kAmbiguousLayout,
                  absl::StrCat("the state publishes this header for several collections and the "
                               "file's name does not tell; say --collection ",
                               absl::StrJoin(codes, " or ")));
  }

  // A line above the header, or one of a file that is not read.
  absl::Status NoteOtherLine(const Header& header, const table::Row& row) {
    const OtherFile* other = RecognizeOther(header);
    if (other == nullptr) other = RecognizeOtherRecord(row.cells[0]);
    if (other != nullptr) {
      recognized_ = true;
      return Reject(
          Rejection::kUnknownLayout,
          absl::StrCat("this is a ", other->name, ", which is not read; ", other->way_out));
    }
    nearest_.Offer(header, row.line);
    title_.AddLine(row.cells);
    if (year_in_title_ == 0) year_in_title_ = YearInName(row.cells[0]).year;
    return absl::OkStatus();
  }

  void NoteColumns() {
    std::vector<std::string> columns;
    for (int i = 0; i < header_->size(); ++i) {
      const std::string& name = header_->normalized(i);
      if (table_count_ == 0 || absl::c_linear_search(outcome.columns, name)) {
        columns.push_back(name);
      }
    }
    outcome.columns = std::move(columns);
    ++table_count_;
  }

  bool IsStudentRecord(const table::Row& row) const {
    return request_.record_layouts != nullptr && request_.record_layouts->Knows(row.cells[0]);
  }

  // Files of student records have no header: this row is the first of them.
  absl::Status ChooseStudentRecords(const table::Row& row) {
    const absl::string_view record_type = row.cells[0];
    const int year = request_.record_layouts->YearOf(row.cells);
    const RecordLayout* layout = request_.record_layouts->Find(record_type, year);
    if (layout == nullptr) {
      return Reject(Rejection::kUnknownLayout,
                    absl::StrCat("no layout of ", record_type, " records is known for the year of ",
                                 "line ", row.line));
    }
    return BeginStudentRecords(*layout, row);
  }

  absl::Status BeginStudentRecords(const RecordLayout& layout, const table::Row& row) {
    recognized_ = true;
    student_records_ = true;
    header_ = std::make_unique<Header>(NamesOf(layout));
    parser_ = MakeStudentRecordParser(
        layout, request_.record_keys != nullptr ? *request_.record_keys : record_keys_,
        request_.last_dashboard_year);
    return VisitRow(row);
  }

  // Begins the table of a report.
  absl::Status BeginReport(const ReportLayout& layout, std::unique_ptr<Header> header) {
    recognized_ = true;
    if (outcome.report != nullptr && outcome.report != &layout) {
      return Reject(Rejection::kAmbiguousLayout,
                    absl::StrCat("the workbook holds ", NameOf(*outcome.report), " and ",
                                 NameOf(layout), "; save each as a file of its own"));
    }
    title_.AddName(request_.display_name, layout);
    ReportStart start = StartReport(layout, *header, title_, request_);
    if (outcome.report != nullptr && start.rejection == Rejection::kNone) {
      CheckSameReport(start.context, outcome.report_columns, report_context_,
                      ColumnsRead(layout, *header), start);
    }
    if (start.rejection != Rejection::kNone) {
      return Reject(start.rejection, std::move(start.message));
    }
    report_context_ = start.context;
    outcome.report = &layout;
    outcome.report_columns = ColumnsRead(layout, *header);
    outcome.report_status = title_.status;
    header_ = std::move(header);
    last_needed_column_ = start.last_required_column;
    parser_ = MakeReportParser(layout, *header_, start.context, record_keys_, survey_);
    return absl::OkStatus();
  }

  // Rows are about students: no place of one may stand in an answer.
  bool of_students() const { return student_records_ || outcome.report != nullptr; }

  const ReadRequest& request_;
  RecordSink& sink_;
  std::string sheet_;
  // The year that a line above the header says; 0 for none.
  int year_in_title_ = 0;
  int rows_before_header_ = 0;
  // Tables with a header so far.
  int table_count_ = 0;
  bool recognized_ = false;
  // The file is one of student records: every row is a record, none a note.
  bool student_records_ = false;
  NearestLayouts nearest_;
  FileContext context_;
  // While the first rows are looked at: for the year of the file, and for what it is.
  bool asking_rows_ = false;
  bool years_known_ = false;
  FileYear year_;
  std::set<Indicator> indicators_;
  std::optional<ListRows> list_rows_;
  std::optional<CodeSample> code_sample_;
  std::vector<HeldRow> held_;
  size_t held_bytes_ = 0;
  const Layout* layout_ = nullptr;
  bool has_twins_ = false;
  // A line with fewer cells was cut.
  int last_needed_column_ = -1;
  std::unique_ptr<Header> header_;
  std::unique_ptr<RowParser> parser_;
  SeenKeys seen_;
  RecordKeys record_keys_;
  // Of the export of a report.
  ReportTitle title_;
  ReportContext report_context_;
  // Of the sheet before, until the next one shows a header of its own.
  std::unique_ptr<Header> report_header_;
  std::unique_ptr<RowParser> report_parser_;
  SelectionSurvey survey_;
};

}  // namespace

ReadOutcome ReadFile(const ReadRequest& request, PartitionBuilder& rows) {
  FileVisitor visitor(request, rows);
  CostGuard guard(visitor, visitor.outcome, rows, request.memory);
  const absl::Status status = table::ReadTable(
      request.bytes, {.memory = request.memory, .delimiter = request.delimiter}, guard);
  if (!status.ok() && visitor.outcome.rejection == Rejection::kNone) {
    visitor.outcome.rejection =
        absl::IsResourceExhausted(status) ? Rejection::kTooCostly : Rejection::kUnreadableFile;
    visitor.outcome.message = std::string(status.message());
  }
  if (request.memory != nullptr && !request.memory->fits()) {
    visitor.outcome.rejection = Rejection::kTooCostly;
    visitor.outcome.message = TooMuchMemory(*request.memory, request.bytes.size());
  }
  visitor.Finish();
  return std::move(visitor.outcome);
}

}  // namespace sos::ingestion
