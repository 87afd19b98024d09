// Runs a program and says what it took: `measure FILE TIMES PROGRAM ARGUMENT…`.
//
// Writes one line into FILE: seconds for each run, the peak memory in KiB, and the exit code. A
// driver in Python cannot do so itself: a child's peak begins with what its parent holds.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count < 4) return 64;
  int times = atoi(arguments[2]), code = 0;
  long peak = 0;
  double start = now();
  for (int i = 0; i < times; i++) {
    pid_t child;
    int status;
    struct rusage usage;
    if (posix_spawnp(&child, arguments[3], NULL, NULL, arguments + 3, environ)) return 66;
    if (wait4(child, &status, 0, &usage) != child) return 74;
    if (usage.ru_maxrss > peak) peak = usage.ru_maxrss;
    code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  double seconds = (now() - start) / times;
  FILE *file = fopen(arguments[1], "w");
  if (!file) return 73;
  fprintf(file, "%.6f %ld %d\n", seconds, peak, code);
  return fclose(file) ? 74 : 0;
}
