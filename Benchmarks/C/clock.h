// What comparators that time a part of themselves share.
#ifndef CLOCK_H
#define CLOCK_H
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static inline void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(70);
}

// The line that the driver takes in place of the time of the whole process.
static inline void report(double seconds, double count) {
  printf("seconds %.6f\ncount %.0f\n", seconds, count);
}

#endif
