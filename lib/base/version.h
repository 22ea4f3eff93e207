/*
 * The version of klopt: of the library and of all programs.
 */
#ifndef KL_BASE_VERSION_H
#define KL_BASE_VERSION_H

#define KL_VERSION "0.1.0"

#endif
