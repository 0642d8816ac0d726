// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_COMMANDS_H_
#define SOS_SERVICES_SUITE_COMMANDS_COMMANDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/suite/session.h"

// The subcommands of `sos`. Each takes what its command line said and returns the exit code.
namespace sos::suite {

struct IngestOptions {
  std::vector<std::string> files;
  // A collection's code, for a header that fits several.
  std::string collection;
  int year = 0;
  int64_t max_quarantine = 1000;
  // Changes the rows of the file and no others, instead of replacing what is stored.
  bool correct = false;
  // Lets a file drop more than a tenth of an LEA's rows.
  bool allow_shrink = false;
  bool validate_only = false;
  // Prints what each LEA's student records hold instead of one line a file.
  bool certification = false;
};
int RunIngest(const GlobalOptions& global, const IngestOptions& options);

struct ResultsOptions {
  int year = 0;
  std::string entity;
  std::string indicator;
  std::string group;
};
int RunResults(const GlobalOptions& global, const ResultsOptions& options);

// Explains one result; `year`, `entity`, `indicator` and `group` are all required.
int RunExplain(const GlobalOptions& global, const ResultsOptions& options);

struct ExplainDeterminationOptions {
  // `lcff-2023` with an entity, or the whole name.
  std::string determination;
  std::string entity;
  std::string basis = "results";
  // Also the steps that are not met.
  bool all = false;
};
// Explains one determination down to the counts.
int RunExplainDetermination(const GlobalOptions& global,
                            const ExplainDeterminationOptions& options);

struct NearestOptions {
  std::string program = "lcff";
  int year = 0;
  std::string county;
  std::string entity;
  // `enter`, `leave` or `both`.
  std::string direction = "both";
  int64_t maximum_cost = 0;
  int points_per_student = 0;
  bool next_year = false;
  int size_margin = 0;
};
// Says what the cheapest changes are that end or bring about eligibility.
int RunNearest(const GlobalOptions& global, const NearestOptions& options);

struct WhatifOptions {
  std::string program = "lcff";
  int year = 0;
  // `CDS,INDICATOR,GROUP,field=value,...`
  std::vector<std::string> changes;
  // CSV with the columns cds, indicator, group and those of the fields.
  std::string file;
};
// Says what would become of determinations if some measures were others.
int RunWhatif(const GlobalOptions& global, const WhatifOptions& options);

struct SimulateOptions {
  std::string program = "lcff";
  std::vector<int> years;
  std::string county;
  // Rulebooks in text format or JSON.
  std::vector<std::string> rulebooks;
  // Lists the entities that enter or leave, too.
  bool list = false;
};
// Compares other rules with those in force.
int RunSimulate(const GlobalOptions& global, const SimulateOptions& options);

struct HistoryOptions {
  std::string program = "lcff";
  std::string county;
  std::string entity;
  std::string basis = "results";
  // The flows between states instead of the entities.
  bool flows = false;
};
// Says what became of entities over the years.
int RunHistory(const GlobalOptions& global, const HistoryOptions& options);

struct ReadinessOptions {
  int year = 0;
};
// Says which indicators of a year are published, estimated or waiting, and for what.
int RunReadiness(const GlobalOptions& global, const ReadinessOptions& options);

struct StudentsOptions {
  // The students behind a result ...
  std::string entity;
  std::string indicator;
  int year = 0;
  std::string group = "ALL";
  std::string standing;
  // ... or those of a submission's quarantined rows.
  std::string submission;
  std::string purpose;
};
// Lists students by local id. Every call is written to the audit log.
int RunStudents(const GlobalOptions& global, const StudentsOptions& options);
// Checks that no entry of the audit log is missing or changed; exits with kExitNo if one is.
int RunAudit(const GlobalOptions& global);

struct KeepOptions {
  // The backup. Made in a directory, it is named by the time (UTC).
  std::string file;
  // The database that SOS_POSTGRES names instead of the data directory.
  bool postgres = false;
  // Of a backup: only read it and hold it against its seal.
  bool verify = false;
  // Of a migration: only bring the tables up to date.
  bool schema_only = false;
};
// Moves the data directory into PostgreSQL.
int RunMigrate(const GlobalOptions& global, const KeepOptions& options);
// Makes a sealed copy, also while the store is served.
int RunBackup(const GlobalOptions& global, const KeepOptions& options);
// Reads all of the store, also while it is served, and lists what is not what was committed; exits
// with kExitNo if anything is.
int RunVerify(const GlobalOptions& global, const KeepOptions& options);
// Fills an empty store from a sealed copy.
int RunRestore(const GlobalOptions& global, const KeepOptions& options);

struct RulebookOptions {
  int year = 0;
  std::string program = "dashboard";
};
int RunRulebook(const GlobalOptions& global, const RulebookOptions& options);

struct EligibilityOptions {
  std::string program = "lcff";
  int year = 0;
  std::string county;
  std::string entity;
  // What letters rest on: `results` or `published-letters`.
  std::string basis = "results";
  // `cde` for the columns of the state's own file, as CSV.
  std::string layout;
};
int RunEligibility(const GlobalOptions& global, const EligibilityOptions& options);

struct ReportOptions {
  std::string entity;
  int year = 0;
  // An indicator: the five-by-five placement instead of the report.
  std::string placement;
};
int RunReport(const GlobalOptions& global, const ReportOptions& options);

struct ReconcileOptions {
  std::vector<std::string> files;
  // What LCFF letters rest on: `auto`, `results` or `published-letters`.
  std::string basis = "auto";
  std::string collection;
  int year = 0;
};
int RunReconcile(const GlobalOptions& global, const ReconcileOptions& options);

struct ServeOptions {
  std::string listen = "localhost:8080";
};
int RunServe(const GlobalOptions& global, const ServeOptions& options);

struct ReleaseOptions {
  // Empty lists the releases.
  std::string name;
  std::string description;
};
int RunRelease(const GlobalOptions& global, const ReleaseOptions& options);

struct DiffOptions {
  std::string before;
  std::string after;
  // 0: all years that a release covers.
  int year = 0;
};
// Exits with kExitNo if the releases differ.
int RunDiff(const GlobalOptions& global, const DiffOptions& options);

struct SampleOptions {
  std::string output;
  std::string scale = "county";
  uint64_t seed = 1;
};
int RunSample(const SampleOptions& options);

struct GenerateOptions {
  std::string output;
  std::string scale = "county";
  uint64_t seed = 1;
  std::vector<int> years = {2023, 2024};
  // Record types; empty for all.
  std::vector<std::string> collections;
  int errors_per_ten_thousand = 0;
};
int RunGenerate(const GenerateOptions& options);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_COMMANDS_H_
