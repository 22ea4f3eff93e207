#include "format/xlsx_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

/* The version whose headers are compiled here. */
#define SONAME "libxlsxwriter.so." LXW_SOVERSION

struct kl_xlsx_library kl_xlsx_library;
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

static const struct {
	const char *name;
	size_t at;
} calls[] = {
#define KL_XLSX_CALL(name) { #name, offsetof(struct kl_xlsx_library, name) },
#include "format/xlsx_calls.def"
#undef KL_XLSX_CALL
};

static bool find_calls(void *handle)
{
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		void *found = dlsym(handle, calls[i].name);
		if (found == NULL)
			return false;
		memcpy((char *)&kl_xlsx_library + calls[i].at, &found, sizeof found);
	}
	return true;
}

enum kl_status kl_xlsx_library_load(struct kl_error *error)
{
	enum kl_status status = KL_OK;

	pthread_mutex_lock(&loading);
	if (!kl_xlsx_library.loaded) {
		void *handle = dlopen(SONAME, RTLD_LAZY | RTLD_LOCAL);
		kl_xlsx_library.loaded = handle != NULL && find_calls(handle);
		if (!kl_xlsx_library.loaded)
			status = kl_fail(error, KL_INVALID, NULL, 0, 0,
				"no workbook can be written without the library libxlsxwriter (%s); -f html and -f csv write the same",
				dlerror());
	}
	pthread_mutex_unlock(&loading);
	return status;
}
