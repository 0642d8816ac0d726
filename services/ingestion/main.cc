// SPDX-License-Identifier: Apache-2.0
#include "common/program/run_server.h"
#include "services/ingestion/factory.h"

int main(int argc, char** argv) {
  return sos::RunServer("sos-ingestion", argc, argv, sos::ingestion::MakeServiceFactory);
}
