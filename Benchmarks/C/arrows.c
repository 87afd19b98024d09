// Places texts and lines on pages, with nothing but pangocairo: `arrows TEXTS ARROWS SCALE FILE`.
//
// TEXTS has a line for each line of text of a drawing that mtatrace made: page, the page's width
// and height, left and top, height of the text, all in points, and the text, between tabs. ARROWS
// lines with a head each are spread over the pages, and six lifelines go down every page. The pages
// become a PDF if SCALE is 0, and otherwise each a PNG with so many pixels a point.
#include <pango/pangocairo.h>
#include <cairo-pdf.h>
#include <string.h>

#include "clock.h"

struct text {
  long page;
  double width, height, x, y, size;
  char *words;
};

static struct text *read_texts(const char *path, long *count) {
  FILE *file = fopen(path, "r");
  if (!file) fail("The texts cannot be read.");
  long capacity = 1024;
  struct text *texts = malloc(capacity * sizeof *texts);
  char *line = NULL;
  size_t room = 0;
  for (*count = 0; getline(&line, &room, file) > 0; ++*count) {
    if (*count == capacity) texts = realloc(texts, (capacity *= 2) * sizeof *texts);
    struct text *text = &texts[*count];
    int place = 0;
    line[strcspn(line, "\n")] = 0;
    if (sscanf(line, "%ld\t%lf\t%lf\t%lf\t%lf\t%lf\t%n", &text->page, &text->width, &text->height,
               &text->x, &text->y, &text->size, &place) != 6)
      fail("A text cannot be read.");
    text->words = strdup(line + place);
  }
  fclose(file);
  return texts;
}

static void draw_lines(cairo_t *context, double width, double height, long arrows) {
  cairo_set_line_width(context, 0.75);
  cairo_set_source_rgb(context, 0.42, 0.44, 0.47);
  for (int i = 0; i < 6; i++) {
    cairo_move_to(context, width * (i + 1) / 7, 40);
    cairo_line_to(context, width * (i + 1) / 7, height - 40);
    cairo_stroke(context);
  }
  cairo_set_source_rgb(context, 0.84, 0.37, 0);
  cairo_set_line_width(context, 1.2);
  for (long i = 0; i < arrows; i++) {
    double y = 40 + (height - 80) * (i + 0.5) / arrows;
    double from = width * (i % 6 + 1) / 7, to = width * ((i + 1) % 6 + 1) / 7;
    double back = to > from ? -5 : 5;
    cairo_move_to(context, from, y);
    cairo_line_to(context, to, y + 4);
    cairo_stroke(context);
    cairo_move_to(context, to, y + 4);
    cairo_line_to(context, to + back, y + 1);
    cairo_line_to(context, to + back, y + 6);
    cairo_close_path(context);
    cairo_fill(context);
  }
}

int main(int count, char **arguments) {
  if (count != 5) return 64;
  long number, arrows = atol(arguments[2]);
  struct text *texts = read_texts(arguments[1], &number);
  if (!number) return 66;
  long pages = texts[number - 1].page, next = 0;
  double scale = atof(arguments[3]);
  int is_pdf = scale == 0;
  cairo_surface_t *pdf = NULL, *strip = NULL;
  cairo_t *context = NULL;
  PangoLayout *layout = NULL;
  if (is_pdf) {
    pdf = cairo_pdf_surface_create(arguments[4], texts[0].width, texts[0].height);
    context = cairo_create(pdf);
    layout = pango_cairo_create_layout(context);
  }
  for (long page = 1; page <= pages; page++) {
    double width = texts[next].width, height = texts[next].height;
    if (is_pdf) {
      cairo_pdf_surface_set_size(pdf, width, height);
    } else {
      strip = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width * scale, height * scale);
      context = cairo_create(strip);
      cairo_scale(context, scale, scale);
      cairo_set_source_rgb(context, 1, 1, 1);
      cairo_paint(context);
      layout = pango_cairo_create_layout(context);
    }
    draw_lines(context, width, height, arrows * page / pages - arrows * (page - 1) / pages);
    cairo_set_source_rgb(context, 0.13, 0.14, 0.16);
    PangoFontDescription *font = pango_font_description_from_string("Inter");
    for (; next < number && texts[next].page == page; next++) {
      pango_font_description_set_absolute_size(font, texts[next].size * PANGO_SCALE);
      pango_layout_set_font_description(layout, font);
      pango_layout_set_text(layout, texts[next].words, -1);
      cairo_move_to(context, texts[next].x, texts[next].y);
      pango_cairo_show_layout(context, layout);
    }
    pango_font_description_free(font);
    if (is_pdf) {
      cairo_show_page(context);
      continue;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s-%ld.png", arguments[4], page);
    if (cairo_surface_write_to_png(strip, path) != CAIRO_STATUS_SUCCESS) return 74;
    g_object_unref(layout);
    cairo_destroy(context);
    cairo_surface_destroy(strip);
  }
  if (is_pdf) {
    g_object_unref(layout);
    cairo_destroy(context);
    cairo_surface_finish(pdf);
    if (cairo_surface_status(pdf) != CAIRO_STATUS_SUCCESS) return 74;
    cairo_surface_destroy(pdf);
  }
  return 0;
}
