/*
 * The language of what people read, by GNU gettext: texts stand in the code in
 * English, their Dutch in lib/locale/nl.po. Which language it is, is the
 * process' affair: who wants another one than English sets LC_MESSAGES, and
 * binds the domain to the folder of the catalogues. This library sets no locale.
 */
#ifndef KL_BASE_TRANSLATE_H
#define KL_BASE_TRANSLATE_H

#define KL_TEXT_DOMAIN "klopt"

/* The text in the language of the process, in UTF-8; itself if there is no
 * other. It lives as long as the process. Literals given to it are in the
 * catalogue; others are marked with KL_TEXT where they stand. */
const char *kl_translate(const char *text) __attribute__((format_arg(1)));

/* The same of a text that is always the same at its address, faster: it is looked up
 * once a thread, and again when gettext knows that the language is another one, as
 * after setlocale or bindtextdomain. */
const char *kl_translate_often(const char *text);

/* Marks a literal that is translated where it is used. */
#define KL_TEXT(text) text

/* '.' or ',': how the language writes decimals. For figures of klopt's own only:
 * those of a table are written as the table writes them. */
char kl_translate_decimal_char(void);

#endif
