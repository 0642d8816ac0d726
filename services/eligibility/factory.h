#ifndef SOS_SERVICES_ELIGIBILITY_FACTORY_H_
#define SOS_SERVICES_ELIGIBILITY_FACTORY_H_

#include "common/program/run_server.h"

namespace sos::eligibility {

// Reads the settings of this server (see options.h) and returns what builds its object graph.
Compose ReadOptions(Environment& env);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_FACTORY_H_
