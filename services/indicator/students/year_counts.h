// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_YEAR_COUNTS_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_YEAR_COUNTS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/education/indicator.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/domain/students/tally.h"
#include "services/indicator/students/record_inventory.h"
#include "services/indicator/students/school_directory.h"
#include "services/indicator/students/share_maker.h"

namespace sos::indicator {

// The collection that a calculation is made of, beside enrollments where it counts those.
ingestion::v1::Collection CollectionOf(const records::Calculation& calculation);

// The collections without which an indicator cannot be made from records, as `stored` has them.
Collections Awaited(const records::Calculation& calculation, const Collections& stored);

// The counts of one school year by the rules of one Dashboard year, kept up to date LEA by LEA:
// what an LEA's records say is worked out again only when they have changed.
//
// Not thread-safe.
class YearCounts {
 public:
  // By indicator; those that cannot be made are missing.
  using Counts = std::map<Indicator, std::shared_ptr<const records::CountsByEntity>>;

  // `rules` must outlive it.
  YearCounts(const Rulebook* rules, int school_year,
             std::shared_ptr<const SchoolDirectory> directory, int worker_count)
      : rules_(rules),
        school_year_(school_year),
        directory_(std::move(directory)),
        worker_count_(worker_count) {}

  // Has the shares made of the LEAs whose records are not those of `inventory`, by `worker_count`
  // threads and a few LEAs at a time, and counts them. After an error
  // nothing is half counted.
  absl::Status Update(ShareMaker& maker, const RecordInventory& inventory,
                      const rpc::CallContext& context);

  const Counts& counts() const { return counts_; }
  // Everyone who has a share in an entity's rate. Empty where the indicator cannot be made.
  std::vector<records::StudentAt> StudentsAt(const CdsCode& entity, Indicator indicator) const;
  // How many students' shares are held in memory.
  int64_t share_count() const;

 private:
  // What an LEA's shares rest on: its stock in each school year that counts.
  using Basis = std::map<int, LeaStock>;
  // One indicator in the making.
  struct Counted {
    Indicator indicator;
    const records::Calculation* calculation;
    std::unique_ptr<records::Tally> tally;
  };
  // The new shares of LEAs, one entry an indicator.
  using Shares = std::vector<records::SharesByLea>;

  // Begins anew where other indicators can be made than before.
  void ChooseIndicators(const Collections& stored);
  std::map<std::string, Basis> BasesIn(const RecordInventory& inventory) const;
  absl::StatusOr<Shares> MakeShares(ShareMaker& maker, const std::vector<std::string>& leas,
                                    const Revision& revision,
                                    const rpc::CallContext& context) const;
  // Takes out the shares of indicators for which their LEA lacks a collection: students of whom no
  // incident is stored were suspended for no day only where the LEA's incidents are.
  void LeaveOutIncomplete(const YearStock& stock, const YearStock* before, Shares& shares) const;
  ShareTask Task(const Revision& revision) const;

  const Rulebook* const rules_;
  const int school_year_;
  const std::shared_ptr<const SchoolDirectory> directory_;
  const int worker_count_;
  std::vector<Counted> counted_;
  std::map<std::string, Basis> bases_;
  Counts counts_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_YEAR_COUNTS_H_
