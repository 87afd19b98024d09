// Makes a long capture by repeating a short one: `repeat CAPTURE FILE OCTETS`.
//
// Each repetition comes later and from other client ports, so that it holds connections of its own.
#include "capture.h"

static uint8_t is_server[65536];

static void put16(uint8_t *octets, unsigned number) {
  octets[0] = number >> 8;
  octets[1] = number;
}

// Changes a port, and the checksum with it (RFC 1624).
static void shift(uint8_t *port, uint8_t *checksum, long round) {
  unsigned old = number16(port);
  if (is_server[old] || old < 1024) return;
  unsigned shifted = 1024 + (old - 1024 + round * 4099) % 64000;
  while (is_server[shifted]) shifted = shifted == 65535 ? 1024 : shifted + 1;
  uint32_t sum = (~number16(checksum) & 0xFFFF) + (~old & 0xFFFF) + shifted;
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = (sum & 0xFFFF) + (sum >> 16);
  put16(port, shifted);
  put16(checksum, ~sum);
}

int main(int count, char **arguments) {
  if (count != 4) return 64;
  FILE *input = fopen(arguments[1], "rb"), *output = fopen(arguments[2], "wb");
  if (!input || !output) return 66;
  static uint8_t octets[1 << 24], copy[1 << 24];
  long size = fread(octets, 1, sizeof octets, input), written = 24, frames = 0;
  long limit = atol(arguments[3]);
  uint32_t first = 0, last = 0;
  struct frame_header header;
  struct segment segment;
  for (long place = 24; place + 16 <= size; place += 16 + header.captured) {
    memcpy(&header, octets + place, sizeof header);
    if (!first) first = header.seconds;
    last = header.seconds;
    // A SYN without an ACK goes to a server.
    if (find_segment(octets + place + 16, header.captured, &segment) &&
        (segment.tcp[13] & 0x12) == 2)
      is_server[number16(segment.tcp + 2)] = 1;
  }
  if (!first || fwrite(octets, 1, 24, output) != 24) return 74;
  for (long round = 0; written < limit; round++) {
    memcpy(copy, octets, size);
    for (long place = 24; place + 16 <= size; place += 16 + header.captured, frames++) {
      memcpy(&header, copy + place, sizeof header);
      header.seconds += round * (last - first + 1);
      memcpy(copy + place, &header, sizeof header);
      if (!find_segment(copy + place + 16, header.captured, &segment)) continue;
      uint8_t *tcp = (uint8_t *)segment.tcp;
      shift(tcp, tcp + 16, round);
      shift(tcp + 2, tcp + 16, round);
    }
    if ((long)fwrite(copy + 24, 1, size - 24, output) != size - 24) return 74;
    written += size - 24;
  }
  printf("count %ld\n", frames);
  return fclose(output) ? 74 : 0;
}
