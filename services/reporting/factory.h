// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_FACTORY_H_
#define SOS_SERVICES_REPORTING_FACTORY_H_

#include "common/program/run_server.h"

namespace sos::reporting {

// Reads the settings of this server (see options.h) and returns what builds its object graph.
Compose ReadOptions(Environment& env);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_FACTORY_H_
