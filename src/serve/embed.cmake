# Writes a C++ source that holds the files of web/. Called at build time: cmake -DOUT=… -DFOLDER=… -DNAMES=a.js,b.css -P embed.cmake
string(REPLACE "," ";" names "${NAMES}")
set(types_html "text/html; charset=utf-8")
set(types_js "text/javascript; charset=utf-8")
set(types_css "text/css; charset=utf-8")
set(types_svg "image/svg+xml")
set(arrays "")
set(rows "")
set(n 0)
foreach(name ${names})
  file(READ "${FOLDER}/${name}" hex HEX)
  string(SHA256 tag "${hex}")
  string(SUBSTRING "${tag}" 0 16 tag)
  string(LENGTH "${hex}" length)
  math(EXPR size "${length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE ".*\\." "" suffix "${name}")
  string(APPEND arrays "constexpr unsigned char file_${n}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", \"${types_${suffix}}\", {reinterpret_cast<const char*>(file_${n}), ${size}}, \"${tag}\"},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(WRITE "${OUT}.part" "// Made from web/ by src/serve/embed.cmake.
#include \"serve/assets.h\"

namespace readout {
namespace {
${arrays}
const Asset assets[] = {
${rows}};
}  // namespace

const Asset* find_asset(std::string_view name) {
    for (const Asset& one : assets)
        if (one.name == name) return &one;
    return nullptr;
}

}  // namespace readout
")
file(RENAME "${OUT}.part" "${OUT}")
