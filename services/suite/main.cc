#include "services/suite/app.h"

int main(int argc, char** argv) { return sos::suite::RunApp(argc, argv); }
