// Queues with one server each, simulated with a binary heap: `queue MESSAGES QUEUES [drawn]`.
//
// Messages arrive at each 0.9 times as often as one is served; each arrival schedules the next.
// With `drawn` the spans are drawn before the clock starts, so that only the heap is measured.
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "clock.h"

enum kind { arrival, departure };

struct event {
  int64_t time;
  uint64_t order;
  int64_t cause;
  enum kind kind;
  int queue;
};

static struct event *heap;
static long heap_count, heap_capacity;
static uint64_t scheduled;

static int before(const struct event *a, const struct event *b) {
  return a->time == b->time ? a->order < b->order : a->time < b->time;
}

static void schedule(int64_t time, enum kind kind, int queue, int64_t cause) {
  if (heap_count == heap_capacity) {
    heap_capacity = heap_capacity ? heap_capacity * 2 : 64;
    if (!(heap = realloc(heap, heap_capacity * sizeof *heap))) fail("No memory is left.");
  }
  struct event event = {time, scheduled++, cause, kind, queue};
  long place = heap_count++;
  while (place && before(&event, &heap[(place - 1) / 2])) {
    heap[place] = heap[(place - 1) / 2];
    place = (place - 1) / 2;
  }
  heap[place] = event;
}

static struct event pop(void) {
  struct event first = heap[0], last = heap[--heap_count];
  long place = 0, child;
  while ((child = 2 * place + 1) < heap_count) {
    if (child + 1 < heap_count && before(&heap[child + 1], &heap[child])) child++;
    if (!before(&heap[child], &last)) break;
    heap[place] = heap[child];
    place = child;
  }
  heap[place] = last;
  return first;
}

// SplitMix64, as mtatrace draws.
static uint64_t draw(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

static int64_t exponential(uint64_t *state, double mean) {
  return (int64_t)(-mean * log(((draw(state) >> 11) + 1) * 0x1p-53));
}

static uint64_t arrivals_state = 1, services_state = 2;
static int64_t *drawn_gaps, *drawn_services;

static int64_t gap(long i) {
  return drawn_gaps ? drawn_gaps[i] : exponential(&arrivals_state, 1e9);
}

static int64_t service(long i) {
  return drawn_services ? drawn_services[i] : exponential(&services_state, 0.9e9);
}

int main(int count, char **arguments) {
  if (count < 3) return 64;
  long messages = atol(arguments[1]), queues = atol(arguments[2]);
  long started = 0, arrived = 0, served = 0, left = 0;
  long *waiting = calloc(queues, sizeof *waiting);
  if (!waiting) fail("No memory is left.");
  if (count > 3 && strcmp(arguments[3], "drawn") == 0) {
    int64_t *gaps = malloc(messages * sizeof *gaps), *services = malloc(messages * sizeof *gaps);
    if (!gaps || !services) fail("No memory is left.");
    for (long i = 0; i < messages; i++) {
      gaps[i] = gap(i);
      services[i] = service(i);
    }
    drawn_gaps = gaps;
    drawn_services = services;
  }
  double start = now();
  for (int i = 0; i < queues && started < messages; i++) schedule(gap(started++), arrival, i, 0);
  while (heap_count) {
    struct event event = pop();
    switch (event.kind) {
    case arrival:
      arrived++;
      if (++waiting[event.queue] == 1)
        schedule(event.time + service(served++), departure, event.queue, arrived);
      if (started < messages) schedule(event.time + gap(started++), arrival, event.queue, arrived);
      break;
    case departure:
      left++;
      if (--waiting[event.queue])
        schedule(event.time + service(served++), departure, event.queue, left);
      break;
    }
  }
  report(now() - start, arrived + left);
  return 0;
}
