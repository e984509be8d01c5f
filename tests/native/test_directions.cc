// Sums of directions beside sums in long double: every instruction set and type, any shape, the same bits from any number of threads.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <numeric>
#include <random>
#include <vector>

#include "check.h"
#include "native/cpu/directions.h"
#include "native/cpu/dispatch.h"
#include "native/cpu/thread_pool.h"

using namespace logbessel::cpu;

namespace {

/// Random rows, all near the first axis if `tight`, and their factors.
template <class S>
struct Matrix {
    std::ptrdiff_t n, dim;
    std::vector<S> data;
    std::vector<double> factor;

    Matrix(std::ptrdiff_t n, std::ptrdiff_t dim, bool tight) : n(n), dim(dim), data(std::size_t(n * dim)), factor(std::size_t(n)) {
        std::mt19937_64 random(std::uint64_t(n * dim));
        std::normal_distribution<double> normal;
        for (std::size_t i = 0; i < data.size(); ++i) {
            data[i] = S(tight ? (i % std::size_t(dim) == 0 ? 3 : 0) + 1e-4 * normal(random) : normal(random));
        }
        for (std::size_t i = 0; i < factor.size(); ++i) factor[i] = i % 5 == 1 ? 0 : double(i % 7 + 1) / 8;
    }
    Rows rows(bool weighted = true) const { return {data.data(), sizeof(S) == 8, n, dim, weighted ? factor.data() : nullptr}; }
    long double at(std::ptrdiff_t i, std::ptrdiff_t j) const { return data[std::size_t(i * dim + j)]; }
};

template <class S>
std::vector<double> directions(const Matrix<S>& m, bool weighted, std::ptrdiff_t rows_at_once) {
    DirectionSums sums = {m.rows(weighted), rows_at_once, 1e-200, 1e200, nullptr};
    std::vector<double> out(std::size_t(sums.samples() * (3 + 2 * m.dim)));
    sums.out = out.data();
    CHECK(sum_directions(sums));
    return out;
}

template <class S>
void check_sample(const Matrix<S>& m, bool weighted, std::ptrdiff_t begin, std::ptrdiff_t end, const double* found) {
    std::vector<long double> unit, resultant(std::size_t(m.dim));
    long double weight = 0, scatter = 0;
    const auto count = [&](std::ptrdiff_t i) { return weighted ? m.factor[std::size_t(i)] : 1; };
    for (std::ptrdiff_t i = begin; i < end; ++i) {
        long double squares = 0;
        for (std::ptrdiff_t j = 0; j < m.dim; ++j) squares += m.at(i, j) * m.at(i, j);
        for (std::ptrdiff_t j = 0; j < m.dim; ++j) {
            unit.push_back(m.at(i, j) / std::sqrt(squares));
            resultant[std::size_t(j)] += count(i) * unit.back();
        }
        weight += count(i);
    }
    for (std::size_t e = 0; e < unit.size(); ++e) {
        const long double step = unit[e] - resultant[e % std::size_t(m.dim)] / weight;
        scatter += count(begin + std::ptrdiff_t(e) / m.dim) * step * step;
    }
    CHECK(found[0] == double(weight), "%g, not %Lg", found[0], weight);
    if (weight == 0) return;
    // Rounding a direction moves each of its numbers by 1e-16, which beside a step of 1e-4 is 1e-12.
    CHECK(std::fabs(found[1] + found[2] - scatter) <= 1e-12L * scatter + 1e-30L, "scatter %.17g, not %.17Lg", found[1] + found[2], scatter);
    // A norm of 512 numbers is off by 2.3e-16 where 64 roundings in one word walk at random; five times that, whatever the numbers are.
    for (std::ptrdiff_t j = 0; j < m.dim; ++j) {
        const long double error = (static_cast<long double>(found[3 + j]) + found[3 + m.dim + j]) - resultant[std::size_t(j)];
        CHECK(std::fabs(error) <= 2e-16L * std::sqrt(weight) * 6, "column %td of %td: off by %Lg", j, m.dim, error);
    }
}

template <class S>
void check_groups(const Matrix<S>& m) {
    constexpr std::ptrdiff_t groups = 5;
    std::vector<std::ptrdiff_t> label(static_cast<std::size_t>(m.n));
    std::vector<long double> expected(std::size_t(groups * m.dim), 1);
    for (std::ptrdiff_t i = 0; i < m.n; ++i) {
        label[std::size_t(i)] = i * i % groups;
        for (std::ptrdiff_t j = 0; j < m.dim; ++j)
            expected[std::size_t(i * i % groups * m.dim + j)] += m.factor[std::size_t(i)] * m.at(i, j);
    }
    std::vector<std::ptrdiff_t> order(label.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&label](auto i, auto k) { return label[std::size_t(i)] < label[std::size_t(k)]; });
    std::vector<double> one_thread;
    for (int threads : {1, 2, 5}) {
        set_num_threads(threads);
        std::vector<double> out(expected.size(), 1);
        sum_groups({m.rows(), label.data(), order.data(), out.data()});
        for (std::size_t e = 0; e < out.size(); ++e)
            CHECK(std::fabs(out[e] - expected[e]) < 1e-13L * (1 + m.n), "%g, not %Lg", out[e], expected[e]);
        if (threads == 1) one_thread = out;
        CHECK(out == one_thread);
    }
}

template <class S>
void check_matrix(std::ptrdiff_t n, std::ptrdiff_t dim, bool tight) {
    const Matrix<S> m(n, dim, tight);
    for (bool weighted : {false, true}) {
        for (std::ptrdiff_t rows_at_once : {std::ptrdiff_t(3), n}) {
            set_num_threads(1);
            const std::vector<double> found = directions(m, weighted, rows_at_once);
            for (std::ptrdiff_t k = 0; k * rows_at_once < n; ++k) {
                const std::ptrdiff_t begin = k * rows_at_once, end = begin + rows_at_once < n ? begin + rows_at_once : n;
                check_sample(m, weighted, begin, end, found.data() + k * (3 + 2 * dim));
            }
            for (int threads : {2, 5}) {
                set_num_threads(threads);
                CHECK(directions(m, weighted, rows_at_once) == found);
            }
        }
    }
    check_groups(m);
}

template <class S>
void check_bounds() {
    for (double bad : {0.0, 1e-30, 1e30, HUGE_VAL, double(NAN)}) {
        Matrix<S> m(20, 9, false);
        for (int j = 0; j < 9; ++j) m.data[std::size_t(19 * 9 + j)] = S(bad);
        std::vector<double> out(7 * 21);
        CHECK(!sum_directions({m.rows(), 3, 1e-20, 1e20, out.data()}), "rows of %g", bad);
    }
}

}  // namespace

int main() {
    for (const std::string& isa : available_isas()) {
        CHECK(use_isa(isa));
        for (bool tight : {false, true}) {
            for (std::ptrdiff_t dim : {2, 3, 8, 17, 33, 515, 1024}) {
                for (std::ptrdiff_t n : {1, 7, 8, 50}) {
                    check_matrix<float>(n, dim, tight);
                    check_matrix<double>(n, dim, tight);
                }
            }
        }
        check_bounds<float>();
        check_bounds<double>();
    }
}
