#include "services/suite/commands/commands.h"
namespace sos::suite {
int RunEligibility(const GlobalOptions&, const EligibilityOptions&) { return 2; }
int RunReport(const GlobalOptions&, const ReportOptions&) { return 2; }
int RunSample(const SampleOptions&) { return 2; }
}
