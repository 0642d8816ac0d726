# SPDX-License-Identifier: Apache-2.0
# The functions that describe every target of the tree. A library's name repeats
# its place: services/indicator/domain is sos_indicator_domain, linked as
# sos::indicator_domain. DEPS are what the headers mention, PRIVATE_DEPS what
# only the sources do. Files are listed, never globbed: the list is the table of
# contents.

include_guard(GLOBAL)

# Designated initializers name what differs from the defaults and leave out the rest on purpose.
set(SOS_WARNINGS -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Werror -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports the value inside a checked absl::StatusOr as uninitialized.
  list(APPEND SOS_WARNINGS -Wno-maybe-uninitialized)
endif()

if(SOS_SANITIZER STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(SOS_SANITIZER STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
  # Debian's Abseil is not instrumented: see the source.
  foreach(method Mutex4LockEv Mutex6UnlockEv Mutex5AwaitERKNS0_9ConditionE)
    add_link_options(-Wl,--wrap=_ZN4absl7debian35${method}
                     -Wl,--undefined=__wrap__ZN4absl7debian35${method})
  endforeach()
  add_library(sos_tsan_mutex STATIC ${PROJECT_SOURCE_DIR}/tests/tsan/absl_mutex.cc)
  target_link_libraries(sos_tsan_mutex PUBLIC absl::synchronization)
  link_libraries(sos_tsan_mutex)
elseif(SOS_SANITIZER)
  message(FATAL_ERROR "SOS_SANITIZER is '${SOS_SANITIZER}'; it may be 'address' or 'thread'")
endif()
if(SOS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# How many sources of a target are compiled together. Nearly all of a source's time goes into the
# headers of gRPC, protobuf and Abseil, which a group reads once. Names in unnamed namespaces must
# therefore differ within a target.
set(SOS_UNITY_SOURCES 16)

# Lets the sources of a target be compiled together.
function(sos_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${SOS_UNITY}
                                             UNITY_BUILD_BATCH_SIZE ${SOS_UNITY_SOURCES})
endfunction()

# sos_cc_library(<name> SRCS ... HDRS ... [DEPS ...] [PRIVATE_DEPS ...])
function(sos_cc_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;HDRS;DEPS;PRIVATE_DEPS" ${ARGN})
  if(ARG_SRCS)
    add_library(sos_${name} STATIC ${ARG_SRCS} ${ARG_HDRS})
    target_include_directories(sos_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(sos_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
    target_compile_options(sos_${name} PRIVATE ${SOS_WARNINGS})
    sos_unity(sos_${name})
  else()
    add_library(sos_${name} INTERFACE)
    target_include_directories(sos_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(sos_${name} INTERFACE ${ARG_DEPS})
  endif()
  add_library(sos::${name} ALIAS sos_${name})
endfunction()

# sos_cc_binary(<program> SRCS ... DEPS ...) puts a program into build/bin.
function(sos_cc_binary program)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${program} ${ARG_SRCS})
  target_link_libraries(${program} PRIVATE ${ARG_DEPS})
  target_compile_options(${program} PRIVATE ${SOS_WARNINGS})
endfunction()

# sos_cc_test(<name> SRCS ... DEPS ... [LABEL unit] [UNITY]): UNITY where every source would read the
# headers of gRPC.
function(sos_cc_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(ARG "UNITY" "LABEL" "SRCS;DEPS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  add_executable(${name} ${ARG_SRCS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE ${SOS_WARNINGS})
  target_compile_definitions(${name} PRIVATE SOS_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             SOS_BINARY_DIR="${PROJECT_BINARY_DIR}")
  if(ARG_UNITY)
    sos_unity(${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 600)
endfunction()

# sos_proto_library(<name> PROTOS ... [DEPS ...]) generates messages and stubs.
# protoc runs once per library and also writes the descriptor set, with
# comments, that the contract test reads.
function(sos_proto_library name)
  cmake_parse_arguments(ARG "" "" "PROTOS;DEPS" ${ARGN})
  set(out ${PROJECT_BINARY_DIR}/proto)
  set(generated)
  set(sources)
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    list(APPEND generated ${out}/${stem}.pb.cc ${out}/${stem}.pb.h
                          ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
    list(APPEND sources ${PROJECT_SOURCE_DIR}/proto/${proto})
  endforeach()
  add_custom_command(
    OUTPUT ${generated} ${out}/${name}.descriptors
    COMMAND protobuf::protoc --proto_path=${PROJECT_SOURCE_DIR}/proto
            --cpp_out=${out} --grpc_out=${out}
            --plugin=protoc-gen-grpc=${SOS_GRPC_PLUGIN}
            --include_source_info --descriptor_set_out=${out}/${name}.descriptors
            ${ARG_PROTOS}
    DEPENDS ${sources}
    VERBATIM)
  add_library(sos_${name} STATIC ${generated})
  add_library(sos::${name} ALIAS sos_${name})
  target_include_directories(sos_${name} SYSTEM PUBLIC ${out})
  target_link_libraries(sos_${name} PUBLIC gRPC::grpc++ protobuf::libprotobuf ${ARG_DEPS})
  sos_unity(sos_${name})
  # Every generated source has two tables of the same names.
  set_target_properties(sos_${name} PROPERTIES
    UNITY_BUILD_UNIQUE_ID SOS_GENERATED_ID
    UNITY_BUILD_CODE_BEFORE_INCLUDE "#define SOS_JOINED(name, id) name##_##id
#define SOS_UNIQUE(name, id) SOS_JOINED(name, id)
#define schemas SOS_UNIQUE(schemas, SOS_GENERATED_ID)
#define file_default_instances SOS_UNIQUE(file_default_instances, SOS_GENERATED_ID)")
  # One precompiled header serves all generated code.
  if(name STREQUAL "rpc_proto")
    target_precompile_headers(sos_${name} PRIVATE <grpcpp/grpcpp.h>)
  else()
    target_precompile_headers(sos_${name} REUSE_FROM sos_rpc_proto)
  endif()
endfunction()

# sos_embed(<name> NAMESPACE <sos::ns> FUNCTION <Files> HEADER <path.h> FILES ...) compiles data files
# into a library, so that a program carries its rules with it. An absolute path is a file that the
# build makes.
function(sos_embed name)
  cmake_parse_arguments(ARG "" "NAMESPACE;FUNCTION;HEADER" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  set(paths)
  foreach(file IN LISTS ARG_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE path)
    list(APPEND paths ${path})
  endforeach()
  string(REPLACE ";" "|" joined "${paths}")
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${joined}" -DOUTPUT=${source} -DHEADER=${ARG_HEADER}
            -DNAMESPACE=${ARG_NAMESPACE} -DFUNCTION=${ARG_FUNCTION}
            -P ${PROJECT_SOURCE_DIR}/common/cmake/EmbedFiles.cmake
    DEPENDS ${paths} ${PROJECT_SOURCE_DIR}/common/cmake/EmbedFiles.cmake
    VERBATIM)
  sos_cc_library(${name} SRCS ${source} HDRS ${PROJECT_SOURCE_DIR}/${ARG_HEADER} DEPS absl::span absl::strings)
endfunction()
