// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_POSTGRES_SCHEMA_H_
#define SOS_SERVICES_INGESTION_STORE_POSTGRES_SCHEMA_H_

#include <iterator>

namespace sos::ingestion::postgres_schema {

// What makes each version of the tables from the one before; the version is the one row of
// schema_version. `body` columns hold serialized messages of sos.ingestion.v1; the other columns
// are what queries need of them. Packed bytes are not packed again (STORAGE EXTERNAL). A step is
// never changed once it has been released.
inline constexpr const char* kSchemaSteps[] = {
    R"sql(
CREATE TABLE submissions (
  id BIGINT PRIMARY KEY,
  request_id TEXT COLLATE "C" UNIQUE,
  request BYTEA NOT NULL,            -- the submission as it was asked for
  open BIGINT NOT NULL,              -- 1 while bytes may arrive
  received BIGINT NOT NULL DEFAULT 0,
  body BYTEA NOT NULL
);
CREATE TABLE chunks (
  submission BIGINT NOT NULL REFERENCES submissions(id),
  "offset" BIGINT NOT NULL,
  data BYTEA NOT NULL,
  packed BIGINT NOT NULL DEFAULT 0,  -- 1: data is a zstd frame
  PRIMARY KEY (submission, "offset")
);
ALTER TABLE chunks ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE TABLE issues (
  submission BIGINT NOT NULL REFERENCES submissions(id),
  ordinal BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (submission, ordinal)
);
CREATE TABLE quarantined_students (  -- by local id: only for whom students are listed
  submission BIGINT NOT NULL REFERENCES submissions(id),
  ordinal BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (submission, ordinal)
);
CREATE TABLE revisions (
  revision BIGINT PRIMARY KEY,       -- 1, 2, 3, ... without gaps
  submission BIGINT NOT NULL REFERENCES submissions(id)
);
CREATE TABLE partitions (
  lea TEXT COLLATE "C" NOT NULL,
  collection BIGINT NOT NULL,
  year BIGINT NOT NULL,
  revision BIGINT NOT NULL REFERENCES revisions(revision),
  body BYTEA NOT NULL,
  PRIMARY KEY (lea, collection, year, revision)
);
CREATE INDEX partitions_by_year ON partitions (year, collection, lea, revision);
CREATE TABLE partition_columns (     -- of student records: each is read on its own
  lea TEXT COLLATE "C" NOT NULL,
  collection BIGINT NOT NULL,
  year BIGINT NOT NULL,
  revision BIGINT NOT NULL REFERENCES revisions(revision),
  field BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (lea, collection, year, revision, field)
);
ALTER TABLE partition_columns ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE entities (
  cds TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL REFERENCES revisions(revision),
  body BYTEA NOT NULL,
  PRIMARY KEY (cds, revision)
);
CREATE TABLE releases (
  id BIGINT PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL UNIQUE,
  revision BIGINT NOT NULL REFERENCES revisions(revision),
  body BYTEA NOT NULL
);
)sql",
    R"sql(
CREATE TABLE submission_numbers (    -- one row: the number given out last; none is given twice
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL
);
INSERT INTO submission_numbers (id, last)
  SELECT 1, max(id) FROM submissions HAVING count(*) > 0;
)sql",
    // Digests of what is stored; SealHistory() fills them in.
    R"sql(
ALTER TABLE submissions ADD COLUMN creator TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN touched BIGINT NOT NULL DEFAULT 0;  -- seconds: the last byte
ALTER TABLE submissions ADD COLUMN issue_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN student_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
CREATE INDEX submissions_at_work ON submissions (creator) WHERE open = 1;
ALTER TABLE chunks ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
ALTER TABLE issues ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
ALTER TABLE quarantined_students ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN digest BYTEA NOT NULL DEFAULT '';
ALTER TABLE partitions ADD COLUMN column_digests BYTEA NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN manifest BYTEA NOT NULL DEFAULT '';  -- names, digests of rows
ALTER TABLE revisions ADD COLUMN identity TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX revisions_by_submission ON revisions (submission);
CREATE TABLE newest_revision (       -- one row: what must be found at the end of revisions
  id BIGINT PRIMARY KEY CHECK (id = 1),
  revision BIGINT NOT NULL,
  identity TEXT COLLATE "C" NOT NULL,
  releases BIGINT NOT NULL            -- how many there are
);
INSERT INTO newest_revision (id, revision, identity, releases) VALUES (1, 0, '', 0);
)sql",
    // Where each attribute of an entity is from: an EntitySources.
    R"sql(
ALTER TABLE entities ADD COLUMN sources BYTEA NOT NULL DEFAULT '';
)sql",
};
inline constexpr int kSchemaVersion = std::size(kSchemaSteps);
// The first version whose rows have digests.
inline constexpr int kSealedVersion = 3;

}  // namespace sos::ingestion::postgres_schema

#endif  // SOS_SERVICES_INGESTION_STORE_POSTGRES_SCHEMA_H_
