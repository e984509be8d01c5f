// Arrays as the kernels see them: element i of the order and the argument in the format of the computation, and where the result goes.
#pragma once

#include "arguments.h"

namespace logbessel {
namespace gpu {

/// IEEE binary16, computed in single precision.
struct float16 {
    unsigned short bits;
    __device__ explicit operator float() const {
        float value;
        asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
        return value;
    }
    __device__ explicit float16(float value) { asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value)); }
};

/// The upper half of a single, computed in single precision.
struct bfloat16 {
    unsigned short bits;
    __device__ explicit operator float() const { return __uint_as_float(unsigned(bits) << 16); }
    __device__ explicit bfloat16(float value) {
        const unsigned b = __float_as_uint(value);
        bits = (unsigned short)(value == value ? (b + 0x7fff + (b >> 16 & 1)) >> 16 : 0x7fc0);  // to nearest, ties to even
    }
};
using float32 = float;
using float64 = double;

template <class Storage>
struct computed {
    using type = float;
};
template <>
struct computed<double> {
    using type = double;
};

/// The number that stands for an operand, in the format of the computation.
template <class S>
__device__ S single_number(double as_double, float as_float) {
    if constexpr (sizeof(S) == 8) {
        return as_double;
    } else {
        return as_float;
    }
}

/// Moves a pointer to device memory, and hides from the compiler by how much: it would add that up anew for each element.
template <class Pointer>
__device__ void advance(Pointer& p, long long elements) {
    p += elements;
    asm("" : "+l"(p));
    __builtin_assume(__isGlobal(p));
}

/// A stretch of the operands: element i of it is element first + i of the arrays.
template <Layout layout, class Storage>
struct Arrays {
    using S = typename computed<Storage>::type;
    const Storage *v, *x;
    Storage* out;
    S v_value, x_value;
    long long n;  // of all elements of the output

    __device__ Arrays(const Arguments& a, const Strides&, long long first)
        : v((const Storage*)a.v),
          x((const Storage*)a.x),
          out((Storage*)a.out),
          v_value(single_number<S>(a.v_value, a.v_single)),
          x_value(single_number<S>(a.x_value, a.x_single)),
          n(a.n) {
        if (layout == single_order) v_value = (v ? S(*v) : v_value) + S(0);  // -0 is 0
        if (layout == single_argument && x) x_value = S(*x);
        if (layout != single_order) advance(v, first);
        if (layout != single_argument) advance(x, first);
        advance(out, first);
    }
    __device__ S order(int i) const { return layout == single_order ? v_value : S(v[i]); }
    __device__ S argument(int i) const { return layout == single_argument ? x_value : S(x[i]); }
    __device__ void put(int i, S result) const { out[i] = Storage(result); }
    /// With the k-th of the outputs that follow one another
    __device__ Arrays result(int k) const {
        Arrays other = *this;
        other.out += k * n;
        return other;
    }
};

/// Where element i lies.  Called, since it has divisions and is needed in many places.
__device__ __noinline__ long long offset(long long i, const Strides& s, const long long* stride) {
    long long at = 0;
    for (int d = 0; d + 1 < s.dimensions; ++d) {
        const long long rest = i / s.shape[d];
        at += (i - rest * s.shape[d]) * stride[d];
        i = rest;
    }
    return at + i * stride[s.dimensions - 1];
}

template <class Storage>
struct Arrays<strided, Storage> {
    using S = typename computed<Storage>::type;
    const Arguments& a;
    const Strides& s;
    long long first, shift = 0;  // of the output

    __device__ Arrays(const Arguments& a, const Strides& s, long long first) : a(a), s(s), first(first) {}
    __device__ S order(int i) const { return a.v ? S(((const Storage*)a.v)[at(i, s.v)]) : single_number<S>(a.v_value, a.v_single); }
    __device__ S argument(int i) const { return a.x ? S(((const Storage*)a.x)[at(i, s.x)]) : single_number<S>(a.x_value, a.x_single); }
    __device__ void put(int i, S result) const { ((Storage*)a.out)[shift + at(i, s.out)] = Storage(result); }
    __device__ Arrays result(int k) const {
        Arrays other = *this;
        other.shift = k * a.n;
        return other;
    }
    __device__ long long at(int i, const long long* stride) const { return offset(first + i, s, stride); }
};

}  // namespace gpu
}  // namespace logbessel
