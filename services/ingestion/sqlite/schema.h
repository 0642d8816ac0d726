#ifndef SOS_SERVICES_INGESTION_SQLITE_SCHEMA_H_
#define SOS_SERVICES_INGESTION_SQLITE_SCHEMA_H_

namespace sos::ingestion::sqlite {

// The version of the tables below, kept in the file's user_version.
inline constexpr int kSchemaVersion = 1;

// `body` columns hold serialised messages of sos.ingestion.v1; the other columns are what queries
// need of them.
inline constexpr char kSchema[] = R"sql(
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
)sql";

}  // namespace sos::ingestion::sqlite

#endif  // SOS_SERVICES_INGESTION_SQLITE_SCHEMA_H_
