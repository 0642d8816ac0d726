// SPDX-License-Identifier: Apache-2.0
#include "services/web/run_web.h"

int main(int argc, char** argv) { return sos::web::RunWeb(argc, argv); }
