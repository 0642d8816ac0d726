// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/enums.h"

namespace sos::eligibility {

v1::Outcome ToProto(Outcome outcome) {
  switch (outcome) {
    case Outcome::kMet:
      return v1::OUTCOME_MET;
    case Outcome::kNotMet:
      return v1::OUTCOME_NOT_MET;
    case Outcome::kInsufficientData:
      return v1::OUTCOME_INSUFFICIENT_DATA;
  }
  return v1::OUTCOME_UNSPECIFIED;
}

Outcome FromProto(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_MET:
      return Outcome::kMet;
    case v1::OUTCOME_NOT_MET:
      return Outcome::kNotMet;
    case v1::OUTCOME_INSUFFICIENT_DATA:
      return Outcome::kInsufficientData;
    default:
      return Outcome::kInsufficientData;
  }
}

v1::LetterBasis ToProto(LetterBasis basis) {
  switch (basis) {
    case LetterBasis::kUnknown:
      return v1::LETTER_BASIS_UNSPECIFIED;
    case LetterBasis::kResults:
      return v1::LETTER_BASIS_RESULTS;
    case LetterBasis::kPublished:
      return v1::LETTER_BASIS_PUBLISHED;
  }
  return v1::LETTER_BASIS_UNSPECIFIED;
}

std::optional<LetterBasis> FromProto(v1::LetterBasis basis) {
  switch (basis) {
    case v1::LETTER_BASIS_UNSPECIFIED:
      return LetterBasis::kUnknown;
    case v1::LETTER_BASIS_RESULTS:
      return LetterBasis::kResults;
    case v1::LETTER_BASIS_PUBLISHED:
      return LetterBasis::kPublished;
    default:
      return std::nullopt;
  }
}

v1::Program ToProto(Program program) {
  switch (program) {
    case Program::kNone:
      return v1::PROGRAM_UNSPECIFIED;
    case Program::kLcff:
      return v1::PROGRAM_LCFF;
    case Program::kCharter:
      return v1::PROGRAM_CHARTER;
    case Program::kEssa:
      return v1::PROGRAM_ESSA;
    case Program::kEquityMultiplier:
      return v1::PROGRAM_EQUITY_MULTIPLIER;
    case Program::kLcap:
      return v1::PROGRAM_LCAP;
  }
  return v1::PROGRAM_UNSPECIFIED;
}

std::optional<Program> FromProto(v1::Program program) {
  switch (program) {
    case v1::PROGRAM_UNSPECIFIED:
      return Program::kNone;
    case v1::PROGRAM_LCFF:
      return Program::kLcff;
    case v1::PROGRAM_CHARTER:
      return Program::kCharter;
    case v1::PROGRAM_ESSA:
      return Program::kEssa;
    case v1::PROGRAM_EQUITY_MULTIPLIER:
      return Program::kEquityMultiplier;
    case v1::PROGRAM_LCAP:
      return Program::kLcap;
    default:
      return std::nullopt;
  }
}

v1::Reading ToProto(Reading reading) {
  switch (reading) {
    case Reading::kUnknown:
      return v1::READING_UNKNOWN;
    case Reading::kYes:
      return v1::READING_YES;
    case Reading::kNo:
      return v1::READING_NO;
  }
  return v1::READING_UNSPECIFIED;
}

std::optional<Reading> FromProto(v1::Reading reading) {
  switch (reading) {
    case v1::READING_UNKNOWN:
      return Reading::kUnknown;
    case v1::READING_YES:
      return Reading::kYes;
    case v1::READING_NO:
      return Reading::kNo;
    default:
      return std::nullopt;
  }
}

v1::Evidence::Origin ToProto(Origin origin) {
  switch (origin) {
    case Origin::kResult:
      return v1::Evidence::ORIGIN_RESULT;
    case Origin::kRedList:
      return v1::Evidence::ORIGIN_RED_LIST;
    case Origin::kNoRow:
      return v1::Evidence::ORIGIN_NO_ROW;
    case Origin::kMissing:
      return v1::Evidence::ORIGIN_MISSING;
    case Origin::kPublishedColor:
      return v1::Evidence::ORIGIN_PUBLISHED_COLOR;
  }
  return v1::Evidence::ORIGIN_UNSPECIFIED;
}

std::optional<Origin> FromProto(v1::Evidence::Origin origin) {
  switch (origin) {
    case v1::Evidence::ORIGIN_RESULT:
      return Origin::kResult;
    case v1::Evidence::ORIGIN_RED_LIST:
      return Origin::kRedList;
    case v1::Evidence::ORIGIN_NO_ROW:
      return Origin::kNoRow;
    case v1::Evidence::ORIGIN_MISSING:
      return Origin::kMissing;
    case v1::Evidence::ORIGIN_PUBLISHED_COLOR:
      return Origin::kPublishedColor;
    default:
      return std::nullopt;
  }
}

