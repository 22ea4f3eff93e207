/* The expression language: what values and truths come out. */
#include "expressions.h"

Test(expression, arithmetic)
{
	static const struct expression_case cases[] = {
		{ "1 + 2 * 3", "", "7" },
		{ "(1 + 2) * 3", "", "9" },
		{ "10 - 4 - 3", "", "3" },
		{ "12 / 4 / 3", "", "1" },
		{ "1 / 3", "", "0.333333..." },
		{ "1 / 3 * 3 = 1", "", "true" },
		{ "60 %", "", "0.6" },
		{ "60% * 20", "", "12" },
		{ "- 3 - -4", "", "1" },
		{ "0.1 + 0.2 = 0.3", "", "true" },
		{ "a * b", "a=1.5;b=2", "3" },
		{ "a + b", "a=<5;b=1", "2..5" },
		{ "a - a", "a=<5", "-3..3" },
		{ "a / 0", "a=1", "unknown" },
		{ "a / b", "a=1;b=0", "unknown" },
		{ "a / (b - 2)", "a=1;b=<5", "unknown" },
		{ "a + b", "a=1;b=x", "unknown" },
		{ "a + b", "a=1;b=", "unknown" },
		{ "a + b", "a=1;b=text", "unknown" },
		{ "a * a * a * a", "a=123456789012", "unknown" },
		{ "a * b", "a=12345678901234567890;b=3", "37037036703703703670" },
		{ "123456789012345678901234567890123456 * 2", "",
			"246913578024691357802469135780246912" },
		{ "a + 0", "a=-", "0" },
		{ "a + 0", "a=-5", "-5" },
		{ "a + 0", "a=-.5", "-0.5" },
		{ "a + 0", "a=.", "unknown" },
		{ "a + 0", "a=12.", "12" },
	};
	TRY(cases);
}

