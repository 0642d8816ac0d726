// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/enums.h"

#include <set>

#include "common/education/proto.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/layout_kinds.h"
#include "services/ingestion/domain/student/record_field.h"
#include "sos/ingestion/v1/student_record.pb.h"

namespace sos::ingestion {
namespace {

// The values of the domain, the last of which is `last`, have twins of their own in the contract,
// whose other values number `without`.
template <typename Domain>
void ExpectTwins(const google::protobuf::EnumDescriptor& descriptor, Domain last, int without) {
  std::set<int> twins;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const int twin = ToProto(static_cast<Domain>(i));
    EXPECT_TRUE(twins.insert(twin).second) << descriptor.full_name() << " " << i;
    EXPECT_NE(descriptor.FindValueByNumber(twin), nullptr) << descriptor.full_name() << " " << i;
    if constexpr (requires { FromProto(ToProto(last)); }) {
      EXPECT_EQ(FromProto(ToProto(static_cast<Domain>(i))), static_cast<Domain>(i));
    }
  }
  EXPECT_EQ(static_cast<int>(twins.size()) + without, descriptor.value_count())
      << descriptor.full_name();
}

TEST(EnumsTest, EveryValueHasItsTwin) {
  ExpectTwins(*v1::Collection_descriptor(), Collection::kEstimatePublication, 1);
  ExpectTwins(*v1::SubmissionIssue_Kind_descriptor(), IssueKind::kCodeContradictsName, 1);
  ExpectTwins(*v1::SubmissionIssue_Severity_descriptor(), Severity::kWarning, 1);
  ExpectTwins(*v1::Submission_RejectionReason_descriptor(), Rejection::kUnknownLea, 0);
  ExpectTwins(*v1::LocalRating_Performance_descriptor(), LocalPerformance::kNotApplicable, 1);
  ExpectTwins(*v1::LayoutField_Kind_descriptor(), FieldKind::kText, 1);
  ExpectTwins(*v1::ReportColumn_Kind_descriptor(), ReportKind::kScore, 1);
}

// A row that names its indicator belongs to the collection of the same place.
TEST(EnumsTest, TheFirstCollectionsAreTheIndicatorsInTheirOrder) {
  for (const auto& entry : kIndicators) {
    const auto collection = static_cast<Collection>(entry.value);
    EXPECT_EQ("INDICATOR" + v1::Collection_Name(ToProto(collection)).substr(10),
              education::v1::Indicator_Name(ToProto(entry.value)));
  }
}

TEST(EnumsTest, AValueOfALaterContractHasNone) {
  EXPECT_EQ(FromProto(v1::COLLECTION_UNSPECIFIED), std::nullopt);
  EXPECT_EQ(FromProto(static_cast<v1::Collection>(999)), std::nullopt);
  EXPECT_EQ(CollectionCode(v1::COLLECTION_SUSPENSION), "suspension");
  EXPECT_EQ(CollectionCode(v1::COLLECTION_UNSPECIFIED), "");
  EXPECT_EQ(CollectionCode(static_cast<v1::Collection>(999)), "999");
}

// Fields of student records carry the contract's numbers, as most are passed on unseen.
TEST(EnumsTest, FieldsOfStudentRecordsCarryTheContractsNumbers) {
  EXPECT_EQ(static_cast<int>(RecordField::kStudent), v1::RECORD_FIELD_STUDENT);
  EXPECT_EQ(static_cast<int>(RecordField::kLocalStudent), v1::RECORD_FIELD_LOCAL_STUDENT);
  EXPECT_EQ(static_cast<int>(RecordField::kSchool), v1::RECORD_FIELD_SCHOOL);
  EXPECT_EQ(static_cast<int>(RecordField::kLine), v1::RECORD_FIELD_LINE);
  EXPECT_EQ(static_cast<int>(RecordField::kDaysAttended), v1::RECORD_FIELD_DAYS_ATTENDED);
}

}  // namespace
}  // namespace sos::ingestion
