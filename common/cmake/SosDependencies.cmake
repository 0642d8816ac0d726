# SPDX-License-Identifier: Apache-2.0
# Everything the build takes from Debian 12. Each library is linked by exactly
# the targets that name it; see the "Libraries" table of the root README for why.

include_guard(GLOBAL)

find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
set(PostgreSQL_ADDITIONAL_VERSIONS 15)
find_package(PostgreSQL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(EXPAT REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ctemplate REQUIRED IMPORTED_TARGET libctemplate)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
if(BUILD_TESTING)
  find_package(GTest CONFIG REQUIRED)
endif()
if(SOS_BENCHMARK)
  find_package(benchmark CONFIG REQUIRED)
endif()
find_program(SOS_GRPC_PLUGIN grpc_cpp_plugin REQUIRED)

# A compiler cache is used where there is one and never required.
find_program(SOS_CCACHE ccache)
if(SOS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SOS_CCACHE})
endif()
