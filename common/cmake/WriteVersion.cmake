# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ source with the VERSION of the suite and the git revision of the sources in
# SOURCE_DIR. Run at every build; a file that would not change is left alone, so nothing is rebuilt.

set(revision unknown)
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE
                  RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed)
    set(revision ${head})
    execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} diff --quiet HEAD RESULT_VARIABLE changed
                    ERROR_QUIET)
    if(changed)
      string(APPEND revision ", modified")
    endif()
  endif()
endif()
set(text "// Generated at build time.\n#include \"common/program/version.h\"\n\nnamespace sos {\n\n")
string(APPEND text "absl::string_view Version() { return \"${VERSION} (git ${revision})\"; }\n\n")
string(APPEND text "}  // namespace sos\n")
set(before "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT before STREQUAL text)
  file(WRITE ${OUTPUT} "${text}")
endif()
