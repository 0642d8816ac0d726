// SPDX-License-Identifier: Apache-2.0
#include "common/program/run_server.h"
#include "services/indicator/factory.h"

int main(int argc, char** argv) {
  return sos::RunServer("sos-indicator", argc, argv, sos::indicator::MakeServiceFactory);
}
