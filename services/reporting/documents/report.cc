// SPDX-License-Identifier: Apache-2.0

// A report shows what everybody may see, whoever asks for it: it is made to be passed on.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/disclosure/mask.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/documents/trends.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/notices.h"
#include "services/reporting/sentences/overview.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;

// One indicator's results of the entity, by group.
std::map<StudentGroup, v1::Cell> CellsOf(const ResultBlock& block, const language::Messages& words,
                                         const indicator::v1::Rulebook* rules) {
  std::map<StudentGroup, v1::Cell> cells;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const auto group = FromProto(block.student_groups(i));
    if (group) cells[*group] = CellOf(words, rules, FactsOf(block, i));
  }
  return cells;
}

using CellGrid = std::map<education::v1::Indicator, std::map<StudentGroup, v1::Cell>>;

void AddHeatMap(const CellGrid& grid, const language::Messages& words, v1::Report& report) {
  std::set<StudentGroup> groups;
  for (const auto& [indicator, cells] : grid) {
    report.add_indicators(indicator);
    for (const auto& [group, cell] : cells) groups.insert(group);
  }
  for (const StudentGroup group : groups) {
    v1::GroupRow& row = *report.add_rows();
    row.set_student_group(ToProto(group));
    for (const auto& [indicator, cells] : grid) {
      const auto found = cells.find(group);
      if (found != cells.end()) {
        *row.add_cells() = found->second;
      } else {
        ResultFacts absent;
        absent.dashboard_year = report.dashboard_year();
        absent.cell.set_state(v1::Cell::STATE_ABSENT);
        absent.cell.set_student_count(-1);
        *row.add_cells() = CellOf(words, nullptr, absent);
      }
    }
  }
}

// From 1 (worst) to 5: the color, or the status level where a year has no colors.
int Rating(const v1::Cell& cell) {
  if (cell.state() != v1::Cell::STATE_RATED) return 0;
  return cell.color() > education::v1::COLOR_NONE ? cell.color() - 1 : cell.status_level();
}

v1::Remark ToRemark(education::v1::Indicator indicator, const v1::Cell& cell) {
  v1::Remark remark;
  remark.set_indicator(indicator);
  remark.set_color(cell.color());
  if (cell.has_status()) *remark.mutable_status() = cell.status();
  if (cell.has_change()) *remark.mutable_change() = cell.change();
  remark.set_status_level(cell.status_level());
  return remark;
}

void AddRemarks(const CellGrid& grid, v1::Report& report) {
  constexpr int kGood = 4;
  constexpr int kBad = 2;
  std::vector<std::pair<int, v1::Remark>> remarks;
  for (const auto& [indicator, cells] : grid) {
    const auto all = cells.find(StudentGroup::kAll);
    // English learner progress has one group only, which stands for all it is about.
    const auto found = all != cells.end() ? all : cells.find(StudentGroup::kEnglishLearners);
    if (found == cells.end()) continue;
    const int rating = Rating(found->second);
    if (rating > 0) remarks.emplace_back(rating, ToRemark(indicator, found->second));
  }
  std::stable_sort(remarks.begin(), remarks.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [rating, remark] : remarks) {
    if (rating >= kGood) *report.add_strengths() = remark;
  }
  std::reverse(remarks.begin(), remarks.end());
  for (const auto& [rating, remark] : remarks) {
    if (rating <= kBad) *report.add_weaknesses() = remark;
  }
}

void AddStrugglingGroups(const CellGrid& grid, v1::Report& report) {
  std::map<StudentGroup, v1::StrugglingGroup> struggling;
  for (const auto& [indicator, cells] : grid) {
    for (const auto& [group, cell] : cells) {
      if (group == StudentGroup::kAll || Rating(cell) != 1) continue;
      v1::StrugglingGroup& entry = struggling[group];
      entry.set_student_group(ToProto(group));
      entry.add_indicators(indicator);
    }
  }
  std::vector<v1::StrugglingGroup> ordered;
  ordered.reserve(struggling.size());
  for (auto& [group, entry] : struggling) ordered.push_back(std::move(entry));
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return a.indicators_size() > b.indicators_size();
  });
  for (v1::StrugglingGroup& entry : ordered) *report.add_struggling_groups() = std::move(entry);
}

// The years of all indicators, from the first that any has to the report's own.
void AddTrends(const std::vector<ResultBlock>& blocks, v1::Report& report) {
  const auto trends = TrendYearsOf(blocks);
  const int last = report.dashboard_year();
  int first = last;
  for (const auto& [indicator, years] : trends) {
    if (!years.empty()) first = std::min(first, years.begin()->first);
  }
  for (const auto& [indicator, years] : trends) {
    if (years.empty()) continue;
    v1::Trend& trend = *report.add_trends();
    trend.set_indicator(indicator);
    for (v1::TrendPoint& point : TrendPoints(years, first, last)) {
      *trend.add_points() = std::move(point);
    }
  }
}

absl::Status AddDetermination(ReportSource& source, const DocumentKey& key,
                              const Revision& revision, const rpc::CallContext& context,
                              v1::Report& report) {
  if (!key.cds.IsLea()) return absl::OkStatus();
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_entities(key.EntityName());
  SOS_ASSIGN_OR_RETURN(auto determinations, source.GetDeterminations(filter, revision, context));
  if (!determinations.empty()) *report.mutable_determination() = std::move(determinations.front());
  return absl::OkStatus();
}

