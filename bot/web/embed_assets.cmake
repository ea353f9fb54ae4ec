# Writes OUTPUT, a source file with the files of DIRECTORY as strings: cmake -D OUTPUT=… -D DIRECTORY=… -P embed_assets.cmake
function(asset FUNCTION FILE)
  file(READ ${DIRECTORY}/${FILE} HEX HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," BYTES "${HEX}")
  file(APPEND ${OUTPUT}.new
    "absl::string_view ${FUNCTION}() {\n"
    "  static constexpr char kBytes[] = {${BYTES}};\n"
    "  return {kBytes, sizeof kBytes};\n"
    "}\n\n")
endfunction()

file(WRITE ${OUTPUT}.new "#include \"bot/web/assets.h\"\n\nnamespace sipwhy::bot {\n\n")
asset(StyleSheet style.css)
asset(ChatScript chat.js)
asset(Icon icon.svg)
file(APPEND ${OUTPUT}.new "}  // namespace sipwhy::bot\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
