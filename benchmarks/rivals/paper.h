// The method of arXiv 2409.08729, for a CPU and a GPU: log I and log K by the first expression of its table whose condition holds.
//
// The table, the numbers of terms and the quadrature are those of its published ports; the polynomials u_k come from paper.py, which writes
// them before this text.  No function is marked for the GPU: NVRTC takes all for its own (--device-as-default-execution-space).
#pragma once

#if defined(__CUDACC_RTC__)
#define PAPER_UNROLL _Pragma("unroll")
#else
#include <cmath>
#define PAPER_UNROLL _Pragma("GCC unroll 32")
#endif

namespace paper {

#if !defined(__CUDACC_RTC__)
using std::exp, std::fabs, std::fmax, std::lgamma, std::log, std::sqrt;
#endif

constexpr double log_2 = 0.69314718055994530942, log_pi = 1.1447298858494001741, log_2pi = log_2 + log_pi;

/// 1 + sum_{k <= terms} prod_{j <= k} (-+)(mu - (2j-1)^2) / (8 x j), mu = 4 v^2; minus for I, plus for K (DLMF 10.40.1, 10.40.2).
template <int terms, class T>
T hankel_sum(T v, T x, T sign) {
    const T mu = 4 * v * v, scale = sign / (8 * x);
    T term = 1, sum = 1;
    PAPER_UNROLL
    for (int k = 1; k <= terms; ++k) {
        term *= scale * T(1.0 / k) * (mu - T((2 * k - 1) * (2 * k - 1)));
        sum += term;
    }
    return log(fabs(sum));
}

/// 1 + sum_{k <= terms} (+-)^k u_k(t) / v^k; plus for I, minus for K (DLMF 10.41.3, 10.41.4).
template <int terms, class T>
T debye_sum(T v, T t, T sign) {
    const T tt = t * t, scale = sign * t / v;
    T sum = 0;
    PAPER_UNROLL
    for (int k = terms; k >= 1; --k) {
        T u = 0;  // u_k(t) / t^k, a polynomial in t^2
        PAPER_UNROLL
        for (int j = k; j >= 0; --j) u = u * tt + T(debye[k - 1][j]);
        sum = scale * (u + sum);
    }
    return log(fabs(1 + sum));
}

template <class T>
struct LogI {
    template <int terms>
    static T mu(T v, T x) {
        return x - (T(log_2pi) + log(x)) / 2 + hankel_sum<terms>(v, x, T(-1));
    }

    template <int terms>
    static T uniform(T v, T x) {
        const T z = x / v, r = sqrt(1 + z * z), eta = r + log(z / (1 + r));
        return v * eta - (T(log_2pi) + log(v)) / 2 - log(1 + z * z) / 4 + debye_sum<terms>(v, 1 / r, T(1));
    }

    /// The power series with 41 terms, divided by the largest of them (DLMF 10.25.2).
    static T fallback(T v, T x) {
        constexpr int terms = 41;
        T log_term[terms], log_x2 = 2 * (log(x) - T(log_2));
        log_term[0] = -lgamma(v + 1);
        for (int k = 1; k < terms; ++k) log_term[k] = log_term[k - 1] + log_x2 - log(k * (k + v));
        const int largest = int((sqrt(v * v + x * x) - v) / 2);
        T sum = 0;
        for (int k = 0; k < terms; ++k) sum += exp(log_term[k] - log_term[largest]);
        return v * (log(x) - T(log_2)) + log_term[largest] + log(sum);
    }

    static T at_zero(T v) { return v == 0 ? T(0) : log(T(0)); }
};

template <class T>
struct LogK {
    template <int terms>
    static T mu(T v, T x) {
        return (T(log_pi) - log(2 * x)) / 2 - x + hankel_sum<terms>(v, x, T(1));
    }

    template <int terms>
    static T uniform(T v, T x) {
        const T z = x / v, r = sqrt(1 + z * z), eta = r + log(z / (1 + r));
        return (T(log_pi) - log(2 * v)) / 2 - v * eta - log(1 + z * z) / 4 + debye_sum<terms>(v, 1 / r, T(-1));
    }

    /// Rothwell's integral over (0, 1), by Simpson's rule with 600 steps, its terms kept as logarithms.
    static T fallback(T v, T x) {
        constexpr int steps = 600, n = 8;
        const T beta = T(2 * n) / (2 * v + 1), log_beta = log(beta), step = T(1) / steps;
        T largest = log(T(0)), sum = 0;  // the integral is sum * exp(largest)
        for (int i = 1; i <= steps; ++i) {  // both terms vanish at 0
            const T u = i * step, log_u = log(u), power = exp(beta * log_u), weight = T(i == steps ? 1 : i % 2 ? 4 : 2);
            const T g = log_beta - power + (v - T(0.5)) * log(2 * x + power) + (n - 1) * log_u;
            const T h = -1 / u - (2 * v + 1) * log_u + (v - T(0.5)) * log(2 * x * u + 1);
            const T larger = fmax(g, h);
            if (larger > largest) {
                sum *= exp(largest - larger);
                largest = larger;
            }
            sum += weight * (exp(g - largest) + exp(h - largest));
        }
        return T(log_pi) / 2 - lgamma(v + T(0.5)) - v * log(2 * x) - x + largest + log(sum * step / 3);
    }

    static T at_zero(T) { return -log(T(0)); }
};

/// Which expression it is: the number of its terms, 0 for the fallback.
template <class T>
struct Expression {
    template <int terms>
    static T mu(T, T) {
        return terms;
    }

    template <int terms>
    static T uniform(T, T) {
        return terms;
    }

    static T fallback(T, T) { return 0; }
    static T at_zero(T) { return 0; }
};

/// The table of the paper, in its order.
template <class F, class T>
T value(T v, T x) {
    if (!(v >= 0 && x >= 0)) return sqrt(T(-1));
    if (x == 0) return F::at_zero(v);
    const T log_v = v > 0 ? log(v) : T(-1000), log_x = log(x);
    if ((x > T(1400) && v < T(3.05)) || (T(0.6229) * log_x - T(3.2318) > log_v && v > T(3.1))) return F::template mu<3>(v, x);
    if ((x > T(30) && v < T(15.3919)) || (T(0.5113) * log_x + T(0.7939) > log_v && x > T(59.6925))) return F::template mu<20>(v, x);
    if ((x > T(274.2377) && v > T(0.3)) || v > T(163.6993)) return F::template uniform<4>(v, x);
    if ((x > T(84.4153) && v > T(0.46)) || v > T(56.9971)) return F::template uniform<6>(v, x);
    if ((x > T(35.9074) && v > T(0.6)) || v > T(20.1534)) return F::template uniform<9>(v, x);
    if ((x > T(19.6931) && v > T(0.7)) || v > T(12.6964)) return F::template uniform<13>(v, x);
    return F::fallback(v, x);
}

}  // namespace paper
