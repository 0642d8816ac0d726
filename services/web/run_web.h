// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_RUN_WEB_H_
#define SOS_SERVICES_WEB_RUN_WEB_H_

namespace sos::web {

// Runs sos-web from start to SIGTERM, as RunServer() does the servers of RPCs: all problems with
// the settings (options.h, SOS_LOG_LEVEL) are printed at once, the effective ones are logged, and a
// site that others could reach in clear text starts only with SOS_INSECURE. Once a stop is asked
// for, /readyz says so, requests are accepted for the drain delay, and the running ones finish.
//
// Returns the exit code: 0 after a drain, --help or --version, 1 if it could not start, 2 for wrong
// settings or arguments.
int RunWeb(int argc, const char* const* argv);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_RUN_WEB_H_
