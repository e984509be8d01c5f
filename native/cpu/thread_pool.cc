#include "native/cpu/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "native/cpu/system.h"

namespace logbessel::cpu {
namespace {

constexpr int most_threads_by_default = 16;

/// One loop, cut into pieces that the threads take in turn; it lives on the stack of the caller.
struct Job {
    Task task;
    const void* context;
    std::ptrdiff_t n, piece;
    std::atomic<std::ptrdiff_t> next{0};
    std::atomic<int> raised{0};

    void work() {
        for (;;) {
            const std::ptrdiff_t begin = next.fetch_add(piece, std::memory_order_relaxed);
            if (begin >= n) return;
            raised.fetch_or(task(context, begin, std::min(n, begin + piece)), std::memory_order_relaxed);
        }
    }
};

/// Threads that sleep until a job comes.  Only the holder of `pool_taken` calls `run`.
class Pool {
public:
    /// Shares the job between the caller and at most `helpers` threads of the pool, and returns when all of it is done.
    void run(Job& job, int helpers) {
        grow(helpers);
        helpers = std::min(helpers, size_);
        {
            std::lock_guard<std::mutex> lock(mutex_);
            job_ = &job;
            wanted_ = helpers;
        }
        for (int i = 0; i < helpers; ++i) come_.notify_one();
        job.work();
        std::unique_lock<std::mutex> lock(mutex_);
        wanted_ = 0;  // who has not come by now need not come
        gone_.wait(lock, [this] { return working_ == 0; });
    }

private:
    /// Where the machine gives no more threads, those that are here do the work.
    void grow(int helpers) {
        const auto body = [](void* pool) { static_cast<Pool*>(pool)->serve(); };
        while (size_ < helpers && start_thread(body, this)) ++size_;
    }

    [[noreturn]] void serve() {
        std::unique_lock<std::mutex> lock(mutex_);
        for (;;) {
            come_.wait(lock, [this] { return wanted_ > 0; });
            --wanted_;
            ++working_;
            Job& job = *job_;
            lock.unlock();
            job.work();
            lock.lock();
            if (--working_ == 0) gone_.notify_one();
        }
    }

    std::mutex mutex_;
    std::condition_variable come_, gone_;
    Job* job_ = nullptr;
    int wanted_ = 0, working_ = 0, size_ = 0;
};

std::atomic<int> threads{0};  // 0: not asked for yet
std::atomic<bool> pool_taken{false};
// Never destroyed: its threads sleep in it until the process ends.
Pool* pool = nullptr;  // guarded by pool_taken

/// A forked child has none of the threads, and perhaps a pool stopped in mid-job: it starts anew.
void forget_pool() {
    pool = nullptr;
    pool_taken.store(false, std::memory_order_relaxed);
}

Pool& the_pool() {
    static const bool registered = (on_fork(forget_pool), true);
    (void)registered;
    if (pool == nullptr) pool = new Pool;
    return *pool;
}

}  // namespace

int get_num_threads() {
    int n = threads.load(std::memory_order_relaxed);
    if (n == 0) {
        n = std::clamp(usable_cores(), 1, most_threads_by_default);
        threads.store(n, std::memory_order_relaxed);
    }
    return n;
}

void set_num_threads(int n) { threads.store(std::max(n, 1), std::memory_order_relaxed); }

int parallel_for(std::ptrdiff_t n, Task task, const void* context, std::ptrdiff_t grain) {
    if (n < 2 * grain) return task(context, 0, n);
    const int sharers = int(std::min<std::ptrdiff_t>(get_num_threads(), n / grain));
    if (sharers == 1 || pool_taken.exchange(true, std::memory_order_acquire)) return task(context, 0, n);
    // Four pieces for each thread: one that starts late or meets slow points takes fewer.
    Job job{task, context, n, std::max(grain, n / (4 * sharers) / 64 * 64)};
    the_pool().run(job, sharers - 1);
    pool_taken.store(false, std::memory_order_release);
    return job.raised.load(std::memory_order_relaxed);
}

}  // namespace logbessel::cpu
