// Compiles the tables of a folder into a knowledge image: compile_knowledge TABLES IMAGE [OVERLAY]. Run by the build.
#include <cstdio>

#include "actors/compile.h"
#include "base/file.h"

int main(int count, char** arguments) {
    if (count != 3 && count != 4) {
        std::fprintf(stderr, "usage: compile_knowledge TABLES IMAGE [OVERLAY]\n");
        return 2;
    }
    auto image = readout::actors::compile_knowledge(arguments[1], count == 4 ? arguments[3] : "");
    if (!image) {
        std::fprintf(stderr, "%s\n", image.fault().line().c_str());
        return 1;
    }
    if (auto written = readout::write_file(arguments[2], *image); !written) {
        std::fprintf(stderr, "%s\n", written.fault().line().c_str());
        return 1;
    }
    return 0;
}
