// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/cde_layout.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "common/text/csv_cell.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
using eligibility::v1::Program;

// The header line of one published file.
struct Layout {
  Program program;
  int year;
  // What stands where there is nothing.
  absl::string_view blank;
  // Separated by `|`.
  absl::string_view columns;
};

constexpr Layout kLayouts[] = {
    {eligibility::v1::PROGRAM_LCFF, 2017, "",
     "cdcode|CDS|districtname|cityname|countyname|gsoffered|ReportingYear|AA_PRIORITIES|"
     "AI_PRIORITIES|AS_PRIORITIES|EL_PRIORITIES|FI_PRIORITIES|FOS_PRIORITIES|HI_PRIORITIES|"
     "HOM_PRIORITIES|MR_PRIORITIES|PI_PRIORITIES|SED_PRIORITIES|SWD_PRIORITIES|WH_PRIORITIES|"
     "TOTAL_STUDENT_GROUPS|Assistance_Status"},
    {eligibility::v1::PROGRAM_LCFF, 2018, "",
     "Cdcode|CDS|LEAname|Cityname|Countyname|gsoffered|ReportingYear|AApriorities|AIpriorities|"
     "ASpriorities|ELpriorities|FIpriorities|FOSpriorities|HIpriorities|HOMpriorities|"
     "PIpriorities|SEDpriorities|SWDpriorities|TOMpriorities|WHpriorities|TotalStudentGroups|"
     "AssistanceStatus2017|AssistanceStatus2018|MetMethod1|MetMethod2|MetMethod3"},
    {eligibility::v1::PROGRAM_LCFF, 2019, "*",
     "CDcode|CDS|LEAname|Cityname|Countyname|Gsoffered|ReportYear|AApriorities|AIpriorities|"
     "ASpriorities|ELpriorities|FIpriorities|FOSpriorities|HIpriorities|HOMpriorities|"
     "PIpriorities|SEDpriorities|SWDpriorities|TOMpriorities|WHpriorities|TotalStudentGroups|"
     "AssistanceStatus2017|AssistanceStatus2018|AssistanceStatus2019|MetMethod1|MetMethod2|"
     "MetMethod3"},
    {eligibility::v1::PROGRAM_LCFF, 2022, "*",
     "CDcode|CDS|LEAname|Cityname|Countyname|Gsoffered|ReportYear|AApriorities|AIpriorities|"
     "ASpriorities|ELpriorities|FIpriorities|FOSpriorities|HIpriorities|HOMpriorities|"
     "PIpriorities|SEDpriorities|SWDpriorities|TOMpriorities|WHpriorities|TotalStudentGroups|"
     "AssistanceStatus2017|AssistanceStatus2018|AssistanceStatus2019|AssistanceStatus2022|"
     "MetMethod1|EC52072_2022"},
    {eligibility::v1::PROGRAM_LCFF, 2023, "*",
     "CDcode|CDS|LEAname|Cityname|Countyname|Gsoffered|ReportYear|AApriorities|AIpriorities|"
     "ASpriorities|ELpriorities|FIpriorities|FOSpriorities|HIpriorities|HOMpriorities|"
     "PIpriorities|SEDpriorities|SWDpriorities|TOMpriorities|WHpriorities|TotalStudentGroups|"
     "AssistanceStatus2017|AssistanceStatus2018|AssistanceStatus2019|AssistanceStatus2022|"
     "AssistanceStatus2023|MetMethod1|MetMethod2|MetMethod3|EC52072_2023"},
    {eligibility::v1::PROGRAM_LCFF, 2024, "*",
     "CDcode|CDS|LEAname|Cityname|Countyname|Gsoffered|ReportYear|AApriorities|AIpriorities|"
     "ASpriorities|ELpriorities|FIpriorities|FOSpriorities|HIpriorities|HOMpriorities|"
     "LTELpriorities|PIpriorities|SEDpriorities|SWDpriorities|TOMpriorities|WHpriorities|"
     "TotalStudentGroups|AssistanceStatus2017|AssistanceStatus2018|AssistanceStatus2019|"
     "AssistanceStatus2022|AssistanceStatus2023|AssistanceStatus2024|MetMethod1|MetMethod2|"
     "MetMethod3|MetMethod4|EC52072_2024"},
    {eligibility::v1::PROGRAM_ESSA, 2018, "",
     "CDS|School|District|County|TitleI1718|AssistanceStatus|AA|AI|AS|EL|FI|FOS|HI|HOM|PI|SED|"
     "SWD|TOM|WH|TotStudGrps|RepYr"},
    {eligibility::v1::PROGRAM_ESSA, 2019, "",
     "cds|schoolname|districtname|countyname|TitleI1819|AssistanceStatus2018|"
     "AssistanceStatus2019|Exit|AA|AI|AS|EL|FI|FOS|HI|HOM|PI|SED|SWD|TOM|WH|TotStudGrps|"
     "ReportingYear"},
    {eligibility::v1::PROGRAM_ESSA, 2024, "*",
     "cds|schoolname|districtname|countyname|TitleI1718|TitleI1819|TitleI2122|TitleI2223|DASS|"
     "Charter|EnrollmentCount|DASSCSIEnrollFlag|Colors|AssistanceStatus2018|"
     "AssistanceStatus2019|AssistanceStatus2022|AssistanceStatus2023|AssistanceStatus2024|Exit|"
     "AA|AI|AS|EL|FI|FOS|HI|HOM|PI|SED|SWD|TOM|WH|TotStudGrpsATSI|TotStudGrpsTSI|ReportingYear"},
    {eligibility::v1::PROGRAM_EQUITY_MULTIPLIER, 2023, "",
     "County Code|District Code|School Code|LEA Name|School Name|Charter Number|Prior Year "
     "Non-Stability Count A-1|Prior Year Adjusted Cumulative Enrollment - Total A-2|Prior Year "
     "Non-Stability Rate (A-1 / A-2) A-3|Prior Year Adjusted Cumulative Enrollment - "
     "Socioeconomically Disadvantaged B-1|Prior Year Socioeconomically Disadvantaged Pupil "
     "Percentage (B-1 / A-2) B-2|Non-Stability Threshold (IF A-3 > 25%, TRUE) "
     "C-1|Socioeconomically Disadvantaged Pupil Threshold (IF B-2 > 70%, TRUE) "
     "C-2|Classroom-based Charter School or Non-Charter School as of the Prior Year P-2 "
     "Certification C-3|LCFF Equity Multiplier Eligibility Determination (IF C-1 through C-3 = "
     "TRUE, TRUE) C-4|Statewide LCFF Equity Multiplier Rate D-1|Miscellaneous Adjustments D-2|LCFF "
     "Equity Multiplier Entitlement (IF C-4 = TRUE, Sum of (Greater of A-2 "
     "* D-1, 50,000), D-2) D-3"},
    {eligibility::v1::PROGRAM_LCAP, 2022, "", "CDS|LEA|Targeted Student Group(s)"},
};

