/* Paths as people write them, and what a path in a file may name. */
#include "rule/path.h"

#include "scratch.h"

TestSuite(path, .init = scratch_open, .fini = scratch_close);

#define COUNT(array) (sizeof (array) / sizeof *(array))

Test(path, joined)
{
	static const struct {
		const char *folder, *path, *joined;
	} cases[] = {
		{ "a", "b.csv", "a/b.csv" }, { "a/", "b.csv", "a/b.csv" },
		{ "a//", "b.csv", "a/b.csv" }, { "./a", "./b.csv", "a/b.csv" },
		{ "a", ".//b.csv", "a/b.csv" }, { ".//a", "b", "a/b" },
		{ "./", "b.csv", "b.csv" }, { ".", "b.csv", "b.csv" },
		{ NULL, "b.csv", "b.csv" }, { "", "b.csv", "b.csv" },
		{ "/", "b.csv", "/b.csv" }, { "a", "/b.csv", "/b.csv" },
		{ "a", "../b.csv", "a/../b.csv" }, { "a", "", "a/" },
		{ NULL, "", "" }, { "a", ".", "a/." },
		{ NULL, "-", "./-" }, { ".", "./-", "./-" }, { "a", "-", "a/-" },
	};
	struct kl_arena arena = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(kl_path_join(&arena, cases[i].folder,
			kl_span_of(cases[i].path)), cases[i].joined);
	kl_arena_release(&arena);
}

Test(path, parts)
{
	static const struct {
		const char *path, *folder, *base, *stem;
	} cases[] = {
		{ "a/b.csv", "a", "b.csv", "b" }, { "b.CSV", ".", "b.CSV", "b" },
		{ "/b.yaml", "/", "b.yaml", "b" }, { "a/b/", "a/b", "b", "b" },
		{ "a/b.csv.gz", "a", "b.csv.gz", "b" }, { "b.xlsx.ZST", ".", "b.xlsx.ZST", "b" },
		{ "a.b/c", "a.b", "c", "c" }, { ".csv", ".", ".csv", ".csv" },
		{ ".gz", ".", ".gz", ".gz" }, { "b.json", ".", "b.json", "b" },
		{ "b.txt", ".", "b.txt", "b.txt" }, { "/", "/", "/", "/" },
		{ "", ".", "", "" },
	};
	struct kl_arena arena = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *path = cases[i].path;
		cr_expect_str_eq(kl_path_folder(&arena, path), cases[i].folder);
		cr_expect(kl_span_is(kl_path_base(path), cases[i].base), "%s", path);
		cr_expect(kl_span_is(kl_path_stem(path), cases[i].stem), "%s", path);
	}
	cr_expect_str_eq(kl_path_folder(&arena, NULL), ".");
	kl_arena_release(&arena);
}

Test(path, kinds)
{
	static const struct {
		const char *path;
		bool url, leaves;
	} cases[] = {
		{ "a.csv", false, false }, { "", false, false },
		{ "http://x/a.csv", true, false }, { "HTTPS:x", true, false },
		{ "ftp:", true, false }, { "s3://x", true, false },
		{ "git+ssh-2.0://x", true, false }, { "A9://x", true, false },
		{ "http", false, false }, { "c:/a.csv", false, false },
		{ "a_b://x", false, false }, { "://x", false, false },
		{ "a:/", false, false }, { "{://x", false, false },
		{ "/a.csv", false, true }, { "..", false, true },
		{ "../a", false, true }, { "a/..", false, true },
		{ "a/../b", false, true }, { "..a", false, false },
		{ "a/..b/c", false, false }, { "a/.", false, false },
		{ "...", false, false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kl_span path = kl_span_of(cases[i].path);
		cr_expect_eq(kl_path_is_url(path), cases[i].url, "%s", cases[i].path);
		cr_expect_eq(kl_path_leaves(path), cases[i].leaves, "%s", cases[i].path);
	}
}

/* Wherever links lead; what is not there leads nowhere. */
Test(path, leads_out)
{
	static const struct {
		const char *folder, *path;
		bool out;
	} cases[] = {
		{ "in", "in/a.csv", false }, { "in", "in/deep/a.csv", false },
		{ ".", "in/a.csv", false }, { ".", "out/a.csv", false },
		{ "in", "in", false }, { "in/", "in/a.csv", false },
		{ "in", "in/link.csv", true }, { "in", "in/inside.csv", false },
		{ "in", "in/folder/a.csv", true }, { ".", "in/folder/a.csv", false },
		{ "in", "inner/a.csv", true }, { "in", "out/a.csv", true },
		{ "in", "in/../out/a.csv", true }, { "in", "in/deep/../a.csv", false },
		{ "in", "in/nothing.csv", false }, { "nothing", "in/a.csv", false },
		{ "in", "in/broken.csv", false }, { "in", "in/nothing/a.csv", false },
		{ "/", "in/a.csv", false },
	};

	scratch_write("in/a.csv", "x\n");
	scratch_write("in/deep/a.csv", "x\n");
	scratch_write("inner/a.csv", "x\n");
	scratch_write("out/a.csv", "x\n");
	static const char *const links[][2] = { { "../out/a.csv", "in/link.csv" },
		{ "a.csv", "in/inside.csv" }, { "../out", "in/folder" },
		{ "nowhere", "in/broken.csv" } };
	for (size_t i = 0; i < COUNT(links); i++) {
		cr_assert_eq(symlink(links[i][0], links[i][1]), 0);
		scratch_note(links[i][1]);
	}
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(kl_path_leads_out(cases[i].folder, cases[i].path),
			cases[i].out, "%s from %s", cases[i].path, cases[i].folder);
}

Test(path, lists)
{
	static const char *const endings[] = { ".csv", ".xlsx", NULL };
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	const char **names;
	size_t count;

	scratch_write("d/b.csv", "");
	scratch_write("d/A.CSV", "");
	scratch_write("d/c.xlsx", "");
	scratch_write("d/~$c.xlsx", "");
	scratch_write("d/.hidden.csv", "");
	scratch_write("d/note.txt", "");
	scratch_write("d/e.csv/x", "");
	cr_assert_eq(kl_path_list(&arena, "d", endings, &names, &count, &error), KL_OK);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(names[0], "A.CSV");
	cr_expect_str_eq(names[1], "b.csv");
	cr_expect_str_eq(names[2], "c.xlsx");
	cr_assert_eq(kl_path_list(&arena, "d", NULL, &names, &count, &error), KL_OK);
	cr_expect_eq(count, 5);
	cr_assert_eq(kl_path_list(&arena, "d/e.csv", endings, &names, &count, &error), KL_OK);
	cr_expect_eq(count, 0);
	cr_expect_eq(kl_path_list(&arena, "nothing", NULL, &names, &count, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"nothing: cannot read the folder: No such file or directory");
	cr_expect(kl_path_has_folders("d"));
	cr_expect_not(kl_path_has_folders("d/e.csv"));
	cr_expect_not(kl_path_has_folders("nothing"));
	cr_expect(kl_path_is_folder("d") && !kl_path_is_file("d"));
	cr_expect(kl_path_is_file("d/b.csv") && !kl_path_is_folder("d/b.csv"));
	kl_arena_release(&arena);
}
