// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/correction.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/files/row_keys.h"

namespace sos::ingestion {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kDistrict[] = "01611190000000";
constexpr char kSchool[] = "01611190130229";
constexpr char kCharter[] = "01611190130230";

// A file of one kind: its columns, and the rows that it may have, in two versions each. `{A}` and
// `{B}` in a row are cells that the second version has otherwise.
struct Kind {
  std::string name;
  std::string display_name;
  std::string header;
  std::vector<std::string> rows;
  // `{A}` and `{B}` of the first version and of the second.
  std::pair<std::string, std::string> first;
  std::pair<std::string, std::string> second;
  // Columns that have values, and without which a file is still one of the kind.
  std::vector<std::string> optional_columns;
};

// One row of each of `keys`, which stand for `{K}`.
std::vector<std::string> RowsOf(const std::string& row, const std::vector<std::string>& keys) {
  std::vector<std::string> rows;
  rows.reserve(keys.size());
  for (const std::string& key : keys) rows.push_back(absl::StrReplaceAll(row, {{"{K}", key}}));
  return rows;
}

const std::vector<Kind>& Kinds() {
  const std::string district = absl::StrCat(kDistrict, ",D,,Valley Unified,Alameda,N,N,UD,");
  const std::string school = absl::StrCat(kSchool, ",S,Oak High,Valley Unified,Alameda,N,Y,HS,");
  const std::string charter = absl::StrCat(kCharter, ",S,Elm,Valley Unified,Alameda,Y,N,ES,");
  static const auto* const kKinds = new std::vector<Kind>{
      {.name = "Measure",
       .display_name = "susp.csv",
       .header = "cds,rtype,schoolname,districtname,countyname,charter_flag,dass_flag,type,"
                 "studentgroup,currnumer,currdenom,currstatus,priornumer,priordenom,priorstatus,"
                 "change,statuslevel,changelevel,color,box,certifyflag,indicator,reportingyear",
       .rows = RowsOf("{K},{A},100,{A}.0,5,100,5.0,1.0,3,3,{B},140,Y,SUSP,2023",
                      {district + "ALL", district + "EL", district + "HI", school + "ALL",
                       school + "EL", charter + "ALL", charter + "WH"}),
       .first = {"6", "3"},
       .second = {"8", "2"},
       .optional_columns = {"schoolname", "charter_flag", "dass_flag", "type", "currnumer",
                            "priornumer", "priorstatus", "change", "statuslevel", "changelevel",
                            "color", "box", "certifyflag"}},
      {.name = "LocalRating",
       .display_name = "LocalIndPerf2018.csv",
       .header = "CDS,LEAname,Countyname,LocalIndicator,Performance",
       .rows = RowsOf("{K},Valley Unified,Alameda,Access-Priority Area 7,{A}",
                      {kDistrict, kSchool, kCharter}),
       .first = {"Met", ""},
       .second = {"Not Met", ""},
       .optional_columns = {}},
      {.name = "Assistance",
       .display_name = "charterassistance2019.csv",
       .header = "cds,schoolname,districtname,countyname,SWDcurrent,WHcurrent,SWDprior,WHprior,"
                 "TotalStudentGroups,AssistanceStatus2018,AssistanceStatus2019,MetMethod1,"
                 "EC52072_2019,EC47607_2019",
       .rows = RowsOf("{K},Elm,Valley Unified,Alameda,{A},,B,C,{B},General Assistance,"
                      "Differentiated Assistance,Yes,No,Yes",
                      {kSchool, kCharter, "01611190130231"}),
       .first = {"A", "1"},
       .second = {"B", "2"},
       .optional_columns = {"schoolname", "WHcurrent", "TotalStudentGroups", "AssistanceStatus2018",
                            "AssistanceStatus2019", "MetMethod1", "EC52072_2019", "EC47607_2019"}},
      {.name = "LowestPerformance",
       .display_name = "lowperfschnonall2023.csv",
       .header = "cds,rtype,schoolname,districtname,charter_flag,studentgroup,ela,math,chronic,cci,"
                 "grad,susp",
       .rows =
           RowsOf("{K},{A},0,1,1,0,{B}", {absl::StrCat(kSchool, ",S,Oak High,Valley Unified,,EL"),
                                          absl::StrCat(kSchool, ",S,Oak High,Valley Unified,,HI"),
                                          absl::StrCat(kCharter, ",S,Elm,Valley Unified,Y,EL")}),
       .first = {"1", "0"},
       .second = {"0", "1"},
       .optional_columns = {"schoolname", "charter_flag", "cci"}},
      {.name = "Entity",
       .display_name = "directory2023.csv",
       .header = "CDSCode,County,District,School,StatusType,DOC,EILCode,Charter,FundingType",
       .rows =
           RowsOf("{K}", {absl::StrCat(kDistrict, ",Alameda,Valley Unified,,{A},54,,N,"),
                          absl::StrCat(kSchool, ",Alameda,Valley Unified,Oak High,{A},54,HS,N,"),
                          absl::StrCat(kCharter, ",Alameda,Valley Unified,Elm,{A},54,,Y,Direct")}),
       .first = {"Active", ""},
       .second = {"Closed", ""},
       .optional_columns = {"DOC", "EILCode", "Charter", "FundingType"}},
      {.name = "SchoolSupport",
       .display_name = "essaassistance2018.csv",
       .header =
           "CDS,School,District,County,Charter,TitleI1718,AssistanceStatus,EL,SWD,TotStudGrps,"
           "Exit,DASS,Colors,EnrollmentCount,RepYr",
       .rows = RowsOf("{K},Yes,{A},{B},1,1,NOEXIT,Yes,Yes,300,2018",
                      {absl::StrCat(kSchool, ",Oak High,Valley Unified,Alameda,"),
                       absl::StrCat(kCharter, ",Elm,Valley Unified,Alameda,Y")}),
       .first = {"CSI Low Performing", "1"},
       .second = {"ATSI", "0"},
       .optional_columns = {"Charter", "AssistanceStatus", "EL", "TotStudGrps", "Exit", "DASS",
                            "Colors", "EnrollmentCount"}},
      {.name = "Color",
       .display_name = "colors2018.csv",
       .header =
           "cds,studentgroup,year,cci,chronic,ela,elpi,grad,math,susp,titlei1718,grad_average",
       .rows = RowsOf("{K},2018,None,{A},{B},None,Green,None,Red,Yes,67.1",
                      {absl::StrCat(kSchool, ",ALL"), absl::StrCat(kSchool, ",EL"),
                       absl::StrCat(kCharter, ",ALL"), absl::StrCat(kCharter, ",WH")}),
       .first = {"Red", "Blue"},
       .second = {"Orange", "Yellow"},
       .optional_columns = {"elpi", "titlei1718"}},
      {.name = "EquityMultiplier",
       .display_name = "equitymultiplier2023.csv",
       .header = "County Code,District Code,School Code,School Name,Charter Number,Count A-1,"
                 "Enrolled A-2,Rate A-3,Count B-1,Rate B-2,Met C-1,Met C-2,Based C-3,Eligible C-4,"
                 "Rate D-1,Adjusted D-2,Entitlement D-3",
       .rows = RowsOf("01,61119,{K},{A},100,0.3,{B},0.8,Yes,Yes,Yes,Yes,1.5,10,500",
                      {"0130229,Oak High,", "0130230,Elm,0017", "0130231,Ash,"}),
       .first = {"30", "80"},
       .second = {"31", "81"},
       .optional_columns = {"Rate A-3", "Rate B-2", "Met C-1", "Met C-2", "Based C-3",
                            "Eligible C-4", "Rate D-1", "Adjusted D-2", "Entitlement D-3"}},
      {.name = "RequiredGoal",
       .display_name = "requiredgoals2023.csv",
       .header = "CDS,LEA,Targeted Student Groups",
       .rows = RowsOf("{K},Valley Unified,{A}", {kDistrict, kSchool, kCharter}),
       .first = {"English Learners", ""},
       .second = {"Foster Youth", ""},
       .optional_columns = {}},
      {.name = "Record",
       .display_name = "census2023.csv",
       .header = "cds,rtype,schoolname,districtname,countyname,studentgroup,totalenrollment,"
                 "subgrouptotal,rate,reportingyear",
       .rows = RowsOf("{K},100,{A},{B},2023",
                      {absl::StrCat(kDistrict, ",D,,Valley Unified,Alameda,AA"),
                       absl::StrCat(kDistrict, ",D,,Valley Unified,Alameda,EL"),
                       absl::StrCat(kSchool, ",S,Oak High,Valley Unified,Alameda,AA")}),
       .first = {"30", "30.0"},
       .second = {"31", "31.0"},
       .optional_columns = {"schoolname", "rate"}},
  };
  return *kKinds;
}

std::string Version(const std::string& row, const std::pair<std::string, std::string>& cells) {
  return absl::StrReplaceAll(row, {{"{A}", cells.first}, {"{B}", cells.second}});
}

struct ReadRows {
  std::map<PartitionKey, v1::Partition> partitions;
  std::vector<std::string> columns;
};

ReadRows ReadLines(const Kind& kind, const std::string& header,
                   const std::vector<std::string>& rows) {
  const std::string text = absl::StrCat(header, "\n", absl::StrJoin(rows, "\n"), "\n");
  PartitionBuilder builder;
  const ReadOutcome outcome = ReadFile({.bytes = text, .display_name = kind.display_name}, builder);
  EXPECT_EQ(outcome.rejection, Rejection::kNone) << outcome.message << "\n" << text;
  EXPECT_THAT(outcome.issues, SizeIs(0))
      << (outcome.issues.empty() ? "" : outcome.issues[0].description) << "\n"
      << text;
  return {builder.partitions(), outcome.columns};
}

// What a partition says, whatever the order and the lines of its rows: each row as text, with its
// entity, and what belongs to no row.
std::vector<std::string> Normalized(v1::Partition partition) {
  std::vector<std::string> rows;
  const auto add_messages = [&rows](auto& messages) {
    for (auto& message : messages) {
      const auto* const line = message.GetDescriptor()->FindFieldByName("line");
      if (line != nullptr) message.GetReflection()->ClearField(&message, line);
      rows.push_back(message.ShortDebugString());
    }
    messages.Clear();
  };
  const auto add_columns = [&rows](auto& block) {
    const int count = block.entity_indexes_size();
    const size_t first = rows.size();
    for (const int index : block.entity_indexes()) {
      rows.push_back(block.entities(index).ShortDebugString());
    }
    const auto& reflection = *block.GetReflection();
    for (int i = 0; i < block.GetDescriptor()->field_count(); ++i) {
      const auto* const column = block.GetDescriptor()->field(i);
      if (!column->is_repeated() || column->name() == "indicators") continue;
      const int size = reflection.FieldSize(block, column);
      const bool compared = column->name() != "entities" && column->name() != "lines" &&
                            column->name() != "entity_indexes";
      if (compared) {
        EXPECT_EQ(size % count, 0) << column->name() << " is not parallel";
        for (int k = 0; k < size; ++k) {
          absl::StrAppend(&rows[first + k / (size / count)], " ", column->name(), "=",
                          column->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT64
                              ? reflection.GetRepeatedInt64(block, column, k)
                          : column->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_ENUM
                              ? reflection.GetRepeatedEnumValue(block, column, k)
                              : reflection.GetRepeatedInt32(block, column, k));
        }
      }
      reflection.ClearField(&block, column);
    }
  };
  switch (partition.contents_case()) {
    case v1::Partition::kMeasures:
      add_columns(*partition.mutable_measures());
      break;
    case v1::Partition::kColors:
      add_columns(*partition.mutable_colors());
      break;
    case v1::Partition::kLocalRatings:
      add_messages(*partition.mutable_local_ratings()->mutable_ratings());
      break;
    case v1::Partition::kAssistance:
      add_messages(*partition.mutable_assistance()->mutable_records());
      break;
    case v1::Partition::kLowestPerformance:
      add_messages(*partition.mutable_lowest_performance()->mutable_entries());
      break;
    case v1::Partition::kSchoolSupport:
      add_messages(*partition.mutable_school_support()->mutable_records());
      break;
    case v1::Partition::kEquityMultiplier:
      add_messages(*partition.mutable_equity_multiplier()->mutable_records());
      break;
    case v1::Partition::kRequiredGoals:
      add_messages(*partition.mutable_required_goals()->mutable_records());
      break;
    case v1::Partition::kRecords:
      add_messages(*partition.mutable_records()->mutable_records());
      break;
    case v1::Partition::kEntities: {
      v1::EntityBlock& block = *partition.mutable_entities();
      EXPECT_EQ(block.facts_size(), block.entities_size());
      for (int i = 0; i < block.entities_size(); ++i) {
        rows.push_back(absl::StrCat(block.entities(i).ShortDebugString(), " ",
                                    block.facts(i).ShortDebugString()));
      }
      block.Clear();
      break;
    }
    default:
      ADD_FAILURE() << "no rows: " << partition.ShortDebugString();
  }
  std::sort(rows.begin(), rows.end());
  rows.push_back(partition.ShortDebugString());
  return rows;
}

class CorrectionTest : public ::testing::TestWithParam<Kind> {
 protected:
  std::vector<std::string> All(const std::pair<std::string, std::string>& cells) const {
    std::vector<std::string> rows;
    for (const std::string& row : GetParam().rows) rows.push_back(Version(row, cells));
    return rows;
  }
  // The only partition of a file with these rows.
  v1::Partition Partition(const std::vector<std::string>& rows) const {
    const ReadRows read = ReadLines(GetParam(), GetParam().header, rows);
    EXPECT_EQ(read.partitions.size(), 1);
    return read.partitions.begin()->second;
  }
  std::vector<std::string> Columns() const {
    return ReadLines(GetParam(), GetParam().header, All(GetParam().first)).columns;
  }
};

TEST_P(CorrectionTest, ChangesTheRowOfTheFileAndNoOther) {
  std::vector<std::string> expected = All(GetParam().first);
  expected[1] = Version(GetParam().rows[1], GetParam().second);

  const auto merged =
      MergeCorrection(Partition(All(GetParam().first)), Partition({expected[1]}), Columns());

  ASSERT_THAT(merged, test_util::IsOk());
  EXPECT_EQ(Normalized(*merged), Normalized(Partition(expected)));
  EXPECT_NE(Normalized(*merged), Normalized(Partition(All(GetParam().first))));
}

TEST_P(CorrectionTest, IsWhatOneFileWithAllRowsWouldHaveMade) {
  std::mt19937 random(1);
  const size_t count = GetParam().rows.size();
  constexpr int kSplits = 50;
  for (int split = 0; split < kSplits; ++split) {
    // Which rows the first file has, which the second, and in which order; every one is in one.
    std::vector<std::string> stored;
    std::vector<std::string> corrections;
    std::vector<std::string> whole;
    for (size_t i = 0; i < count; ++i) {
      const std::string old_row = Version(GetParam().rows[i], GetParam().first);
      const std::string new_row = Version(GetParam().rows[i], GetParam().second);
      const auto where = random() % 3;  // Only stored, only in the second file, or in both.
      if (where != 1) stored.push_back(old_row);
      if (where != 0) corrections.push_back(new_row);
      whole.push_back(where == 0 ? old_row : new_row);
    }
    if (stored.empty() || corrections.empty()) continue;
    std::shuffle(stored.begin(), stored.end(), random);
    std::shuffle(corrections.begin(), corrections.end(), random);

    const auto merged = MergeCorrection(Partition(stored), Partition(corrections), Columns());

    ASSERT_THAT(merged, test_util::IsOk());
    EXPECT_EQ(Normalized(*merged), Normalized(Partition(whole)))
        << absl::StrJoin(stored, "\n") << "\nand\n"
        << absl::StrJoin(corrections, "\n");
  }
}

TEST_P(CorrectionTest, KeepsTheStoredOrderAndPutsNewRowsAtTheEnd) {
  std::vector<std::string> all = All(GetParam().first);
  const std::string added = all[0];
  all.erase(all.begin());

  const auto merged = MergeCorrection(Partition(all), Partition({added, all[0]}), Columns());

  ASSERT_THAT(merged, test_util::IsOk());
  all.push_back(added);
  const v1::Partition expected = Partition(all);
  const auto order = [](const v1::Partition& partition) {
    std::vector<std::string> order;
    for (const RowKey& key : RowKeys(partition)) order.push_back(key.cds + key.group);
    return order;
  };
  EXPECT_EQ(order(*merged), order(expected));
}

TEST_P(CorrectionTest, RefusesAFileWithoutAColumnInWhichStoredRowsHaveValues) {
  const v1::Partition stored = Partition(All(GetParam().first));
  const std::vector<std::string> names = absl::StrSplit(GetParam().header, ',');
  for (const std::string& column : GetParam().optional_columns) {
    const auto place = std::find(names.begin(), names.end(), column) - names.begin();
    const auto without = [&](const std::string& line) {
      std::vector<std::string> cells = absl::StrSplit(line, ',');
      cells.erase(cells.begin() + place);
      return absl::StrJoin(cells, ",");
    };
    const ReadRows file =
        ReadLines(GetParam(), without(GetParam().header), {without(All(GetParam().second)[1])});
    ASSERT_EQ(file.partitions.size(), 1);
    const v1::Partition& partition = file.partitions.begin()->second;
    ASSERT_EQ(partition.name(), stored.name()) << "it is of the same collection still";

    const auto merged = MergeCorrection(stored, partition, file.columns);

    EXPECT_THAT(merged, test_util::IsError(absl::StatusCode::kFailedPrecondition, "")) << column;
    EXPECT_THAT(std::string(merged.status().message()),
                ::testing::AllOf(HasSubstr("column"), HasSubstr("lacks")))
        << column;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, CorrectionTest, ::testing::ValuesIn(Kinds()),
                         [](const auto& info) { return info.param.name; });

TEST(CorrectionTest, RefusesAColumnThatTheStoredRowsCameWithout) {
  const Kind& measures = Kinds()[0];
  const auto cut = [](const std::string& line) {  // Without `color`.
    std::vector<std::string> cells = absl::StrSplit(line, ',');
    cells.erase(cells.begin() + 18);
    return absl::StrJoin(cells, ",");
  };
  const std::string row = Version(measures.rows[0], measures.first);
  const ReadRows stored = ReadLines(measures, cut(measures.header), {cut(row)});
  const ReadRows file = ReadLines(measures, measures.header, {row});

  const auto merged = MergeCorrection(stored.partitions.begin()->second,
                                      file.partitions.begin()->second, file.columns);

  EXPECT_EQ(merged.status().message(),
            "the file has the column color, which the stored rows came without");
}

TEST(CorrectionTest, KeepsANameThatTheFileDoesNotSay) {
  const Kind& measures = Kinds()[0];
  const ReadRows stored =
      ReadLines(measures, measures.header, {Version(measures.rows[0], measures.first)});
  const std::string unnamed = absl::StrReplaceAll(Version(measures.rows[0], measures.second),
                                                  {{"Valley Unified", ""}, {"Alameda", ""}});
  const ReadRows file = ReadLines(measures, measures.header, {unnamed});

  const auto merged = MergeCorrection(stored.partitions.begin()->second,
                                      file.partitions.begin()->second, file.columns);

  ASSERT_THAT(merged, test_util::IsOk());
  const auto& entity = merged->measures().entities(0).entity();
  EXPECT_EQ(entity.display_name(), "Valley Unified");
  EXPECT_EQ(entity.county_name(), "Alameda");
  EXPECT_EQ(merged->measures().current_numerators(0), 8);
}

}  // namespace
}  // namespace sos::ingestion
