// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_FACTORY_H_
#define SOS_SERVICES_INDICATOR_FACTORY_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/program/run_server.h"
#include "services/indicator/options.h"

namespace sos::indicator {

// Builds the service from settings. Returns what its files, store or cache say where they cannot be
// used.
absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                    const ServiceRuntime& runtime);

// Reads the settings of this server (see options.h) and returns what builds it.
ServiceFactory MakeServiceFactory(Environment& env);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_FACTORY_H_
