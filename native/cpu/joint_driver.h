// The driver of a joint function: a value and its two derivatives, with shared work where all three have method 0.
//
// The other lanes wait in one queue, and are then done by the three functions one after the other.
#pragma once

#include "logbessel/functions/value_and_grad.h"
#include "native/cpu/region_driver.h"

namespace logbessel::cpu {
inline namespace LOGBESSEL_ISA {

/// The state of one run; F has value, dv and dx, the functions of its results, and a method `together`.
template <class F, class S>
struct JointDriver {
    using T = native_pack<S>;
    using Value = typename F::value;
    static constexpr int outputs = 3;

    Output<S> out[outputs];
    int raised = 0;
    Queue<S> queue;

    explicit JointDriver(const JointOperands& o) {
        for (int k = 0; k < outputs; ++k) out[k] = {o.out[k], o.out_stride[k]};
    }

    [[gnu::noinline]] void flush_all() {
        constexpr Loop loops[] = {drive<Value, S>, drive<typename F::dv, S>, drive<typename F::dx, S>};
        alignas(64) S results[Queue<S>::capacity];
        for (int k = 0; k < outputs; ++k) {
            const auto data = [](S* p) { return reinterpret_cast<char*>(p); };
            raised |= loops[k]({data(queue.v), sizeof(S), data(queue.x), sizeof(S), {data(results)}, {sizeof(S)}}, queue.size);
            for (int i = 0; i < queue.size; ++i) out[k].put(queue.place[i], results[i]);
        }
        queue.size = 0;
    }

    [[gnu::noinline]] void sweep(const S* v, const S* x, std::ptrdiff_t first, int n) {
        for (Packs<S> p(v, x, n); p.next();) {
            const T pack_v = p.v(), pack_x = p.x();
            const std::ptrdiff_t at = first + p.at;
            unsigned common = bits(F::common(pack_v, pack_x)) & p.live;
            if (common != 0) {
                const value_and_grad<T> y = F::together(pack_v, pack_x);
                out[0].put(at, y.value, p.whole(), common);
                out[1].put(at, y.dv, p.whole(), common);
                out[2].put(at, y.dx, p.whole(), common);
                if constexpr (looks_twice<Value, S>) common &= ~bits(Value::second_look(pack_v, pack_x, y.value));
            }
            if (common != p.live) {
                push(queue, pack_v, pack_x, Place<S>(at), p.live & ~common);
                if (queue.full()) flush_all();
            }
        }
    }
};

/// F over n elements.
template <class F, class S>
int drive_jointly(const JointOperands& operands, std::ptrdiff_t n) {
    return run<JointDriver<F, S>, S>(operands, n);
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel::cpu
