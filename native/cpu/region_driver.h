// The region driver: runs a function of the maths room over arrays, each method on packs of its own lanes.
//
// Almost all points lie in the region of method 0, which is evaluated in place, a pack at a time.  The lanes of the other regions wait,
// inputs and place, in one queue per method; a full queue is evaluated pack by pack and its results are scattered.  So no element is
// ever branched on alone, the queues stay in the first-level cache, nothing is allocated, and an output may be one of the inputs.
//
// A function that looks twice has two queues more, for lanes with a doubtful result, which its precise method then replaces: one for
// the lanes of method 0, one for those of the others, since the precise method too tells them apart.
#pragma once

#include <cfenv>
#include <cstddef>

#include "logbessel/functions.h"
#include "native/cpu/operands.h"
#include "native/cpu/queue.h"

namespace logbessel::cpu {
inline namespace LOGBESSEL_ISA {

/// Method m of F on n elements, a whole number of packs.
template <class F, int m, class S>
[[gnu::noinline]] void kernel(const S* v, const S* x, S* result, int n) {
    using T = native_pack<S>;
    for (int i = 0; i < n; i += T::lanes) F::template value<m>(T::load(v + i), T::load(x + i)).store(result + i);
}

/// The precise method of F on n elements, a whole number of packs.
template <class F, class S>
[[gnu::noinline]] void precise_kernel(const S* v, const S* x, S* result, int n) {
    using T = native_pack<S>;
    for (int i = 0; i < n; i += T::lanes) F::precise(T::load(v + i), T::load(x + i)).store(result + i);
}

template <class F, class S, class = void>
struct pole_of {
    static bool at(S, S x) { return x == 0; }
};
template <class F, class S>
struct pole_of<F, S, decltype(void(F::pole(S(), S())))> {
    static bool at(S v, S x) { return F::pole(v, x); }
};

/// The exceptions that IEEE 754 attaches to a result: invalid for a NaN made of numbers; divide by zero for an infinity that is the
/// exact value at a finite point, a pole; overflow for an infinity that stands for a number too large.
template <class F, class S>
int exceptions(S v, S x, S result) {
    const S infinity = format<S>::infinity;
    if (result != result) return v == v && x == x ? FE_INVALID : 0;
    if (abs(result) < infinity || !(abs(v) < infinity) || !(abs(x) < infinity)) return 0;
    return pole_of<F, S>::at(v, x) ? FE_DIVBYZERO : FE_OVERFLOW;
}

/// The last method of F, limits and extreme arguments, one element at a time.
template <class F, class S>
[[gnu::noinline]] int edge_kernel(const S* v, const S* x, S* result, int n) {
    int raised = 0;
    for (int i = 0; i < n; ++i) {
        result[i] = F::edge(v[i], x[i]);
        raised |= exceptions<F>(v[i], x[i], result[i]);
    }
    return raised;
}

/// Where the results go.
template <class S>
struct Output {
    char* data;
    std::ptrdiff_t stride;

    bool contiguous() const { return stride == sizeof(S); }
    LOGBESSEL_HD void put(std::ptrdiff_t i, S result) const { __builtin_memcpy(data + i * stride, &result, sizeof(S)); }

    /// A pack, from place i on: all of it if it is `whole`, else at least the lanes whose bit is set.
    LOGBESSEL_HD void put(std::ptrdiff_t i, native_pack<S> result, bool whole, unsigned lanes) const {
        if (whole && contiguous()) {
            result.store(reinterpret_cast<S*>(data) + i);
            return;
        }
        for (; lanes != 0; lanes &= lanes - 1) {
            const int lane = __builtin_ctz(lanes);
            put(i + lane, result[lane]);
        }
    }
};

/// The packs of n elements that lie one after the other; the last one is filled up with copies of its first lane.
template <class S>
class Packs {
public:
    using T = native_pack<S>;
    int at = -T::lanes;  // the first element of this pack
    unsigned live = all;  // a bit for each of its lanes that is an element

    LOGBESSEL_HD Packs(const S* v, const S* x, int n) : v_(v - T::lanes), x_(x - T::lanes), n_(n) {}

    LOGBESSEL_HD bool next() {
        at += T::lanes;
        v_ += T::lanes;
        x_ += T::lanes;
        const int left = n_ - at;
        if (left < T::lanes && left > 0) {
            live >>= T::lanes - left;
            for (int lane = 0; lane < T::lanes; ++lane) {
                rest_v_[lane] = lane < left ? v_[lane] : v_[0];
                rest_x_[lane] = lane < left ? x_[lane] : x_[0];
            }
            v_ = rest_v_;
            x_ = rest_x_;
        }
        return left > 0;
    }
    LOGBESSEL_HD bool whole() const { return live == all; }
    LOGBESSEL_HD T v() const { return T::load(v_); }
    LOGBESSEL_HD T x() const { return T::load(x_); }

private:
    static constexpr unsigned all = (1u << T::lanes) - 1;
    const S *v_, *x_;
    int n_;
    alignas(64) S rest_v_[T::lanes], rest_x_[T::lanes];
};

/// The state of one run.
template <class F, class S>
struct Driver {
    static constexpr int edge = F::methods - 1;
    static constexpr bool twice = looks_twice<F, S>;
    using T = native_pack<S>;

    Output<S> out;
    int raised = 0;
    Queue<S> queues[edge];             // of method 1, 2, ..., edge
    Queue<S> doubtful[twice ? 2 : 1];  // of method 0, of the others

    explicit Driver(const Operands& o) : out{o.out[0], o.out_stride[0]} {}

    void scatter(const Queue<S>& queue, const S* results) {
        for (int i = 0; i < queue.size; ++i) out.put(queue.place[i], results[i]);
    }

    template <int m>
    [[gnu::noinline]] void flush() {
        alignas(64) S results[Queue<S>::capacity];
        Queue<S>& queue = queues[m - 1];
        if constexpr (m == edge) {
            raised |= edge_kernel<F>(queue.v, queue.x, results, queue.size);
            scatter(queue, results);
        } else {
            kernel<F, m>(queue.v, queue.x, results, queue.pad());
            scatter(queue, results);
            if constexpr (twice) keep_doubtful(queue, results);
        }
        queue.size = 0;
    }

    /// Sends each lane of the queue whose result is doubtful to the second queue for such.
    void keep_doubtful(const Queue<S>& queue, const S* results) {
        for (int i = 0; i < queue.size; i += T::lanes) {
            unsigned chosen = bits(F::second_look(T::load(queue.v + i), T::load(queue.x + i), T::load(results + i)));
            for (; chosen != 0; chosen &= chosen - 1) {
                const int lane = i + __builtin_ctz(chosen);
                if (lane < queue.size) doubtful[1].append(queue.v[lane], queue.x[lane], queue.place[lane]);
            }
            if (doubtful[1].full()) look_again(doubtful[1]);
        }
    }

    [[gnu::noinline]] void look_again(Queue<S>& queue) {
        alignas(64) S results[Queue<S>::capacity];
        precise_kernel<F>(queue.v, queue.x, results, queue.pad());
        scatter(queue, results);
        queue.size = 0;
    }

    template <int m = 1>
    LOGBESSEL_HD void flush_all() {
        if (queues[m - 1].size != 0) flush<m>();
        if constexpr (m < edge) {
            flush_all<m + 1>();
        } else if constexpr (twice) {
            for (Queue<S>& queue : doubtful) {
                if (queue.size != 0) look_again(queue);
            }
        }
    }

    /// Sends each lane of `waiting` to the queue of its method.
    template <int m = 1>
    LOGBESSEL_HD void distribute(T method, T v, T x, std::ptrdiff_t first, unsigned waiting) {
        const unsigned chosen = m == edge ? waiting : bits(method == T(S(m))) & waiting;
        if (chosen != 0) {
            push(queues[m - 1], v, x, Place<S>(first), chosen);
            if (queues[m - 1].full()) flush<m>();
        }
        if constexpr (m < edge) distribute<m + 1>(method, v, x, first, waiting & ~chosen);
    }

    /// Elements first .. first + n - 1 of the run, from contiguous inputs.
    [[gnu::noinline]] void sweep(const S* v, const S* x, std::ptrdiff_t first, int n) {
        for (Packs<S> p(v, x, n); p.next();) {
            const T pack_v = p.v(), pack_x = p.x();
            const std::ptrdiff_t at = first + p.at;
            const unsigned live = p.live, common = bits(F::common(pack_v, pack_x)) & live;
            if (common != 0) {
                const T result = F::template value<0>(pack_v, pack_x);
                // What this puts into the places of waiting lanes is overwritten when their queue is flushed.
                out.put(at, result, p.whole(), common);
                if constexpr (twice) {
                    const unsigned chosen = bits(F::second_look(pack_v, pack_x, result)) & common;
                    if (chosen != 0) {
                        push(doubtful[0], pack_v, pack_x, Place<S>(at), chosen);
                        if (doubtful[0].full()) look_again(doubtful[0]);
                    }
                }
            }
            if (common != live) distribute(F::method(pack_v, pack_x), pack_v, pack_x, at, live & ~common);
        }
    }
};

/// A stretch of an input as contiguous memory: the input itself where it is contiguous, else a copy.
template <class S>
struct Stretch {
    static constexpr int length = 256;
    const char* data;
    std::ptrdiff_t stride;
    alignas(64) S copy[length];

    Stretch(const char* d, std::ptrdiff_t s, std::ptrdiff_t n) : data(d), stride(s) {
        if (stride == 0) gather(0, n < length ? int(n) : length);
    }
    const S* at(std::ptrdiff_t first, int n) {
        if (stride == sizeof(S)) return reinterpret_cast<const S*>(data) + first;
        if (stride != 0) gather(first, n);
        return copy;
    }
    void gather(std::ptrdiff_t first, int n) {
        for (int i = 0; i < n; ++i) __builtin_memcpy(copy + i, data + (first + i) * stride, sizeof(S));
    }
};

/// The longest run of one driver; every place then fits into 31 bits.
constexpr std::ptrdiff_t longest_run = std::ptrdiff_t(1) << 30;

/// A driver over n elements.
template <class Driver, class S, int outputs>
int run(const OperandsOf<outputs>& operands, std::ptrdiff_t n) {
    int raised = 0;
    for (std::ptrdiff_t done = 0; done < n; done += longest_run) {
        const OperandsOf<outputs> o = operands.from(done);
        const std::ptrdiff_t length = n - done < longest_run ? n - done : longest_run;
        Driver driver(o);
        Stretch<S> v(o.v, o.v_stride, length), x(o.x, o.x_stride, length);
        for (std::ptrdiff_t first = 0; first < length; first += Stretch<S>::length) {
            const int now = length - first < Stretch<S>::length ? int(length - first) : Stretch<S>::length;
            driver.sweep(v.at(first, now), x.at(first, now), first, now);
        }
        driver.flush_all();
        raised |= driver.raised;
    }
    return raised;
}

/// F over n elements: the loop that the tables of kernels.cc hold.
template <class F, class S>
int drive(const Operands& operands, std::ptrdiff_t n) {
    return run<Driver<F, S>, S>(operands, n);
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel::cpu
