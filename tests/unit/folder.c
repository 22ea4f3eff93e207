#include "base/folder.h"

#include <dirent.h>

#include "scratch.h"

TestSuite(folder, .init = scratch_open, .fini = scratch_close);

static const char *contents(const char *name)
{
	static char text[64];
	FILE *file = fopen(name, "rb");

	if (file == NULL)
		return "none";
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	return text;
}

/* Names in a folder, hidden ones too. */
static int count_entries(const char *name)
{
	DIR *folder = opendir(name);
	int count = 0;

	cr_assert_not_null(folder, "%s", name);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL; )
		count += strcmp(entry->d_name, ".") != 0
			&& strcmp(entry->d_name, "..") != 0;
	closedir(folder);
	return count;
}

static void add(struct kl_folder *folder, const char *name, const char *text)
{
	struct kl_error error = { 0 };
	struct kl_folder_file *file;

	cr_assert_eq(kl_folder_add(folder, name, &file, &error), KL_OK, "%s",
		scratch_told(&error));
	fputs(text, file->stream);
}

Test(folder, all_files_appear_at_once)
{
	struct kl_folder folder = { 0 };
	struct kl_error error = { 0 };

	cr_assert_eq(kl_folder_open(&folder, "new/", &error), KL_OK);
	add(&folder, "a.csv", "a");
	cr_expect_eq(kl_folder_close(folder.first, &error), KL_OK);
	add(&folder, "b.csv", "b");
	cr_expect_neq(access("new", F_OK), 0);
	cr_expect_eq(count_entries("."), 1);
	cr_expect_eq(kl_folder_commit(&folder, &error), KL_OK, "%s",
		scratch_told(&error));
	cr_expect_str_eq(contents("new/a.csv"), "a");
	cr_expect_str_eq(contents("new/b.csv"), "b");
	cr_expect_eq(count_entries("."), 1);
	kl_folder_discard(&folder);
	cr_expect_eq(count_entries("new"), 2);
	scratch_note("new");
	scratch_note("new/a.csv");
	scratch_note("new/b.csv");
}

Test(folder, other_files_and_modes_stay)
{
	struct kl_folder folder = { 0 };
	struct kl_error error = { 0 };
	struct stat about;

	scratch_write("out/other.txt", "other");
	scratch_write("out/a.csv", "old");
	cr_assert_eq(chmod("out/a.csv", 0640), 0);
	cr_assert_eq(kl_folder_open(&folder, "out", &error), KL_OK);
	add(&folder, "a.csv", "new");
	cr_expect_eq(count_entries("."), 1);
	cr_expect_str_eq(contents("out/a.csv"), "old");
	cr_expect_eq(kl_folder_commit(&folder, &error), KL_OK);
	cr_expect_str_eq(contents("out/a.csv"), "new");
	cr_expect_str_eq(contents("out/other.txt"), "other");
	cr_expect_eq(count_entries("out"), 2);
	cr_expect_eq(stat("out/a.csv", &about), 0);
	cr_expect_eq(about.st_mode & 0777, 0640);
}

Test(folder, nothing_is_left_of_what_failed)
{
	struct kl_folder folder = { 0 };
	struct kl_error error = { 0 };

	scratch_write("out/a.csv", "old");
	for (int i = 0; i < 4; i++) {
		const char *path = i % 2 == 0 ? "out" : "new";
		cr_assert_eq(kl_folder_open(&folder, path, &error), KL_OK);
		add(&folder, "a.csv", "half");
		if (i < 2)
			kl_folder_abandon(&folder);
		kl_folder_discard(&folder);
		cr_expect_str_eq(contents("out/a.csv"), "old");
		cr_expect_eq(count_entries("."), 1);
		cr_expect_eq(count_entries("out"), 1);
	}
}

static enum kl_status refuse(void *context, const char *path,
	struct kl_error *error)
{
	return kl_fail(error, KL_USAGE, path, 0, 0, "%s", (const char *)context);
}

Test(folder, refusals)
{
	struct kl_folder folder = { 0 };
	struct kl_folder_file *file;
	struct kl_error error = { 0 };

	scratch_write("file", "x");
	scratch_write("out/a.csv", "old");
	scratch_write("out/b.csv/c", "deep");
	cr_expect_eq(kl_folder_open(&folder, "file", &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"file: is a file, and a folder is to be written");
	kl_folder_discard(&folder);
	cr_expect_eq(kl_folder_open(&folder, "no/where", &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"no/where: cannot make the folder: No such file or directory");
	kl_folder_discard(&folder);

	folder.allow = refuse;
	folder.context = "is read";
	cr_assert_eq(kl_folder_open(&folder, "out", &error), KL_OK);
	cr_expect_eq(kl_folder_add(&folder, "new.csv", &file, &error), KL_OK);
	cr_expect_eq(kl_folder_add(&folder, "a.csv", &file, &error), KL_USAGE);
	cr_expect_str_eq(scratch_told(&error), "out/a.csv: is read");
	cr_expect_eq(kl_folder_add(&folder, "b.csv", &file, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"out/b.csv: is a folder, and a file is to be written");
	kl_folder_discard(&folder);
	cr_expect_eq(count_entries("out"), 2);
}

Test(folder, a_place_that_was_taken_meanwhile)
{
	struct kl_folder folder = { 0 };
	struct kl_error error = { 0 };

	cr_assert_eq(kl_folder_open(&folder, "new", &error), KL_OK);
	add(&folder, "a.csv", "a");
	scratch_write("new/other.txt", "other");
	cr_expect_eq(kl_folder_commit(&folder, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"new: cannot make the folder: Directory not empty");
	cr_expect_eq(count_entries("."), 1);
	cr_expect_eq(count_entries("new"), 1);
}
