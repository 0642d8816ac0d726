// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/cards.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/county.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

// The result that stands for the entity: of all students, or, of an indicator that has no such row,
// of English learners. Null where neither has one.
const reporting::v1::Cell* WholeCell(const reporting::v1::Report& report, int indicator) {
  for (const auto group :
       {education::v1::STUDENT_GROUP_ALL, education::v1::STUDENT_GROUP_ENGLISH_LEARNERS}) {
    for (const reporting::v1::GroupRow& row : report.rows()) {
      if (row.student_group() != group || indicator >= row.cells_size()) continue;
      const reporting::v1::Cell& cell = row.cells(indicator);
      if (cell.state() != reporting::v1::Cell::STATE_ABSENT) return &cell;
    }
  }
  return nullptr;
}

}  // namespace

void FillCards(const PageContext& context, const Address& about,
               const reporting::v1::Report& report, Fields& cards) {
  for (int i = 0; i < report.indicators_size(); ++i) {
    const auto indicator = FromProto(report.indicators(i));
    const reporting::v1::Cell* const whole = WholeCell(report, i);
    if (!indicator || whole == nullptr) continue;
    const reporting::v1::Cell& cell = *whole;
    Address link = about;
    link.kind = PageKind::kIndicator;
    link.indicator = indicator;
    link.file = FileKind::kPage;
    Fields& card = cards.Add("CARD");
    card.Set("CLASS", ColorClass(cell.color()));
    card.Set("URL", context.Link(link));
    card.Set("NAME", language::Term(context.messages, report.indicators(i)));
    FillCell(context.messages, *indicator, cell, card.Include("CELL", "cell.tpl"));
    if (!cell.sentence().empty()) card.Add("SENTENCE").Set("TEXT", cell.sentence());
    if (!cell.note().empty()) card.Add("NOTE").Set("TEXT", cell.note());
  }
}

bool FillCounties(const PageContext& context, Fields& counties) {
  std::set<std::string> codes;
  for (const auto& coverage : context.overview.snapshot.coverages()) {
    if (context.address.year && coverage.dashboard_year() != *context.address.year) continue;
    codes.insert(coverage.county_codes().begin(), coverage.county_codes().end());
  }
  std::map<std::string, CdsCode> by_name;
  for (const std::string& code : codes) {
    const auto cds = CdsCode::Parse(absl::StrCat(code, "000000000000"));
    if (!cds || cds->IsState() || !cds->HasCaliforniaCounty()) continue;
    const std::string name(CountyName(code));
    by_name[name.empty() ? context.Word("county_code", {{"code", code}}) : name] = *cds;
  }
  for (const auto& [name, cds] : by_name) {
    counties.Add("COUNTY")
        .Set("URL",
             context.Link({.kind = PageKind::kEntity, .cds = cds, .year = context.address.year}))
        .Set("TEXT", name);
  }
  return !by_name.empty();
}

}  // namespace sos::web
