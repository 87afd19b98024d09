// Reads the PDUs of a capture into a database: `pdus CAPTURE FILE [octets]`.
//
// Reassembles TCP streams, frames connection-oriented DCE/RPC, and inserts a row for each PDU; with
// `octets` the row holds the PDU too. One statement, a row a step, 10,000 a transaction.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "store.h"
#include "capture.h"

enum { table_bits = 19, table_size = 1 << table_bits, batch = 10000 };

// One direction of a connection: what is next, and what of a PDU is there.
struct stream {
  uint64_t addresses;
  uint32_t ports, next;
  uint8_t is_used, is_started;
  // Whether it is none of DCE/RPC.
  uint8_t is_other;
  long filled, room;
  uint8_t *octets;
  struct later *later;
};

// A segment that came before its turn.
struct later {
  uint32_t sequence;
  long octets;
  const uint8_t *payload;
  struct later *next;
};

static struct stream *streams;
static sqlite3 *database;
static sqlite3_stmt *insert;
static long frame, rows;
static int keeps_octets;
static int64_t frame_time;

static struct stream *find(uint64_t addresses, uint32_t ports) {
  uint64_t hash = (addresses ^ ports * 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
  uint32_t place = hash >> (64 - table_bits);
  for (;; place = (place + 1) % table_size) {
    struct stream *stream = &streams[place];
    if (stream->is_used && stream->addresses == addresses && stream->ports == ports) return stream;
    if (stream->is_used) continue;
    stream->is_used = 1;
    stream->addresses = addresses;
    stream->ports = ports;
    return stream;
  }
}

static void add_row(struct stream *stream, const uint8_t *pdu, long length) {
  int swap = !(pdu[4] & 0x10);
  uint32_t call;
  memcpy(&call, pdu + 12, 4);
  if (swap) call = __builtin_bswap32(call);
  if (rows && rows % batch == 0) run(database, "COMMIT; BEGIN");
  sqlite3_bind_int64(insert, 1, ++rows);
  sqlite3_bind_int64(insert, 2, frame_time);
  sqlite3_bind_int64(insert, 3, frame);
  sqlite3_bind_int64(insert, 4, stream - streams);
  sqlite3_bind_int64(insert, 5, pdu[2]);
  sqlite3_bind_int64(insert, 6, pdu[3]);
  sqlite3_bind_int64(insert, 7, length);
  sqlite3_bind_int64(insert, 8, call);
  if (keeps_octets) sqlite3_bind_blob(insert, 9, pdu, length, SQLITE_STATIC);
  if (sqlite3_step(insert) != SQLITE_DONE) fail(sqlite3_errmsg(database));
  sqlite3_reset(insert);
}

// Adds octets in their order, and takes off the PDUs that they complete.
static void append(struct stream *stream, const uint8_t *octets, long count) {
  stream->next += count;
  if (stream->is_other) return;
  if (stream->filled + count > stream->room) {
    stream->room = (stream->filled + count) * 2;
    if (!(stream->octets = realloc(stream->octets, stream->room))) fail("No memory is left.");
  }
  memcpy(stream->octets + stream->filled, octets, count);
  stream->filled += count;
  long place = 0;
  while (stream->filled - place >= 16) {
    const uint8_t *pdu = stream->octets + place;
    if (pdu[0] != 5 || pdu[1] > 1 || pdu[2] > 19) {
      stream->is_other = 1;
      stream->filled = 0;
      return;
    }
    uint16_t length;
    memcpy(&length, pdu + 8, 2);
    if (!(pdu[4] & 0x10)) length = __builtin_bswap16(length);
    if (length < 16) {
      stream->is_other = 1;
      stream->filled = 0;
      return;
    }
    if (length > stream->filled - place) break;
    add_row(stream, pdu, length);
    place += length;
  }
  memmove(stream->octets, stream->octets + place, stream->filled - place);
  stream->filled -= place;
}

// Takes what is next of a segment; no if its turn has not come.
static int take(struct stream *stream, uint32_t sequence, const uint8_t *payload, long count) {
  int32_t ahead = sequence - stream->next;
  if (ahead > 0) return 0;
  if (-ahead < count) append(stream, payload - ahead, count + ahead);
  return 1;
}

static void add_segment(const struct segment *segment) {
  uint64_t addresses = (uint64_t)number32(segment->ip + 12) << 32 | number32(segment->ip + 16);
  struct stream *stream = find(addresses, number32(segment->tcp));
  uint32_t sequence = number32(segment->tcp + 4);
  if (segment->tcp[13] & 2) {
    // A connection begins: whatever had these ports before has ended.
    stream->next = sequence + 1;
    stream->is_started = 1;
    stream->is_other = stream->filled = 0;
    stream->later = NULL;
    return;
  }
  if (!segment->octets) return;
  if (!stream->is_started) {
    stream->is_started = 1;
    stream->next = sequence;
  }
  if (!take(stream, sequence, segment->payload, segment->octets)) {
    struct later *later = malloc(sizeof *later);
    *later = (struct later){sequence, segment->octets, segment->payload, stream->later};
    stream->later = later;
    return;
  }
  for (struct later **link = &stream->later; *link;) {
    struct later *later = *link;
    if (take(stream, later->sequence, later->payload, later->octets)) {
      *link = later->next;
      free(later);
      link = &stream->later;
    } else {
      link = &later->next;
    }
  }
}

int main(int count, char **arguments) {
  if (count < 3) return 64;
  keeps_octets = count > 3;
  int file = open(arguments[1], O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status)) return 66;
  const uint8_t *octets = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (octets == MAP_FAILED || !(streams = calloc(table_size, sizeof *streams))) return 74;
  madvise((void *)octets, status.st_size, MADV_SEQUENTIAL);
  database = create(
      arguments[2],
      "CREATE TABLE pdu (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, frame INTEGER NOT NULL,"
      " stream INTEGER NOT NULL, type INTEGER NOT NULL, flags INTEGER NOT NULL,"
      " length INTEGER NOT NULL, call_id INTEGER NOT NULL, octets BLOB) STRICT");
  insert = prepare(database, "INSERT INTO pdu VALUES (?,?,?,?,?,?,?,?,?)");
  run(database, "BEGIN");
  struct frame_header header;
  struct segment segment;
  for (long place = 24; place + 16 <= status.st_size; place += 16 + header.captured) {
    memcpy(&header, octets + place, sizeof header);
    if (place + 16 + (long)header.captured > status.st_size) break;
    frame++;
    frame_time = (int64_t)header.seconds * 1000000000 + header.fraction * 1000;
    if (find_segment(octets + place + 16, header.captured, &segment)) add_segment(&segment);
  }
  run(database, "COMMIT");
  sqlite3_finalize(insert);
  if (sqlite3_close(database) != SQLITE_OK) fail("The database cannot be closed.");
  fprintf(stderr, "%ld frames, %ld PDUs\n", frame, rows);
  return 0;
}
