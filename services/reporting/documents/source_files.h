// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_SOURCE_FILES_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_SOURCE_FILES_H_

#include <set>
#include <vector>

#include "common/education/cds_code.h"
#include "sos/education/v1/education.pb.h"
#include "sos/ingestion/v1/submission.pb.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// Collections of files that the state publishes.
using Collections = std::set<ingestion::v1::Collection>;

// The collections that hold an indicator's results.
Collections CollectionsOf(education::v1::Indicator indicator);
// All collections on which determinations rest beside student records, the indicators among them.
Collections DeterminationCollections();

// The Dashboard years of which results can be there, from student records or as published.
std::set<int> LoadedYears(const ingestion::v1::Snapshot& snapshot);

// True where a file of one of the collections and of the year speaks for the LEA: it is of the
// whole state, or has rows of the LEA and is not a filter of them. An LEA of which such a file has
// no row has none.
bool IsCovered(const ingestion::v1::Snapshot& snapshot, const Collections& collections,
               const CdsCode& lea, int dashboard_year);

// The files of the collections and of years from `first_year` to `last_year` that cover the entity,
// the newest year first, then by name. Files of student records are not named: what an LEA sends is
// its own.
std::vector<v1::SourceFile> SourceFilesOf(const ingestion::v1::Snapshot& snapshot,
                                          const Collections& collections, const CdsCode& cds,
                                          int first_year, int last_year);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_SOURCE_FILES_H_
