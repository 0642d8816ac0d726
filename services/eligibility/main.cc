#include "common/program/run_server.h"
#include "services/eligibility/composition.h"

int main() { return sos::RunServer("sos-eligibility", sos::eligibility::ReadOptions); }
