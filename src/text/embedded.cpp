#include "text/embedded.h"

#include <cstddef>

// READOUT_TEXT_DATA is the folder data/text of the sources (src/text/room.cmake).
#define READOUT_EMBED(symbol, file)                   \
    __asm__(                                          \
        ".section .rodata\n"                          \
        ".balign 16\n"                                \
        ".global readout_" #symbol                    \
        "_begin\n"                                    \
        "readout_" #symbol                            \
        "_begin:\n"                                   \
        ".incbin \"" READOUT_TEXT_DATA "/" file       \
        "\"\n"                                        \
        ".global readout_" #symbol                    \
        "_end\n"                                      \
        "readout_" #symbol                            \
        "_end:\n"                                     \
        ".byte 0\n"                                   \
        ".previous\n");                               \
    extern "C" const char readout_##symbol##_begin[]; \
    extern "C" const char readout_##symbol##_end[];

READOUT_EMBED(boilerplate, "boilerplate.tsv")

namespace readout {

std::string_view embedded_boilerplate() {
    return {readout_boilerplate_begin, static_cast<std::size_t>(readout_boilerplate_end - readout_boilerplate_begin)};
}

}  // namespace readout
