#include "format/html.h"

/* U+FFFE and U+FFFF cannot stand in XML. */
static bool is_no_character(const char *at, size_t left)
{
	return left >= 3 && memcmp(at, "\xef\xbf", 2) == 0
		&& ((unsigned char)at[2] == 0xbe || (unsigned char)at[2] == 0xbf);
}

static void escape(struct kl_text_buffer *out, struct kl_span text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char *entity = NULL;
		size_t length = 1;
		switch (text.at[i]) {
		case '&': entity = "&amp;"; break;
		case '<': entity = "&lt;"; break;
		case '>': entity = "&gt;"; break;
		case '"': entity = "&quot;"; break;
		case '\'': entity = "&#39;"; break;
		case '\xef':
			if (!is_no_character(text.at + i, text.length - i))
				continue;
			entity = (unsigned char)text.at[i + 2] == 0xbe ? "\\ufffe"
				: "\\uffff";
			length = 3;
			break;
		default: continue;
		}
		kl_text_add(out, (struct kl_span){ text.at + from, i - from });
		kl_text_puts(out, entity);
		i += length - 1;
		from = i + 1;
	}
	kl_text_add(out, (struct kl_span){ text.at + from, text.length - from });
}

void kl_html_text(struct kl_html *h, struct kl_text_buffer *out,
	struct kl_span text, size_t most)
{
	h->text.length = 0;
	kl_text_add_visible(&h->text, text, most);
	if (h->text.length > 0)
		escape(out, kl_text_span(&h->text));
	out->failed = out->failed || h->text.failed;
}

void kl_html_texts(struct kl_html *h, struct kl_text_buffer *out,
	const char *text)
{
	kl_html_text(h, out, kl_span_of(text), 0);
}

void kl_html_count(struct kl_html *h, struct kl_text_buffer *out,
	enum kl_phrase phrase, uint64_t count, uint64_t other)
{
	h->text.length = 0;
	kl_phrase_add(&h->text, phrase, count, other);
	if (h->text.length > 0)
		escape(out, kl_text_span(&h->text));
	out->failed = out->failed || h->text.failed;
}

void kl_html_say(struct kl_html *h, struct kl_text_buffer *out,
	enum kl_phrase phrase)
{
	kl_html_count(h, out, phrase, 0, 0);
}

void kl_html_put(struct kl_html *h, struct kl_text_buffer *out,
	const char *element, const char *kind, enum kl_phrase phrase)
{
	if (kind != NULL)
		kl_text_printf(out, "<%s class=\"%s\">", element, kind);
	else
		kl_text_printf(out, "<%s>", element);
	kl_html_say(h, out, phrase);
	kl_text_printf(out, "</%s>", element);
}

void kl_html_findings(struct kl_html *h, struct kl_text_buffer *out,
	const uint64_t *findings, bool all)
{
	static const enum kl_phrase phrases[KL_SEVERITIES] = {
		[KL_INFO] = KL_PHRASE_count_infos,
		[KL_WARNING] = KL_PHRASE_count_warnings,
		[KL_ERROR] = KL_PHRASE_count_errors,
	};
	bool first = true;

	for (int i = KL_SEVERITIES; i-- > 0; ) {
		if (findings[i] == 0 && !all)
			continue;
		kl_text_puts(out, first ? "" : ", ");
		kl_html_count(h, out, phrases[i], findings[i], 0);
		first = false;
	}
}

const char *kl_html_class(enum kl_mark_level level)
{
	static const char *const classes[KL_MARK_LEVELS] = {
		[KL_MARK_PLAIN] = "plain", [KL_MARK_PART] = "part",
		[KL_MARK_INFO] = "info", [KL_MARK_WARNING] = "warning",
		[KL_MARK_ERROR] = "error",
	};

	return classes[level];
}

const char *kl_html_sign(enum kl_mark_level level)
{
	static const char *const signs[KL_MARK_LEVELS] = {
		[KL_MARK_PLAIN] = "", [KL_MARK_PART] = "\xe2\x97\xa6",
		[KL_MARK_INFO] = "i", [KL_MARK_WARNING] = "!",
		[KL_MARK_ERROR] = "\xe2\x9c\x97",
	};

	return signs[level];
}

const char *kl_html_verdict_class(enum kl_verdict_kind kind)
{
	static const char *const classes[KL_VERDICTS] = {
		[KL_GOOD] = "good", [KL_BAD] = "error", [KL_DOUBTFUL] = "warning",
		[KL_REMARKS] = "info", [KL_UNSURE] = "unsure",
	};

	return classes[kind];
}
