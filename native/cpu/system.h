// What each operating system has its own words for.
#pragma once

namespace logbessel::cpu {

/// The cores that this process may use, or those of the machine where the system does not tell.
int usable_cores();

/// Starts a thread that handles no signal, for Python expects them on its main one; false where the machine gives no more threads.
bool start_thread(void (*body)(void*), void* argument);

/// From now on each forked child begins with a call of `prepare`, on systems that fork.
void on_fork(void (*prepare)());

}  // namespace logbessel::cpu
