#define _GNU_SOURCE
#include "confine.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/status.h"
#include "base/temporary.h"
#include "base/translate.h"
#include "cli.h"

/* Rights that headers of Linux 6.1 do not name yet (include/uapi/linux/landlock.h). */
enum {
	TRUNCATE = 1 << 14,             /* from version 3 of the interface on */
	DEVICES = 1 << 15,              /* ioctl, 5 */
	NETWORK = 3,                    /* bind and connect of TCP, 4 */
	SCOPES = 3                      /* abstract sockets, and signals, 6 */
};

/* What the kernel is asked for grew by version. The first lets no file be moved to
 * another folder, as those of a dataset are when they are whole. */
struct rules_of_kernel {
	uint64_t files, network, scopes;
};
static const struct {
	int version;
	struct rules_of_kernel adds;
} versions[] = {
	{ 2, { (1 << 13) - 1 + LANDLOCK_ACCESS_FS_REFER, 0, 0 } },
	{ 3, { TRUNCATE, 0, 0 } },
	{ 4, { 0, NETWORK, 0 } },
	{ 5, { DEVICES, 0, 0 } },
	{ 6, { 0, 0, SCOPES } },
};

enum {
	READ_FILE = LANDLOCK_ACCESS_FS_READ_FILE,
	READ = READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	WRITE_FILE = READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE,
	RENAME = LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE
		| LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR
		| LANDLOCK_ACCESS_FS_REFER,
	MAKE = READ | WRITE_FILE | RENAME,
	OF_FILES = WRITE_FILE | DEVICES /* the rights that a file can have */
};
static const uint64_t rights[CLI_GRANTS] = {
	[CLI_GRANT_READ] = READ, [CLI_GRANT_WRITE] = WRITE_FILE,
	[CLI_GRANT_RENAME] = RENAME, [CLI_GRANT_MAKE] = MAKE,
};

static struct rules_of_kernel known_to(long version)
{
	struct rules_of_kernel sum = { 0, 0, 0 };

	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
		if (versions[i].version > version)
			break;
		sum.files |= versions[i].adds.files;
		sum.network |= versions[i].adds.network;
		sum.scopes |= versions[i].adds.scopes;
	}
	return sum;
}

/* Libraries are loaded when they are needed: that of workbooks, and what converts
 * encodings. They stand beside the C library, wherever that is. */
static void grant_libraries(struct cli_confinement *c)
{
	static const char *const folders[] = { "/usr", "/etc/ld.so.cache",
		"/dev/urandom" };
	Dl_info about;

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		cli_confinement_grant(c, CLI_GRANT_READ, folders[i]);
	if (dladdr((void *)(uintptr_t)&fopen, &about) != 0)
		cli_confinement_grant_folder(c, CLI_GRANT_READ, about.dli_fname);
}

/* Folders that the environment names, with ':' between them. */
static void grant_list(struct cli_confinement *c, const char *variable)
{
	const char *list = getenv(variable);

	while (list != NULL && *list != '\0') {
		size_t length = strcspn(list, ":");
		char *folder = strndup(list, length);
		cli_confinement_grant(c, CLI_GRANT_READ, folder);
		free(folder);
		list += length + (list[length] == ':');
	}
}

/* Where klopt's own texts are. */
static void grant_own(struct cli_confinement *c)
{
	struct kl_arena arena = { 0 };
	const char *own = cli_program_folder(&arena);
	struct kl_text_buffer share = { 0 };

	if (own != NULL)
		kl_text_printf(&share, "%s/../share", own);
	cli_confinement_grant(c, CLI_GRANT_READ, share.at);
	kl_text_release(&share);
	kl_arena_release(&arena);
}

/* The sanitizers start a program to report, and keep logs, as does what measures
 * coverage: what is built with them is built unconfined. */
static bool may_confine(void)
{
#if defined(KL_UNCONFINED)
	return false;
#else
	const char *off = getenv("KLOPT_UNCONFINED");

	return off == NULL || *off == '\0';
#endif
}

