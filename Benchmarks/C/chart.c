// Draws a series with nothing but cairo: `chart FILE PNG`.
//
// FILE holds pairs of doubles, seconds and value. Each column of the plot gets one line from the
// least to the greatest value within it.
#include <cairo.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"

enum { width = 1600, height = 900, left = 80, right = 1560, top = 60, bottom = 840 };
enum { columns = right - left };

struct change {
  double time, value;
};

static double least[columns], greatest[columns];

int main(int count, char **arguments) {
  if (count != 3) return 64;
  int file = open(arguments[1], O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) || status.st_size < (off_t)sizeof(struct change)) return 66;
  const struct change *changes = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (changes == MAP_FAILED) return 74;
  madvise((void *)changes, status.st_size, MADV_SEQUENTIAL);
  long number = status.st_size / sizeof *changes;

  double end = changes[number - 1].time, top_value = 1, value = 0;
  int reached = -1;
  for (long i = 0; i < number; i++) {
    int column = end > 0 ? (int)(changes[i].time / end * (columns - 1)) : 0;
    for (; reached < column; reached++) least[reached + 1] = greatest[reached + 1] = value;
    value = changes[i].value;
    if (value < least[column]) least[column] = value;
    if (value > greatest[column]) greatest[column] = value;
    if (value > top_value) top_value = value;
  }

  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t *context = cairo_create(surface);
  cairo_set_source_rgb(context, 1, 1, 1);
  cairo_paint(context);
  cairo_select_font_face(context, "Inter", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context, 14);
  for (int i = 0; i <= 10; i++) {
    char label[32];
    double y = bottom - i * (bottom - top) / 10.0, x = left + i * columns / 10.0;
    cairo_set_source_rgb(context, 0.9, 0.9, 0.9);
    cairo_move_to(context, left, y);
    cairo_line_to(context, right, y);
    cairo_stroke(context);
    cairo_set_source_rgb(context, 0.2, 0.2, 0.2);
    snprintf(label, sizeof label, "%.0f", top_value * i / 10);
    cairo_move_to(context, 30, y);
    cairo_show_text(context, label);
    snprintf(label, sizeof label, "%.0f s", end * i / 10);
    cairo_move_to(context, x, bottom + 24);
    cairo_show_text(context, label);
  }
  cairo_set_source_rgb(context, 0.84, 0.37, 0);
  cairo_set_line_width(context, 1.5);
  for (int i = 0; i < columns; i++) {
    cairo_line_to(context, left + i, bottom - greatest[i] / top_value * (bottom - top));
    cairo_line_to(context, left + i, bottom - least[i] / top_value * (bottom - top));
  }
  cairo_stroke(context);
  if (cairo_surface_write_to_png(surface, arguments[2]) != CAIRO_STATUS_SUCCESS) return 74;
  cairo_destroy(context);
  cairo_surface_destroy(surface);
  return 0;
}
