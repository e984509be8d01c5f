// The pool: the same work whoever does it, from several threads at once, while its size changes, and after a fork.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cfenv>
#include <initializer_list>
#include <thread>
#include <vector>

#include "check.h"
#include "native/cpu/thread_pool.h"

using namespace logbessel::cpu;

namespace {

struct Counts {
    std::vector<int> visits;
};

/// Visits each element and "raises" at one of them.
int visit(const void* context, std::ptrdiff_t begin, std::ptrdiff_t end) {
    std::vector<int>& visits = static_cast<Counts*>(const_cast<void*>(context))->visits;
    int raised = 0;
    for (std::ptrdiff_t i = begin; i < end; ++i) {
        ++visits[std::size_t(i)];
        if (i == std::ptrdiff_t(visits.size()) / 2) raised |= FE_INVALID;
    }
    return raised;
}

void check_loop(std::ptrdiff_t n) {
    Counts counts{std::vector<int>(std::size_t(n))};
    const int raised = parallel_for(n, visit, &counts);
    CHECK(raised == (n > 0 ? FE_INVALID : 0), "n = %td", n);
    for (int visits : counts.visits) CHECK(visits == 1, "%d visits, n = %td", visits, n);
}

int remember_thread(const void* context, std::ptrdiff_t, std::ptrdiff_t) {
    auto& other = *static_cast<std::atomic<bool>*>(const_cast<void*>(context));
    static const std::thread::id first = std::this_thread::get_id();
    if (std::this_thread::get_id() != first) other = true;
    return 0;
}

}  // namespace

int main() {
    CHECK(get_num_threads() >= 1);

    // Short loops stay on the calling thread.
    std::atomic<bool> other{false};
    set_num_threads(4);
    for (int i = 0; i < 100; ++i) parallel_for(1000, remember_thread, &other);
    CHECK(!other);

    for (int threads : {1, 2, 3, 8, 2}) {
        set_num_threads(threads);
        CHECK(get_num_threads() == threads);
        for (std::ptrdiff_t n : {0, 1, 1000, 4095, 4096, 8192, 8191, 100003, 1000000}) check_loop(n);
    }

    // Callers on several threads, and one that changes the number.
    std::vector<std::thread> callers;
    std::atomic<bool> done{false};
    for (int t = 0; t < 4; ++t) {
        callers.emplace_back([] {
            for (int i = 0; i < 50; ++i) check_loop(20000 + i);
        });
    }
    std::thread changer([&done] {
        for (int n = 1; !done; n = n % 4 + 1) {
            set_num_threads(n);
            std::this_thread::yield();
        }
    });
    for (std::thread& caller : callers) caller.join();
    done = true;
    changer.join();

    // A forked child has no helpers yet and gets its own.
    set_num_threads(3);
    check_loop(100000);
    const pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 20; ++i) check_loop(100000);
        _exit(0);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
    check_loop(100000);
}
