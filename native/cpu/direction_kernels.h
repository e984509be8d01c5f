// The kernels behind directions.h.
#pragma once

#include "logbessel/pack.h"
#include "logbessel/twofold.h"
#include "native/cpu/directions.h"

namespace logbessel::cpu {
inline namespace LOGBESSEL_ISA {

/// Columns whose terms are summed up in one word before they go where nothing is lost.
constexpr std::ptrdiff_t panel = 512;

// One column, or as many as a register has lanes.
template <class S>
LOGBESSEL_HD void load(const S* p, double& x) {
    x = double(*p);
}
template <int N>
LOGBESSEL_HD void load(const double* p, pack<double, N>& x) {
    x = pack<double, N>::load(p);
}
template <int N>
LOGBESSEL_HD void load(const float* p, pack<double, N>& x) {
    x = widened(pack<float, N>::load(p));
}
LOGBESSEL_HD void store(double x, double* p) { *p = x; }
template <int N>
LOGBESSEL_HD void store(pack<double, N> x, double* p) {
    x.store(p);
}
template <int N>
LOGBESSEL_HD double sum_of_lanes(pack<double, N> x) {
    double sum = 0;
    for (int i = 0; i < N; ++i) sum += x[i];
    return sum;
}

/// Two words of a sum, and of the sum with one term more.
LOGBESSEL_HD twofold<double> added(twofold<double> sum, double term) {
    const twofold<double> s = two_sum(sum.hi, term);
    return {s.hi, sum.lo + s.lo};
}

/// The sum of squares of the numbers from begin to end.
template <class S>
LOGBESSEL_HD double sum_of_squares(const S* begin, const S* end) {
    using T = native_pack<double>;
    constexpr int chains = 4;  // an addition waits for the one before
    T sum[chains] = {T(0.0), T(0.0), T(0.0), T(0.0)};
    for (; end - begin >= chains * T::lanes; begin += chains * T::lanes) {
        LOGBESSEL_UNROLL
        for (int c = 0; c < chains; ++c) {
            T x;
            load(begin + c * T::lanes, x);
            sum[c] = muladd(x, x, sum[c]);
        }
    }
    double rest = 0;
    for (; begin < end; ++begin) rest += double(*begin) * double(*begin);
    return sum_of_lanes((sum[0] + sum[1]) + (sum[2] + sum[3])) + rest;
}

/// Adding this rounds numbers of at most 1 to multiples of 2^-26, so that sums of those are exact.
constexpr double splitter = 0x1.8p26;

/// The sums of one sample of rows.
template <class S>
struct Sample {
    static constexpr int team = 8;  // rows that share each reading and writing of the sums

    const DirectionSums& job;
    double *const out, *const resultant, *const resultant_low;
    twofold<double> weight{0, 0}, scatter{0, 0};

    const S* row[team];
    double inverse_norm[team], count[team];

    LOGBESSEL_HD Sample(const DirectionSums& job, double* out)
        : job(job), out(out), resultant(out + 3), resultant_low(resultant + job.rows.dim) {
        for (std::ptrdiff_t j = 0; j < 2 * job.rows.dim; ++j) resultant[j] = 0;
    }

    /// The next rows, of which the last one fills the team up, without weight; false where one has no norm.
    LOGBESSEL_HD bool choose(std::ptrdiff_t first, std::ptrdiff_t end) {
        const Rows& rows = job.rows;
        for (int i = 0; i < team; ++i) {
            const std::ptrdiff_t at = first + i < end ? first + i : end - 1;
            row[i] = static_cast<const S*>(rows.data) + at * rows.dim;
            count[i] = first + i < end ? (rows.factor != nullptr ? rows.factor[at] : 1) : 0;
            double squares = 0;
            for (std::ptrdiff_t j = 0; j < rows.dim; j += panel) {
                const std::ptrdiff_t stop = j + panel < rows.dim ? j + panel : rows.dim;
                squares += sum_of_squares(row[i] + j, row[i] + stop);
            }
            if (!(squares > job.least && squares < job.most)) return false;
            inverse_norm[i] = 1 / sqrt(squares);
        }
        return true;
    }

    /// `within` and `between`: the squares of the steps from the mean of the team to its rows, and to the mean of those before.
    template <class T>
    LOGBESSEL_HD void add_columns(std::ptrdiff_t j, double inverse_team, double inverse_before, T (&within)[team], T& between) {
        T unit[team], high(splitter), low(0.0);
        LOGBESSEL_UNROLL
        for (int i = 0; i < team; ++i) {
            load(row[i] + j, unit[i]);
            unit[i] = unit[i] * T(inverse_norm[i]);
            const T next = muladd(unit[i], T(count[i]), high), part = next - high;
            low = low + muladd(unit[i], T(count[i]), -part);
            high = next;
        }
        high = high - T(splitter);
        const T mean = (high + low) * T(inverse_team);
        LOGBESSEL_UNROLL
        for (int i = 0; i < team; ++i) {
            const T step = unit[i] - mean;
            within[i] = muladd(step, step, within[i]);
        }
        T sum, sum_low;
        load(resultant + j, sum);
        load(resultant_low + j, sum_low);
        const T step = (sum + sum_low) * T(inverse_before) - mean;
        between = muladd(step, step, between);
        store(sum + high, resultant + j);
        store(sum_low + low, resultant_low + j);
    }

    /// Merges the team with the rows before, as Chan, Golub & LeVeque do.
    LOGBESSEL_HD void add() {
        using T = native_pack<double>;
        double own = 0;
        for (int i = 0; i < team; ++i) own += count[i];
        if (own < 0x1p-900) return;  // beside a factor of 1, somewhere, it is nothing
        const double before = sum(weight);
        weight = added(weight, own);
        const double inverse_team = 1 / own, inverse_before = before > 0 ? 1 / before : 0, share = before / sum(weight) * own;
        const std::ptrdiff_t dim = job.rows.dim;
        for (std::ptrdiff_t j = 0; j < dim;) {
            const std::ptrdiff_t stop = j + panel < dim ? j + panel : dim;
            T within[team], between(0.0), squares(0.0);
            double within_rest[team] = {}, between_rest = 0, squares_rest = 0;
            for (T& lanes : within) lanes = T(0.0);
            for (; j + T::lanes <= stop; j += T::lanes) add_columns(j, inverse_team, inverse_before, within, between);
            for (; j < stop; ++j) add_columns(j, inverse_team, inverse_before, within_rest, between_rest);
            for (int i = 0; i < team; ++i) {
                squares = squares + within[i] * T(count[i]);
                squares_rest += within_rest[i] * count[i];
            }
            scatter = added(scatter, sum_of_lanes(squares + between * T(share)) + (squares_rest + between_rest * share));
        }
    }
};

template <class S>
bool sum_sample(const DirectionSums& job, std::ptrdiff_t k) {
    Sample<S> sample(job, job.sample(k));
    const std::ptrdiff_t begin = k * job.rows_at_once, end = begin + job.rows_at_once < job.rows.n ? begin + job.rows_at_once : job.rows.n;
    for (std::ptrdiff_t first = begin; first < end; first += Sample<S>::team) {
        if (!sample.choose(first, end)) return false;
        sample.add();
    }
    sample.out[0] = sum(sample.weight);
    sample.out[1] = sample.scatter.hi;
    sample.out[2] = sample.scatter.lo;
    return true;
}

/// Some rows of one group.
template <class S>
struct Group {
    static constexpr int team = 8;

    const S* row[team];
    double factor[team];
    double* sum;

    template <class T>
    LOGBESSEL_HD void add_columns(std::ptrdiff_t j, T y) const {
        load(sum + j, y);
        LOGBESSEL_UNROLL
        for (int i = 0; i < team; ++i) {
            T x;
            load(row[i] + j, x);
            y = muladd(x, T(factor[i]), y);
        }
        store(y, sum + j);
    }
};

template <class S>
void sum_groups(const GroupSums& sums, std::ptrdiff_t begin, std::ptrdiff_t end) {
    using T = native_pack<double>;
    const Rows& rows = sums.rows;
    for (std::ptrdiff_t first = 0; first < rows.n;) {
        const std::ptrdiff_t label = sums.label[sums.order[first]];
        Group<S> group;
        group.sum = sums.out + label * rows.dim;
        for (int i = 0; i < group.team; ++i) {
            const bool there = first < rows.n && sums.label[sums.order[first]] == label;
            const std::ptrdiff_t at = sums.order[there ? first : first - 1];
            group.row[i] = static_cast<const S*>(rows.data) + at * rows.dim;
            group.factor[i] = there ? rows.factor[at] : 0;
            first += there;
        }
        std::ptrdiff_t j = begin;
        for (; j + T::lanes <= end; j += T::lanes) group.add_columns(j, T());
        for (; j < end; ++j) group.add_columns(j, 0.0);
    }
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel::cpu
