// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQLITE_SCHEMA_H_
#define SOS_SERVICES_INGESTION_STORE_SQLITE_SCHEMA_H_

#include <iterator>

namespace sos::ingestion::sqlite_schema {

// What makes each version of the tables from the one before; the version, a file's user_version,
// is the number of steps taken. `body` columns hold serialized messages of sos.ingestion.v1; the
// other columns are what queries need of them. A step is never changed once it has been released.
inline constexpr const char* kSchemaSteps[] = {
    R"sql(
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY,
  request_id TEXT UNIQUE,
  request BLOB NOT NULL,             -- the submission as it was asked for
  open INTEGER NOT NULL,             -- 1 while bytes may arrive
  received INTEGER NOT NULL DEFAULT 0,
  body BLOB NOT NULL
);
CREATE TABLE chunks (
  submission INTEGER NOT NULL REFERENCES submissions(id),
  offset INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (submission, offset)
);
CREATE TABLE issues (
  submission INTEGER NOT NULL REFERENCES submissions(id),
  ordinal INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (submission, ordinal)
);
CREATE TABLE revisions (
  revision INTEGER PRIMARY KEY,      -- 1, 2, 3, ... without gaps
  submission INTEGER NOT NULL REFERENCES submissions(id)
);
CREATE TABLE partitions (
  lea TEXT NOT NULL,
  collection INTEGER NOT NULL,
  year INTEGER NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions(revision),
  body BLOB NOT NULL,
  PRIMARY KEY (lea, collection, year, revision)
);
CREATE INDEX partitions_by_year ON partitions (year, collection, lea, revision);
CREATE TABLE entities (
  cds TEXT NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions(revision),
  body BLOB NOT NULL,
  PRIMARY KEY (cds, revision)
);
CREATE TABLE releases (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL REFERENCES revisions(revision),
  body BLOB NOT NULL
);
)sql",
    R"sql(
CREATE TABLE partition_columns (     -- of student records: each is read on its own
  lea TEXT NOT NULL,
  collection INTEGER NOT NULL,
  year INTEGER NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions(revision),
  field INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (lea, collection, year, revision, field)
);
)sql",
    R"sql(
ALTER TABLE chunks ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;  -- 1: data is a zstd frame
CREATE TABLE quarantined_students (  -- by local id: only for whom students are listed
  submission INTEGER NOT NULL REFERENCES submissions(id),
  ordinal INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (submission, ordinal)
);
)sql",
    R"sql(
CREATE TABLE submission_numbers (    -- one row: the number given out last; none is given twice
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last INTEGER NOT NULL
);
INSERT INTO submission_numbers (id, last)
  SELECT 1, max(id) FROM submissions HAVING count(*) > 0;
)sql",
    // Digests of what is stored; SealHistory() fills them in.
    R"sql(
ALTER TABLE submissions ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN touched INTEGER NOT NULL DEFAULT 0;  -- seconds: the last byte
ALTER TABLE submissions ADD COLUMN issue_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN student_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
CREATE INDEX submissions_at_work ON submissions (creator) WHERE open = 1;
ALTER TABLE chunks ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
ALTER TABLE issues ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
ALTER TABLE quarantined_students ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
ALTER TABLE releases ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
ALTER TABLE partitions ADD COLUMN column_digests BLOB NOT NULL DEFAULT x'';
ALTER TABLE revisions ADD COLUMN manifest BLOB NOT NULL DEFAULT x'';  -- names, digests of rows
ALTER TABLE revisions ADD COLUMN identity TEXT NOT NULL DEFAULT '';
CREATE INDEX revisions_by_submission ON revisions (submission);
CREATE TABLE newest_revision (       -- one row: what must be found at the end of revisions
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  identity TEXT NOT NULL,
  releases INTEGER NOT NULL            -- how many there are
);
INSERT INTO newest_revision (id, revision, identity, releases) VALUES (1, 0, '', 0);
)sql",
    // Where each attribute of an entity is from: an EntitySources.
    R"sql(
ALTER TABLE entities ADD COLUMN sources BLOB NOT NULL DEFAULT x'';
)sql",
};
inline constexpr int kSchemaVersion = std::size(kSchemaSteps);
// The first version whose rows have digests.
inline constexpr int kSealedVersion = 5;

}  // namespace sos::ingestion::sqlite_schema

#endif  // SOS_SERVICES_INGESTION_STORE_SQLITE_SCHEMA_H_
