/*
 * libxlsxwriter, called by its own names where it is loaded instead of linked
 * (xlsx_library.h), each after a look at memory. A call that is not listed here cannot
 * be linked.
 */
#ifndef KL_FORMAT_XLSX_CALLS_H
#define KL_FORMAT_XLSX_CALLS_H

#include "format/xlsx_library.h"

#define chart_add_series kl_xlsx_call()->chart_add_series
#define chart_axis_major_gridlines_set_line kl_xlsx_call()->chart_axis_major_gridlines_set_line
#define chart_axis_major_gridlines_set_visible kl_xlsx_call()->chart_axis_major_gridlines_set_visible
#define chart_axis_set_crossing_max kl_xlsx_call()->chart_axis_set_crossing_max
#define chart_axis_set_name kl_xlsx_call()->chart_axis_set_name
#define chart_axis_set_name_font kl_xlsx_call()->chart_axis_set_name_font
#define chart_axis_set_reverse kl_xlsx_call()->chart_axis_set_reverse
#define chart_legend_set_position kl_xlsx_call()->chart_legend_set_position
#define chart_series_set_fill kl_xlsx_call()->chart_series_set_fill
#define chart_series_set_line kl_xlsx_call()->chart_series_set_line
#define chart_series_set_marker_fill kl_xlsx_call()->chart_series_set_marker_fill
#define chart_series_set_marker_line kl_xlsx_call()->chart_series_set_marker_line
#define chart_series_set_marker_size kl_xlsx_call()->chart_series_set_marker_size
#define chart_series_set_marker_type kl_xlsx_call()->chart_series_set_marker_type
#define chart_series_set_name kl_xlsx_call()->chart_series_set_name
#define chart_series_set_pattern kl_xlsx_call()->chart_series_set_pattern
#define chart_title_set_name kl_xlsx_call()->chart_title_set_name
#define chart_title_set_name_font kl_xlsx_call()->chart_title_set_name_font
#define format_set_align kl_xlsx_call()->format_set_align
#define format_set_bg_color kl_xlsx_call()->format_set_bg_color
#define format_set_bold kl_xlsx_call()->format_set_bold
#define format_set_border kl_xlsx_call()->format_set_border
#define format_set_border_color kl_xlsx_call()->format_set_border_color
#define format_set_bottom kl_xlsx_call()->format_set_bottom
#define format_set_bottom_color kl_xlsx_call()->format_set_bottom_color
#define format_set_diag_color kl_xlsx_call()->format_set_diag_color
#define format_set_diag_type kl_xlsx_call()->format_set_diag_type
#define format_set_font_color kl_xlsx_call()->format_set_font_color
#define format_set_font_size kl_xlsx_call()->format_set_font_size
#define format_set_indent kl_xlsx_call()->format_set_indent
#define format_set_num_format kl_xlsx_call()->format_set_num_format
#define format_set_text_wrap kl_xlsx_call()->format_set_text_wrap
#define format_set_top kl_xlsx_call()->format_set_top
#define format_set_top_color kl_xlsx_call()->format_set_top_color
#define format_set_underline kl_xlsx_call()->format_set_underline
#define lxw_format_get_xf_index kl_xlsx_call()->lxw_format_get_xf_index
#define lxw_rowcol_to_cell kl_xlsx_call()->lxw_rowcol_to_cell
#define lxw_rowcol_to_cell_abs kl_xlsx_call()->lxw_rowcol_to_cell_abs
#define lxw_strerror kl_xlsx_call()->lxw_strerror
#define lxw_workbook_free kl_xlsx_call()->lxw_workbook_free
#define workbook_add_chart kl_xlsx_call()->workbook_add_chart
#define workbook_add_format kl_xlsx_call()->workbook_add_format
#define workbook_add_worksheet kl_xlsx_call()->workbook_add_worksheet
#define workbook_close kl_xlsx_call()->workbook_close
#define workbook_new_opt kl_xlsx_call()->workbook_new_opt
#define workbook_set_properties kl_xlsx_call()->workbook_set_properties
#define workbook_validate_sheet_name kl_xlsx_call()->workbook_validate_sheet_name
#define worksheet_autofilter kl_xlsx_call()->worksheet_autofilter
#define worksheet_fit_to_pages kl_xlsx_call()->worksheet_fit_to_pages
#define worksheet_freeze_panes kl_xlsx_call()->worksheet_freeze_panes
#define worksheet_gridlines kl_xlsx_call()->worksheet_gridlines
#define worksheet_ignore_errors kl_xlsx_call()->worksheet_ignore_errors
#define worksheet_insert_chart_opt kl_xlsx_call()->worksheet_insert_chart_opt
#define worksheet_print_area kl_xlsx_call()->worksheet_print_area
#define worksheet_repeat_columns kl_xlsx_call()->worksheet_repeat_columns
#define worksheet_repeat_rows kl_xlsx_call()->worksheet_repeat_rows
#define worksheet_set_column kl_xlsx_call()->worksheet_set_column
#define worksheet_set_footer kl_xlsx_call()->worksheet_set_footer
#define worksheet_set_h_pagebreaks kl_xlsx_call()->worksheet_set_h_pagebreaks
#define worksheet_set_landscape kl_xlsx_call()->worksheet_set_landscape
#define worksheet_set_margins kl_xlsx_call()->worksheet_set_margins
#define worksheet_set_paper kl_xlsx_call()->worksheet_set_paper
#define worksheet_set_portrait kl_xlsx_call()->worksheet_set_portrait
#define worksheet_set_print_scale kl_xlsx_call()->worksheet_set_print_scale
#define worksheet_set_row kl_xlsx_call()->worksheet_set_row
#define worksheet_set_tab_color kl_xlsx_call()->worksheet_set_tab_color
#define worksheet_write_blank kl_xlsx_call()->worksheet_write_blank
#define worksheet_write_comment_opt kl_xlsx_call()->worksheet_write_comment_opt
#define worksheet_write_formula_num kl_xlsx_call()->worksheet_write_formula_num
#define worksheet_write_formula_str kl_xlsx_call()->worksheet_write_formula_str
#define worksheet_write_number kl_xlsx_call()->worksheet_write_number
#define worksheet_write_string kl_xlsx_call()->worksheet_write_string
#define worksheet_write_unixtime kl_xlsx_call()->worksheet_write_unixtime
#define worksheet_write_url_opt kl_xlsx_call()->worksheet_write_url_opt

#endif
