#pragma once
namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace gpu {
template <class In>
struct Contiguous {
    const In* v;
    const In* x;
    In* out;
    template <class S>
    __device__ __forceinline__ S order(long long i) const {
        return S(v[i]);
    }
    template <class S>
    __device__ __forceinline__ S argument(long long i) const {
        return S(x[i]);
    }
    template <class S>
    __device__ __forceinline__ void store(long long i, S y) const {
        out[i] = In(y);
    }
};
}  // namespace gpu
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
