/*
 * Forms of text that Table Schema names.
 */
#ifndef KL_BASE_FORM_H
#define KL_BASE_FORM_H

#include "base/span.h"

/* local@domain: a dot-atom of RFC 5322 (also beyond ASCII, RFC 6531) of at most
 * 64 bytes, and labels of letters, digits and inner hyphens between dots. No
 * quoted local part, no address in brackets. */
bool kl_form_email(struct kl_span text);
/* scheme:rest, RFC 3986: only characters that a URI can have, % with two
 * hexadecimal digits. */
bool kl_form_uri(struct kl_span text);
/* 8-4-4-4-12 hexadecimal digits, RFC 9562. */
bool kl_form_uuid(struct kl_span text);
/* Base64 with padding, RFC 4648. */
bool kl_form_binary(struct kl_span text);

#endif
