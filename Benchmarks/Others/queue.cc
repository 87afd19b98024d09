// The queue of C/queue.c with ns-3's event scheduler: `queue MESSAGES`.
#include <ns3/core-module.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace ns3;

namespace {
long messages, arrived, left_count, waiting;
std::mt19937_64 draws(1);
std::exponential_distribution<double> gaps(1), services(1 / 0.9);

void Depart() {
  left_count++;
  if (--waiting) Simulator::Schedule(NanoSeconds(int64_t(services(draws) * 1e9)), &Depart);
}

void Arrive() {
  arrived++;
  if (++waiting == 1) Simulator::Schedule(NanoSeconds(int64_t(services(draws) * 1e9)), &Depart);
  if (arrived < messages) Simulator::Schedule(NanoSeconds(int64_t(gaps(draws) * 1e9)), &Arrive);
}
}  // namespace

int main(int count, char **arguments) {
  if (count != 2) return 64;
  messages = std::atol(arguments[1]);
  auto start = std::chrono::steady_clock::now();
  Simulator::Schedule(NanoSeconds(int64_t(gaps(draws) * 1e9)), &Arrive);
  Simulator::Run();
  Simulator::Destroy();
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("seconds %.6f\ncount %ld\n", seconds.count(), arrived + left_count);
  return 0;
}
