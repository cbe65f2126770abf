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

READOUT_EMBED(abbreviations, "abbreviations.tsv")
READOUT_EMBED(boilerplate, "boilerplate.tsv")
READOUT_EMBED(contractions, "contractions.tsv")
READOUT_EMBED(no_places, "no_places.tsv")
READOUT_EMBED(split_model, "split.bin")

namespace readout {

#define READOUT_EMBEDDED(symbol) \
    std::string_view { readout_##symbol##_begin, static_cast<std::size_t>(readout_##symbol##_end - readout_##symbol##_begin) }

std::string_view embedded_abbreviations() { return READOUT_EMBEDDED(abbreviations); }
std::string_view embedded_boilerplate() { return READOUT_EMBEDDED(boilerplate); }
std::string_view embedded_contractions() { return READOUT_EMBEDDED(contractions); }
std::string_view embedded_no_places() { return READOUT_EMBEDDED(no_places); }
std::string_view embedded_split_model() { return READOUT_EMBEDDED(split_model); }

}  // namespace readout
