#include "common/program/run_server.h"
#include "services/ingestion/composition.h"

int main() { return sos::RunServer("sos-ingestion", sos::ingestion::ReadOptions); }
