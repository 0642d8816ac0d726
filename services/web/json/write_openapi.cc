// SPDX-License-Identifier: Apache-2.0

// Writes openapi.json at build time: write_openapi OUTPUT VERSION DESCRIPTORS...

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "google/protobuf/descriptor.pb.h"
#include "services/web/json/openapi.h"

int main(int argc, char** argv) {
  if (argc < 4) return EXIT_FAILURE;
  google::protobuf::FileDescriptorSet contract;
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    // Sets are concatenated by parsing one after the other.
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    google::protobuf::FileDescriptorSet set;
    if (!set.ParseFromString(bytes)) return EXIT_FAILURE;
    contract.MergeFrom(set);
  }
  const auto document = sos::web::OpenApiDocument(contract, argv[2]);
  if (!document.ok()) return EXIT_FAILURE;
  std::ofstream file(argv[1], std::ios::binary);
  file << *document << "\n";
  return file.good() ? EXIT_SUCCESS : EXIT_FAILURE;
}
