// SPDX-License-Identifier: Apache-2.0
#include "common/program/run_server.h"
#include "services/reporting/factory.h"

int main(int argc, char** argv) {
  return sos::RunServer("sos-reporting", argc, argv, sos::reporting::MakeServiceFactory);
}
