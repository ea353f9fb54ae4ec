# Writes OUTPUT, a C++ source of HEADER's functions that give the bytes of files. FILES is a list of FUNCTION=PATH:
#   cmake -D OUTPUT=… -D HEADER=bot/web/assets.h -D NAMESPACE=sipwhy::bot -D FILES=Icon=/…/icon.svg -P embed_files.cmake
file(WRITE ${OUTPUT}.new "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n")
foreach(FILE IN LISTS FILES)
  string(REGEX MATCH "^([A-Za-z]+)=(.+)$" FILE "${FILE}")
  file(READ ${CMAKE_MATCH_2} HEX HEX)
  set(FUNCTION ${CMAKE_MATCH_1})
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," BYTES "${HEX}")
  file(APPEND ${OUTPUT}.new
    "absl::string_view ${FUNCTION}() {\n"
    "  static constexpr char kBytes[] = {${BYTES}};\n"
    "  return {kBytes, sizeof kBytes};\n"
    "}\n\n")
endforeach()
file(APPEND ${OUTPUT}.new "}  // namespace ${NAMESPACE}\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
