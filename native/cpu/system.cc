#include "native/cpu/system.h"

#include <system_error>
#include <thread>

#if !defined(_WIN32)
#include <pthread.h>
#include <signal.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

namespace logbessel::cpu {
namespace {

bool start(void (*body)(void*), void* argument) {
    try {
        std::thread(body, argument).detach();
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

}  // namespace

int usable_cores() {
#if defined(__linux__)
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
    return int(std::thread::hardware_concurrency());
}

#if defined(_WIN32)
bool start_thread(void (*body)(void*), void* argument) { return start(body, argument); }
void on_fork(void (*)()) {}
#else
bool start_thread(void (*body)(void*), void* argument) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = start(body, argument);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return started;
}
void on_fork(void (*prepare)()) { pthread_atfork(nullptr, nullptr, prepare); }
#endif

}  // namespace logbessel::cpu
