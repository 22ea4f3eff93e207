/* Which system calls a confined program can no longer make: those by which it would
 * reach the network, other programs, or the kernel's configuration. All others stay,
 * so that a later C library finds what it needs; files are Landlock's. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

enum { FCHMODAT2 = 452 };       /* of Linux 6.6; the same on all machines */

/* Refused with EPERM. */
static const int refused[] = {
	/* connections */
	SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept,
	SYS_accept4,
	/* other programs, and into them */
	SYS_execve, SYS_execveat, SYS_kill, SYS_tkill, SYS_ptrace, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal,
	SYS_kcmp, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_setpriority,
	SYS_ioprio_set, SYS_sched_setaffinity, SYS_sched_setattr, SYS_sched_setparam,
	SYS_sched_setscheduler, SYS_migrate_pages, SYS_move_pages, SYS_process_madvise,
	SYS_shmget, SYS_shmat, SYS_shmctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl,
	SYS_semget, SYS_semop, SYS_semtimedop, SYS_semctl, SYS_mq_open, SYS_mq_unlink,
#ifdef SYS_fork
	SYS_fork, SYS_vfork,
#endif
	/* what Landlock leaves of any file: its mode, times and attributes, and before
	 * Linux 6.2 its length */
	SYS_fchmodat, FCHMODAT2, SYS_utimensat, SYS_setxattr, SYS_lsetxattr,
	SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SYS_truncate,
#ifdef SYS_chmod
	SYS_chmod, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
	/* ways around this filter and around Landlock */
	SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
	SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_userfaultfd,
	/* another root, other name spaces, other rights */
	SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare,
	SYS_mount_setattr, SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig,
	SYS_fsmount, SYS_fspick,
	SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid,
	SYS_setgroups, SYS_setfsuid, SYS_setfsgid, SYS_capset, SYS_personality,
	SYS_fchown, SYS_fchownat,
#ifdef SYS_chown
	SYS_chown, SYS_lchown, SYS_mknod,
#endif
	SYS_mknodat,
	/* the kernel */
	SYS_bpf, SYS_perf_event_open, SYS_init_module, SYS_finit_module,
	SYS_delete_module, SYS_kexec_load, SYS_fanotify_init, SYS_reboot, SYS_swapon, SYS_swapoff,
	SYS_add_key, SYS_request_key, SYS_keyctl, SYS_acct, SYS_quotactl,
	SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex,
	SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_vhangup,
#ifdef SYS_iopl
	SYS_iopl, SYS_ioperm,
#endif
};

enum {
	REFUSED = sizeof refused / sizeof *refused,
	REFUSE = SECCOMP_RET_ERRNO | EPERM,
	/* clone3 and openat2 hide their flags from a filter: clone and openat are used
	 * instead. */
	ABSENT = SECCOMP_RET_ERRNO | ENOSYS,
	X32 = 0x40000000,               /* calls of the x32 ABI have other numbers */
	LEAF = 4,                       /* numbers that are compared one after the other */
	MOST = 4 * REFUSED + 64
};
/* A jump over half of them is at most 255 statements. */
_Static_assert(REFUSED < 160, "more calls than one jump passes over");

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
	(uint32_t)offsetof(struct seccomp_data, member))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)
/* Goes on past the next `skip` statements unless it is so. */
#define UNLESS_EQUAL(value, skip) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, skip)
#define UNLESS_SET(bits, skip) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, skip)
#define UNLESS_BELOW(value, skip) \
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)(value), skip, 0)

struct filter {
	struct sock_filter code[MOST];
	unsigned short length;
};

static void add(struct filter *filter, const struct sock_filter *code, size_t count)
{
	for (size_t i = 0; i < count; i++)
		filter->code[filter->length++] = code[i];
}

#define ADD(filter, ...) add(filter, (const struct sock_filter[]){ __VA_ARGS__ }, \
	sizeof((const struct sock_filter[]){ __VA_ARGS__ }) / sizeof(struct sock_filter))