Test(expression, logic_of_three_values)
{
	static const struct {
		const char *p, *q, *conjunction, *disjunction, *implication;
	} rows[] = {
		{ "true", "true", "true", "true", "true" },
		{ "true", "false", "false", "true", "false" },
		{ "true", "u = 1", "unknown", "true", "unknown" },
		{ "false", "true", "false", "true", "true" },
		{ "false", "false", "false", "false", "true" },
		{ "false", "u = 1", "false", "unknown", "true" },
		{ "u = 1", "true", "unknown", "true", "true" },
		{ "u = 1", "false", "false", "unknown", "unknown" },
		{ "u = 1", "u = 2", "unknown", "unknown", "unknown" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[128];
		snprintf(text, sizeof text, "%s and %s", rows[i].p, rows[i].q);
		cr_expect_str_eq(result_of(text, "u=", NULL), rows[i].conjunction,
			"%s", text);
		snprintf(text, sizeof text, "%s or %s", rows[i].p, rows[i].q);
		cr_expect_str_eq(result_of(text, "u=", NULL), rows[i].disjunction,
			"%s", text);
		snprintf(text, sizeof text, "if %s then %s", rows[i].p, rows[i].q);
		cr_expect_str_eq(result_of(text, "u=", NULL), rows[i].implication,
			"%s", text);
	}
	static const struct expression_case cases[] = {
		{ "not true", "", "false" }, { "not (u = 1)", "u=", "unknown" },
		{ "not not true", "", "true" },
		{ "true and not false and true", "", "true" },
		{ "if u = 1 then 3 else 5", "u=", "3..5" },
		{ "if u = 1 then true else true", "u=", "true" },
		{ "if u = 1 then \"a\" else \"a\"", "u=", "'a'" },
		{ "if u = 1 then \"a\" else \"b\"", "u=", "unknown" },
		{ "if a = 1 then \"a\" else \"b\"", "a=2", "'b'" },
		{ "true = false", "", "false" }, { "true != false", "", "true" },
		{ "(u = 1) = true", "u=", "unknown" },
	};
	TRY(cases);
}

Test(expression, comparisons)
{
	static const struct expression_case cases[] = {
		{ "a = 1", "a=1.0", "true" }, { "a = 1", "a=01", "true" },
		{ "a = \"1\"", "a=1.0", "false" },
		{ "a = \"x\"", "a= x ", "true" },
		{ "a != b", "a=p;b=q", "true" }, { "a <> b", "a=p;b=p", "false" },
		{ "a = b", "a=1.0;b=1", "true" }, { "a < b", "a=9;b=10", "true" },
		{ "a < b", "a=9;b=x10", "true" }, { "a = b", "a=;b=", "unknown" },
		{ "a < 5", "a=<5", "true" }, { "a <= 4", "a=<5", "true" },
		{ "a < 4", "a=<5", "unknown" }, { "a > 4", "a=<5", "false" },
		{ "a >= 1", "a=<5", "true" }, { "a > 1", "a=<5", "unknown" },
		{ "a = 3", "a=<5", "unknown" }, { "a = 5", "a=<5", "false" },
		{ "a != 5", "a=<5", "true" }, { "a = b", "a=<5;b=<3", "unknown" },
		{ "a between 1 and 4", "a=<5", "true" },
		{ "a between 1 and 3", "a=3", "true" },
		{ "a between 1 and 3", "a=3.01", "false" },
		{ "a not between 1 and 3", "a=4", "true" },
		{ "a + 1 between 1 and 3", "a=", "unknown" },
		{ "a in (\"bol\", \"bbl\")", "a=bbl", "true" },
		{ "a in (\"bol\", \"bbl\")", "a=BBL", "false" },
		{ "a not in (\"bol\", \"bbl\")", "a=x", "true" },
		{ "a in (\"bol\", \"bbl\")", "a=", "unknown" },
		{ "a in (1, 2, b)", "a=2;b=", "true" },
		{ "a in (1, 2, b)", "a=3;b=", "unknown" },
		{ "a in (1, 2)", "a=<3", "unknown" },
		{ "a in (\"j\",\"i\",\"h\",\"g\",\"f\",\"e\",\"d\",\"c\",\"b\")",
			"a=g", "true" },
		{ "a in (\"j\",\"i\",\"h\",\"g\",\"f\",\"e\",\"d\",\"c\",\"b\")",
			"a=k", "false" },
		{ "a matches \"[0-9]{5}\"", "a=10795", "true" },
		{ "a matches \"[0-9]{5}\"", "a=107955", "false" },
		{ "a not matches \"[0-9]{5}\"", "a=", "unknown" },
		{ "a is blank", "a=  ", "true" }, { "a is not blank", "a=x", "true" },
		{ "a is unknown", "a=", "true" }, { "a is unknown", "a=x", "true" },
		{ "a is unknown", "a=<5", "false" },
		{ "a + 1 is unknown", "a=text", "true" },
		{ "(a = 1) is unknown", "a=", "true" },
		{ "`uren totaal` > 3", "uren totaal=4", "true" },
		{ "`if` = 3", "if=3", "true" },
		{ "größe_2 = 3", "größe_2=3", "true" },
		{ "a = \"say \"\"x\"\"\"", "a=say \"x\"", "true" },
	};
	TRY(cases);
}

Test(expression, functions)
{
	static const struct expression_case cases[] = {
		{ "abs(a)", "a=-3.5", "3.5" }, { "abs(a - 3)", "a=<5", "0..2" },
		{ "round(a)", "a=2.5", "3" }, { "round(a)", "a=-2.5", "-3" },
		{ "round(a, 1)", "a=0.45", "0.5" }, { "round(1 / 3, 2)", "", "0.33" },
		{ "round(a, 0)", "a=<5", "1..4" },
		{ "least(a, 3, 2)", "a=5", "2" }, { "greatest(a, 3)", "a=<5", "3..4" },
		{ "least(a, b)", "a=5;b=", "unknown" },
		{ "greatest(\"a\", \"c\", \"b\")", "", "'c'" },
		{ "least(2004-10-01, 2004-09-30)", "", "2004-09-30" },
		{ "length(a)", "a=\xc3\xa9\xc3\xa9n", "3" },
		{ "length(a)", "a=", "unknown" },
		{ "lower(a)", "a=B\xc3\x89L", "'b\xc3\xa9l'" },
		{ "upper(a)", "a=b\xc3\xa9l", "'B\xc3\x89L'" },
		{ "trim(a)", "a= x ", "'x'" },
		{ "starts(a, \"25\")", "a=25LX", "true" },
		{ "starts(a, \"25LXX\")", "a=25LX", "false" },
		{ "ends(a, \"LX\")", "a=25LX", "true" },
		{ "contains(a, \"5L\")", "a=25LX", "true" },
		{ "contains(a, \"L5\")", "a=25LX", "false" },
		{ "number(\"12\") + 1", "", "13" }, { "number(a) + 1", "a=<5", "2..5" },
		{ "number(trim(a)) + 1", "a=x", "unknown" },
		{ "text(3.50)", "", "'3.5'" }, { "text(1 / 3)", "", "unknown" },
		{ "text(2004-10-01)", "", "'2004-10-01'" },
		{ "text(true)", "", "'true'" }, { "text(a)", "a=007", "'007'" },
		{ "date(a)", "a=2004-10-01", "2004-10-01" },
		{ "date(a, \"%d-%m-%Y\")", "a=01-10-2004", "2004-10-01" },
		{ "date(a)", "a=01-10-2004", "unknown" },
		{ "year(a) * 100 + month(a)", "a=2004-10-01", "200410" },
		{ "day(2004-02-29)", "", "29" },
		{ "days(2004-02-28, 2004-03-01)", "", "2" },
		{ "2004-03-01 - 2004-02-28", "", "2" },
		{ "2004-02-28 + 2", "", "2004-03-01" },
		{ "2004-03-01 - 2", "", "2004-02-28" },
		{ "2 + 2004-02-28", "", "2004-03-01" },
		{ "2004-02-28 + 0.5", "", "unknown" },
		{ "9999-12-31 + 1", "", "unknown" },
		{ "0001-01-01 - 1", "", "unknown" },
		{ "2004-02-28 + 123456789012345678901234567890", "", "unknown" },
		{ "age(a, 2004-10-01)", "a=1989-10-01", "15" },
		{ "age(a, 2004-10-01)", "a=1989-10-02", "14" },
		{ "age(a, 2004-10-01)", "a=2005-01-01", "-1" },
		{ "age(a, 2004-10-01)", "a=1989-02-29", "unknown" },
		{ "age(1988-02-29, 2003-02-28)", "", "14" },
		{ "age(1988-02-29, 2003-03-01)", "", "15" },
		{ "age(1988-02-29, 2004-02-29)", "", "16" },
		{ "age(1988-02-29, 2004-02-28)", "", "15" },
		{ "schoolyear(2004-07-31)", "", "'2003-2004'" },
		{ "schoolyear(2004-08-01)", "", "'2004-2005'" },
	};
	TRY(cases);
}

Test(expression, mistakes)
{
	static const struct expression_case cases[] = {
		{ "", "", "1: the expression is empty" },
		{ "a =", "a=1", "4: a column, a value or a function is expected here, but the expression ends" },
		{ "a = = 1", "a=1", "5: a column, a value or a function is expected here, but there is '='" },
		{ "a == 1", "a=1", "3: '==' is written '='" },
		{ "a = 1 && b = 2", "", "7: '&&' is written 'and'" },
		{ "a < b < c", "", "7: two comparisons in a row: a < b < c is written a < b and b < c" },
		{ "(a = 1", "", "7: ')' is expected here, but the expression ends" },
		{ "a = 1)", "", "6: the end, or 'and', 'or' or an operator is expected here, but there is ')'" },
		{ "a = \"x", "", "5: a text begins here and does not end: \" is missing" },
		{ "`a = 1", "", "1: the name of a column begins here and does not end: ` is missing" },
		{ "a \xe2\x89\xa4 1", "", "3: this sign is written '<='" },
		{ "a = \xe2\x80\x9cx\xe2\x80\x9d", "", "5: a text stands in straight quotes: \" or '" },
		{ "a ? 1", "", "3: '?' has no meaning here" },
		{ "3a = 1", "", "1: '3a' is neither a number nor a name; a column with this name is written in backticks" },
		{ "a > 2004-02-30", "", "5: there is no date 2004-02-30" },
		{ "a = 1 AND b = 2", "", "7: the end, or 'and', 'or' or an operator is expected here, but there is 'AND'; words of the language are in lower case" },
		{ "suum(a) = 1", "a=1", "1: there is no function 'suum'; did you mean 'sum'?" },
		{ "age(a) > 1", "a=1", "1: age takes two values" },
		{ "a matches b", "", "11: a pattern in quotes is expected here, but there is 'b'" },
		{ "a matches \"[\"", "", "11: the pattern does not compile: missing terminating ] for character class (at byte 1)" },
		{ "a = 1 is unknown", "", "7: the end, or 'and', 'or' or an operator is expected here, but there is 'is'" },
		{ "a is nul", "", "6: 'blank' or 'unknown' is expected here, but there is 'nul'" },
		{ "a not = 1", "", "7: 'in', 'matches' or 'between' is expected here, but there is '='" },
		{ "if a = 1", "", "9: 'then' is expected here, but the expression ends" },
		{ "1 + if a = 1 then 2 else 3", "", "5: 'if' inside another expression stands in parentheses" },
		{ "b = 1", "a=1", "1: there is no column 'b' in table t" },
		{ "a + \"x\" > 1", "a=1", "5: '\"x\"' is text, but a number is needed here; a number is written without quotes" },
		{ "2004-10-01 = \"2004-10-01\"", "", "14: '\"2004-10-01\"' is text, but a date is needed here; a date is written without quotes" },
		{ "lower(a) = 3", "a=1", "12: '3' is a number, but text is needed here; a code is text, and stands in quotes" },
		{ "not a + 1", "a=1", "5: 'a + 1' is a number, but true or false is needed here" },
		{ "true < false", "", "1: true and false have no order: compare them with = or !=" },
		{ "round(a, b)", "a=1;b=1", "10: the number of decimals is a whole number from 0 to 30" },
		{ "date(a, \"%q\")", "a=1", "9: the pattern of a date has no %q" },
		{ "sum(a where sum(b) = 1) = 1", "a=1;b=1", "13: sum looks at many rows, and cannot stand inside another function that does" },
		{ "sum(a of t) = 1", "a=1", "10: the name of a table stands in quotes" },
		{ "sum(a, b) = 1", "a=1;b=1", "8: sum takes one value" },
		{ "max(a, b) = 1", "a=1;b=1", "8: max takes one value; the largest of several is greatest(...)" },
		{ "sum() = 1", "a=1", "1: sum needs a value" },
		{ "lookup(\"x\", a) = 1", "a=1", "1: lookup is written lookup(\"table\", KEY = VALUE, COLUMN)" },
		{ "a = 1 or cell(a where b = 1 per c) = 2", "a=1", "29: cell takes one row, and so no 'per'" },
		{ "count(of \"x\") = 1", "a=1", "10: there is no table 'x'" },
	};
	TRY(cases);
}

/* Where a value is not known, or an end of it does not fit, nothing is made up. */
Test(expression, not_known)
{
	static const struct expression_case cases[] = {
		{ "if a = 1 then 2004-10-01 else 2005-10-01", "a=1", "2004-10-01" },
		{ "if a = 1 then 2004-10-01 else 2005-10-01", "a=2", "2005-10-01" },
		{ "if a = 1 then 2004-10-01 else 2005-10-01", "a=", "unknown" },
		{ "if a = 1 then 2004-10-01 else 2004-10-01", "a=", "2004-10-01" },
		{ "if a = 1 then 2004-10-01 else date(b)", "a=;b=", "unknown" },
		{ "if a = 1 then date(b) else 2004-10-01", "a=;b=", "unknown" },
		{ "if a = 1 then b else c", "a=1;b=p;c=q", "'p'" },
		{ "if a = 1 then b else c", "a=2;b=p;c=q", "'q'" },
		{ "if a = 1 then b else c", "a=;b=p;c=p", "unknown" },
		{ "if a = 1 then \"a\" else b", "a=;b=a", "'a'" },
		{ "if a = 1 then \"a\" else b", "a=;b=", "unknown" },
		{ "if a = 1 then b else \"a\"", "a=;b=", "unknown" },
		{ "2004-02-28 + -123456789012345678901234567890", "", "unknown" },
		{ "least(\"b\", \"a\")", "", "'a'" },
		{ "least(a, \"b\")", "a=", "unknown" },
		{ "greatest(\"b\", a)", "a=", "unknown" },
		{ "text(false)", "", "'false'" },
		{ "text(a = 1)", "a=", "unknown" },
		{ "date(a)", "a=", "unknown" },
		{ "date(a, \"%d-%m-%Y\")", "a=1/1/2004", "unknown" },
		{ "round(123456789012345678901234567890, 20)", "", "unknown" },
		{ "round(a * 3000000000000000000000000000000, 5)", "a=<5", "unknown" },
		{ "(if a = 1 then b else c) is blank", "a=1;b=;c=x", "true" },
		{ "(if a = 1 then b else c) is blank", "a=2;b=;c=x", "false" },
		{ "(if a = 1 then b else c) is blank", "a=;b=;c=x", "false" },
		{ "(if a = 1 then b else c) is unknown", "a=;b=;c=x", "true" },
		{ "lower(a) is blank", "a=", "true" },
		{ "lower(a) is blank", "a=X", "false" },
		{ "date(a) is blank", "a=", "false" },
		{ "date(a) is blank", "a=x", "false" },
		{ "a + 1 is blank", "a=1", "false" },
		{ "1 / a > 0", "a=0.1", "true" },
		{ "number(a) + 0", "a=", "unknown" },
		{ "greatest(1, 2, 3, 4) = 4", "", "true" },
		{ "count(per `a`) = 1", "a=1", "unknown" },
		{ "1 + 2004-10-02", "", "2004-10-03" },
		{ "1 %", "", "0.01" },
		{ "100 % = 1", "", "true" },
	};
	TRY(cases);
}

Test(expression, more_mistakes)
{
	static const struct expression_case cases[] = {
		{ "least(true, false)", "",
			"7: 'true' is true or false, but a number is needed here" },
		{ "a in (1, \"x\", 3)", "a=1",
			"10: '\"x\"' is text, but a number is needed here; a number is written without quotes" },
		{ "xyzzyx(a) = 1", "a=1", "1: there is no function 'xyzzyx'" },
		{ "length() > 1", "", "1: length takes one value" },
		{ "length(a, ) > 1", "a=1",
			"11: a column, a value or a function is expected here, but there is ')'" },
		{ "length(a b) > 1", "a=1",
			"10: ',' or ')' is expected here, but there is 'b'" },
		{ "round() = 1", "", "1: round takes one value or two" },
		{ "round(1, 2, 3) = 1", "", "1: round takes one value or two" },
		{ "least() = 1", "", "1: least takes 2 values or more" },
		{ "least(1) = 1", "", "1: least takes 2 values or more" },
		{ "schoolyear()", "", "1: schoolyear takes one value" },
		{ "age(2004-10-01, 2004-10-02, 2004-10-03)", "", "1: age takes two values" },
		{ "count(where )", "",
			"13: a column, a value or a function is expected here, but there is ')'" },
		{ "count(where", "",
			"12: a column, a value or a function is expected here, but the expression ends" },
		{ "count(per 1) = 1", "", "11: a column is expected here, but there is '1'" },
		{ "count(per a, 2) = 1", "a=1",
			"14: a column is expected here, but there is '2'" },
		{ "sum(a of 1) = 1", "a=1",
			"10: the name of a table in quotes is expected here, but there is '1'" },
		{ "sum(a of `t`) = 1", "a=1", "10: the name of a table stands in quotes" },
		{ "sum(a of \"t) = 1", "a=1",
			"10: a text begins here and does not end: \" is missing" },
		{ "lookup(\"t\", a, b) = 1", "a=1;b=2",
			"13: lookup takes KEY = VALUE here, with a column of its table as KEY" },
		{ "lookup(\"t\", 1 = a, b) = 1", "a=1;b=2",
			"13: lookup takes KEY = VALUE here, with a column of its table as KEY" },
		{ "lookup(\"t\", a > 1, b) = 1", "a=1;b=2",
			"13: lookup takes KEY = VALUE here, with a column of its table as KEY" },
		{ "lookup(\"t\") = 1", "a=1", "1: lookup needs a value" },
		{ "lookup(a where b = 1) = 1", "a=1;b=2",
			"1: lookup is written lookup(\"table\", KEY = VALUE, COLUMN)" },
		{ "lookup(a of \"t\" where b = 1 per c) = 1", "a=1;b=2",
			"29: lookup takes one row, and so no 'per'" },
		{ "sum(\"t\") = 1", "a=1", "1: sum needs a value" },
		{ "count(\"t\", ) = 1", "a=1",
			"12: a column, a value or a function is expected here, but there is ')'" },
		{ "count(\"t\" 3) = 1", "a=1",
			"11: ',' or ')' is expected here, but there is '3'" },
		{ "sum(\"t\", a = 1, ) = 1", "a=1",
			"17: a column, a value or a function is expected here, but there is ')'" },
		{ "sum(a where b = 1 per ) = 1", "a=1;b=1",
			"23: a column is expected here, but there is ')'" },
		{ "min(a, b) = 1", "a=1;b=2",
			"8: min takes one value; the smallest of several is least(...)" },
		{ "a between 1 or 2", "a=1",
			"13: 'and' with the other end is expected here, but there is 'or'" },
		{ "a between 1 and", "a=1",
			"16: a column, a value or a function is expected here, but the expression ends" },
		{ "a not 1", "a=1",
			"7: 'in', 'matches' or 'between' is expected here, but there is '1'" },
		{ "a in 1", "a=1",
			"6: '(' with a list of values is expected here, but there is '1'" },
		{ "a in ()", "a=1",
			"7: a column, a value or a function is expected here, but there is ')'" },
		{ "a in (1 2)", "a=1", "9: ',' or ')' is expected here, but there is '2'" },
		{ "a in (1,", "a=1",
			"9: a column, a value or a function is expected here, but the expression ends" },
		{ "a matches", "a=1",
			"10: a pattern in quotes is expected here, but the expression ends" },
		{ "a is", "a=1",
			"5: 'blank' or 'unknown' is expected here, but the expression ends" },
		{ "a is not", "a=1",
			"9: 'blank' or 'unknown' is expected here, but the expression ends" },
		{ "if a = 1 then 2 else", "a=1",
			"21: a column, a value or a function is expected here, but the expression ends" },
		{ "if a = 1 then", "a=1",
			"14: a column, a value or a function is expected here, but the expression ends" },
		{ "if", "a=1",
			"3: a column, a value or a function is expected here, but the expression ends" },
		{ "if a = 1 then 2", "a=1",
			"15: '2' is a number, but true or false is needed here" },
		{ "(if a = 1 then 2) > 1", "a=1",
			"16: '2' is a number, but true or false is needed here" },
		{ "2004-10-01 + 2004-10-02 = 1", "",
			"14: '2004-10-02' is a date, but a number is needed here" },
		{ "1 - 2004-10-02 = 1", "", "1: '1' is a number, but a date is needed here" },
		{ "\"x\" = 2004-10-01", "",
			"7: '2004-10-01' is a date, but text is needed here" },
		{ "\"1\" + 1 = 2", "",
			"1: '\"1\"' is text, but a number is needed here; a number is written without quotes" },
		{ "lower(1 + 2) = \"3\"", "",
			"7: '1 + 2' is a number, but text is needed here" },
		{ "not \"x\"", "", "5: '\"x\"' is text, but true or false is needed here" },
		{ "date(a, b)", "a=1;b=2",
			"9: the pattern of a date is a text in quotes, as \"%d-%m-%Y\"" },
		{ "date(a, \"%U\")", "a=1",
			"9: %U in the pattern of a date depends on language or place" },
		{ "date(a, \"%Y%Y\")", "a=1", "9: %Y stands twice in the pattern of a date" },
		{ "round(a, 1.5)", "a=1",
			"10: the number of decimals is a whole number from 0 to 30" },
		{ "round(a, 31)", "a=1",
			"10: the number of decimals is a whole number from 0 to 30" },
		{ "round(a, \"1\")", "a=1",
			"10: '\"1\"' is text, but a number is needed here; a number is written without quotes" },
		{ "if 1 then 2 else 3", "",
			"4: '1' is a number, but true or false is needed here" },
		{ "true + 1 = 2", "",
			"1: 'true' is true or false, but a number is needed here" },
		{ "1 + true = 2", "",
			"5: 'true' is true or false, but a number is needed here" },
		{ "-", "a=1",
			"2: a column, a value or a function is expected here, but the expression ends" },
		{ "(", "a=1",
			"2: a column, a value or a function is expected here, but the expression ends" },
		{ "not", "a=1",
			"4: a column, a value or a function is expected here, but the expression ends" },
		{ "a = `b", "a=1",
			"5: the name of a column begins here and does not end: ` is missing" },
		{ "a = 1 then", "a=1",
			"7: the end, or 'and', 'or' or an operator is expected here, but there is 'then'" },
		{ "a % = 0.5", "a=50", "3: '%' stands behind a number: 60 %" },
		{ "if true then 1 else \"x\"", "",
			"21: '\"x\"' is text, but a number is needed here; a number is written without quotes" },
		{ "year(\"x\") = 1", "", "6: '\"x\"' is text, but a date is needed here" },
		{ "length(a, b) = 1", "a=1;b=1", "1: length takes one value" },
	};
	TRY(cases);
}

Test(expression, too_deep)
{
	static char text[3 * KL_EXPRESSION_MOST];
	struct kl_arena arena = { 0 };
	struct kl_expression *e = NULL;
	struct kl_error error = { 0 };

	static const struct {
		const char *open, *inside, *close;
		size_t count;
		enum kl_status status;
	} cases[] = {
		{ "(", "1 = 1", ")", 100, KL_OK },
		{ "(", "1 = 1", ")", 101, KL_LIMIT },
		{ "not ", "true", "", 100, KL_OK },
		{ "not ", "true", "", 101, KL_LIMIT },
		{ "(", "1 = 1", ")", 20000, KL_LIMIT },
		{ "not ", "true", "", 20000 / 2, KL_LIMIT },
		{ "- ", "1", "", 20000, KL_LIMIT },
		{ "abs(", "1", ")", 10000, KL_LIMIT },
		{ "1 + ", "1", "", 900, KL_OK },
		{ "1 + ", "1", "", 10000, KL_INVALID },
		{ "true and ", "true", "", 5000, KL_OK },
		{ "1 + ", "1", "", 30000, KL_LIMIT },
		{ "\"x\" = ", "\"x\"", "", 1, KL_OK },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		text[0] = '\0';
		char *at = text;
		for (size_t j = 0; j < cases[i].count; j++)
			at = stpcpy(at, cases[i].open);
		at = stpcpy(at, cases[i].inside);
		for (size_t j = 0; j < cases[i].count; j++)
			at = stpcpy(at, cases[i].close);
		const struct kl_word word = word_of(text);
		cr_expect_eq(kl_expression_read(&word, NULL, &arena, &e, &error),
			cases[i].status, "%zu times %s: %s", cases[i].count,
			cases[i].open, error.text);
		kl_arena_release(&arena);
	}
}
