// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/layout_kinds.h"

#include <optional>

namespace sos::ingestion {

v1::LayoutField::Kind ToProto(FieldKind kind) {
  switch (kind) {
    case FieldKind::kDigits:
      return v1::LayoutField::KIND_DIGITS;
    case FieldKind::kNumber:
      return v1::LayoutField::KIND_NUMBER;
    case FieldKind::kDate:
      return v1::LayoutField::KIND_DATE;
    case FieldKind::kDays:
      return v1::LayoutField::KIND_DAYS;
    case FieldKind::kGrade:
      return v1::LayoutField::KIND_GRADE;
    case FieldKind::kLetterCode:
      return v1::LayoutField::KIND_LETTER_CODE;
    case FieldKind::kYesNo:
      return v1::LayoutField::KIND_YES_NO;
    case FieldKind::kWord:
      return v1::LayoutField::KIND_WORD;
    case FieldKind::kText:
      return v1::LayoutField::KIND_TEXT;
  }
  return v1::LayoutField::KIND_UNSPECIFIED;
}

std::optional<FieldKind> FromProto(v1::LayoutField::Kind kind) {
  switch (kind) {
    case v1::LayoutField::KIND_DIGITS:
      return FieldKind::kDigits;
    case v1::LayoutField::KIND_NUMBER:
      return FieldKind::kNumber;
    case v1::LayoutField::KIND_DATE:
      return FieldKind::kDate;
    case v1::LayoutField::KIND_DAYS:
      return FieldKind::kDays;
    case v1::LayoutField::KIND_GRADE:
      return FieldKind::kGrade;
    case v1::LayoutField::KIND_LETTER_CODE:
      return FieldKind::kLetterCode;
    case v1::LayoutField::KIND_YES_NO:
      return FieldKind::kYesNo;
    case v1::LayoutField::KIND_WORD:
      return FieldKind::kWord;
    case v1::LayoutField::KIND_TEXT:
      return FieldKind::kText;
    default:
      return std::nullopt;
  }
}

v1::ReportColumn::Kind ToProto(ReportKind kind) {
  switch (kind) {
    case ReportKind::kPaddedDigits:
      return v1::ReportColumn::KIND_PADDED_DIGITS;
    case ReportKind::kDigits:
      return v1::ReportColumn::KIND_DIGITS;
    case ReportKind::kDate:
      return v1::ReportColumn::KIND_DATE;
    case ReportKind::kDays:
      return v1::ReportColumn::KIND_DAYS;
    case ReportKind::kGrade:
      return v1::ReportColumn::KIND_GRADE;
    case ReportKind::kYesNo:
      return v1::ReportColumn::KIND_YES_NO;
    case ReportKind::kWord:
      return v1::ReportColumn::KIND_WORD;
    case ReportKind::kText:
      return v1::ReportColumn::KIND_TEXT;
    case ReportKind::kCds:
      return v1::ReportColumn::KIND_CDS;
    case ReportKind::kScore:
      return v1::ReportColumn::KIND_SCORE;
  }
  return v1::ReportColumn::KIND_UNSPECIFIED;
}

std::optional<ReportKind> FromProto(v1::ReportColumn::Kind kind) {
  switch (kind) {
    case v1::ReportColumn::KIND_PADDED_DIGITS:
      return ReportKind::kPaddedDigits;
    case v1::ReportColumn::KIND_DIGITS:
      return ReportKind::kDigits;
    case v1::ReportColumn::KIND_DATE:
      return ReportKind::kDate;
    case v1::ReportColumn::KIND_DAYS:
      return ReportKind::kDays;
    case v1::ReportColumn::KIND_GRADE:
      return ReportKind::kGrade;
    case v1::ReportColumn::KIND_YES_NO:
      return ReportKind::kYesNo;
    case v1::ReportColumn::KIND_WORD:
      return ReportKind::kWord;
    case v1::ReportColumn::KIND_TEXT:
      return ReportKind::kText;
    case v1::ReportColumn::KIND_CDS:
      return ReportKind::kCds;
    case v1::ReportColumn::KIND_SCORE:
      return ReportKind::kScore;
    default:
      return std::nullopt;
  }
}

}  // namespace sos::ingestion
