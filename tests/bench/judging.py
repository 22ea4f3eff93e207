"""Whether the bars of cases.py are met, a sentence each."""


def _value(bar, result, base):
    """The figure that a bar bounds, and what it is called."""
    if bar.figure == "speed" and base:
        return result.speed / base.speed, "{:.2f} times the speed of " + base.label
    if bar.figure == "speed":
        return result.speed / 1e6, "{:.0f} MB/s"
    if bar.figure == "time" and base:
        return result.seconds / base.seconds, "{:.2f} times the time of " + base.label
    if bar.figure == "time":
        return result.seconds * 1000, "{:.1f} ms"
    if bar.figure == "more":
        return (result.seconds - base.seconds) * 1000, "{:.1f} ms more than " + base.label
    if bar.figure == "memory":
        return result.memory, "{:.1f} MiB"
    if bar.figure == "more-memory":
        return result.memory - base.memory, "{:.1f} MiB more than " + base.label
    if bar.figure == "key":
        return (result.memory - base.memory) * 2**20 / result.rows, "{:.1f} bytes for a key"
    raise ValueError(bar.figure)


def _processor(bar, result, base):
    """The same ratio by the time on processors, which other programs change less."""
    if base is None or bar.figure not in ("speed", "time"):
        return ""
    ratio = (result.processor / base.processor) * (base.size or 1) / (result.size or 1)
    return f", {1 / ratio if bar.figure == 'speed' else ratio:.2f} by processor"


def _bounds(bar):
    words = [f"at least {bar.least:g}"] * (bar.least > 0)
    words += [f"at most {bar.most:g}"] * (bar.most < float("inf"))
    return ", ".join(words)


def judge(bars, measured):
    """Pairs of a sentence and whether it is met; None: a side of it is absent.

    `measured` has the results of a group by its name.
    """
    for bar in bars:
        if bar.group not in measured:
            continue
        by_case = {result.case.label: result for result in measured[bar.group]}
        result, base = by_case[bar.case], by_case.get(bar.against)
        if result.absent or (base and base.absent):
            missing = result if result.absent else base
            yield f"{result.label}: {missing.label} is absent ({_bounds(bar)})", None
            continue
        value, words = _value(bar, result, base)
        yield (f"{bar.group}: {result.label}: {words.format(value)}{_processor(bar, result, base)}"
               f" ({_bounds(bar)})", bar.least <= value <= bar.most)
