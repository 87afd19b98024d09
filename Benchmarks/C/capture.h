// Captures as the fixtures are: pcap in this machine's byte order, Ethernet, IPv4, TCP.
#ifndef CAPTURE_H
#define CAPTURE_H
#include <stdint.h>
#include <string.h>

#include "clock.h"

struct frame_header {
  uint32_t seconds, fraction, captured, length;
};

struct segment {
  const uint8_t *ip, *tcp, *payload;
  long octets;
};

static inline unsigned number16(const uint8_t *octets) { return octets[0] << 8 | octets[1]; }

static inline uint32_t number32(const uint8_t *octets) {
  return (uint32_t)number16(octets) << 16 | number16(octets + 2);
}

// Finds the segment in a frame; no if there is none.
static inline int find_segment(const uint8_t *frame, long captured, struct segment *segment) {
  if (captured < 54 || number16(frame + 12) != 0x0800 || frame[23] != 6) return 0;
  segment->ip = frame + 14;
  long header = (segment->ip[0] & 15) * 4;
  segment->tcp = segment->ip + header;
  if (14 + header + 20 > captured) return 0;
  long total = number16(segment->ip + 2), tcp = (segment->tcp[12] >> 4) * 4;
  segment->payload = segment->tcp + tcp;
  segment->octets = total - header - tcp;
  return segment->octets >= 0 && 14 + total <= captured;
}

#endif
