// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_CLI_APP_H_
#define SOS_SERVICES_SUITE_CLI_APP_H_

namespace sos::suite {

// Runs the command line and returns the exit code: 0 done, 1 the answer is "no", 2 refused.
int RunApp(int argc, char** argv);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_CLI_APP_H_