void cli_confinement_begin(struct cli_confinement *c)
{
	*c = (struct cli_confinement){ .rules = -1 };
	if (!may_confine()) {
		c->off = kl_translate("KLOPT_UNCONFINED is set");
		return;
	}
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
		LANDLOCK_CREATE_RULESET_VERSION);
	const struct rules_of_kernel asked = known_to(version);
	/* The kernel takes a struct that is longer than its own where the rest is 0. */
	if (version >= versions[0].version)
		c->rules = (int)syscall(SYS_landlock_create_ruleset, &asked,
			sizeof asked, 0);
	if (c->rules < 0) {
		c->off = kl_translate("this system has no Landlock, or its first version");
		return;
	}
	fcntl(c->rules, F_SETFD, FD_CLOEXEC);
	c->files = asked.files;
	grant_libraries(c);
	grant_list(c, "LD_LIBRARY_PATH");
	grant_list(c, "GCONV_PATH");
	grant_list(c, "KLOPT_LOCALE");
	grant_own(c);
	/* What is not there cannot be written to later either. */
	if (access("/dev/null", F_OK) == 0)
		cli_confinement_grant(c, CLI_GRANT_WRITE, "/dev/null");
	if (access(kl_temporary_folder(), F_OK) == 0)
		cli_confinement_grant(c, CLI_GRANT_MAKE, kl_temporary_folder());
}

static void give_up(struct cli_confinement *c)
{
	close(c->rules);
	c->rules = -1;
	c->off = kl_translate("the system refused a rule");
}

void cli_confinement_grant(struct cli_confinement *c, enum cli_grant grant,
	const char *path)
{
	struct stat about;

	if (c->rules < 0 || path == NULL || strcmp(path, "-") == 0)
		return;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0) {
		/* What cannot be reached now cannot be read later; what is written must also
		 * be taken away. */
		if (grant != CLI_GRANT_READ || errno == EMFILE || errno == ENFILE
				|| errno == ENOMEM)
			give_up(c);
		return;
	}
	struct landlock_path_beneath_attr rule = { .parent_fd = fd,
		.allowed_access = rights[grant] & c->files };
	if (fstat(fd, &about) != 0 || !S_ISDIR(about.st_mode))
		rule.allowed_access &= OF_FILES;
	/* EBADFD: a pipe, which has no place among files, and is not confined. */
	if (rule.allowed_access != 0 && syscall(SYS_landlock_add_rule, c->rules,
			LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0 && errno != EBADFD)
		give_up(c);
	close(fd);
}

void cli_confinement_grant_folder(struct cli_confinement *c, enum cli_grant grant,
	const char *file)
{
	char *folder = file != NULL ? strdup(file) : NULL;
	c->lacked = c->lacked || (file != NULL && folder == NULL);
	char *slash = folder != NULL ? strrchr(folder, '/') : NULL;

	if (slash == folder && slash != NULL)
		slash[1] = '\0';
	else if (slash != NULL)
		*slash = '\0';
	cli_confinement_grant(c, grant, slash != NULL ? folder : folder != NULL ? "."
		: NULL);
	free(folder);
}

enum kl_status cli_confine(struct cli_confinement *c, const char *program,
	bool verbose, struct kl_error *error)
{
	char words[KL_SYSTEM_WORDS];

	if (c->lacked) {
		close(c->rules);
		return kl_no_memory(error);
	}
	/* Without this neither can be asked for. */
	if (c->rules >= 0 && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
			|| syscall(SYS_landlock_restrict_self, c->rules, 0) != 0))
		give_up(c);
	if (may_confine() && !cli_confine_calls() && verbose)
		fprintf(stderr, kl_translate("%s: not confined to its own calls: %s\n"), program,
			kl_system_words(errno, words));
	if (c->off != NULL && verbose)
		fprintf(stderr, kl_translate("%s: not confined to its own files: %s\n"), program,
			c->off);
	if (c->rules >= 0)
		close(c->rules);
	c->rules = -1;
	return KL_OK;
}