// What columns beyond a determination are about.
struct Context {
  // Statuses by code and year.
  std::map<std::string, std::map<int, std::string>> statuses;
  // Title I funds by code and the year in which the school year ends.
  std::map<std::string, std::map<int, bool>> title_i;
};

absl::Status ReadStatuses(Session& session, Program program, const Revision& revision,
                          Context& context) {
  eligibility::v1::StreamHistoriesRequest request;
  request.set_program(program);
  SetRevision(revision, request);
  grpc::ClientContext client;
  const auto reader = session.stubs().eligibility->StreamHistories(&client, request);
  eligibility::v1::StreamHistoriesResponse response;
  while (reader->Read(&response)) {
    for (const auto& history : response.histories()) {
      auto& statuses = context.statuses[std::string(CdsOf(history.entity()))];
      for (const auto& year : history.years()) statuses[year.dashboard_year()] = year.status();
    }
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

absl::Status ReadTitleI(Session& session, const Revision& revision, Context& context) {
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->add_collections(ingestion::v1::COLLECTION_ESSA_ASSISTANCE);
  request.mutable_filter()->add_collections(ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS);
  grpc::ClientContext client;
  const auto reader = session.stubs().ingestion->StreamPartitions(&client, request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      for (const auto& record : partition.school_support().records()) {
        for (const auto& answer : record.title_i()) {
          context.title_i[std::string(CdsOf(record.entity()))][answer.school_year()] =
              answer.answer() == ingestion::v1::ANSWER_YES;
        }
      }
      const auto& colors = partition.colors();
      for (int i = 0; i < colors.title_i_size(); ++i) {
        if (colors.title_i(i) == ingestion::v1::ANSWER_UNSPECIFIED) continue;
        context.title_i[std::string(CdsOf(colors.entities(colors.entity_indexes(i))))]
                       [colors.title_i_school_year()] =
            colors.title_i(i) == ingestion::v1::ANSWER_YES;
      }
    }
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

// The duty about student groups, which the state's list is of.
const eligibility::v1::DutyAnswer& RecurringDuty(const Determination& determination) {
  static const eligibility::v1::DutyAnswer kNone;
  for (const auto& duty : determination.duties()) {
    if (duty.duty() == "ec52064e5") return duty;
  }
  return kNone;
}

// The cells of one row. Nullopt stands for blank.
class Row {
 public:
  Row(const Determination& determination, const Context& context)
      : d_(determination), context_(context), cds_(CdsOf(determination.entity())) {}

  std::optional<std::string> Cell(absl::string_view column) const {
    const std::string name = absl::AsciiStrToLower(column);
    if (name == "cds") return cds_;
    if (name == "cdcode") return cds_.substr(0, 7);
    if (name == "county code") return cds_.substr(0, 2);
    if (name == "district code") return cds_.substr(2, 5);
    if (name == "school code") return cds_.substr(7);
    if (name == "leaname" || name == "school" || name == "schoolname" || name == "school name" ||
        name == "lea") {
      return d_.entity().display_name();
    }
    if (name == "district" || name == "districtname" || name == "lea name") {
      return d_.entity().district_name();
    }
    if (name == "county" || name == "countyname") return d_.entity().county_name();
    if (absl::StartsWith(name, "report") || name == "repyr") return Year();
    if (d_.program() == eligibility::v1::PROGRAM_EQUITY_MULTIPLIER) return MultiplierCell(name);
    if (d_.program() == eligibility::v1::PROGRAM_LCAP) return GoalGroups();
    return AnswerCell(name);
  }

 private:
  std::string Year() const {
    const bool first = d_.dashboard_year() == kFirstDashboardYear;
    return absl::StrCat(d_.dashboard_year(), first ? "f" : "");
  }

  static std::optional<std::string> YesNo(eligibility::v1::Outcome outcome, absl::string_view yes,
                                          absl::string_view no) {
    if (outcome == eligibility::v1::OUTCOME_MET) return std::string(yes);
    if (outcome == eligibility::v1::OUTCOME_NOT_MET) return std::string(no);
    return std::nullopt;
  }

  std::optional<std::string> AnswerCell(const std::string& name) const {
    absl::string_view rest = name;
    if (absl::ConsumePrefix(&rest, "assistance")) return Status(rest);
    if (absl::ConsumePrefix(&rest, "metmethod")) return Method(rest);
    if (absl::StartsWith(rest, "ec52072")) return YesNo(d_.intensive().outcome(), "Y", "N");
    if (absl::ConsumePrefix(&rest, "titlei")) return TitleI(rest);
    if (rest == "exit") return d_.exit().empty() ? std::nullopt : std::optional(d_.exit());
    if (absl::StartsWith(rest, "tot")) return Total(rest);
    if (absl::ConsumeSuffix(&rest, "priorities")) {
      absl::ConsumeSuffix(&rest, "_");
      return Letter(rest);
    }
    if (d_.program() == eligibility::v1::PROGRAM_ESSA) return Flag(rest);
    return std::nullopt;
  }

  // `status2019`, `status` or `_status`.
  std::optional<std::string> Status(absl::string_view rest) const {
    absl::ConsumePrefix(&rest, "_");
    absl::ConsumePrefix(&rest, "status");
    const int year = ParseDashboardYear(rest).value_or(d_.dashboard_year());
    if (year == d_.dashboard_year() && !d_.status().empty()) return d_.status();
    const auto of_entity = context_.statuses.find(cds_);
    if (of_entity == context_.statuses.end()) return std::nullopt;
    const auto status = of_entity->second.find(year);
    if (status == of_entity->second.end() || status->second.empty()) return std::nullopt;
    // Later files write the first year's Differentiated Support in the words of their own.
    return absl::StrReplaceAll(status->second, {{"Support", "Assistance"}});
  }

  std::optional<std::string> Method(absl::string_view number) const {
    for (const auto& method : d_.methods()) {
      if (absl::StrCat(method.method()) == number) return YesNo(method.outcome(), "Y", "N");
    }
    return std::nullopt;
  }

  std::optional<std::string> TitleI(absl::string_view years) const {
    const auto of_school = context_.title_i.find(cds_);
    int number = 0;
    if (of_school == context_.title_i.end() || !absl::SimpleAtoi(years, &number)) {
      return std::nullopt;
    }
    constexpr int kCentury = 100;
    const auto found = of_school->second.find(2000 + number % kCentury);
    if (found == of_school->second.end()) return std::nullopt;
    return found->second ? "Yes" : "No";
  }

  std::optional<std::string> Total(absl::string_view name) const {
    if (d_.total_group_count() < 0) return std::nullopt;
    const bool other_category = (absl::EndsWith(name, "atsi") && d_.status() != "ATSI") ||
                                (absl::EndsWith(name, "grpstsi") && d_.status() != "TSI");
    return absl::StrCat(other_category ? 0 : d_.total_group_count());
  }

  const eligibility::v1::GroupAnswer* GroupOf(absl::string_view code) const {
    const std::optional<StudentGroup> group = ParseStudentGroup(code);
    for (const auto& answer : d_.groups()) {
      if (group && answer.student_group() == ToProto(*group)) return &answer;
    }
    return nullptr;
  }

  std::optional<std::string> Letter(absl::string_view code) const {
    const auto* const answer = GroupOf(code);
    if (answer == nullptr || answer->letter().empty()) return std::nullopt;
    return answer->letter();
  }

  std::optional<std::string> Flag(absl::string_view code) const {
    const auto* const answer = GroupOf(code);
    return answer == nullptr ? std::nullopt : YesNo(answer->outcome(), "1", "0");
  }

  std::optional<std::string> MultiplierCell(absl::string_view name) const {
    const auto& answer = d_.equity_multiplier();
    if (absl::EndsWith(name, " a-1")) return absl::StrCat(answer.nonstable_count());
    if (absl::EndsWith(name, " a-2")) return absl::StrCat(answer.enrollment());
    if (absl::EndsWith(name, " a-3")) return ThousandthsText(answer.nonstability_thousandths());
    if (absl::EndsWith(name, " b-1")) return absl::StrCat(answer.disadvantaged_count());
    if (absl::EndsWith(name, " b-2")) return ThousandthsText(answer.disadvantaged_thousandths());
    if (absl::EndsWith(name, " c-1")) return YesNo(answer.nonstability(), "1", "0");
    if (absl::EndsWith(name, " c-2")) return YesNo(answer.disadvantaged(), "1", "0");
    if (absl::EndsWith(name, " c-3")) return YesNo(answer.classroom_based(), "1", "0");
    if (absl::EndsWith(name, " d-1") || absl::EndsWith(name, " d-2")) return std::nullopt;
    if (absl::EndsWith(name, " c-4")) return YesNo(d_.eligibility(), "1", "0");
    if (!absl::EndsWith(name, " d-3") || answer.entitlement_dollars() < 0) return std::nullopt;
    return absl::StrCat(answer.entitlement_dollars());
  }

  std::optional<std::string> GoalGroups() const {
    std::vector<std::string> labels;
    for (const int group : RecurringDuty(d_).student_groups()) {
      labels.emplace_back(Label(static_cast<education::v1::StudentGroup>(group)));
    }
    return absl::StrJoin(labels, ", ");
  }

  const Determination& d_;
  const Context& context_;
  const std::string cds_;
};

// The list of required goals has only LEAs that have one.
bool IsListed(const Determination& determination) {
  return determination.program() != eligibility::v1::PROGRAM_LCAP ||
         RecurringDuty(determination).outcome() == eligibility::v1::OUTCOME_MET;
}

const Layout* FindLayout(Program program, int year) {
  for (const Layout& layout : kLayouts) {
    if (layout.program == program && layout.year == year) return &layout;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<std::string> InCdeLayout(Session& session, Program program, int year,
                                        const std::vector<Determination>& determinations) {
  const Layout* const layout = FindLayout(program, year);
  if (layout == nullptr) {
    return absl::NotFoundError(absl::StrCat("--layout cde: no layout of ", ProgramLabel(program),
                                            " ", year, " is known; leave --layout out"));
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  Context context;
  if (absl::StrContains(absl::AsciiStrToLower(layout->columns), "status")) {
    SOS_RETURN_IF_ERROR(ReadStatuses(session, program, RevisionIn(snapshot), context));
  }
  if (absl::StrContains(layout->columns, "TitleI")) {
    SOS_RETURN_IF_ERROR(ReadTitleI(session, RevisionIn(snapshot), context));
  }
  const std::vector<absl::string_view> columns = absl::StrSplit(layout->columns, '|');
  const auto line = [](const auto& cells) {
    return absl::StrCat(absl::StrJoin(cells, ",",
                                      [](std::string* out, const auto& cell) {
                                        absl::StrAppend(out, CsvCell(cell));
                                      }),
                        "\n");
  };
  std::string text = line(columns);
  for (const Determination& determination : determinations) {
    if (!IsListed(determination)) continue;
    const Row row(determination, context);
    std::vector<std::string> cells;
    cells.reserve(columns.size());
    for (const absl::string_view column : columns) {
      std::optional<std::string> cell = row.Cell(column);
      cells.push_back(cell && !cell->empty() ? *std::move(cell) : std::string(layout->blank));
    }
    text += line(cells);
  }
  return text;
}

}  // namespace sos::suite
