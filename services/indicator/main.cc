#include "common/program/run_server.h"
#include "services/indicator/composition.h"

int main() { return sos::RunServer("sos-indicator", sos::indicator::ReadOptions); }
