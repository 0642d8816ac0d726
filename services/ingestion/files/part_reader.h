// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_PART_READER_H_
#define SOS_SERVICES_INGESTION_FILES_PART_READER_H_

#include <cstddef>

#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"

namespace sos::ingestion {

// How a large file is divided.
struct PartOptions {
  // Parts that are read at once; 1 reads the file as it is.
  int worker_count = 1;
  // No part is smaller: it would not be worth a thread. In bytes.
  size_t min_part_bytes = size_t{8} << 20;
};

// Reads a file as ReadFile() does. A large file of student records is cut between lines and its
// parts are read side by side; rows and outcome are the same. Where parts cannot tell (a key that
// occurs in two of them, too many wrong rows), the file is read again as a whole.
ReadOutcome ReadInParts(const ReadRequest& request, const PartOptions& options,
                        PartitionBuilder& rows);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_PART_READER_H_