education::v1::Disclosure ToProto(Disclosure disclosure) {
  switch (disclosure) {
    case Disclosure::kShown:
      return education::v1::DISCLOSURE_SHOWN;
    case Disclosure::kChangeWithheld:
      return education::v1::DISCLOSURE_CHANGE_WITHHELD;
    case Disclosure::kWithheld:
      return education::v1::DISCLOSURE_WITHHELD;
  }
  return education::v1::DISCLOSURE_UNSPECIFIED;
}

std::optional<Disclosure> FromProto(education::v1::Disclosure disclosure) {
  switch (disclosure) {
    case education::v1::DISCLOSURE_SHOWN:
      return Disclosure::kShown;
    case education::v1::DISCLOSURE_CHANGE_WITHHELD:
      return Disclosure::kChangeWithheld;
    case education::v1::DISCLOSURE_WITHHELD:
      return Disclosure::kWithheld;
    default:
      return std::nullopt;
  }
}

ingestion::v1::LocalRating::Performance ToProto(LocalRating rating) {
  switch (rating) {
    case LocalRating::kMet:
      return ingestion::v1::LocalRating::PERFORMANCE_MET;
    case LocalRating::kNotMet:
      return ingestion::v1::LocalRating::PERFORMANCE_NOT_MET;
    case LocalRating::kNotMetTwoOrMoreYears:
      return ingestion::v1::LocalRating::PERFORMANCE_NOT_MET_TWO_OR_MORE_YEARS;
    case LocalRating::kNotApplicable:
      return ingestion::v1::LocalRating::PERFORMANCE_NOT_APPLICABLE;
  }
  return ingestion::v1::LocalRating::PERFORMANCE_UNSPECIFIED;
}

std::optional<LocalRating> FromProto(ingestion::v1::LocalRating::Performance rating) {
  switch (rating) {
    case ingestion::v1::LocalRating::PERFORMANCE_MET:
      return LocalRating::kMet;
    case ingestion::v1::LocalRating::PERFORMANCE_NOT_MET:
      return LocalRating::kNotMet;
    case ingestion::v1::LocalRating::PERFORMANCE_NOT_MET_TWO_OR_MORE_YEARS:
      return LocalRating::kNotMetTwoOrMoreYears;
    case ingestion::v1::LocalRating::PERFORMANCE_NOT_APPLICABLE:
      return LocalRating::kNotApplicable;
    default:
      return std::nullopt;
  }
}

v1::DutyRule::Kind ToProto(DutyKind kind) {
  switch (kind) {
    case DutyKind::kNone:
      return v1::DutyRule::KIND_UNSPECIFIED;
    case DutyKind::kRecurringGroups:
      return v1::DutyRule::KIND_RECURRING_GROUPS;
    case DutyKind::kLowestPerformance:
      return v1::DutyRule::KIND_LOWEST_PERFORMANCE;
    case DutyKind::kEquityMultiplier:
      return v1::DutyRule::KIND_EQUITY_MULTIPLIER;
    case DutyKind::kAssistance:
      return v1::DutyRule::KIND_ASSISTANCE;
    case DutyKind::kLowPerformingSchools:
      return v1::DutyRule::KIND_LOW_PERFORMING_SCHOOLS;
    case DutyKind::kLanguagePrograms:
      return v1::DutyRule::KIND_LANGUAGE_PROGRAMS;
    case DutyKind::kMissingInput:
      return v1::DutyRule::KIND_MISSING_INPUT;
  }
  return v1::DutyRule::KIND_UNSPECIFIED;
}

std::optional<DutyKind> FromProto(v1::DutyRule::Kind kind) {
  switch (kind) {
    case v1::DutyRule::KIND_UNSPECIFIED:
      return DutyKind::kNone;
    case v1::DutyRule::KIND_RECURRING_GROUPS:
      return DutyKind::kRecurringGroups;
    case v1::DutyRule::KIND_LOWEST_PERFORMANCE:
      return DutyKind::kLowestPerformance;
    case v1::DutyRule::KIND_EQUITY_MULTIPLIER:
      return DutyKind::kEquityMultiplier;
    case v1::DutyRule::KIND_ASSISTANCE:
      return DutyKind::kAssistance;
    case v1::DutyRule::KIND_LOW_PERFORMING_SCHOOLS:
      return DutyKind::kLowPerformingSchools;
    case v1::DutyRule::KIND_LANGUAGE_PROGRAMS:
      return DutyKind::kLanguagePrograms;
    case v1::DutyRule::KIND_MISSING_INPUT:
      return DutyKind::kMissingInput;
    default:
      return std::nullopt;
  }
}

