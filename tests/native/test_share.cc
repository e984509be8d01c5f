// The blocks of a launch: they follow one another, none is empty or too long, and together they take all elements.
#include <initializer_list>

#include "check.h"
#include "native/gpu/share.h"

using namespace logbessel::gpu;

int main() {
    for (int multiprocessors : {1, 7, 40, 132, 200}) {
        for (long long n : {1LL, 256LL, 257LL, 30000LL, 270336LL, 1000000LL, 2500000LL, 9999999LL, 10000000LL, 100000000LL, 5000000000LL}) {
            Arguments a{};
            a.n = n;
            const long long blocks = share(a, multiprocessors), begin = blocks > 5000 ? blocks - 5000 : 0;
            CHECK(blocks >= 1 && blocks <= most_blocks);
            CHECK(begin > 0 || first_element(a, 0) == 0);
            long long at = first_element(a, int(begin));
            for (long long block = begin; block < blocks; ++block) {
                const long long next = block + 1 == blocks ? n : first_element(a, int(block) + 1), length = next - at;
                CHECK(length > 0 && length <= longest_stretch, "%d multiprocessors, n = %lld: block %lld has %lld", multiprocessors, n,
                      block, length);
                CHECK(block + 1 == blocks || length % threads == 0, "n = %lld: block %lld has %lld", n, block, length);
                at = next;
            }
        }
    }
    Arguments a{};
    a.n = 1LL << 60;
    CHECK(share(a, 132) > most_blocks);
}
