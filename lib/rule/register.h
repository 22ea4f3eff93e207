/*
 * Registers: published lists of codes with what belongs to each code.
 *
 * A register is a CSV file in klopt's form,
 * CODE;NAAM;SOORT;NIVEAU;LEERWEG;DOSSIER;DOMEIN;KBB_BRIN;GELDIG_VAN;LAATSTE_INSTROOM;GELDIG_TOT;BRON
 * (all text, UTF-8; every column but CODE may be absent or empty; dates
 * YYYY-MM-DD; another column SECTOR is taken too), and beside it a description
 * in YAML that says what it is, of which date, and from where.
 */
#ifndef KL_RULE_REGISTER_H
#define KL_RULE_REGISTER_H

#include "base/date.h"
#include "base/memory.h"
#include "base/status.h"
#include "table/note.h"

struct kl_register_entry {
	struct kl_span code, name, kind, level, leerweg, dossier, domain, body,
		sector, source;         /* empty: not known */
	struct kl_date valid_from, last_intake, valid_until;    /* year 0: not known */
	uint32_t line;                  /* in the CSV file */
};

/* An encoding, a line that names the delimiter, doubt about that. */
enum { KL_REGISTER_NOTES = 4 };
enum { KL_REGISTER_CODES_MOST = 1000000,
	KL_REGISTER_TEXT_MOST_MIB = 256 };      /* codes and what belongs to them */

struct kl_register {
	const char *id;                 /* "crebo-ao-2004"; of a plain file its name */
	const char *title;              /* NULL if none */
	const char *path;               /* of the CSV file, as shown */
	const char *date;               /* state it gives, as written; NULL: not known */
	const char *source;             /* NULL if none */
	struct kl_register_entry *entries;
	size_t count, capacity;
	struct kl_index codes;          /* code -> entry */
	/* How the file was read, where a person must know it: kl_note_is_told. */
	struct kl_note notes[KL_REGISTER_NOTES];
	size_t note_count;
	struct kl_arena arena;
};

/* Where shipped rules and registers are looked for, after the folder of the
 * file that names them: folders, ended by NULL. */
struct kl_search {
	const char *const *folders;
};

/* Reads a register: `name` is an id, found as <folder>/registers/<id>.yaml or
 * <folder>/<id>.yaml beside `from` (a file; NULL: the current folder) and then
 * in the search folders; or a path to a .yaml or .csv file (it has a slash or
 * that ending), relative to `from`.
 *
 * Keys of a description: register (the id, as the file is called), title, date,
 * path (of the CSV file, beside it; <id>.csv), source, licence, notes, columns
 * (what the header calls a column, where that differs: {code: CREBO}), delimiter
 * (decided by the rows) and encoding (decided by the bytes; table/encoding.h). Names
 * in the header are compared without case, trimmed, with "_" as blank. A .csv has
 * its file's name as id and no date.
 *
 * Errors: KL_IO not found (the sentence lists the ids that exist, nearest
 * first); KL_INVALID with the place: no column CODE, no codes, a row without a
 * code or with too many cells, a code twice with different contents (with the
 * same it counts once), a date that is none, quotes or bytes that are wrong;
 * KL_LIMIT: more than it may have. KL_NO_MEMORY.
 * Release also after failure. */
enum kl_status kl_register_read(struct kl_register *reg, struct kl_span name,
	const char *from, const struct kl_search *search, struct kl_error *error);
void kl_register_release(struct kl_register *reg);

/* The files that kl_register_read would read: the description (NULL: there is none)
 * and the codes. In the arena. Errors: those of the description. */
enum kl_status kl_register_files(struct kl_span name, const char *from,
	const struct kl_search *search, struct kl_arena *arena, const char *files[2],
	struct kl_error *error);

const struct kl_register_entry *kl_register_find(const struct kl_register *reg,
	struct kl_span code);

/* Calls `each` for the description of every register in the search folders,
 * sorted by id, without reading their entries; of one id the first that is
 * found. Errors: those of a description, at the first that is wrong. */
enum kl_status kl_register_list(const struct kl_search *search,
	void (*each)(void *context, const struct kl_register *reg), void *context,
	struct kl_error *error);

/* The path of a rule file: `name` as it is when it exists beside `from`, else
 * in the search folders. NULL: nowhere. In the arena. */
const char *kl_search_file(const struct kl_search *search, const char *from,
	const char *name, struct kl_arena *arena);

#endif