v1::SupporterRule::Case ToProto(SupportCase support_case) {
  switch (support_case) {
    case SupportCase::kNone:
      return v1::SupporterRule::CASE_UNSPECIFIED;
    case SupportCase::kDistrict:
      return v1::SupporterRule::CASE_DISTRICT;
    case SupportCase::kDistrictGeographicLead:
      return v1::SupporterRule::CASE_DISTRICT_GEOGRAPHIC_LEAD;
    case SupportCase::kCountyOffice:
      return v1::SupporterRule::CASE_COUNTY_OFFICE;
    case SupportCase::kIntensive:
      return v1::SupporterRule::CASE_INTENSIVE;
    case SupportCase::kSingleDistrictCounty:
      return v1::SupporterRule::CASE_SINGLE_DISTRICT_COUNTY;
    case SupportCase::kCharter:
      return v1::SupporterRule::CASE_CHARTER;
    case SupportCase::kCharterOfCountyOffice:
      return v1::SupporterRule::CASE_CHARTER_OF_COUNTY_OFFICE;
    case SupportCase::kSchool:
      return v1::SupporterRule::CASE_SCHOOL;
  }
  return v1::SupporterRule::CASE_UNSPECIFIED;
}

std::optional<SupportCase> FromProto(v1::SupporterRule::Case support_case) {
  switch (support_case) {
    case v1::SupporterRule::CASE_UNSPECIFIED:
      return SupportCase::kNone;
    case v1::SupporterRule::CASE_DISTRICT:
      return SupportCase::kDistrict;
    case v1::SupporterRule::CASE_DISTRICT_GEOGRAPHIC_LEAD:
      return SupportCase::kDistrictGeographicLead;
    case v1::SupporterRule::CASE_COUNTY_OFFICE:
      return SupportCase::kCountyOffice;
    case v1::SupporterRule::CASE_INTENSIVE:
      return SupportCase::kIntensive;
    case v1::SupporterRule::CASE_SINGLE_DISTRICT_COUNTY:
      return SupportCase::kSingleDistrictCounty;
    case v1::SupporterRule::CASE_CHARTER:
      return SupportCase::kCharter;
    case v1::SupporterRule::CASE_CHARTER_OF_COUNTY_OFFICE:
      return SupportCase::kCharterOfCountyOffice;
    case v1::SupporterRule::CASE_SCHOOL:
      return SupportCase::kSchool;
    default:
      return std::nullopt;
  }
}

v1::Basis ToProto(Basis value) {
  switch (value) {
    case Basis::kNone:
      return v1::BASIS_UNSPECIFIED;
    case Basis::kPublishedText:
      return v1::BASIS_PUBLISHED_TEXT;
    case Basis::kOfficialFile:
      return v1::BASIS_OFFICIAL_FILE;
    case Basis::kStatute:
      return v1::BASIS_STATUTE;
    case Basis::kReproduced:
      return v1::BASIS_REPRODUCED;
    case Basis::kInferred:
      return v1::BASIS_INFERRED;
    case Basis::kUnverified:
      return v1::BASIS_UNVERIFIED;
  }
  return v1::BASIS_UNSPECIFIED;
}

std::optional<Basis> FromProto(v1::Basis value) {
  switch (value) {
    case v1::BASIS_UNSPECIFIED:
      return Basis::kNone;
    case v1::BASIS_PUBLISHED_TEXT:
      return Basis::kPublishedText;
    case v1::BASIS_OFFICIAL_FILE:
      return Basis::kOfficialFile;
    case v1::BASIS_STATUTE:
      return Basis::kStatute;
    case v1::BASIS_REPRODUCED:
      return Basis::kReproduced;
    case v1::BASIS_INFERRED:
      return Basis::kInferred;
    case v1::BASIS_UNVERIFIED:
      return Basis::kUnverified;
    default:
      return std::nullopt;
  }
}

v1::Reasoning::Combination ToProto(Combination value) {
  switch (value) {
    case Combination::kNone:
      return v1::Reasoning::COMBINATION_UNSPECIFIED;
    case Combination::kAllOf:
      return v1::Reasoning::COMBINATION_ALL_OF;
    case Combination::kAnyOf:
      return v1::Reasoning::COMBINATION_ANY_OF;
    case Combination::kAtLeast:
      return v1::Reasoning::COMBINATION_AT_LEAST;
    case Combination::kNot:
      return v1::Reasoning::COMBINATION_NOT;
    case Combination::kColorCounts:
      return v1::Reasoning::COMBINATION_COLOR_COUNTS;
  }
  return v1::Reasoning::COMBINATION_UNSPECIFIED;
}

std::optional<Combination> FromProto(v1::Reasoning::Combination value) {
  switch (value) {
    case v1::Reasoning::COMBINATION_UNSPECIFIED:
      return Combination::kNone;
    case v1::Reasoning::COMBINATION_ALL_OF:
      return Combination::kAllOf;
    case v1::Reasoning::COMBINATION_ANY_OF:
      return Combination::kAnyOf;
    case v1::Reasoning::COMBINATION_AT_LEAST:
      return Combination::kAtLeast;
    case v1::Reasoning::COMBINATION_NOT:
      return Combination::kNot;
    case v1::Reasoning::COMBINATION_COLOR_COUNTS:
      return Combination::kColorCounts;
    default:
      return std::nullopt;
  }
}

}  // namespace sos::eligibility
