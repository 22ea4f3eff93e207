/*
 * One block of a stream, deflated: with the end of the block before as its
 * dictionary, and ending at a byte (RFC 1951, an empty stored block).
 */
#ifndef KL_FORMAT_XLSX_PACKER_H
#define KL_FORMAT_XLSX_PACKER_H

#include <stdbool.h>
#include <stddef.h>

struct kl_packer;

/* The level at which zlib is tuned to sheets: of rows of codes and figures 1 to 7 %
 * fewer bytes than zlib makes of itself, of long prose 3 % more, in 3/4 of the time. */
enum { KL_PACKER_TUNED = 6 };

/* Level is of zlib, 1 to 9. At 1 ISA-L does it, where klopt is built with it: a
 * quarter of the time, and 3 % more bytes. NULL: memory is out. */
struct kl_packer *kl_packer_open(int level);
/* Bytes that a block of so much text takes at most. */
size_t kl_packer_bound(struct kl_packer *packer, size_t length);
/* Deflates `length` bytes that stand behind `before` bytes (at most 32 KiB) of
 * dictionary at `text`, into `room` bytes, which is a bound of length; *size is
 * what they took. False: memory is out. */
bool kl_packer_pack(struct kl_packer *packer, const unsigned char *text,
	size_t before, size_t length, unsigned char *out, size_t room,
	size_t *size);
/* CRC-32 of bytes, as crc32 of zlib has it. */
unsigned long kl_packer_crc(const unsigned char *text, size_t length);
/* May be given NULL. */
void kl_packer_close(struct kl_packer *packer);

#endif
