// What a native test needs.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Ends the test where the condition fails, and says so; a format and its arguments may follow.
#define CHECK(condition, ...)                                                        \
    do {                                                                             \
        if (!(condition)) {                                                          \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);     \
            __VA_OPT__(std::fprintf(stderr, __VA_ARGS__); std::fputc('\n', stderr);) \
            std::exit(1);                                                            \
        }                                                                            \
    } while (false)
