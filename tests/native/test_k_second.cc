// The second derivatives of log K within the disc are what their definition says: variances and the covariance of t and cosh t under the
// density exp(v t - x cosh t), summed in long double over a fine grid.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "check.h"
#include "logbessel/methods/k_second_quadrature.h"
#include "logbessel/methods/k_second_series.h"
#include "logbessel/regions.h"

namespace {

struct second_derivatives {
    long double dx2, dvdx, dv2, slope;  // that of dvdx in v, where v = 0
};

/// With t = asinh(v/x) + s
second_derivatives by_definition(long double v, long double x) {
    const long double R = std::hypot(v, x), rest = x * (x / (R + v)), h = 1 / 64.0L;
    const long double end = 12 + std::asinh(v / x) + std::max(0.0L, -std::log(x));
    struct node {
        long double weight, s, y;
    };
    std::vector<node> nodes;
    for (long double s = -h * std::ceil(end / h); s < end; s += h) {
        const long double rise = std::expm1(s), cosh = 2 * std::sinh(s / 2) * std::sinh(s / 2);
        nodes.push_back({std::exp(-(rest * cosh + v * (rise - s))), s, rest * cosh + v * rise});
    }
    long double sum = 0, mean_s = 0, mean_y = 0, ss = 0, sy = 0, yy = 0, ssy = 0;
    for (const node& a : nodes) {
        sum += a.weight;
        mean_s += a.weight * a.s;
        mean_y += a.weight * a.y;
    }
    mean_s /= sum;
    mean_y /= sum;
    for (const node& a : nodes) {
        ss += a.weight * (a.s - mean_s) * (a.s - mean_s);
        sy += a.weight * (a.s - mean_s) * (a.y - mean_y);
        ssy += a.weight * a.s * a.s * (a.y - mean_y);
        yy += a.weight * (a.y - mean_y) * (a.y - mean_y);
    }
    return {yy / sum / x / x, -sy / sum / x, ss / sum, -ssy / sum / x};
}

template <class S>
long double ulps(S y, long double truth) {
    const S size = S(std::abs(truth));
    return std::abs(y - truth) / (std::nextafter(size, S(INFINITY)) - size);
}

template <class S>
void check_second_derivatives() {
    namespace quadrature = logbessel::k_second_quadrature;
    namespace series = logbessel::k_second_series;
    const S radius = logbessel::region::disc_radius<S>, argument = logbessel::region::second_series_argument<S>, bound = 20;
    std::mt19937 random(11);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int i = 0; i < 1000; ++i) {
        const S v = S(i % 2 ? unit(random) * radius : random() % 16 / 2. * std::exp2(-12 * unit(random)));
        const S border = std::nextafter(argument, S(i % 16 ? 0 : 1));
        const S x = i % 8 ? S(i % 4 < 2 ? unit(random) * radius : std::exp2(-20 * unit(random))) : border;
        if (std::hypot(v, x) >= radius) {
            continue;
        }
        const bool by_series = x < argument && v < logbessel::region::second_series_order<S>;
        const auto log_half_x = logbessel::log_twofold(x, S(-1));
        const auto dvdx = [&](S v) { return by_series ? series::dvdx(v, x, log_half_x) : quadrature::dvdx(v, x); };
        const S dx2 = by_series ? series::dx2(v, x, log_half_x) : quadrature::dx2(v, x);
        const S dv2 = by_series ? series::dv2(v, x, log_half_x) : quadrature::dv2(v, x);
        const second_derivatives truth = by_definition(v, x);
        CHECK(ulps(dx2, truth.dx2) <= bound, "dx2 at v = %a, x = %a", double(v), double(x));
        CHECK(ulps(dv2, truth.dv2) <= bound, "dv2 at v = %a, x = %a", double(v), double(x));
        if (v > S(0x1p-6)) {  // below, the sums lose digits
            CHECK(ulps(dvdx(v), truth.dvdx) <= bound, "dvdx at v = %a, x = %a", double(v), double(x));
        } else if (v < S(1)) {
            const S tiny = S(0x1p-60) * v;
            CHECK(ulps(dvdx(tiny), tiny * by_definition(0, x).slope) <= bound, "dvdx at v = %a, x = %a", double(tiny), double(x));
        }
    }
}

}  // namespace

int main() {
    check_second_derivatives<double>();
    check_second_derivatives<float>();
}
