# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ source whose NAMESPACE::FUNCTION() returns the FILES
# (joined by '|') as {name, contents}. Run by sos_embed() at build time.

string(REPLACE "|" ";" files "${FILES}")
set(text "// Generated from data files at build time.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n")
string(APPEND text "absl::Span<const EmbeddedFile> ${FUNCTION}() {\n  static constexpr EmbeddedFile kFiles[] = {\n")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  file(READ ${file} contents)
  string(APPEND text "      {\"${name}\", R\"sos_file(${contents})sos_file\"},\n")
endforeach()
string(APPEND text "  };\n  return kFiles;\n}\n\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUTPUT} "${text}")
