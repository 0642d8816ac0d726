// SPDX-License-Identifier: Apache-2.0
#include "services/suite/cli/app.h"

int main(int argc, char** argv) { return sos::suite::RunApp(argc, argv); }