// What the programs beside LCFF decide, masked before any sentence is made of it.
absl::Status AddPrograms(ReportSource& source, const DocumentKey& key, const Revision& revision,
                         const rpc::CallContext& context, v1::Report& report) {
  const language::Messages& words = key.Words();
  for (const eligibility::v1::Program program : ProgramsAbout(report.entity(), key.cds)) {
    if (program == eligibility::v1::PROGRAM_LCFF) continue;
    SOS_ASSIGN_OR_RETURN(const bool rules, source.HasRules(program, key.dashboard_year, context));
    if (!rules) continue;
    eligibility::v1::DeterminationFilter filter;
    filter.set_program(program);
    filter.set_dashboard_year(key.dashboard_year);
    filter.add_entities(key.EntityName());
    SOS_ASSIGN_OR_RETURN(auto determinations, source.GetDeterminations(filter, revision, context));
    if (determinations.empty()) continue;
    eligibility::v1::Determination& determination = determinations.front();
    MaskForPublic(determination);
    v1::ProgramAnswer& answer = *report.add_programs();
    answer.set_program(program);
    answer.set_label(ProgramLabel(words, program));
    answer.set_eligibility(determination.eligibility());
    answer.set_status(determination.status());
    answer.add_sentences(SupportHeadline(words, determination));
    for (const std::string& sentence : SupportSentences(words, determination)) {
      if (sentence != answer.sentences(0)) answer.add_sentences(sentence);
    }
    for (const std::string& gap : GapSentences(words, determination)) answer.add_sentences(gap);
  }
  return absl::OkStatus();
}

// Where all of the year is made from some LEAs, the document is called so, not the whole.
void NameAPart(const std::vector<ResultBlock>& blocks, v1::Report& report) {
  std::string name;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != report.dashboard_year()) continue;
    if (!block.has_lea_coverage() || block.entities().empty()) return;
    name = block.entities(0).display_name();
  }
  if (!name.empty()) report.mutable_entity()->set_display_name(name);
}

// Tells every reader which results are estimates, and from which part of the state or a county.
void NoteEstimates(const std::vector<ResultBlock>& blocks, const language::Messages& words,
                   v1::Report& report) {
  std::set<education::v1::Indicator> estimated;
  std::set<std::string> parts;
  for (const ResultBlock& block : blocks) {
    if (!block.from_student_records() || block.dashboard_year() != report.dashboard_year()) {
      continue;
    }
    estimated.insert(block.indicator());
    if (block.has_lea_coverage()) parts.insert(LeasText(words, block.lea_coverage()));
  }
  if (estimated.empty()) return;
  NameAPart(blocks, report);
  report.set_notice(JoinNotices(report.notice(), EstimatesNotice(words, estimated, parts)));
}

// The sentences of a whole report, the most important first.
void AddSentences(const language::Messages& words, const LeaCounts& leas, v1::Report& report) {
  if (report.has_determination()) {
    report.add_sentences(SupportHeadline(words, report.determination()));
    for (const std::string& gap : GapSentences(words, report.determination())) {
      report.add_sentences(gap);
    }
  }
  for (const std::string& sentence : LeaSentences(words, report.dashboard_year(), leas)) {
    report.add_sentences(sentence);
  }
  for (const std::string& sentence : ReportSentences(words, report)) report.add_sentences(sentence);
}

// What results a report needs: of its entity, of its own year and every year before that is loaded.
indicator::v1::ResultFilter ReportFilter(const DocumentKey& key,
                                         const ingestion::v1::Snapshot& snapshot) {
  indicator::v1::ResultFilter filter;
  filter.add_entities(key.EntityName());
  std::set<int> years = LoadedYears(snapshot);
  years.insert(key.dashboard_year);
  for (const int year : years) {
    if (year <= key.dashboard_year) filter.add_dashboard_years(year);
  }
  return filter;
}

void AddFiles(const ingestion::v1::Snapshot& snapshot, const DocumentKey& key, v1::Report& report) {
  Collections collections = DeterminationCollections();
  if (!report.has_determination() && report.programs().empty()) {
    collections.clear();
    for (const int indicator : report.indicators()) {
      collections.merge(CollectionsOf(static_cast<education::v1::Indicator>(indicator)));
    }
  }
  for (auto& file : SourceFilesOf(snapshot, collections, key.cds, 0, key.dashboard_year)) {
    *report.add_files() = std::move(file);
  }
}

}  // namespace

absl::StatusOr<v1::Report> ComposeReport(ReportSource& source, const DocumentKey& key,
                                         const Revision& revision,
                                         const rpc::CallContext& context) {
  const language::Messages& words = key.Words();
  v1::Report report;
  report.set_name(key.Name());
  report.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, report);
  report.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*report.mutable_entity(), FindEntity(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  SOS_ASSIGN_OR_RETURN(const auto blocks,
                       source.GetResults(ReportFilter(key, snapshot), revision, context));
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(key.dashboard_year, context));
  CellGrid grid;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != key.dashboard_year) continue;
    grid[block.indicator()] = CellsOf(block, words, rules ? &*rules : nullptr);
  }
  SOS_RETURN_IF_ERROR(AddDetermination(source, key, revision, context, report));
  SOS_RETURN_IF_ERROR(AddPrograms(source, key, revision, context, report));
  SOS_ASSIGN_OR_RETURN(const LeaCounts leas, CountLeas(source, key, revision, context));
  if (grid.empty() && !report.has_determination() && report.programs().empty() && leas.total == 0) {
    return errors::ReportNotFound(report.name());
  }
  AddHeatMap(grid, words, report);
  AddRemarks(grid, report);
  AddStrugglingGroups(grid, report);
  AddTrends(blocks, report);
  MaskForPublic(report);
  NoteEstimates(blocks, words, report);
  AddSentences(words, leas, report);
  AddFiles(snapshot, key, report);
  return report;
}

}  // namespace sos::reporting