/* Before Linux 6.2 a file that may be read can be emptied as it is opened. */
static void add_open(struct filter *filter, int number, size_t flags)
{
	const uint32_t at = (uint32_t)(offsetof(struct seccomp_data, args)
		+ flags * sizeof(uint64_t));

	ADD(filter, UNLESS_EQUAL(number, 5), BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_TRUNC | O_ACCMODE),
		UNLESS_EQUAL(O_TRUNC | O_RDONLY, 1), RETURN(REFUSE),
		RETURN(SECCOMP_RET_ALLOW));
}

/* The arguments of some are looked at: a thread is no new process, nothing is typed for
 * the user (TIOCSTI, TIOCLINUX), and a signal goes to this program, as does a limit
 * (0: itself). On a machine that is little-endian the first half of an argument is its
 * low one. */
static void add_arguments(struct filter *filter)
{
	ADD(filter, UNLESS_EQUAL(SYS_clone3, 1), RETURN(ABSENT),
		UNLESS_EQUAL(SYS_openat2, 1), RETURN(ABSENT),
		UNLESS_EQUAL(SYS_prlimit64, 4), LOAD(args[0]),
		UNLESS_EQUAL(0, 1), RETURN(SECCOMP_RET_ALLOW), RETURN(REFUSE),
		UNLESS_EQUAL(SYS_fcntl, 6), LOAD(args[1]),
		UNLESS_EQUAL(F_SETOWN, 1), RETURN(REFUSE),
		UNLESS_EQUAL(F_SETOWN_EX, 1), RETURN(REFUSE), RETURN(SECCOMP_RET_ALLOW),
		UNLESS_EQUAL(SYS_clone, 4), LOAD(args[0]),
		UNLESS_SET(CLONE_THREAD, 1), RETURN(SECCOMP_RET_ALLOW), RETURN(REFUSE),
		UNLESS_EQUAL(SYS_ioctl, 6), LOAD(args[1]),
		UNLESS_EQUAL(TIOCSTI, 1), RETURN(REFUSE),
		UNLESS_EQUAL(TIOCLINUX, 1), RETURN(REFUSE), RETURN(SECCOMP_RET_ALLOW),
		UNLESS_EQUAL(SYS_tgkill, 4), LOAD(args[0]),
		UNLESS_EQUAL(getpid(), 1), RETURN(SECCOMP_RET_ALLOW), RETURN(REFUSE));
}

/* A search by halves: the kernel tries each number when it takes the filter, and a
 * list takes it longer than to start the program. */
static void add_refused(struct filter *filter, const int *numbers, size_t count)
{
	size_t half = count / 2;

	if (count <= LEAF) {
		for (size_t i = 0; i < count; i++)
			ADD(filter, UNLESS_EQUAL(numbers[i], 1), RETURN(REFUSE));
		ADD(filter, RETURN(SECCOMP_RET_ALLOW));
		return;
	}
	unsigned short at = filter->length;
	ADD(filter, UNLESS_BELOW(numbers[half], 0));
	add_refused(filter, numbers, half);
	filter->code[at].jt = (unsigned char)(filter->length - at - 1);
	add_refused(filter, numbers + half, count - half);
}

static int compare_numbers(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

bool cli_confine_calls(void)
{
	struct filter filter = { .length = 0 };
	int numbers[REFUSED];

	memcpy(numbers, refused, sizeof numbers);
	qsort(numbers, REFUSED, sizeof *numbers, compare_numbers);
	ADD(&filter, LOAD(arch), UNLESS_EQUAL(ARCHITECTURE, 1),
		BPF_STMT(BPF_JMP | BPF_JA, 1), RETURN(REFUSE), LOAD(nr));
#ifdef __x86_64__
	ADD(&filter, UNLESS_SET(X32, 1), RETURN(REFUSE));
#endif
	add_open(&filter, SYS_openat, 2);
#ifdef SYS_open
	add_open(&filter, SYS_open, 1);
#endif
	add_arguments(&filter);
	add_refused(&filter, numbers, REFUSED);
	const struct sock_fprog program = { filter.length, filter.code };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
		&& syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

#else

bool cli_confine_calls(void)
{
	errno = ENOSYS;
	return false;
}

#endif
