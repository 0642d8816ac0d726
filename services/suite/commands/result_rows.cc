// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/result_rows.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/stored_rows.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

using indicator::v1::IndicatorRules;
// Entity, year, indicator and group.
using ResultKey = std::tuple<std::string, int, std::string, std::string>;

constexpr char kNoRulebookOfYear[] = "NO_RULEBOOK_FOR_YEAR";
constexpr char kNoRulesOfIndicator[] = "NO_RULES_FOR_INDICATOR";
constexpr char kFromTheList[] = "from the list of Reds";
constexpr int kRed = 1;

// What is meant, in the codes of the rows.
struct Wanted {
  int year = 0;
  std::string entity;
  std::string county;
  std::string indicator;
  std::string group;
  // 0 for all.
  int color = 0;

  bool Includes(const ResultRow& row) const {
    return (entity.empty() || row.cds == entity) &&
           (county.empty() || absl::StartsWith(row.cds, county)) &&
           (color == 0 || row.color == color) &&
           (indicator.empty() || row.indicator == indicator) &&
           (group.empty() || row.group == group);
  }
};

absl::StatusOr<Wanted> WantedBy(const ResultsOptions& options) {
  Wanted wanted{.year = options.year,
                .entity = std::string(EntityId(options.entity)),
                .county = options.county,
                .color = ColorCode(options.color)};
  if (!options.indicator.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto indicator, ParseIndicatorOption(options.indicator));
    wanted.indicator = std::string(Code(indicator));
  }
  if (!options.group.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto group, ParseGroupOption(options.group));
    wanted.group = std::string(Code(group));
  }
  return wanted;
}

// By year, how each indicator that the year's rulebook has is published.
using Publications = std::map<int, std::map<std::string, IndicatorRules::Publication>>;

