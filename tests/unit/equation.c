#include "system.h"

Test(equation, exact)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=3 b=7 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=10 a=3 b=8 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=10.0 a=3.25 b=6.75 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=10 a=3.25 b=6.76 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=0.3 a=0.1 b=0.2 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=-4 a=3 b=-7 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=6 a=3 ; t=2a", 0, "0 holds +t-2a" },
		{ "t=7 a=3 ; t=2a", 0, "0 violated +t-2a" },
		{ "t=0 ; t=", 0, "0 holds +t" },
		{ "t=1 ; t=", 0, "0 violated +t" },
		{ "b=7 a=3 t=10 ; t=a+b", 0, "0 holds +t-b-a" },
		{ "t=1 a=1 b=2 ; t=a t=b", 0, "0 holds +t-a, 1 violated +t-b" },
	};

	EXPECT_JUDGED(cases);
}

/* Up to half a unit for the total and half a unit for each part. */
Test(equation, rounded)
{
	static const struct judged_case cases[] = {
		{ "t=~30/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=~10/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=~40/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=~0/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 violated +t-a-b" },
		/* Two units apart by three parts: the half itself is rounded up. */
		{ "t=~50/10 a=~10/10 b=~10/10 c=~10/10 ; t=a+b+c", 0,
			"0 violated +t-a-b-c" },
		{ "t=~10/10 a=~10/10 b=~10/10 c=~10/10 ; t=a+b+c", 0,
			"0 violated +t-a-b-c" },
		{ "t=~60/10 a=~10/10 b=~10/10 c=~10/10 d=~10/10 ; t=a+b+c+d", 0,
			"0 holds +t-a-b-c-d" },
		{ "t=~70/10 a=~10/10 b=~10/10 c=~10/10 d=~10/10 ; t=a+b+c+d", 0,
			"0 violated +t-a-b-c-d" },
		{ "t=10.5 a=~10 ; t=a", 0, "0 violated +t-a" },
		{ "t=9.5 a=~10 ; t=a", 0, "0 holds +t-a" },
		{ "t=-10.5 a=~-10 ; t=a", 0, "0 violated +t-a" },
		{ "t=-9.5 a=~-10 ; t=a", 0, "0 holds +t-a" },
		{ "t=~100.0/0.1 a=~33.3/0.1 b=~33.3/0.1 c=~33.3/0.1 ; t=a+b+c", 0,
			"0 holds +t-a-b-c" },
		{ "t=100 a=~33.3/0.1 b=~33.3/0.1 c=~33.3/0.1 ; t=a+b+c", 0,
			"0 holds +t-a-b-c" },
		{ "t=100 a=~33.3/0.1 b=~33.3/0.1 c=~33.2/0.1 ; t=a+b+c", 0,
			"0 violated +t-a-b-c" },
		{ "t=~11 a=~5 ; t=2a", 0, "0 holds +t-2a" },
		{ "t=~12 a=~5 ; t=2a", 0, "0 violated +t-2a" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, ranges)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=1..4 b=7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=11 a=1..4 b=7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=12 a=1..4 b=7 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=8 a=1..4 b=7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=7 a=1..4 b=7 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=1..4 a=0 b=5 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=1..4 a=0 b=4 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=~12 a=1..4 b=7 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=~11 a=1..4 b=~7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=10 a=1..4 b=? c=2 ; t=a+b+c", 1, "0 undecided" },
		{ "t=10 a=? b=? ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=10 a=x b=3 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=x a=7 b=3 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=10 N=? ; t=N", 0, "0 undecided +t-N" },
		{ "t=10 N=10 ; t=N", 0, "0 holds +t-N" },
		{ "t=10 N=11 ; t=N", 0, "0 violated +t-N" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, at_most)
{
	static const struct judged_case cases[] = {
		{ "a=3 n=4 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=4 n=4 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=5 n=4 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=~5 n=5 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=~5 n=4.5 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=~5 n=4.4 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=5.5 n=~5 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=5.4 n=~5 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=1..4 n=4 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=1..4 n=3 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "a=1..4 n=1 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "a=1..4 n=0 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=? n=4 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "n=28 a=20 b=9 ; n<=a+b", 0, "0 holds +n-a-b<=0" },
		{ "n=28 a=18 b=9 ; n<=a+b", 0, "0 violated +n-a-b<=0" },
		/* Both directions are two statements. */
		{ "a=4 n=4 ; a<=n n<=a a<=n", 0,
			"0 holds +a-n<=0, 1 holds +n-a<=0" },
		{ "a=4 n=4 ; a<=n a=n", 0, "0 holds +a-n<=0, 1 holds +a-n" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, derived)
{
	static const struct judged_case cases[] = {
		/* Used up by the derivation: nothing left to judge. */
		{ "t=? a=3 b=7 ; t=a+b", 1, "0 undecided" },
		{ "t=10 a=3 b=? ; t=a+b", 1, "0 undecided" },
		/* A subtotal that is not printed. */
		{ "t=10 s=? a=3 b=4 c=3 ; s=a+b t=s+c", 1, "1 holds +t-a-b-c" },
		{ "t=11 s=? a=3 b=4 c=3 ; t=s+c s=a+b", 1, "0 violated +t-a-b-c" },
		{ "t=~11 s=? a=~3 b=~4 c=~3 ; s=a+b t=s+c", 1, "1 holds +t-a-b-c" },
		{ "t=~13 s=? a=~3 b=~4 c=~3 ; s=a+b t=s+c", 1,
			"1 violated +t-a-b-c" },
		{ "t=10 s=? a=1..4 b=4 c=3 ; s=a+b t=s+c", 1,
			"1 undecided +t-a-b-c" },
		{ "t=12 s=? a=1..4 b=4 c=3 ; s=a+b t=s+c", 1,
			"1 violated +t-a-b-c" },
		/* Three levels, added from the top. */
		{ "t=10 r=? s=? a=1 b=2 c=3 d=4 ; t=r+d r=s+c s=a+b", 2,
			"0 holds +t-a-b-c-d" },
		{ "t=11 r=? s=? a=1 b=2 c=3 d=4 ; t=r+d r=s+c s=a+b", 2,
			"0 violated +t-a-b-c-d" },
		/* By difference, then used elsewhere. */
		{ "t=10 a=3 b=? u=9 c=2 ; t=a+b u=b+c", 1, "1 holds +u-t+a-c" },
		{ "t=10 a=3 b=? u=8 c=2 ; t=a+b u=b+c", 1, "1 violated +u-t+a-c" },
		{ "t=10 a=3 b=? n=6 ; t=a+b b<=n", 1, "1 violated +t-a-n<=0" },
		{ "t=10 a=3 b=? n=7 ; t=a+b b<=n", 1, "1 holds +t-a-n<=0" },
		/* As a head first: s=a+b gives s, and t=s+c then gives c. */
		{ "t=10 s=? a=3 b=4 c=? d=3 ; t=s+c s=a+b c=d", 2,
			"0 holds +t-a-b-d" },
		{ "t=10 s=? a=3 b=4 c=? ; t=s+c s=a+b", 2, "0 undecided, 1 undecided" },
		/* Not printed on both sides, once more on the left. */
		{ "x=3 q=? a=3 ; 2q=q+a x=q", 1, "1 holds +x-a" },
		{ "q=? a=3 ; q=q+a", 0, "0 violated -a" },
		/* Half of what is not printed is not derived. */
		{ "t=10 q=? ; t=2q", 0, "0 undecided +t-2q" },
		/* Twice a derived cell. */
		{ "t=14 s=? a=3 b=4 ; s=a+b t=2s", 1, "1 holds +t-2a-2b" },
		{ "t=15 s=? a=3 b=4 ; s=a+b t=2s", 1, "1 violated +t-2a-2b" },
		/* Needed by the total and by another derived cell: replaced once. */
		{ "t=16 r=? s=? a=3 b=4 c=2 ; s=a+b r=s+c t=s+r", 2,
			"2 holds +t-2a-2b-c" },
		{ "t=17 r=? s=? a=3 b=4 c=2 ; t=r+s r=s+c s=a+b", 2,
			"0 violated +t-2a-2b-c" },
		{ "t=25 q=? r=? s=? a=3 b=4 c=2 ; s=a+b r=s+c q=r+s t=s+r+q-s", 3,
			"3 holds +t-3a-3b-2c" },
		/* Two values for one cell that is not printed. */
		{ "s=? a=3 b=4 c=8 ; s=a+b s=c", 1, "1 violated +a+b-c" },
		/* A quantity without a value is a figure that all share: never
		 * derived. */
		{ "t=10 a=3 b=7 N=? ; N=a+b t=N", 0,
			"0 undecided +N-a-b, 1 undecided +t-N" },
		/* No derivation from text or from an inequality. */
		{ "t=10 s=x a=3 b=7 ; s=a+b t=s", 0,
			"0 undecided +s-a-b, 1 undecided +t-s" },
		{ "t=10 s=? a=3 ; s<=a t=s", 1, "0 violated +t-a<=0" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, told_once)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=3 b=8 ; t=a+b t=a+b", 0, "0 violated +t-a-b" },
		{ "t=10 a=3 b=8 ; t=a+b t=b+a b=t-a", 0, "0 violated +t-a-b" },
		{ "t=10 a=3 b=8 ; b=t-a t=a+b", 0, "0 violated +b-t+a" },
		{ "t=10 s=? a=3 b=4 c=4 ; s=a+b t=s+c t=a+b+c", 1,
			"1 violated +t-a-b-c" },
		{ "t=10 s=? r=? a=3 b=4 c=4 ; s=a+b r=b+c t=s+c t=a+r", 2,
			"2 violated +t-a-b-c" },
		/* Equal on other cells is another statement. */
		{ "t=3 u=3 a=3 ; t=a u=a", 0, "0 holds +t-a, 1 holds +u-a" },
		{ "t=3 a=3 ; t=a 2t=2a", 0, "0 holds +t-a, 1 holds +2t-2a" },
	};

	EXPECT_JUDGED(cases);
}

/* What a rounded cell is cannot differ from what it is. */
Test(equation, both_sides_cancel)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=3 ; t=t", 0, "" },
		{ "t=? ; t<=t", 0, "" },
		{ "t=~10 a=~3 b=~10 ; t+a=a+b", 0, "0 holds +t-b" },
		{ "t=~10 a=~3 b=~11 ; t+a=a+b", 0, "0 violated +t-b" },
		{ "t=? a=3 b=3 ; a+t=t+b", 0, "0 holds +a-b" },
		{ "t=? a=3 b=4 ; a+t=t+b", 0, "0 violated +a-b" },
		{ "s=? a=~3 b=~4 t=~4 ; s=a+b t=s-a", 1, "1 holds +t-b" },
		{ "s=? a=~3 b=~4 t=~5 ; s=a+b t=s-a", 1, "1 violated +t-b" },
		{ "s=? a=~3 b=~4 ; s=a+b s-a=b", 1, "" },
	};

	EXPECT_JUDGED(cases);
}

/* Sums of more than 128 bits decide nothing, in either direction. */
Test(equation, overflow_decides_nothing)
{
	static const struct judged_case cases[] = {
		{ "t=" NINES_36 " a=0.00000001 ; t=a", 0, "0 undecided +t-a" },
		{ "t=" NINES_36 " a=" NINES_36 " ; 1000t=a", 0,
			"0 undecided +1000t-a" },
		{ "a=" NINES_36 " n=0.00000001 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "a=" NINES_36 " n=0.00000001 ; n<=a", 0, "0 undecided +n-a<=0" },
		{ "t=? a=" NINES_36 " b=0.00000001 ; t=a+b", 0,
			"0 undecided +t-a-b" },
		{ "t=1 s=? a=" NINES_36 " b=0.00000001 ; s=a+b t=s", 1,
			"0 undecided +t-a-b" },
		/* Factors: past 32 bits, past 64, and exactly -2^63. */
		{ "t=1 r=? s=? a=1 ; s=65536a r=65536s t=r", 2, "2 undecided" },
		{ "t=1 q=? r=? s=? a=1 ; s=2000000000a r=2000000000s"
			" q=2000000000r t=q", 3, "3 undecided" },
		{ "t=1 q=? r=? s=? a=1 ; s=a r=1073741824s q=1073741824r"
			" t=q+q+q+q+q+q+q+q", 3, "3 undecided" },
		{ "t=1 q=? r=? s=? a=1 ; s=a r=1073741824s q=1073741824r"
			" t=-q-q-q-q-q-q-q-q", 3, "0 undecided, 3 undecided" },
	};

	EXPECT_JUDGED(cases);
}
