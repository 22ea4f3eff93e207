/*
 * libxlsxwriter, loaded when the first workbook is made. It brings a library of
 * cryptography with it, and to load both takes a program longer than to start:
 * whoever writes no workbook should not wait for them.
 */
#ifndef KL_FORMAT_XLSX_LIBRARY_H
#define KL_FORMAT_XLSX_LIBRARY_H

#include <stdbool.h>

#include <xlsxwriter.h>

#include "base/status.h"

struct kl_xlsx_library {
	bool loaded;
#define KL_XLSX_CALL(name) __typeof__(name) *name;
#include "format/xlsx_calls.def"
#undef KL_XLSX_CALL
};

/* Where its functions are: what the linker would keep of a library that is linked,
 * and as little a state of a run. Nothing but the next function changes it. */
extern struct kl_xlsx_library kl_xlsx_library;

/* Loads it, unless it is there; by any number of threads. It stays until the program
 * ends. Errors: KL_INVALID: it is not installed, or lacks something. */
enum kl_status kl_xlsx_library_load(struct kl_error *error);

/* xlsx_memory.c */

/* Sees to memory for a workbook, once it is loaded. Errors: KL_NO_MEMORY. */
enum kl_status kl_xlsx_memory_begin(struct kl_error *error);
/* The library, about to be called: there is memory for any call but to close a book,
 * or kl_xlsx_memory_lacked is true, and the call is one of the last. */
const struct kl_xlsx_library *kl_xlsx_call(void);
/* The next call takes so many bytes, at most 1 MiB; one of which nothing is said, some
 * thousand. */
void kl_xlsx_memory_expect(size_t size);
/* Whether there are so many bytes to allocate. */
bool kl_xlsx_memory_has(size_t size);
/* Whether memory was out since the workbook began, for all that the library said. */
bool kl_xlsx_memory_lacked(void);

#endif
