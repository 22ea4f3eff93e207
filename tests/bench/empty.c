/* Ends at once: what starting a program costs that is linked to these libraries. */
int main(void)
{
	return 0;
}
