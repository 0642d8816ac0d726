#ifndef SOS_SERVICES_INDICATOR_FACTORY_H_
#define SOS_SERVICES_INDICATOR_FACTORY_H_

#include "common/program/run_server.h"

namespace sos::indicator {

// Reads the settings of this server (see options.h) and returns what builds its object graph.
Compose ReadOptions(Environment& env);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_FACTORY_H_
