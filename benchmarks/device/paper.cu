// The method of arXiv 2409.08729, rivals/paper.h, as one plain kernel.

template <class F, class T>
__device__ void over_array(const T* v, const T* x, T* y, long long n) {
    const long long stride = (long long)gridDim.x * blockDim.x;
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += stride) y[i] = paper::value<F>(v[i], x[i]);
}

#define KERNEL(name, F, T) \
    extern "C" __global__ void name(const T* v, const T* x, T* y, long long n) { over_array<F<T>>(v, x, y, n); }

KERNEL(log_iv_float64, paper::LogI, double)
KERNEL(log_kv_float64, paper::LogK, double)
KERNEL(log_iv_float32, paper::LogI, float)
KERNEL(log_kv_float32, paper::LogK, float)
