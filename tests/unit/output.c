#include "base/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#include "scratch.h"

TestSuite(output, .init = scratch_open, .fini = scratch_close);

static void expect_file(const char *name, const char *wanted)
{
	char text[256] = "";
	FILE *file = fopen(name, "rb");

	cr_assert_not_null(file, "%s", name);
	scratch_note(name);
	size_t length = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[length] = '\0';
	cr_expect_str_eq(text, wanted, "%s: %s", name, text);
}

/* Nothing but what the test made: a temporary file would be one more. */
static void expect_entries(int wanted)
{
	DIR *folder = opendir(".");
	int count = 0;

	cr_assert_not_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += strcmp(entry->d_name, ".") != 0
			&& strcmp(entry->d_name, "..") != 0;
	closedir(folder);
	cr_expect_eq(count, wanted, "%d entries, not %d", count, wanted);
}

static mode_t mode_of(const char *name)
{
	struct stat there;

	cr_assert_eq(lstat(name, &there), 0, "%s", name);
	return there.st_mode & 07777;
}

static void write_whole(const char *path, const char *text)
{
	struct kl_output output;
	struct kl_error error = { 0 };

	cr_assert_eq(kl_output_open(&output, path, &error), KL_OK, "%s",
		scratch_told(&error));
	cr_assert_geq(fputs(text, output.stream), 0);
	cr_expect_eq(kl_output_commit(&output, &error), KL_OK, "%s",
		scratch_told(&error));
	cr_expect(output.stream == NULL && output.target == NULL
		&& output.temporary == NULL);
	cr_expect_eq(error.status, KL_OK, "untouched");
}

Test(output, appears_when_committed)
{
	struct kl_output output;
	struct kl_error error = { 0 };

	cr_assert_eq(kl_output_open(&output, "new.csv", &error), KL_OK);
	fputs("crebo", output.stream);
	fflush(output.stream);
	cr_expect_neq(access("new.csv", F_OK), 0, "not there yet");
	cr_expect_eq(mode_of(output.temporary), 0600);
	expect_entries(1);
	cr_expect_eq(kl_output_commit(&output, &error), KL_OK);
	expect_file("new.csv", "crebo");
	expect_entries(1);
	cr_expect_eq(kl_output_commit(&output, &error), KL_OK, "again");
	kl_output_discard(&output);
	expect_file("new.csv", "crebo");
}

/* Of two files that appear together both are whole before the first appears. */
Test(output, settled_then_committed)
{
	struct kl_output first, second;
	struct kl_error error = { 0 };

	cr_assert_eq(kl_output_open(&first, "a.csv", &error), KL_OK);
	cr_assert_eq(kl_output_open(&second, "b.csv", &error), KL_OK);
	fputs("a", first.stream);
	fputs("b", second.stream);
	cr_expect_eq(kl_output_settle(&first, &error), KL_OK);
	cr_expect_null(first.stream);
	cr_expect_eq(kl_output_settle(&first, &error), KL_OK, "again");
	cr_expect_neq(access("a.csv", F_OK), 0, "not there yet");
	cr_expect_eq(kl_output_commit(&first, &error), KL_OK);
	expect_file("a.csv", "a");
	cr_expect_eq(kl_output_settle(&second, &error), KL_OK);
	kl_output_discard(&second);
	expect_entries(1);
}

Test(output, discarded)
{
	struct kl_output output = { 0 };
	struct kl_error error = { 0 };

	kl_output_discard(&output);
	scratch_write("old.csv", "old");
	cr_assert_eq(kl_output_open(&output, "old.csv", &error), KL_OK);
	fputs("new", output.stream);
	fflush(output.stream);
	expect_file("old.csv", "old");
	kl_output_discard(&output);
	expect_file("old.csv", "old");
	expect_entries(1);
	cr_expect_null(output.stream);
	kl_output_discard(&output);
}

Test(output, existing_file_is_replaced)
{
	scratch_write("old.csv", "a much longer old text");
	write_whole("old.csv", "new");
	expect_file("old.csv", "new");
	expect_entries(1);
}

Test(output, empty)
{
	write_whole("empty.csv", "");
	expect_file("empty.csv", "");
	expect_entries(1);
}

Test(output, modes)
{
	static const struct {
		mode_t mask, before, wanted;
	} cases[] = {
		{ 0022, 0, 0644 }, { 0077, 0, 0600 }, { 0, 0, 0666 },
		{ 0022, 0640, 0640 }, { 0077, 0664, 0664 }, { 0022, 0755, 0755 },
		{ 0022, 0600, 0600 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unlink("f");
		if (cases[i].before != 0) {
			scratch_write("f", "old");
			cr_assert_eq(chmod("f", cases[i].before), 0);
		}
		umask(cases[i].mask);
		write_whole("f", "new");
		cr_expect_eq(mode_of("f"), cases[i].wanted, "case %zu: %o", i,
			(unsigned)mode_of("f"));
		cr_expect_eq(umask(0022), cases[i].mask, "the mask is put back");
		expect_file("f", "new");
	}
}

Test(output, symbolic_link_stays)
{
	char target[64] = "";

	scratch_write("folder/real.csv", "old");
	cr_assert_eq(symlink("folder/real.csv", "link.csv"), 0);
	scratch_note("link.csv");
	write_whole("link.csv", "new");
	expect_file("folder/real.csv", "new");
	cr_expect_gt(readlink("link.csv", target, sizeof target - 1), 0,
		"still a link");
	cr_expect_str_eq(target, "folder/real.csv");
	expect_entries(2);
}

Test(output, refused)
{
	static const struct {
		const char *path, *told;
	} cases[] = {
		{ "folder", "folder: cannot write: it is a folder" },
		{ ".", ".: cannot write: it is a folder" },
		{ "none/f.csv",
			"none/f.csv: cannot write: No such file or directory" },
		{ "file/f.csv", "file/f.csv: cannot write: Not a directory" },
	};

	cr_assert_eq(mkdir("folder", 0700), 0);
	scratch_note("folder");
	scratch_write("file", "old");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_output output;
		struct kl_error error = { 0 };
		cr_expect_eq(kl_output_open(&output, cases[i].path, &error), KL_IO);
		cr_expect_eq(error.status, KL_IO);
		cr_expect_str_eq(scratch_told(&error), cases[i].told, "%s",
			scratch_told(&error));
		cr_expect(output.stream == NULL && output.target == NULL
			&& output.temporary == NULL, "nothing to release");
		kl_output_discard(&output);
	}
	expect_entries(2);
}

