// Which kernels this processor runs.
#include "language/kernels.h"

#include <cpuid.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

namespace readout::language {
namespace {

// AVX-VNNI: leaf 7, subleaf 1, EAX bit 4. __builtin_cpu_supports does not know it in every compiler we build with.
bool has_avxvnni() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1u << 4)) != 0 && __builtin_cpu_supports("avx2");
}

bool has_avx512vnni() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
}

}  // namespace

const Kernels& choose_kernels() {
    if (const char* asked = std::getenv("READOUT_CPU"); asked != nullptr)
        if (const Kernels* table = kernels_named(asked)) return *table;
    if (has_avx512vnni()) return kernels_avx512vnni;
    if (has_avxvnni()) return kernels_avxvnni;
    return kernels_avx2;
}

const Kernels* kernels_named(const char* name) {
    const std::string_view wanted = name;
    if (wanted == kernels_avx2.name) return &kernels_avx2;
    if (wanted == kernels_avxvnni.name && has_avxvnni()) return &kernels_avxvnni;
    if (wanted == kernels_avx512vnni.name && has_avx512vnni()) return &kernels_avx512vnni;
    return nullptr;
}

}  // namespace readout::language
