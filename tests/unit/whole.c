/* Reads and writes that are done whole. */
#include "base/whole.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/temporary.h"

static int file_of(const char *text)
{
	struct kl_error error;
	int fd;

	cr_assert_eq(kl_temporary_open(&fd, &error), KL_OK);
	cr_assert(kl_write_whole(fd, text, strlen(text)));
	return fd;
}

Test(whole, reads_up_to_the_end)
{
	char room[8];
	size_t got;
	int fd = file_of("0123456789");

	cr_assert(kl_read_at(fd, room, sizeof room, 1, &got));
	cr_assert_eq(got, 8);
	cr_assert_arr_eq(room, "12345678", 8);
	cr_assert(kl_read_at(fd, room, sizeof room, 7, &got));
	cr_assert_eq(got, 3);
	cr_assert_arr_eq(room, "789", 3);
	cr_assert(kl_read_at(fd, room, sizeof room, 10, &got));
	cr_assert_eq(got, 0);
	cr_assert(kl_read_at(fd, room, 0, 0, &got));
	cr_assert_eq(got, 0);
	close(fd);
}

Test(whole, tells_why_not)
{
	char room[8];
	size_t got = 1;
	int ends[2];
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	cr_assert_eq(pipe(ends), 0);
	cr_assert_not(kl_read_at(ends[0], room, sizeof room, 0, &got));
	cr_assert_eq(errno, ESPIPE);
	cr_assert_eq(got, 0);
	cr_assert_not(kl_write_whole(full, "x", 1));
	cr_assert_eq(errno, ENOSPC);
	cr_assert(kl_write_whole(full, "x", 0));
	close(full);
	close(ends[0]);
	close(ends[1]);
}
