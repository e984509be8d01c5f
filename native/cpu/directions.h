// Sums of the directions of rows: of those that follow each other in a matrix, and of those of each group.
#pragma once

#include <cstddef>

namespace logbessel::cpu {

/// A matrix in C order, of floats or of doubles, and a number for each of its rows.
struct Rows {
    const void* data;
    bool is_double;
    std::ptrdiff_t n, dim;
    const double* factor;
};

/// Row i, divided by its norm, counts factor[i] <= 1 times, or once where there are none; so many rows at once, below 2^26, are one sample.
struct DirectionSums {
    Rows rows;
    std::ptrdiff_t rows_at_once;
    double least, most;  // bounds of a row's sum of squares
    double* out;         // of each sample: its weight, its scatter in two words, its resultant in two words of `dim` numbers

    std::ptrdiff_t samples() const { return (rows.n + rows_at_once - 1) / rows_at_once; }
    double* sample(std::ptrdiff_t k) const { return out + k * (3 + 2 * rows.dim); }
};

/// False, and nothing to rely on, where a row's sum of squares is not within the bounds.
bool sum_directions(const DirectionSums& sums);

/// Row i times factor[i] is added to row label[i] of `out`.  The rows come in an order in which those of a group follow each other.
struct GroupSums {
    Rows rows;
    const std::ptrdiff_t *label, *order;
    double* out;
};
void sum_groups(const GroupSums& sums);

}  // namespace logbessel::cpu