/* The target became a folder in the meantime: the rename fails. */
Test(output, rename_fails)
{
	struct kl_output output;
	struct kl_error error = { 0 };

	cr_assert_eq(kl_output_open(&output, "f", &error), KL_OK);
	fputs("new", output.stream);
	cr_assert_eq(mkdir("f", 0700), 0);
	scratch_note("f");
	scratch_write("f/kept", "kept");
	cr_expect_eq(kl_output_commit(&output, &error), KL_IO);
	cr_expect_eq(error.status, KL_IO);
	cr_expect_not_null(strstr(error.path, "f"));
	expect_entries(1);
	expect_file("f/kept", "kept");
}

/* The disk behind the stream is full from here on. */
Test(output, full_disk_leaves_the_old_file)
{
	struct kl_output output;
	struct kl_error error = { 0 };

	scratch_write("old.csv", "old");
	cr_assert_eq(kl_output_open(&output, "old.csv", &error), KL_OK);
	int full = open("/dev/full", O_WRONLY);
	cr_assert_geq(full, 0);
	cr_assert_geq(dup2(full, fileno(output.stream)), 0);
	close(full);
	fputs("new", output.stream);
	cr_expect_eq(kl_output_commit(&output, &error), KL_IO);
	cr_expect_not_null(strstr(error.text, strerror(ENOSPC)), "%s",
		error.text);
	expect_file("old.csv", "old");
	expect_entries(1);
}

Test(output, device)
{
	struct kl_output output;
	struct kl_error error = { 0 };

	write_whole("/dev/null", "anything");
	cr_assert_eq(kl_output_open(&output, "/dev/full", &error), KL_OK);
	fputs("anything", output.stream);
	cr_expect_eq(kl_output_commit(&output, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"/dev/full: cannot write: No space left on device");
	cr_expect_null(output.stream);
	cr_assert_eq(kl_output_open(&output, "/dev/full", &error), KL_OK);
	for (int i = 0; i < 100000; i++)
		fputs("more than the buffer of the stream holds", output.stream);
	cr_expect_eq(kl_output_commit(&output, &error), KL_IO);
	cr_assert_eq(kl_output_open(&output, "/dev/full", &error), KL_OK);
	kl_output_discard(&output);
	cr_expect_eq(access("/dev/full", F_OK), 0);
}

Test(output, stream_of_the_caller)
{
	struct kl_output output;
	struct kl_error error = { 0 };
	FILE *file = fopen("f", "w");

	cr_assert_not_null(file);
	scratch_note("f");
	kl_output_use(&output, file);
	fputs("one", output.stream);
	cr_expect_eq(kl_output_commit(&output, &error), KL_OK);
	expect_file("f", "one");
	kl_output_use(&output, file);
	fputs("two", output.stream);
	kl_output_discard(&output);
	cr_expect_eq(fclose(file), 0, "it was never closed");
	expect_file("f", "onetwo");

	file = fopen("/dev/full", "w");
	cr_assert_not_null(file);
	kl_output_use(&output, file);
	fputs("one", output.stream);
	cr_expect_eq(kl_output_commit(&output, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"cannot write to standard output: No space left on device");
	fclose(file);
}

Test(output, reader_went_away)
{
	struct kl_output output;
	struct kl_error error = { 0 };
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	FILE *file = fdopen(ends[1], "w");
	close(ends[0]);
	cr_assert_not_null(file);
	kl_output_use(&output, file);
	fputs("one", output.stream);
	cr_expect_eq(kl_output_commit(&output, &error), KL_CLOSED);
	cr_expect_eq(error.status, KL_CLOSED);
	fclose(file);
}

Test(output, errors)
{
	static char long_text[3 * KL_ERROR_TEXT];
	struct kl_error error = { 0 };

	cr_expect_eq(kl_fail(NULL, KL_LIMIT, "p", 1, 2, "x"), KL_LIMIT);
	cr_expect_eq(kl_fail(&error, KL_INVALID, "p", 3, 4, "at %d", 5),
		KL_INVALID);
	cr_expect_str_eq(scratch_told(&error), "p:3:4: at 5");
	kl_fail(&error, KL_INVALID, error.path, 6, 7, "%s, again", error.text);
	cr_expect_str_eq(scratch_told(&error), "p:6:7: at 5, again");
	memset(long_text, 'x', sizeof long_text - 1);
	kl_fail(&error, KL_LIMIT, long_text, 0, 0, "%s", long_text);
	cr_expect_eq(strlen(error.text), KL_ERROR_TEXT - 1);
	cr_expect_eq(strlen(error.path), KL_ERROR_PATH - 1);
	cr_expect_eq(kl_no_memory(&error), KL_NO_MEMORY);
	cr_expect_str_eq(scratch_told(&error), "out of memory");
}
