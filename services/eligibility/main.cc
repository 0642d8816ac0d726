// SPDX-License-Identifier: Apache-2.0
#include "common/program/run_server.h"
#include "services/eligibility/factory.h"

int main(int argc, char** argv) {
  return sos::RunServer("sos-eligibility", argc, argv, sos::eligibility::MakeServiceFactory);
}