absl::StatusOr<Publications> ReadPublications(const Stubs& stubs) {
  Publications publications;
  indicator::v1::ListRulebooksRequest request;
  do {
    indicator::v1::ListRulebooksResponse response;
    grpc::ClientContext context;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(stubs.indicator->ListRulebooks(&context, request, &response)));
    for (const auto& rulebook : response.rulebooks()) {
      auto& of_year = publications[rulebook.dashboard_year()];
      for (const IndicatorRules& rules : rulebook.indicators()) {
        of_year[std::string(Code(rules.indicator()))] = rules.publication();
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return publications;
}

// The stored rows of a collection and year, of the entity that is meant.
absl::StatusOr<StoredRows> ReadStored(Session& session, ingestion::v1::Collection collection,
                                      int year, const Wanted& wanted) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  ingestion::v1::StreamRowsRequest request;
  request.set_collection(collection);
  request.add_dashboard_years(year);
  if (!wanted.entity.empty()) request.add_entities(EntityName(wanted.entity));
  SetRevision(RevisionIn(snapshot), request);
  return StoredRows::Read(session.stubs(), request);
}

int Number(const std::string& text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

// The rulebooks that know nothing of the indicator in the year; empty if one knows.
std::string WhyWithoutRules(const Publications& publications, int year,
                            const std::string& indicator) {
  const auto of_year = publications.find(year);
  if (of_year == publications.end()) return kNoRulebookOfYear;
  return of_year->second.contains(indicator) ? "" : kNoRulesOfIndicator;
}

bool IsOneOf(ingestion::v1::Collection collection, ingestion::v1::Collection first,
             ingestion::v1::Collection last) {
  return collection >= first && collection <= last;
}

// A Red of a list. Where a year publishes levels and no colors, the lowest level is what is listed.
ResultRow RedRow(const StoredRows& stored, const StoredRows::Row& row, const std::string& indicator,
                 IndicatorRules::Publication publication) {
  const bool level_only = publication == IndicatorRules::PUBLICATION_STATUS_ONLY;
  return {.year = row.dashboard_year(),
          .cds = row.cds(),
          .name = row.entity_name(),
          .indicator = indicator,
          .group = stored.Cell(row, "group"),
          .status_level = level_only ? absl::StrCat(kRed) : "",
          .color = level_only ? 0 : kRed,
          .counts_from = kFromTheList};
}

}  // namespace

absl::Status ReadRowsWithoutRules(Session& session, const ResultsOptions& options,
                                  std::vector<ResultRow>& rows) {
  SOS_ASSIGN_OR_RETURN(const Wanted wanted, WantedBy(options));
  SOS_ASSIGN_OR_RETURN(const Publications publications, ReadPublications(session.stubs()));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  for (const auto& coverage : snapshot.coverages()) {
    const int year = coverage.dashboard_year();
    if (!IsOneOf(coverage.collection(), ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM,
                 ingestion::v1::COLLECTION_SCIENCE) ||
        (wanted.year != 0 && wanted.year != year)) {
      continue;
    }
    // The first collections are the indicators, by number.
    const std::string indicator(Code(static_cast<education::v1::Indicator>(coverage.collection())));
    const std::string reason = WhyWithoutRules(publications, year, indicator);
    if (reason.empty() || (!wanted.indicator.empty() && wanted.indicator != indicator)) continue;
    SOS_ASSIGN_OR_RETURN(const StoredRows stored,
                         ReadStored(session, coverage.collection(), year, wanted));
    for (const StoredRows::Row& row : stored.rows()) {
      ResultRow result = {.year = year,
                          .cds = row.cds(),
                          .name = row.entity_name(),
                          .indicator = indicator,
                          .group = stored.Cell(row, "group"),
                          .students = stored.Cell(row, "denominator"),
                          .status = stored.Cell(row, "status"),
                          .change = stored.Cell(row, "change"),
                          .status_level = stored.Cell(row, "status_level"),
                          .change_level = stored.Cell(row, "change_level"),
                          .color = Number(stored.Cell(row, "color")),
                          .box = stored.Cell(row, "box"),
                          .counts_from = "published",
                          .undetermined = reason};
      if (wanted.Includes(result)) rows.push_back(std::move(result));
    }
    Say(absl::StrCat(
        ingestion::CollectionCode(coverage.collection()), " ", year,
        ": no rulebook known here has its cut scores, so that no levels and colors are computed: "
        "the rows stand as the file has them. The state made no Dashboard, and no colors, of 2020 "
        "and 2021."));
  }
  return absl::OkStatus();
}

absl::Status ReadReds(Session& session, const ResultsOptions& options,
                      std::vector<ResultRow>& rows) {
  SOS_ASSIGN_OR_RETURN(const Wanted wanted, WantedBy(options));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  std::set<ResultKey> known;
  for (const ResultRow& row : rows) known.emplace(row.cds, row.year, row.indicator, row.group);
  std::optional<Publications> publications;
  for (const auto& coverage : snapshot.coverages()) {
    const int year = coverage.dashboard_year();
    if (!IsOneOf(coverage.collection(), ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS,
                 ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS) ||
        (wanted.year != 0 && wanted.year != year)) {
      continue;
    }
    if (!publications) {
      SOS_ASSIGN_OR_RETURN(publications, ReadPublications(session.stubs()));
    }
    SOS_ASSIGN_OR_RETURN(const StoredRows stored,
                         ReadStored(session, coverage.collection(), year, wanted));
    for (const StoredRows::Row& row : stored.rows()) {
      const std::string indicators = stored.Cell(row, "indicators");
      for (const absl::string_view code : absl::StrSplit(indicators, ' ', absl::SkipEmpty())) {
        const std::string indicator(code);
        ResultRow red = RedRow(stored, row, indicator, (*publications)[year][indicator]);
        if (wanted.Includes(red) &&
            known.emplace(red.cds, red.year, red.indicator, red.group).second) {
          rows.push_back(std::move(red));
        }
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace sos::suite
