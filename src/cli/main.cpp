#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "cli/cli.h"

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    const bool out_is_terminal = ::isatty(STDOUT_FILENO) != 0;
    const bool err_is_terminal = ::isatty(STDERR_FILENO) != 0;
    const char* no_color = std::getenv("NO_COLOR");
    const bool color = out_is_terminal && (no_color == nullptr || *no_color == '\0');
    winsize window{};
    const bool sized = out_is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
    readout::cli::Console console{std::cout, std::cerr, out_is_terminal, err_is_terminal, color, sized ? window.ws_col : 80};
    const int code = readout::cli::run({argv + 1, argv + argc}, console);
    std::cout.flush();
    return std::cout.good() ? code : (code == 0 ? 1 : code);
}
