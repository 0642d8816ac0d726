#include "common/program/run_server.h"
#include "services/reporting/composition.h"

int main() { return sos::RunServer("sos-reporting", sos::reporting::ReadOptions); }
